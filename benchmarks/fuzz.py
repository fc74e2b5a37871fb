"""Parse, clean and judge what nobody meant to send: no exception but our own, and every update one outcome.

python -m benchmarks.fuzz [--bytes 10000000] [--structures 100000] [--seed 1] [--seconds S]

Mutated bytes of valid documents, and documents whose structure is valid and whose values are not. Counts and seed
are printed; exit code 1 and the input as hex at the first unexpected exception.
"""

import argparse
import copy
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from tests.faults.clocks import BEGIN, dice
from tests.unit.formats import bodies

from countwatch.formats import registry
from countwatch.ledger.advance import advance
from countwatch.ledger.state import WatchState
from countwatch.model.update import Document, Update

if TYPE_CHECKING:
    from countwatch.model.protocols import Format

SEEDS: dict[str, Callable[[], dict[str, Any]]] = {"countwatch": bodies.native, "onpe-2021": bodies.onpe}
ODD: tuple[Any, ...] = (
    None, True, -1, 0, 10**12, 10**13, 1.5, 1e308, "", "1,234", "１２", "-0", "abc", "[/nope]", "\x1b[31m",
    "\u202e", "a" * 3000, [], {}, [[]], {"a": {}}, "2021-13-45T99:99:99Z", "9999-12-31T23:59:59Z", "00/00/0000",
)  # fmt: skip
PIECES = (
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b",",
    b":",
    b"\\u0000",
    b"\\ud800",
    b"NaN",
    b"1e999",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
)


def mutated(body: bytes, chance: Random) -> bytes:
    """A valid document with one to four wounds."""
    bent = bytearray(body)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(bent) + 1)
        match chance.randrange(5):
            case 0 if at < len(bent):
                bent[at] ^= 1 << chance.randrange(8)
            case 1:
                del bent[at : at + chance.randrange(1, 40)]
            case 2:
                bent[at:at] = chance.choice(PIECES)
            case 3:
                bent[at:at] = bent[at : at + chance.randrange(1, 60)]
            case _:
                bent[at:at] = chance.randbytes(chance.randrange(1, 6))
    return bytes(bent)


def restructured(value: dict[str, Any], chance: Random) -> bytes:
    """A document of the right form in which some value is another, missing, or there twice."""
    changed = copy.deepcopy(value)
    for _ in range(chance.randint(1, 3)):
        holder: Any = changed
        while isinstance(holder, (dict, list)) and holder:
            key = chance.choice(list(holder)) if isinstance(holder, dict) else chance.randrange(len(holder))
            inner = holder[key]
            if isinstance(inner, (dict, list)) and inner and chance.random() < 0.8:
                holder = inner
                continue
            if chance.random() < 0.2:
                del holder[key]
            elif isinstance(inner, int) and chance.random() < 0.5:
                holder[key] = max(0, inner + chance.choice((-1000, -1, 1, 1000)))
            else:
                holder[key] = copy.deepcopy(chance.choice(ODD))
            break
    return json.dumps(changed, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


class Target:
    """One format, and a watch that is judged on: a state after good numbers, and what follows from it."""

    def __init__(self, name: str) -> None:
        self.form: Format = registry.load(name)
        self.value = SEEDS[name]()
        self.good = bodies.encoded(self.value)
        self.begin()

    def begin(self) -> None:
        """A fresh watch that has seen the valid document once."""
        self.state = WatchState(self.form, bodies.ELECTION if self.form.name == "onpe-2021" else None)
        self.feed(self.good)

    def feed(self, body: bytes) -> str:
        """Judge one body; the outcome."""
        digest = hashlib.sha256(body).hexdigest()
        document = Document(self.form.root_key, "fuzz:", 200, body, digest)
        self.state = advance(self.state, Update(self.state.n + 1, BEGIN, 0.1, (document,)))
        outcome = self.state.ledger.outcome(self.state.n).value
        if self.state.n > 500:
            self.begin()
        return outcome


def run(count: int, seed: int, ends_at: float, *, structures: bool) -> tuple[int, Counter[str]]:
    """How many inputs were tried, and what they came to. Raises what nobody expected, the input in a note."""
    chance, counted = dice(seed), Counter[str]()
    targets = [Target(name) for name in SEEDS]
    done = 0
    while done < count and time.monotonic() < ends_at:
        target = targets[done % len(targets)]
        body = restructured(target.value, chance) if structures else mutated(target.good, chance)
        try:
            counted[target.feed(body)] += 1
        except Exception as error:
            error.add_note(f"{target.form.name}: {body.hex()}")
            raise
        done += 1
    return done, counted


def main(arguments: Sequence[str] | None = None) -> int:
    """Run both kinds; print counts and seed."""
    parser = argparse.ArgumentParser(prog="benchmarks.fuzz", description="Mutated inputs through parse, clean, judge.")
    parser.add_argument("--bytes", type=int, default=10_000_000)
    parser.add_argument("--structures", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop each kind after so many seconds")
    options = parser.parse_args(arguments)
    for structures, count in ((True, options.structures), (False, options.bytes)):
        done, counted = run(count, options.seed, time.monotonic() + options.seconds, structures=structures)
        kind = "structure-aware" if structures else "byte"
        sys.stdout.write(f"{done} {kind} inputs, seed {options.seed}, no unexpected exception: {dict(counted)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
