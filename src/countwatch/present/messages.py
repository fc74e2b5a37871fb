"""One sentence for every code: what was wrong, where, and what was expected.

A code whose facts differ from place to place has several variants, the fullest first. The path, the
document and the unit are put before the sentence where it does not name them itself. A key such as
`does_not_add_up:annulled` is the code's sentence where its fact `what` has that value.
"""

from typing import Final

from countwatch.present.vocabulary import EXPECTED, FIGURES, msg

__all__ = ["CODES", "EXPECTED", "FIGURES", "msg"]

Variants = str | tuple[str, ...]

_UPDATES: Final[dict[str, Variants]] = {
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
        msg("{figure} of {candidate} would fall from {before} to {after}; "
            "held until it repeats ({held} of {believed_at})"),
        msg("{figure} would fall from {before} to {after}; held until it repeats ({held} of {believed_at})"),
    ),
    "our_fault": msg("countwatch itself failed on this update ({error}); it is in the log, and polling goes on"),
    "not_recording": msg("not recording: {detail}"),
    "does_not_add_up": (
        msg("{what} add up to {sum}; the feed says {stated} ({cause})"),
        msg("{what} add up to {sum}; the feed says {stated}"),
    ),
    "does_not_add_up:annulled": msg("annulled and not installed come to {sum}, more than the {stated} counted sheets"),
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
}  # fmt: skip

_BODIES: Final[dict[str, Variants]] = {
    "empty_body": msg("the body is empty; expected a JSON object"),
    "blank_body": msg("the body is {size} bytes of blanks; expected a JSON object"),
    "page_not_data": msg("a web page came; expected a JSON object"),
    "not_utf8": msg("byte {byte} is not UTF-8; expected JSON in UTF-8"),
    "too_many_values": msg("the body has more than {limit} values; expected a document of results"),
    "invalid_json": msg("not JSON at line {line}, column {column}; expected one JSON object"),
    "duplicate_key": msg("the key {key} comes twice in one object; expected it once"),
    "long_key": msg("the key {key} has more than {limit} characters"),
    "not_a_number": msg("{found} is no number; expected digits"),
    "minus_zero": msg("{found} is no count; expected 0"),
    "huge_number": msg("the number {found} is out of all bounds; expected a number that can be counted"),
    "too_deep": msg("the body is nested deeper than {limit} levels"),
    "lone_surrogate": msg("half a character is escaped in the body; expected whole Unicode characters"),
    "not_an_object": msg("the body is {found}; expected a JSON object"),
    "byte_order_mark": msg("the body begins with a byte order mark; it was left out"),
    "missing_field": msg("{field} is missing"),
    "too_many": msg("{field} has more than {limit} entries"),
    "wrong_value": (
        msg("{field} is {found}; expected {expected}"),
        msg("{field} is not {expected}"),
    ),
    "unknown_schema_version": msg("schema_version is {found}; this countwatch reads {known}"),
    "other_election": msg("the document is of the election {found}; expected {asked}"),
    "other_unit": msg("{field} is {found}; expected the unit {asked}"),
    "missing_root": msg("{field} never is {root}; expected a tally of the whole contest"),
    "duplicate_id": msg("the id {id} comes twice in {field}; expected it once"),
    "unit_inside_itself": msg("{field}: the unit {id} is inside itself"),
    "duplicate_row": msg("the row {row} comes twice ({field}); expected it once"),
    "missing_row": msg("the row {row} is missing ({field})"),
    "duplicate_candidate": msg("{candidate} has two rows ({field}); expected one"),
    "naive_stamp": msg("times without an offset were read on the clock of {zone} (first: {field}, in all: {stamps})"),
    "unknown_unit": msg("{unit} is not in the election file; shown as it came"),
    "unknown_candidate": (
        msg("{name} is not in the election file; shown as it came"),
        msg("{candidate} is not in the election file; shown as it came"),
    ),
    "votes_not_given": msg("some candidate's votes are not given (first unit: {unit}, in all: {units})"),
    "unknown_field": msg("the field {field} is not known; it was left alone"),
    "cleaned_text": msg("characters that cannot be shown were replaced (first: {field}, in all: {labels})"),
    "stated_twice": msg("{field} is given twice, {taken} and {other}; {taken} is shown"),
    "stated_sum_differs": msg("a row of sums says {stated}; expected valid votes {valid} or ballots cast {cast}"),
    "unknown_row": msg("the row {row} with {votes} votes is no candidate, blank or null; it was left out"),
    "unknown_format": msg("there is no format {name}; known: {known}"),
}

