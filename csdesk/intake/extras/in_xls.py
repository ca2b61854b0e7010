"""Formulas, objects and comments of xls ([MS-XLS] 2.4)."""

from __future__ import annotations

import struct
from pathlib import Path

from csdesk.intake.extras.values import MOST_LISTED, Extra, SheetExtras
from csdesk.intake.xls_records import bound_sheets, records, workbook_stream

_BOF, _EOF, _FORMULAS, _NOTE, _OBJ = 0x809, 0x0A, (0x06, 0x206, 0x406), 0x1C, 0x5D
_COMMON_OBJECT = 0x15  # ftCmo, with which the record begins from BIFF8 on
_BIFF8, _CHART = 0x600, 0x20
# [MS-XLS] 2.5.143; what is left out: notes (told as comments) and the drop-down arrows of filters.
_KINDS = {
    0x00: "shape", 0x01: "shape", 0x02: "shape", 0x03: "shape", 0x04: "shape", 0x05: "chart", 0x06: "shape",
    0x07: "control", 0x08: "picture", 0x09: "shape", 0x0B: "control", 0x0C: "control", 0x0D: "control",
    0x0E: "shape", 0x0F: "control", 0x10: "control", 0x11: "control", 0x12: "control", 0x13: "control", 0x1E: "shape",
}  # fmt: skip


def extras_of_xls(path: Path) -> dict[str, SheetExtras]:
    """Sheet name → its formulas and comments (without their text) and its objects (without their cells).

    Raises:
        OSError, struct.error: the container is damaged.
    """
    stream = workbook_stream(path)
    found: dict[str, SheetExtras] = {}
    for name, start in bound_sheets(stream):
        _search(stream, start, found.setdefault(name, SheetExtras()))
    return found


def _search(stream: bytes, start: int, extras: SheetExtras) -> None:
    depth = 0
    new = True
    for kind, body, length in records(stream, start):
        if kind == _BOF:
            version, sort = struct.unpack_from("<HH", stream, body)
            new = version >= _BIFF8
            if depth == 0 and sort == _CHART:
                extras.objects.append(Extra("chart"))  # a sheet that is one chart
                return
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth > 1:
            continue  # inside a chart
        elif kind in _FORMULAS and length >= 14:
            row, column = struct.unpack_from("<HH", stream, body)
            extras.add_formula(row, column, "")
        elif kind == _NOTE and length >= 4 and len(extras.comments) < 10 * MOST_LISTED:
            extras.comments.append(Extra("comment", *struct.unpack_from("<HH", stream, body)))
        elif kind == _OBJ and length >= 6 and len(extras.objects) < 10 * MOST_LISTED:
            first, _, sort = struct.unpack_from("<HHH", stream, body)
            if (not new or first == _COMMON_OBJECT) and sort in _KINDS:
                extras.objects.append(Extra(_KINDS[sort]))
