"""The worked figures of docs/calculations.md are those of the code."""

from pathlib import Path

import pytest

from tests.unit.count.tallies import outlook, snapshot
from tests.unit.count.test_outlook import UNITS, evening, home_and_abroad

PAGE = (Path(__file__).parents[3] / "docs" / "calculations.md").read_text(encoding="utf-8")


def worked() -> list[str]:
    coarse = outlook(snapshot((evening(),), UNITS))
    view = outlook(snapshot((evening(), *home_and_abroad()), UNITS))
    rest, boards = view.rest, view.boards
    assert rest is not None
    assert boards is not None
    assert rest.needed is not None
    assert rest.net_to_come is not None
    assert rest.margin is not None
    counts = (
        view.outstanding_sheets, coarse.outstanding_votes, rest.votes.low, rest.votes.high, view.outstanding_votes,
        rest.margin.low, rest.margin.high, view.bound, boards.votes,
    )  # fmt: skip
    shares = (coarse.needed_share, rest.needed.low, rest.needed.high, view.needed_share, boards.needed_share)
    nets = (rest.net_to_come.low, rest.net_to_come.high)
    return [
        *(f"{count:,}" for count in counts),
        *(f"{share} %" for share in shares),
        *(f"−{-net:,}" for net in nets),
    ]


@pytest.mark.parametrize("figure", worked())
def test_the_page_has_the_figure(figure: str) -> None:
    assert figure in PAGE
