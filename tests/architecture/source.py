"""The program's own source as syntax trees: what each module imports, calls and catches."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PACKAGE = REPOSITORY / "src" / "countwatch"
PURE_ROOMS = ("model", "count", "formats", "ledger", "present")


@dataclass(frozen=True)
class Module:
    """One file of the package. `place` is its path inside it, such as `feeds/http.py`."""

    place: str
    text: str

    @property
    def room(self) -> str:
        return self.place.partition("/")[0]

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(ast.parse(self.text))

    def imports(self) -> set[str]:
        """Full names of imported modules, wherever in the file, those for type checking too."""
        found: set[str] = set()
        for node in self.nodes():
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
        return found

    def packages(self) -> set[str]:
        """The first parts of those names."""
        return {name.partition(".")[0] for name in self.imports()}

    def calls(self) -> Iterator[tuple[str, bool]]:
        """The name of everything that is called, and whether it is called on something."""
        for node in self.nodes():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield node.func.id, False
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield node.func.attr, True

    def taken_from(self, package: str) -> set[str]:
        """Names that are used of a package, as `package.name` or imported from it."""
        found = {name.partition(".")[2] for name in self.imports() if name.startswith(f"{package}.")}
        for node in self.nodes():
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == package:
                found.add(node.attr)
        return found

    def arguments(self, called: str) -> Iterator[str]:
        """The source of the first argument, each time that something of this name is called."""
        for node in self.nodes():
            if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).rpartition(".")[2] == called:
                yield ast.unparse(node.args[0])


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package, by place."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return tuple(Module(path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8")) for path in paths)


def importers(package: str) -> set[str]:
    """Places of the modules that import this package."""
    return {module.place for module in modules() if package in module.packages()}
