"""XML as a stream of events, safely: no document type, hence no entity and nothing external; and within bounds.

A tree of a results file takes twenty times its bytes, so none is built: a format looks at each element as
it passes and keeps what it needs.
"""

import codecs
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser

from countwatch.formats.documents import refuse_nothing
from countwatch.formats.glance import KEY_CHARACTERS_MAX
from countwatch.formats.weight import room
from countwatch.formats.wire import Location, path
from countwatch.model.errors import NotUsable
from countwatch.model.text import excerpt
from countwatch.model.types import RAW_CHARACTERS_MAX

DEPTH_MAX = 32
ELEMENTS_MAX = 500_000
ATTRIBUTES_MAX = 64
NAMES_MAX = 1000
"""Different names of elements and attributes, each of which the parser keeps. A schema has a tenth of it."""

BYTES_MAX = 32 * 1024 * 1024
PIECE_BYTES = 16 * 1024
"""Taken at one go: its events are held together."""

_BOM = b"\xef\xbb\xbf"
_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"


class Event(NamedTuple):
    """An element that begins, with its attributes, or ends, with its text.

    `path` holds local names from the root on, `place` the same with the number of each among its like-named
    siblings, for a sentence. Text is that of an element without children, trimmed. Of attributes with a
    namespace only `xsi:type` is kept, under that name.
    """

    kind: Literal["start", "end"]
    path: tuple[str, ...]
    place: Location
    namespace: str
    attributes: Mapping[str, str]
    text: str


def events(body: bytes) -> Iterator[Event]:
    """The elements of a whole body in their order. `NotUsable` as soon as something is wrong with it.

    Codes: empty_body, blank_body, page_not_data, and those of `stream`.
    """
    refuse_nothing(body.removeprefix(_BOM))
    return stream((body[at : at + PIECE_BYTES] for at in range(0, len(body), PIECE_BYTES)), room(len(body)))


def stream(pieces: Iterable[bytes], more: float = 1.0) -> Iterator[Event]:
    """The same of a body that comes in pieces; `more` is its `weight.room`.

    Codes: not_utf8, invalid_xml (line, column from 1), xml_doctype, too_deep, too_many_values, too_many,
    long_key, too_long, too_large.
    """
    target = _Target(int(ELEMENTS_MAX * more))
    parser = XMLParser(target=target, encoding="utf-8", forbid_dtd=True)
    try:
        for piece in _utf8(pieces, int(BYTES_MAX * more)):
            parser.feed(piece)
            yield from target.drain()
        parser.close()
    except ParseError as error:
        line, column = error.position
        raise NotUsable("invalid_xml", line=line, column=column + 1) from None
    except DefusedXmlException:
        raise NotUsable("xml_doctype") from None
    yield from target.drain()


def _utf8(pieces: Iterable[bytes], bytes_max: int) -> Iterator[bytes]:
    """The pieces as they are, as long as they are UTF-8, whatever encoding the document declares."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    seen = 0
    for piece in _with_end(pieces):
        unfinished = len(decoder.getstate()[0])
        try:
            decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            raise NotUsable("not_utf8", byte=seen - unfinished + error.start) from None
        seen += len(piece)
        if seen > bytes_max:
            raise NotUsable("too_large", limit=bytes_max)
        yield piece


def _with_end(pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield from filter(None, pieces)
    yield b""


class _Target:
    """What the parser calls. Holds the events of one piece until they are drained."""

    def __init__(self, elements_max: int) -> None:
        self._events: list[Event] = []
        self._elements_max = elements_max
        self._open: list[_Open] = []
        self._elements = 0
        self._names: set[str] = set()

    def drain(self) -> Iterator[Event]:
        """The events since the last time."""
        ready, self._events = self._events, []
        return iter(ready)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._elements += 1
        if self._elements > self._elements_max:
            raise NotUsable("too_many_values", limit=self._elements_max)
        if len(self._open) >= DEPTH_MAX:
            raise NotUsable("too_deep", limit=DEPTH_MAX)
        namespace, _, name = tag.rpartition("}")
        _refuse_long_name(name)
        here = self._open[-1].child(name) if self._open else _Open((name,), (name,))
        self._names.add(tag)
        self._names.update(attributes)
        if len(self._names) > NAMES_MAX:
            raise NotUsable("too_many", field=path(here.place), limit=NAMES_MAX)
        self._open.append(here)
        kept = _kept(attributes, here.place) if attributes else {}
        self._events.append(Event("start", here.path, here.place, namespace.removeprefix("{"), kept, ""))

    def end(self, tag: str) -> None:
        """An element ends."""
        here = self._open.pop()
        text = "".join(here.text).strip() if here.text else ""
        namespace = tag.rpartition("}")[0].removeprefix("{")
        self._events.append(Event("end", here.path, here.place, namespace, {}, text))

    def data(self, text: str) -> None:
        """Text inside the innermost open element."""
        here = self._open[-1] if self._open else None
        if here is not None and here.text is not None:
            here.size += len(text)
            if here.size > RAW_CHARACTERS_MAX:
                raise NotUsable("too_long", field=path(here.place), limit=RAW_CHARACTERS_MAX)
            here.text.append(text)

    def close(self) -> None:
        """The document ends."""


class _Open:
    """An element that has begun and not ended. `text` is None once it has a child."""

    __slots__ = ("children", "path", "place", "size", "text")

    def __init__(self, names: tuple[str, ...], place: Location) -> None:
        self.path = names
        self.place = place
        self.text: list[str] | None = []
        self.size = 0
        self.children: dict[str, int] = {}

    def child(self, name: str) -> "_Open":
        number = self.children.get(name, 0)
        self.children[name] = number + 1
        self.text = None
        return _Open((*self.path, name), (*self.place, name, number))


def _kept(attributes: Mapping[str, str], place: Location) -> dict[str, str]:
    if len(attributes) > ATTRIBUTES_MAX:
        raise NotUsable("too_many", field=path(place), limit=ATTRIBUTES_MAX)
    kept: dict[str, str] = {}
    for tag, value in attributes.items():
        name = f"xsi:{tag.removeprefix(_INSTANCE)}" if tag.startswith(_INSTANCE) else tag
        _refuse_long_name(name)
        if len(value) > RAW_CHARACTERS_MAX:
            raise NotUsable("too_long", field=path((*place, name)), limit=RAW_CHARACTERS_MAX)
        if not name.startswith("{"):
            kept[name] = value
    return kept


def _refuse_long_name(name: str) -> None:
    if len(name) > KEY_CHARACTERS_MAX:
        raise NotUsable("long_key", key=excerpt(name), limit=KEY_CHARACTERS_MAX)
