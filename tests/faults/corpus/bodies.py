"""Cases 0 to 264: what one body can say."""

import json
from collections.abc import Callable

from tests.faults.corpus.cases import ACCEPTED, BodyCase, Expect, noted, rejected
from tests.faults.corpus.shapes import NATIVE, Json, Shape, extra_onpe_row
from tests.faults.corpus.texts import LITERAL, REFUSED

NO_VERSION = "its documents carry no schema version"
NO_PERCENT = "it has no percentages: shares are made from whole numbers"
NO_ZONE = "its stamps never carry an offset: they are Lima's clock by declaration"
NO_UNITS = "a document is one unit, named by the request; another unit's is case 263"
ABSENT = Expect("held", "collapse", first="rejected")
ZERO = Expect("held", "collapse", first="accepted")

Change = Callable[[Json], object]


def _bytes(body: bytes) -> Callable[[Shape], bytes]:
    return lambda _: body


def _of_good(change: Callable[[bytes], bytes]) -> Callable[[Shape], bytes]:
    return lambda shape: change(shape.good(1))


def _changed(native: Change, onpe: Change | None = None) -> Callable[[Shape], bytes]:
    return lambda shape: shape.spoilt(native if shape is NATIVE or onpe is None else onpe)


def _added(members: bytes) -> Callable[[Shape], bytes]:
    """Members of raw JSON in front of the others."""
    return _of_good(lambda good: b"{" + members + b"," + good[1:])


