"""The smaller panels: candidates, tally sheets, what is still out, the proclamation."""

from datetime import datetime, timedelta
from decimal import Decimal

from countwatch.count.progress import Progress, progress, turnout
from countwatch.count.stages import stages
from countwatch.count.standing import standing
from countwatch.ledger.state import WatchState
from countwatch.model.election import Election, Stage, local
from countwatch.model.snapshot import UnitTally
from countwatch.present.names import Names, percent_base, sheets_word, stage_label
from countwatch.present.views import (
    CandidateView,
    Line,
    ProclamationView,
    Segment,
    SegmentKind,
    SheetsView,
    Step,
)
from countwatch.present.words import Words


def candidate_views(state: WatchState, names: Names, words: Words) -> tuple[CandidateView, ...]:
    """Candidates in the election's order (so that panels never swap places), with the change since before."""
    if state.snapshot is None:
        return tuple(
            CandidateView(name, names(name), names.candidate(name).party or "", words.count(None), words.count(None),
                          "", names.colour(name), names.glyph(name), ahead=False)
            for name in names.candidates
        )  # fmt: skip
    now = standing(state.snapshot.root, percent_base(state.election))
    places = {place.candidate_id: place for place in now.places}
    ordered = [name for name in names.candidates if name in places]
    ordered += [name for name in places if name not in names.candidates]
    if len(ordered) > 2:
        ordered = [place.candidate_id for place in now.places]
    return tuple(
        CandidateView(
            id=name,
            label=names(name),
            party=names.candidate(name).party or "",
            share=words.percent(places[name].share),
            votes=words.count(places[name].votes),
            change=_change(state, name, words),
            colour=names.colour(name),
            glyph=names.glyph(name),
            ahead=name == now.leader_id,
            fraction=_fraction(places[name].share),
        )
        for name in ordered
    )


def _fraction(share: Decimal | None) -> float | None:
    return None if share is None else float(share) / 100


def _change(state: WatchState, candidate_id: str, words: Words) -> str:
    column = state.ledger.votes(candidate_id)
    here = column[state.n - 1]
    for row in range(state.n - 1, 0, -1):
        if column[row - 1] < 0:
            return ""
        if column[row - 1] != here:
            return words.signed(here - column[row - 1])
    return ""


def sheets_view(state: WatchState, words: Words) -> SheetsView:
    """The bar of tally sheets, what is inside *counted*, and the ballots."""
    if state.snapshot is None:
        return SheetsView(sheets_word(state.election, words).capitalize(), (), "", "", "", ())
    return sheets_of(state.snapshot.root, state.election, words)


def sheets_of(tally: UnitTally, election: Election | None, words: Words) -> SheetsView:
    """The same for any unit."""
    title = sheets_word(election, words).capitalize()
    done = progress(tally.sheets)
    processed = ""
    if done.processed is not None:
        share = words.percent(done.share(done.processed))
        processed = words("processed {percent} ({sheets})", percent=share, sheets=words.count(done.processed))
    inside = ""
    if done.annulled or done.not_installed:
        inside = words(
            "counted includes {annulled} annulled and {not_installed} of tables not installed",
            annulled=words.count(done.annulled),
            not_installed=words.count(done.not_installed),
        )
    total = words("of {count}", count=words.count(done.total)) if done.total else ""
    return SheetsView(title, _segments(done, words), total, processed, inside, _ballots(tally, election, words))


def _segments(done: Progress, words: Words) -> tuple[Segment, ...]:
    def segment(kind: SegmentKind, label: str, sheets: int | None) -> Segment | None:
        if sheets is None:
            return None
        share = sheets / done.total if done.total else 0.0
        return Segment(kind, label, share, words.percent(done.share(sheets)), words.count(sheets))

    parts = (
        segment("counted", words("counted"), done.counted),
        segment("under_review", words("at {boards}"), done.under_review),
        segment("pending", words("pending"), done.pending),
    )
    return tuple(part for part in parts if part is not None)


