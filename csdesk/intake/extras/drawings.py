"""Charts, pictures and shapes of xlsx and xlsb: drawing parts are XML in both."""

from __future__ import annotations

import zipfile
from typing import Any
from xml.parsers import expat

from csdesk.intake.extras.values import MOST_LISTED, MOST_SIGNS, Extra, SheetExtras
from csdesk.intake.xlsx_parts import targets_of

_LARGEST = 50_000_000  # bytes of a drawing or of the comments of a sheet
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_KINDS = {
    "pic": "picture", "graphicFrame": "chart", "sp": "shape", "cxnSp": "shape", "grpSp": "shape",
    "contentPart": "picture",
}  # fmt: skip
_EMBEDDED = ("oleObject", "package")


def add_drawn(archive: zipfile.ZipFile, parts: dict[str, str], sheet_part: str, extras: SheetExtras) -> list[str]:
    """Put the objects of a sheet into ``extras``; gives the parts of its comments where those are binary.

    Args:
        parts: plain name → name in the archive.

    Raises:
        zipfile.BadZipFile, expat.ExpatError, ValueError: a part is damaged.
    """
    binary = []
    embedded = 0
    for kind, target in targets_of(archive, parts, sheet_part).values():
        part = parts.get(target)
        if part is None or archive.getinfo(part).file_size > _LARGEST:
            continue
        if kind == "drawing":
            _Drawing(extras).read(archive.read(part))
        elif kind == "comments" and part.lower().endswith(".bin"):
            binary.append(part)
        elif kind in _EMBEDDED:
            embedded += 1
        elif kind == "picture":
            extras.objects.append(Extra("picture"))
    if embedded and not extras.objects:  # drawn as well in newer files, and counted there
        extras.objects += [Extra("embedded")] * min(embedded, MOST_LISTED)
    return binary


def _refuse_entities(*_: object) -> None:
    raise ValueError("entities are not allowed in a workbook")


class _Drawing:
    """One ``Extra`` an anchor: what was drawn there, and the words in it."""

    def __init__(self, extras: SheetExtras) -> None:
        self.extras = extras
        self._kind = self._inside = self._words = ""
        self._from = False
        self._place = {"row": -1, "col": -1}

    def read(self, data: bytes) -> None:
        """Go through the part, without namespaces and without entities."""
        parser: Any = expat.ParserCreate()
        parser.StartElementHandler = lambda name, values: self._start(name.rpartition(":")[2], values)
        parser.EndElementHandler = lambda name: self._end(name.rpartition(":")[2])
        parser.CharacterDataHandler = self._data
        parser.EntityDeclHandler = _refuse_entities
        parser.Parse(data, True)

    def _start(self, name: str, values: dict[str, str]) -> None:
        if name in _ANCHORS:
            self._kind, self._words = "", ""
            self._place = {"row": -1, "col": -1}
        elif name == "from":
            self._from = True
        elif name in _KINDS and not self._kind:
            self._kind = _KINDS[name]
        elif name == "graphicData" and self._kind == "chart" and not values.get("uri", "").endswith("chart"):
            self._kind = "shape"
        self._inside = name

    def _end(self, name: str) -> None:
        if name == "from":
            self._from = False
        elif name in _ANCHORS and self._kind and len(self.extras.objects) < 10 * MOST_LISTED:
            place = self._place
            self.extras.objects.append(Extra(self._kind, place["row"], place["col"], self._words[:MOST_SIGNS]))
        self._inside = ""

    def _data(self, piece: str) -> None:
        if self._from and self._inside in self._place and piece.strip().isdecimal():
            self._place[self._inside] = int(piece)
        elif self._inside == "t" and len(self._words) < MOST_SIGNS:
            self._words += piece
