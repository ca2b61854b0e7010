"""What people put on cells of an xls sheet beside values: comments, lines through the text, fills ([MS-XLS] 2.4).

Only of BIFF8 (Excel 97 and later); what older ones look like nobody paints any more.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from itertools import islice

from csdesk.intake.xls_records import BOF, EOF, records

Mark = tuple[int, int, str, str]

_BIFF8 = 0x600
_FONT, _XF, _PALETTE, _NOTE, _OBJ, _TXO, _CONTINUE = 0x31, 0xE0, 0x92, 0x1C, 0x5D, 0x1B6, 0x3C
_CELLS = frozenset({0xFD, 0x27E, 0x203, 0x204, 0xD6, 0x205, 0x06, 0x206, 0x406})  # with one value
_MULRK = 0xBD
_STRIKEOUT, _NOTE_OBJECT = 0x08, 0x19
_MOST_MARKS = 200_000
_MOST_STYLED = 400_000  # cells: beyond that nobody paints by hand
_MOST_SIGNS = 32_767
# [MS-XLS] 2.5.161, from index 8 on, where the book has no palette of its own; 0-7 are the same eight.
_COLOURS = [
    "000000",
    "FFFFFF",
    "FF0000",
    "00FF00",
    "0000FF",
    "FFFF00",
    "FF00FF",
    "00FFFF",
    "800000",
    "008000",
    "000080",
    "808000",
    "800080",
    "008080",
    "C0C0C0",
    "808080",
    "9999FF",
    "993366",
    "FFFFCC",
    "CCFFFF",
    "660066",
    "FF8080",
    "0066CC",
    "CCCCFF",
    "000080",
    "FF00FF",
    "FFFF00",
    "00FFFF",
    "800080",
    "800000",
    "008080",
    "0000FF",
    "00CCFF",
    "CCFFFF",
    "CCFFCC",
    "FFFF99",
    "99CCFF",
    "FF99CC",
    "CC99FF",
    "FFCC99",
    "3366FF",
    "33CCCC",
    "99CC00",
    "FFCC00",
    "FF9900",
    "FF6600",
    "666699",
    "969696",
    "003366",
    "339966",
    "003300",
    "333300",
    "993300",
    "993366",
    "333399",
    "333333",
]
_WHITE = frozenset({"FFFFFF", "000000"})

Meaning = Mapping[int, tuple[tuple[str, str], ...]]


def styles_of(stream: bytes) -> Meaning:
    """Number of a cell format → kinds and texts of the marks it is; only formats that are marks.

    Records that are cut short are passed over: no sheet is lost for its marks.
    """
    struck: list[bool] = []
    formats: list[tuple[int, int, int]] = []  # number of the font, pattern, colour
    colours = list(_COLOURS)
    for kind, body, length in records(stream):
        if body + length > len(stream):
            break
        if kind == BOF and length >= 2 and struct.unpack_from("<H", stream, body)[0] < _BIFF8:
            return {}
        if kind == _FONT and length >= 4:
            struck.append(bool(stream[body + 2] & _STRIKEOUT))
        elif kind == _XF and length >= 20:
            font = struct.unpack_from("<H", stream, body)[0]
            formats.append((font, stream[body + 17] >> 2, stream[body + 18] & 0x7F))
        elif kind == _PALETTE and length >= 2:
            count = min(struct.unpack_from("<H", stream, body)[0], (length - 2) // 4, len(colours))
            for place in range(count):
                colours[place] = stream[body + 2 + 4 * place : body + 5 + 4 * place].hex().upper()
        elif kind == EOF:
            break
    found = {}
    for number, (font, pattern, index) in enumerate(formats):
        place = font - (font > 4)  # there is no font 4
        marks = [("struck", "")] if place < len(struck) and struck[place] else []
        colour = colours[index % 8 if index < 8 else index - 8] if pattern and index - 8 < len(colours) else ""
        if colour and colour not in _WHITE:
            marks.append(("fill", colour))
        if marks:
            found[number] = tuple(marks)
    return found


class MarksOfSheet:
    """Is told the records of a sheet one by one, and keeps what they say of its cells."""

    def __init__(self, stream: bytes, styles: Meaning) -> None:
        self.found: list[Mark] = []
        self._stream = stream
        self._styles = styles
        self._seen = 0
        self._object = -1
        self._texts: dict[int, str] = {}
        self._notes: list[tuple[int, int, int]] = []

    def take(self, kind: int, body: int, length: int) -> None:
        """One record of the sheet itself, not of a chart in it."""
        if body + length > len(self._stream):
            return
        if kind in _CELLS and length >= 6:
            row, column, style = struct.unpack_from("<HHH", self._stream, body)
            self._keep(row, column, style)
        elif kind == _MULRK and length >= 6:
            row, first = struct.unpack_from("<HH", self._stream, body)
            for place in range((length - 6) // 6):
                self._keep(row, first + place, struct.unpack_from("<H", self._stream, body + 4 + 6 * place)[0])
        elif kind == _OBJ and length >= 8:
            _, _, sort, number = struct.unpack_from("<HHHH", self._stream, body)
            self._object = number if sort == _NOTE_OBJECT else -1
        elif kind == _TXO and self._object >= 0 and length >= 14:
            self._texts[self._object] = self._text(body, length)
            self._object = -1
        elif kind == _NOTE and length >= 8 and len(self._notes) < _MOST_MARKS:
            row, column, _, number = struct.unpack_from("<HHHH", self._stream, body)
            self._notes.append((row, column, number))

    def marks(self) -> list[Mark]:
        """Comments, then what the formats of the cells say; none of the formats where the sheet is large."""
        comments = [
            (row, column, "comment", self._texts[number])
            for row, column, number in self._notes
            if self._texts.get(number)
        ]
        return comments + (self.found if self._seen <= _MOST_STYLED else [])

    def _keep(self, row: int, column: int, style: int) -> None:
        self._seen += 1
        if style in self._styles and len(self.found) < _MOST_MARKS:
            self.found += [(row, column, kind, text) for kind, text in self._styles[style]]

    def _text(self, body: int, length: int) -> str:
        """What stands in the records that follow the one of a text box; each begins with how wide its signs are."""
        left = min(struct.unpack_from("<H", self._stream, body + 10)[0], _MOST_SIGNS)
        pieces = []
        for start, size in islice(self._continued(body + length), 16):
            if left <= 0 or size < 1:
                break
            wide = self._stream[start] & 1
            piece = self._stream[start + 1 : start + min(size, 1 + left * (1 + wide))]
            pieces.append(piece.decode("utf-16-le" if wide else "latin-1", "replace"))
            left -= len(piece) // (1 + wide)
        return "".join(pieces).replace("\r\n", "\n").replace("\r", "\n").strip()

    def _continued(self, place: int) -> Iterator[tuple[int, int]]:
        for kind, body, length in records(self._stream, place):
            if kind != _CONTINUE or body + length > len(self._stream):
                return
            yield body, length
