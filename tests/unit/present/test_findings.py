from countwatch.formats import registry
from countwatch.ledger.state import WatchState
from countwatch.model.finding import Finding
from countwatch.present.findings import told
from countwatch.present.names import Names
from countwatch.present.words import Words

NAMES = Names(WatchState(registry.load("onpe-2021")))


def missing(key: str) -> Finding:
    return Finding("http_status", {"status": 404}, document=key)


def fell(unit_id: str, figure: str, before: int, after: int) -> Finding:
    return Finding(
        "unit_fell", {"figure": figure, "before": before, "after": after, "candidate": None}, unit_id=unit_id
    )


def test_the_same_fault_of_many_documents_is_one_sentence() -> None:
    (line,) = told([missing(f"{number:02}0000") for number in range(1, 26)], Words(), NAMES)
    assert line.startswith("25 documents (010000, 020000, 030000, …): ")
    assert "404" in line


def test_two_are_named_each() -> None:
    assert len(told([missing("010000"), missing("020000")], Words(), NAMES)) == 2


def test_what_fell_in_a_unit_is_one_sentence_and_other_units_have_theirs() -> None:
    lines = told([fell("a", "blank", 9, 7), fell("b", "null", 5, 4), fell("a", "cast", 99, 90)], Words(), NAMES)
    assert lines[0] == "a: a correction below the total: blank votes −2, ballots cast −9"
    assert len(lines) == 2


def test_other_facts_are_another_sentence() -> None:
    assert len(told([*map(missing, "abc"), Finding("http_status", {"status": 500}, document="d")], Words(), NAMES)) == 2
