"""Finds the tables on a sheet: titles above, headers of one to three rows, totals and footers below.

Only the first rows of each table and its last ones are looked at cell by cell; whatever
concerns all rows is done by column.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.column_sums import wrong_sums
from csdesk.intake.forms_above import form_above
from csdesk.intake.glued_totals import glued_totals
from csdesk.intake.grid import Grid
from csdesk.intake.header_rows import Header, find_header, header_at, starts_another_table
from csdesk.intake.header_texts import is_known
from csdesk.intake.ruled_rows import ruled_rows
from csdesk.intake.sheets import DroppedRow, RawColumn, Sheet, Table
from csdesk.intake.side_by_side import column_groups
from csdesk.intake.summary_rows import (
    carried_rows,
    footer_rows,
    numbered_blanks,
    repeated_headers,
    total_rows,
    whole_rows,
)
from csdesk.model.problems import CellProblem, column_letters

_MOST_TABLES = 300  # of one sheet; what stands beyond is told
_MOST_TURNED = 60  # names of fields in the first column of a table on its side
_MOST_HEADER = 8  # rows of a header, and those below it that show that it heads something
_MOST_NOTED = 1_000  # blank rows listed one by one; more say nothing more
_MOST_BOUNDARIES = 2_000


def find_tables(sheet: Sheet, file_name: str = "", header_row: int | None = None) -> list[Table]:
    """The tables of the sheet from top to bottom, left to right; none where nothing looks like one.

    Args:
        file_name: of the workbook; kept for callers that name tables after files.
        header_row: the last row of the header as a person says it, from 1: the sheet is one table from there on.
    """
    if sheet.rows == 0 or sheet.trouble is not None:
        return []
    grid = Grid(sheet)
    if header_row is not None and 0 < header_row <= sheet.rows:
        header = header_at(grid, header_row - 1, 0, grid.width - 1)
        made = _table(
            grid, header, _Span(0, grid.last_filled(header.left, header.right) + 1, header.left, header.right)
        )
        return [made] if made is not None else []
    tables: list[Table] = []
    beside: list[_Span] = []
    for left, right in column_groups(grid):
        found, rest = _tables_between(grid, left, right, _MOST_TABLES - len(tables))
        tables.extend(found)
        beside.extend(rest)
    return _with_rows_beside(tables, grid, beside)


def _with_rows_beside(tables: list[Table], grid: Grid, beside: list[_Span]) -> list[Table]:
    """The tables, the first of which tells the rows of spans that make no table."""
    if not tables or not beside:
        return tables
    told = {drop.row for drop in tables[0].dropped if drop.reason != "blank"}
    rows = {row for s in beside for row in grid.filled_rows(s.top, s.end, s.left, s.right, grid.rows)}
    dropped = (*tables[0].dropped, *(DroppedRow(row + 1, "beside") for row in rows if row + 1 not in told))
    return [replace(tables[0], dropped=tuple(sorted(dropped, key=lambda drop: drop.row))), *tables[1:]]


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a table may stand: rows and columns, last row excluded, last column included."""

    top: int
    end: int
    left: int
    right: int


def _tables_between(grid: Grid, left: int, right: int, most: int) -> tuple[list[Table], list[_Span]]:
    """The first tables of these columns, and what makes none."""
    tables: list[Table] = []
    rest: list[_Span] = []
    top, end = 0, grid.last_filled(left, right) + 1
    boundaries = grid.block_starts(left, right, _MOST_BOUNDARIES)
    while top < end and len(tables) < most:
        header = find_header(grid, top, end, left, right)
        if header is None:
            break
        header = _table_above(grid, header, top, boundaries) or header
        stop = end
        for start in boundaries:
            if start > header.first_data and starts_another_table(grid, header, start, end, left, right):
                stop = start
                break
        table = _table(grid, header, _Span(top, stop, left, right))
        if table is not None:
            tables.append(table)
        else:
            rest.append(_Span(top, stop, left, right))
        top = stop
    return tables, [*rest, _Span(top, end, left, right)]


def _table_above(grid: Grid, header: Header, top: int, boundaries: list[int]) -> Header | None:
    """The header of a small table that was taken for titles of a better known one: hardly anything but words for fields, with rows."""
    below = next((start for start in boundaries if start > top), grid.rows)
    if not header.titles or header.last < below:
        return None
    first = grid.filled_rows(top, grid.rows, header.left, header.right, len(header.titles) + _MOST_HEADER)
    if form_above(grid, first, header.left, header.right):
        return None
    found = find_header(grid, top, below, header.left, header.right)
    if found is None or found.last < 0 or found.known < 2:
        return None
    if 4 * found.known < 3 * len({text for text in found.texts if text}):
        return None
    rows = grid.filled_rows(found.first_data, below, found.left, found.right, 2)
    return found if rows and all(grid.filled_in_row(row, found.left, found.right) > 1 for row in rows) else None


