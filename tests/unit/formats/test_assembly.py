from dataclasses import replace
from datetime import UTC, datetime

from countwatch.formats.assembly import assemble
from countwatch.formats.onpe_2021 import FORMAT
from countwatch.formats.onpe_units import UNITS
from countwatch.model.part import Part

from .bodies import ELECTION, encoded, onpe, spoilt


def parts(*keys: str) -> dict[str, Part]:
    return {key: FORMAT.decode(key, encoded(onpe(key)), ELECTION) for key in keys}


def test_the_elections_words_and_order_rule() -> None:
    snapshot = FORMAT.assemble(parts("240000", "800000", "000000", "010000"), ELECTION).snapshot
    assert snapshot.root_id == "000000"
    assert [tally.unit_id for tally in snapshot.tallies] == ["000000", "800000", "240000", "010000"]
    assert [unit.id for unit in snapshot.units] == ["000000", "900000", "800000", "240000", "010000"]
    assert snapshot.units[0].name == "Perú y extranjero"
    assert [(one.id, one.name, one.party) for one in snapshot.candidates] == [
        ("castillo", "Pedro Castillo", "PL"),
        ("fujimori", "Keiko Fujimori", "FP"),
    ]
    assert (snapshot.election_id, snapshot.title) == ("peru-2021-runoff", "Runoff")
    assert snapshot.root.registered == 25_287_954


def test_without_an_election_the_bodies_words_stand() -> None:
    bare = {key: FORMAT.decode(key, encoded(onpe(key)), None) for key in ("900000", "000000")}
    snapshot = FORMAT.assemble(bare, None).snapshot
    assert [unit.name for unit in snapshot.units] == ["Total", "Extranjero"]
    assert [candidate.name for candidate in snapshot.candidates] == ["F", "C"]
    assert (snapshot.election_id, snapshot.title) == (None, None)


def test_each_tally_keeps_its_own_stamp_and_the_root_gives_the_readings() -> None:
    mixed = parts("000000")
    late = encoded(spoilt(onpe("800000"), "generals.actData.HORA", "20:00 h"))
    mixed["800000"] = FORMAT.decode("800000", late, ELECTION)
    snapshot = FORMAT.assemble(mixed, ELECTION).snapshot
    assert snapshot.published_at == datetime(2021, 6, 8, 0, 23, tzinfo=UTC)
    assert [tally.published_at for tally in snapshot.tallies] == [
        datetime(2021, 6, 8, 0, 23, tzinfo=UTC),
        datetime(2021, 6, 8, 1, 0, tzinfo=UTC),
    ]


def test_tallies_are_handed_on_and_not_made_again() -> None:
    given = parts(*UNITS)
    snapshot = FORMAT.assemble(given, ELECTION).snapshot
    assert all(given[tally.unit_id].tallies[0] is tally for tally in snapshot.tallies)
    assert len(snapshot.tallies) == 28


def test_a_unit_that_two_documents_tell_is_taken_from_the_root() -> None:
    given = parts("000000", "800000")
    other = replace(given["800000"].tallies[0], unit_id="000000", blank=99)
    given["800000"] = given["800000"]._replace(tallies=(*given["800000"].tallies, other))
    assert assemble(given, ELECTION, "000000").snapshot.root.blank == 30


def test_a_body_may_add_to_the_tree_and_never_bend_it() -> None:
    given = parts("000000")
    bent = replace(UNITS["000000"], parent_id="999999", registered=1)
    given["000000"] = given["000000"]._replace(units=(bent,))
    assert FORMAT.assemble(given, ELECTION).snapshot.units[0] == ELECTION.units[0]
