"""A NIST SP 1500-100 v2 report in XML, given the shape of its JSON. Only the chosen contest's counts are kept."""

import re
from decimal import Decimal
from typing import Any

from countwatch.formats.documents import JsonObject, show
from countwatch.formats.weight import room
from countwatch.formats.wire import Location, path
from countwatch.formats.xml import Event, events
from countwatch.model.errors import NotUsable

NAMESPACE = "http://itl.nist.gov/ns/voting/1500-100/v2"
ROOT = "ElectionReport"

_LISTS = frozenset(
    {
        "Election",
        "GpUnit",
        "Party",
        "Candidate",
        "Contest",
        "ContestSelection",
        "VoteCounts",
        "OtherCounts",
        "CountStatus",
        "Text",
    }
)
_REFERENCES = frozenset({"CandidateIds", "PartyIds", "EndorsementPartyIds", "ComposingGpUnitIds"})
_NUMBERS = frozenset(
    {
        "Count",
        "Overvotes",
        "Undervotes",
        "WriteIns",
        "Round",
        "VotesAllowed",
        "SubUnitsReported",
        "TotalSubUnits",
        "VotersRegistered",
        "SequenceStart",
        "SequenceEnd",
    }
)
_FLAGS = frozenset({"IsTest", "IsWriteIn", "IsSuppressedForPrivacy"})
_TEXTS = frozenset(
    {
        "ElectionReport",
        "Name",
        "BallotName",
        "Selection",
        "GeneratedDate",
        "Status",
        "Type",
        "OtherType",
        "GpUnitId",
        "PartyId",
        "ElectionDistrictId",
        "ElectionScopeId",
        "DeviceClass",
        "Manufacturer",
        "Model",
    }
)
_READ = _LISTS | _REFERENCES | _NUMBERS | _FLAGS | _TEXTS
_OF_ONE_CONTEST = frozenset({"ContestSelection", "OtherCounts", "CountStatus"})
_NUMBER = re.compile(r"[+]?[0-9]{1,16}(?:\.[0-9]{1,12})?")
TREE_BYTES_MAX = 32 * 1024 * 1024
"""What the kept elements may take; with the body and the model's values, 64 MB hold."""

_WIDTH_MAX = 4
"""Bytes of a character in a text that is not ASCII."""

_ELEMENT_BYTES, _NODE_BYTES, _TEXT_BYTES = 40, 200, 150
"""About what an element takes, what it takes more once something is in it, and what a new text does besides itself."""

_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def load_report(body: bytes, contest: str | None) -> JsonObject:
    """The report, with the counts of `contest` (of the first one where none is named). `NotUsable` as `xml.events`,
    and too_heavy, other_format where it is another document, duplicate_key where an element stands twice for once.
    """
    building = _Building(contest, int(TREE_BYTES_MAX * room(len(body))))
    for event in events(body):
        building.take(event)
    return building.report


class _Building:
    """The tree so far: the open elements' contents, and how deep inside something unread we are."""

    def __init__(self, contest: str | None, bytes_max: int) -> None:
        self.report: JsonObject = {}
        self._contest = contest
        self._here = ""
        self._open: list[JsonObject] = []
        self._skipped = 0
        self._same: dict[str, str] = {}
        self._bytes = 0
        self._bytes_max = bytes_max

    def take(self, event: Event) -> None:
        """One element begins or ends."""
        if event.kind == "end":
            self._end(event)
        elif self._skipped or self._is_unread(event):
            self._skipped += 1
        else:
            content = _attributes(event)
            self._weigh(_ELEMENT_BYTES + (_NODE_BYTES + sum(map(_text_bytes, content.values())) if content else 0))
            self._open.append(content)

    def _is_unread(self, event: Event) -> bool:
        name = event.path[-1]
        if len(event.path) == 1:
            if name != ROOT or event.namespace != NAMESPACE:
                found = f"{{{event.namespace}}}{name}" if event.namespace else name
                raise NotUsable("other_format", found=show(found), asked=f"{{{NAMESPACE}}}{ROOT}")
            return False
        if name == "Contest" and len(event.path) == 3:
            self._here = event.attributes.get("ObjectId", "")
            if self._contest is None:
                self._contest = self._here
        unchosen = event.path[-2] == "Contest" and self._here != self._contest
        return name not in _READ or (unchosen and name in _OF_ONE_CONTEST)

    def _end(self, event: Event) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        content = self._open.pop()
        if not self._open:
            self.report = content
            return
        name = event.path[-1]
        if name in _REFERENCES:
            self._open[-1].setdefault(name, []).extend(map(self._shared, event.text.split()))
            return
        if name == "Text":
            self._weigh(0 if content else _NODE_BYTES)
            content["Content"] = self._shared(event.text)
        elif not content and event.text:
            content = self._value(name, event.text)
        self._put(name, content, event.place)

    def _put(self, name: str, value: Any, place: Location) -> None:
        holder = self._open[-1]
        if not holder:
            self._weigh(_NODE_BYTES)
        if name in _LISTS:
            holder.setdefault(name, []).append(value)
        elif name in holder:
            raise NotUsable("duplicate_key", key=path(place))
        else:
            holder[name] = value

    def _value(self, name: str, text: str) -> Any:
        if name in _NUMBERS and _NUMBER.fullmatch(text):
            return Decimal(text) if "." in text else int(text)
        if name in _FLAGS:
            return _TRUTH.get(text, text)
        return self._shared(text)

    def _shared(self, text: str) -> str:
        """The same string for the same text: ids of units come thousands of times."""
        if text not in self._same:
            self._weigh(_text_bytes(text))
            self._same[text] = text
        return self._same[text]

    def _weigh(self, more: int) -> None:
        self._bytes += more
        if self._bytes > self._bytes_max:
            raise NotUsable("too_heavy", limit=self._bytes_max // 1024**2)


def _text_bytes(text: str) -> int:
    return _TEXT_BYTES + len(text) * (1 if text.isascii() else _WIDTH_MAX)


def _attributes(event: Event) -> JsonObject:
    names = {"ObjectId": "@id", "xsi:type": "@type", "Language": "Language"}
    return {names[name]: value for name, value in event.attributes.items() if name in names}
