import gzip
import hashlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.feeds.bodies import EVIDENCE_BYTES_MAX, PIECE_BYTES, Allowance, Body
from countwatch.model.errors import NotUsable

CAP = 4 * 1024 * 1024


def body(*, zipped: bool, cap: int = CAP, allowance: int = 1 << 40) -> Body:
    return Body(gzip=zipped, bytes_max=cap, allowance=Allowance(allowance))


def feed(into: Body, raw: bytes, chunk_bytes: int = 65536) -> list[int]:
    chunks = [raw[place : place + chunk_bytes] for place in range(0, len(raw), chunk_bytes)]
    return [size for chunk in chunks for size in into.add(chunk)]


def code_of(into: Body, raw: bytes, chunk_bytes: int = 65536) -> str:
    def take() -> None:
        feed(into, raw, chunk_bytes)
        into.finish()

    with pytest.raises(NotUsable) as caught:
        take()
    return caught.value.finding.code


@given(st.binary(max_size=5000), st.integers(1, 700), st.booleans())
def test_whatever_the_chunks_the_body_comes_out_as_it_went_in(content: bytes, chunk_bytes: int, zipped: bool) -> None:
    into = body(zipped=zipped)
    raw = gzip.compress(content) if zipped else content
    feed(into, raw, chunk_bytes)
    assert into.finish() == (content, hashlib.sha256(content).hexdigest())
    assert into.raw_bytes == len(raw)


@given(st.binary(max_size=2000), st.integers(1, 300), st.data())
def test_every_cut_of_a_gzip_body_is_seen(content: bytes, chunk_bytes: int, data: st.DataObject) -> None:
    raw = gzip.compress(content)
    cut = data.draw(st.integers(0, len(raw) - 1))
    assert code_of(body(zipped=True), raw[:cut], chunk_bytes) == "gzip_cut"


@given(st.binary(max_size=500), st.binary(min_size=1, max_size=50), st.integers(1, 100))
def test_anything_after_a_gzip_body_is_seen(content: bytes, more: bytes, chunk_bytes: int) -> None:
    assert code_of(body(zipped=True), gzip.compress(content) + more, chunk_bytes) == "gzip_trailing"


@given(st.binary(min_size=1, max_size=500), st.integers(0, 63))
def test_a_flipped_bit_of_checksum_or_length_is_seen(content: bytes, bit: int) -> None:
    raw = bytearray(gzip.compress(content))
    raw[len(raw) - 8 + bit // 8] ^= 1 << bit % 8
    assert code_of(body(zipped=True), bytes(raw)) == "gzip_damaged"


def test_what_is_not_gzip_at_all_is_told_from_what_is_damaged() -> None:
    assert code_of(body(zipped=True), b"<html>") == "not_gzip"


def test_a_heavy_body_comes_in_small_pieces() -> None:
    sizes = feed(body(zipped=True), gzip.compress(bytes(CAP)))
    assert sum(sizes) == CAP
    assert max(sizes) <= PIECE_BYTES


@pytest.mark.parametrize("zipped", [True, False])
def test_the_cap_holds_to_the_byte(zipped: bool) -> None:
    whole = bytes(CAP)
    pack = gzip.compress if zipped else bytes
    within = body(zipped=zipped)
    feed(within, pack(whole))
    assert within.finish()[0] == whole
    assert code_of(body(zipped=zipped), pack(whole + b"\0")) == "body_too_large"


def test_raw_bytes_are_capped_where_they_decode_to_nothing() -> None:
    empty_blocks = gzip.compress(b"")[:10] + b"\0\0\0\xff\xff" * 1000
    assert code_of(body(zipped=True, cap=2048), empty_blocks, 100) == "body_too_large"


def test_all_bodies_of_a_poll_share_one_allowance() -> None:
    allowance = Allowance(1000)
    first, second = (Body(gzip=False, bytes_max=800, allowance=allowance) for _ in range(2))
    feed(first, bytes(600))
    assert code_of(second, bytes(600)) == "poll_too_large"


def test_of_a_refused_body_the_beginning_is_kept() -> None:
    noise = os.urandom(EVIDENCE_BYTES_MAX * 2)
    into = body(zipped=True)
    feed(into, gzip.compress(noise)[:-1])
    begun, sha256 = into.evidence()
    assert begun == noise[:EVIDENCE_BYTES_MAX]
    assert sha256 == hashlib.sha256(begun).hexdigest()


def test_where_nothing_could_be_decoded_the_bytes_of_the_wire_are_kept() -> None:
    into = body(zipped=True)
    assert code_of(into, b"<html>not zipped") == "not_gzip"
    assert into.evidence()[0] == b"<html>not zipped"
