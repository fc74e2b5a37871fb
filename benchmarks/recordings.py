"""Recordings of made-up nights, made once a run, in a folder that goes with the run; and the floor of writing one."""

import hashlib
import json
import os
import shutil
import tempfile
from atexit import register
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from benchmarks.measuring import Effort
from benchmarks.nights import BEGIN, ROOT, Night, document, update
from countwatch.model.update import Update
from countwatch.record.codec import Header
from countwatch.record.writer import RecordingWriter

REGIONS_343_KB = 60
"""Regions of 20 units whose whole body is about 343 KB."""

CHANGED_SHARE = 0.05


@cache
def folder() -> Path:
    """A folder of this run."""
    made = Path(tempfile.mkdtemp(prefix="countwatch-benchmarks-"))
    register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def long_night(effort: Effort) -> Path:
    """2,000 updates of one document of 343 KB each, 5 % of its regions changed each time."""
    return _written("long", _whole(effort.size(2000, 20), effort.size(REGIONS_343_KB, 3)), "countwatch")


@cache
def short_night(effort: Effort) -> Path:
    """The first 200 updates of the same."""
    return _written("short", _whole(effort.size(200, 5), effort.size(REGIONS_343_KB, 3)), "countwatch")


@cache
def night_of_documents(effort: Effort) -> Path:
    """200 updates of 61 documents, 343 KB together, 5 % of which are new each time. Its decoder is no real one."""
    return _written("documents", _by_region(effort.size(200, 10), effort.size(REGIONS_343_KB, 3)), "regional")


def _by_region(updates: int, regions: int) -> Iterator[Update]:
    night = Night(regions)
    for n in range(1, updates + 1):
        yield update(n, night.documents())
        night.count(night.some(CHANGED_SHARE))


def _whole(updates: int, regions: int) -> Iterator[Update]:
    night = Night(regions)
    for n in range(1, updates + 1):
        yield update(n, [document(ROOT, night.body())])
        night.count(night.some(CHANGED_SHARE))


def _written(name: str, updates: Iterator[Update], decoder: str) -> Path:
    path = folder() / f"{name}.cwrec"
    header = Header(feed="made up", decoder=decoder, created_at=BEGIN)
    with RecordingWriter.open(path, header, sync_each=False) as writer:
        for each in updates:
            writer.write(each)
    return path


def floor_writer(path: Path, *, sync: bool) -> Callable[[bytes], object]:
    """What writes a body with the least that a chained line needs: json.dumps, two sha256, one write (and fsync)."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    register(os.close, fd)
    prev = ""

    def write(body: bytes) -> None:
        nonlocal prev
        members = {"sha256": hashlib.sha256(body).hexdigest(), "body": body.decode("utf-8"), "prev": prev}
        line = json.dumps(members).encode("ascii")
        prev = hashlib.sha256(line).hexdigest()
        os.write(fd, line + b"\n")
        if sync:
            os.fsync(fd)

    return write
