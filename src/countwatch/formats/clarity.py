"""`clarity`: Clarity ENR, the results sites of many US states and counties.

`current_ver.txt` says which version is out; under it are a summary in JSON (totals, no stamp) and a detail
in zipped XML (by county or precinct, with a stamp). A file of either kind is read too. What each field means
is in docs/feeds.md.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from countwatch.formats.assembly import assemble
from countwatch.formats.clarity_detail import Detail, read_detail
from countwatch.formats.clarity_tallies import ROOT, detail_part, summary_part
from countwatch.formats.clarity_wire import Heading, Row
from countwatch.formats.clarity_zip import MAGIC, unzipped
from countwatch.formats.contests import CONTESTS_MAX, Contest, chosen
from countwatch.formats.documents import load_tree, refuse_nothing
from countwatch.formats.rosters import broken_labels, cleaned_labels
from countwatch.formats.wire import WHOLE_DOCUMENT, checked, read, refuse_many, wrong
from countwatch.formats.xml import events, stream
from countwatch.model.assembly import Assembly
from countwatch.model.election import Election
from countwatch.model.part import Part
from countwatch.model.snapshot import Sheets, UnitTally
from countwatch.model.update import Document, Request

VERSION, SUMMARY, DETAIL = "version", "summary", "detail"
_VERSION = re.compile(rb"[0-9]{1,12}")


class Clarity:
    """The format. Its documents are "version", "summary" (the root) and "detail"; `contest` is a contest's key.

    A body is told by its first bytes, so that a bare file of either kind can stand for the root.
    """

    name = "clarity"
    root_key = SUMMARY
    default_election: str | None = None

    def __init__(self, contest: str | None = None) -> None:
        self.contest = contest

    def choose(self, contest: str) -> "Clarity":
        """The same format, reading that contest."""
        return Clarity(contest)

    def contests(self, body: bytes) -> tuple[Contest, ...]:
        """The contests of a summary or a detail."""
        detail = _detail(body, self.contest)
        return _listed(load_tree(body).value) if detail is None else tuple(detail.contests)

    def plan(
        self, election: Election | None, earlier: Mapping[str, Document], fetched: Mapping[str, Document]
    ) -> Sequence[Request]:
        """The version first; then what is not yet held of that version. `NotUsable` where it is no version.

        The addresses of a version never change what they hold, so nothing is asked again until it moves.
        """
        if VERSION not in fetched:
            return (Request(VERSION, "current_ver.txt"),)
        version = _version(fetched[VERSION].body)
        targets = {
            SUMMARY: f"{version}/json/en/summary.json",
            DETAIL: f"{version}/reports/detailxml.zip",
        }
        held = {key for key, document in earlier.items() if document.problem is None and f"/{version}/" in document.url}
        return tuple(Request(key, target) for key, target in targets.items() if key not in {*held, *fetched})

    def decode(self, key: str, body: bytes, election: Election | None) -> Part:
        """The chosen contest: the whole's tally first, then (from a detail) each county or precinct.

        `NotUsable` also with the codes of `contests.chosen`, `xml.stream` and `clarity_zip.unzipped`.
        """
        if key == VERSION:
            _version(body)
            return Part(key, ())
        detail = _detail(body, self.contest)
        if detail is not None:
            chosen(detail.contests, self.contest)
            return checked(lambda: detail_part(key, detail, election))
        loaded = load_tree(body)
        contest = chosen(_listed(loaded.value), self.contest)
        raw = loaded.value[int(contest.place[0])]
        part = summary_part(key, read(Row, raw, contest.place), election)
        labels = [((*contest.place, "CH", number), label) for number, label in enumerate(raw["CH"])]
        odd = (*loaded.findings, *cleaned_labels(labels), *broken_labels(labels))
        return part._replace(findings=(*odd, *part.findings))

    def assemble(
        self, parts: Mapping[str, Part], election: Election | None, before: Assembly | None = None
    ) -> Assembly:
        """The summary's totals, at the stamp of the detail where that tells the same votes, else at none.

        A detail that is behind keeps its own stamp: its counties are then not summed against the whole.
        """
        given = {key: part for key, part in parts.items() if key != VERSION}
        if DETAIL in given:
            given |= {
                SUMMARY: _dated(given[SUMMARY], given[DETAIL]),
                DETAIL: _measured(given[DETAIL], given[SUMMARY]),
            }
        return assemble(given, election, SUMMARY, before)


FORMAT = Clarity()


def _dated(summary: Part, detail: Part) -> Part:
    """The summary with what the detail of the same state of the count knows beside the votes."""
    ours, theirs = summary.tallies[0], detail.tallies[0]
    units = tuple(unit for unit in summary.units if unit.id != theirs.unit_id)
    if ours.published_at is not None or ours.votes != theirs.votes:
        return summary._replace(units=units)
    tally = _filled(ours, theirs)
    return summary._replace(tallies=(tally, *summary.tallies[1:]), published_at=detail.published_at, units=units)


def _measured(detail: Part, summary: Part) -> Part:
    """The detail without its precincts where the summary counts something else: a state's summary counts counties."""
    if detail.tallies[0].sheets.total == summary.tallies[0].sheets.total:
        return detail
    return detail._replace(tallies=tuple(replace(tally, sheets=Sheets()) for tally in detail.tallies))


def _filled(ours: UnitTally, theirs: UnitTally) -> UnitTally:
    return replace(
        ours,
        published_at=theirs.published_at,
        blank=theirs.blank,
        null=theirs.null,
        cast=theirs.cast,
        registered=ours.registered if theirs.registered is None else theirs.registered,
    )


def _detail(body: bytes, contest: str | None) -> Detail | None:
    """The detail that `body` is, zipped or bare; None where it is neither."""
    if body.startswith(MAGIC):
        return read_detail(stream(unzipped(body)), contest)
    if body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return read_detail(events(body), contest)
    return None


def _version(body: bytes) -> str:
    refuse_nothing(body)
    text = body.removeprefix(b"\xef\xbb\xbf").strip()
    if not _VERSION.fullmatch(text):
        raise wrong(WHOLE_DOCUMENT, text[:100].decode("utf-8", "replace"), "version_number")
    return text.decode("ascii")


def _listed(rows: object) -> tuple[Contest, ...]:
    if not isinstance(rows, list):
        raise wrong(WHOLE_DOCUMENT, rows, "list")
    refuse_many(len(rows), CONTESTS_MAX, "contests")
    found: list[Contest] = []
    for number, row in enumerate(rows):
        heading = read(Heading, row, (number,))
        found.append(Contest(heading.id, heading.title, (number,)))
    return tuple(found)


__all__ = ["DETAIL", "FORMAT", "ROOT", "SUMMARY", "VERSION", "Clarity"]
