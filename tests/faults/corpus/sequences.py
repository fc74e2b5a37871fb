"""Cases 300 to 308: bodies that are each good, and what they say one after the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.faults.corpus.shapes import NATIVE, Json, Shape


@dataclass(frozen=True)
class SequenceCase:
    """Bodies in order, the outcome of each, and the code of the last one's reason or of one of its findings."""

    number: int
    what: str
    make: Callable[[Shape], Sequence[bytes]]
    outcomes: Sequence[str]
    code: str | None = None


def _votes(shape: Shape, step: int, second: int) -> bytes:
    return shape.number(str(second) if shape is NATIVE else f'"{second:,}"', step)


def _zero(value: Json) -> None:
    value["tallies"][0]["votes"] = {"a": 0, "b": 0}


def _zero_onpe(value: Json) -> None:
    for row in value["results"]:
        row["TOTAL_VOTOS"] = "0"


def _collapse(shape: Shape) -> list[bytes]:
    zero = _zero if shape is NATIVE else _zero_onpe
    return [shape.good(0), *(shape.spoilt(zero, step) for step in (1, 2, 3))]


def _vanished(value: Json) -> None:
    del value["candidates"][1]
    for tally in value["tallies"]:
        del tally["votes"]["b"]


def _vanished_onpe(value: Json) -> None:
    del value["results"][1]


def _swapped(value: Json) -> None:
    first, second = value["candidates"]
    first["name"], second["name"] = second["name"], first["name"]


def _swapped_onpe(value: Json) -> None:
    first, second = value["results"][:2]
    first["NOMBREe_CANDIDATO"], second["NOMBREe_CANDIDATO"] = second["NOMBREe_CANDIDATO"], first["NOMBREe_CANDIDATO"]


def _then(native: Callable[[Json], None], onpe: Callable[[Json], None]) -> Callable[[Shape], Sequence[bytes]]:
    return lambda shape: [shape.good(0), shape.spoilt(native if shape is NATIVE else onpe)]


def _same_stamp(shape: Shape) -> list[bytes]:
    old = "2021-06-07T00:00:00-05:00" if shape is NATIVE else "07/06/2021 00:00 h"
    return [shape.good(0), shape.stamped(old)]


def _clock_back(shape: Shape) -> list[bytes]:
    old = "2021-06-06T23:50:00-05:00" if shape is NATIVE else "06/06/2021 23:50 h"
    return [shape.good(0), shape.stamped(old)]


SEQUENCES = (
    SequenceCase(300, "the same twice", lambda shape: [shape.good(0)] * 2, ["accepted", "not_modified"]),
    SequenceCase(301, "an older copy", lambda shape: [shape.good(1), shape.good(0)], ["accepted", "stale_edge"],
                 "older_stamp"),
    SequenceCase(302, "a small fall",
                 lambda shape: [shape.good(0), _votes(shape, 1, 3990 if shape is NATIVE else 1095)],
                 ["accepted", "correction"]),
    SequenceCase(303, "a collapse to zero, three times", _collapse, ["accepted", "held", "held", "correction"]),
    SequenceCase(304, "the same stamp with other numbers", _same_stamp, ["accepted", "accepted"],
                 "same_stamp_other_numbers"),
    SequenceCase(305, "a candidate vanishes", _then(_vanished, _vanished_onpe), ["accepted", "rejected"],
                 "candidate_missing"),
    SequenceCase(306, "the same id with another name", lambda shape: [shape.good(0), shape.named("Somebody")],
                 ["accepted", "accepted"], "candidate_renamed"),
    SequenceCase(307, "ids swapped between names", _then(_swapped, _swapped_onpe), ["accepted", "rejected"],
                 "candidates_swapped"),
    # Neither format numbers its documents, so a clock that goes back cannot be told from an older copy.
    SequenceCase(308, "the feed's clock goes back", _clock_back, ["accepted", "stale_edge"], "older_stamp"),
)  # fmt: skip
