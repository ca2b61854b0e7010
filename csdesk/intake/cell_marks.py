"""Comments, lines through the text and fills as columns of the table: people write with them."""

from __future__ import annotations

import colorsys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.added_columns import customer_columns, is_japanese, with_column
from csdesk.intake.cells import text_column
from csdesk.intake.headers import candidates
from csdesk.intake.sheets import CellMark, Sheet, Table

_EVERYWHERE = 0.6  # a fill of more rows than that is decoration
_MOST_COLOURS = 8
# English and Japanese; the headers of added columns follow the language of the others.
_WORDS = {
    "notes": ("Notes", "備考"),
    "comment": ("Cell comments", "セルの注記"),
    "struck": ("Struck out", "取り消し線"),
    "fill": ("Fill colour", "塗りつぶし"),
    "row": ("whole row", "行全体"),
    "theme": ("theme colour ", "テーマの色"),
}
_HUES = (
    (20, "red", "赤"), (48, "orange", "オレンジ"), (70, "yellow", "黄"), (165, "green", "緑"), (260, "blue", "青"),
    (320, "purple", "紫"), (361, "red", "赤"),
)  # fmt: skip
_GREY = ("grey", "灰")


def with_marks(table: Table, sheet: Sheet) -> Table:
    """The table with a column for each kind of mark its rows carry; as it is where they carry none."""
    if not sheet.marks or not table.rows:
        return table
    rows = {number: place for place, number in enumerate(table.row_numbers.to_pylist())}
    named = dict(zip(table.column_numbers, table.headers, strict=True))
    by_kind: dict[str, dict[int, list[CellMark]]] = defaultdict(lambda: defaultdict(list))
    for mark in sheet.marks:
        if mark.row + 1 in rows and mark.column in named:
            by_kind[mark.kind][rows[mark.row + 1]].append(mark)
    language = int(is_japanese(table))
    width = len(sheet.columns)
    if by_kind["comment"]:
        texts = {row: _comments(marks, named) for row, marks in by_kind["comment"].items()}
        table = _with(table, _comment_header(table, language), texts, width)
    if by_kind["struck"]:
        struck = {row: _struck(table, row, marks, named, language) for row, marks in by_kind["struck"].items()}
        table = _with(table, _WORDS["struck"][language], struck, width)
    if fills := _telling_fills(by_kind["fill"], table.rows):
        painted = {row: _fills(marks, named, language) for row, marks in fills.items()}
        table = _with(table, _WORDS["fill"][language], painted, width)
    return table


def _with(table: Table, header: str, texts: Mapping[int, str], width: int) -> Table:
    cells = text_column(pa.array([texts.get(row) for row in range(table.rows)], pa.string()))
    return with_column(table, header, cells, width)


def _comment_header(table: Table, language: int) -> str:
    """Notes of the account where each has one row and no notes; else a column of its own."""
    notes = any(f.code == "account.notes" for header in table.headers for f in candidates(header).explicit)
    who = customer_columns(table)
    ids = table.columns[who[0]].texts.drop_null() if who else None
    once = ids is not None and pc.count_distinct(ids).as_py() == len(ids)
    return _WORDS["notes" if once and not notes else "comment"][language]


def _comments(marks: Sequence[CellMark], named: Mapping[int, str]) -> str:
    if len(marks) == 1:
        return marks[0].text
    return "\n".join(f"{named[mark.column]}: {mark.text}" for mark in sorted(marks, key=lambda m: m.column))


def _struck(table: Table, row: int, marks: Sequence[CellMark], named: Mapping[int, str], language: int) -> str:
    """The headers of the struck cells, or that the whole row is."""
    struck = {mark.column for mark in marks}
    filled = {
        number
        for number, column in zip(table.column_numbers, table.columns, strict=True)
        if number in named and column.texts[row].is_valid
    }
    if filled and filled <= struck:
        return _WORDS["row"][language]
    return ", ".join(named[column] for column in sorted(struck & filled))


def _telling_fills(fills: Mapping[int, list[CellMark]], rows: int) -> dict[int, list[CellMark]]:
    """The fills that somebody put there on purpose: not every second row, not most rows, not a whole column."""
    of_colour: dict[str, set[int]] = defaultdict(set)
    of_column: Counter[tuple[int, str]] = Counter()
    for row, marks in fills.items():
        for mark in marks:
            of_colour[mark.text].add(row)
            of_column[mark.column, mark.text] += 1
    if len(of_colour) > _MOST_COLOURS:
        return {}
    decoration = {c for c, some in of_colour.items() if len(some) > _EVERYWHERE * rows or _is_striped(some, rows)}
    found: dict[int, list[CellMark]] = {}
    for row, marks in fills.items():
        kept = [m for m in marks if m.text not in decoration and of_column[m.column, m.text] <= _EVERYWHERE * rows]
        if kept:
            found[row] = kept
    return found


def _is_striped(painted: set[int], rows: int) -> bool:
    """Whether it is every second row."""
    placed = sorted(painted)
    steps = {later - earlier for earlier, later in pairwise(placed)}
    return rows >= 4 and len(placed) >= rows // 2 and steps == {2}


def _fills(marks: Sequence[CellMark], named: Mapping[int, str], language: int) -> str:
    colours = {mark.text for mark in marks}
    if len(colours) == 1:
        return _colour_name(next(iter(colours)), language)
    return ", ".join(
        f"{named[m.column]}: {_colour_name(m.text, language)}" for m in sorted(marks, key=lambda m: m.column)
    )


def _colour_name(colour: str, language: int) -> str:
    """red, 赤 …; a theme's colour by its number."""
    if colour.startswith("theme"):
        return f"{_WORDS['theme'][language]}{colour.removeprefix('theme')}"
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < 0.15 or not 0.03 < lightness < 0.98:
        return _GREY[language]
    return next(names[language] for end, *names in _HUES if hue * 360 < end)
