"""`countwatch alerts`."""

import asyncio
from typing import TYPE_CHECKING

import click

from countwatch.cli.complete import alert_rules
from countwatch.cli.spoken import SpokenGroup, argument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countwatch.cli.alert_test import Placed
    from countwatch.model.alert import AlertRule
    from countwatch.present.words import Words


@click.group(name="alerts", cls=SpokenGroup, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List alert rules, and try out what they do. docs/alerts.md tells how they are written."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(listed)


@command.command(name="list")
def listed() -> None:
    """List the alert rules: when each rings, what it does then, for which feed, and where it is written."""
    from countwatch.cli.alert_test import placed_rules
    from countwatch.cli.language import words_here

    words = words_here()
    placed = placed_rules()
    if not placed:
        click.echo(words("there are no alert rules; docs/alerts.md tells how they are written"))
        return
    click.echo(_table(placed, words))


@command.command(name="test")
@argument("rule", required=False, metavar="[RULE]", shell_complete=alert_rules)
def test(rule: str | None) -> int:
    """Do once what a rule does, or every rule, with made-up figures that are marked as such.

    Exit code 1 where a hook fails.
    """
    from countwatch.cli.alert_test import rules_called
    from countwatch.cli.language import words_here
    from countwatch.cli.main import EXIT_FAILED

    words = words_here()
    placed = rules_called(rule)
    if not placed:
        click.echo(words("there are no alert rules; docs/alerts.md tells how they are written"))
    good = [_tried(one.rule, words) for one in placed]
    return 0 if all(good) else EXIT_FAILED


def _table(placed: "Sequence[Placed]", words: "Words") -> str:
    from countwatch.model.text import clean
    from countwatch.output.table import columns
    from countwatch.present.alerts import condition_text

    rows = [(words("rule"), words("rings when"), words("does"), words("for"), words("written in"))]
    rows += [
        (
            clean(one.rule.name),
            condition_text(one.rule, words),
            ", ".join(_actions(one.rule, words)),
            words("every feed") if one.feed is None else clean(one.feed),
            clean(one.where),
        )
        for one in placed
    ]
    return columns(rows, right=set())


def _actions(rule: "AlertRule", words: "Words") -> list[str]:
    from countwatch.model.text import clean

    told = []
    if rule.bell:
        told.append(words("bell"))
    if rule.toast:
        told.append(words("toast"))
    if rule.hook is not None:
        told.append(words("hook {program}", program=clean(rule.hook.words[0])))
    return told or [words("says it")]


def _tried(rule: "AlertRule", words: "Words") -> bool:
    """Do what the rule does, and say what came of it; whether all of it went well."""
    from countwatch.cli.alert_test import example_alert, example_state, ring_bell, try_hook
    from countwatch.present.alerts import example_sentence
    from countwatch.present.problems import sentence

    click.echo(example_sentence(example_alert(rule), example_state(), words))
    if rule.bell:
        rung = ring_bell()
        click.echo("  " + (words("bell: rung") if rung else words("bell: there is no terminal here to ring")))
    if rule.toast:
        click.echo("  " + words("toast: the first line, on the screen of a watch"))
    if rule.hook is None:
        return True
    done = asyncio.run(try_hook(rule, words))
    if done.problem is not None:
        click.echo("  " + sentence(done.problem, words))
        return False
    click.echo("  " + words("hook: ended well after {seconds} s", seconds=f"{done.seconds:.1f}"))
    return True
