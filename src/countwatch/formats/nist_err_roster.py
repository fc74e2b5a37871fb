"""The reference graph of a NIST report: names of selections, and units in a tree."""

from collections import Counter
from collections.abc import Iterable, Mapping

from countwatch.formats.nist_err_wire import Named, Person, Race, Selection, Unit
from countwatch.model.election import Candidate, ReportingUnit, UnitKind
from countwatch.model.errors import NotUsable
from countwatch.model.text import shorten
from countwatch.model.types import TEXT_CHARACTERS_MAX

WRITE_IN = "Write-in"

_KINDS: Mapping[str, UnitKind] = {
    "country": "nation",
    "state": "region",
    **dict.fromkeys(("county", "city", "municipality", "town", "township", "borough", "village"), "province"),
    **dict.fromkeys(("precinct", "combined-precinct", "split-precinct", "ward"), "district"),
}


def refuse_repeated(field: str, ids: Iterable[str]) -> None:
    """`NotUsable` duplicate_id where an id is given to two things of one kind."""
    an_id, times = next(iter(Counter(ids).most_common(1)), ("", 0))
    if times > 1:
        raise NotUsable("duplicate_id", field=field, id=an_id)


def candidates_of(
    race: Race, people: Iterable[Person], parties: Iterable[Named], ids: Mapping[str, str]
) -> dict[str, Candidate]:
    """What one could vote for, by the id of its selection. `ids` are the election's own, by the feed's."""
    by_person = {person.id: person for person in people}
    by_party = {party.id: str(party.name or party.id) for party in parties}
    found: dict[str, Candidate] = {}
    for selection in race.selections:
        an_id = next((ids[code] for code in (selection.id, *selection.candidates) if code in ids), selection.id)
        standing = [by_person[code] for code in selection.candidates if code in by_person]
        codes = selection.endorsements or [person.party for person in standing if person.party]
        named = dict.fromkeys(by_party.get(code, code) for code in codes)
        found[selection.id] = Candidate(
            id=an_id,
            name=_name(selection, by_person, by_party),
            party=shorten(" / ".join(named), TEXT_CHARACTERS_MAX // 2) or None,
            codes=(selection.id, *selection.candidates),
        )
    refuse_repeated("ContestSelection[]", (candidate.id for candidate in found.values()))
    return found


def _name(selection: Selection, people: Mapping[str, Person], parties: Mapping[str, str]) -> str:
    """Running mates stand together: all their names. What a reference does not find goes by its id."""
    if selection.answer is not None:
        return str(selection.answer)
    names = [str(people[code].name) if code in people else code for code in selection.candidates]
    names += [parties.get(code, code) for code in selection.parties]
    return shorten(" / ".join(names), TEXT_CHARACTERS_MAX // 2) or (WRITE_IN if selection.write_in else selection.id)


def unit_of(unit_id: str, unit: Unit | None, parent_id: str | None) -> ReportingUnit:
    """A unit for the roster; one that the report never names goes by its id."""
    if unit is None:
        return ReportingUnit(unit_id, unit_id, parent_id=parent_id)
    return ReportingUnit(
        id=unit_id,
        name=str(unit.name or unit_id),
        kind=_KINDS.get(unit.kind, "other"),
        parent_id=parent_id,
        registered=unit.registered,
        sheets=unit.subunits,
    )


def parents(root: str, given: Iterable[str], within: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """For each unit with counts the smallest of them that holds it, else the root."""
    units = sorted(set(given) - {root}, key=lambda unit: (len(within.get(unit, ())), unit))
    found: dict[str, str] = {}
    for holder in units:
        for below in within.get(holder, ()):
            found.setdefault(below, holder)
    return {unit: found.get(unit, root) for unit in units}
