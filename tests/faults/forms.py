"""A format with a plan and nothing else: a feed asks for documents and never reads one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from countwatch.model.assembly import Assembly
from countwatch.model.election import Election
from countwatch.model.part import Part
from countwatch.model.update import Document, Request


@dataclass
class PlannedForm:
    """Asks for `rounds` one after the other, each once all of the one before has come."""

    rounds: Sequence[Sequence[Request]] = ((Request("root"),),)
    root_key: str = "root"
    name: str = "planned"
    default_election: str | None = None

    def plan(
        self, election: Election | None, earlier: Mapping[str, Document], fetched: Mapping[str, Document]
    ) -> Sequence[Request]:
        missing = [[request for request in wanted if request.key not in fetched] for wanted in self.rounds]
        return next((wanted for wanted in missing if wanted), [])

    def decode(self, key: str, body: bytes, election: Election | None) -> Part:
        raise AssertionError(key)

    def assemble(
        self, parts: Mapping[str, Part], election: Election | None, before: Assembly | None = None
    ) -> Assembly:
        raise AssertionError(parts)
