"""What each part of a raw body is: a name, a value, or what holds them together. A guess, and it hides nothing."""

import re
from collections.abc import Iterator

_QUOTED = r'"(?:[^"\\]|\\.)*"'
_JSON = re.compile(rf"(?P<name>{_QUOTED})(?=\s*:)|(?P<value>{_QUOTED}?)|(?P<structure>[{{}}\[\],:]+)")
_XML = re.compile(
    r'(?P<name>(?:(?<=<)|(?<=</))[\w:.-]+|[\w:.-]+(?=="))'
    r'|(?P<structure></?|[/?]?>|="|"(?=\s*[/?]?>|\s+[\w:.-]+="))'
)
_MEMBER = re.compile(rf"(?<=[{{,])\s*{_QUOTED}\s*:")
"""Where JSON can be entered in its middle: before it, nobody knows whether a quote opens or closes."""

Span = tuple[int, int, str]
"""From one character up to another: a `name`, a `value` or `structure`."""


def parts(before: str, text: str, after: str, *, is_xml: bool) -> Iterator[tuple[str, str]]:
    """`text` in parts, each with its kind. `before` and `after` are what is beside it on the same line, or ""."""
    whole, first, last = before + text + after, len(before), len(before) + len(text)
    for start, end, kind in _covered(whole, _xml(whole) if is_xml else _json(whole, is_whole=not before)):
        inside = whole[max(start, first) : min(end, last)]
        if inside:
            yield inside, kind


def _covered(whole: str, spans: Iterator[Span]) -> Iterator[Span]:
    """The same with what lies between, which is values: numbers, and text of XML."""
    here = 0
    for span in spans:
        yield here, span[0], "value"
        yield span
        here = span[1]
    yield here, len(whole), "value"


def _xml(whole: str) -> Iterator[Span]:
    for found in _XML.finditer(whole):
        yield found.start(), found.end(), found.lastgroup or "value"


def _json(whole: str, *, is_whole: bool) -> Iterator[Span]:
    entrance = None if is_whole else _MEMBER.search(whole)
    start = entrance.start() if entrance else 0 if is_whole else len(whole)
    for found in _JSON.finditer(whole, start):
        begin, end, kind = found.start(), found.end(), found.lastgroup or "value"
        if kind == "structure":
            yield begin, end, kind
            continue
        closing = end - 1 if end - begin > 1 and whole[end - 1] == '"' else end
        yield from ((begin, begin + 1, "structure"), (begin + 1, closing, kind), (closing, end, "structure"))
