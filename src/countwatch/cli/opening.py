"""How each command opens its watch. Called after the first frame: everything heavy is imported here."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from countwatch.cli.glancing import glance, glance_flag
from countwatch.cli.language import words_for
from countwatch.cli.options import Way
from countwatch.cli.rebinding import rebound
from countwatch.cli.run import ScreenSettings, run_screen
from countwatch.engine import collector
from countwatch.present.vocabulary import msg

if TYPE_CHECKING:
    from countwatch.engine.several import Several
    from countwatch.engine.watch import Watch

SAMPLE = "peru-2021-runoff/peru-2021-runoff.cwrec"
SPEED_DEFAULT = 600.0
IDLE_LIMIT_SECONDS_DEFAULT = 3.0

FIRST_RUN = msg(
    "No feed is set: this is the bundled recording of Peru's runoff of 2021. A live feed: countwatch watch FEED"
)
"""What a screen says first where nobody said what to watch."""

Opener = Callable[[bool], "Watch | Several"]
"""Opens a watch, or several; told whether to linger at a replay's end, as a screen does and lines do not."""


def replay_opener(
    recording: Path | None = None,
    *,
    speed: float | str | None = None,
    start_at: str | None = None,
    idle_limit_seconds: float | None = None,
    election: str | None = None,
    contest: str | None = None,
) -> Opener:
    """A replay of a recording, the bundled one if none is named. `speed` may be the word `max`."""

    def opened(linger: bool) -> "Watch":
        from countwatch.cli.alerts import settings_rules
        from countwatch.cli.compose import replay_watch
        from countwatch.cli.places import sample
        from countwatch.cli.settings import load_settings

        settings = load_settings(
            election=election,
            speed=None if isinstance(speed, str) else speed,
            idle_limit_seconds=idle_limit_seconds,
        )
        return replay_watch(
            recording or sample(SAMPLE),
            speed=None if speed == "max" else settings.speed or SPEED_DEFAULT,
            idle_limit_seconds=settings.idle_limit_seconds or IDLE_LIMIT_SECONDS_DEFAULT,
            start_at=start_at,
            election=settings.election,
            contest=contest,
            linger=linger,
            rules=settings_rules(settings),
        )

    return opened


def live_opener(
    named: str | None, *, feed_file: Path | None = None, contest: str | None = None, **flags: object
) -> Opener:
    """A watch of a live feed by address, path or name, or the configured one. `flags` are settings by name."""

    def opened(linger: bool) -> "Watch":
        from countwatch.cli.alerts import with_settings_rules
        from countwatch.cli.compose import live_watch
        from countwatch.cli.definitions import definition_for
        from countwatch.cli.settings import load_settings
        from countwatch.cli.several import recording_of

        settings = load_settings(**flags)
        given = {**flags, "contest": contest}
        definition = definition_for(named, settings, flags=given, feed_file=feed_file)
        record = recording_of(definition, settings.record) if settings.record is not None else None
        return live_watch(with_settings_rules(definition, settings), record=record, roll=settings.roll)

    return opened


def several_opener(named: Sequence[str], *, contest: str | None = None, **flags: object) -> Opener:
    """Watches of live feeds by address, path, name or file of a definition. `flags` are laid over each of them."""

    def opened(linger: bool) -> "Several":
        from countwatch.cli.alerts import with_settings_rules
        from countwatch.cli.definitions import definition_for
        from countwatch.cli.settings import load_settings
        from countwatch.cli.several import several_watches

        settings = load_settings(**flags)
        given = {**flags, "contest": contest}
        definitions = [with_settings_rules(definition_for(name, settings, flags=given), settings) for name in named]
        return several_watches(definitions, record=settings.record, roll=settings.roll)

    return opened


def default_opener() -> Opener:
    """The feed that the settings name; with none, the bundled recording."""

    def opened(linger: bool) -> "Watch | Several":
        from countwatch.cli.settings import load_settings

        opener = live_opener(None) if load_settings().feed else replay_opener()
        return opener(linger)

    return opened


def default_source() -> str:
    """What that is: the name of the feed or of the file."""
    return glance("feed") or Path(SAMPLE).name


def brief(source: str) -> str:
    """What is opened in a word: the host of an address, which may hold a key behind it; the name of a file."""
    if "://" not in source:
        return Path(source).name
    try:
        return urlsplit(source).hostname or ""
    except ValueError:
        return ""


def go(
    opener: Opener,
    sources: Sequence[str],
    *,
    lang: str | None,
    way: Way,
    print_last: bool = False,
    is_first_run: bool = False,
) -> int:
    """Run a watch of these sources on the screen or as lines; answer the exit code.

    Where no feed is set a screen says what it shows.
    """
    words = words_for(lang)
    if way != "screen":
        from countwatch.cli.lines import run_lines

        return run_lines(lambda: opener(False), way, words)

    collector.hold()

    async def opened() -> "Watch | Several":
        return opener(True)

    settings = ScreenSettings(
        theme=glance("theme"),
        rebound=rebound(),
        pictures=Path(glance("pictures") or ""),
        print_last=print_last or glance_flag("print_last"),
        greeting=words(FIRST_RUN) if is_first_run else "",
        opening=", ".join(filter(None, map(brief, sources))),
    )
    return run_screen(opened, words, settings)
