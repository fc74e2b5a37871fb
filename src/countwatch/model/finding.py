"""Something worth saying about an update: a code and its facts. Its sentence is made in `present`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Fact = str | int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A code with the facts that its sentence needs, and where it was seen.

    Facts hold raw values (counts as ints, stamps as ISO strings, cleaned text); no prose.
    """

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    unit_id: str | None = None
    document: str | None = None

    def __hash__(self) -> int:
        """Findings repeat from update to update; they are kept once."""
        return hash((self.code, tuple(self.facts.items()), self.unit_id, self.document))
