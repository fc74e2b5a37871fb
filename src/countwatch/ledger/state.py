"""All that a screen needs of the count, as a value: the reading on screen and the ledger up to it."""

from dataclasses import dataclass, field, replace

from countwatch.count.branches import Branch
from countwatch.count.checks import Settled
from countwatch.ledger.columns import Ledger
from countwatch.ledger.events import Event
from countwatch.ledger.reading import Held, Shelf
from countwatch.model.assembly import Assembly
from countwatch.model.election import Election
from countwatch.model.protocols import Format
from countwatch.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class WatchState:
    """The state after update `n` (0 before the first). It holds no clock and nothing of the network.

    `assembly` is the reading on screen (None until there is a good one). The ledger may be longer than
    `n` after a rewind; only its rows up to `n` belong to this state.

    `settled` and `branches` are what was worked out of units. It holds for the very tallies that it was made of,
    whatever the state, and is handed on as long as the roster of units is the same.
    """

    form: Format
    election: Election | None = None
    n: int = 0
    shelf: Shelf = field(default_factory=dict)
    assembly: Assembly | None = None
    ledger: Ledger = field(default_factory=Ledger, compare=False)
    settled: Settled = field(default_factory=Settled, compare=False, repr=False)
    branches: dict[str, Branch] = field(default_factory=dict, compare=False, repr=False)

    @property
    def snapshot(self) -> Snapshot | None:
        """The reading on screen, as a value that can be written down."""
        return None if self.assembly is None else self.assembly.snapshot

    def showing(self, n: int, shelf: Shelf, assembly: Assembly | None) -> "WatchState":
        """The state after another update of the same watch."""
        state = replace(self, n=n, shelf=shelf, assembly=assembly)
        if self.assembly and assembly and self.assembly.tree.units is assembly.tree.units:
            return state
        return replace(state, settled=Settled(), branches={})

    @property
    def event(self) -> Event | None:
        """What the last update came to."""
        return self.ledger.event(self.n) if self.n else None

    @property
    def root_held(self) -> Held | None:
        """The root document on screen."""
        return self.shelf.get(self.form.root_key)
