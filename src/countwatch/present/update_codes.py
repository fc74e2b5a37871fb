"""Sentences about whole updates, readings, changes and claims."""

from typing import Final

from countwatch.present.vocabulary import Variants, msg

UPDATES: Final[dict[str, Variants]] = {
    "impossible": msg("{part}, {part_value}, cannot be more than {whole}, {whole_value}"),
    "root_missing": msg("the update has no document {document}, which carries the totals"),
    "candidate_missing": (
        msg("{name} is missing; expected votes for every candidate"),
        msg("{candidate} is missing; expected votes for every candidate"),
    ),
    "candidates_swapped": msg("the name {name} moved from {other} to {candidate}; expected ids to keep their names"),
    "no_candidates": msg("the list of candidates is empty; expected at least one"),
    "older_stamp": msg("an older copy, of {stamp}; the screen shows {shown}"),
    "collapse": (
        msg(
            "{figure} of {candidate} would fall from {before} to {after}; "
            "held until it repeats ({held} of {believed_at})"
        ),
        msg("{figure} would fall from {before} to {after}; held until it repeats ({held} of {believed_at})"),
    ),
    "our_fault": msg("countwatch itself failed on this update ({error}); it is in the log, and polling goes on"),
    "watch_ended": msg("countwatch itself failed on this feed ({error}); it is in the log"),
    "not_recording": msg("not recording: {detail}"),
    # what an alert's hook came to
    "hook_not_started": msg("alert {rule}: the hook {hook} could not be started ({detail})"),
    "hook_failed": msg("alert {rule}: the hook {hook} ended with {status}"),
    "hook_timed_out": msg("alert {rule}: the hook {hook} was ended after {seconds} s"),
    "hooks_waiting": msg("alert {rule}: the hook {hook} was left out, since {limit} hooks wait already"),
    "does_not_add_up": (
        msg("{what} add up to {sum}; the feed says {stated} ({cause})"),
        msg("{what} add up to {sum}; the feed says {stated}"),
    ),
    "does_not_add_up:annulled": msg(
        "annulled and not installed come to {sum}, more than the {stated} counted {sheets}"
    ),
    "parts_differ": (
        msg("{what} of {candidate}: the parts add up to {sum}, the whole says {stated} ({cause})"),
        msg("{what}: the parts add up to {sum}, the whole says {stated} ({cause})"),
        msg("{what}: the parts add up to {sum}, the whole says {stated}"),
    ),
    "stated_share_differs": msg("{what}: the feed prints {stated} % of {of}, its own figures give {ours} % ({cause})"),
    "unit_fell": (
        msg("{figure} of {candidate} fell from {before} to {after}"),
        msg("{figure} fell from {before} to {after}"),
    ),
    "unit_older": msg("an older copy, of {stamp}; {shown} was seen before"),
    "stamp_ahead": msg("the stamp {stamp} is later than its receipt, {received}"),
    "same_stamp_other_numbers": msg("the stamp {stamp} stayed the same while the numbers changed"),
    "candidate_renamed": msg("{before} is now called {after}"),
    # what a claim says twice
    "claim_above_100": msg("the claimed {figure} is {claimed} %; expected 100 at most"),
    "claim_shares_sum": msg("the {shares} claimed shares come to {sum} %; expected no more than 100, or 100 for all"),
    "claim_lead_of_votes": msg("the claimed lead is {claimed}; the claimed votes make it {ours}"),
    "claim_share_of_votes": msg("{candidate}: the claimed share is {claimed} %; the claimed votes make it {ours} %"),
    "claim_counted_above_processed": msg("claimed counted, {counted} %, cannot be more than processed, {processed} %"),
}
"""By code; see `messages` for variants."""
