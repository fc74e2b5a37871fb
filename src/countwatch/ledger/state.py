"""All that a screen needs of the count, as a value: the reading on screen and the ledger up to it."""

from dataclasses import dataclass, field

from countwatch.ledger.columns import Ledger
from countwatch.ledger.events import Event
from countwatch.ledger.reading import Held, Shelf
from countwatch.model.election import Election
from countwatch.model.protocols import Format
from countwatch.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class WatchState:
    """The state after update `n` (0 before the first). It holds no clock and nothing of the network.

    `snapshot` is the reading on screen (None until there is a good one). The ledger may be longer than
    `n` after a rewind; only its rows up to `n` belong to this state.
    """

    form: Format
    election: Election | None = None
    n: int = 0
    shelf: Shelf = field(default_factory=dict)
    snapshot: Snapshot | None = None
    ledger: Ledger = field(default_factory=Ledger, compare=False)

    @property
    def event(self) -> Event | None:
        """What the last update came to."""
        return self.ledger.event(self.n) if self.n else None

    @property
    def root_held(self) -> Held | None:
        """The root document on screen."""
        return self.shelf.get(self.form.root_key)
