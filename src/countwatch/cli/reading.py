"""One reading from wherever it is: the one path, run until the reading that is wanted."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from countwatch.cli.compose import body_watch, live_watch, parse_time, replay_watch
from countwatch.cli.definitions import definition_for, is_definition
from countwatch.cli.opening import SAMPLE
from countwatch.cli.places import sample
from countwatch.cli.settings import load_settings
from countwatch.ledger.state import WatchState
from countwatch.model.protocols import FeedStatus


@dataclass(frozen=True, slots=True)
class Reading:
    """A state, the instant that it is looked at from, and the feed it came by."""

    state: WatchState
    now: datetime
    status: FeedStatus


async def last_reading(
    source: str | None, form: str | None, election: str | None, at: str | None, contest: str | None = None
) -> Reading:
    """The reading at a recorded time, at a recording's end, in one body, or of one poll of a feed.

    `form` is needed for a body or a URL; `at` is an ISO stamp; without a source it is the bundled recording.
    """
    if source and _is_feed(source):
        flags = {"format": form, "election": election, "contest": contest}
        settings = load_settings(format=form, election=election)
        watch = live_watch(definition_for(source, settings, flags=flags))
    elif source and form:
        watch = body_watch(Path(source), form, election, contest)
    else:
        path = Path(source) if source else sample(SAMPLE)
        watch = replay_watch(path, speed=None, idle_limit_seconds=1.0, election=election, contest=contest)
    until = parse_time(at, watch.state.election) if at else None
    best = watch.state
    try:
        async for state in watch.states():
            if until is not None and state.ledger.received_at(state.n) > until:
                break
            best = state
            if watch.feed.status().mode == "live":
                break
        return Reading(best, until or watch.feed.now(), watch.feed.status())
    finally:
        await watch.aclose()


def _is_feed(source: str) -> bool:
    """Whether it is polled: an address, a folder, a definition, or the name of one that no file has."""
    from countwatch.cli.feeds import named_feeds

    if source.startswith(("http://", "https://")) or is_definition(source) or Path(source).is_dir():
        return True
    return not Path(source).exists() and "." not in source and source in named_feeds()
