"""Recording one update of 343 KB, and checking a recording of many."""

import hashlib
import json
from collections.abc import Iterator
from functools import partial

from benchmarks.measuring import Effort, Row, cpu_seconds, weighed
from benchmarks.nights import BEGIN, ROOT, Night, document, update
from benchmarks.recordings import CHANGED_SHARE, REGIONS_343_KB, floor_writer, folder, short_night
from countwatch.record.codec import Header
from countwatch.record.verify import verify
from countwatch.record.writer import RecordingWriter


def measure(effort: Effort) -> Iterator[Row]:
    """A row for writing, a row for checking."""
    yield _writing(effort)
    yield _verifying(effort)


def _writing(effort: Effort) -> Row:
    night = Night(effort.size(REGIONS_343_KB, 3))
    write_floor = floor_writer(folder() / "floor.jsonl", sync=True)
    header = Header(feed="made up", decoder="countwatch", created_at=BEGIN)
    with RecordingWriter.open(folder() / "written.cwrec", header) as writer:

        def measured() -> float:
            night.count(night.some(CHANGED_SHARE))
            came = update(1, [document(ROOT, night.body())])
            return cpu_seconds(lambda: writer.write(came))

        def floor() -> float:
            body = night.body()
            return cpu_seconds(lambda: write_floor(body))

        row = Row(
            "record an update",
            f"one update of {len(night.body()) // 1000} KB to the disk, CPU",
            "json.dumps + two sha256 + write + fsync of the same bytes",
            unit="s",
            limit=1.5,
        )
        return weighed(row, effort, measured=measured, floor=floor)


def _verifying(effort: Effort) -> Row:
    path = short_night(effort)

    def floor() -> None:
        with path.open("rb") as lines:
            for line in lines:
                for document_read in json.loads(line).get("documents", ()):
                    hashlib.sha256(document_read["body"].encode()).hexdigest()
                hashlib.sha256(line).hexdigest()

    row = Row(
        "verify",
        f"verify of {path.stat().st_size // 1_000_000} MB, CPU",
        "json.loads + two sha256 of each line",
        unit="s",
        limit=1.5,
    )
    return weighed(row, effort, measured=partial(cpu_seconds, lambda: verify(path)), floor=partial(cpu_seconds, floor))
