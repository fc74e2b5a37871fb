"""The citable bulletin: one reading in full sentences, with its source, stamp and hash."""

from datetime import datetime

from countwatch.count.progress import progress, turnout
from countwatch.count.stages import stages
from countwatch.count.standing import standing
from countwatch.ledger.state import WatchState
from countwatch.model.election import Stage, local
from countwatch.model.protocols import FeedStatus
from countwatch.present.names import Names, percent_base, sheets_label, sheets_word
from countwatch.present.outlook import outlook_view
from countwatch.present.panels import proclamation_view
from countwatch.present.plain import PROVENANCES, ahead_words, sheet_states, votes_words
from countwatch.present.words import Words


def bulletin(state: WatchState, now: datetime, status: FeedStatus, words: Words) -> str:
    """The reading on screen, ready to be quoted. `now` says which legal stage is reached."""
    words = words.of(state.election)
    snapshot = state.snapshot
    if snapshot is None:
        return words("there are no good numbers yet")
    names = Names(state)
    lines = [
        _heading(state, status, words),
        *_standing(state, names, words),
        *_sheets(state, words),
        *(_sentence(line.text) for line in outlook_view(state, now, names, words).lines),
        *_stage(state, now, words),
        _source(state, status, words),
    ]
    return "\n".join(lines)


def _sentence(text: str) -> str:
    """A panel's line as a sentence."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "…")) else ".")


def _heading(state: WatchState, status: FeedStatus, words: Words) -> str:
    """What it is of, and when by the election's clock. Where none is known the clock is named: it is nobody's own."""
    snapshot = state.snapshot
    title = state.election.title if state.election else (snapshot.title if snapshot else None)
    stamp = snapshot.published_at if snapshot else None
    if stamp is None:
        return words("{title}: the count so far, without a stamp", title=title or status.label)
    at = local(stamp, state.election)
    told = f"{at:%Y-%m-%d %H:%M}" if state.election else f"{at:%Y-%m-%d %H:%M %Z}"
    return words("{title}: the count so far, as of {stamp}", title=title or status.label, stamp=told)


def _standing(state: WatchState, names: Names, words: Words) -> list[str]:
    if state.snapshot is None:
        return []
    now = standing(state.snapshot.root, percent_base(state.election))
    told = [
        words("{name} {share}, {votes}", name=names(place.candidate_id), share=words.percent(place.share),
              votes=votes_words(place.votes, words))
        for place in now.places
    ]  # fmt: skip
    lines = ["; ".join(told) + "."]
    if now.lead and now.leader_id:
        lines.append(ahead_words(now.lead, names, words) + ".")
    return lines


def _sheets(state: WatchState, words: Words) -> list[str]:
    if state.snapshot is None:
        return []
    root = state.snapshot.root
    done = progress(root.sheets)
    parts = sheet_states(done, words)
    if done.processed is not None:
        parts.append(words("processed {percent}", percent=words.percent(done.share(done.processed))))
    lines = []
    if parts and done.total:
        told = words(
            "{states} of {sheets}", states=", ".join(parts), sheets=sheets_label(done.total, state.election, words)
        )
        lines.append(_sentence(told))
    ballots = []
    if turnout(root) is not None:
        sheets = sheets_word(state.election, words)
        percent = words.percent(turnout(root))
        ballots.append(words("turnout on counted {sheets} {percent}", sheets=sheets, percent=percent))
    if root.blank is not None:
        ballots.append(words("blank {count}", count=words.count(root.blank)))
    if root.null is not None:
        ballots.append(words("null {count}", count=words.count(root.null)))
    if ballots:
        lines.append(_sentence(", ".join(ballots)))
    return lines


def _stage(state: WatchState, now: datetime, words: Words) -> list[str]:
    """That counted is not proclaimed; once it is proclaimed, what the calendar tells of it."""
    told = stages(state.election, now).reached.get(Stage.PROCLAIMED) if state.election else None
    if told is not None:
        return [f"{told.on}: {_sentence(words.pick(told.text))}"]
    lines = proclamation_view(state, now, words).lines
    return [_sentence(line.text) for line in lines if line.role in {"note", "warn"}]


def _source(state: WatchState, status: FeedStatus, words: Words) -> str:
    held, event = state.root_held, state.event
    body = state.election.bodies.counting if state.election else None
    parts = [words("Source: {source}", source=body or status.label)]
    if status.provenance in PROVENANCES:
        parts.append(words(PROVENANCES[status.provenance]))
    if held is not None:
        parts.append(f"sha256 {held.sha256}")
    if event is not None and event.record is not None:
        parts.append(words("chain {head}", head=event.record))
    return "; ".join(parts) + "."
