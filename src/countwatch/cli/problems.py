"""From an error to one sentence on stderr and an exit code. No traceback ever reaches a user."""

import os
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path

import click

from countwatch.cli.language import words_for
from countwatch.cli.main import EXIT_FAILED, EXIT_NO_DATA, EXIT_RECORDING, EXIT_USAGE
from countwatch.model.errors import ConfigError, CountwatchError, NoData, NotUsable, RecordingError
from countwatch.model.text import clean
from countwatch.present.problems import problem, system_answer


def explain(error: Exception, lang: str | None = None) -> int:
    """Say what went wrong, in the language that the command line asked for; answer the exit code."""
    words = words_for(lang)
    if isinstance(error, CountwatchError):
        _say(problem(error, words))
        return _code(error)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        _say(where + system_answer(error, words))
        return EXIT_FAILED
    name, path = type(error).__name__, _report(error)
    if path is None:
        _say(words("countwatch itself failed ({error}); please report it (nothing could be kept of it)", error=name))
    else:
        _say(words("countwatch itself failed ({error}); please report {path}", error=name, path=path))
    return EXIT_FAILED


def _code(error: CountwatchError) -> int:
    if isinstance(error, RecordingError):
        return EXIT_RECORDING
    if isinstance(error, (NoData, NotUsable)):
        return EXIT_NO_DATA
    return EXIT_USAGE if isinstance(error, ConfigError) else EXIT_FAILED


def _say(text: str) -> None:
    with suppress(OSError):  # stderr may be gone or full: the code says it too
        click.echo(f"countwatch: {clean(text)}", err=True)


def _report(error: Exception) -> Path | None:
    """Keep the traceback, without any values, where only this user can read it; None where there is no room for it."""
    try:
        handle, name = tempfile.mkstemp(prefix="countwatch-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("".join([type(error).__name__, "\n", *traceback.format_tb(error.__traceback__)]))
    except OSError:
        return None
    return Path(name)
