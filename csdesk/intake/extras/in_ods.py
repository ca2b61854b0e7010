"""Formulas, objects and comments of ods, found in content.xml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csdesk.intake.extras.values import MOST_LISTED, MOST_SIGNS, Extra, SheetExtras
from csdesk.intake.ods_content import walk_content

_MARKS = (b"table:formula=", b"<draw:", b"<office:annotation")
_CELLS = ("table:table-cell", "table:covered-table-cell")
_NOT_DRAWN = ("draw:text-box", "draw:object", "draw:image", "draw:glue-point", "draw:enhanced-geometry", "draw:param")
_INSIDE = {"draw:object": "chart", "draw:object-ole": "embedded", "draw:image": "picture", "draw:text-box": "shape"}


def extras_of_ods(path: Path) -> dict[str, SheetExtras]:
    """Sheet name → its formulas, objects and comments.

    Raises:
        zipfile.BadZipFile, OSError, KeyError, expat.ExpatError, ValueError: the package is damaged.
    """
    walk = _Walk()
    walk_content(path, _MARKS, walk.follow)
    return walk.found


class _Walk:
    """Follows rows and cells, repeats included, down the document."""

    def __init__(self) -> None:
        self.found: dict[str, SheetExtras] = {}
        self._extras = SheetExtras()
        self._row = self._column = 0
        self._row_repeat = self._repeat = 1
        self._in_cell = False
        self._drawn: list[str] = []  # the elements from the outermost drawn one down
        self._kind = self._words = ""

    def follow(self, parser: Any) -> None:
        """Be told what the parser meets."""
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data

    def _start(self, name: str, values: dict[str, str]) -> None:
        if self._drawn:
            self._drawn.append(name)
            if name in _INSIDE and self._kind != "comment" and self._kind in ("", "picture"):
                self._kind = _INSIDE[name]  # a chart comes with a picture of itself
        elif name == "office:annotation":
            self._drawn, self._kind, self._words = [name], "comment", ""
        elif name.startswith("draw:") and name not in _NOT_DRAWN:
            self._drawn, self._kind, self._words = [name], "" if name == "draw:frame" else "shape", ""
        elif name == "table:table":
            self._extras = self.found.setdefault(values.get("table:name", ""), SheetExtras())
            self._row = 0
        elif name == "table:table-row":
            self._column = 0
            self._row_repeat = int(values.get("table:number-rows-repeated", 1))
        elif name in _CELLS:
            self._in_cell = True
            self._repeat = int(values.get("table:number-columns-repeated", 1))
            if "table:formula" in values:
                self._formula(values["table:formula"])

    def _formula(self, text: str) -> None:
        repeats = min(self._row_repeat, 10_000) * min(self._repeat, 10_000)
        self._extras.add_formula(self._row, self._column, text.partition(":")[2].removeprefix("=") or text)
        self._extras.formula_count += repeats - 1

    def _data(self, piece: str) -> None:
        if self._drawn and len(self._words) < MOST_SIGNS and self._drawn[-1] not in ("dc:date", "dc:creator"):
            self._words += piece

    def _end(self, name: str) -> None:
        if self._drawn:
            self._drawn.pop()
            if not self._drawn:
                self._keep()
        elif name in _CELLS:
            self._in_cell = False
            self._column += self._repeat
        elif name == "table:table-row":
            self._row += self._row_repeat

    def _keep(self) -> None:
        row, column = (self._row, self._column) if self._in_cell else (-1, -1)
        words = " ".join(self._words.split())[:MOST_SIGNS]
        kept = self._extras.comments if self._kind == "comment" else self._extras.objects
        if len(kept) < 10 * MOST_LISTED:
            kept.append(Extra(self._kind or "picture", row, column, words))
