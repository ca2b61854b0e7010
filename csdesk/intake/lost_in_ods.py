"""Error cells, merged ranges, hidden rows and columns and marks of ods, found in content.xml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csdesk.intake.marks_in_ods import marks_of_ods
from csdesk.intake.ods_content import walk_content
from csdesk.intake.sheet_facts import MOST_ERRORS, SheetFacts

_MARKS = (b'value-type="error"', b"spanned=", b"Err:", b"<text:p>#", b'visibility="collapse"', b'visibility="filter"')
_UNSEEN = ("collapse", "filter")
_MOST_REPEATS = 10_000


def facts_of_ods(path: Path) -> dict[str, SheetFacts]:
    """Sheet name → its error cells, merged ranges, hidden rows and columns, comments, struck texts and fills.

    Raises:
        zipfile.BadZipFile, OSError, KeyError, expat.ExpatError: the package is damaged.
    """
    walk = _Walk()
    walk_content(path, _MARKS, walk.follow)
    for sheet, marks in marks_of_ods(path).items():
        walk.found.setdefault(sheet, SheetFacts()).marks += marks
    return walk.found


class _Walk:
    """Follows rows and cells, repeats included, down the document."""

    def __init__(self) -> None:
        self.found: dict[str, SheetFacts] = {}
        self._facts = SheetFacts()
        self._row = self._column = 0
        self._row_repeat = self._repeat = 1
        self._error = self._in_paragraph = False
        self._text = ""

    def follow(self, parser: Any) -> None:
        """Be told what the parser meets."""
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._facts = self.found.setdefault(attributes.get("table:name", ""), SheetFacts())
            self._row = self._column = 0
        elif name == "table:table-column":
            count = int(attributes.get("table:number-columns-repeated", 1))
            if attributes.get("table:visibility") in _UNSEEN:
                self._facts.hidden_columns += range(self._column, self._column + min(count, _MOST_REPEATS))
            self._column += count
        elif name == "table:table-row":
            self._column = 0
            self._row_repeat = int(attributes.get("table:number-rows-repeated", 1))
            if attributes.get("table:visibility") in _UNSEEN:
                self._facts.hidden_rows += range(self._row, self._row + min(self._row_repeat, _MOST_REPEATS))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._repeat = int(attributes.get("table:number-columns-repeated", 1))
            self._error = "error" in (attributes.get("calcext:value-type"), attributes.get("office:value-type"))
            self._text = ""
            down, across = (int(attributes.get(f"table:number-{x}-spanned", 1)) for x in ("rows", "columns"))
            if down > 1 or across > 1:
                top, left = self._row, self._column
                self._facts.merges.append((top, left, top + down - 1, left + across - 1))
        elif name == "text:p":
            self._in_paragraph = True

    def _data(self, piece: str) -> None:
        if self._in_paragraph and len(self._text) < 64:
            self._text += piece

    def _end(self, name: str) -> None:
        if name == "text:p":
            self._in_paragraph = False
        elif name in ("table:table-cell", "table:covered-table-cell"):
            if self._error and len(self._facts.errors) < MOST_ERRORS:
                for row in range(self._row, self._row + min(self._row_repeat, _MOST_REPEATS)):
                    for column in range(self._column, self._column + min(self._repeat, _MOST_REPEATS)):
                        self._facts.errors[row, column] = self._text.strip() or "#N/A"
            self._column += self._repeat
        elif name == "table:table-row":
            self._row += self._row_repeat
