"""The documents taken apart: their blocks of code, their commands, their links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
DOCUMENTS = sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md")])

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$|^\n((?:(?: {4}[^\n]*)?\n)+)", re.MULTILINE | re.DOTALL)
PIPE = re.compile(r" \| (?=(?:[^']*'[^']*')*[^']*$)")
"""A pipe, and no stroke inside quotes."""
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Said:
    """A command of a document, and the lines that the document shows under it, if it shows any."""

    command: str
    lines: tuple[str, ...] | None = None


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """Each block of code: its language (empty where it has none) and its text."""
    for found in BLOCK.finditer(text):
        language, fenced, indented = found.groups()
        yield (language or "", fenced) if indented is None else ("", re.sub("^ {4}", "", indented, flags=re.MULTILINE))


def commands(text: str) -> list[Said]:
    """The commands of a document, in their order."""
    found = []
    for language, block in blocks(text):
        joined = block.replace("\\\n", " ")
        if language == "console":
            for shown in re.split(r"^\$ ", joined, flags=re.MULTILINE)[1:]:
                command, _, output = shown.partition("\n")
                found.append(Said(command, tuple(output.rstrip("\n").split("\n"))))
        else:
            found += [Said(line) for line in joined.split("\n")]
    return [said for said in found if re.match(r"countwatch( |$)", said.command)]
