"""A row of files that are one recording: what the next one is called, and which ones there are.

`night.cwrec` is followed by `night-2.cwrec`; `night-0001.cwrec`, as files in a folder are called, by
`night-0002.cwrec`. A file that was compressed meanwhile (`.cwrec.zst`) keeps its place.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from countwatch.model.errors import RecordingError
from countwatch.record.codec import Header, decode_header
from countwatch.record.lines import open_lines

SUFFIX = ".cwrec"
COMPRESSED = ".cwrec.zst"
DIGITS = 4
"""Files of a folder are numbered with as many digits, or more: their names alone say that they are one row."""

_NAME = re.compile(r"(?P<base>.*?)(?:-(?P<number>[0-9]+))?(?P<suffix>\.cwrec(?:\.zst)?)")


def first_in(folder: Path, label: str) -> Path:
    """The first file of a row in a folder."""
    return folder / f"{label}-{1:0{DIGITS}}{SUFFIX}"


def next_path(path: Path) -> Path:
    """The first name of the row after `path` that nothing bears yet, neither plain nor compressed."""
    base, number, digits = _parsed(path)
    while True:
        number += 1
        candidate = path.with_name(f"{base}-{number:0{digits}}{_suffix(path)}")
        if not any(one.exists() or one.is_symlink() for one in (candidate, _compressed(candidate))):
            return candidate


def files_of(first: Path) -> list[Path]:
    """The files of a row that are there, in their order; `first` may be gone where the row is numbered.

    In a row that is not numbered with `DIGITS` digits, a file belongs to it only where its header names one before.
    """
    base, _, digits = _parsed(first)
    if digits >= DIGITS:
        return [path for name, path in _numbered(first.parent) if name == base]
    found = [path for path in (first, _compressed(first)) if path.is_file()][:1]
    return found + [path for path in _successors(first, base) if found]


def rows_in(folder: Path) -> list[list[Path]]:
    """Every row of a folder, each with its files in their order."""
    rows: dict[str, list[Path]] = {}
    for base, path in _numbered(folder):
        rows.setdefault(base, []).append(path)
    found = list(rows.values())
    taken = {path for row in found for path in row}
    for path in sorted(_recordings(folder), key=lambda one: (len(one.name), one.name)):
        if path not in taken and _plain_twin(path) not in taken:
            found.append(files_of(path))
            taken.update(found[-1])
    return sorted(found)


def missing_between(before: Path, path: Path) -> Path | None:
    """The first file that should stand between two numbered ones, by their names; None where none should."""
    base, number, digits = _parsed(before)
    if digits < DIGITS or _parsed(path)[0] != base or _parsed(path)[1] <= number + 1:
        return None
    return before.with_name(f"{base}-{number + 1:0{digits}}{SUFFIX}")


def header_of(path: Path) -> Header:
    """The header of a file. `RecordingError` where it has none."""
    lines = open_lines(path)
    try:
        for _, line in lines:
            return decode_header(line)
        raise RecordingError("not_a_recording", record=0)
    finally:
        lines.close()


def _parsed(path: Path) -> tuple[str, int, int]:
    """Base, number and digits of a name: ("night", 2, 1) of night-2.cwrec, ("night", 1, 1) of night.cwrec.

    A number of fewer than `DIGITS` digits may be a part of the name that somebody chose, so a row begins with it.
    """
    found = _NAME.fullmatch(path.name)
    if found is None:
        return path.stem, 1, 1
    digits = len(found["number"] or "")
    if digits >= DIGITS:
        return found["base"], int(found["number"]), digits
    return path.name.removesuffix(found["suffix"]), 1, 1


def _suffix(path: Path) -> str:
    return SUFFIX if path.name.endswith(COMPRESSED) else path.suffix


def _successors(first: Path, base: str) -> list[Path]:
    """The files after `first` by number. Between them may lie files of somebody else, which name none before."""
    found: dict[int, Path] = {}
    for path in sorted(_recordings(first.parent)):
        number = path.name.removeprefix(f"{base}-").partition(".")[0]
        if path.name.startswith(f"{base}-") and number.isascii() and number.isdigit() and len(number) < DIGITS:
            found.setdefault(int(number), path)
    return [path for _, path in sorted(found.items()) if _names_one_before(path)]


def _names_one_before(path: Path) -> bool:
    try:
        return header_of(path).previous_head is not None
    except RecordingError:
        return False


def _numbered(folder: Path) -> list[tuple[str, Path]]:
    """The numbered files of a folder by base and number. A compressed copy beside its original is passed over."""
    found: dict[tuple[str, int], Path] = {}
    for path in sorted(_recordings(folder)):
        base, number, digits = _parsed(path)
        if digits >= DIGITS:
            found.setdefault((base, number), path)
    return [(base, path) for (base, _), path in sorted(found.items())]


def _recordings(folder: Path) -> Iterator[Path]:
    listed = folder.iterdir() if folder.is_dir() else ()
    return (path for path in listed if path.name.endswith((SUFFIX, COMPRESSED)) and path.is_file())


def _compressed(path: Path) -> Path:
    return path.with_name(path.name + ".zst") if path.name.endswith(SUFFIX) else path


def _plain_twin(path: Path) -> Path:
    return path.with_name(path.name.removesuffix(".zst"))
