"""From a URL and settings to a feed definition."""

from pydantic import ValidationError

from countwatch.cli.settings import Settings
from countwatch.model.errors import ConfigError
from countwatch.model.feed import INTERVAL_SECONDS_DEFAULT, FeedDefinition


def definition_for(url: str | None, settings: Settings) -> FeedDefinition:
    """A feed definition for a URL. `ConfigError` where its scheme is no HTTP or no format is known."""
    address = url or settings.feed
    if not address:
        raise ConfigError("no_feed")
    if not address.startswith(("http://", "https://")):
        raise ConfigError("not_a_url", found=address)
    if not settings.format:
        raise ConfigError("no_format", url=address)
    try:
        return FeedDefinition(
            url=address,
            format=settings.format,
            election=settings.election,
            interval_seconds=settings.interval_seconds or INTERVAL_SECONDS_DEFAULT,
        )
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ConfigError(
            "bad_setting", where="feed", field=field, found=str(first["input"]), detail=first["msg"]
        ) from error
