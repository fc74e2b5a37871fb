"""`countwatch` alone, and what it shares with `replay` and `watch`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from countwatch.cli.language import words_for
from countwatch.cli.options import Way, way_out
from countwatch.cli.run import run_lines, run_screen, terminal

if TYPE_CHECKING:
    from countwatch.engine.watch import Watch


SPEED = 600.0
IDLE_LIMIT_SECONDS = 3.0


def run(ctx: click.Context) -> None:
    """The feed that the settings name; with none, the bundled recording, marked REPLAY."""
    from countwatch.cli.settings import load_settings

    settings = load_settings()
    way = way_out(plain=False, jsonl=False, term=terminal())
    lang = ctx.obj.get("lang")
    code = watch(settings.feed, lang=lang, way=way) if settings.feed else play(None, lang=lang, way=way)
    sys.exit(code)


def play(recording: Path | None, *, lang: str | None, way: Way, **options: Any) -> int:
    """Replay a recording, the bundled one if none is named."""

    def opened(*, linger: bool) -> "Watch":
        from countwatch.cli.compose import replay_watch
        from countwatch.cli.places import sample
        from countwatch.cli.settings import load_settings

        speed = options.get("speed")
        settings = load_settings(
            election=options.get("election"),
            speed=speed if isinstance(speed, float) else None,
            idle_limit_seconds=options.get("idle_limit_seconds"),
        )
        return replay_watch(
            recording or sample("peru-2021-runoff/peru-2021-runoff.cwrec"),
            speed=None if speed == "max" else settings.speed or SPEED,
            idle_limit_seconds=settings.idle_limit_seconds or IDLE_LIMIT_SECONDS,
            start_at=options.get("start_at"),
            election=settings.election,
            linger=linger,
        )

    return _go(opened, lang=lang, way=way)


def watch(url: str | None, *, lang: str | None, way: Way, **options: Any) -> int:
    """Watch a live feed."""

    def opened(*, linger: bool) -> "Watch":
        from countwatch.cli.compose import live_watch
        from countwatch.cli.definitions import definition_for
        from countwatch.cli.settings import load_settings

        settings = load_settings(**options)
        return live_watch(definition_for(url, settings), record=settings.record)

    return _go(opened, lang=lang, way=way)


def _go(opened: Any, *, lang: str | None, way: Way) -> int:
    words = words_for(lang)
    if way == "screen":

        async def later() -> "Watch":
            watch: Watch = opened(linger=True)
            return watch

        return run_screen(later, words, theme=None)
    return run_lines(lambda: opened(linger=False), way, words)
