"""A sheet as the search for tables looks at it: its first rows cell by cell, all of it by column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.cells import blank_column
from csdesk.intake.sheets import CellKind, Merge, RawColumn, Sheet

# "1,200", "▲3", "¥120", "12.5%", "120万円", "2026/4/1", "令和8年3月31日", "10:30"
_NUMBER = re.compile(r"[-+▲△(¥\\$€£]*\s*[\d０-９][\d,.０-９，．\s]*(%|％|円|千円|万円|百万円|億円|[kKmM])?\)?")
_DATE = re.compile(
    r"\d{4}[-/.年]\s*\d{1,2}([-/.月]\s*\d{1,2}日?)?([T\s].*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}([T\s].*)?"
    r"|(明治|大正|昭和|平成|令和|[MTSHR令平昭])\s*(\d{1,2}|元)[年./-].*|\d{1,2}:\d{2}.*|\d{1,2}-[A-Za-z]{3}-\d{2,4}"
)
# A period in one cell: "2025/4/1-2026/3/31", "2025年4月1日〜2026年3月31日", "2025/4/1から"
_DAY = (
    r"(\d{4}|(明治|大正|昭和|平成|令和|[MTSHR令平昭])\s*(\d{1,2}|元))[-/.年]\s*\d{1,2}([-/.月]\s*(\d{1,2}日?|末日?)?)?"
)
_RANGE = re.compile(rf"{_DAY}\s*([-~〜–—→]|から|to)\s*({_DAY})?\s*(まで)?")
# What heads a column although it is no word: 4月, 2026年4月, Q3, 第1四半期; and in a row of them 2026, 2026-04-01
_PERIOD = re.compile(
    r"(FY)?(20\d\d(年度?|[-/.年])\s?)?(\d{1,2}月(度|分)?|Q[1-4]|[1-4]Q|第[1-4一二三四]四半期)|FY\s?(20)?\d\d|20\d\d年度"
)
_SERIES = re.compile(r"(19|20)\d\d年?([-/.年]\d{1,2}月?([-/.]\d{1,2})?( 00:00:00)?)?|[1-9]|1[0-2]")
_ERROR = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)")
_MOST_FILLED_DOWN = 200_000


def plain(text: str | None) -> str:
    """The text in one line: runs of blanks and line breaks are one space."""
    return " ".join(text.split()) if text else ""


@lru_cache(maxsize=1 << 16)
def is_period(text: str) -> bool:
    """Whether the text names a month, quarter or fiscal year in words."""
    return _PERIOD.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def is_series(text: str) -> bool:
    """Whether the text may be one of a row of years, months or dates that head columns."""
    return _SERIES.fullmatch(text) is not None


@lru_cache(maxsize=1 << 16)
def is_value(text: str) -> bool:
    """Whether the text reads as a number, an amount, a date or what became of one."""
    text = unicodedata.normalize("NFKC", text).strip()
    return bool(text) and any(pattern.fullmatch(text) for pattern in (_NUMBER, _DATE, _RANGE, _ERROR))


class Grid:
    """The cells of a sheet with merges, and counts of filled cells by row and column."""

    def __init__(self, sheet: Sheet) -> None:
        self.rows = sheet.rows
        self.width = len(sheet.columns)
        # Merges may reach beyond the last filled cell.
        self.merges = tuple(
            Merge(m.top, m.left, min(m.bottom, self.rows - 1), min(m.right, self.width - 1))
            for m in sheet.merges
            if m.top < self.rows and m.left < self.width
        )
        self.sheet = sheet
        self._cells: dict[int, list[tuple[str, int]]] = {}
        self._filled: dict[tuple[int, int], pa.Array] = {}

    @cached_property
    def _merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Cell → the top left cell of its merge, for the first rows."""
        places: dict[tuple[int, int], tuple[int, int]] = {}
        for merge in self.merges:
            for row in range(merge.top, min(merge.bottom, merge.top + 50) + 1):
                for column in range(merge.left, min(merge.right, merge.left + 500) + 1):
                    places[row, column] = (merge.top, merge.left)
        return places

    def row(self, row: int) -> list[tuple[str, int]]:
        """Text and kind of each cell in the row; blanks are ("", 0)."""
        cells = self._cells.get(row)
        if cells is None:
            cells = []
            for column in self.sheet.columns:
                text = plain(column.texts[row].as_py())
                cells.append((text, column.kinds[row].as_py() if text else int(CellKind.BLANK)))
            self._cells[row] = cells
        return cells

    def spread(self, row: int, column: int) -> tuple[str, int]:
        """Text and kind of a cell; cells inside a merge say what its first cell says."""
        origin = self._merged.get((row, column))
        if origin is not None and origin[0] < self.rows and origin[1] < self.width:
            return self.row(origin[0])[origin[1]]
        return self.row(row)[column]

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merge that starts at the cell or covers it."""
        origin = self._merged.get((row, column))
        return self._merge_of.get(origin) if origin is not None else None

    @cached_property
    def _merge_of(self) -> dict[tuple[int, int], Merge]:
        return {(merge.top, merge.left): merge for merge in self.merges}

    def texts_in_row(self, row: int, left: int, right: int) -> list[str]:
        """The filled cells of the row."""
        return [text for text, _ in self.row(row)[left : right + 1] if text]

    def filled_in_column(self, column: int) -> int:
        """How many cells of the column hold anything."""
        texts = self.sheet.columns[column].texts
        return self.rows - int(texts.null_count)

    def filled_by_row(self, left: int, right: int) -> pa.Array:
        """For each row how many cells hold anything; int32."""
        known = self._filled.get((left, right))
        if known is None:
            counts = np.zeros(self.rows, np.int32)
            for column in self.sheet.columns[left : right + 1]:
                if column.texts.null_count == 0:
                    counts += 1
                else:
                    counts += pc.is_valid(column.texts).to_numpy(zero_copy_only=False)
            known = self._filled[left, right] = pa.array(counts)
        return known

    def filled_in_row(self, row: int, left: int, right: int) -> int:
        """How many cells of the row hold anything but blanks."""
        return sum(1 for text, _ in self.row(row)[left : right + 1] if text)

    def last_filled(self, left: int, right: int) -> int:
        """The last row with a cell; -1 where there is none."""
        rows = pc.indices_nonzero(self.filled_by_row(left, right))
        return int(rows[len(rows) - 1].as_py()) if len(rows) else -1

    def filled_rows(self, top: int, end: int, left: int, right: int, most: int) -> list[int]:
        """The first rows from ``top`` on that hold anything."""
        rows = pc.indices_nonzero(self.filled_by_row(left, right).slice(top, max(0, end - top)))
        return [top + row for row in rows[:most].to_pylist()]

    def block_starts(self, left: int, right: int, most: int) -> list[int]:
        """Rows that follow a blank row and are not blank themselves."""
        filled = self.filled_by_row(left, right).to_numpy() > 0
        starts = np.flatnonzero(filled[1:] & ~filled[:-1]) + 1
        return [int(row) for row in starts[:most]]

    def merged_across(self, groups: Iterable[tuple[int, int]]) -> bool:
        """Whether a merge bridges two groups of columns below the first three rows."""
        ends = [right for _, right in groups][:-1]
        return any(m.top > 2 and any(m.left <= end < m.right for end in ends) for m in self.merges)

    def data_column(self, column: int, top: int, end: int) -> RawColumn:
        """The cells of those rows; cells merged downwards all hold what the first one holds."""
        raw = self.sheet.columns[column] if column < self.width else blank_column(self.rows)
        part = RawColumn(raw.kinds[top:end], raw.texts[top:end], raw.numbers[top:end])
        down = [m for m in self.merges if m.left == column and m.bottom > m.top and top <= m.top < end]
        if not down:
            return part
        rows = np.arange(end - top)
        for merge in down[:_MOST_FILLED_DOWN]:
            rows[merge.top - top : merge.bottom - top + 1] = merge.top - top
        return part.taken(pa.array(rows, pa.int64()))
