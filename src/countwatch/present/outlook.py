"""What is still out, in words: exact figures first, then estimates that say on what they rest."""

from datetime import datetime
from fractions import Fraction

from countwatch.count.estimate import Shares, Span
from countwatch.count.outlook import Outlook, outlook
from countwatch.count.rest import Rest
from countwatch.count.stages import stages
from countwatch.ledger.state import WatchState
from countwatch.model.election import Stage, local
from countwatch.model.snapshot import UnitTally
from countwatch.present.messages import msg
from countwatch.present.names import Names, sheets_label
from countwatch.present.views import Line, PanelView
from countwatch.present.words import Words


def outlook_of(
    state: WatchState, pair: tuple[str, str] | None = None, others: Fraction | None = None
) -> Outlook | None:
    """The arithmetic of what is out; an earlier split is completed with the root's own earlier reading.

    `pair` are two candidate ids, by default the first two places; `others` (0 to 1) is the share of the
    outstanding votes for everybody else, by default each unit's counted one.
    """
    if state.assembly is None:
        return None
    tree = state.assembly.tree

    def root_at(stamp: datetime) -> UnitTally | None:
        row = state.ledger.row_at(stamp, state.n)
        return None if row is None else state.ledger.tally(row, tree.root_id)

    return outlook(tree, pair, others, root_at, state.branches)


def outlook_view(state: WatchState, now: datetime, names: Names, words: Words) -> PanelView:
    """The panel: sheets out, votes on them, what is needed, the bound, and the boards against the margin."""
    return outlook_panel(outlook_of(state), state, now, names, words)


def outlook_panel(view: Outlook | None, state: WatchState, now: datetime, names: Names, words: Words) -> PanelView:
    """The same for an outlook that was worked out already: only an update changes it."""
    title = words("Still out")
    if view is None:
        return PanelView(title, ())
    lines = outlook_lines(view, state, names, words)
    if (view.out_of_reach or view.outstanding_sheets == 0) and not _proclaimed(state, now):
        lines.append(Line(words("rulings on counted {sheets} can still change the total"), "note"))
    return PanelView(title, tuple(lines))


def _proclaimed(state: WatchState, now: datetime) -> bool:
    """Whether the result was proclaimed at that instant, by the election's calendar."""
    return state.election is not None and Stage.PROCLAIMED in stages(state.election, now).reached


def outlook_lines(view: Outlook, state: WatchState, names: Names, words: Words) -> list[Line]:
    """Every line, in the order of their certainty."""
    if view.outstanding_sheets is None:
        return [Line(words("the feed does not say how many {sheets} are out"), "dim")]
    lines = [_sheets(view, state, words)]
    if view.outstanding_sheets == 0:
        lines.append(Line(words("nothing is out")))
        return lines
    if view.rest is not None:
        lines += _estimate(view, view.rest, state, names, words)
    lines += _bound(view, words)
    lines += _boards(view, names, words)
    return lines


def _sheets(view: Outlook, state: WatchState, words: Words) -> Line:
    text = words("{sheets} pending", sheets=sheets_label(view.pending, state.election, words))
    short = words("{count} pending", count=words.count(view.pending))
    if view.under_review is None:
        return Line(text, "strong", short)
    count = words.count(view.under_review)
    text += " · " + words("{count} at {boards}", count=count)
    short += " · " + words.within("short", "{count} at {boards}", count=count, boards=words.terms["boards"])
    return Line(text, "strong", short)


def basis_words(rest: Rest, state: WatchState, words: Words) -> str:
    """On what an estimate rests: the split, and its stamp where that is not the total's."""
    told = {
        "national": words("at the national rate, coarse"),
        "home_abroad": words("home and abroad apart"),
        "regions": words("region by region"),
    }[rest.basis]
    if rest.is_current or rest.newest is None:
        return told
    return words("{basis}, as of {stamp}", basis=told, stamp=words.day_clock(local(rest.newest, state.election)))


def _estimate(view: Outlook, rest: Rest, state: WatchState, names: Names, words: Words) -> list[Line]:
    """What is needed first, then on how many votes that rests: a small screen shows the first lines."""
    votes = span_words(rest.votes, words)
    basis = basis_words(rest, state, words)
    about = words("about {votes} valid votes ({basis})", votes=votes, basis=basis)
    lines = [Line(about, short=words("about {votes} valid votes", votes=votes))]
    if view.asked is None or rest.needed is None:
        return lines
    lines.insert(0, _needed(names(view.asked.behind_id), rest.needed, words))
    if rest.margin is not None and rest.basis != "national":
        ahead = names(view.asked.ahead_id if rest.margin.middle >= 0 else view.asked.behind_id)
        low, high = sorted((abs(rest.margin.low), abs(rest.margin.high)))
        margin = words.signed(high) if low == high else f"+{words.count(low)}–{words.count(high)}"
        text = words("supposing the rest votes like its own area so far: {name} {margin}", name=ahead, margin=margin)
        lines.append(Line(text, "dim"))
    return lines


def _needed(behind: str, needed: Shares, words: Words) -> Line:
    if needed.low > 100:
        return Line(words("{name} would need more than all of the valid votes still out", name=behind), "strong")
    share = shares_words(needed, words)
    return Line(
        words("{name} needs more than {share} of the valid votes still out", name=behind, share=share),
        "strong",
        words("{name} needs over {share} of the valid votes still out", name=behind, share=share),
    )


def span_words(span: Span, words: Words) -> str:
    """A number, or from one to another."""
    if span.low == span.high:
        return words.count(span.low)
    return f"{words.count(span.low)}–{words.count(span.high)}"


def shares_words(shares: Shares, words: Words) -> str:
    """A percentage, or from one to another, the smaller first."""
    low, high = sorted((shares.low, shares.high))
    if low == high:
        return words.percent(low)
    return f"{words.decimal(low)}–{words.percent(high)}"


def _bound(view: Outlook, words: Words) -> list[Line]:
    if view.bound is None:
        return []
    if view.out_of_reach:
        text = words("the lead is larger than every vote on uncounted {sheets} ({count} registered voters)",
                     count=words.count(view.bound))  # fmt: skip
        return [Line(text)]
    return [
        Line(words("at most {count} registered voters on uncounted {sheets}", count=words.count(view.bound)), "dim")
    ]


def _boards(view: Outlook, names: Names, words: Words) -> list[Line]:
    """Whether the sheets at the boards could turn the order: no, not excluded, or yes by the estimate."""
    boards = view.boards
    if boards is None or not boards.sheets or view.asked is None:
        return []
    if boards.verdict == "no":
        return [Line(words("{boards} alone cannot turn the order, by the bound"), "dim")]
    if boards.votes is None or boards.needed_share is None:
        return [Line(words("whether {boards} alone could turn the order is not excluded"), "dim")]
    needed = words("more than all of it")
    if boards.needed_share <= 100:
        needed = words("more than {percent} of it", percent=words.percent(boards.needed_share))
    template = BOARDS[boards.verdict]
    name, votes = names(view.asked.behind_id), words.count(boards.votes)
    return [Line(words(template, votes=votes, name=name, needed=needed), "dim")]


BOARDS = {
    "yes": msg("{boards} alone could turn the order: about {votes} votes there, {name} would need {needed}"),
    "not_excluded": msg("not excluded at {boards}: about {votes} votes there, {name} would need {needed}"),
}
"""What the sheets at the boards could do, where the bound does not settle it."""
