"""The JSON Schema of the native feed format: pydantic's own schema of `Snapshot`, with its words."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from countwatch.model.snapshot import SCHEMA_VERSION, Snapshot

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_STAMP = "Date and time with its offset (2021-06-07T19:23:00-05:00). Without one, the election's zone is taken."

_WORDS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "Snapshot": (
        (
            "One whole reading of a count: exact whole numbers, one tally for each unit that has reported. "
            "What is not known is left out or null, and is never 0. Unknown fields are ignored and reported."
        ),
        {
            "schema_version": f"The version of this format; {SCHEMA_VERSION}.",
            "root_id": "The unit of the whole contest. It must be among the tallies.",
            "candidates": "The choices on the ballot paper, in any order; from 1 to 500, each id once.",
            "units": "The reporting units, as a tree by parent_id; each id once. May be empty.",
            "tallies": "One tally for each unit that has reported, the root's among them; each unit once.",
            "published_at": f"When the source published this reading. {_STAMP}",
            "election_id": "The election that this is about. Another one than is being watched is refused.",
            "title": "The contest in words, for people.",
        },
    ),
    "Candidate": (
        "One choice on the ballot paper.",
        {
            "id": "The key of this candidate in every tally's votes.",
            "name": "The name in full.",
            "short_name": "A shorter name for narrow places.",
            "party": "The party or list.",
            "codes": "Other ids under which feeds name this candidate.",
            "colour": "A colour as #rrggbb; it never carries a meaning alone.",
            "glyph": "One character, one terminal cell wide, that stands for the candidate.",
        },
    ),
    "ReportingUnit": (
        "One area whose count is reported.",
        {
            "id": "The id that tallies use.",
            "name": "The name for people.",
            "kind": "What kind of area it is.",
            "parent_id": "The unit that it lies in; the root has none.",
            "short_name": "A few letters for where there is no room for the name.",
            "registered": "People on its electoral roll.",
            "sheets": "Tally sheets that it will report.",
            "tile": "Row and column on a map of tiles.",
        },
    ),
    "UnitTally": (
        "The count of one reporting unit.",
        {
            "unit_id": "The unit.",
            "votes": "Votes by candidate id. The root's tally has every candidate.",
            "published_at": f"When this unit's figures were published, where it differs. {_STAMP}",
            "blank": "Blank ballots.",
            "null": "Null (spoiled) ballots.",
            "contested": "Ballots set aside as contested, in the counted sheets.",
            "cast": "Ballots cast in the counted sheets.",
            "registered": "People on the electoral roll of the whole unit.",
            "registered_counted": "People on the roll of the counted sheets: what turnout is measured on.",
            "sheets": "Tally sheets by state.",
        },
    ),
    "Sheets": (
        "Tally sheets (actas, precincts) by state; each null where the source does not say.",
        {
            "total": "All sheets of the unit.",
            "counted": "Sheets in the totals; includes annulled and not_installed.",
            "under_review": "Sheets sent to the electoral boards, not in the totals.",
            "pending": "Sheets that are neither counted nor under review.",
            "annulled": "Counted sheets whose votes are all null.",
            "not_installed": "Counted sheets of polling tables that never opened.",
            "review_reasons": "Sheets under review by reason, by an id of the reason.",
        },
    ),
}


def snapshot_schema() -> dict[str, Any]:
    """What `countwatch schema snapshot` prints. It says what is valid; identity is checked on reading."""
    schema = TypeAdapter(Snapshot).json_schema()
    for name, (description, words) in _WORDS.items():
        shape = schema if name == "Snapshot" else schema["$defs"][name]
        shape["description"] = description
        for field, text in words.items():
            shape["properties"][field]["description"] = text
    return {"$schema": _DIALECT, **schema, "title": "countwatch snapshot"}
