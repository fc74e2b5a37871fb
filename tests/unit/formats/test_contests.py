import pytest

from countwatch.formats import contests
from countwatch.formats.contests import Contest, OfContests, chosen
from countwatch.formats.countwatch import FORMAT as NATIVE
from countwatch.formats.nist_err_v2 import FORMAT as NIST
from countwatch.model.errors import NotUsable

from .bodies import facts

MAYOR, PARK = Contest("mayor", "Mayor"), Contest("park", "A park?")


def test_the_one_that_is_wanted_is_chosen_and_an_only_one_needs_no_choice() -> None:
    assert chosen([MAYOR, PARK], "park") is PARK
    assert chosen([MAYOR], None) is MAYOR


@pytest.mark.parametrize(
    ("listed", "wanted", "problem"),
    [
        ([], None, {"code": "no_contests"}),
        ([MAYOR, PARK], None, {"code": "contest_needed", "contests": 2, "listed": "mayor (Mayor); park (A park?)"}),
        ([MAYOR], "x\x1b", {"code": "unknown_contest", "found": "x\ufffd", "contests": 1, "listed": "mayor (Mayor)"}),
        ([MAYOR, PARK, MAYOR], "park", {"code": "duplicate_id", "field": "contests", "id": "mayor"}),
    ],
)
def test_a_choice_that_cannot_be_made_lists_what_there_is(
    listed: list[Contest], wanted: str | None, problem: dict[str, object]
) -> None:
    with pytest.raises(NotUsable) as caught:
        chosen(listed, wanted)
    assert facts(caught.value) == problem


def test_a_list_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contests, "CONTESTS_MAX", 1)
    with pytest.raises(NotUsable) as caught:
        chosen([MAYOR, PARK], "park")
    assert facts(caught.value) == {"code": "too_many", "field": "contests", "limit": 1}


def test_a_format_says_whether_its_bodies_hold_contests() -> None:
    assert isinstance(NIST, OfContests)
    assert not isinstance(NATIVE, OfContests)
