"""`import git` of a repository that is made here."""

import resource
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import process_time

from benchmarks.measuring import Effort, Row, child_cpu_seconds, countwatch, weighed
from benchmarks.nights import Night
from benchmarks.recordings import CHANGED_SHARE, floor_writer, folder

FILE = "results.json"
REGIONS_37_KB = 6


def measure(effort: Effort) -> Iterator[Row]:
    """One row."""
    versions = effort.size(2700, 30)
    repository = folder() / "scraped.git"
    size_bytes = _make(repository, versions)
    row = Row(
        "import git",
        f"import git of {versions:,} versions, {size_bytes // 1_000_000} MB, start included, CPU",
        "git cat-file --batch of the same + json.dumps, two sha256 and a write of each",
        unit="s",
        limit=2.0,
    )
    yield weighed(row, effort, measured=partial(_imported, repository), floor=partial(_floor, repository))


def _make(repository: Path, versions: int) -> int:
    """A bare repository with one file in that many versions; answers their bytes."""
    subprocess.run(["git", "init", "-q", "--bare", repository], check=True)
    night, size_bytes = Night(REGIONS_37_KB), 0
    feeder = subprocess.Popen(["git", "-C", repository, "fast-import", "--quiet"], stdin=subprocess.PIPE)
    if feeder.stdin is None:
        raise ValueError(feeder)
    for n in range(versions):
        body = night.body()
        size_bytes += len(body)
        commit = f"commit refs/heads/main\ncommitter a <a@example> {1_623_000_000 + 60 * n} +0000\ndata 1\nx\n"
        feeder.stdin.write(f"{commit}M 100644 inline {FILE}\ndata {len(body)}\n".encode() + body + b"\n")
        night.count(night.some(CHANGED_SHARE))
    feeder.stdin.close()
    if feeder.wait():
        raise subprocess.CalledProcessError(feeder.returncode, feeder.args)
    return size_bytes


def _imported(repository: Path) -> float:
    """CPU seconds of the command and of the git that it starts."""
    out = folder() / "imported.cwrec"
    out.unlink(missing_ok=True)
    asked = ("--path", FILE, "--branch", "main", "--format", "countwatch", "-o", str(out))
    return child_cpu_seconds(countwatch("import", "git", str(repository), *asked))


def _floor(repository: Path) -> float:
    """CPU seconds of this process and of git."""
    listed = subprocess.run(
        ["git", "-C", repository, "log", "--format=main:%H", "--reverse", "main"], check=True, capture_output=True
    )
    names = b"".join(b"%s:%s\n" % (line.removeprefix(b"main:"), FILE.encode()) for line in listed.stdout.splitlines())
    write = floor_writer(folder() / "imported.jsonl", sync=False)
    children, begin = resource.getrusage(resource.RUSAGE_CHILDREN), process_time()
    answer = subprocess.run(
        ["git", "-C", repository, "cat-file", "--batch"], input=names, check=True, capture_output=True
    )
    place, text = 0, answer.stdout
    while place < len(text):
        ends = text.index(b"\n", place)
        size = int(text[place:ends].split()[2])
        write(text[ends + 1 : ends + 1 + size])
        place = ends + size + 2
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    git = after.ru_utime + after.ru_stime - children.ru_utime - children.ru_stime
    return process_time() - begin + git
