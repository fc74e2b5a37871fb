"""The sentences of codes, in English, which is also their key in the catalogue.

`msg` only marks a text for the catalogue; it is looked up where it is used.
"""

from typing import Final


def msg(text: str) -> str:
    """Mark a text that is translated later."""
    return text


FIGURES: Final = {
    "votes": msg("votes"),
    "blank": msg("blank votes"),
    "null": msg("null votes"),
    "contested": msg("contested votes"),
    "cast": msg("ballots cast"),
    "registered": msg("registered voters"),
    "registered_counted": msg("registered voters of counted sheets"),
    "total": msg("all sheets"),
    "counted": msg("counted sheets"),
    "under_review": msg("sheets at the boards"),
    "pending": msg("pending sheets"),
    "processed": msg("processed sheets"),
    "annulled": msg("annulled sheets"),
    "not_installed": msg("sheets of tables not installed"),
    "ballots": msg("votes, blank and null"),
    "sheets": msg("counted, at the boards and pending"),
}

CODES: Final = {
    # what a whole update can come to
    "impossible": msg("{part} {part_value} cannot be more than {whole} {whole_value}"),
    "root_missing": msg("the update has no document {document}, which carries the totals"),
    "candidate_missing": msg("{candidate} is missing from the totals; expected every candidate shown before"),
    "candidates_swapped": msg("the name {name} moved from {other} to {candidate}; expected ids to keep their names"),
    "no_candidates": msg("the list of candidates is empty; expected at least one"),
    "older_stamp": msg("an older copy, of {stamp}; the screen shows {shown}"),
    "collapse": msg(
        "{figure} {candidate} would fall from {before} to {after}; held ({held} of {believed_at}) until it repeats"
    ),
    "our_fault": msg("countwatch itself failed on this update ({error}); it is in the log, and polling goes on"),
    "not_recording": msg("not recording: {path}: {detail}"),
    # findings
    "does_not_add_up": msg("{what} add up to {sum}; the feed says {stated} ({unit})"),
    "parts_differ": msg("the parts add up to {sum} for {candidate}; the whole says {stated}"),
    "unit_fell": msg("{unit}: {figure} {candidate} fell from {before} to {after}"),
    "unit_older": msg("{unit}: an older copy, of {stamp}; {shown} was seen before"),
    "same_stamp_other_numbers": msg("the stamp {stamp} stayed the same while the numbers changed"),
    "candidate_renamed": msg("{candidate} was called {before} and is now called {after}"),
}

EXPECTED: Final[dict[str, str]] = {}
