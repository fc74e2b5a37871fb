"""What the sources say about codes: where each is raised or found, and with which facts. By syntax alone."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).parents[3] / "src" / "countwatch"

RAISERS = frozenset({"NotUsable", "ConfigError", "RecordingError", "NoData", "Finding", "rejected", "unfetched"})
"""Calls whose first argument is a code."""

PASSED_ON = {"_require": (1, ()), "open_regular": (None, ("missing",)), "_resolved": (None, ("refused", "unreadable"))}
"""Calls that hand a code on to one of those: by position, by keyword."""

PLACED = {"wrong": frozenset({"name", "field"})}
"""Methods that raise with a code and add facts of their own: the place in a mapping."""

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Site:
    """One place where a code is raised or found. `facts` is None where the syntax does not tell them all."""

    code: str | None
    facts: frozenset[str] | None
    where: str


def modules(*rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    """The sources, all or those of some rooms."""
    for path in sorted(SOURCES.rglob("*.py")):
        if not rooms or path.relative_to(SOURCES).parts[0] in rooms:
            yield path, ast.parse(path.read_text("utf-8"))


def sites() -> list[Site]:
    """Every place in the sources."""
    return [site for path, tree in modules() for site in _sites(tree, path.relative_to(SOURCES).as_posix())]


def _sites(tree: ast.Module, name: str) -> Iterator[Site]:
    module_level = _assigned(tree)
    for function in (node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)):
        known = {**module_level, **_assigned(function)}
        for call in _calls(function):
            where = f"{name}:{call.lineno} {function.name}"
            yield from _site(call, known, where)


def _calls(function: ast.AST) -> Iterator[ast.Call]:
    """Calls in a function, not those of functions inside it, which are walked for themselves."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, FUNCTIONS):
            continue
        if isinstance(node, ast.Call):
            yield node
        waiting += ast.iter_child_nodes(node)


def _assigned(scope: ast.AST) -> dict[str, ast.expr]:
    """Names and what they are set to; a name that is set twice is not known."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            found.setdefault(node.target.id, []).append(node.value)
    return {name: values[0] for name, values in found.items() if len(values) == 1}


def _site(call: ast.Call, known: dict[str, ast.expr], where: str) -> Iterator[Site]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    if name in PASSED_ON:
        position, passed = PASSED_ON[name]
        given = [keywords[key] for key in passed if key in keywords]
        given += [call.args[position]] if position is not None and len(call.args) > position else []
        facts = frozenset(key for key in keywords if key is not None and key not in passed) if position else None
        for expression in given:
            yield from (Site(code, facts, where) for code in _codes(expression, known) if code)
    elif method in PLACED and call.args:
        yield from (Site(code, _error_facts(keywords, PLACED[method]), where) for code in _codes(call.args[0], known))
    elif name in RAISERS and (call.args or "code" in keywords):
        facts = _finding_facts(call, keywords, known) if name == "Finding" else _error_facts(keywords)
        first = call.args[0] if call.args else keywords["code"]
        yield from (Site(code, facts, where) for code in _codes(first, known))


def _codes(expression: ast.expr, known: dict[str, ast.expr]) -> list[str | None]:
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        return [expression.value]
    if isinstance(expression, ast.IfExp):
        return [*_codes(expression.body, known), *_codes(expression.orelse, known)]
    if isinstance(expression, ast.Name) and expression.id in known:
        return _codes(known[expression.id], {})
    return [None]


def _error_facts(keywords: dict[str | None, ast.expr], more: frozenset[str] = frozenset()) -> frozenset[str] | None:
    if None in keywords:
        return None
    named = {"unit_id": "unit"}
    return more | frozenset(named.get(key, key) for key in keywords if key is not None)


def _finding_facts(
    call: ast.Call, keywords: dict[str | None, ast.expr], known: dict[str, ast.expr]
) -> frozenset[str] | None:
    given = dict(zip(("code", "facts", "unit_id", "document"), call.args, strict=False))
    given |= {key: value for key, value in keywords.items() if key is not None}
    facts = given.get("facts")
    if isinstance(facts, ast.Name):
        facts = known.get(facts.id, facts)
    keys: set[str] = {name for key, name in (("unit_id", "unit"), ("document", "document")) if key in given}
    if facts is None:
        return frozenset(keys)
    if not isinstance(facts, ast.Dict):
        return None
    for key in facts.keys:
        if not isinstance(key, ast.Constant):
            return None
        keys.add(str(key.value))
    return frozenset(keys)


def expectations() -> dict[str, str]:
    """Every name of what was expected that the sources give, and where."""
    found: dict[str, str] = {}
    for path, tree in modules():
        name = path.relative_to(SOURCES).as_posix()
        for node in ast.walk(tree):
            for expression in _expected(node):
                if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
                    found[expression.value] = f"{name}:{expression.lineno}"
    return found


_EXPECTING = {"wrong": 2, "_not_readable": 2, "refuse": 1, "PydanticCustomError": 0}
"""Calls that say what was expected, and at which place."""


def _expected(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "_EXPECTED":
        return node.value.values if isinstance(node.value, ast.Dict) else []
    if not isinstance(node, ast.Call):
        return []
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if isinstance(node.func, ast.Attribute) and name == "wrong":
        return []
    position = _EXPECTING.get(name)
    given = [keyword.value for keyword in node.keywords if keyword.arg == "expected" and name in RAISERS]
    return [*given, *(node.args[position : position + 1] if position is not None else [])]
