"""Where settings files are looked for."""

import os
from pathlib import Path

from platformdirs import user_config_path

PROJECT_FILE = "countwatch.toml"
CONFIG_VARIABLE = "COUNTWATCH_CONFIG"


def user_settings_file() -> Path:
    """The user's settings: `COUNTWATCH_CONFIG`, else the platform's folder for configuration."""
    named = os.environ.get(CONFIG_VARIABLE)
    return Path(named) if named else user_config_path("countwatch") / "config.toml"


def project_settings_file() -> Path:
    """Settings of the folder that one works in."""
    return Path.cwd() / PROJECT_FILE


def user_feeds_folder() -> Path:
    """The user's feed definitions, one TOML file each, beside the settings file."""
    return user_settings_file().parent / "feeds"


def user_mappings_folder() -> Path:
    """The user's mappings, one TOML file each, beside the settings file."""
    return user_settings_file().parent / "mappings"
