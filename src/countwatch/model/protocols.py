"""The edges of the house as protocols: what a feed, a format and a clock must do."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple, Protocol, runtime_checkable

from countwatch.model.assembly import Assembly
from countwatch.model.election import Election
from countwatch.model.finding import Finding
from countwatch.model.part import Part
from countwatch.model.update import Document, Request, Rewound, Update


class Clock(Protocol):
    """Time, injected. `now` is for labels; spans are measured on `monotonic`."""

    def now(self) -> datetime:
        """The wall clock, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go backwards."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait that long."""
        ...


class Format(Protocol):
    """How one kind of feed is asked, read and put together. Pure: bytes in, values out."""

    name: str
    root_key: str
    default_election: str | None

    def plan(
        self, election: Election | None, earlier: Mapping[str, Document], fetched: Mapping[str, Document]
    ) -> Sequence[Request]:
        """What to fetch next. Asked again with what came until it answers nothing (3 rounds at most).

        `earlier` are the last good documents of earlier polls, `fetched` those of this one, by key.
        """
        ...

    def decode(self, key: str, body: bytes, election: Election | None) -> Part:
        """Read one document. `NotUsable` with the field and what was expected; not called twice for equal bytes."""
        ...

    def assemble(
        self, parts: Mapping[str, Part], election: Election | None, before: Assembly | None = None
    ) -> Assembly:
        """Put the latest good part of each document together. The root's part is always among them.

        `before` is an earlier answer, of which what still holds may be taken; the answer does not depend on it.
        """
        ...


Phase = Literal["starting", "fetching", "waiting", "playing", "paused", "catching_up", "ended"]


class FeedStatus(NamedTuple):
    """Where a feed is right now. Times are instants of the feed's own clock (`Feed.now`)."""

    mode: Literal["live", "replay"]
    phase: Phase
    label: str
    url: str
    interval_seconds: float | None = None
    next_poll_at: datetime | None = None
    speed: float | None = None
    position: datetime | None = None
    starts_at: datetime | None = None
    begins_at: datetime | None = None
    """Where the viewing of a replay began: what lies before is the past."""
    ends_at: datetime | None = None
    updates: int | None = None
    bound_for: int | None = None
    """The update that belongs to the instant now; a replay that is catching up has not come to it yet. Replay only."""
    provenance: Literal["live", "git-scraped", "reconstructed"] = "live"
    fraction: Callable[[datetime], float] | None = None
    """Where an instant stands on the bar of a replay's viewing, in which long silences are cut."""
    good_seconds_ago: float | None = None
    """Seconds since the last good copy came, by a clock that nobody can set; live only."""
    news_seconds_ago: float | None = None
    """Seconds since new numbers came, by the same clock; live only."""
    clock_set_seconds: float = 0.0
    """How far this machine's wall clock was set ahead (or back) since the watch began; live only."""
    server_ahead_seconds: float | None = None
    """How far the server's clock was ahead of ours at the last answer that said its time; live only."""


class Feed(Protocol):
    """The one argument in which live, replay and tests differ."""

    def updates(self) -> AsyncIterator[Update | Rewound]:
        """Every update in order; a replay that is moved says so with `Rewound`."""
        ...

    def status(self) -> FeedStatus:
        """Where it is now."""
        ...

    def now(self) -> datetime:
        """The clock that rules the screen: the machine's when live, the recorded one in a replay."""
        ...

    async def aclose(self) -> None:
        """Let go of files and sockets."""
        ...


@runtime_checkable
class Patient(Protocol):
    """A feed that can be asked to wait."""

    def put_off(self, faults: int) -> None:
        """So many updates in a row could not be read for a bug of ours: wait as after as many failed polls."""
        ...


@runtime_checkable
class Steerable(Protocol):
    """What a user may do to a replay. These travel against the stream, to the feed alone."""

    @property
    def speed(self) -> float | None:
        """Recorded seconds a second; None for as fast as possible."""
        ...

    @property
    def paused(self) -> bool:
        """Whether the recorded clock stands still."""
        ...

    def pause(self, *, paused: bool) -> None:
        """Stop or start the recorded clock."""
        ...

    def set_speed(self, speed: float | None) -> None:
        """Change the pace."""
        ...

    def seek(self, at: datetime) -> None:
        """Move to a recorded instant."""
        ...

    def seek_fraction(self, fraction: float) -> None:
        """Move to a place on the bar of the whole viewing, 0 its start and 1 its end."""
        ...

    def seek_update(self, n: int) -> None:
        """Move to the instant of update `n`."""
        ...

    def step(self, updates: int) -> None:
        """Pause, and move by that many updates."""
        ...


class Recorder(Protocol):
    """Writes updates down before anyone interprets them."""

    @property
    def head(self) -> str:
        """The hash of the last line; once closed, of the footer."""
        ...

    def is_full(self, update: Update) -> bool:
        """Whether this update belongs into the next file."""
        ...

    def write(self, update: Update) -> Update:
        """Append; answers the same update with its chain hash. `OSError` where the disk will not have it."""
        ...

    def close(self) -> None:
        """Write the footer and let go of the lock."""
        ...


class RecordingStatus(NamedTuple):
    """Whether the watch is being written down; `problem` and `failed_at` when it should be and is not."""

    path: str
    head: str | None = None
    problem: Finding | None = None
    failed_at: datetime | None = None
