"""What a case is: its number, what it does, and what each format must make of it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.corpus.shapes import NATIVE, Shape


@dataclass(frozen=True)
class Expect:
    """One outcome, and the code that says why: of the reason where it is refused, else of a finding.

    `first` is the outcome where this body is the first that ever came (None: the same).
    """

    outcome: str
    code: str | None = None
    first: str | None = None


@dataclass(frozen=True)
class BodyCase:
    """A body that comes after a good one. `onpe` is what that format makes of it where it differs.

    A text in place of an `Expect` is the reason why that format cannot have this case. `listed` gives the
    election its rosters.
    """

    number: int
    what: str
    make: Callable[[Shape], bytes]
    native: Expect | str
    onpe: Expect | str | None = None
    listed: bool = False
    name: str | None = None
    """The second candidate's name as it must be on screen afterwards."""

    def expected(self, shape: Shape) -> Expect | str:
        """What that format makes of it."""
        return self.native if shape is NATIVE or self.onpe is None else self.onpe


ACCEPTED = Expect("accepted")


def rejected(code: str) -> Expect:
    """Refused for that reason, first or later."""
    return Expect("rejected", code)


def noted(code: str) -> Expect:
    """Accepted, with that finding."""
    return Expect("accepted", code)
