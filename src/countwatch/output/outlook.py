"""The `outlook` of an event line: what is out, on what each estimate rests, and why a figure is not there."""

from datetime import datetime
from decimal import Decimal

from countwatch.count.outlook import Outlook
from countwatch.count.rest import Rest
from countwatch.output.parts import Json, picked


def outlook_object(view: Outlook | None) -> Json | None:
    """The same arithmetic as on the screen; None before the first good numbers. docs/jsonl.md tells every key."""
    if view is None:
        return None
    asked = view.asked
    return {
        **picked(view, "basis", "outstanding_sheets", "outstanding_votes", "needed_share"),
        **picked(view, "under_review_can_flip", "bound", "out_of_reach"),
        "ahead": asked.ahead_id if asked else None,
        "behind": asked.behind_id if asked else None,
        **_rest(view.rest),
        "boards": view.boards and picked(view.boards, "sheets", "votes", "needed_share", "verdict", "by", "basis"),
        "bound_reason": view.reasons.get("bound"),
        "reasons": dict(view.reasons),
    }


def _rest(rest: Rest | None) -> Json:
    """The split of the estimate and its spans, the smaller end first."""
    margin, needed = rest.margin if rest else None, rest.needed if rest else None
    return {
        "is_current": rest.is_current if rest else None,
        "as_of_oldest": _iso(rest.oldest) if rest else None,
        "as_of_newest": _iso(rest.newest) if rest else None,
        "votes_low": rest.votes.low if rest else None,
        "votes_high": rest.votes.high if rest else None,
        "needed_low": _ends(needed.low, needed.high)[0] if needed else None,
        "needed_high": _ends(needed.low, needed.high)[1] if needed else None,
        "margin_low": min(margin.low, margin.high) if margin else None,
        "margin_high": max(margin.low, margin.high) if margin else None,
    }


def _ends(one: Decimal, other: Decimal) -> tuple[Decimal, Decimal]:
    """More votes out mean a smaller share needed, so the ends are put in order here."""
    return min(one, other), max(one, other)


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
