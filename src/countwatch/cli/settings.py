"""Settings: environment over project file over user file over defaults; flags come on top of all."""

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from countwatch.cli.nearby import no_such_file, unknown
from countwatch.cli.paths import CONFIG_VARIABLE, project_settings_file, user_settings_file
from countwatch.cli.refusals import bad_setting
from countwatch.cli.toml_files import table_of
from countwatch.model.errors import ConfigError
from countwatch.model.limits import INTERVAL_SECONDS_MIN

PREFIX = "COUNTWATCH_"
HOOK_PREFIX = f"{PREFIX}ALERT_"
_QUOTED = re.compile(r'"(\w+)"')
"""The field that pydantic-settings names in a sentence of its own."""


class Settings(BaseSettings):
    """Everything that can be set once instead of being typed each night."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid")

    lang: Literal["es", "en", "es_ES", "es_PE", "es_MX", "en_US", "en_GB"] | None = Field(
        default=None, description="Language, and with a country its number style; the terminal's own where unset."
    )

    theme: str | None = Field(default=None, description="A Textual theme by name; countwatch's own where unset.")

    pictures: Path | None = Field(
        default=None, description="Folder for the pictures of the screen that a key saves; the current one where unset."
    )

    print_last: bool = Field(
        default=False, description="Whether what the screen said last is printed once the app is left."
    )

    keys: dict[str, Any] = Field(
        default_factory=dict,
        description="Keys of the app by what they do, such as `pause = 'p'` or `pause = ['p', 'space']`.",
    )

    feed: str | None = Field(
        default=None, description="URL of the feed that `countwatch` opens when it is called alone."
    )

    format: str | None = Field(default=None, description="Format of that feed.")

    election: str | None = Field(default=None, description="Election file: the name of a bundled one, or a path.")

    interval_seconds: Annotated[float, Field(ge=INTERVAL_SECONDS_MIN, le=86_400)] | None = Field(
        default=None, description="Seconds between two polls; 60 where unset, never under 5."
    )

    record: Path | None = Field(default=None, description="Where to record what `watch` receives.")

    roll: str | None = Field(
        default=None,
        description="When a recording goes on in the next file: at a size such as '100MB', or 'day'; else never.",
    )

    speed: Annotated[float, Field(gt=0, le=1_000_000)] | None = Field(
        default=None, description="Recorded seconds a second of a replay; 600 where unset."
    )

    idle_limit_seconds: Annotated[float, Field(gt=0, le=3600)] | None = Field(
        default=None, description="A silence in a replay takes no longer than this; 3 where unset."
    )

    plugins: bool = Field(
        default=True,
        description="Whether formats of other packages may be loaded; `COUNTWATCH_PLUGINS=0` turns them all off.",
    )

    feeds: dict[str, dict[str, Any]] = Field(
        default_factory=dict, description="Feed definitions by name: `[feeds.NAME]` in a settings file."
    )

    alerts: list[dict[str, Any]] = Field(default_factory=list, description="Alert rules, each a table `[[alerts]]`.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, environment, project file, user file, in that order."""
        return (init_settings, env_settings, *(TomlConfigSettingsSource(settings_cls, path) for path in _files()))


def _files() -> tuple[Path, ...]:
    return tuple(path for path in (project_settings_file(), user_settings_file()) if path.is_file())


def load_settings(**flags: Any) -> Settings:
    """Read the settings. `ConfigError` names the file or variable, the field, and what was expected."""
    named = os.environ.get(CONFIG_VARIABLE)
    if named and not Path(named).is_file():
        # A service with a mistyped path would run all night on defaults.
        raise no_such_file(Path(named))
    for path in _files():
        table_of(path)
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        if first["type"] == "extra_forbidden":
            raise ConfigError(
                "unknown_setting", where=source_of(field), **unknown(field, Settings.model_fields)
            ) from None
        raise bad_setting(first, source_of(field)) from None
    except SettingsError as error:
        field = next(iter(_QUOTED.findall(str(error))), "")
        where = source_of(field)
        raise ConfigError(
            "bad_setting", where=where, field=field, found=os.environ.get(where, ""), expected="json"
        ) from None


def refuse_unknown_variables() -> None:
    """`ConfigError` unknown_variable (name, known, near) for one that looks like a setting and is none."""
    known = [f"{PREFIX}{field}".upper() for field in (*Settings.model_fields, "config")]
    names = {name.upper(): name for name in os.environ if name.upper().startswith(PREFIX)}
    # What a hook of an alert is told stands beside the settings: a hook may call countwatch.
    strange = sorted(name for upper, name in names.items() if upper not in known and not upper.startswith(HOOK_PREFIX))
    if strange:
        raise ConfigError("unknown_variable", **unknown(strange[0], known))


def source_of(field: str) -> str:
    """Which source sets a field: a variable, a file, or "default"."""
    name = f"{PREFIX}{field}".upper()
    found = next((variable for variable in os.environ if variable.upper() == name), None)
    if found is not None:
        return found
    for path in _files():
        if field in tomllib.loads(path.read_text("utf-8")):
            return str(path)
    return "default"
