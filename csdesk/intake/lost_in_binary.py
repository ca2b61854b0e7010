"""Error cells, hidden rows and columns of xls and xlsb, and marks of xls, found among their records ([MS-XLS] 2.4, [MS-XLSB] 2.3)."""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from csdesk.intake.marks_in_xls import MarksOfSheet, styles_of
from csdesk.intake.sheet_facts import ERROR_CODES, MOST_ERRORS, SheetFacts
from csdesk.intake.xls_records import BOF, EOF, bound_sheets, records, workbook_stream

_ROW, _COLUMN_INFO, _HIDDEN_FLAG = 0x208, 0x7D, 0x20
_FORMULA, _BOOLERR = (0x06, 0x206, 0x406), 0x205
_ROW_HEADER, _CELL_ERROR, _FORMULA_ERROR, _COLUMN_HEADER, _BUNDLE_SHEET = 0, 3, 11, 60, 156
_ZERO_HEIGHT = 0x10  # of the last flags of a row header
_MOST_COLUMNS = 16_384
_KNOWN = re.escape(bytes(ERROR_CODES))
_XLSB_HINT = re.compile(
    rb"\x03\x09..\x00\x00....[" + _KNOWN + rb"]|\x0b[\x0a-\xff][\x00-\x7f]?..\x00\x00....[" + _KNOWN + rb"]", re.DOTALL
)
# A row header or a column header with its flag for hidden; what looks like one costs a walk and no more.
_XLSB_HIDDEN = re.compile(
    rb"\x00[\x11-\x7f]..[\x00-\x0f]\x00.{6}[\x00-\x03][" + re.escape(bytes(b for b in range(256) if b & _ZERO_HEIGHT))
    + rb"]|\x3c\x12..\x00\x00..\x00\x00.{8}[" + re.escape(bytes(range(1, 256, 2))) + rb"]", re.DOTALL
)  # fmt: skip


def facts_of_xls(path: Path) -> dict[str, SheetFacts]:
    """Sheet name → its error cells, hidden rows and columns, comments, struck texts and fills.

    Raises:
        OSError, struct.error: the container is damaged.
    """
    stream = workbook_stream(path)
    styles = styles_of(stream)
    found: dict[str, SheetFacts] = {}
    for name, start in bound_sheets(stream):
        facts = found.setdefault(name, SheetFacts())
        marks = MarksOfSheet(stream, styles)
        depth = 0
        for kind, body, length in records(stream, start):
            if depth == 1:
                marks.take(kind, body, length)
            if kind == BOF:
                depth += 1
            elif kind == EOF:
                depth -= 1
                if depth <= 0:
                    break
            elif kind == _BOOLERR and length >= 8 and stream[body + 7] == 1:
                _take(facts, _place(stream, body), stream[body + 6])
            elif kind in _FORMULA and length >= 14 and _is_error_result(stream, body + 6):
                _take(facts, _place(stream, body), stream[body + 8])
            elif kind == _ROW and length >= 14 and stream[body + 12] & _HIDDEN_FLAG:
                facts.hidden_rows.append(_place(stream, body)[0])
            elif kind == _COLUMN_INFO and length >= 10 and stream[body + 8] & 1:
                first, last = _place(stream, body)
                facts.hidden_columns += range(first, min(last + 1, _MOST_COLUMNS))
        facts.marks += marks.marks()
    return found


def _place(stream: bytes, body: int) -> tuple[int, int]:
    row, column = struct.unpack_from("<HH", stream, body)
    return row, column


def _is_error_result(stream: bytes, place: int) -> bool:
    """Whether the eight bytes of a formula's cached result say error."""
    return stream[place] == 2 and stream[place + 6 : place + 8] == b"\xff\xff"


def _take(facts: SheetFacts, place: tuple[int, int], code: int) -> None:
    if len(facts.errors) < MOST_ERRORS:
        facts.errors[place] = ERROR_CODES.get(code, "#N/A")


def facts_of_xlsb(path: Path) -> dict[str, SheetFacts]:
    """Sheet name → its error cells, hidden rows and columns.

    Raises:
        zipfile.BadZipFile, OSError, KeyError: the package is damaged.
    """
    found: dict[str, SheetFacts] = {}
    with zipfile.ZipFile(path) as archive:
        parts = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}
        book = next(name for name in parts if name.endswith("workbook.bin"))
        folder, file = posixpath.split(book)
        targets = targets_of(archive.read(parts[f"{folder}/_rels/{file}.rels"]), folder)
        for kind, body, end, data in binary_records(archive.read(parts[book])):
            if kind == _BUNDLE_SHEET:
                relation, after = wide_text(data, body + 8)
                name, _ = wide_text(data, min(after, end))
                part = parts.get(targets.get(relation, ""))
                if part is not None:
                    facts = found.setdefault(name, SheetFacts())
                    try:
                        _take_from_xlsb(archive.read(part), facts)
                    except Exception as error:  # noqa: BLE001 - strangers' bytes; told to who asks for this sheet
                        facts.failure = error
    return found


def targets_of(text: bytes, folder: str) -> dict[str, str]:
    """Relation id → part, from a relations part of that folder."""
    targets = {}
    for relation in re.findall(rb"<Relationship\s([^>]*)>", text):
        values = dict(re.findall(rb'(\w+)\s*=\s*"([^"]*)"', relation))
        target = values.get(b"Target", b"").decode("utf-8", "replace").replace("\\", "/")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        targets[values.get(b"Id", b"").decode("utf-8", "replace")] = whole.lower()
    return targets


def wide_text(data: bytes, place: int) -> tuple[str, int]:
    """An XLWideString of [MS-XLSB] and where it ends."""
    count = struct.unpack_from("<I", data, place)[0]
    if count == 0xFFFFFFFF:
        return "", place + 4
    end = place + 4 + 2 * count
    return data[place + 4 : end].decode("utf-16-le", "replace"), end


def binary_records(data: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    """Type, start and end of the body, and the data, for each record; lengths are in base 128."""
    place, size = 0, len(data)
    while place < size:
        kind = data[place]
        place += 1
        if kind & 0x80 and place < size:
            kind = (kind & 0x7F) | (data[place] & 0x7F) << 7
            place += 1
        length = shift = 0
        while place < size:
            byte = data[place]
            place += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift > 21:
                break
        yield kind, place, place + length, data
        place += length


def _take_from_xlsb(data: bytes, facts: SheetFacts) -> None:
    # Walking record by record is slow; most sheets have no error and nothing hidden.
    if _XLSB_HINT.search(data) is None and _XLSB_HIDDEN.search(data) is None:
        return
    row = 0
    for kind, body, end, _ in binary_records(data):
        if kind == _ROW_HEADER and end - body >= 4:
            row = struct.unpack_from("<I", data, body)[0]
            if end - body >= 12 and data[body + 11] & _ZERO_HEIGHT:
                facts.hidden_rows.append(row)
        elif kind == _COLUMN_HEADER and end - body >= 17 and data[body + 16] & 1:
            first, last = struct.unpack_from("<II", data, body)
            facts.hidden_columns += range(first, min(last + 1, _MOST_COLUMNS))
        elif kind in (_CELL_ERROR, _FORMULA_ERROR) and end - body >= 9:
            _take(facts, (row, struct.unpack_from("<I", data, body)[0]), data[body + 8])
