"""Formulas, objects and comments of xlsb ([MS-XLSB] 2.4)."""

from __future__ import annotations

import posixpath
import struct
import zipfile
from pathlib import Path

from csdesk.intake.extras.drawings import add_drawn
from csdesk.intake.extras.values import MOST_LISTED, MOST_SIGNS, Extra, SheetExtras
from csdesk.intake.lost_in_binary import binary_records, targets_of, wide_text

_ROW_HEADER, _BUNDLE_SHEET, _BEGIN_COMMENT, _COMMENT_TEXT = 0, 156, 635, 637
_FORMULAS = (8, 9, 10, 11)  # BrtFmlaString, BrtFmlaNum, BrtFmlaBool, BrtFmlaError
_LARGEST = 40_000_000  # bytes of a sheet that is still walked through record by record


def extras_of_xlsb(path: Path) -> dict[str, SheetExtras]:
    """Sheet name → its formulas (without their text), objects and comments.

    Raises:
        zipfile.BadZipFile, OSError, KeyError, struct.error, expat.ExpatError, ValueError: the package is damaged.
    """
    found: dict[str, SheetExtras] = {}
    with zipfile.ZipFile(path) as archive:
        parts = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}
        book = next(name for name in parts if name.endswith("workbook.bin"))
        folder, file = posixpath.split(book)
        targets = targets_of(archive.read(parts[f"{folder}/_rels/{file}.rels"]), folder)
        for kind, body, end, data in binary_records(archive.read(parts[book])):
            if kind != _BUNDLE_SHEET:
                continue
            relation, after = wide_text(data, body + 8)
            name, _ = wide_text(data, min(after, end))
            part = parts.get(targets.get(relation, ""))
            if part is not None:
                _search(archive, parts, part, found.setdefault(name, SheetExtras()))
    return found


def _search(archive: zipfile.ZipFile, parts: dict[str, str], part: str, extras: SheetExtras) -> None:
    if "chartsheets/" in part.lower():
        extras.objects.append(Extra("chart"))
        return
    extras.formulas_known = archive.getinfo(part).file_size <= _LARGEST
    if extras.formulas_known:
        _take_formulas(archive.read(part), extras)
    for comments in add_drawn(archive, parts, part, extras):
        _take_comments(archive.read(comments), extras)


def _take_formulas(data: bytes, extras: SheetExtras) -> None:
    row = 0
    for kind, body, end, _ in binary_records(data):
        if kind == _ROW_HEADER and end - body >= 4:
            row = struct.unpack_from("<I", data, body)[0]
        elif kind in _FORMULAS and end - body >= 9:
            extras.add_formula(row, struct.unpack_from("<I", data, body)[0], "")


def _take_comments(data: bytes, extras: SheetExtras) -> None:
    place = (-1, -1)
    for kind, body, end, _ in binary_records(data):
        if kind == _BEGIN_COMMENT and end - body >= 20:
            row, _, column, _ = struct.unpack_from("<IIII", data, body + 4)
            place = (row, column)
        elif kind == _COMMENT_TEXT and len(extras.comments) < 10 * MOST_LISTED:
            words = wide_text(data, body + 1)[0]
            extras.comments.append(Extra("comment", *place, " ".join(words.split())[:MOST_SIGNS]))
