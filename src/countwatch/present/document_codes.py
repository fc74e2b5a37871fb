"""Sentences about documents: what cannot be read in them, and what is odd about them."""

from typing import Final

from countwatch.present.vocabulary import Variants, msg

BODIES: Final[dict[str, Variants]] = {
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
}
"""What every format refuses or finds."""

FORMATS: Final[dict[str, Variants]] = {
    # contests of a body
    "no_contests": msg("the body holds no contest; expected at least one"),
    "contest_needed": msg("the body holds {contests} contests; expected --contest with one of {listed}"),
    "unknown_contest": msg("there is no contest {found} among the {contests} of the body: {listed}"),
    "contest_not_taken": msg("the format {format} has one contest only; expected no --contest"),
    "other_format": msg("the document is {found}; expected {asked}"),
    "unknown_document": msg("the document {key} is none of this format's"),
    # XML and archives
    "invalid_xml": msg("not XML at line {line}, column {column}; expected one whole document"),
    "xml_doctype": msg("the XML declares a document type or entities; expected none"),
    "too_large": msg("the body has more than {limit} bytes"),
    "too_long": msg("{field} has more than {limit} characters"),
    "bad_zip": msg("the archive is damaged; expected a zip with one XML file"),
    "zip_encrypted": msg("the archive is encrypted; expected one that can be read"),
    "zip_members": msg("the archive holds {members} files, {xml} of them XML; expected one XML file"),
    # what sources say of themselves
    "source_failed": msg("the source says that it failed: {message}"),
    "totals_without_votes": msg("{field} holds totals; expected the votes of the candidates"),
    "stated_valid_differs": msg("the feed says {stated} valid votes; its candidates add up to {sum}"),
    "sheets_only_report": msg("counted {sheets} are those that report, {counted} of {total}; each may be in part"),
    "unequal_arrays": msg("{field} has {found} entries, {other} has {expected_items}; expected as many"),
    "duplicate_count": msg("{unit}: {type} is counted twice ({field}); expected it once"),
    "overlapping_units": msg("{unit} and {other} both hold the same votes; expected units that do not overlap"),
    "test_report": msg("the source marks this report as a test"),
    "simulation": msg("the source marks these results as a simulation"),
    "report_status": msg("the source gives this report the status {status}"),
    "part_of_sequence": msg("the report is part {first} of {last}; the others are not read"),
    "no_counts": msg("the report has no counts yet (status {status})"),
    "summed_from_units": msg("the report gives no totals; they are the sum of {units} units"),
    "types_not_completed": msg("not counted to the end: {types}"),
    "types_exceed_total": msg("{candidate}: the kinds of votes add up to {sum}, more than the total of {stated}"),
    "suppressed_counts": msg("the source withholds {rows} counts to protect the secrecy of the vote"),
    "first_round_of_ranking": msg("the first of {rounds} rounds of a ranked vote is shown"),
    "unknown_reference": msg("{field} names {id}, which nothing in the report explains"),
    "broken_text": msg("letters were lost before they came here (first: {field}, in all: {labels})"),
    "assumed_zone": msg("the clock of this unit is not known; {zone} was taken"),
    "final_by_source": msg("the source calls this count final"),
    "status_by_source": msg("the source writes of {candidate}: “{words}”"),
    "votes_set_aside": msg("the source writes of the {votes} votes of {candidate}: “{words}”"),
    "party_list_votes": msg("{votes} votes for parties alone are counted in no candidate"),
    # paths of a mapping in a body
    "path_failed": msg("{path} cannot be applied to {field}; expected another type there"),
    "nothing_at_path": msg("{path} finds nothing in {field}"),
    "nothing_at_path_near": msg("{path} finds nothing in {field}; there is {near}"),
}
"""What single formats refuse or find."""
