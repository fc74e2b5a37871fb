"""The chain: every line ends with the hash of its own bytes, and starts from the hash of the line before.

`hash` is always the last member, so it is computed from the bytes as they stand and no JSON has to be
written again to check it: sha256 of the line up to `,"hash":"` (not included), followed by `}`.
"""

import hashlib
import re

_HASH_OPENS = b',"hash":"'
_PREV_OPENS = b',"prev":"'
_DIGITS = 64
_CLOSE = b'"}\n'
SEAL_BYTES = len(_HASH_OPENS) + _DIGITS + len(_CLOSE)
"""Length of `,"hash":"…"}` and the line feed: what the hash does not cover."""

_SEAL = re.compile(rb',"hash":"([0-9a-f]{64})"\}\n')
_PREV = re.compile(rb',"prev":"([0-9a-f]{64})"')
_PREV_BYTES = len(_PREV_OPENS) + _DIGITS + 1


def seal(*opened: bytes) -> bytes:
    """The whole line, from its JSON object without the closing brace (and without `hash`), in one piece or several.

    A body may be megabytes long: it is copied once, into the line.
    """
    return b"".join((*opened, _HASH_OPENS, _digest(*opened), _CLOSE))


def stated_hash(line: bytes) -> str | None:
    """The hash at the end of the line, or None where the line does not end as one."""
    found = _SEAL.fullmatch(line, max(0, len(line) - SEAL_BYTES))
    return found[1].decode("ascii") if found else None


def stated_prev(line: bytes) -> str | None:
    """The hash of the line before, as this line states it; None in a header, which has none."""
    ends = len(line) - SEAL_BYTES
    found = _PREV.fullmatch(line, max(0, ends - _PREV_BYTES), max(0, ends))
    return found[1].decode("ascii") if found else None


def holds(line: bytes) -> bool:
    """Whether the line's own hash is that of its bytes."""
    found = _SEAL.fullmatch(line, max(0, len(line) - SEAL_BYTES))
    return found is not None and found[1] == _digest(memoryview(line)[:-SEAL_BYTES])


def _digest(*covered: bytes | memoryview) -> bytes:
    digest = hashlib.sha256()
    for piece in covered:
        digest.update(piece)
    digest.update(b"}")
    return digest.hexdigest().encode("ascii")
