"""A peer: elex, the AP's results as Python objects, reading a body of equal size.

`BENCHMARK_ELEX` names a Python that has elex (`python -m venv e; e/bin/pip install elex`); without it there is no row.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measuring import Effort, Row, cpu_seconds, weighed
from benchmarks.nights import ROOT, Night
from benchmarks.recordings import folder
from countwatch.formats.countwatch import FORMAT

READER = Path(__file__).parents[1] / "elex_reads.py"


def measure(effort: Effort) -> Iterator[Row]:
    """One row, where there is an elex."""
    python = os.environ.get("BENCHMARK_ELEX")
    if python is None:
        return
    ours = Night(effort.size(105, 3)).body()
    theirs = folder() / "ap.json"
    theirs.write_bytes(ap_body(len(ours)))
    with subprocess.Popen([python, READER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        yield weighed(
            Row(
                "peer: elex",
                f"decode and validate a native body of {len(ours) // 1000} KB, CPU",
                f"elex reads a body of the AP's shape of {theirs.stat().st_size // 1000} KB",
                unit="s",
                limit=1.0,
            ),
            effort,
            measured=partial(cpu_seconds, lambda: FORMAT.decode(ROOT, ours, None)),
            floor=partial(_read, reader, theirs),
        )


def _read(reader: "subprocess.Popen[str]", path: Path) -> float:
    if reader.stdin is None or reader.stdout is None:
        raise ValueError(reader)
    reader.stdin.write(f"{path}\n")
    reader.stdin.flush()
    return float(reader.stdout.readline().split()[0])


def ap_body(size_bytes: int) -> bytes:
    """A body of the AP's shape of about that size: one race, its reporting units, two candidates in each."""
    units: list[dict[str, Any]] = []
    body = _race(units)
    while len(body) < size_bytes:
        units += [_unit(number) for number in range(len(units), len(units) + 20)]
        body = _race(units)
    return body


def _race(units: list[dict[str, Any]]) -> bytes:
    race = {
        "test": False,
        "raceID": "1",
        "raceType": "General",
        "raceTypeID": "G",
        "officeID": "P",
        "officeName": "President",
        "national": True,
        "statePostal": "IA",
        "reportingUnits": units,
    }
    return json.dumps({"electionDate": "2021-06-06", "timestamp": "2021-06-07T00:23:00Z", "races": [race]}).encode()


def _unit(number: int) -> dict[str, Any]:
    return {
        "statePostal": "IA",
        "stateName": "Iowa",
        "reportingunitID": str(15_000 + number),
        "reportingunitName": f"County {number}",
        "level": "FIPSCode",
        "fipsCode": f"{19_000 + number:05}",
        "lastUpdated": "2021-06-07T00:23:00Z",
        "precinctsReporting": 7,
        "precinctsTotal": 10,
        "precinctsReportingPct": 70.0,
        "candidates": [_candidate("A", 1, 100 + number), _candidate("B", 2, 90 + number)],
    }


def _candidate(name: str, order: int, votes: int) -> dict[str, Any]:
    return {
        "first": name,
        "last": f"Candidate{name}",
        "party": name,
        "candidateID": str(order),
        "polID": str(order),
        "ballotOrder": order,
        "polNum": str(order),
        "voteCount": votes,
    }
