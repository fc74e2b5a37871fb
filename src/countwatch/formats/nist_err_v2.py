"""`nist-err-v2`: election results reports of NIST SP 1500-100 version 2, as JSON or as XML.

One document holds any number of contests, and refers to units, candidates and parties by id. Which contest
is read is chosen (`contests`); what each field means is in docs/feeds.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from countwatch.formats.assembly import assemble
from countwatch.formats.contests import CONTESTS_MAX, Contest, chosen
from countwatch.formats.documents import JsonObject, load_object, show
from countwatch.formats.nist_err_reading import Reading
from countwatch.formats.nist_err_wire import Heading
from countwatch.formats.nist_err_xml import load_report
from countwatch.formats.rosters import broken_labels, cleaned_labels, enrolled, refuse_missing, unknown_candidates
from countwatch.formats.wire import Location, checked, path, read, refuse_many, wrong
from countwatch.model.assembly import Assembly
from countwatch.model.election import Election
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import Part
from countwatch.model.update import Document, Request

KEY = "report"


class NistErrV2:
    """The format. Its one document has the key "report"; `contest` is the id of the contest to read."""

    name = "nist-err-v2"
    root_key = KEY
    default_election: str | None = None

    def __init__(self, contest: str | None = None) -> None:
        self.contest = contest

    def choose(self, contest: str) -> "NistErrV2":
        """The same format, reading that contest."""
        return NistErrV2(contest)

    def contests(self, body: bytes) -> tuple[Contest, ...]:
        """The contests of a report."""
        return _headings(_load(body, self.contest)[0])

    def plan(
        self, election: Election | None, earlier: Mapping[str, Document], fetched: Mapping[str, Document]
    ) -> Sequence[Request]:
        """The one document, once."""
        return () if KEY in fetched else (Request(KEY),)

    def decode(self, key: str, body: bytes, election: Election | None) -> Part:
        """The chosen contest: the whole's tally first, then each unit that has counts.

        `NotUsable` also with the codes of `contests.chosen` and `nist_err_counts`.
        """
        raw, findings = _load(body, self.contest)
        contest = chosen(_headings(raw), self.contest)
        reading = Reading(raw, contest.place, election)
        tallies = checked(lambda: tuple(reading.tallies()))
        refuse_missing(tallies[0], election.candidates if election else ())
        candidates = tuple(reading.candidates.values())
        labels = tuple(_labels(raw, contest.place))
        return Part(
            key=key,
            tallies=enrolled(tallies, election),
            published_at=reading.report.generated,
            candidates=candidates,
            units=reading.units(),
            findings=(
                *findings,
                *cleaned_labels(labels),
                *broken_labels(labels),
                *unknown_candidates(candidates, election),
                *reading.findings(tallies),
            ),
            title=contest.title,
        )

    def assemble(
        self, parts: Mapping[str, Part], election: Election | None, before: Assembly | None = None
    ) -> Assembly:
        """The one part, with the election laid over it."""
        return assemble(parts, election, KEY, before)


FORMAT = NistErrV2()


def _load(body: bytes, contest: str | None) -> tuple[JsonObject, tuple[Finding, ...]]:
    if body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return load_report(body, contest), ()
    loaded = load_object(body)
    kind = loaded.value.get("@type")
    if kind != "ElectionResults.ElectionReport":
        raise NotUsable("other_format", found=show(kind), asked="ElectionResults.ElectionReport")
    return loaded.value, loaded.findings


def _headings(raw: JsonObject) -> tuple[Contest, ...]:
    """Every contest of the report, with its place in it."""
    found: list[Contest] = []
    for election, place in _rows(raw, ("Election",)):
        for contest, here in _rows(election, (*place, "Contest")):
            refuse_many(len(found) + 1, CONTESTS_MAX, "contests")
            heading = read(Heading, contest, here)
            found.append(Contest(heading.id, heading.title, here))
    return tuple(found)


def _rows(holder: object, place: Location) -> Iterator[tuple[Any, Location]]:
    """The items of the list under the last name of `place`, each with its own place."""
    items = holder.get(place[-1], []) if isinstance(holder, dict) else None
    if not isinstance(items, list):
        raise wrong(path(place if isinstance(holder, dict) else place[:-1]), items if holder else holder, "list")
    for number, item in enumerate(items):
        yield item, (*place, number)


def _labels(raw: JsonObject, place: Location) -> Iterable[tuple[Location, object]]:
    """The names that came as plain words of one language: title, candidates, units."""
    yield (*place, "Name"), raw["Election"][place[1]]["Contest"][place[3]]["Name"]
    ballot = raw["Election"][place[1]]
    for holder, here, field in (
        *((item, (*place[:2], "Candidate", n), "BallotName") for n, item in enumerate(ballot.get("Candidate", []))),
        *((item, ("GpUnit", n), "Name") for n, item in enumerate(raw.get("GpUnit", []))),
    ):
        for number, phrase in enumerate((holder.get(field) or {}).get("Text", [])):
            yield (*here, field, "Text", number), phrase.get("Content")
