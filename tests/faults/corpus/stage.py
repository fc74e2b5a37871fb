"""A recording, an election file and a feed body whose every text is one of those given."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from countwatch.model.finding import Finding
from countwatch.model.update import Document, Failure, FailureKind, Update
from countwatch.record.codec import Header
from countwatch.record.writer import RecordingWriter
from tests.faults.clocks import BEGIN
from tests.faults.corpus.shapes import native, written

Json = dict[str, Any]


@dataclass
class Stage:
    """Texts by turns: each place takes the next one."""

    texts: Sequence[str]

    def __post_init__(self) -> None:
        self._turns: Iterator[str] = cycle(self.texts)

    def next(self) -> str:
        """The next text; a blank one is no label, so it gets a letter."""
        text = next(self._turns)
        return text if text.strip() else f"x{text}x"

    def body(self, step: int, units: Sequence[str]) -> bytes:
        """A count whose title, names and parties are texts, over units of these names."""
        value = native(0)
        value["election_id"] = None
        value["published_at"] = (BEGIN + timedelta(minutes=step)).isoformat()
        value["title"] = self.next()
        for candidate in value["candidates"]:
            candidate |= {"name": self.next(), "party": self.next()}
        tally = value["tallies"][0]
        # The lead changes at each step, by a correction too small to be held.
        tally["votes"] = {"a": 5300 + 10 * step + 25 * (-1) ** step, "b": 5300 + 10 * step}
        tally["cast"] = sum(tally["votes"].values()) + 300
        value["units"] = [{"id": "nation", "name": self.next()}]
        value["units"] += [{"id": f"u{n:05}", "name": name, "parent_id": "nation"} for n, name in enumerate(units)]
        below = ({"unit_id": unit["id"], "votes": {"a": 1, "b": 2}} for unit in value["units"][1:])
        value["tallies"] = [tally, *below]
        return written(value)

    def recording(self, path: Path, updates: int, units: Sequence[str] | None = None) -> None:
        """Good updates; raw texts, a wrong value, unknown fields and failures that quote texts; a good one."""
        names = list(units) if units is not None else [self.next() for _ in range(12)]
        header = Header(
            feed=self.next(), decoder="countwatch", created_at=BEGIN, election=self.next(),
            notes=(self.next(), self.next()), sources=(self.next(),),
        )  # fmt: skip
        bodies: list[bytes | Failure] = [self.body(step, names[:12]) for step in range(updates - 1)]
        bodies += [self._raw(), self._wrong_value(), self._drifted(updates), *self._failures()]
        bodies.append(self.body(updates, names))
        with RecordingWriter.open(path, header, sync_each=False) as writer:
            for n, body in enumerate(bodies, start=1):
                writer.write(self._update(n, body))

    def election(self, path: Path) -> None:
        """An election file; TOML strings are JSON strings."""
        words = {"en": self.next(), "es": self.next()}
        lines = ['id = "island"', f"title = {_quoted(self.next())}", 'time_zone = "America/Lima"']
        lines += [f"notes = [{{en = {_quoted(self.next())}}}]", f"sources = [{_quoted(self.next())}]"]
        lines += ["[sheet]", f"one = {_quoted(self.next())}", f"other = {_quoted(self.next())}", "[bodies]"]
        lines += [f"{name} = {_quoted(self.next())}" for name in ("counting", "boards", "proclaiming")]
        lines += ["[deadline]", "at = 2021-07-28T05:00:00Z"]
        lines += [f"text = {{en = {_quoted(words['en'])}, es = {_quoted(words['es'])}}}"]
        for candidate in ("a", "b"):
            lines += ["[[candidates]]", f'id = "{candidate}"']
            lines += [f"{name} = {_quoted(self.next())}" for name in ("name", "short_name", "party")]
        for unit in ("nation", *(f"u{n:05}" for n in range(12))):
            parent = [] if unit == "nation" else ['parent_id = "nation"']
            lines += ["[[units]]", f'id = "{unit}"', f"name = {_quoted(self.next())}", *parent]
        for day in range(1, 6):
            lines += ["[[calendar]]", f"on = 2021-06-{day:02}", f"source = {_quoted(self.next())}"]
            lines += [f"text = {{en = {_quoted(self.next())}}}"]
        path.write_text("\n".join(lines), "utf-8")

    def _raw(self) -> bytes:
        """Texts as raw bytes, one a line where they hold no line feed: no data, and shown by the log."""
        return "\n".join(self.texts).encode("utf-8", "surrogatepass")

    def _wrong_value(self) -> bytes:
        value = native(1)
        value["tallies"][0]["votes"]["a"] = self.next()
        return written(value)

    def _drifted(self, step: int) -> bytes:
        value: Json = json.loads(self.body(step, ["North"]))
        value |= {self.next()[:200]: 1 for _ in range(5)}
        return written(value)

    def _failures(self) -> list[bytes | Failure]:
        facts = {"host": self.next(), "detail": self.next()}
        known = Finding("connection_lost", facts, document=self.next())
        unknown = Finding("some_new_code", {self.next(): self.next(), "count": 1}, unit_id=self.next())
        return [Failure(FailureKind.FETCH_FAILED, known), Failure(FailureKind.RETRY_LATER, unknown, 60.0)]

    def _update(self, n: int, body: bytes | Failure) -> Update:
        at = BEGIN + timedelta(minutes=n)
        if isinstance(body, Failure):
            return Update(n, at, 1.0, (), body)
        url, headers = f"http://127.0.0.1/{self.next()}", {"etag": self.next(), self.next()[:40]: self.next()}
        document = Document("root", url, 200, body, hashlib.sha256(body).hexdigest(), headers)
        return Update(n, at, 0.5, (document,))


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's escapes for ASCII, and no surrogate, which TOML cannot write."""
    kept = text.encode("utf-8", "replace").decode()
    return json.dumps(kept, ensure_ascii=False).replace("\x7f", "\\u007f")
