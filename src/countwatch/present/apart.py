"""What sets a feed apart from the first one, in words: behind it, ahead of it, or saying otherwise of one moment."""

from collections.abc import Sequence
from datetime import timedelta

from countwatch.count.figures import Change
from countwatch.model.election import local
from countwatch.present.comparison import Comparison, Side, are_of_two_elections, hold_against
from countwatch.present.freshness import age
from countwatch.present.header import outcome_label
from countwatch.present.names import Names, sheets_label
from countwatch.present.problems import sentence
from countwatch.present.views import Line
from countwatch.present.vocabulary import FIGURES
from countwatch.present.words import UNKNOWN, Words

FIGURES_TOLD_MAX = 6
"""Differing figures of one feed that get a sentence of their own; how many more there are is said."""


def in_short(first: Side, side: Side, held: Comparison | None, words: Words) -> Line:
    """A feed against the first, in a few words."""
    if held is None:
        other = are_of_two_elections(first.state, side.state)
        return Line(words("another election"), "warn") if other else Line(UNKNOWN, "dim")
    if held.differs:
        return Line(words.plural("{count} figure differs", "{count} figures differ", len(held.changes)), "warn")
    if held.is_same_stamp:
        return Line(words("the same numbers"), "note")
    return Line(", ".join(part for part in (_lag(held.lag, words), _by(held, first, words)) if part))


def _lag(lag: timedelta | None, words: Words) -> str:
    if lag is None:
        return words("no stamp to go by")
    span = age(abs(lag), words)
    return words("{age} behind", age=span) if lag > timedelta(0) else words("{age} ahead", age=span)


def _by(held: Comparison, first: Side, words: Words) -> str:
    """How many sheets more or fewer are counted; votes for candidates where sheets do not tell. "" where neither."""
    sheets = held.by("counted")
    if sheets:
        told = sheets_label(abs(sheets), first.state.election, words)
        return words("{sheets} fewer", sheets=told) if sheets < 0 else words("{sheets} more", sheets=told)
    votes = sum(change.by for change in held.changes if change.figure == "votes")
    if votes:
        if votes < 0:
            return words.plural("{count} vote fewer", "{count} votes fewer", -votes)
        return words.plural("{count} vote more", "{count} votes more", votes)
    return "" if held.changes else words("the same numbers")


def differences(first: Side, side: Side, words: Words) -> list[str]:
    """What two feeds say differently of the same moment, a sentence a figure; empty where they agree or are apart."""
    words = words.of(first.state.election)
    held, snapshot = hold_against(first.state, side.state), first.state.snapshot
    if held is None or not held.differs or snapshot is None or snapshot.published_at is None:
        return []
    names = Names(first.state)
    told = [
        words(
            "{figure}: {one} in {first}, {other} in {feed} ({by}), both stamped {stamp}",
            stamp=words.day_clock(local(snapshot.published_at, first.state.election)),
            figure=_figure(change, names, words),
            one=words.count(change.before),
            first=first.label,
            other=words.count(change.after),
            feed=side.label,
            by=words.signed(change.by),
        )
        for change in held.changes[:FIGURES_TOLD_MAX]
    ]
    rest = len(held.changes) - len(told)
    if rest:
        more = words.plural("{count} more figure differs", "{count} more figures differ", rest)
        told.append(f"{side.label}: {more}")
    return told


def _figure(change: Change, names: Names, words: Words) -> str:
    if change.candidate_id is not None:
        return words("votes of {name}", name=names(change.candidate_id))
    return words(FIGURES.get(change.figure, change.figure))


def standings(first: Side, side: Side, held: Comparison | None, words: Words) -> list[Line]:
    """Where a feed stands against the first, apart from figures that differ at one stamp."""
    if held is None:
        if not are_of_two_elections(first.state, side.state):
            return []
        text = words(
            "{feed} is of another election than {first}: nothing is compared", feed=side.label, first=first.label
        )
        return [Line(text, "warn")]
    lines = [] if held.differs else [Line(_where(held, first, side, words), "note")]
    for one, missing in ((first, held.only_first), (side, held.only_other)):
        if missing:
            names = Names(one.state)
            listed = ", ".join(names(name) for name in missing[:FIGURES_TOLD_MAX])
            lines.append(Line(words("only {feed} has {names}", feed=one.label, names=listed), "note"))
    return lines


def _where(held: Comparison, first: Side, side: Side, words: Words) -> str:
    labels = {"feed": side.label, "first": first.label}
    if held.is_same_stamp:
        return words("{feed} and {first} give the same numbers at the same stamp", **labels)
    if held.lag is None:
        text = words("{feed} or {first} gives no stamp: which one is behind is not known", **labels)
    elif held.lag > timedelta(0):
        text = words("{feed} is {age} behind {first}", age=age(held.lag, words), **labels)
    else:
        text = words("{feed} is {age} ahead of {first}", age=age(-held.lag, words), **labels)
    by = _by(held, first, words)
    return f"{text}: {by}" if by else text


def troubles(sides: Sequence[Side], words: Words) -> list[Line]:
    """Feeds whose last update is not what is shown of them, or that show nothing."""
    lines = []
    for side in sides:
        event, label = side.state.event, side.label
        if side.stopped is not None:
            reason = sentence(side.stopped, words)
            lines.append(Line(words("{feed} stopped: {reason}", feed=label, reason=reason), "alert"))
        elif event is not None and event.reason is not None and not event.outcome.shows:
            reason = sentence(event.reason, words, Names(side.state))
            outcome = outcome_label(event.outcome, words)
            text = words("{feed}: {outcome}: {reason}", feed=label, outcome=outcome, reason=reason)
            lines.append(Line(text, "warn" if side.state.snapshot else "alert"))
        elif side.state.snapshot is None:
            lines.append(Line(words("{feed} has no good numbers yet", feed=label), "dim"))
    return lines
