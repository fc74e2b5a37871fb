"""The JSON Schema of the settings file, with the fields of its tables."""

from typing import Any

from countwatch.cli.alerts import RULES_MAX, AlertTable
from countwatch.cli.settings import Settings


def settings_schema() -> dict[str, Any]:
    """That of the settings, an alert described by the model that reads it. Exactly one condition is left to words."""
    schema = Settings.model_json_schema()
    schema["$defs"] = {"Alert": AlertTable.model_json_schema() | {"title": "Alert"}}
    schema["properties"]["alerts"] |= {"items": {"$ref": "#/$defs/Alert"}, "maxItems": RULES_MAX}
    return schema
