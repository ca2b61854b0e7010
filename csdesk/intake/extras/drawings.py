"""Charts, pictures, shapes and comments of xlsx and xlsb: drawing parts are XML in both."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from csdesk.intake.extras.values import MOST_LISTED, MOST_SIGNS, Extra, SheetExtras
from csdesk.intake.lost_in_xlsx import attributes_of, part_name, place_of

_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*?)/?>")
_LARGEST = 50_000_000  # bytes of a drawing or of the comments of a sheet
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_KINDS = {
    "pic": "picture", "graphicFrame": "chart", "sp": "shape", "cxnSp": "shape", "grpSp": "shape",
    "contentPart": "picture",
}  # fmt: skip
_EMBEDDED = ("oleObject", "package")


def add_drawn(archive: zipfile.ZipFile, parts: Mapping[str, str], sheet_part: str, extras: SheetExtras) -> list[str]:
    """Put objects and XML comments of a sheet into ``extras``; gives the parts of binary comments.

    Args:
        parts: plain name → name in the archive.

    Raises:
        zipfile.BadZipFile, expat.ExpatError, ValueError: a part is damaged.
    """
    binary = []
    embedded = 0
    for kind, part in _related(archive, parts, sheet_part):
        if archive.getinfo(part).file_size > _LARGEST:
            continue
        if kind == "drawing":
            _Drawing(extras).read(archive.read(part))
        elif kind == "comments" and part.lower().endswith(".bin"):
            binary.append(part)
        elif kind == "comments":
            _Comments(extras).read(archive.read(part))
        elif kind in _EMBEDDED:
            embedded += 1
        elif kind == "picture":
            extras.objects.append(Extra("picture"))
    if embedded and not extras.objects:  # drawn as well in newer files, and counted there
        extras.objects += [Extra("embedded")] * min(embedded, MOST_LISTED)
    return binary


def _related(archive: zipfile.ZipFile, parts: Mapping[str, str], sheet_part: str) -> list[tuple[str, str]]:
    """Kind and part of everything that belongs to the sheet."""
    folder, file = posixpath.split(part_name(sheet_part))
    relations = parts.get(f"{folder}/_rels/{file}.rels")
    if relations is None:
        return []
    found = []
    for text in _RELATION.findall(archive.read(relations)):
        values = attributes_of(text)
        target = values.get("Target", "").replace("\\", "/")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        part = parts.get(whole.lower())
        if part is not None and values.get("TargetMode") != "External":
            found.append((values.get("Type", "").rpartition("/")[2], part))
    return found


def _refuse_entities(*_: object) -> None:
    raise ValueError("entities are not allowed in a workbook")


class _Reader:
    """An XML part read without namespaces and without entities."""

    def __init__(self, extras: SheetExtras) -> None:
        self.extras = extras

    def read(self, data: bytes) -> None:
        """Go through the part."""
        parser: Any = expat.ParserCreate()
        parser.StartElementHandler = lambda name, values: self.start(name.rpartition(":")[2], values)
        parser.EndElementHandler = lambda name: self.end(name.rpartition(":")[2])
        parser.CharacterDataHandler = self.data
        parser.EntityDeclHandler = _refuse_entities
        parser.Parse(data, True)

    def start(self, name: str, values: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, piece: str) -> None:
        """Text inside an element."""


class _Drawing(_Reader):
    """One ``Extra`` an anchor: what was drawn there, and the words in it."""

    def __init__(self, extras: SheetExtras) -> None:
        super().__init__(extras)
        self._kind = self._inside = self._words = ""
        self._from = False
        self._place = {"row": -1, "col": -1}

    def start(self, name: str, values: dict[str, str]) -> None:
        """Anchors, their first cell, and the first thing drawn there."""
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

    def end(self, name: str) -> None:
        """An anchor is done."""
        if name == "from":
            self._from = False
        elif name in _ANCHORS and self._kind and len(self.extras.objects) < 10 * MOST_LISTED:
            place = self._place
            self.extras.objects.append(Extra(self._kind, place["row"], place["col"], self._words[:MOST_SIGNS]))
        self._inside = ""

    def data(self, piece: str) -> None:
        """Row and column of the anchor, and text."""
        if self._from and self._inside in self._place and piece.strip().isdecimal():
            self._place[self._inside] = int(piece)
        elif self._inside == "t" and len(self._words) < MOST_SIGNS:
            self._words += piece


class _Comments(_Reader):
    """One ``Extra`` a comment."""

    def __init__(self, extras: SheetExtras) -> None:
        super().__init__(extras)
        self._place = (-1, -1)
        self._inside = self._words = ""

    def start(self, name: str, values: dict[str, str]) -> None:
        """A comment and where it stands."""
        if name == "comment":
            self._place, self._words = place_of(values.get("ref", "")), ""
        self._inside = name

    def end(self, name: str) -> None:
        """A comment is done."""
        if name == "comment" and len(self.extras.comments) < 10 * MOST_LISTED:
            self.extras.comments.append(Extra("comment", *self._place, " ".join(self._words.split())[:MOST_SIGNS]))
        self._inside = ""

    def data(self, piece: str) -> None:
        """What it says."""
        if self._inside == "t" and len(self._words) < MOST_SIGNS:
            self._words += piece
