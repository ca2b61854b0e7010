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
from csdesk.intake.months import month_of
from csdesk.intake.named_sheets import CUSTOMER_HEADERS, labelled_line, names_customer, without_honorific
from csdesk.intake.sheets import CellKind, DroppedRow, Table
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, Severity

_MARK = re.compile(r"^[\s　]*[■□◆◇●○▼▽◎★☆【〔《＜<]+[\s　]*|[\s　]*[】〕》＞>]+[\s　]*$")
_PAGE = re.compile(r"(?:page|p\.?|ページ|頁)\s*\d+(?:\s*(?:/|of)\s*\d+)?|\d+\s*(?:/|of)\s*\d+\s*(?:pages?|ページ|頁)?|\d+\s*(?:pages?|ページ|頁)")  # fmt: skip
_HEADING = ("Heading", "見出し")
_MONTH = ("Month", "年月")
_TOLD = "{n} lines among the rows are titles of the rows below them; what they say stands in a column of its own."
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
    titles = _above_headers(rows, repeated) if repeated else _above_groups(rows)
    if not titles:
        return table
    return _without_titles(table, rows, titles, width)


class _Rows:
    """The rows of a table, and which of them could be titles."""

    def __init__(self, table: Table) -> None:
        self.numbers = table.row_numbers.to_numpy()
        self.told = np.array(sorted(drop.row for drop in table.dropped if drop.reason != "blank"), dtype=np.int64)
        self.totals = {drop.row for drop in table.dropped if drop.reason == "total"}
        self._columns = table.columns
        filled = np.zeros(table.rows, dtype=np.int64)
        for column in table.columns:
            filled += np.asarray(column.texts.is_valid())
        self.filled = filled

    def lines(self, row: int) -> str:
        """What a row says that could be a title: its only cell, or a word that names customers with one beside; else ""."""
        if self.filled[row] > 2:
            return ""
        cells = [c for c in self._columns if c.texts[row].is_valid]
        if any(c.kinds[row].as_py() != CellKind.TEXT for c in cells):
            return ""
        texts = [str(c.texts[row].as_py()).strip() for c in cells]
        if len(texts) == 2:
            return f"{texts[0].rstrip(':： ')}：{texts[1]}" if names_customer(texts[0].rstrip(":： ")) else ""
        return texts[0]

    def column_of(self, row: int) -> int:
        """The first column that says something in that row."""
        return next(place for place, column in enumerate(self._columns) if column.texts[row].is_valid)

    def share_filled(self, column: int, without: Sequence[int]) -> float:
        """How many of the other rows say something in that column."""
        valid = np.asarray(self._columns[column].texts.is_valid()).copy()
        others = np.ones(len(valid), dtype=bool)
        others[list(without)] = False
        return float(valid[others].mean()) if others.any() else 0.0

    def follows_total(self, row: int) -> bool:
        """Whether a total closes the rows above."""
        before = self.told[np.searchsorted(self.told, self.numbers[row]) - 1] if len(self.told) else 0
        return int(before) in self.totals and (row == 0 or before > self.numbers[row - 1])


def _above_headers(rows: _Rows, repeated: Sequence[int]) -> list[list[int]]:
    """For each repeated header the positions of the title lines right above it; [] where they need not be titles."""
    found: list[list[int]] = []
    sure = True
    for head in repeated:
        place = int(np.searchsorted(rows.numbers, head)) - 1
        lines: list[int] = []
        between = (
            np.searchsorted(rows.told, head) - np.searchsorted(rows.told, rows.numbers[place]) if place >= 0 else 1
        )
        while not between and place >= 0 and rows.lines(place):
            lines.insert(0, place)
            if place and rows.numbers[place - 1] != rows.numbers[place] - 1:
                break
            place -= 1
        found.append(lines)
        apart = not lines or lines[0] == 0 or rows.numbers[lines[0] - 1] != rows.numbers[lines[0]] - 1
        sure = sure and bool(lines) and (apart or rows.follows_total(lines[0]))
    texts = [rows.lines(line) for lines in found for line in lines]
    if not texts:
        return []
    spoken = all(_is_marked(text) or _is_page(text) for text in texts)
    all_have = all(found) and len(found) > 1
    return [lines for lines in found if lines] if sure or spoken or all_have else []


