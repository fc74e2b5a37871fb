"""Runs many command lines in one process, on its own terminal: `python -m tests.faults.pty_commands FILE`.

FILE holds a JSON list of {"arguments": [...], "variables": {...}}. Each run ends with a line `exit CODE`.
"""

import json
import os
import sys
from pathlib import Path

from countwatch.cli.main import _run
from countwatch.cli.problems import explain

RAISED = "raise"
"""In place of a command: an exception with the second argument in its words, its file's name and its class."""


def _one(arguments: list[str]) -> int:
    if arguments[0] != RAISED:
        return _run(arguments)
    text = arguments[1]
    kind = type(text.encode("utf-8", "ignore").decode(), (Exception,), {})
    for error in (OSError(5, text, text), ValueError(text), kind(text)):
        explain(error)
    return 1


def run_all() -> None:
    """Run every command line of the file named first."""
    for run in json.loads(Path(sys.argv[1]).read_text("utf-8")):
        os.environ.update(run["variables"])
        try:
            code: object = _one(run["arguments"])
        except SystemExit as left:
            code = left.code
        for name in run["variables"]:
            del os.environ[name]
        sys.stdout.write(f"exit {code}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    run_all()
