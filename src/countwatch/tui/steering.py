"""What a user may do to the feed: the only actions that travel against the stream."""

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from countwatch.ledger.state import WatchState
    from countwatch.model.protocols import Feed, FeedStatus, Steerable
    from countwatch.model.update import Document

SPEEDS: tuple[float | None, ...] = (60.0, 120.0, 300.0, 600.0, 1200.0, 3600.0, None)
"""Recorded seconds a second of viewing, slowest first; None is as fast as possible."""
NUDGES = 50
"""An arrow key moves the replay by one of so many equal parts."""


@runtime_checkable
class Pollable(Protocol):
    """A live feed that can be asked not to wait for its next poll."""

    def poll_now(self) -> None:
        """Poll at once."""
        ...


@runtime_checkable
class Archive(Protocol):
    """A feed that can hand out the bodies of earlier updates."""

    def document(self, n: int, key: str) -> "Document":
        """The document of update `n`; `LookupError` where there is none."""
        ...


def steerable(feed: "Feed") -> "Steerable | None":
    """The same feed where it is a replay, else None."""
    from countwatch.model.protocols import Steerable

    return feed if isinstance(feed, Steerable) else None


def next_speed(speed: float | None, direction: int) -> float | None:
    """The next faster (1) or slower (-1) pace; the ends hold."""
    if speed is None:
        return None if direction > 0 else SPEEDS[-2]
    paces = [pace for pace in SPEEDS if pace is not None]
    if direction > 0:
        return next((pace for pace in paces if pace > speed), None)
    return next((pace for pace in reversed(paces) if pace < speed), paces[0])


def nudge(feed: "Steerable", status: "FeedStatus", direction: int) -> None:
    """Move by a fiftieth of the viewing, back (-1) or ahead (1)."""
    if status.fraction is not None and status.position is not None:
        feed.seek_fraction(min(max(status.fraction(status.position) + direction / NUDGES, 0.0), 1.0))


def turned(state: "WatchState", n: int) -> bool:
    """Whether something turned at update `n`: a correction, a hold, a rejection, another leader, or a gap before it."""
    from countwatch.count.turning import gaps

    ledger = state.ledger
    if ledger.outcome(n).value in _TURNS:
        return True
    if n > 1 and ledger.shown(n) == n and any(gaps((ledger.published_at(n - 1), ledger.published_at(n)))):
        return True
    leader = ledger.leader(n)
    before = ledger.leader(n - 1) if n > 1 else leader
    return None not in (leader, before) and leader != before


_TURNS = frozenset({"correction", "held", "rejected"})
