"""Reading PNGs in tests: size, and how much of a picture is drawn on."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def size_of(png: bytes) -> tuple[int, int]:
    """Return width and height from the header."""
    assert png.startswith(SIGNATURE)
    assert png[12:16] == b"IHDR"
    return struct.unpack(">II", png[16:24])


def unpacked(png: bytes) -> bytes:
    """Return the filtered rows of pixels; fails where the data is not whole."""
    data, place = b"", len(SIGNATURE)
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        body = png[place + 8 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length])[0] == zlib.crc32(
            kind + body
        )
        data += body if kind == b"IDAT" else b""
        place += 12 + length
    return zlib.decompress(data)
