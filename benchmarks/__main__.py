"""Measure, print the table as it grows, write it as JSON. Exit code 1 only with `--check`, where a limit is missed."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import report, rows
from benchmarks.measuring import Effort, Row

ROUNDS = 15
ROUNDS_QUICK = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the rows that are asked for."""
    options = _parser().parse_args(arguments)
    effort = Effort(options.rounds or (ROUNDS_QUICK if options.quick else ROUNDS), quick=options.quick)
    found: list[Row] = []
    for name in options.only or rows.names():
        for row in rows.measure(name, effort):
            found.append(row)
            sys.stderr.write(f"{report.table([row]).splitlines()[1]}\n")
    sys.stdout.write(f"{report.table(found)}\n")
    if options.json is not None:
        options.json.write_text(f"{json.dumps(report.document(found, effort), indent=1)}\n", "utf-8")
    missed = any(row.verdict == "missed" for row in found)
    return 1 if options.check and missed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", metavar="NAME", choices=rows.names(), help=" · ".join(rows.names()))
    parser.add_argument("--rounds", type=int, metavar="N", help=f"rounds of each row; {ROUNDS} where unset")
    parser.add_argument("--quick", action="store_true", help="small sizes and few rounds: shows that it runs, no more")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows and the machine there")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a limit is missed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
