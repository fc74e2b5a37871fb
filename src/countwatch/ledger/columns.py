"""The ledger: every update's outcome and the root figures shown after it, in compact columns.

It is the only fold. Rows are appended once and never change, so a state at any update is the ledger
up to there; folding a row again is a no-op. About 300 bytes an update, whatever the feed weighs.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from countwatch.count.changes import Correction
from countwatch.count.figures import BALLOTS, SHEETS, figure
from countwatch.ledger.events import Event, Outcome
from countwatch.model.finding import Finding
from countwatch.model.snapshot import Sheets, UnitTally

_NONE = -1
_NEVER = -(2**63)
_OUTCOMES = tuple(Outcome)
_CODES = {outcome: code for code, outcome in enumerate(_OUTCOMES)}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NO_HASH = bytes(32)


def _to_number(at: datetime | None) -> int:
    return _NEVER if at is None else (at - _EPOCH) // _MICROSECOND


def _to_time(number: int) -> datetime | None:
    return None if number == _NEVER else _EPOCH + timedelta(microseconds=number)


def _to_bytes(digest: str | None) -> bytes:
    """32 bytes, all zero where there is none. `ValueError` where it is no sha256 in hex."""
    if digest is None:
        return _NO_HASH
    found = bytes.fromhex(digest)
    if len(found) != len(_NO_HASH):
        raise ValueError(digest)
    return found


class Ledger:
    """Columns of all updates so far. Rows are numbered from 1, as updates are."""

    def __init__(self) -> None:
        self._outcomes = bytearray()
        self._received = array("q")
        self._published = array("q")
        self._in_order = True
        """Whether no stamp on screen was followed by an older one: nearly always."""
        self._elapsed = array("d")
        self._figures = {name: array("q") for name in (*BALLOTS, *SHEETS)}
        self._votes: dict[str, array[int]] = {}
        self._hashes = bytearray()
        self._records = bytearray()
        self._sparse: dict[int, tuple[Finding | None, tuple[Finding, ...], Correction | None]] = {}
        self._taken: dict[str, array[int]] = {}
        self._interned: dict[Finding, Finding] = {}
        self._shown = array("q")

    def __len__(self) -> int:
        """How many updates were folded."""
        return len(self._outcomes)

    def append(self, event: Event, shown: UnitTally | None) -> None:
        """Fold one event with the root tally on screen after it. `ValueError` if a row would be skipped."""
        if event.n <= len(self):
            return
        if event.n != len(self) + 1:
            raise ValueError(event.n)
        received, published = _to_number(event.received_at), _to_number(event.published_at)
        digest, record = _to_bytes(event.sha256), _to_bytes(event.record)
        # From here on nothing can fail: a row that is half there would shift every later one.
        self._outcomes.append(_CODES[event.outcome])
        self._received.append(received)
        self._in_order = self._in_order and (not self._published or self._published[-1] <= published)
        self._published.append(published)
        self._elapsed.append(event.elapsed_seconds)
        self._hashes += digest
        self._records += record
        self._append_figures(shown)
        if event.reason or event.findings or event.correction:
            findings = tuple(map(self._intern, event.findings))
            reason = None if event.reason is None else self._intern(event.reason)
            self._sparse[event.n] = (reason, findings, event.correction)
        for key in event.taken:
            self._taken.setdefault(key, array("q")).append(event.n)
        if event.outcome.shows:
            self._shown.append(event.n)

    def _intern(self, finding: Finding) -> Finding:
        """The same finding as kept before: a broken feed says one thing for hours."""
        return self._interned.setdefault(finding, finding)

    def _append_figures(self, shown: UnitTally | None) -> None:
        for name, column in self._figures.items():
            value = None if shown is None else figure(shown, name)
            column.append(_NONE if value is None else value)
        votes = {} if shown is None else shown.votes
        for candidate_id in votes:
            if candidate_id not in self._votes:
                self._votes[candidate_id] = array("q", [_NONE]) * (len(self) - 1)
        for candidate_id, column in self._votes.items():
            column.append(votes.get(candidate_id, _NONE))

    def outcome(self, n: int) -> Outcome:
        """What update `n` came to."""
        return _OUTCOMES[self._outcomes[n - 1]]

    def received_at(self, n: int) -> datetime:
        """When update `n` came (UTC)."""
        return _EPOCH + timedelta(microseconds=self._received[n - 1])

    def published_at(self, n: int) -> datetime | None:
        """The root's stamp on screen after update `n` (UTC)."""
        return _to_time(self._published[n - 1])

    def event(self, n: int) -> Event:
        """Update `n`'s event, as it was judged."""
        reason, findings, correction = self._sparse.get(n, (None, (), None))
        digest, record = self._hash(self._hashes, n), self._hash(self._records, n)
        return Event(
            n=n,
            outcome=self.outcome(n),
            received_at=self.received_at(n),
            published_at=self.published_at(n),
            reason=reason,
            findings=findings,
            correction=correction,
            sha256=digest,
            record=record,
            elapsed_seconds=self._elapsed[n - 1],
            taken=tuple(key for key, rows in self._taken.items() if self._source(rows, n) == n),
        )

    @staticmethod
    def _hash(column: bytearray, n: int) -> str | None:
        digest = bytes(column[(n - 1) * 32 : n * 32])
        return None if digest == _NO_HASH else digest.hex()

    def tally(self, n: int, unit_id: str) -> UnitTally | None:
        """The root figures on screen after update `n`; None before the first good ones.

        Reasons of review are not kept, and the stamp is that of the root document.
        """
        if self.shown(n) is None:
            return None
        votes = self.votes_at(n)
        return UnitTally(
            unit_id=unit_id,
            votes=votes,
            published_at=self.published_at(n),
            blank=self._figure("blank", n),
            null=self._figure("null", n),
            contested=self._figure("contested", n),
            cast=self._figure("cast", n),
            registered=self._figure("registered", n),
            registered_counted=self._figure("registered_counted", n),
            sheets=Sheets(
                total=self._figure("total", n),
                counted=self._figure("counted", n),
                under_review=self._figure("under_review", n),
                pending=self._figure("pending", n),
                annulled=self._figure("annulled", n),
                not_installed=self._figure("not_installed", n),
            ),
        )

    def _figure(self, name: str, n: int) -> int | None:
        value = self._figures[name][n - 1]
        return None if value == _NONE else value

    def votes_at(self, n: int) -> dict[str, int]:
        """Every candidate's votes after update `n`; empty before the first good ones."""
        return {name: column[n - 1] for name, column in self._votes.items() if column[n - 1] != _NONE}

    def votes(self, candidate_id: str) -> "array[int]":
        """One candidate's votes after each update, -1 where unknown; for charts, read only."""
        return self._votes.get(candidate_id, array("q", [_NONE]) * len(self))

    def column(self, name: str) -> "array[int]":
        """A ballot or sheet figure after each update, -1 where unknown; for charts, read only."""
        return self._figures[name]

    def counts(self, n: int) -> dict[Outcome, int]:
        """How many of the first `n` updates came to each outcome."""
        seen = self._outcomes[:n]
        return {outcome: seen.count(code) for outcome, code in _CODES.items()}

    def shown(self, n: int) -> int | None:
        """The latest update up to `n` whose numbers are on screen."""
        index = bisect_right(self._shown, n)
        return self._shown[index - 1] if index else None

    def row_at(self, stamp: datetime, n: int) -> int | None:
        """The latest update up to `n` after which the root on screen had that stamp; None where there is none."""
        wanted = _to_number(stamp)
        if self._in_order:
            row = bisect_right(self._published, wanted, hi=n)
            return row if row and self._published[row - 1] == wanted else None
        return next((row for row in range(n, 0, -1) if self._published[row - 1] == wanted), None)

    def shown_rows(self, n: int) -> "array[int]":
        """The updates up to `n` whose numbers came on screen, oldest first."""
        return self._shown[: bisect_right(self._shown, n)]

    def leader(self, n: int) -> str | None:
        """Who had the most votes after update `n`; None on a tie, and while nobody has any."""
        ranked = sorted(((votes, name) for name, votes in self.votes_at(n).items()), reverse=True)
        if not ranked or not ranked[0][0] or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
            return None
        return ranked[0][1]

    def reasons(self, n: int) -> Iterator[tuple[int, Finding]]:
        """Every reason given up to update `n`, oldest first."""
        for row, (reason, _, _) in self._sparse.items():
            if row > n:
                return
            if reason is not None:
                yield row, reason

    def sources(self, n: int) -> dict[str, int]:
        """For each document on screen after update `n`, the update that brought it."""
        found = {key: self._source(rows, n) for key, rows in self._taken.items()}
        return {key: row for key, row in found.items() if row is not None}

    def rows_of(self, key: str, n: int) -> "array[int]":
        """The updates up to `n` that brought new bytes of a document on screen, oldest first."""
        rows = self._taken.get(key, array("q"))
        return rows[: bisect_right(rows, n)]

    def findings(self, n: int) -> Iterator[tuple[int, Finding]]:
        """Every finding up to update `n`, with its update, oldest first."""
        for row, (_, found, _) in self._sparse.items():
            if row > n:
                return
            for finding in found:
                yield row, finding

    @staticmethod
    def _source(rows: "array[int]", n: int) -> int | None:
        index = bisect_right(rows, n)
        return rows[index - 1] if index else None

    def held_streak(self, n: int) -> int:
        """How many held updates the run that ends at `n` has.

        Good totals end it. Polls that failed, and updates without the root document, say nothing of it.
        """
        streak = 0
        for row in range(n, 0, -1):
            outcome = self.outcome(row)
            if outcome is Outcome.HELD:
                streak += 1
            elif (outcome.shows or outcome is Outcome.NOT_MODIFIED) and self._hash(self._hashes, row):
                break
        return streak

    def corrections(self, n: int) -> Iterator[tuple[int, Correction]]:
        """Every correction up to update `n`, oldest first."""
        for row, (_, _, correction) in self._sparse.items():
            if row > n:
                return
            if correction is not None:
                yield row, correction
