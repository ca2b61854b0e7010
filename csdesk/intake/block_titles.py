"""Titles among the rows: a list in blocks, each under a line of its own, with the header again or a mark.

What such a line says counts for the rows below it: it becomes a column. Taken for rows they would be customers
that nobody has; taken for the whole table, the first would own the rows of all others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pyarrow as pa

from csdesk.intake.added_columns import is_japanese, names_customers, with_column
from csdesk.intake.cells import text_column
from csdesk.intake.header_texts import BORDER
from csdesk.intake.months import month_of
from csdesk.intake.named_sheets import CUSTOMER_HEADERS, is_customer_label, labelled_line, without_honorific
from csdesk.intake.sheets import CellKind, DroppedRow, Table
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, Severity

_SECTION = re.compile(r"^[\s　]*[■□◆◇▼▽▶]+[\s　]*\S|^[\s　]*(?:【.*】|〔.*〕|《.*》|＜.*＞|<.*>)[\s　]*$")
_SIGNS = re.compile(r"^[\s　]*[■□◆◇▼▽▶●○◎★☆【〔《＜<]+[\s　]*|[\s　]*[】〕》＞>]+[\s　]*$")
_PAGE = re.compile(r"(?:page|p\.?|ページ|頁)\s*\d+(?:\s*(?:/|of)\s*\d+)?|\d+\s*(?:/|of)\s*\d+\s*(?:pages?|ページ|頁)?|\d+\s*(?:pages?|ページ|頁)")  # fmt: skip
_HEADING = ("Heading", "見出し")
_MONTH = ("Month", "年月")
_LOOK = Message("Look whether each row stands under the title it belongs to.")


@dataclass(frozen=True, slots=True)
class _Block:
    """The first row (position) below a title, and the lines of the title."""

    first: int
    lines: tuple[str, ...]


def with_block_titles(table: Table, width: int) -> Table:
    """The table without the titles among its rows, and with columns for what they say.

    Args:
        width: how many columns the sheet has.
    """
    if table.rows < 2 or len(table.columns) < 2:
        return table
    repeated = [drop.row for drop in table.dropped if drop.reason == "repeated_header"]
    rows = _Rows(table)
    titles = _above_headers(table, rows, repeated) if repeated else _above_groups(rows)
    if not titles:
        return table
    return _without_titles(table, rows, titles, width)


class _Rows:
    """The rows of a table, and which of them could be titles."""

    def __init__(self, table: Table) -> None:
        self.numbers = table.row_numbers.to_numpy()
        told = sorted(drop.row for drop in table.dropped if drop.reason not in ("blank", "beside"))
        self._told = np.array(told, dtype=np.int64)
        self._totals = {drop.row for drop in table.dropped if drop.reason == "total"}
        self._columns = table.columns
        self._lines: dict[int, str] = {}
        self.filled = np.zeros(table.rows, dtype=np.int64)
        for column in table.columns:
            self.filled += np.asarray(column.texts.is_valid())

    def line(self, row: int) -> str:
        """What a row says that could be a title: its only cell, or a word that names customers with one beside; else ""."""
        if row not in self._lines:
            self._lines[row] = self._read(row) if 0 < self.filled[row] <= 2 else ""
        return self._lines[row]

    def _read(self, row: int) -> str:
        cells = [c for c in self._columns if c.texts[row].is_valid]
        first, *beside = [str(c.texts[row].as_py()).strip() for c in cells]
        if cells[0].kinds[row].as_py() != CellKind.TEXT:
            return ""
        if beside:
            label = first.rstrip(":： 　")
            return f"{label}：{beside[0]}" if is_customer_label(label) else ""
        return first

    def column_of(self, row: int) -> int:
        """The first column that says something in that row."""
        return next(place for place, column in enumerate(self._columns) if column.texts[row].is_valid)

    def share_filled(self, column: int, without: Sequence[int]) -> float:
        """How many of the other rows say something in that column."""
        valid = np.asarray(self._columns[column].texts.is_valid()).copy()
        others = np.ones(len(valid), dtype=bool)
        others[list(without)] = False
        return float(valid[others].mean()) if others.any() else 0.0

    def above(self, number: int) -> int:
        """The position of the row right above a row of the sheet, blank ones passed over; -1 where something else stands."""
        place = int(np.searchsorted(self.numbers, number)) - 1
        if place < 0 or self._told_between(int(self.numbers[place]), number):
            return -1
        return place

    def stands_apart(self, row: int) -> bool:
        """Whether a blank row or a total stands right above."""
        if row == 0 or self.numbers[row - 1] == self.numbers[row] - 1:
            return False
        return not self._told_between(int(self.numbers[row - 1]), int(self.numbers[row])) or self.follows_total(row)

    def follows_total(self, row: int) -> bool:
        """Whether a total closes the rows above."""
        place = int(np.searchsorted(self._told, self.numbers[row]))
        before = int(self._told[place - 1]) if place else 0
        return before in self._totals and (row == 0 or before > self.numbers[row - 1])

    def _told_between(self, above: int, below: int) -> bool:
        return bool(np.searchsorted(self._told, below) - np.searchsorted(self._told, above, side="right"))


def _above_headers(table: Table, rows: _Rows, repeated: Sequence[int]) -> list[list[int]]:
    """The positions of the title lines right above each repeated header; [] where they need not be titles.

    A line without a mark is one only where the first header has a title, too, and nothing stands right above it, or
    every header has one and the table names no customers: else it may be a customer of whom nothing else is known.
    """
    usual = max(1, sum(bool(line.strip()) for line in table.title.split("\n")))
    found: list[list[int]] = []
    apart = True
    for head in repeated:
        lines: list[int] = []
        place = rows.above(head)
        while place >= 0 and rows.line(place):
            lines.insert(0, place)
            if rows.stands_apart(place) or not place or rows.above(int(rows.numbers[place])) != place - 1:
                break
            place -= 1
        stands = bool(lines) and (rows.stands_apart(lines[0]) or lines[0] == 0)
        if not stands and any(_speaks(rows.line(line)) for line in lines):
            while not _speaks(rows.line(lines[0])):
                del lines[0]  # a short row of the block above
        elif not stands:
            lines = lines[-usual:]
        apart = apart and (stands or all(_speaks(rows.line(line)) for line in lines))
        found.append(lines)
    texts = [rows.line(line) for lines in found for line in lines]
    spoken = bool(texts) and all(map(_speaks, texts))
    likely = bool(table.title) and all(found) and (apart or (len(found) > 1 and not names_customers(table)))
    return [lines for lines in found if lines] if spoken or likely else []


def _above_groups(rows: _Rows) -> list[list[int]]:
    """Lone marked lines, or lone lines each of which begins what a subtotal ends, with no header of their own."""
    if not rows.line(0) or rows.filled[0] != 1:
        return []
    lone = [int(row) for row in np.flatnonzero(rows.filled == 1) if rows.line(int(row))]
    if len(lone) < 2 or any(later - earlier == 1 for earlier, later in pairwise(lone)):
        return []
    column = rows.column_of(0)
    if lone[-1] == len(rows.filled) - 1 or any(rows.column_of(row) != column for row in lone):
        return []
    marked = all(_is_section(rows.line(row)) for row in lone)
    if not marked and not all(rows.follows_total(row) for row in lone[1:]):
        return []
    return [[row] for row in lone] if rows.share_filled(column, lone) > 0.5 else []  # else what is blank below is meant


def _is_section(text: str) -> bool:
    """Whether a line says by itself that it heads what is below: ■大阪, 【大阪】, 顧客名：青空商事."""
    said = labelled_line(text)
    return bool(_SECTION.search(text)) or (said is not None and is_customer_label(said[0]))


def _speaks(text: str) -> bool:
    """Whether a line above a header says by itself that it is no row."""
    return _is_section(text) or _is_page(text) or bool(_SIGNS.match(text)) or labelled_line(text) is not None


def _is_page(text: str) -> bool:
    return bool(_PAGE.fullmatch(unicodedata.normalize("NFKC", text).strip().casefold().strip("- ")))


def _without_titles(table: Table, rows: _Rows, titles: list[list[int]], width: int) -> Table:
    out = sorted(row for lines in titles for row in lines)
    keep = np.setdiff1d(np.arange(table.rows), out)
    if not len(keep):
        return table
    above = [line for line in table.title.split("\n") if line.strip()]
    blocks = [_Block(0, tuple(above))] if titles[0][0] else []
    blocks += [_Block(lines[-1] + 1, tuple(rows.line(row) for row in lines)) for lines in titles]
    block_of = np.searchsorted([block.first for block in blocks], keep, side="right") - 1
    taken = pa.array(keep, pa.int64())
    dropped = (*table.dropped, *(DroppedRow(int(rows.numbers[row]), "title") for row in out))
    said, used = _said(blocks, first_is_title=bool(titles[0][0]))
    rest = replace(
        table,
        columns=tuple(column.taken(taken) for column in table.columns),
        row_numbers=table.row_numbers.take(taken),
        dropped=tuple(sorted(dropped, key=lambda drop: drop.row)),
        title="\n".join(line for line in above if line not in used),
    )
    for label, texts in said.items():
        header, values = _named(rest, label, texts)
        cells = text_column(pa.array([values[block] for block in block_of.tolist()], pa.string()))
        rest = with_column(rest, header, cells, width)
    return replace(rest, notes=(*rest.notes, _note(table, rows, out))) if said else rest


def _said(blocks: Sequence[_Block], first_is_title: bool) -> tuple[dict[str, list[str | None]], set[str]]:
    """What each block says, by label; and the lines of the title above the table that count for its block alone.

    Lines without a label go by "", then " ", "  " … from top to bottom.
    """
    found: dict[str, list[str | None]] = {}
    used: dict[str, str] = {}
    bare = [[t for line in block.lines if (t := _bare(line))] for block in blocks]
    if first_is_title and len(blocks) > 1:
        most = max(len(lines) for lines in bare[1:])
        others = [line for lines in bare[1:] for line in lines]
        bare[0] = bare[0][len(bare[0]) - most :] if most < len(bare[0]) else bare[0]
        if others and all(map(_is_section, others)):
            bare[0] = [line for line in bare[0] if _is_section(line)]
    for place, block in enumerate(blocks):
        for nth, line in enumerate(bare[place]):
            found.setdefault(" " * nth, [None] * len(blocks))[place] = _SIGNS.sub("", line.replace(BORDER, " ")).strip()
            if not place:
                used[" " * nth] = line
        for line in block.lines:
            if (said := labelled_line(line)) is None or _is_page(line):
                continue
            label = next((o for o in found if is_customer_label(said[0]) and is_customer_label(o)), said[0])
            found.setdefault(label, [None] * len(blocks))[place] = said[1]
            if not place:
                used[label] = line
    _complete_customers(found)
    for label in list(found):
        texts = found[label]
        same = len(set(texts)) < 2 and (first_is_title or not is_customer_label(label))
        if same or all(text is None for text in texts[1:]):
            del found[label]  # the same above every page, or above the whole list
    return found, {used[label] for label in found if label in used} if first_is_title else set()


def _bare(line: str) -> str:
    """The line where it has no label and is no number of a page; else ""."""
    return "" if labelled_line(line) or _is_page(line) else line


def _complete_customers(found: dict[str, list[str | None]]) -> None:
    """Where some blocks say 顧客名：青空 and others さくら alone, both name customers."""
    label = next((o for o in found if is_customer_label(o)), None)
    if label is None or "" not in found:
        return
    for place, (named, alone) in enumerate(zip(found[label], found[""], strict=True)):
        if named is None and alone is not None:
            found[label][place], found[""][place] = alone, None


def _named(table: Table, label: str, texts: list[str | None]) -> tuple[str, list[str | None]]:
    """The header of the column for these lines, and its values."""
    language = int(is_japanese(table))
    bare = not label.strip()
    if is_customer_label(label) or (bare and not names_customers(table) and not _are_months(texts)):
        return CUSTOMER_HEADERS[language], [text and without_honorific(text) for text in texts]
    if not bare:
        return label, texts
    return (_MONTH if _are_months(texts) else _HEADING)[language], texts


def _are_months(texts: Sequence[str | None]) -> bool:
    return all(month_of(text) for text in texts if text)


def _note(table: Table, rows: _Rows, out: Sequence[int]) -> CellProblem:
    place = rows.column_of(out[0])
    told = Message("{n} lines among the rows are titles of the rows below them; what they say stands in a column of its own.", n=len(out))  # fmt: skip
    return CellProblem(
        code="block_titles", severity=Severity.NOTE, sheet=table.sheet, row=int(rows.numbers[out[0]]),
        column=table.column_numbers[place], value=rows.line(out[0]), message=told, hint=_LOOK,
    )  # fmt: skip
