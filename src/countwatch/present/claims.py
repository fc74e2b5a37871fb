"""A claim held against the record, in words: what matches, what is nearest, and what cannot be."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from countwatch.count.agreement import conflicts
from countwatch.count.claims import PERCENTAGES, Claimed, FigureKind, FigureMatch, Nearest, Recorded, match_claim
from countwatch.ledger.state import WatchState
from countwatch.model.election import Election, PressReading, local
from countwatch.model.snapshot import UnitTally
from countwatch.present.messages import msg
from countwatch.present.names import Names
from countwatch.present.problems import sentence
from countwatch.present.words import Words

STAMPS_MAX = 8
"""More matching bulletins than this are counted, and the first of them named."""

KINDS: dict[FigureKind, str] = {
    "share": msg("{name} {digits} %"),
    "votes": msg("{name} {digits} votes"),
    "lead": msg("a lead of {digits}"),
    "counted": msg("counted {digits} %"),
    "processed": msg("processed {digits} %"),
    "turnout": msg("turnout {digits} %"),
}
TWINS: dict[FigureKind, str] = {
    "counted": msg("{claimed}: that is *processed*, not *counted*, in {stamps}"),
    "processed": msg("{claimed}: that is *counted*, not *processed*, in {stamps}"),
}


def readings(state: WatchState) -> tuple[Recorded, ...]:
    """Every recorded bulletin up to the state's update, then what only the press kept."""
    root_id = state.snapshot.root_id if state.snapshot else ""
    found: list[Recorded] = []
    for n in state.ledger.shown_rows(state.n):
        stamp = state.ledger.published_at(n)
        if found and stamp is not None and stamp == found[-1].at:
            continue
        found.append(Recorded(n, stamp or state.ledger.received_at(n), state.ledger.tally(n, root_id)))
    press = state.election.press if state.election else ()
    found.extend(_press(number, reading, root_id) for number, reading in enumerate(press, start=1))
    return tuple(found)


def _press(number: int, reading: PressReading, root_id: str) -> Recorded:
    printed: dict[tuple[FigureKind, str | None], str] = {
        ("share", candidate_id): digits for candidate_id, digits in reading.shares.items()
    }
    whole: tuple[tuple[FigureKind, str | None], ...] = (
        ("counted", reading.counted),
        ("processed", reading.processed),
        ("turnout", reading.turnout),
    )
    printed |= {(kind, None): digits for kind, digits in whole if digits}
    tally = UnitTally(unit_id=root_id, votes=reading.votes) if reading.votes else None
    return Recorded(-number, reading.at, tally, printed, is_press=True)


def claim_lines(claim: Sequence[Claimed], state: WatchState, after: datetime | None, words: Words) -> list[str]:
    """The whole answer, a line a fact. `after` is the instant from which bulletins are considered."""
    words = words.of(state.election)
    names = Names(state)
    candidates = list(state.snapshot.root.votes) if state.snapshot else []
    lines = [sentence(finding, words, names) for finding in conflicts(claim, candidates)]
    found = match_claim(claim, readings(state), after)
    for match in found.figures:
        lines.extend(_figure_lines(match, state, names, words))
    if len(claim) > 1:
        lines.append(_whole(found.whole, state, words))
    return lines


def _claimed(claimed: Claimed, names: Names, words: Words) -> str:
    digits = claimed.digits if claimed.kind in PERCENTAGES else words.count(int(claimed.value))
    return words(KINDS[claimed.kind], name=names(claimed.candidate_id or ""), digits=digits)


def _figure_lines(match: FigureMatch, state: WatchState, names: Names, words: Words) -> list[str]:
    told = _claimed(match.claimed, names, words)
    lines = _found(match, told, state, names, words)
    lines += [
        words("{claimed}: known only from the press, {reading}", claimed=told, reading=_stamp(reading, state, words))
        for reading in match.rounded
        if reading.is_press
    ]
    if match.cut:
        stamps = _stamps(match.cut, state, words)
        lines.append(words("{claimed}: only if cut, not rounded, in {stamps}", claimed=told, stamps=stamps))
    if match.as_twin:
        lines.append(words(TWINS[match.claimed.kind], claimed=told, stamps=_stamps(match.as_twin, state, words)))
    return lines


def _found(match: FigureMatch, told: str, state: WatchState, names: Names, words: Words) -> list[str]:
    """The recorded bulletins that have the figure, or the nearest one."""
    bulletins = tuple(reading for reading in match.rounded if not reading.is_press)
    if bulletins:
        told = words.plural(
            "{claimed}: {count} recorded bulletin, {stamps}",
            "{claimed}: {count} recorded bulletins, {stamps}",
            len(bulletins),
            claimed=told,
            stamps=_stamps(bulletins, state, words),
        )
        return [told]
    lines = [words("{claimed}: no recorded bulletin has it", claimed=told)]
    if match.nearest is not None:
        lines.append("  " + _nearest(match.nearest, match.claimed, state, names, words))
    return lines


def _nearest(nearest: Nearest, claimed: Claimed, state: WatchState, names: Names, words: Words) -> str:
    percent = claimed.kind in PERCENTAGES
    value = words.percent(nearest.value) if percent else words.count(int(nearest.value))
    if nearest.ahead_id is not None:
        value = f"{names(nearest.ahead_id)} {words.signed(int(nearest.value))}"
    off = words.decimal(nearest.off) if percent else words.signed(int(nearest.off))
    if percent and nearest.off > Decimal(0):
        off = f"+{off}"
    return words("nearest: {value} ({stamp}), off by {off}", value=value, off=off,
                 stamp=_stamp(nearest.reading, state, words))  # fmt: skip


def _whole(whole: Sequence[Recorded], state: WatchState, words: Words) -> str:
    if not whole:
        return words("no recorded bulletin has all of these figures")
    return words("all of these figures: {stamps}", stamps=_stamps(whole, state, words))


def _stamps(found: Sequence[Recorded], state: WatchState, words: Words) -> str:
    told = [_stamp(reading, state, words) for reading in found[:STAMPS_MAX]]
    if len(found) > STAMPS_MAX:
        told.append("…")
    return ", ".join(told)


def _stamp(reading: Recorded, state: WatchState, words: Words) -> str:
    if reading.is_press and state.election is not None:
        press = _press_of(reading, state.election)
        return f"{words.pick(press.when)} ({words.pick(press.source)})"
    return words.day_clock(local(reading.at, state.election)) if reading.at else str(reading.n)


def _press_of(reading: Recorded, election: Election) -> PressReading:
    return election.press[-reading.n - 1]
