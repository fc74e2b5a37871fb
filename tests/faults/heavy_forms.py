"""The heaviest bodies of every other format that a feed can name, each heavy in another way.

What any JSON may hold beside its figures is tried with each format; then what only one format reads: rows, units,
counts, elements.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from countwatch.formats.wire import ROWS_MAX
from countwatch.formats.xml import BYTES_MAX
from countwatch.model.limits import DECODED_BYTES_MAX
from tests.faults.heavy import RARE, filled, padded
from tests.unit.formats.bodies import onpe, onpe_row
from tests.unit.formats.nist_bodies import as_xml, report
from tests.unit.formats.test_clarity import detail, summary
from tests.unit.formats.test_onpe_2026 import row, totals, votes
from tests.unit.formats.test_tse import choice, grouped

Make = Callable[[], bytes]

MAPPING = """
about = "A county and its districts"
[unit]
id = "county"
name = "The county"
[title]
path = "title"
as = "text"
[candidates]
rows = "rows"
id = { path = "id", as = "text" }
name = { path = "name", as = "text" }
votes = { path = "votes", as = "int" }
share = { path = "share", as = "percent", of = "valid", optional = true }
[units]
rows = "places"
id = { path = "id", as = "text" }
name = { path = "name", as = "text" }
[units.candidates]
rows = "rows"
id = { path = "id", as = "text" }
name = { path = "name", as = "text" }
votes = { path = "votes", as = "int" }
"""
"""A format that a user would write for a list of districts, each with its candidates."""

STRAY: Mapping[str, str] = {
    "objects": '{"a":1}',
    "objects in objects": '{"a":{}}',
    "lists": "[[]]",
    "fractions": "1.23456789",
    "keys": '{"kkkkkkkkkkkkkkkkkkkkkkkkkkkk#":1}',
    "strings": '"xxxxxxx#"',
    "escapes": '"' + "\\u00e1" * 200 + '"',
    "widest strings": f'"{RARE}xxx#"',
    "whole numbers": "123456789012#",
}
"""What stands in a field that nobody reads."""

LABEL = "n\u0301a " * 490
"""A label as long as they may be, of letters that have to be composed."""


@dataclass(frozen=True)
class Night:
    """A format as a feed names it: the address below the server's, small good documents by their path, the heavy
    one's path, and heavy bodies by what makes them so.
    """

    form: str
    address: str
    good: Mapping[str, bytes]
    path: str
    heavy: Mapping[str, Make]
    contest: str | None = None
    turn: Mapping[str, bytes] = field(default_factory=dict)
    """What else changes when the heavy one is put there."""


def dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def stray(value: dict[str, Any]) -> dict[str, Make]:
    """Good results, and beside them as much of each kind of value as fits."""
    return {name: partial(filled, {**value, "stray": ["@"]}, piece) for name, piece in STRAY.items()}


def repeated(before: bytes, piece: str, after: bytes, most: int = DECODED_BYTES_MAX) -> bytes:
    """`piece`, numbered where it asks for it, as often as fits; then blanks up to the cap."""
    parts, size, times = [before], len(before) + len(after), 0
    while size + len(part := piece.replace("#", str(times)).replace("@", str(times % 4000)).encode()) <= most:
        parts.append(part)
        size, times = size + len(part), times + 1
    return b"".join((*parts, after)).ljust(most)


def around(value: bytes, mark: bytes) -> tuple[bytes, bytes]:
    """What stands before and after a mark that is taken out."""
    before, after = value.split(mark)
    return before, after


def onpe_2021() -> Night:
    whole = onpe()
    rows = [onpe_row(f"{n:08}", "1", party=LABEL, NLISTA=LABEL, NOMBREe_CANDIDATO=LABEL) for n in range(ROWS_MAX - 6)]
    many = {**whole, "results": [*whole["results"], *rows]}
    more = {**whole, "results": [*whole["results"], "@"]}
    heavy = {
        **stray(whole),
        "rows": lambda: filled(more, '{"C_CODI_AGRUPOL":"#","TOTAL_VOTOS":"1"}'),
        "long labels": lambda: padded(dumped(many)[:DECODED_BYTES_MAX]),
    }
    return Night("onpe-2021", "/results/10/000000", {"/results/10/000000": dumped(whole)}, "/results/10/000000", heavy)


def onpe_2026() -> Night:
    whole = votes()
    rows = [row(n + 100, 1, LABEL, nombreAgrupacionPolitica=LABEL) for n in range(ROWS_MAX - 4)]
    many = {**whole, "data": [*whole["data"], *rows]}
    more = {**whole, "data": [*whole["data"], "@"]}
    good = {"/api/participantes": dumped(whole), "/resumen-general/totales": dumped(totals())}
    heavy = {
        **stray(whole),
        "rows": lambda: filled(more, '{"codigoAgrupacionPolitica":1#,"totalVotosValidos":1}'),
        "long labels": lambda: padded(dumped(many)),
    }
    return Night("onpe-2026", "/api/participantes", good, "/api/participantes", heavy)


def tse() -> Night:
    whole = grouped()
    groups = whole["carg"][0]["agr"]
    listed = {**whole, "carg": [{**whole["carg"][0], "agr": [*groups, "@"]}]}
    several = ",".join(f'{{"n":"{n}","vap":"1"}}' for n in range(400))
    parties = ",".join(f'{{"sg":"P","cand":[{several}]}}' for _ in range(100))
    path = "/br/br-c0001-e000700-u.json"
    long = [choice(str(n + 100), "1", "0,00", nm=LABEL, nmu=LABEL) for n in range(ROWS_MAX - 4)]
    many = {**whole, "carg": [{**whole["carg"][0], "agr": [*groups, {"par": [{"cand": long}]}]}]}
    heavy = {
        **stray(whole),
        "candidates": lambda: filled(listed, f'{{"par":[{parties}]}}'),
        "parties": lambda: filled(listed, '{"par":[' + ",".join(['{"cand":[]}'] * ROWS_MAX) + "]}"),
        "long labels": lambda: padded(dumped(many)),
        "entities": lambda: padded(dumped(many).replace("n\u0301a".encode(), b"&gt;")),
    }
    return Night("tse", path, {path: dumped(whole)}, path, heavy)


def clarity_summary() -> Night:
    contests = summary()
    labels = [f"{n}{LABEL}" for n in range(ROWS_MAX - 2)]
    long = {**contests[0], "CH": labels, "P": labels, "V": [1] * len(labels)}
    more = dumped([*contests, "@"])
    heavy: dict[str, Make] = {
        **{f"a summary, {name}": partial(listed_alone, made) for name, made in stray(contests[0]).items()},
        "a summary, contests": lambda: repeated(*around_of(more, b'"@"', '{"K":"k#","C":"C"}')),
        "a summary, long labels": lambda: padded(dumped([long])),
    }
    return clarity("/2/json/en/summary.json", heavy)


def listed_alone(made: Make) -> bytes:
    """That object in a list of one."""
    body = made().rstrip()
    return (b"[" + body + b"]").ljust(DECODED_BYTES_MAX) if len(body) < DECODED_BYTES_MAX - 2 else body


def around_of(value: bytes, mark: bytes, piece: str) -> tuple[bytes, str, bytes]:
    before, after = around(value, mark)
    return before + piece.encode(), f",{piece.replace('#', 'x#')}", after


def clarity_detail() -> Night:
    bodies = {
        "precincts": ("<ParticipatingCounties>", '<County name="u#" precinctsParticipating="3"/>'),
        "counts": ('<VoteType name="Under Votes" votes="3">', '<County name="u#" votes="0"/>'),
        "types": ('<Contest key="10" text="Mayor" voteFor="1" ', '<VoteType name="t#" votes="0"/>'),
        "elements": ("<Region>GA</Region>", "<a/>"),
        "attributes": ("<Region>GA</Region>", "<a " + " ".join(f'a{n}="1"' for n in range(60)) + "/>"),
        "texts": ("<Region>GA</Region>", "<a>" + "x" * 30_000 + "</a>"),
        "names": ("<Region>GA</Region>", "<a#/>"),
        "contests": ("<Region>GA</Region>", '<Contest key="k#" text="x"/>'),
        "turnouts": ("<Region>GA</Region>", '<VoterTurnout totalVoters="1" ballotsCast="1"/>'),
    }
    heavy: dict[str, Make] = {}
    for name, (after, piece) in bodies.items():
        heavy[f"a detail, {name}"] = partial(beside, detail(), after, piece)
        heavy[f"a zipped detail, {name}"] = partial(zipped_beside, after, piece)
    return clarity("/2/reports/detailxml.zip", heavy)


def zipped_beside(after: str, piece: str) -> bytes:
    """As much as the bounds of XML let through, in few bytes."""
    return zipped(beside(detail(), after, piece, BYTES_MAX - 1024))


def beside(value: bytes, after: str, piece: str, most: int = DECODED_BYTES_MAX) -> bytes:
    """Pieces behind the start tag that begins so."""
    place = value.index(after.encode())
    place = value.index(b">", place + len(after) - 1) + 1 if not after.endswith("</Region>") else place + len(after)
    return repeated(value[:place], piece, value[place:], most)


def clarity(path: str, heavy: Mapping[str, Make]) -> Night:
    """A version is asked for once, so the heavy one is another version's."""

    def version(number: int) -> dict[str, bytes]:
        return {
            "/current_ver.txt": b"%d" % number,
            f"/{number}/json/en/summary.json": dumped(summary()),
            f"/{number}/reports/detailxml.zip": zipped(detail()),
        }

    return Night("clarity", "/", version(1), path, heavy, contest="10", turn=version(2))


