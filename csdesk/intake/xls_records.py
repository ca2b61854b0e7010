"""The records of an xls file: where they are, and the sheets among them ([MS-XLS] 2.1)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

BOF, EOF = 0x809, 0x0A
_BOUNDSHEET, _FILEPASS = 0x85, 0x2F


def workbook_stream(path: Path) -> bytes:
    """The stream of records of an xls file.

    Raises:
        OSError: it has none, or the container is damaged.
    """
    import olefile  # type: ignore[import-untyped]

    with olefile.OleFileIO(path) as container:
        for name in ("Workbook", "Book"):
            if container.exists(name):
                return bytes(container.openstream(name).read())
    raise OSError("no workbook stream")


def records(stream: bytes, start: int = 0) -> Iterator[tuple[int, int, int]]:
    """Type, start of the body and its length, from ``start`` to the end of the stream."""
    place, end = start, len(stream) - 3
    unpack = struct.Struct("<HH").unpack_from
    while place < end:
        kind, length = unpack(stream, place)
        yield kind, place + 4, length
        place += 4 + length


def is_encrypted(stream: bytes) -> bool:
    """Whether a FILEPASS record stands among the globals: the cells are scrambled."""
    for kind, _, _ in records(stream):
        if kind == _FILEPASS:
            return True
        if kind in (EOF, _BOUNDSHEET):
            return False
    return False


def bound_sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Sheet names and where their records start."""
    old = False
    codepage = "cp1252"
    for kind, body, length in records(stream):
        if kind == BOF and length >= 2:
            old = struct.unpack_from("<H", stream, body)[0] < 0x600
        elif kind == 0x42 and length >= 2:
            number = struct.unpack_from("<H", stream, body)[0]
            codepage = {1200: "utf-16-le", 65001: "utf-8", 32768: "mac_roman"}.get(number, f"cp{number}")
        elif kind == _BOUNDSHEET and length >= 8:
            start = struct.unpack_from("<I", stream, body)[0]
            count = stream[body + 6]
            text = stream[body + 7 : body + length]
            yield _name(text, count, old, codepage), start
        elif kind == EOF:
            return


def _name(text: bytes, count: int, old: bool, codepage: str) -> str:
    if old:
        try:
            return text[:count].decode(codepage, "replace")
        except LookupError:
            return text[:count].decode("cp1252", "replace")
    if text[:1] and text[0] & 1:
        return text[1 : 1 + 2 * count].decode("utf-16-le", "replace")
    return text[1 : 1 + count].decode("latin-1")