def _above_groups(rows: _Rows) -> list[list[int]]:
    """Lone marked lines, or lone lines each of which begins what a subtotal ends, with no header of their own."""
    if not rows.lines(0) or rows.filled[0] != 1:
        return []
    lone = [int(row) for row in np.flatnonzero(rows.filled == 1) if rows.lines(int(row))]
    if len(lone) < 2 or any(later - earlier == 1 for earlier, later in pairwise(lone)):
        return []
    column = rows.column_of(0)
    if lone[-1] == len(rows.filled) - 1 or any(rows.column_of(row) != column for row in lone):
        return []
    marked = all(_is_marked(rows.lines(row)) for row in lone)
    if not marked and not all(rows.follows_total(row) for row in lone[1:]):
        return []
    return [[row] for row in lone] if rows.share_filled(column, lone) > 0.5 else []  # else what is blank below is meant


def _is_marked(text: str) -> bool:
    return bool(_MARK.search(text)) or labelled_line(text) is not None


def _is_page(text: str) -> bool:
    return bool(_PAGE.fullmatch(unicodedata.normalize("NFKC", text).strip().casefold().strip("- ")))


def _without_titles(table: Table, rows: _Rows, titles: list[list[int]], width: int) -> Table:
    out = sorted(row for lines in titles for row in lines)
    keep = np.setdiff1d(np.arange(table.rows), out)
    if not len(keep):
        return table
    above = tuple(line for line in table.title.split("\n") if line.strip())
    of_first = () if titles[0][0] == 0 else above
    blocks = [_Block(0, of_first)] if titles[0][0] else []
    blocks += [_Block(lines[-1] + 1, tuple(rows.lines(row) for row in lines)) for lines in titles]
    block_of = np.searchsorted([block.first for block in blocks], keep, side="right") - 1
    taken = pa.array(keep, pa.int64())
    dropped = (*table.dropped, *(DroppedRow(int(rows.numbers[row]), "title") for row in out))
    said, used = _said(blocks)
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


def _said(blocks: Sequence[_Block]) -> tuple[dict[str, list[str | None]], set[str]]:
    """Label ("" for a line without one) → what each block says; and the lines of the first block that were used."""
    found: dict[str, list[str | None]] = {}
    lines_of: dict[str, str] = {}
    for place, block in enumerate(blocks):
        for line in block.lines:
            if _is_page(line):
                continue
            label, text = labelled_line(line) or ("", _MARK.sub("", line).strip())
            found.setdefault(label, [None] * len(blocks))[place] = text
            if place == 0:
                lines_of[label] = line
    for label in list(found):
        texts = found[label]
        if len({text for text in texts if text}) < 2 or all(text is None for text in texts[1:]):
            del found[label]  # the same above every page, or above the whole list
    return found, {lines_of[label] for label in found if label in lines_of}


def _named(table: Table, label: str, texts: list[str | None]) -> tuple[str, list[str | None]]:
    """The header of the column for these lines, and its values."""
    language = int(is_japanese(table))
    if names_customer(label) or (not label and not names_customers(table) and not _are_months(texts)):
        return CUSTOMER_HEADERS[language], [text and without_honorific(text) for text in texts]
    if label:
        return label, texts
    return (_MONTH if _are_months(texts) else _HEADING)[language], texts


def _are_months(texts: Sequence[str | None]) -> bool:
    return all(month_of(text) for text in texts if text)


def _note(table: Table, rows: _Rows, out: Sequence[int]) -> CellProblem:
    place = rows.column_of(out[0])
    return CellProblem(
        code="block_titles", severity=Severity.NOTE, sheet=table.sheet, row=int(rows.numbers[out[0]]),
        column=table.column_numbers[place], value=rows.lines(out[0]), message=Message(_TOLD, n=len(out)), hint=_LOOK,
    )  # fmt: skip