def _ballots(root: UnitTally, election: Election | None, words: Words) -> tuple[Line, ...]:
    lines = []
    if turnout(root) is not None:
        percent = words.percent(turnout(root))
        text = words("turnout on counted {sheets} {percent}", sheets=sheets_word(election, words), percent=percent)
        lines.append(Line(text, short=words("turnout {percent}", percent=percent)))
    if root.blank is not None:
        lines.append(Line(words("blank {count}", count=words.count(root.blank))))
    if root.null is not None:
        lines.append(Line(words("null {count}", count=words.count(root.null))))
    if root.cast is not None:
        lines.append(Line(words("ballots cast {count}", count=words.count(root.cast))))
    return tuple(lines)


def proclamation_view(state: WatchState, now: datetime, words: Words) -> ProclamationView:
    """The legal stages reached at `now`, and the time left to the deadline."""
    title = words("Proclamation")
    election = state.election
    if election is None:
        line = Line(words("no election file: no calendar and no deadline"), "dim")
        return ProclamationView(title, (), "", "", "", (line,))
    reached = stages(election, now)
    order = list(Stage)
    at = -1 if reached.stage is None else order.index(reached.stage)
    steps = tuple(
        _step(stage_label(stage, election, words), index - at)
        for index, stage in enumerate(order)
        if stage is not Stage.VOTED
    )
    lines = []
    if reached.stage is None or order.index(reached.stage) < order.index(Stage.PROCLAIMED):
        lines.append(Line(_not_proclaimed(state, words), "note", words("counted is not proclaimed")))
    if reached.last is not None:
        lines.append(Line(words("last: {text}", text=words.pick(reached.last.text))))
    if reached.next is not None:
        lines.append(Line(words("next: {text}", text=words.pick(reached.next.text)), "dim"))
    deadline = election.deadline
    if deadline is None or reached.remaining is None:
        return ProclamationView(title, steps, "", "", words("no deadline in the election file"), tuple(lines))
    is_past = reached.remaining <= timedelta(0)
    if is_past and deadline.after and at < order.index(Stage.PROCLAIMED):
        lines.insert(0, Line(words.pick(deadline.after), "warn"))
    what, day = words.pick(deadline.text), words.day(local(deadline.at, election))
    view = ProclamationView(
        title=title,
        steps=steps,
        digits="",
        countdown="",
        deadline=what if is_past else words("to {text}", text=what),
        lines=tuple(lines),
        deadline_day=day if is_past else words("to {text}", text=day),
    )
    return counted_down(view, election, now, words)


def counted_down(view: ProclamationView, election: Election | None, now: datetime, words: Words) -> ProclamationView:
    """The same at `now`, where no date of the calendar has passed meanwhile: with the time that is left then."""
    if election is None or election.deadline is None:
        return view
    left = election.deadline.at - now
    digits = _digits(left) if left > timedelta(0) else ""
    return view._replace(digits=digits, countdown=countdown(left, words))


def _step(label: str, ahead: int) -> Step:
    """A stage that is so many stages ahead of the last one that was reached."""
    return Step(label, "done" if ahead <= 0 else "current" if ahead == 1 else "ahead", label.partition(" (")[0])


def _not_proclaimed(state: WatchState, words: Words) -> str:
    bodies = state.election.bodies if state.election else None
    if bodies is None or not bodies.counting or not bodies.proclaiming:
        return words("counted is not proclaimed")
    return words(
        "counted is not proclaimed: {counting} counts, {proclaiming} proclaims",
        counting=bodies.counting,
        proclaiming=bodies.proclaiming,
    )


def _digits(remaining: timedelta) -> str:
    seconds = int(remaining.total_seconds())
    days, rest = divmod(seconds, 86_400)
    return f"{days}d {rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"


def countdown(remaining: timedelta, words: Words) -> str:
    """The time left in words, "50 d 4 h 37 m"; how long ago once it has passed."""
    passed = remaining < timedelta(0)
    minutes = int(abs(remaining).total_seconds()) // 60
    text = words("{days} d {hours} h {minutes} m", days=minutes // 1440, hours=minutes // 60 % 24, minutes=minutes % 60)
    return words("{time} ago", time=text) if passed else text
