"""Alert rules as they are written: `[[alerts]]` in a settings file or a feed definition."""

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from countwatch.cli.refusals import bad_setting
from countwatch.cli.settings import Settings, source_of
from countwatch.cli.spoken import nearest
from countwatch.model.alert import HOOK_SECONDS_MAX, AlertRule, Condition, Hook
from countwatch.model.errors import ConfigError
from countwatch.model.text import excerpt
from countwatch.model.types import COUNT_MAX, Text

if TYPE_CHECKING:
    from countwatch.model.feed import FeedDefinition

RULES_MAX = 100
_DAYS_30_SECONDS = 30 * 86_400

_Votes = Annotated[int, Field(ge=0, le=COUNT_MAX)]
_Percent = Annotated[float, Field(ge=0, le=100)]
_Seconds = Annotated[float, Field(gt=0, le=_DAYS_30_SECONDS)]
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def _word(text: str) -> str:
    """No system takes a word of a command that holds a NUL."""
    if "\0" in text:
        raise PydanticCustomError("text", "a text")
    return text


def _program(words: list[str]) -> list[str]:
    if not words[0].strip():
        raise PydanticCustomError("program", "a program first")
    return words


def _variable(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise PydanticCustomError("variable_name", "the name of a variable")
    return text


_Words = Annotated[
    list[Annotated[str, AfterValidator(_word)]], Field(min_length=1, max_length=100), AfterValidator(_program)
]
_Variables = Annotated[list[Annotated[str, AfterValidator(_variable)]], Field(max_length=100)]


class AlertTable(BaseModel):
    """One rule. Exactly one of the conditions is given; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Text | None = Field(
        default=None, description="What the alert is called; the condition's own name where unset."
    )
    lead_changed: bool = Field(default=False, description="Condition: somebody else is ahead in the count than before.")
    lead_under_votes: _Votes | None = Field(default=None, description="Condition: the lead is under so many votes.")
    lead_under_points: _Percent | None = Field(
        default=None, description="Condition: the lead is under so many percentage points."
    )
    correction_over_votes: _Votes | None = Field(
        default=None, description="Condition: a figure of votes fell by more than so many."
    )
    counted_passes_percent: _Percent | None = Field(
        default=None, description="Condition: the counted tally sheets pass that percentage."
    )
    stale_for_seconds: _Seconds | None = Field(
        default=None, description="Condition: the numbers are older than so many seconds."
    )
    stage_changed: bool = Field(default=False, description="Condition: a legal stage was reached.")
    bell: bool = Field(default=False, description="Ring the bell of the terminal.")
    toast: bool = Field(default=True, description="Show a message over the screen.")
    hook: _Words | None = Field(
        default=None,
        description="A program and its arguments, run without a shell; facts are in variables of its environment.",
    )
    hook_seconds: Annotated[float, Field(gt=0, le=600)] = Field(
        default=HOOK_SECONDS_MAX, description="After so many seconds the program is ended."
    )
    hook_in_replays: bool = Field(default=False, description="Run the program in a replay, too.")
    hook_variables: _Variables = Field(
        default_factory=list, description="Names of variables of the environment that the program is given besides."
    )
    cooldown_seconds: Annotated[float, Field(ge=0, le=_DAYS_30_SECONDS)] = Field(
        default=0.0, description="After an alert the rule keeps silent for so many seconds."
    )
    once: bool = Field(default=False, description="Alert once in a watch.")


def rules_from(tables: Sequence[Mapping[str, Any]], where: str) -> tuple[AlertRule, ...]:
    """The rules of a list of tables, each with a name of its own. `where` names their file.

    `ConfigError` alert_unknown_field (field, known, near), alert_no_condition (field, known), alert_conditions (field,
    found), alert_same_name (name), alert_too_many (limit) or bad_setting, each with `where`.
    """
    if len(tables) > RULES_MAX:
        raise ConfigError("alert_too_many", where=where, limit=RULES_MAX)
    rules: list[AlertRule] = []
    for index, table in enumerate(tables):
        rule = _rule(_checked(table, index, where), f"alerts[{index}]", where)
        if any(rule.name == other.name for other in rules):
            raise ConfigError("alert_same_name", where=where, name=excerpt(rule.name))
        rules.append(rule)
    return tuple(rules)


def _checked(table: Mapping[str, Any], index: int, where: str) -> AlertTable:
    try:
        return AlertTable.model_validate_json(json.dumps(table, default=str))
    except ValidationError as error:
        slips = error.errors(include_url=False)
        strange = next((slip for slip in slips if slip["type"] == "extra_forbidden"), None)
        if strange is None:
            slip = slips[0]
            slip["loc"] = ("alerts", index, *slip["loc"])
            raise bad_setting(slip, where) from None
        name = str(strange["loc"][0])
        raise ConfigError(
            "alert_unknown_field",
            where=where,
            field=f"alerts[{index}].{excerpt(name)}",
            known=", ".join(AlertTable.model_fields),
            near=nearest(name, AlertTable.model_fields),
        ) from None


def _rule(table: AlertTable, place: str, where: str) -> AlertRule:
    values = {one: getattr(table, one) for one in Condition}
    given = {one: value for one, value in values.items() if value is not None and value is not False}
    if not given:
        raise ConfigError("alert_no_condition", where=where, field=place, known=", ".join(Condition))
    if len(given) > 1:
        raise ConfigError("alert_conditions", where=where, field=place, found=", ".join(given))
    condition, limit = next(iter(given.items()))
    return AlertRule(
        name=table.name or condition.value,
        condition=condition,
        limit=Decimal(0) if limit is True else Decimal(str(limit)),
        bell=table.bell,
        toast=table.toast,
        hook=_hook(table),
        cooldown_seconds=table.cooldown_seconds,
        once=table.once,
    )


def _hook(table: AlertTable) -> Hook | None:
    if table.hook is None:
        return None
    program, *rest = table.hook
    return Hook(
        words=(os.path.expanduser(program), *rest),  # noqa: PTH111 - a program, which may be a bare name
        seconds_max=table.hook_seconds,
        in_replays=table.hook_in_replays,
        variables=tuple(table.hook_variables),
    )


def settings_rules(settings: Settings) -> tuple[AlertRule, ...]:
    """The rules of the settings, which hold for every feed. `ConfigError` as `rules_from`."""
    return rules_from(settings.alerts, source_of("alerts"))


def with_settings_rules(definition: "FeedDefinition", settings: Settings) -> "FeedDefinition":
    """The definition with its own rules first, and then those that hold for every feed."""
    return replace(definition, alerts=(*definition.alerts, *settings_rules(settings)))
