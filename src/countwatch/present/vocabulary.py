"""The words that sentences are made of: figures, bases, reasons, causes, and what was expected.

English is also the key in the catalogue. `msg` only marks a text; it is looked up where it is used.
"""

from typing import Final

Variants = str | tuple[str, ...]
"""A sentence, or several of which the first is told whose facts are all known."""


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
    "registered_counted": msg("registered voters of counted {sheets}"),
    "total": msg("all {sheets}"),
    "counted": msg("counted {sheets}"),
    "under_review": msg("{sheets} at {boards}"),
    "pending": msg("pending {sheets}"),
    "processed": msg("processed {sheets}"),
    "annulled": msg("annulled {sheets}"),
    "not_installed": msg("{sheets} of tables not installed"),
    "ballots": msg("votes, blank and null"),
    "sheets": msg("counted, at {boards} and pending"),
    "review_reasons": msg("reasons of review"),
    "turnout": msg("turnout"),
    "share": msg("share"),
}
"""Figures by the names that changes and findings give them."""

BASES: Final = {
    "valid": msg("valid votes"),
    "cast": msg("ballots cast"),
    "registered_counted": msg("registered voters of counted {sheets}"),
    "total_sheets": msg("all {sheets}"),
}
"""What a percentage that a feed prints is of."""

REASONS: Final = {
    "contested_ballots": msg("contested ballots"),
    "material_error": msg("material error"),
    "illegible": msg("illegible"),
    "incomplete": msg("incomplete"),
    "unsigned": msg("unsigned"),
    "other": msg("other reasons"),
    "nullity_request": msg("nullity request"),
    "no_data": msg("no data"),
    "lost": msg("lost"),
    "destroyed": msg("destroyed"),
}
"""Why sheets went to the boards."""

CORRECTIONS: Final = {
    "withdrawn_to_review": msg("{sheet} withdrawn to review"),
    "withdrawn": msg("{sheet} withdrawn from the count"),
    "retyped": msg("{sheet} typed again"),
    "reassigned_between_units": msg("{sheet} moved to another unit"),
    "annulled_restored": msg("annulled {sheets} restored"),
    "annulled": msg("{sheet} annulled"),
    "total_changed": msg("number of {sheets} changed"),
    "torn_read": msg("figures of different moments"),
    "mixed": msg("additions and withdrawals together"),
    "unexplained": msg("not explained by the figures given"),
}
"""What the arithmetic of a fall is consistent with."""

CAUSES: Final = {
    "fields_of_another_moment": msg("figures of different moments"),
    "annulled_outside_counted": msg("annulled {sheets} outside the counted ones"),
    "several_reasons_a_sheet": msg("a {sheet} may have several reasons"),
    "reasons_not_all_told": msg("not every reason is given"),
    "parts_behind": msg("the parts are behind the whole"),
    "parts_ahead": msg("the parts are ahead of the whole"),
    "truncated": msg("cut instead of rounded"),
    "other_base": msg("it is right on another base"),
    "last_digit": msg("only the last digit differs"),
    "other_figures": msg("no figure given explains it"),
}
"""What the arithmetic of a mismatch points to."""

