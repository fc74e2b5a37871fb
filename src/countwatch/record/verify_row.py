"""Verifying the files of a row as one chain: none missing, none in another's place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from countwatch.model.errors import RecordingError
from countwatch.model.finding import Finding
from countwatch.record.disk import shown
from countwatch.record.reader import Recording
from countwatch.record.row import missing_between
from countwatch.record.verify import Progress, Verification, verify


@dataclass(frozen=True, slots=True)
class RowVerification:
    """What the walk over the files came to. `problem` was found in `path`; the counts are of the good part before it.

    `records` counts updates, `files` whole files; `head` is that of the last good line; `torn` gives the bytes of torn
    tails by file.
    """

    files: int
    records: int
    head: str | None
    torn: tuple[tuple[Path, int], ...] = ()
    problem: Finding | None = None
    path: Path | None = None


def verify_row(
    paths: Sequence[Path], head: str | None = None, *, whole: bool = True, progress: Progress | None = None
) -> RowVerification:
    """Check every file from end to end, and that each names the head of the one before.

    `whole`: the first file must be the first of its row. Problems of the row are row_begins_later (found),
    row_file_missing (before, missing), row_file_swapped (other, before), row_not_linked (before, expected) and
    row_broken (found, before, expected); all else as `verify`, and it raises as that.
    """
    walked = RowVerification(0, 0, None)
    sizes = [path.stat().st_size if path.is_file() else 0 for path in paths]
    for index, path in enumerate(paths):
        found = verify(path, head if index == len(paths) - 1 else None, progress=_part(progress, sizes, index))
        problem = _link_problem(paths, index, found, walked.head, whole=whole)
        if problem is not None:
            return replace(walked, problem=problem, path=path)
        walked = replace(
            walked,
            records=walked.records + found.records,
            head=found.head or walked.head,
            torn=(*walked.torn, *([(path, found.torn_bytes)] if found.torn_bytes else [])),
        )
        if found.problem is not None:
            return replace(walked, problem=found.problem, path=path)
        walked = replace(walked, files=walked.files + 1)
    return walked


def _part(progress: Progress | None, sizes: Sequence[int], index: int) -> Progress | None:
    """Progress in one file as progress in all of them."""
    if progress is None:
        return None
    told, before, total = progress, sum(sizes[:index]), sum(sizes)
    return lambda done, _: told(before + done, total)


def _link_problem(
    paths: Sequence[Path], index: int, found: Verification, expected: str | None, *, whole: bool
) -> Finding | None:
    if found.header is None:
        return None
    stated = found.header.previous_head
    if index == 0:
        return Finding("row_begins_later", {"found": stated}) if whole and stated is not None else None
    if stated == expected:
        return None
    before = paths[index - 1]
    missing = missing_between(before, paths[index])
    if missing is not None:
        return Finding("row_file_missing", {"before": shown(before), "missing": shown(missing)})
    if stated is None:
        return Finding("row_not_linked", {"before": shown(before), "expected": expected})
    other = next((path for path in paths if _ends_with(path, stated)), None)
    if other is not None:
        return Finding("row_file_swapped", {"other": shown(other), "before": shown(before)})
    return Finding("row_broken", {"found": stated, "before": shown(before), "expected": expected})


def _ends_with(path: Path, head: str) -> bool:
    try:
        with Recording.open(path) as recording:
            return recording.head == head
    except RecordingError:
        return False
