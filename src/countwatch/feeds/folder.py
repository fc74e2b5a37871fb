"""A file or a folder that another program rewrites, as a live feed.

A file is the root document. In a folder each document is the file of its key (`root.json`, `votes/000000.json`,
whatever its ending); where there is none for the root, it is the newest file directly inside, so that a folder
of numbered or dated bodies works too. A document without a file carries over, as everywhere.
"""

import asyncio
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from itertools import islice
from pathlib import Path

from countwatch.feeds.bodies import Allowance, Body
from countwatch.feeds.heads import Head, rejected, unfetched
from countwatch.feeds.live import LiveFeed
from countwatch.feeds.rounds import Answer, Held, Poll, Receipt
from countwatch.model.assembly import Assembly
from countwatch.model.election import Election
from countwatch.model.errors import NotUsable, system_code
from countwatch.model.feed import FeedDefinition
from countwatch.model.part import Part
from countwatch.model.protocols import Clock, Format
from countwatch.model.text import clean, shorten
from countwatch.model.update import Document, Failure, FailureKind, Request

SETTLED_SECONDS = 2.0
"""A stamp younger than this may stand for two contents: clocks of file systems are coarse. It is read again."""

_PIECE_BYTES = 256 * 1024
_FILES_MAX = 100_000
_UNFINISHED = (".tmp", ".part", ".partial", ".swp", ".crdownload")
"""Endings under which programs write before they rename."""


class PathFeed(LiveFeed):
    """Polls a path: `definition.url`. What is not there, or is being written, is a failed poll and said."""

    def __init__(self, definition: FeedDefinition, form: Format, election: Election | None, *, clock: Clock) -> None:
        path = Path(definition.url)
        files = Files(path, form.root_key)
        source = FileSource(files, definition.decoded_bytes_max, clock)
        present = Present(form, files)
        super().__init__(definition, present, election, clock=clock, source=source, host=_short(path.name or str(path)))


@dataclass(frozen=True, slots=True)
class Files:
    """Which file holds which document. `path` is a file or a folder, and may change from one to the other."""

    path: Path
    root_key: str

    def find(self, key: str) -> Path | None:
        """The file of a document; None where there is none. Never one outside of the folder."""
        if not self.path.is_dir():
            return self.path if key == self.root_key else None
        return self._named(key) or (self._newest() if key == self.root_key else None)

    def _named(self, key: str) -> Path | None:
        wanted, folder = self.path / key, os.path.realpath(self.path)
        if not Path(os.path.realpath(wanted)).is_relative_to(folder) or not wanted.parent.is_dir():
            return None
        return min(_listed(wanted.parent, wanted.name), default=None)

    def _newest(self) -> Path | None:
        stamped = ((one.stat().st_mtime_ns, one.name, one) for one in _listed(self.path))
        return max(stamped, default=(0, "", None))[2]


def _listed(folder: Path, wanted: str | None = None) -> Iterator[Path]:
    """Whole files of a folder, or those of the `wanted` name, whatever their ending.

    No hidden ones, and none that are still being written under another name.
    """
    with os.scandir(folder) as entries:
        for entry in islice(entries, _FILES_MAX):
            name = entry.name
            if wanted is not None and wanted not in (name, name.rpartition(".")[0]):
                continue
            path = Path(entry.path)
            # Not asked of the entry: one of a link that leads back to itself raises instead of answering.
            if not name.startswith(".") and not name.endswith(_UNFINISHED) and path.is_file():
                yield path


class Present:
    """A format that asks only for documents whose file is there, and always for the root."""

    def __init__(self, form: Format, files: Files) -> None:
        self.name = form.name
        self.root_key = form.root_key
        self.default_election = form.default_election
        self._form = form
        self._files = files

    def plan(
        self, election: Election | None, earlier: Mapping[str, Document], fetched: Mapping[str, Document]
    ) -> Sequence[Request]:
        """What the format asks for, as far as there is a file."""
        root = () if self.root_key in fetched else (Request(self.root_key),)
        try:
            if not self._files.path.is_dir():
                return root
            planned = self._form.plan(election, earlier, fetched)
            return tuple(request for request in planned if self._is_there(request.key)) or root
        except OSError:
            # What is wrong with the path is said when the root is to be read.
            return root

    def _is_there(self, key: str) -> bool:
        """The root is asked for in any case: which file it is may take a look at all of them."""
        return key == self.root_key or self._files.find(key) is not None

    def decode(self, key: str, body: bytes, election: Election | None) -> Part:
        """As the format does."""
        return self._form.decode(key, body, election)

    def assemble(
        self, parts: Mapping[str, Part], election: Election | None, before: Assembly | None = None
    ) -> Assembly:
        """As the format does."""
        return self._form.assemble(parts, election, before)


class FileSource:
    """Serves polls from files: one is read again only where its stamp or its length is another."""

    def __init__(self, files: Files, bytes_max: int, clock: Clock) -> None:
        self._files = files
        self._bytes_max = bytes_max
        self._clock = clock

    async def serve(self, poll: Poll) -> None:
        """Read what the poll wants, off the loop."""

        async def fetch(request: Request, held: Held | None) -> Answer:
            return await asyncio.to_thread(self._fetch, request, held)

        await poll.run(fetch)

    def receipt(self, request: Request) -> Receipt:
        """The receipt of a document of which nothing has come yet."""
        return Receipt(request.key, _short(str(self._files.path)))

    def _fetch(self, request: Request, held: Held | None) -> Answer:
        receipt = self.receipt(request)
        try:
            path = self._files.find(request.key)
            if path is None:
                return receipt.refused(unfetched("folder_without_files", path=receipt.url))
            receipt.url = _short(str(path))
            return self._read(path, held, receipt)
        except FileNotFoundError:
            return receipt.refused(unfetched("file_not_there", path=receipt.url))
        except NotUsable as error:
            return receipt.refused(Failure(FailureKind.REJECTED, error.finding))
        except OSError as error:
            return receipt.refused(unfetched("file_unreadable", path=receipt.url, detail=system_code(error)))

    def _read(self, path: Path, held: Held | None, receipt: Receipt) -> Answer:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
        with os.fdopen(fd, "rb") as file:
            before = os.fstat(fd)
            if not stat.S_ISREG(before.st_mode):
                return receipt.refused(rejected("file_not_regular", path=receipt.url))
            receipt.head = self._head(before)
            tag = receipt.head.get("etag")
            if held is not None and held.url == str(path) and tag is not None and held.validators.etag == tag:
                receipt.head = Head(304, receipt.head.fields)
                return receipt.unchanged(held)
            receipt.body = Body(gzip=False, bytes_max=self._bytes_max, allowance=Allowance(self._bytes_max))
            while chunk := file.read(_PIECE_BYTES):
                for _ in receipt.body.add(chunk):
                    pass
            if _stamp(os.fstat(fd)) != _stamp(before):
                return receipt.refused(unfetched("file_changing", path=receipt.url))
        return receipt.taken(str(path))

    def _head(self, found: os.stat_result) -> Head:
        """A head as a server would send it; without a tag while the stamp may still stand for two contents."""
        fields = [(b"last-modified", formatdate(found.st_mtime, usegmt=True).encode("ascii"))]
        if self._clock.now().timestamp() - found.st_mtime > SETTLED_SECONDS:
            fields.append((b"etag", f'"{_stamp(found)}"'.encode("ascii")))
        return Head(200, fields)


def _stamp(found: os.stat_result) -> str:
    return f"{found.st_mtime_ns:x}-{found.st_size:x}-{found.st_ino:x}"


def _short(text: str) -> str:
    return shorten(clean(text), 200)
