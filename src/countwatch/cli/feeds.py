"""Feed definitions: where a feed is, how it is read, and what is known of it.

One TOML file each: bundled, in the user's `feeds` folder, or `[feeds.NAME]` in a settings file. A user's
definition of the same name wins over a bundled one, and the project's over the user's.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from countwatch.cli.alerts import rules_from
from countwatch.cli.formats import SUFFIX
from countwatch.cli.nearby import no_such_file, unknown
from countwatch.cli.paths import user_feeds_folder
from countwatch.cli.settings import load_settings
from countwatch.cli.spoken import nearest
from countwatch.cli.toml_files import table_of
from countwatch.formats.wire import problem
from countwatch.model.election import Words
from countwatch.model.errors import ConfigError
from countwatch.model.feed import FeedDefinition
from countwatch.model.limits import INTERVAL_SECONDS_DEFAULT, INTERVAL_SECONDS_MIN
from countwatch.model.text import clean, excerpt
from countwatch.model.types import Id, Text

Status = Literal["open", "over", "browser-only", "untested"]
"""What may be expected of the address: it answers; the count is over; it serves browsers alone; nobody knows."""


class FeedFile(BaseModel):
    """The file as its author writes it. A field that is not known is refused: it would pass in silence.

    What is for people is a text, or a table of texts by language.

    `url` may be left out where a feed has no address that can be polled; `proven_on` is the day on which
    its bodies were last read without an error, and `proven_with` says which bodies those were.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: Text | Words
    format: Text
    url: Text | None = None
    election: Text | None = None
    contest: Text | None = None
    status: Status = "untested"
    proven_on: date | None = None
    proven_with: Text | Words | None = None
    notes: list[Text | Words] = Field(default_factory=list)
    sources: list[Text | Words] = Field(default_factory=list)
    interval_seconds: float = Field(INTERVAL_SECONDS_DEFAULT, ge=INTERVAL_SECONDS_MIN, le=86_400)
    deadline_seconds: float = Field(30.0, gt=0, le=600)
    decoded_bytes_max: int | None = None
    headers_from_env: dict[Id, Id] = Field(default_factory=dict)
    headers_from_file: dict[Id, Text] = Field(default_factory=dict)
    trust_env: bool = False
    alerts: list[dict[str, Any]] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NamedFeed:
    """A definition with its name, and where it comes from: "bundled", or the path of its file."""

    name: str
    origin: str
    file: FeedFile
    folder: Path | None = None
    """What paths in the definition are relative to; None where they are to the folder that one works in."""

    def definition(self) -> FeedDefinition:
        """The definition that a watch is made of. `ConfigError` feed_without_url (name), and those of `rules_from`."""
        if self.file.url is None:
            raise ConfigError("feed_without_url", name=self.name)
        given = self.file.model_dump(exclude={"about", "status", "proven_on", "proven_with", "notes", "sources"})
        if given["decoded_bytes_max"] is None:
            del given["decoded_bytes_max"]
        for field in ("format", "election", "url"):
            given[field] = self._resolved(given[field])
        beside = self.folder or Path()
        given["headers_from_file"] = {
            header: str(beside / Path(path).expanduser()) for header, path in self.file.headers_from_file.items()
        }
        given["alerts"] = rules_from(self.file.alerts, self.origin)
        return FeedDefinition(name=self.name, **given)

    def format_name(self) -> str:
        """The format, as a name or as the path of a mapping."""
        return self._resolved(self.file.format) or self.file.format

    def _resolved(self, text: str | None) -> str | None:
        """Paths beside the definition; names and addresses as they are."""
        if text is None or self.folder is None or "://" in text:
            return text
        is_path = text.endswith(SUFFIX) or os.sep in text
        return str(self.folder / text) if is_path else text


def named_feeds() -> Mapping[str, NamedFeed]:
    """Every definition by name, sorted. `ConfigError` where one of them cannot be read."""
    found = {feed.name: feed for feed in _all()}
    return dict(sorted(found.items()))


def find_feed(name: str) -> NamedFeed:
    """The definition of that name, or in that TOML file. `ConfigError` unknown_feed (name, known, near)."""
    if name.endswith(SUFFIX):
        path = Path(name)
        if not path.is_file():
            raise no_such_file(path)
        return load_feed(path)
    feeds = named_feeds()
    if name not in feeds:
        raise ConfigError("unknown_feed", **unknown(name, feeds))
    return feeds[name]


def load_feed(path: Path, origin: str | None = None) -> NamedFeed:
    """A definition from its file.

    `ConfigError` those of `table_of`, and feed_unknown_field (field),
    feed_missing_field (field) or feed_wrong_value (field, found, expected), each with the path.
    """
    where = clean(str(path))
    table = table_of(path)
    return NamedFeed(path.stem, origin or where, _checked(table, where), path.parent)


def _all() -> Iterator[NamedFeed]:
    """Those that win where two have the same name come last."""
    bundled = Path(str(files("countwatch"))) / "feed_definitions"
    for path in sorted(bundled.glob(f"*{SUFFIX}")):
        yield load_feed(path, "bundled")
    for path in sorted(user_feeds_folder().glob(f"*{SUFFIX}")):
        yield load_feed(path)
    for name, table in load_settings().feeds.items():
        yield NamedFeed(name, f"[feeds.{name}]", _checked(table, f"[feeds.{name}]"))


def _checked(table: Mapping[str, Any], where: str) -> FeedFile:
    try:
        return FeedFile.model_validate_json(json.dumps(table, default=str), strict=True)
    except ValidationError as error:
        slips = error.errors(include_url=False)
        strange = [slip for slip in slips if slip["type"] == "extra_forbidden"]
        if strange:
            field = excerpt(".".join(str(step) for step in strange[0]["loc"]))
            known = ", ".join(FeedFile.model_fields)
            near = nearest(field, FeedFile.model_fields)
            raise ConfigError("feed_unknown_field", path=where, field=field, known=known, near=near) from None
        finding = problem(slips[0]).finding
        facts: dict[str, Any] = {**finding.facts, "path": where}
        raise ConfigError(f"feed_{finding.code}", **facts) from None
