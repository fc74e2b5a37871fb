"""The composition root: from words on the command line to a watch. Nothing else joins the rooms."""

import os
from datetime import MAXYEAR, MINYEAR, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from countwatch import __version__
from countwatch.cli.addresses import is_path
from countwatch.cli.elections import find_election
from countwatch.cli.formats import decoder_name, load_format
from countwatch.cli.nearby import no_such_file
from countwatch.cli.secrets import secret_headers
from countwatch.count.stages import instant
from countwatch.engine.watch import Watch
from countwatch.feeds.clock import SystemClock
from countwatch.ledger.state import WatchState
from countwatch.model.election import Election
from countwatch.model.errors import ConfigError
from countwatch.model.protocols import Clock, Format, RecordingStatus
from countwatch.model.text import clean
from countwatch.record.together import open_recording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countwatch.engine.journal import Succession
    from countwatch.feeds.live import LiveFeed
    from countwatch.model.alert import AlertRule
    from countwatch.model.feed import FeedDefinition
    from countwatch.model.update import Update
    from countwatch.record.writer import RecordingWriter

USER_AGENT = f"countwatch/{__version__}"


def election_for(named: str | None, form: Format, recorded: str | None = None) -> Election | None:
    """The election that was asked for, else the recording's own, else the format's default, else none."""
    if named:
        return find_election(named)
    for fallback in (recorded, form.default_election):
        if fallback:
            try:
                return find_election(fallback)
            except ConfigError:
                continue
    return None


def replay_watch(
    path: Path,
    *,
    speed: float | None,
    idle_limit_seconds: float,
    start_at: str | None = None,
    election: str | None = None,
    contest: str | None = None,
    linger: bool = False,
    clock: Clock | None = None,
    rules: "Sequence[AlertRule]" = (),
) -> Watch:
    """A watch of a recording. `start_at` is an ISO stamp, on the election's clock where it has no offset."""
    from countwatch.feeds.replay import ReplayFeed

    recording = open_recording(path)
    form = load_format(recording.header.decoder, contest, beside=path if path.is_dir() else path.parent)
    known = election_for(election, form, recording.header.election)
    feed = ReplayFeed(
        recording,
        clock or SystemClock(),
        speed=speed,
        idle_limit_seconds=idle_limit_seconds,
        marks=[instant(entry, known) for entry in known.calendar] if known else (),
        start_at=parse_time(start_at, known) if start_at else None,
        linger=linger,
    )
    return Watch(feed, WatchState(form, known), rules=rules)


def live_watch(
    definition: "FeedDefinition", *, record: Path | None = None, roll: str | None = None, clock: Clock | None = None
) -> Watch:
    """A watch of an HTTP feed or a local path, written down to `record` where one is named.

    Where that fails, and where `roll` says so (`rolling.py`), files after it are begun.
    """
    form, clock = load_format(definition.format, definition.contest), clock or SystemClock()
    known = election_for(definition.election, form)
    feed = _live_feed(definition, form, known, clock)
    state = WatchState(form, known)
    recorder, status, succession = None, None, None
    if record is not None:
        recorder, succession = _recorder(record, roll, definition, state, feed.status().url, clock)
        status = RecordingStatus(str(recorder.path), recorder.head)
    return Watch(
        feed,
        state,
        recorder,
        status,
        succession=succession,
        monotonic=clock.monotonic,
        rules=definition.alerts,
        deadline_seconds=definition.deadline_seconds,
    )


def _live_feed(definition: "FeedDefinition", form: Format, election: Election | None, clock: Clock) -> "LiveFeed":
    if is_path(definition.url):
        from countwatch.feeds.folder import PathFeed

        return PathFeed(definition, form, election, clock=clock)
    from countwatch.feeds.http import HttpFeed

    secrets = secret_headers(definition, os.environ)
    return HttpFeed(definition, form, election, clock=clock, user_agent=USER_AGENT, secrets=secrets)


def body_watch(path: Path, form_name: str, election: str | None, contest: str | None = None) -> Watch:
    """A watch of one body in a file. `ConfigError` as `load_format`, and `no_such_file` or `file_not_regular`."""
    from countwatch.feeds.files import BodyFeed

    form = load_format(form_name, contest)
    if not path.exists():
        raise no_such_file(path)
    if not path.is_file():
        raise ConfigError("file_not_regular", path=clean(str(path)))
    return Watch(BodyFeed(path, form.root_key, SystemClock()), WatchState(form, election_for(election, form)))


def _recorder(
    path: Path, roll: str | None, definition: "FeedDefinition", state: WatchState, url: str, clock: Clock
) -> "tuple[RecordingWriter, Succession]":
    """The recording whose first file is `path`, and how its next file is begun."""
    from countwatch.cli.rolling import roll_of
    from countwatch.record.codec import Header
    from countwatch.record.succession import resume, succeed

    header = Header(
        election=state.election.id if state.election else None,
        feed=definition.name or url,
        decoder=decoder_name(state.form, definition.contest),
        created_at=clock.now(),
        provenance="live",
    )

    full = roll_of(roll, state.election) if roll is not None else None

    def succession(update: "Update", previous_head: str | None) -> "tuple[RecordingWriter, str, Update]":
        writer, written = succeed(path, header, update, previous_head, update.received_at, roll=full)
        return writer, str(writer.path), written

    return resume(path, header, full), succession


def parse_time(text: str, election: Election | None) -> datetime:
    """An ISO stamp such as 2021-06-07T19:23; without an offset on the election's clock. `ConfigError` bad_time."""
    from zoneinfo import ZoneInfo

    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigError("bad_time", found=text) from error
    if not MINYEAR < at.year < MAXYEAR:  # in another zone it may be beyond the calendar
        raise ConfigError("bad_time", found=text)
    if at.tzinfo is None:
        at = at.replace(tzinfo=election.zone if election else ZoneInfo("UTC"))
    return at
