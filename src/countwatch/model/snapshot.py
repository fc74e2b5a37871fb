"""A reading of the count: exact integers, one tally a unit. Also the native feed format, word for word."""

import dataclasses
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, ConfigDict, Field
from pydantic.dataclasses import dataclass

from countwatch.model.election import Candidate, ReportingUnit
from countwatch.model.types import VALUE, Count, Figures, Id, Rows, Text

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, config=VALUE)
class Sheets:
    """Tally sheets by state. None where the feed does not say; None is never 0.

    `counted` are in the totals, and include `annulled` and `not_installed`; `under_review` were
    sent to the boards; `pending` are neither. `review_reasons` splits `under_review`.
    """

    total: Count | None = None
    counted: Count | None = None
    under_review: Count | None = None
    pending: Count | None = None
    annulled: Count | None = None
    not_installed: Count | None = None
    review_reasons: Figures | None = None


@dataclass(frozen=True, slots=True, config=VALUE)
class UnitTally:
    """The count of one reporting unit, at its own document's stamp.

    `votes` by candidate id; `blank`, `null`, `contested`, `cast` in ballots; `registered` the roll;
    `registered_counted` the registered voters of the counted sheets (turnout's denominator).
    """

    unit_id: Id
    votes: Figures
    published_at: AwareDatetime | None = None
    blank: Count | None = None
    null: Count | None = None
    contested: Count | None = None
    cast: Count | None = None
    registered: Count | None = None
    registered_counted: Count | None = None
    sheets: Sheets = Sheets()

    @property
    def valid(self) -> int:
        """Votes for candidates: the base of percentages on valid votes."""
        return sum(self.votes.values())


@dataclasses.dataclass(frozen=True, slots=True)
class Snapshot:
    """One whole reading: the roster as known, and a tally for each unit that has reported.

    `published_at` is the root document's stamp; each tally has its own. A body is validated where it is read; what is
    put together here is made of values that were, and they are not walked through again at every update.
    """

    __pydantic_config__: ClassVar[ConfigDict] = VALUE

    schema_version: Literal[1]
    root_id: Id
    candidates: Rows[Candidate]
    units: Rows[ReportingUnit]
    tallies: Annotated[Rows[UnitTally], Field(min_length=1)]
    published_at: AwareDatetime | None = None
    election_id: Id | None = None
    title: Text | None = None

    @property
    def root(self) -> UnitTally:
        """The tally of the whole contest. `LookupError` if the root has not reported."""
        for tally in self.tallies:
            if tally.unit_id == self.root_id:
                return tally
        raise LookupError(self.root_id)
