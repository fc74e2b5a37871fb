"""Election files: one TOML file an election, bundled or one's own, read strictly.

A field that the model does not know is refused here: in a feed it is drift, in a file that somebody
wrote it is a slip that would pass in silence.
"""

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import fields
from datetime import date, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter, ValidationError

from countwatch.cli.nearby import unknown
from countwatch.cli.spoken import nearest
from countwatch.cli.toml_files import table_of
from countwatch.formats.wire import path as field_path
from countwatch.formats.wire import problem
from countwatch.model.election import (
    Bodies,
    CalendarEntry,
    Candidate,
    Deadline,
    Election,
    FirstRound,
    ReportingUnit,
    SheetName,
)
from countwatch.model.errors import ConfigError
from countwatch.model.text import clean, excerpt

SUFFIX = ".toml"
_TABLES: dict[str, type] = {
    "candidates": Candidate,
    "units": ReportingUnit,
    "calendar": CalendarEntry,
    "sheet": SheetName,
    "bodies": Bodies,
    "deadline": Deadline,
    "first_round": FirstRound,
}


def bundled_elections() -> tuple[str, ...]:
    """Ids of the elections that come with countwatch, sorted."""
    return tuple(sorted(_bundled()))


def bundled_election(election_id: str) -> Election:
    """One of them. `ConfigError` unknown_election (name, known, near) where there is none of that id."""
    bundled = _bundled()
    if election_id not in bundled:
        raise ConfigError("unknown_election", **unknown(election_id, bundled))
    return load_election(bundled[election_id])


def find_election(name_or_path: str) -> Election:
    """An election file where the name is a path (it ends in `.toml`, or has a slash), else a bundled one."""
    if name_or_path.endswith(SUFFIX) or "/" in name_or_path:
        return load_election(Path(name_or_path))
    return bundled_election(name_or_path)


def load_election(path: Path) -> Election:
    """Read an election file. `ConfigError` names the file, the field, what was found and what was expected.

    Codes: unreadable_file, not_toml, election_unknown_field, election_missing_field,
    election_wrong_value, election_too_many, election_repeated, election_no_parent, election_root,
    election_circle, election_unknown_candidate.
    """
    shown = clean(str(path))
    value = table_of(path)
    _refuse_unknown_fields(value, shown)
    try:
        election = TypeAdapter(Election).validate_json(json.dumps(value, default=_iso), strict=True)
    except ValidationError as error:
        finding = problem(error.errors(include_url=False)[0]).finding
        facts: dict[str, Any] = {"path": shown, **finding.facts}
        raise ConfigError("election_" + finding.code, **facts) from None
    for check in (_refuse_zone, _refuse_repeated, _refuse_tree, _refuse_strangers):
        check(election, shown)
    return election


def _bundled() -> dict[str, Path]:
    folder = Path(str(files("countwatch"))) / "elections"
    return {path.stem: path for path in folder.glob(f"*{SUFFIX}")}


def _iso(value: object) -> str:
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _refuse_unknown_fields(value: dict[str, Any], shown: str) -> None:
    for field, near in _unknown(value):
        raise ConfigError("election_unknown_field", path=shown, field=field, near=near)


def _unknown(value: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Unknown fields, each with the known one that is most like it."""
    yield from _strange((), value, Election)
    for name, shape in _TABLES.items():
        found = value.get(name)
        if isinstance(found, dict):
            yield from _strange((name,), found, shape)
        for index, item in enumerate(found if isinstance(found, list) else ()):
            if isinstance(item, dict):
                yield from _strange((name, index), item, shape)


def _strange(where: tuple[int | str, ...], table: dict[str, Any], shape: type) -> Iterator[tuple[str, str | None]]:
    known = {field.name for field in fields(shape)}
    return ((field_path((*where, name)), nearest(name, known)) for name in table if name not in known)


def _refuse_zone(election: Election, shown: str) -> None:
    try:
        ZoneInfo(election.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        found = excerpt(election.time_zone)
        raise ConfigError(
            "election_wrong_value", path=shown, field="time_zone", found=found, expected="time_zone"
        ) from None


def _refuse_repeated(election: Election, shown: str) -> None:
    """Whatever rows are matched by, or drawn at, belongs to one of them."""
    candidates, units = election.candidates, election.units
    wanted: tuple[tuple[str, Iterable[Hashable]], ...] = (
        ("candidates[].id", (candidate.id for candidate in candidates)),
        (
            "candidates[].codes",
            (code for candidate in candidates for code in {*candidate.codes, candidate.id}),
        ),
        ("units[].id", (unit.id for unit in units)),
        ("units[].tile", (unit.tile for unit in units if unit.tile is not None)),
    )
    for field, values in wanted:
        value, times = next(iter(Counter(values).most_common(1)), ("", 0))
        if times > 1:
            raise ConfigError("election_repeated", path=shown, field=field, found=excerpt(str(value)))


def _refuse_tree(election: Election, shown: str) -> None:
    """One root, every parent listed, and no unit inside itself."""
    parents = {unit.id: unit.parent_id for unit in election.units}
    for unit_id, parent_id in parents.items():
        if parent_id is not None and parent_id not in parents:
            raise ConfigError("election_no_parent", path=shown, unit=unit_id, found=parent_id)
    roots = [unit_id for unit_id, parent_id in parents.items() if parent_id is None]
    for start in parents:
        climbed, here = {start}, parents[start]
        while here is not None:
            if here in climbed:
                raise ConfigError("election_circle", path=shown, unit=here)
            climbed.add(here)
            here = parents[here]
    if parents and len(roots) != 1:
        raise ConfigError("election_root", path=shown, roots=len(roots), found=", ".join(roots[:5]))


def _refuse_strangers(election: Election, shown: str) -> None:
    """Votes of an earlier round belong to candidates of this one."""
    known = {candidate.id for candidate in election.candidates}
    for candidate_id in election.first_round.votes if election.first_round else ():
        if candidate_id not in known:
            raise ConfigError("election_unknown_candidate", path=shown, found=candidate_id)
