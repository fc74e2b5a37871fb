"""From what somebody named to a feed definition: an address, a path, or a name."""

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from countwatch.cli.addresses import is_definition, is_path
from countwatch.cli.nearby import no_such_file
from countwatch.cli.refusals import bad_setting
from countwatch.model.errors import ConfigError
from countwatch.model.feed import FeedDefinition
from countwatch.model.limits import INTERVAL_SECONDS_DEFAULT, INTERVAL_SECONDS_MIN

if TYPE_CHECKING:
    from countwatch.cli.settings import Settings

_OVER = ("format", "election", "interval_seconds", "contest")
"""Flags that are laid over a definition. Settings are not: they are about the address that they name."""


def definition_for(
    named: str | None,
    settings: "Settings",
    *,
    flags: Mapping[str, Any] | None = None,
    feed_file: Path | None = None,
) -> FeedDefinition:
    """A definition for an address, a path, a feed's name or file, or the one that the settings name.

    `settings` include what flags say; `flags` are those alone (format, election, interval_seconds, contest).
    `feed_file` is a definition of one's own, of which `named` replaces the address. `ConfigError` no_feed,
    not_a_url (found), no_format (url), no_such_file (path, near), bad_setting, and those of `find_feed`.
    """
    given = {name: value for name, value in (flags or {}).items() if name in _OVER and value is not None}
    if feed_file is not None:
        return _made(**{**_fields(_of_file(feed_file, named)), **given})
    address = named or settings.feed
    if not address:
        raise ConfigError("no_feed")
    if is_definition(address):
        return _made(**{**_fields(_of_file(Path(address), None)), **given})
    if "://" not in address and not Path(address).exists():
        return _made(**{**_fields(_of_name(address)), **given})
    if "://" in address and is_path(address):
        raise ConfigError("not_a_url", found=address)
    return _of_address(address, settings, given)


def _of_address(address: str, settings: "Settings", given: Mapping[str, Any]) -> FeedDefinition:
    if not settings.format:
        raise ConfigError("no_format", url=address)
    fields = {
        "interval_seconds": INTERVAL_SECONDS_MIN if is_path(address) else INTERVAL_SECONDS_DEFAULT,
        "election": settings.election,
        **({"interval_seconds": settings.interval_seconds} if settings.interval_seconds else {}),
        **given,
    }
    return _made(**{**fields, "url": address, "format": settings.format})


def _of_name(name: str) -> FeedDefinition:
    from countwatch.cli.feeds import find_feed

    if "/" in name:
        raise no_such_file(Path(name))
    return find_feed(name).definition()


def _of_file(path: Path, address: str | None) -> FeedDefinition:
    from countwatch.cli.feeds import find_feed

    feed = find_feed(str(path))
    if address is not None:
        url = str(Path(address).absolute()) if is_path(address) else address
        feed = replace(feed, file=feed.file.model_copy(update={"url": url}))
    return feed.definition()


def _fields(definition: FeedDefinition) -> dict[str, Any]:
    return {field.name: getattr(definition, field.name) for field in fields(definition)}


def _made(**fields: Any) -> FeedDefinition:
    try:
        return FeedDefinition(**fields)
    except ValidationError as error:
        raise bad_setting(error.errors(include_url=False)[0], "feed") from None
