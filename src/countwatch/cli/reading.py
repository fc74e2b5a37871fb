"""One reading from wherever it is: the one path, run until the reading that is wanted."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from countwatch.cli.addresses import is_definition
from countwatch.cli.compose import body_watch, live_watch, parse_time, replay_watch
from countwatch.cli.opening import IDLE_LIMIT_SECONDS_DEFAULT, SAMPLE, SPEED_DEFAULT
from countwatch.cli.places import sample
from countwatch.engine import collector
from countwatch.engine.watch import Watch
from countwatch.feeds.replay import ReplayFeed
from countwatch.ledger.state import WatchState
from countwatch.model.election import local
from countwatch.model.errors import NoData, RecordingError
from countwatch.model.protocols import FeedStatus
from countwatch.model.text import clean
from countwatch.record.together import holds_recordings


class Reading(NamedTuple):
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
    return await _reading_of(_watch_of(source, form, election, contest), at)


async def recorded_reading(path: Path | None, election: str | None) -> Reading:
    """The reading at a recording's end, the bundled one's if none is named."""
    watch = replay_watch(
        path or sample(SAMPLE), speed=None, idle_limit_seconds=IDLE_LIMIT_SECONDS_DEFAULT, election=election
    )
    return await _reading_of(watch, None)


async def _reading_of(watch: Watch, at: str | None) -> Reading:
    collector.release()
    until = parse_time(at, watch.state.election) if at else None
    best = watch.state
    try:
        async for state in watch.states():
            if until is not None and state.ledger.received_at(state.n) > until:
                _require_a_reading(best, state, until)
                break
            best = state
            if watch.feed.status().mode == "live":
                break
        return Reading(best, until or watch.feed.now(), watch.feed.status())
    finally:
        await watch.aclose()


def still_watch(
    source: str | None,
    form: str | None = None,
    election: str | None = None,
    at: str | None = None,
    contest: str | None = None,
) -> Watch:
    """The same reading as a watch to be looked at: a replay stands still at that time, or at its end.

    `NoData` nothing_by_then (stamp, received) where the first update came after the time that is asked for.
    """
    watch = _watch_of(source, form, election, contest, linger=True)
    collector.release()
    feed, known = watch.feed, watch.state.election
    if isinstance(feed, ReplayFeed):
        until = parse_time(at, known) if at else feed.ends_at
        if until < feed.starts_at:
            asked, came = local(until, known), local(feed.starts_at, known)
            raise NoData("nothing_by_then", stamp=asked.isoformat(), received=came.isoformat())
        feed.pause(paused=True)
        feed.seek(until)
    return watch


def _watch_of(
    source: str | None, form: str | None, election: str | None, contest: str | None, *, linger: bool = False
) -> Watch:
    if source and _is_feed(source):
        from countwatch.cli.definitions import definition_for
        from countwatch.cli.settings import load_settings

        flags = {"format": form, "election": election, "contest": contest}
        settings = load_settings(format=form, election=election)
        return live_watch(definition_for(source, settings, flags=flags))
    if source and form:
        return body_watch(Path(source), form, election, contest)
    return _recorded(Path(source) if source else sample(SAMPLE), election, contest, linger=linger)


def _recorded(path: Path, election: str | None, contest: str | None, *, linger: bool) -> Watch:
    """A recording, all at once, or to linger on. A file that is none may be a body whose format was not said."""
    speed = SPEED_DEFAULT if linger else None
    try:
        return replay_watch(
            path,
            speed=speed,
            idle_limit_seconds=IDLE_LIMIT_SECONDS_DEFAULT,
            election=election,
            contest=contest,
            linger=linger,
        )
    except RecordingError as error:
        if error.finding.code != "not_a_recording":
            raise
        raise RecordingError("not_a_recording_nor_a_body", path=clean(str(path))) from None


def _require_a_reading(best: WatchState, first: WatchState, until: datetime) -> None:
    """`NoData` nothing_by_then (stamp, received) where the first update came after the time that is asked for."""
    if best.event is None:
        asked, came = (local(at, first.election) for at in (until, first.ledger.received_at(first.n)))
        raise NoData("nothing_by_then", stamp=asked.isoformat(), received=came.isoformat())


def _is_feed(source: str) -> bool:
    """Whether it is polled: an address, a folder without recordings, a definition, or a name that no file has."""
    if "://" in source or is_definition(source):
        return True
    if Path(source).is_dir():
        return not holds_recordings(Path(source))
    if Path(source).exists() or "." in source:
        return False
    # Settings are read where they are asked: a recording opens without them.
    from countwatch.cli.feeds import named_feeds

    return source in named_feeds()