EXPECTED: Final = {
    # numbers
    "count": msg("a whole number, 0 or more, that can be a number of people or sheets"),
    "comma_integer": msg("a whole number in digits, such as 8836380 or 8,836,380"),
    "dot_integer": msg("a whole number such as 8836380 or 8.836.380"),
    "space_integer": msg("a whole number such as 8836380 or 8 836 380"),
    "comma_decimal": msg("a number with a decimal comma, such as 50,269"),
    "dot_decimal": msg("a number with a decimal point, such as 50.269"),
    "dot_percent": msg("a percentage from 0 to 100 with a decimal point, such as 50.269"),
    "plain_count": msg("a whole number in plain digits, such as 8836380"),
    "plain_integer": msg("a whole number in plain digits, such as 8836380"),
    "digit_code": msg("a code in digits"),
    "version_number": msg("the number of a version"),
    "comma_percent": msg("a percentage from 0 to 100 with a decimal comma, such as 50,27"),
    "json_percent": msg("a number from 0 to 100"),
    "json_decimal": msg("a number, 0 or more"),
    "whole_number": msg("a whole number"),
    "seconds": msg("a number of seconds"),
    "float_type": msg("a number"),
    "float_parsing": msg("a number"),
    "finite_number": msg("a number"),
    "bool_type": msg("true or false"),
    "bool_parsing": msg("true or false"),
    "at_least": msg("at least {choices}"),
    "at_most": msg("at most {choices}"),
    "more_than": msg("more than {choices}"),
    "less_than": msg("less than {choices}"),
    "program": msg("a list of words whose first is a program"),
    "variable_name": msg("the name of an environment variable"),
    "true_or_false": msg("true or false"),
    "s_or_n": msg("s or n"),
    # text
    "text": msg("a text"),
    "non_blank_text": msg("a text that shows something"),
    "short_text": msg("a shorter text"),
    "plain_id": msg("an id of visible characters"),
    "unbroken_id": msg("an id without a lost letter"),
    "declared_pattern": msg("a text of the pattern that the mapping declares"),
    "glyph": msg("one visible character, one cell wide"),
    "colour": msg("a colour such as #D55E00"),
    "one_of": msg("one of {choices}"),
    "code": msg("a code of lower-case letters, digits and underscores"),
    "path_type": msg("a path"),
    "text_or_whole_number": msg("a text, a whole number or null"),
    # shapes
    "object": msg("an object"),
    "list": msg("a list"),
    "non_empty_list": msg("a list that is not empty"),
    "list_of_text": msg("a list of texts"),
    "keys": msg('a key such as "p", or a list of keys'),
    "json": msg("JSON"),
    # times
    "stamp": msg("a date and time such as 2021-06-07T19:23:00-05:00"),
    "onpe_date": msg("a date such as 07/06/2021"),
    "onpe_time": msg("a time such as 19:23 h"),
    "tse_date": msg("a date such as 07/06/2021"),
    "tse_time": msg("a time such as 19:23:05"),
    "us_stamp": msg("a date and time such as 6/7/2021 7:23:05 PM EST"),
    "epoch_milliseconds": msg("milliseconds since 1970, such as 1623110400000"),
    "declared_stamp": msg("a date and time as the mapping declares it"),
    "utc_instant": msg("a date and time in UTC"),
    "time_zone": msg("a time zone such as America/Lima"),
    # lines of a recording
    "true": msg("true"),
    "hash": msg("a sha256 in lower-case hexadecimal"),
    "base64": msg("base64"),
    "update": msg("an update"),
    "failure_kind": msg("a known kind of failure"),
    "provenance": msg("live, git-scraped or reconstructed"),
    "one_document_a_key": msg("one document for each key"),
    "first_members_n_session_at": msg("n, session and at as the first members"),
    "one_of_body_body_base64_same_as": msg("one of body, body_base64 and same_as"),
}
"""What a field had to be, by the name that converters and readers give it."""

SYSTEM: Final = {
    "EACCES": msg("no permission"),
    "EPERM": msg("no permission"),
    "EROFS": msg("the file system is read-only"),
    "ENOENT": msg("there is no such file or folder"),
    "ENOTDIR": msg("a part of the path is no folder"),
    "EISDIR": msg("it is a folder"),
    "EEXIST": msg("it is there already"),
    "ENAMETOOLONG": msg("the name is too long"),
    "ELOOP": msg("links lead in a circle"),
    "ENOSPC": msg("the disk is full"),
    "EDQUOT": msg("the disk is full"),
    "EFBIG": msg("the file would be too large"),
    "EIO": msg("the disk failed"),
    "ESTALE": msg("somebody else changed the file"),
    "EMFILE": msg("too many files are open"),
    "EADDRINUSE": msg("the port is taken"),
    "ECONNREFUSED": msg("nothing listens there"),
    "ECONNRESET": msg("the other side closed it"),
    "EPIPE": msg("the other side closed it"),
    "EHOSTUNREACH": msg("there is no way there"),
    "ENETUNREACH": msg("there is no network"),
    "ENETDOWN": msg("there is no network"),
    "ETIMEDOUT": msg("no answer came"),
}
"""What the system answers, by its own names; one that is not here is told by that name."""
