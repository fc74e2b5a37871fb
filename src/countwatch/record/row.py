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

_NAME = re.compile(r"(?P<base>.*?)(?:-(?P<number>0[0-9]{3,}))?\.cwrec(?:\.zst)?")
"""The number of a file in a folder begins with 0: a year, or a number of fewer digits, is a part of a chosen name."""


def first_in(folder: Path, label: str) -> Path:
    """The first file of a row in a folder."""
    return folder / f"{_name(label, 1, is_numbered=True)}{SUFFIX}"


def next_path(path: Path) -> Path:
    """The first name after the last file of the row of `path` that nothing bears yet, neither plain nor compressed."""
    base, number, is_numbered = _parsed(path)
    number = max([number, *_row(path)])
    while True:
        number += 1
        candidate = path.with_name(_name(base, number, is_numbered=is_numbered) + _suffix(path))
        if not any(one.exists() or one.is_symlink() for one in (candidate, _compressed(candidate))):
            return candidate


def files_of(first: Path) -> list[Path]:
    """The files of a row that are there, in their order; `first` may be gone where the row is numbered.

    In a row that is not, a file belongs to it only where its header names one before.
    """
    return list(_row(first).values())


def rows_in(folder: Path) -> list[list[Path]]:
    """Every row of a folder, each with its files in their order."""
    rows: dict[str, list[Path]] = {}
    for (base, _), path in _numbered(folder).items():
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
    (base, number, is_numbered), (other, later, _) = _parsed(before), _parsed(path)
    if not is_numbered or other != base or later <= number + 1:
        return None
    return before.with_name(_name(base, number + 1, is_numbered=True) + SUFFIX)


def header_of(path: Path) -> Header:
    """The header of a file. `RecordingError` where it has none."""
    lines = open_lines(path)
    try:
        for _, line in lines:
            return decode_header(line)
        raise RecordingError("not_a_recording", record=0)
    finally:
        lines.close()


def _parsed(path: Path) -> tuple[str, int, bool]:
    """Base, number, and whether it is numbered: ("night", 2, True) of night-0002.cwrec, ("night-2", 1, False) of
    night-2.cwrec, with which a row begins.
    """
    found = _NAME.fullmatch(path.name)
    if found is None:
        return path.stem, 1, False
    return found["base"], int(found["number"] or 1), found["number"] is not None


def _name(base: str, number: int, *, is_numbered: bool) -> str:
    return f"{base}-0{number:03}" if is_numbered else f"{base}-{number}"


def _suffix(path: Path) -> str:
    return SUFFIX if path.name.endswith(COMPRESSED) else path.suffix


def _row(path: Path) -> dict[int, Path]:
    """The files of the row of `path` that are there, by number."""
    base, _, is_numbered = _parsed(path)
    if is_numbered:
        return {number: one for (name, number), one in _numbered(path.parent).items() if name == base}
    begun = next((one for one in (path, _compressed(path)) if one.is_file()), None)
    return {1: begun, **_successors(path.parent, base)} if begun is not None else {}


def _successors(folder: Path, base: str) -> dict[int, Path]:
    """The files after the first by number. Between them may lie files of somebody else, which name none before."""
    found: dict[int, Path] = {}
    for path in sorted(_recordings(folder)):
        number = path.name.removeprefix(f"{base}-").partition(".")[0]
        if path.name.startswith(f"{base}-") and re.fullmatch("[1-9][0-9]*", number):
            found.setdefault(int(number), path)
    return {number: path for number, path in sorted(found.items()) if _names_one_before(path)}


def _names_one_before(path: Path) -> bool:
    try:
        return header_of(path).previous_head is not None
    except RecordingError:
        return False


def _numbered(folder: Path) -> dict[tuple[str, int], Path]:
    """The numbered files of a folder by base and number. A compressed copy beside its original is passed over."""
    found: dict[tuple[str, int], Path] = {}
    for path in sorted(_recordings(folder)):
        base, number, is_numbered = _parsed(path)
        if is_numbered:
            found.setdefault((base, number), path)
    return dict(sorted(found.items()))


def _recordings(folder: Path) -> Iterator[Path]:
    listed = folder.iterdir() if folder.is_dir() else ()
    return (path for path in listed if path.name.endswith((SUFFIX, COMPRESSED)) and path.is_file())


def _compressed(path: Path) -> Path:
    return path.with_name(path.name + ".zst") if path.name.endswith(SUFFIX) else path


def _plain_twin(path: Path) -> Path:
    return path.with_name(path.name.removesuffix(".zst"))
