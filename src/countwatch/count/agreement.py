"""Whether the figures of one claim can all be right at once, whatever the record says."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from countwatch.count.claims import PERCENTAGES, Claimed
from countwatch.count.percent import percent, truncated
from countwatch.model.finding import Finding


def conflicts(claim: Sequence[Claimed], candidate_ids: Collection[str]) -> tuple[Finding, ...]:
    """What cannot be, each with its numbers. `candidate_ids` are all who had votes, on whose sum shares are.

    A claim that agrees under rounding or under truncation has no conflict.
    """
    return (
        *_above_100(claim),
        *_shares(claim, candidate_ids),
        *_votes(claim, candidate_ids),
        *_sheets(claim),
    )


def _above_100(claim: Sequence[Claimed]) -> Iterable[Finding]:
    for claimed in claim:
        if claimed.kind in PERCENTAGES and claimed.value > 100:
            yield Finding("claim_above_100", {"figure": claimed.kind, "claimed": claimed.digits})


def _shares(claim: Sequence[Claimed], candidate_ids: Collection[str]) -> Iterable[Finding]:
    """Exact shares come to 100. Each claimed one stands for all that round, or are cut, to its digits."""
    shares = {claimed.candidate_id: claimed for claimed in claim if claimed.kind == "share"}
    if len(shares) < 2:
        return
    total = sum((share.value for share in shares.values()), Decimal(0))
    units = [Decimal(1).scaleb(-share.decimals) for share in shares.values()]
    half = sum(units, Decimal(0)) / 2
    complete = shares.keys() >= set(candidate_ids)
    by_rounding = total - half <= 100 and (not complete or total + half > 100)
    by_cutting = total <= 100 and (not complete or total + 2 * half > 100)
    if not by_rounding and not by_cutting:
        yield Finding("claim_shares_sum", {"sum": str(total), "shares": len(shares)})


def _votes(claim: Sequence[Claimed], candidate_ids: Collection[str]) -> Iterable[Finding]:
    votes = {claimed.candidate_id: int(claimed.value) for claimed in claim if claimed.kind == "votes"}
    if len(votes) < 2 or not votes.keys() >= set(candidate_ids):
        return
    total = sum(votes.values())
    first, second = sorted(votes.values(), reverse=True)[:2]
    for claimed in claim:
        if claimed.kind == "lead" and int(claimed.value) != first - second:
            yield Finding("claim_lead_of_votes", {"claimed": claimed.digits, "ours": first - second})
        if claimed.kind == "share" and total and claimed.candidate_id in votes:
            part = votes[claimed.candidate_id]
            ours = percent(part, total, claimed.decimals)
            if claimed.value not in {ours, truncated(part, total, claimed.decimals)}:
                facts = {"candidate": claimed.candidate_id, "claimed": claimed.digits, "ours": str(ours)}
                yield Finding("claim_share_of_votes", facts)


def _sheets(claim: Sequence[Claimed]) -> Iterable[Finding]:
    """Processed sheets include the counted ones."""
    given = {claimed.kind: claimed for claimed in claim}
    counted, processed = given.get("counted"), given.get("processed")
    if counted is None or processed is None:
        return
    slack = Decimal(1).scaleb(-min(counted.decimals, processed.decimals))
    if counted.value > processed.value + slack:
        yield Finding("claim_counted_above_processed", {"counted": counted.digits, "processed": processed.digits})
