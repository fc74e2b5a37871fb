"""Sentences about what carries documents: the network, and recordings."""

from typing import Final

from countwatch.present.vocabulary import Variants, msg

FETCHING: Final[dict[str, Variants]] = {
    "http_status": msg("the server answered with status {status}; expected 200 and the results"),
    "asked_to_come_later": msg("the server asks to come later (status {status})"),
    "asked_to_wait": msg("the server asks to wait {seconds} s (status {status})"),
    "timed_out": msg("no whole answer within {seconds} s"),
    "read_too_long": msg("reading what came took longer than the poll's deadline of {seconds} s"),
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
    "url_with_credentials": msg(
        "the address of {host} holds a user or password; keys belong in headers_from_env or headers_from_file"
    ),
    "header_invalid": msg("the header {header} cannot be sent; expected a plain name and value, not one of our own"),
}
"""What can go wrong on the way."""

RECORDINGS: Final[dict[str, Variants]] = {
    "not_a_recording": msg("not a recording; expected a first line that begins with the format cwrec"),
    "not_a_recording_nor_a_body": msg(
        "not a recording; expected a first line that begins with the format cwrec, or --format to read it by"
    ),
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
    "frame_damaged": (
        msg("{record}: the compressed frame at byte {byte} is damaged"),
        msg("the compressed frame at byte {byte} is damaged"),
    ),
    "frame_too_large": msg("the compressed frame at byte {byte} holds more than {bytes_max} bytes"),
    "index_missing": msg("the index at the end of the compressed recording is damaged or was cut off"),
    "index_wrong": msg("{record}: the index of the compressed recording says something else"),
    "head_differs": (
        msg("the head is {found}; {expected} was the head at {seen_at_record}: lines were added since"),
        msg("the head is {found}; expected {expected}, which no line has"),
    ),
    "document_hash_wrong": msg("{record}: the document {field} came with a sha256 that is not its own"),
    "document_twice": msg("{record}: a document comes twice; expected one for each key"),
    "recording_stopped": msg("recording has stopped after an error of the disk"),
    "recording_compressed": msg("a compressed recording is not added to; expected a .cwrec, which export compresses"),
    "recording_locked": msg("another countwatch is recording there"),
    "recording_of_another_watch": (
        msg("the recording has {field} {found}; expected {expected} to continue it"),
        msg("the recording has {field} {found}, and this watch has none; expected the same to continue it"),
        msg("the recording has no {field}; expected {expected} to continue it"),
    ),
    "row_begins_later": msg("it names a file before it, with the head {found}; expected that file too"),
    "row_file_missing": msg("{missing} is missing between {before} and this file"),
    "row_file_swapped": msg("it names {other} as the file before it; expected {before}"),
    "row_not_linked": msg("it names no file before it; expected {before}, whose head is {expected}"),
    "row_broken": msg("it names a file before it with the head {found}; expected {before}, whose head is {expected}"),
    "no_recordings": msg("there is no recording in this folder"),
    "several_recordings": msg("there are several recordings in this folder; expected one of {known}"),
    "recording_not_found": msg("there is no such recording"),
    "recording_not_permitted": msg("not permitted"),
    "recording_not_opened": msg("cannot be opened ({reason})"),
    "folder_not_found": msg("there is no such folder"),
    "path_is_folder": msg("it is a folder; expected a file"),
    "not_a_regular_file": msg("it is not a regular file"),
}
"""What can be wrong with a recording. `{record}` is told as "update 7" or "the header"."""