NOT_DATA = (
    BodyCase(0, "nothing wrong", lambda shape: shape.good(1), ACCEPTED),
    BodyCase(10, "empty", _bytes(b""), rejected("empty_body")),
    BodyCase(11, "blank", _bytes(b" \r\n\t "), rejected("blank_body")),
    BodyCase(12, "null", _bytes(b"null"), rejected("not_an_object")),
    BodyCase(13, "an array", _bytes(b"[]"), rejected("not_an_object")),
    BodyCase(14, "a string", _bytes(b'"ok"'), rejected("not_an_object")),
    BodyCase(15, "cut in the middle", _of_good(lambda good: good[: len(good) // 2]), rejected("invalid_json")),
    BodyCase(16, "one byte short", _of_good(lambda good: good[:-1]), rejected("invalid_json")),
    BodyCase(17, "something after the end", _of_good(lambda good: good + b"}x"), rejected("invalid_json")),
    BodyCase(18, "two documents", _of_good(lambda good: good + good), rejected("invalid_json")),
    BodyCase(19, "a byte order mark", _of_good(lambda good: b"\xef\xbb\xbf" + good), noted("byte_order_mark")),
    BodyCase(20, "Latin-1", lambda shape: shape.named("Peña").decode().encode("latin-1"), rejected("not_utf8")),
    BodyCase(21, "UTF-16", lambda shape: shape.good(1).decode().encode("utf-16"), rejected("not_utf8")),
    BodyCase(22, "a byte that is no UTF-8", lambda shape: _in_name(shape, b"\xff"), rejected("not_utf8")),
    BodyCase(23, "an overlong spelling", lambda shape: _in_name(shape, b"\xc0\xaf"), rejected("not_utf8")),
    BodyCase(24, "half a surrogate pair", lambda shape: _in_name(shape, b"\\ud800"), rejected("lone_surrogate")),
    BodyCase(25, "a raw NUL in a string", lambda shape: _in_name(shape, b"\x00"), rejected("invalid_json")),
    BodyCase(26, "Python's spelling", _bytes(b"{'a': 1}"), rejected("invalid_json")),
    BodyCase(27, "a comment", _bytes(b'{"a":1 /* x */}'), rejected("invalid_json")),
    BodyCase(28, "a comma too many", _bytes(b'{"a": 1,}'), rejected("invalid_json")),
    BodyCase(29, "JSONP", _of_good(lambda good: b"f(" + good + b");"), rejected("invalid_json")),
    BodyCase(30, "a page that asks for a person",
             _bytes(b"<!doctype html><html><title>Are you human?</title></html>"), rejected("page_not_data")),
    BodyCase(31, "a page that says it is JSON", _bytes(b"<html><body>502 Bad Gateway"), rejected("page_not_data")),
    BodyCase(32, "an error in an envelope", _bytes(b'{"error":{"code":500},"data":null}'), rejected("missing_field")),
    BodyCase(33, "XML with an entity",
             _bytes(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
             rejected("invalid_json")),
)  # fmt: skip


def _in_name(shape: Shape, raw: bytes) -> bytes:
    return shape.named("@here@").replace(b"@here@", raw)


COUNT, STRINGS = rejected("wrong_value"), rejected("wrong_value")


def _number(
    number: int, what: str, token: str, native: Expect, onpe: Expect | str | None = None, told: str | None = None
) -> BodyCase:
    """A raw token where votes belong; `told` is the one for ONPE, whose counts are strings."""
    return BodyCase(
        number, what, lambda shape: shape.number(token if shape is NATIVE or told is None else told), native, onpe
    )


NUMBERS = (
    _number(100, "NaN", "NaN", rejected("not_a_number")),
    _number(101, "infinity", "Infinity", rejected("not_a_number")),
    _number(102, "minus infinity", "-Infinity", rejected("not_a_number")),
    _number(103, "too large for a float", "1e999", rejected("huge_number")),
    _number(104, "a count with an exponent", "4e3", COUNT),
    _number(105, "a count with a point", "4050.0", COUNT),
    _number(106, "negative", "-1", COUNT, told='"-1"'),
    _number(107, "minus zero", "-0", rejected("minus_zero")),
    _number(108, "a truth", "true", COUNT),
    _number(109, "null", "null", COUNT),
    _number(110, "digits in a string", '"4050"', COUNT, ACCEPTED, '"1110"'),
    _number(111, "thousands with points", '"4.050"', COUNT, told='"1.110"'),
    _number(112, "thousands with commas", '"4,050"', COUNT, ACCEPTED, '"1,110"'),
    _number(113, "thousands with a point, no string", "4.050", COUNT),
    _number(114, "a percentage", '"50.2 %"', COUNT),
    _number(115, "an underscore", '"4_050"', COUNT),
    _number(116, "padded", '" 4050 "', COUNT),
    _number(117, "digits of another script", '"٤٠٥٠"', COUNT),
    _number(118, "25 digits", "9" * 25, COUNT, told=f'"{"9" * 25}"'),
    _number(119, "5,000 digits", "9" * 5000, rejected("huge_number"), COUNT, f'"{"9" * 5000}"'),
    _number(120, "2 to the 63rd", str(2**63), COUNT, told=f'"{2**63}"'),
    _number(121, "one more than the roll", str(100_001 - 5100), rejected("impossible"), told='"3,781"'),
    _number(122, "hexadecimal", '"0xfd2"', COUNT),
    _number(123, "a leading zero", "04050", rejected("invalid_json"), COUNT, '"01110"'),
    _number(124, "an object", '{"count": 4050}', COUNT),
)


def _without_votes(value: Json) -> None:
    value["candidates"] = []
    for tally in value["tallies"]:
        tally["votes"] = {}


def _renamed(value: Json) -> None:
    value["tally"] = value.pop("tallies")


def _renamed_onpe(value: Json) -> None:
    value["result"] = value.pop("results")


def _crowded(value: Json) -> None:
    value["candidates"] += [{"id": f"c{n}", "name": f"C {n}"} for n in range(60_000)]


def _crowded_onpe(value: Json) -> None:
    value["results"] += [extra_onpe_row(f"c{n}") for n in range(30_000)]


STRUCTURES = (
    BodyCase(140, "150 levels deep", _added(b'"x":' + b"[" * 150 + b"]" * 150), rejected("too_deep")),
    BodyCase(141, "100,000 levels deep", _bytes(b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
             rejected("too_deep")),
    BodyCase(142, "a key twice", _of_good(lambda good: b"{" + good[1:-1] + b"," + good[1:-1] + b"}"),
             rejected("duplicate_key")),
    BodyCase(143, "votes twice", lambda shape: shape.number("4050, " + (
        '"b": 1' if shape is NATIVE else '"TOTAL_VOTOS": "1"')), rejected("duplicate_key")),
    BodyCase(144, "an unknown field", _added(b'"turnout_forecast": 1'), noted("unknown_field"), ACCEPTED),
    BodyCase(145, "votes missing", _changed(lambda value: value["tallies"][0].pop("votes"),
                                            lambda value: value["results"][1].pop("TOTAL_VOTOS")),
             rejected("missing_field")),
    BodyCase(146, "a field under another name", _changed(_renamed, _renamed_onpe), rejected("missing_field")),
    BodyCase(147, "another schema version", _changed(lambda value: value.update(schema_version=2)),
             rejected("unknown_schema_version"), NO_VERSION),
    BodyCase(148, "an object for a list", _changed(lambda value: value.update(candidates={"a": "Ana"}),
                                                   lambda value: value.update(results={"a": "1"})), COUNT),
    BodyCase(149, "no candidates", _changed(_without_votes, lambda value: value["results"].clear()), ABSENT),
    BodyCase(150, "a candidate twice", _changed(lambda value: value["candidates"].append(value["candidates"][0]),
                                                lambda value: value["results"].append(value["results"][0])),
             rejected("duplicate_id"), rejected("duplicate_row")),
    BodyCase(151, "a hundred thousand rows", _changed(_crowded, _crowded_onpe), rejected("too_many")),
    BodyCase(152, "4 MB of empty arrays", _added(b'"x":[' + b"[]," * 1_300_000 + b"[]]"), rejected("too_many_values")),
    BodyCase(153, "keys that are magic elsewhere",
             _added(b'"__proto__":{"admin":true},"constructor":1,"__class__":2'), noted("unknown_field"), ACCEPTED),
    BodyCase(154, "a key of 1 MB", _added(b'"' + b"k" * 1_000_000 + b'":1'), rejected("long_key")),
)  # fmt: skip


def _text(number: int, what: str, text: str, expected: Expect, shown: str | None = None) -> BodyCase:
    return BodyCase(number, what, lambda shape: shape.named(text), expected, name=shown)


TEXTS = (
    *(_text(number, what, text, noted("cleaned_text")) for number, (what, text) in REFUSED.items()),
    *(_text(number, what, text, noted("candidate_renamed"), text) for number, (what, text) in LITERAL.items()),
    _text(211, "100,000 line feeds", "\n" * 100_000, COUNT),
    _text(223, "a name of 1 MB", "N" * 1_000_000, COUNT),
    _text(234, "no name", "", COUNT),
)


def _stamp(
    number: int, what: str, native: str, onpe: str, expected: Expect, other: Expect | str | None = None
) -> BodyCase:
    return BodyCase(number, what, lambda shape: shape.stamped(native if shape is NATIVE else onpe), expected, other)


STAMPS = (
    _stamp(250, "a stamp still to come", "2031-06-07T00:10:00-05:00", "07/06/2031 00:10 h", noted("stamp_ahead")),
    _stamp(251, "a stamp without an offset", "2021-06-07T00:10:00", "", noted("naive_stamp"), NO_ZONE),
    _stamp(252, "day and month in an unknown order", "07/06/2021 00:10", "06/07/21 00:10 h", COUNT),
    _stamp(253, "a blank stamp", " ", " ", COUNT),
    _stamp(254, "milliseconds since 1970", "1623042600000", "1623042600000 00:10 h", COUNT),
    _stamp(255, "a leap second", "2021-06-06T23:59:60-05:00", "06/06/2021 23:59:60 h", COUNT),
    # The design: a stamp older than the one shown is a cache's old copy. ONPE's years begin with 20.
    _stamp(256, "the first second of 1970", "1970-01-01T00:00:00Z", "01/01/1970 00:00 h",
           Expect("stale_edge", "older_stamp", first="accepted"), COUNT),
)  # fmt: skip


def _cast(native: int, onpe: str) -> Callable[[Shape], bytes]:
    return _changed(lambda value: value["tallies"][0].update(cast=native),
                    lambda value: value["summary"].update(TOT_CIUDADANOS_VOTARON=onpe))  # fmt: skip


def _sheets(native: Json, onpe: Json) -> Callable[[Shape], bytes]:
    return _changed(lambda value: value["tallies"][0]["sheets"].update(native),
                    lambda value: value["summary"].update(onpe))  # fmt: skip


def _nothing_yet(value: Json) -> None:
    zeros = {"blank": 0, "null": 0, "cast": 0, "registered_counted": 0}
    sheets = {"total": 0, "counted": 0, "under_review": 0, "pending": 0}
    value["tallies"][0] |= {**zeros, "votes": {"a": 0, "b": 0}, "sheets": sheets}


def _nothing_yet_onpe(value: Json) -> None:
    for row in value["results"]:
        row["TOTAL_VOTOS"] = "0"
    figures = value["summary"].keys() - {"CCODI_UBIGEO"}
    value["summary"] |= dict.fromkeys(figures, "0")
    value["generals"]["generalData"] = {}


def _strangers(value: Json) -> None:
    value["candidates"].append({"id": "z", "name": "Zoe"})
    value["units"].append({"id": "moon", "name": "Moon"})
    value["tallies"].append({"unit_id": "moon", "votes": {"a": 1, "b": 1, "z": 1}})
    for tally in value["tallies"][:2]:
        tally["votes"]["z"] = 0


def _other_order(value: Json) -> None:
    for name in ("candidates", "units", "tallies"):
        value[name].reverse()
    value["tallies"][1]["votes"] = dict(reversed(value["tallies"][1]["votes"].items()))


DOMAIN = (
    BodyCase(257, "a sum that does not come out", _cast(9999, "2,555"), noted("does_not_add_up")),
    BodyCase(258, "more ballots than voters", _cast(100_001, "3,001"), rejected("impossible")),
    BodyCase(259, "more sheets counted than there are", _sheets({"counted": 101}, {"CONTABILIZA": "121"}),
             rejected("impossible")),
    BodyCase(260, "0 of 0", _changed(_nothing_yet, _nothing_yet_onpe), ZERO),
    BodyCase(261, "more than 100 %",
             _changed(lambda value: value["generals"]["generalData"].update(POR_ACTAS_CONTABILIZADAS="100.001")),
             NO_PERCENT, rejected("wrong_value")),
    BodyCase(262, "a candidate whom the election does not know",
             _changed(_strangers, lambda value: value["results"].append(extra_onpe_row("00000099"))),
             noted("unknown_candidate"), listed=True),
    BodyCase(263, "another election", _changed(lambda value: value.update(election_id="atlantis"),
                                               lambda value: value["summary"].update(CCODI_UBIGEO="900000")),
             rejected("other_election"), rejected("other_unit"), listed=True),
    BodyCase(264, "the same in another order", _changed(_other_order, lambda value: value["results"].reverse()),
             ACCEPTED),
)  # fmt: skip

BODIES = (*NOT_DATA, *NUMBERS, *STRUCTURES, *TEXTS, *STAMPS, *DOMAIN)


def unknown_units(body: bytes) -> list[str]:
    """Units of a native body that the listed election does not know."""
    return [unit["id"] for unit in json.loads(body)["units"] if unit["id"] not in {"nation", "north"}]
