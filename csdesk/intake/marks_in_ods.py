"""What people put on cells of an ods sheet beside values: comments, lines through the text, fills.

As in xlsx, comments are read whatever the size, styles only where the document is small.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any
from xml.parsers import expat

from csdesk.intake.ods_content import refuse_entities, walk_content

Mark = tuple[int, int, str, str]

_MOST_MARKS = 200_000
_LARGEST_STYLED = 16_000_000  # bytes of content inflated: some ten thousand rows
_LARGEST_STYLES = 20_000_000
_MOST_REPEATS = 256  # of a cell or a row: further ones are empty paper
_COMMENT = b"<office:annotation"
_STYLED = (
    b'background-color="#',
    b'line-through-style="solid',
    b'line-through-type="single',
    b'line-through-type="double',
)
_NO_LINE = ("none", "")
_WHITE = frozenset({"FFFFFF", "000000"})
_CELLS = ("table:table-cell", "table:covered-table-cell")


def marks_of_ods(path: Path) -> dict[str, list[Mark]]:
    """Sheet name → (row, column, kind, text) of its comments, struck texts and fills, see ``sheets.CellMark``.

    Raises:
        OSError, KeyError: the package cannot be opened.
    """
    try:
        return _marks_of(path)
    except (zipfile.BadZipFile, expat.ExpatError, ValueError):
        return {}  # no sheet is lost for its marks: the cells are read by another reader, who decides


def _marks_of(path: Path) -> dict[str, list[Mark]]:
    styles = _Styles()
    marks: tuple[bytes, ...] = (_COMMENT,)
    with zipfile.ZipFile(path) as archive:
        small = archive.getinfo("content.xml").file_size <= _LARGEST_STYLED
        if small and "styles.xml" in archive.namelist() and archive.getinfo("styles.xml").file_size <= _LARGEST_STYLES:
            styles.read(archive.read("styles.xml"))
    if small:
        marks += _STYLED + tuple(f'style-name="{name}"'.encode() for name in styles.telling())
    walk = _Walk(styles, small)
    walk_content(path, marks, walk.follow)
    return walk.found


class _Styles:
    """The cell styles: what each says itself and whom it asks for the rest."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._says: dict[str, dict[str, str]] = defaultdict(dict)
        self._meaning: dict[str, tuple[tuple[str, str], ...]] = {}
        self._open = ""

    def read(self, data: bytes) -> None:
        """Take the named styles of ``styles.xml``."""
        parser: Any = expat.ParserCreate()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.EntityDeclHandler = refuse_entities
        parser.Parse(data, True)

    def start(self, name: str, values: dict[str, str]) -> None:
        """Meet the beginning of an element."""
        if name == "style:style" and values.get("style:family") == "table-cell":
            self._open = values.get("style:name", "")
            self._parents[self._open] = values.get("style:parent-style-name", "")
        elif self._open and name == "style:table-cell-properties":
            if "fo:background-color" in values:
                self._says[self._open]["fill"] = _colour(values["fo:background-color"])
        elif self._open and name == "style:text-properties":
            lines = [values[key] for key in _LINES if key in values]
            if lines:
                self._says[self._open]["struck"] = "" if all(line in _NO_LINE for line in lines) else "yes"

    def end(self, name: str) -> None:
        """Meet the end of one."""
        if name == "style:style":
            self._open = ""

    def telling(self) -> list[str]:
        """The styles met so far that are marks."""
        return [name for name in self._parents if self.meaning(name)]

    def meaning(self, style: str) -> tuple[tuple[str, str], ...]:
        """Kinds and texts of the marks that a cell of the style carries."""
        if style not in self._meaning:
            struck, fill = self._looked_up(style, "struck"), self._looked_up(style, "fill")
            self._meaning[style] = ((("struck", ""),) if struck else ()) + ((("fill", fill),) if fill else ())
        return self._meaning[style]

    def _looked_up(self, style: str, what: str) -> str:
        for _ in range(20):  # parents of parents; no file is that deep, and a circle ends
            if what in self._says.get(style, {}):
                return self._says[style][what]
            style = self._parents.get(style, "")
            if not style:
                break
        return ""


_LINES = ("style:text-line-through-style", "style:text-line-through-type")


def _colour(text: str) -> str:
    colour = text.removeprefix("#").upper()
    return "" if len(colour) != 6 or colour in _WHITE else colour


class _Walk:
    """Follows rows and cells, repeats included, down the document."""

    def __init__(self, styles: _Styles, styled: bool) -> None:
        self.found: dict[str, list[Mark]] = {}
        self._marks: list[Mark] = []
        self._styles = styles
        self._styled = styled
        self._columns: list[tuple[int, str]] = []  # the first column beyond, and the style of those before it
        self._row = self._column = 0
        self._row_repeat = self._repeat = 1
        self._row_style = self._style = ""
        self._comment: list[str] | None = None
        self._in_text = False
        self._holds = False  # a cell without a text is empty paper, painted or not

    def follow(self, parser: Any) -> None:
        """Be told what the parser meets."""
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data

    def _start(self, name: str, values: dict[str, str]) -> None:
        if self._comment is not None:
            if name == "text:p":
                self._in_text = True
                self._comment += ["\n"] if self._comment else []
            elif name == "text:s":
                self._comment.append(" " * min(int(values.get("text:c", 1)), 80))
        elif name in _CELLS:
            self._repeat = int(values.get("table:number-columns-repeated", 1))
            self._style = values.get("table:style-name", "")
            self._holds = "office:value-type" in values
        elif name == "text:p":
            self._holds = True
        elif name == "office:annotation":
            self._comment = []
        elif name == "table:table-row":
            self._column = 0
            self._row_repeat = int(values.get("table:number-rows-repeated", 1))
            self._row_style = values.get("table:default-cell-style-name", "")
        elif name == "table:table-column":
            before = self._columns[-1][0] if self._columns else 0
            count = int(values.get("table:number-columns-repeated", 1))
            self._columns.append((before + count, values.get("table:default-cell-style-name", "")))
        elif name == "table:table":
            self._marks = self.found.setdefault(values.get("table:name", ""), [])
            self._columns, self._row = [], 0
        else:
            self._styles.start(name, values)

    def _data(self, piece: str) -> None:
        if self._comment is not None and self._in_text:
            self._comment.append(piece)

    def _end(self, name: str) -> None:
        if name == "text:p":
            self._in_text = False
        elif name == "office:annotation":
            said = "".join(self._comment or []).strip()
            if said:
                self._keep("comment", said)
            self._comment = None
        elif name in _CELLS:
            if self._styled and self._holds:
                for kind, text in self._styles.meaning(self._style_here()):
                    self._keep(kind, text)
            self._column += self._repeat
        elif name == "table:table-row":
            self._row += self._row_repeat
        else:
            self._styles.end(name)

    def _style_here(self) -> str:
        by_column = next((style for end, style in self._columns if self._column < end), "")
        return self._style or self._row_style or by_column

    def _keep(self, kind: str, text: str) -> None:
        for row in range(self._row, self._row + min(self._row_repeat, _MOST_REPEATS)):
            for column in range(self._column, self._column + min(self._repeat, _MOST_REPEATS)):
                if len(self._marks) < _MOST_MARKS:
                    self._marks.append((row, column, kind, text))