def zipped(body: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("detail.xml", body)
    return file.getvalue()


def nist_json() -> Night:
    whole = report()
    contest = whole["Election"][0]["Contest"][0]
    chosen = {**contest["ContestSelection"][0]}

    def of_the_contest(**more: object) -> dict[str, Any]:
        election = {**whole["Election"][0], "Contest": [{**contest, **more}]}
        return {**whole, "Election": [election]}

    def counts() -> dict[str, Any]:
        first = {**chosen, "VoteCounts": [*chosen["VoteCounts"], "@"]}
        return of_the_contest(ContestSelection=[first, *contest["ContestSelection"][1:]])

    def of_the_report(name: str, piece: str) -> Make:
        return partial(filled, {**whole, name: [*whole[name], "@"]}, piece)

    def of_the_election(name: str, piece: str) -> Make:
        election = {**whole["Election"][0], name: [*whole["Election"][0][name], "@"]}
        return partial(filled, {**whole, "Election": [election]}, piece)

    heavy = {
        **stray(whole),
        "counts": lambda: filled(counts(), '{"GpUnitId":"u#","Type":"total","Count":1}'),
        "counts of devices": lambda: filled(
            counts(), '{"GpUnitId":"u","Type":"total","Count":1,"DeviceClass":{"Model":"#"}}'
        ),
        "other counts": lambda: filled(of_the_contest(OtherCounts=["@"]), '{"GpUnitId":"u#","Overvotes":1}'),
        "statuses": lambda: filled(of_the_contest(CountStatus=["@"]), '{"Type":"total","Status":"completed"}'),
        "units": of_the_report("GpUnit", '{"@id":"u#","Type":"x"}'),
        "units with names": of_the_report("GpUnit", '{"@id":"u#","Type":"x","Name":{"Text":[{"Content":"ж#"}]}}'),
        "units in units": of_the_report(
            "GpUnit", '{"@id":"u#","Type":"x","ComposingGpUnitIds":[' + ",".join(f'"v{n}"' for n in range(50)) + "]}"
        ),
        "parties": of_the_report("Party", '{"@id":"u#"}'),
        "people": of_the_election("Candidate", '{"@id":"u#","BallotName":{"Text":[{"Content":"x"}]}}'),
        "contests": of_the_election("Contest", '{"@id":"u#","Name":"x"}'),
        "long labels": of_the_report("GpUnit", '{"@id":"u#","Type":"x","Name":{"Text":[{"Content":"' + LABEL + '"}]}}'),
    }
    return Night("nist-err-v2", "/report", {"/report": dumped(whole)}, "/report", heavy, contest="mayor")


def nist_xml() -> Night:
    whole = as_xml(report())
    first = whole.replace(b"<GpUnit ", b"@<GpUnit ", 1)
    inside = whole.replace(b"<VoteCounts>", b"@<VoteCounts>", 1)
    places: dict[str, tuple[bytes, str]] = {
        "units": (first, '<GpUnit ObjectId="u#"><Type>x</Type></GpUnit>'),
        "empty units": (first, "<GpUnit/>"),
        "units in units": (first, "<GpUnit><ComposingGpUnitIds>" + " v" * 15_000 + "</ComposingGpUnitIds></GpUnit>"),
        "new units in units": (
            first,
            "<GpUnit><ComposingGpUnitIds>" + " ".join(f"v#{n}" for n in range(3000)) + "</ComposingGpUnitIds></GpUnit>",
        ),
        "counts": (inside, "<VoteCounts><GpUnitId>u#</GpUnitId><Type>total</Type><Count>1</Count></VoteCounts>"),
        "counts again": (
            inside,
            "<VoteCounts><GpUnitId>u@</GpUnitId><Type>total</Type><Count>1</Count></VoteCounts>",
        ),
        "empty counts": (inside, "<VoteCounts/>"),
        "phrases": (first, "<GpUnit><Name>" + "<Text/>" * 400 + "</Name></GpUnit>"),
        "long phrases": (first, "<GpUnit><Name><Text>" + "ж" * 16_000 + "</Text></Name></GpUnit>"),
        "widest phrases": (first, "<GpUnit><Name><Text>" + RARE + "x" * 32_000 + "</Text></Name></GpUnit>"),
        "elements": (first, "<a/>"),
        "names": (first, "<a#/>"),
        "spaces of names": (first, '<a xmlns="n#"/>'),
        "attributes": (first, "<GpUnit " + " ".join(f'a{n}="1"' for n in range(60)) + "/>"),
        "new attributes": (first, "<a " + " ".join(f'a#{n}="1"' for n in range(60)) + "/>"),
        "deep": (first, "<GpUnit><Name>" * 12 + "</Name></GpUnit>" * 12),
        "comments": (first, "<!-- x -->"),
        "instructions": (first, "<?x y?>"),
        "entities": (first, "<a>" + "&amp;" * 6_000 + "</a>"),
    }
    heavy: dict[str, Make] = {
        f"XML, {name}": partial(repeated, *around_at(body, piece)) for name, (body, piece) in places.items()
    }
    return Night("nist-err-v2", "/report", {"/report": whole}, "/report", heavy, contest="mayor")


def around_at(body: bytes, piece: str) -> tuple[bytes, str, bytes]:
    before, after = around(body, b"@<")
    return before, piece, b"<" + after


def mapped() -> Night:
    rows = [{"id": "a", "name": "Ana", "votes": 12}, {"id": "b", "name": "Ben", "votes": 9}]
    whole = {"title": "Sheriff", "rows": rows, "places": [{"id": "p", "name": "P", "rows": rows}]}
    listed = {**whole, "places": ["@"]}
    both = '"rows":[{"id":"a","name":"A","votes":1},{"id":"b","name":"B","votes":2}]'
    many = ",".join(f'{{"id":"{n}","name":"N","votes":1}}' for n in range(400))
    heavy = {
        **stray(whole),
        "places": lambda: filled(listed, f'{{"id":"u#","name":"U","n":[{"0," * 6}0],{both}}}'),
        "places with long names": lambda: filled(listed, f'{{"id":"u#","name":"{LABEL}",{both}}}'),
        "candidates of places, accents": lambda: filled(
            listed, f'{{"id":"u#","name":"U","rows":[{many.replace("N", "é")}]}}'
        ),
        "candidates of places": lambda: filled(listed, f'{{"id":"u#","name":"U","rows":[{many}]}}'),
        "shares": lambda: filled(
            listed, '{"id":"u#","name":"U","rows":[{"id":"#","name":"A","votes":1,"share":1.23456789}]}'
        ),
        "rows that are wrong": lambda: filled(listed, "1"),
    }
    return Night("districts.toml", "/results", {"/results": dumped(whole)}, "/results", heavy)


def nights() -> Iterator[Night]:
    yield from (onpe_2021(), onpe_2026(), tse(), clarity_summary(), clarity_detail(), nist_json(), nist_xml(), mapped())


NIGHTS: Sequence[Night] = tuple(nights())
