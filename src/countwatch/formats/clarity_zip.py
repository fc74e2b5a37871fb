"""The zipped detail XML, opened within bounds: no piece of it is inflated beyond what is asked for."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from countwatch.formats.xml import PIECE_BYTES
from countwatch.model.errors import NotUsable

MEMBERS_MAX = 16
INFLATED_BYTES = 1024 * 1024
"""Inflated at one go. Each time the interpreter is let go for a moment; were that at every piece, the screen would be
woken each time, come too late each time, and stand still."""

_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError, RuntimeError)
"""What zipfile raises for archives whose parts contradict each other; found by spoiling good ones."""

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")


def unzipped(body: bytes) -> Iterator[bytes]:
    """The one XML file in the archive, in pieces. `NotUsable` bad_zip, zip_encrypted, or zip_members (xml, members)."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive, archive.open(_xml_member(archive)) as member:
            while inflated := member.read(INFLATED_BYTES):
                yield from (inflated[at : at + PIECE_BYTES] for at in range(0, len(inflated), PIECE_BYTES))
    except _BROKEN:
        raise NotUsable("bad_zip") from None


def _xml_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = archive.infolist()
    found = [member for member in members if member.filename.lower().endswith(".xml")]
    if len(members) > MEMBERS_MAX or len(found) != 1:
        raise NotUsable("zip_members", xml=len(found), members=len(members))
    if found[0].flag_bits & 0x1:
        raise NotUsable("zip_encrypted")
    if found[0].compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise NotUsable("bad_zip")
    return found[0]