_FETCHING: Final[dict[str, Variants]] = {
    "http_status": msg("the server answered with status {status}; expected 200 and the results"),
    "asked_to_come_later": msg("the server asks to come later (status {status})"),
    "asked_to_wait": msg("the server asks to wait {seconds} s (status {status})"),
    "timed_out": msg("no whole answer within {seconds} s"),
    "dns_failed": msg("the name {host} could not be resolved"),
    "tls_failed": msg("no trusted connection to {host} ({detail})"),
    "connect_failed": msg("no connection to {host} ({detail})"),
    "connection_lost": msg("the connection to {host} was lost ({detail})"),
    "proxy_failed": msg("the proxy did not connect ({detail})"),
    "client_unusable": msg("the proxy or the certificates of the environment cannot be used ({detail})"),
    "not_http": msg("{host} does not speak HTTP"),
    "body_cut": msg("the body was cut at {received} of {expected} bytes"),
    "chunks_damaged": msg("the body broke off after {received} bytes; expected its last chunk"),
    "body_too_large": msg("the body has more than {most} bytes"),
    "poll_too_large": msg("the documents of one poll have more than {most} bytes"),
    "not_gzip": msg("the body is not the gzip that its header says ({received} bytes came)"),
    "gzip_damaged": msg("the gzip of the body is damaged ({received} bytes came)"),
    "gzip_cut": msg("the gzip of the body was cut after {received} bytes"),
    "gzip_trailing": msg("something follows the gzip of the body ({received} bytes came)"),
    "encodings_stacked": msg("the body is encoded as {encodings}; expected gzip or nothing"),
    "encoding_unasked": msg("the body is encoded as {encoding}; expected gzip or nothing"),
    "too_many_headers": msg("the answer has {headers} headers; expected at most {most}"),
    "two_lengths": msg("the answer states its length in two ways; expected one"),
    "no_content": msg("the server answered with status {status}, which has no body; expected the results"),
    "partial_content": msg("the server sent a part that nobody asked for; expected the whole document"),
    "not_modified_unasked": msg("the server says 'not modified', which was not asked; expected the document"),
    "too_many_redirects": msg("more than {most} redirects in a row"),
    "redirect_refused": msg("a redirect leads to {scheme}://{host}; expected the feed's own host"),
    "redirect_unreadable": msg("a redirect leads to no readable address"),
    "address_refused": msg("a document's address leads to {scheme}://{host}; expected the feed's own host"),
    "address_unreadable": msg("a document has no readable address"),
    "url_invalid": msg("{url} is no address"),
    "url_not_http": msg("{url} is no address that can be polled; expected http:// or https://"),
    "url_with_credentials": msg("the address of {host} holds a user or password; keys belong in headers_from_env"),
    "header_invalid": msg("the header {header} cannot be sent; expected a plain name and value, not one of our own"),
}

