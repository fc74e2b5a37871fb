"""An invented count on an invented island, as bodies of the native format. Nobody there is anybody."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

JsonObject = dict[str, object]

FIRST_AT = datetime(2030, 5, 5, 20, 0, tzinfo=UTC)
VOTERS_A_SHEET = 250
BLANK_A_SHEET, NULL_A_SHEET = 2, 5
ROOT_ID = "island"


@dataclass(frozen=True, slots=True)
class Region:
    """A region whose sheets all say the same: votes a sheet for each candidate."""

    id: str
    name: str
    kind: str
    sheets: int
    votes: Mapping[str, int]


NORTH = Region("north", "Norte", "region", 300, {"ancla": 104, "brujula": 82})
SOUTH = Region("south", "Sur", "region", 240, {"ancla": 71, "brujula": 113})
ABROAD = Region("abroad", "Exterior", "abroad", 60, {"ancla": 40, "brujula": 58})
REGIONS = (NORTH, SOUTH, ABROAD)

CANDIDATES: tuple[JsonObject, ...] = (
    {
        "id": "ancla",
        "name": "Alma Inventada",
        "short_name": "ALMA",
        "party": "Lista Ancla",
        "colour": "#009E73",
        "glyph": "■",
    },
    {
        "id": "brujula",
        "name": "Bruno Supuesto",
        "short_name": "BRUNO",
        "party": "Lista Brújula",
        "colour": "#CC79A7",
        "glyph": "◆",
    },
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one region is: sheets counted and at the boards."""

    region: Region
    counted: int
    under_review: int = 0


def at_minute(minute: int) -> datetime:
    """Minutes into the invented night."""
    return FIRST_AT + timedelta(minutes=minute)


def tally(unit_id: str, minute: int, progress: Sequence[Progress]) -> JsonObject:
    """The tally of some regions together, at one stamp."""
    total = sum(item.region.sheets for item in progress)
    counted = sum(item.counted for item in progress)
    under_review = sum(item.under_review for item in progress)
    votes = {
        candidate_id: sum(item.counted * item.region.votes[candidate_id] for item in progress)
        for candidate_id in NORTH.votes
    }
    blank, null = counted * BLANK_A_SHEET, counted * NULL_A_SHEET
    return {
        "unit_id": unit_id,
        "published_at": at_minute(minute).isoformat(),
        "votes": votes,
        "blank": blank,
        "null": null,
        "cast": sum(votes.values()) + blank + null,
        "registered": total * VOTERS_A_SHEET,
        "registered_counted": counted * VOTERS_A_SHEET,
        "sheets": {
            "total": total,
            "counted": counted,
            "under_review": under_review,
            "pending": total - counted - under_review,
        },
    }


def snapshot(minute: int, whole: Sequence[Progress], regions: Iterable[JsonObject] | None = None) -> JsonObject:
    """The island at that minute; its regions at the same stamp unless other tallies of them are given."""
    below = regions if regions is not None else (tally(item.region.id, minute, [item]) for item in whole)
    units: list[JsonObject] = [{"id": ROOT_ID, "name": "Isla Fingida", "kind": "nation"}]
    units += [{"id": region.id, "name": region.name, "kind": region.kind, "parent_id": ROOT_ID} for region in REGIONS]
    return {
        "schema_version": 1,
        "title": "Isla Fingida · elección inventada",
        "root_id": ROOT_ID,
        "published_at": at_minute(minute).isoformat(),
        "candidates": [dict(candidate) for candidate in CANDIDATES],
        "units": units,
        "tallies": [tally(ROOT_ID, minute, whole), *below],
    }


def progress(north: int, south: int, abroad: int, under_review: int = 0) -> list[Progress]:
    """Sheets counted in each region; those at the boards are all in the south."""
    return [Progress(NORTH, north), Progress(SOUTH, south, under_review), Progress(ABROAD, abroad)]


def written(value: JsonObject) -> bytes:
    """A body on the wire."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