def _table(grid: Grid, header: Header, span: _Span) -> Table | None:
    left, right = header.left, header.right
    dropped = [DroppedRow(row + 1, "title") for row in header.titles]
    dropped += [DroppedRow(row + 1, "unit") for row in header.units]
    first, end = header.first_data, max(span.end, header.first_data)
    footers = footer_rows(grid, first, end, left, right)
    while end > first and (end - 1 in footers or grid.filled_in_row(end - 1, left, right) == 0):
        end -= 1
    columns = tuple(grid.data_column(column, first, end) for column in range(left, right + 1))
    kept, notes, sums = _kept_rows(grid, header, columns, first, end)
    dropped += notes + [DroppedRow(row + 1, "footer") for row in sorted(footers)]
    rows = kept if kept is not None else pa.array(np.arange(end - first))
    if kept is not None:
        columns = tuple(column.taken(kept) for column in columns)
    found = _without_blank_columns(columns, header.texts, left)
    if _is_turned(columns, header.texts):
        return None
    if found is None or (len(rows) == 0 and not header.known):
        return None
    columns, texts, numbers = found
    formats = grid.sheet.number_formats
    return Table(
        sheet=grid.sheet.name,
        header_row=header.last + 1,
        headers=_distinct(texts, numbers),
        columns=columns,
        row_numbers=pc.add(rows, first + 1),
        column_numbers=numbers,
        title=header.title,
        dropped=tuple(sorted(dropped, key=lambda drop: drop.row)),
        notes=tuple(sums),
        number_formats=tuple(formats.get(number, "") for number in numbers) if formats else (),
    )


def _is_turned(columns: tuple[RawColumn, ...], texts: tuple[str, ...]) -> bool:
    """Whether the table lies on its side: its first column names fields, its other headers are values."""
    if len(texts) < 2 or not is_known(texts[0]) or any(is_known(text) for text in texts[1:]):
        return False
    names = [text for text in columns[0].texts[:_MOST_TURNED].to_pylist() if text]
    return len(names) >= 2 and 3 * sum(is_known(text.strip()) for text in names) >= 2 * len(names)


def _kept_rows(
    grid: Grid, header: Header, columns: tuple[RawColumn, ...], first: int, end: int
) -> tuple[pa.Array | None, list[DroppedRow], list[CellProblem]]:
    """Positions of the data rows (None: all of them), the notes on those left out, and sums that do not hold."""
    notes: list[DroppedRow] = []
    out: set[int] = set()
    totals = total_rows(columns)
    totals += glued_totals(columns, totals)
    totals = sorted({*totals, *whole_rows(columns, totals)})
    for row in carried_rows(columns):
        out.add(row)
        notes.append(DroppedRow(first + row + 1, "carried_forward"))
    for row in numbered_blanks(columns):
        out.add(row)
        notes.append(DroppedRow(first + row + 1, "number_only"))
    for row in ruled_rows(columns):
        out.add(row)
        notes.append(DroppedRow(first + row + 1, "ruler"))
    totals = [row for row in totals if row not in out]
    for row in totals:
        out.add(row)
        notes.append(DroppedRow(first + row + 1, "total"))
    for row in repeated_headers(columns, header.texts):
        if row not in out:
            out.add(row)
            notes.append(DroppedRow(first + row + 1, "repeated_header"))
    filled = grid.filled_by_row(header.left, header.right).slice(first, end - first)
    blanks = pc.indices_nonzero(pc.equal(filled, 0))
    notes += [DroppedRow(first + row + 1, "blank") for row in blanks[:_MOST_NOTED].to_pylist()]
    if not out and len(blanks) == 0:
        return None, notes, []
    keep = pc.greater(filled, 0)
    if out:
        places = pa.array(np.arange(len(keep)))
        keep = pc.and_(keep, pc.invert(pc.is_in(places, pa.array(sorted(out), pa.int64()))))
    data = keep.to_numpy(zero_copy_only=False)
    sums = wrong_sums(grid.sheet.name, columns, totals, data, first, header.left) if totals else []
    return pc.cast(pc.indices_nonzero(keep), pa.int64()), notes, sums


def _without_blank_columns(
    columns: tuple[RawColumn, ...], texts: tuple[str, ...], left: int
) -> tuple[tuple[RawColumn, ...], tuple[str, ...], tuple[int, ...]] | None:
    """Columns that have a header of their own or a cell; None where there are none."""
    own = [text if place == 0 or text != texts[place - 1] else "" for place, text in enumerate(texts)]
    places = [place for place, column in enumerate(columns) if own[place] or column.texts.null_count < len(column)]
    if not places:
        return None
    return (
        tuple(columns[place] for place in places),
        tuple(texts[place] for place in places),
        tuple(left + place for place in places),
    )


def _distinct(texts: tuple[str, ...], numbers: tuple[int, ...]) -> tuple[str, ...]:
    """Blank headers named by their letters, repeated ones numbered: Name, Name (2)."""
    seen: dict[str, int] = {}
    headers: list[str] = []
    taken = set(texts)
    for text, number in zip(texts, numbers, strict=True):
        name = text or column_letters(number)
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            name, plain = f"{name} ({seen[name]})", name
            while name in taken:
                seen[plain] += 1
                name = f"{plain} ({seen[plain]})"
        taken.add(name)
        headers.append(name)
    return tuple(headers)