_RECORDINGS: Final[dict[str, Variants]] = {
    "not_a_recording": msg("not a recording; expected a first line that begins with the format cwrec"),
    "empty_recording": msg("the recording holds no update"),
    "recording_version_unknown": msg("the recording has format version {found}; this countwatch reads {expected}"),
    "record_not_readable": (
        msg("{record}: {field} is {found}; expected {expected}"),
        msg("{record}: {field} is not {expected}"),
    ),
    "record_hash_differs": (
        msg("{record}: its hash is not that of its bytes"),
        msg("a line's hash is not that of its bytes"),
    ),
    "record_number_wrong": (
        msg("{record}: its number is {found}; expected the next one"),
        msg("an update has the number {found}; expected the next one"),
    ),
    "chain_broken": (
        msg("{record}: it does not follow the line before it"),
        msg("a line does not follow the one before it"),
    ),
    "body_hash_differs": (
        msg("{record}: the body of {document} does not have its sha256"),
        msg("the body of {document} does not have its sha256"),
    ),
    "same_as_wrong": (
        msg("{record}: {document} refers to update {found}, which does not hold its body"),
        msg("{document} refers to update {found}, which does not hold its body"),
    ),
    "footer_wrong": msg("a footer counts {found} updates; expected {expected}"),
    "session_wrong": (
        msg("{record}: its session is {found}; expected {expected}"),
        msg("a session is {found}; expected {expected}"),
    ),
    "line_end_damaged": msg("the end of the last line was changed; expected a line feed"),
    "line_too_long": (
        msg("{record} takes more than {bytes_max} bytes"),
        msg("line {line} takes more than {bytes_max} bytes"),
    ),
    "head_differs": (
        msg("the head is {found}; {expected} was the head at {seen_at_record}: lines were added since"),
        msg("the head is {found}; expected {expected}, which no line has"),
    ),
    "document_hash_wrong": msg("{record}: the document {field} came with a sha256 that is not its own"),
    "document_twice": msg("{record}: a document comes twice; expected one for each key"),
    "recording_stopped": msg("recording has stopped after an error of the disk"),
    "recording_locked": msg("another countwatch is recording there"),
    "recording_of_another_watch": msg("the recording has {field} {found}; expected {expected} to continue it"),
    "recording_not_found": msg("there is no such recording"),
    "recording_not_permitted": msg("not permitted"),
    "recording_not_opened": msg("cannot be opened ({reason})"),
    "folder_not_found": msg("there is no such folder"),
    "path_is_folder": msg("it is a folder; expected a file"),
    "not_a_regular_file": msg("it is not a regular file"),
}

_SETTINGS: Final[dict[str, Variants]] = {
    "bad_setting": msg("{field} is {found} ({where}): {detail}"),
    "not_toml": msg("not TOML ({detail})"),
    "unreadable_file": (msg("cannot be read ({detail})"), msg("cannot be read")),
    "no_feed": msg("no feed is named; expected an address, or `feed` in the settings"),
    "no_format": msg("the format of {url} is not known; expected --format, or `format` in the settings"),
    "not_a_url": msg("{found} is no address; expected http:// or https://"),
    "missing_variable": msg("the environment variable {name}, which holds a header, is not set"),
    "bad_time": msg("{found} is no time; expected one such as 2021-06-07T19:23"),
    "unknown_sample": msg("there is no bundled sample {name}; known: {known}"),
    "unknown_election": msg("there is no election {name}; known: {known}, or the path of a .toml file"),
    "election_unknown_field": msg("the field {field} is not known"),
    "election_missing_field": msg("{field} is missing"),
    "election_wrong_value": (
        msg("{field} is {found}; expected {expected}"),
        msg("{field} is not {expected}"),
    ),
    "election_too_many": msg("{field} has more than {limit} entries"),
    "election_repeated": msg("{found} comes twice in {field}; expected it once"),
    "election_no_parent": msg("the unit {unit} is inside {found}, which is not listed"),
    "election_circle": msg("the unit {unit} is inside itself"),
    "election_root": msg("{roots} units have no parent ({found}); expected one"),
    "election_unknown_candidate": msg("first_round has votes for {found}, who is no candidate here"),
}

CODES: Final[dict[str, Variants]] = {**_UPDATES, **_BODIES, **_FETCHING, **_RECORDINGS, **_SETTINGS}
"""The templates by code."""
