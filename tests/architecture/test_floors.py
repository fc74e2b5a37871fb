"""The house keeps its floors: who imports whom, and who may touch the world."""

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator

import pytest

from .source import PACKAGE, PURE_ROOMS, REPOSITORY, Module, importers, modules

CONTRACTS = REPOSITORY / "pyproject.toml"
LINES_MAX = 300
SUPERVISORS = {"engine/watch.py", "engine/journal.py", "cli/main.py"}
"""Where alone everything is caught: a bug in reading or in writing down must not stop the night, and no user sees
a traceback."""

FILE_CALLS = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "fdopen",
    "iterdir",
    "glob",
    "rglob",
}
CLOCK_CALLS = {"utcnow", "today", "monotonic", "perf_counter", "localtime"}
WORLD = {
    *(
        "asyncio",
        "socket",
        "ssl",
        "http",
        "urllib",
        "httpx",
        "select",
        "selectors",
        "subprocess",
        "multiprocessing",
    ),
    *("os", "pathlib", "shutil", "tempfile", "fcntl", "time", "random", "secrets", "threading", "sys"),
    *("textual", "rich", "click", "platformdirs", "pydantic_settings"),
}
"""Packages that reach a file, a socket, a clock, a terminal or chance."""


def test_the_import_contracts_hold() -> None:
    # In a process of its own: import-linter sets up logging for the whole process that it runs in.
    lint = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(sys.argv[1], no_cache=True))"
    path = os.pathsep.join([str(REPOSITORY / "src"), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", lint, str(CONTRACTS)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_every_room_has_its_floor() -> None:
    contracts = tomllib.loads(CONTRACTS.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    fenced = {name.strip() for layer in layers for name in layer.split("|")}
    rooms = {f"countwatch.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")}
    assert rooms == fenced


@pytest.mark.parametrize(
    ("package", "rooms"),
    [
        ("textual", {"tui"}),
        ("rich", {"tui"}),
        ("pydantic_settings", {"cli"}),
        ("platformdirs", {"cli"}),
        ("click", {"cli"}),
        ("asyncio", {"engine", "feeds", "record", "tui", "output", "cli"}),
    ],
)
def test_a_package_stays_in_its_rooms(package: str, rooms: set[str]) -> None:
    assert {place.partition("/")[0] for place in importers(package)} <= rooms


def test_httpx_stays_in_one_module() -> None:
    assert importers("httpx") == {"feeds/http.py"}
    assert importers("httpcore") == importers("h11") == set()


def pure() -> Iterator[Module]:
    return (module for module in modules() if module.room in PURE_ROOMS)


def test_pure_rooms_import_nothing_of_the_world() -> None:
    assert {module.place: module.packages() & WORLD for module in pure() if module.packages() & WORLD} == {}


def test_pure_rooms_open_no_file() -> None:
    called = {(module.place, name) for module in pure() for name, _ in module.calls() if name in FILE_CALLS}
    archives = {module.place for module in pure() if "zipfile" in module.packages()}
    assert {(place, name) for place, name in called if not (place in archives and name == "open")} == set()


def test_what_pure_rooms_open_lies_in_memory() -> None:
    streams = {(module.place, name) for module in pure() for name in module.taken_from("io")}
    assert {name for _, name in streams} <= {"BytesIO", "StringIO"}
    opened = [text for module in pure() for text in module.arguments("ZipFile")]
    assert [text for text in opened if not text.startswith(("io.BytesIO(", "BytesIO("))] == []


def test_pure_rooms_know_no_clock() -> None:
    asked = {(module.place, name) for module in pure() for name, _ in module.calls() if name in CLOCK_CALLS}
    asked |= {(module.place, name) for module in pure() for name, on in module.calls() if on and name == "now"}
    assert asked == set()


def caught(node: ast.AST) -> Iterator[ast.expr | None]:
    """What is caught, or silenced with `suppress`; None for a bare except."""
    if isinstance(node, ast.ExceptHandler):
        yield from node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "suppress":
        yield from node.args


def blanket(module: Module) -> int:
    names = [ast.unparse(each) if each else "" for node in module.nodes() for each in caught(node)]
    return sum(name in {"", "Exception", "BaseException"} for name in names)


def test_everything_is_caught_by_the_supervisors_only() -> None:
    assert {module.place: blanket(module) for module in modules() if blanket(module)} == dict.fromkeys(SUPERVISORS, 1)


def test_no_module_is_longer_than_one_can_read() -> None:
    lengths = {module.place: len(module.text.splitlines()) for module in modules()}
    assert {place: lines for place, lines in lengths.items() if lines > LINES_MAX} == {}


def test_the_scans_see_what_they_look_for() -> None:
    text = """
import os.path
from textual.app import App
def read(path):
    import asyncio
    try:
        return path.read_text() + open(path).read()
    except (ValueError, Exception):
        with contextlib.suppress(BaseException):
            return datetime.now()
    except:
        pass
"""
    module = Module("count/odd.py", text)
    assert module.packages() == {"os", "textual", "asyncio"}
    assert {("read_text", True), ("open", False), ("now", True)} <= set(module.calls())
    assert (module.room, blanket(module)) == ("count", 3)
    zipped = Module("formats/odd.py", "import io\nzipfile.ZipFile(path)\nZipFile(io.FileIO(path))")
    assert (list(zipped.arguments("ZipFile")), zipped.taken_from("io")) == (
        ["path", "io.FileIO(path)"],
        {"FileIO"},
    )
    assert len(modules()) > 50
