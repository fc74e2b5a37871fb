"""Small NIST SP 1500-100 v2 reports for the tests, and the same ones as XML."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

REFERENCES = {"CandidateIds", "PartyIds", "ComposingGpUnitIds"}


def words(text: str) -> dict[str, Any]:
    return {"Text": [{"Content": text, "Language": "en"}]}


def votes(unit: str, count: object, kind: str = "total", **more: object) -> dict[str, Any]:
    return {"GpUnitId": unit, "Type": kind, "Count": count, **more}


def report(*counts: list[dict[str, Any]]) -> dict[str, Any]:
    """A county of two precincts. Ana and Ben in the first contest, with these counts; a question in the second."""
    ana, ben = counts or (
        [votes("county", 12), votes("p1", 5), votes("p2", 7)],
        [votes("county", 9), votes("p1", 4), votes("p2", 5)],
    )
    return {
        "@type": "ElectionResults.ElectionReport",
        "Format": "precinct-level",
        "GeneratedDate": "2026-11-03T21:40:00-05:00",
        "Status": "unofficial-partial",
        "SequenceStart": 1,
        "SequenceEnd": 1,
        "GpUnit": [
            unit("county", "county", "The county", ComposingGpUnitIds=["p1", "p2"], VotersRegistered=100),
            unit("p1", "precinct", "One", TotalSubUnits=1, SubUnitsReported=1),
            unit("p2", "precinct", "Two"),
        ],
        "Party": [{"@id": "red", "@type": "ElectionResults.Party", "Name": words("Red")}],
        "Election": [
            {
                "@type": "ElectionResults.Election",
                "ElectionScopeId": "county",
                "Name": words("General"),
                "Candidate": [
                    {
                        "@id": "can-a",
                        "@type": "ElectionResults.Candidate",
                        "BallotName": words("Ana"),
                        "PartyId": "red",
                    },
                    {"@id": "can-m", "@type": "ElectionResults.Candidate", "BallotName": words("Mia")},
                    {"@id": "can-b", "@type": "ElectionResults.Candidate", "BallotName": words("Ben")},
                ],
                "Contest": [
                    {
                        "@id": "mayor",
                        "@type": "ElectionResults.CandidateContest",
                        "Name": "Mayor",
                        "ElectionDistrictId": "county",
                        "VotesAllowed": 1,
                        "TotalSubUnits": 3,
                        "SubUnitsReported": 2,
                        "ContestSelection": [
                            selection("cs-a", ana, CandidateIds=["can-a", "can-m"]),
                            selection("cs-b", ben, CandidateIds=["can-b"]),
                        ],
                        "OtherCounts": [
                            {"GpUnitId": "county", "Overvotes": 1, "Undervotes": 3},
                            {"GpUnitId": "p1", "Overvotes": 0, "Undervotes": 1},
                            {"GpUnitId": "p2", "Overvotes": 1, "Undervotes": 2},
                        ],
                    },
                    {
                        "@id": "park",
                        "@type": "ElectionResults.BallotMeasureContest",
                        "Name": "A park?",
                        "ElectionDistrictId": "county",
                        "ContestSelection": [selection("yes", [votes("county", 3)], Selection=words("YES"))],
                    },
                ],
            }
        ],
    }


def unit(an_id: str, kind: str, name: str, **more: object) -> dict[str, Any]:
    return {"@id": an_id, "@type": "ElectionResults.ReportingUnit", "Type": kind, "Name": words(name), **more}


def selection(an_id: str, counts: list[dict[str, Any]], **more: object) -> dict[str, Any]:
    return {"@id": an_id, "VoteCounts": counts, **more}


def as_xml(value: dict[str, Any]) -> bytes:
    head = 'xmlns="http://itl.nist.gov/ns/voting/1500-100/v2" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<ElectionReport {head}>{_inside(value)}</ElectionReport>'.encode()


def _inside(value: dict[str, Any]) -> str:
    return "".join(
        _element(name, item) for name, item in value.items() if not name.startswith("@") and name != "Content"
    )


def _element(name: str, value: Any) -> str:
    if name in REFERENCES and isinstance(value, list):
        return f"<{name}>{' '.join(value)}</{name}>"
    if isinstance(value, list):
        return "".join(_element(name, item) for item in value)
    if not isinstance(value, dict):
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return f"<{name}>{escape(text)}</{name}>"
    given = {"ObjectId": value.get("@id"), "Language": value.get("Language") if "Content" in value else None}
    kind = str(value.get("@type", "")).removeprefix("ElectionResults.")
    attributes = "".join(f" {key}={quoteattr(text)}" for key, text in given.items() if text is not None)
    attributes += f" xsi:type={quoteattr(kind)}" if kind else ""
    inside = escape(value["Content"]) if "Content" in value else _inside(value)
    return f"<{name}{attributes}>{inside}</{name}>"
