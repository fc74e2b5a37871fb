"""Several contests in one body: one of them is chosen, and a format is a value that knows which.

A `Snapshot` is of one contest. `registry.load(name, contest)` answers a format that reads that one; without
a choice the only contest of a body is read, and a body with several is refused with the list of them.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from countwatch.formats.wire import Location, refuse_many
from countwatch.model.errors import NotUsable
from countwatch.model.protocols import Format
from countwatch.model.text import excerpt

CONTESTS_MAX = 5000


class Contest(NamedTuple):
    """A contest as a body lists it; `place` is where it is found there."""

    id: str
    title: str
    place: Location = ()


@runtime_checkable
class OfContests(Protocol):
    """A format whose bodies may hold several contests."""

    def choose(self, contest: str) -> Format:
        """The same format, reading that contest."""
        ...

    def contests(self, body: bytes) -> tuple[Contest, ...]:
        """The contests of a body of results, in its order. `NotUsable` where it cannot be read."""
        ...


def chosen(contests: Sequence[Contest], wanted: str | None) -> Contest:
    """The contest that is `wanted`, or the only one. `NotUsable` no_contests, too_many, duplicate_id,
    contest_needed or unknown_contest; the last two list `id (title)` of all, separated by semicolons.
    """
    if not contests:
        raise NotUsable("no_contests")
    refuse_many(len(contests), CONTESTS_MAX, "contests")
    an_id, times = Counter(contest.id for contest in contests).most_common(1)[0]
    if times > 1:
        raise NotUsable("duplicate_id", field="contests", id=an_id)
    if wanted is None and len(contests) == 1:
        return contests[0]
    if wanted is None:
        raise NotUsable("contest_needed", contests=len(contests), listed=listed(contests))
    for contest in contests:
        if contest.id == wanted:
            return contest
    found = excerpt(wanted)
    raise NotUsable("unknown_contest", found=found, contests=len(contests), listed=listed(contests))


def listed(contests: Sequence[Contest]) -> str:
    """All of them in one line: `cc-1 (President); cc-2 (Senate)`."""
    return "; ".join(f"{contest.id} ({contest.title})" for contest in contests)
