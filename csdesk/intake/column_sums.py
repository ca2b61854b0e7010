"""Total rows checked: do the rows they stand under add up to what they say?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from csdesk.intake.cells import number_texts
from csdesk.intake.grid import is_value, plain
from csdesk.intake.sheets import CellKind, RawColumn
from csdesk.intake.values.amounts import read_amounts
from csdesk.intake.values.cells import cells_of
from csdesk.intake.values.sizes import within_sizes
from csdesk.model.fields import Kind
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, Severity

_MOST_CHECKED = 500  # total rows of a table
_MOST_TOLD = 50
_EARLIER = 20  # total rows above, from each of which a total may count
_AVERAGE = re.compile(
    r"平均|average|mean|[件社人]数|顧客数|行数|\bcount|最大|最小|中央値|\bm(?:ax|in)\b|median", re.IGNORECASE
)
_COUNT = re.compile(r"(\d[\d,]*)\s*(?:records?|rows?|accounts?|customers?|件|社)(?![A-Za-z])", re.IGNORECASE)
_DIFFERS = "The rows add up to {sum}, not to what this total says."
_COUNT_DIFFERS = "There are {n} rows, not as many as this total says."
_HINT = Message("Look whether rows are missing in the file; the total itself was left out.")


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the columns stand on the sheet: name, row and column (from 0) of their first cell."""

    sheet: str
    row: int
    column: int


def wrong_sums(
    sheet: str, columns: Sequence[RawColumn], totals: Sequence[int], data: Any, first: int, left: int
) -> list[CellProblem]:
    """A note for each cell of a total row that is the sum of no stretch of rows it could stand for.

    Args:
        totals: positions of the total rows.
        data: mask of the rows that are data.
        first, left: row and column of the sheet (from 0) of the first cell.
    """
    found: list[CellProblem] = []
    rows = [row for row in totals[:_MOST_CHECKED] if not _AVERAGE.search(_label(columns, row))]
    if not rows:
        return found
    spot = _Spot(sheet, first, left)
    for place, column in enumerate(columns):
        said = [row for row in rows if _is_number(column, row)]
        if said:
            found += _of_column(column, place, said, totals, data, spot)
    for row in rows:
        found += _of_count(columns, row, data, spot)
    return found[:_MOST_TOLD]


def _label(columns: Sequence[RawColumn], row: int) -> str:
    return next((plain(c.texts[row].as_py()) for c in columns if c.kinds[row].as_py() == CellKind.TEXT), "")


def _is_number(column: RawColumn, row: int) -> bool:
    kind = column.kinds[row].as_py()
    return kind == CellKind.NUMBER or (kind == CellKind.TEXT and is_value(plain(column.texts[row].as_py())))


def _of_column(
    column: RawColumn, place: int, said: list[int], totals: Sequence[int], data: Any, spot: _Spot
) -> list[CellProblem]:
    values = within_sizes(read_amounts(cells_of(column)), Kind.MONEY).values
    amounts = np.where(data & np.isfinite(values), values, 0.0)
    upto = np.concatenate([[0.0], np.cumsum(amounts)])
    counted = np.concatenate([[0], np.cumsum(data & np.isfinite(values))])
    found = []
    for row in said:
        total = values[row]
        if not np.isfinite(total):
            continue
        starts = [0, *(t + 1 for t in totals if t < row)][-_EARLIER:]
        nearest = upto[row] - upto[starts[-1]]
        sums = [nearest, upto[row], upto[-1], upto[-1] - upto[row], *(upto[row] - upto[s] for s in starts)]
        means = [upto[row] / counted[row]] if counted[row] else []
        if not any(_same(total, candidate) for candidate in (*sums, *means)):
            nearest = min(sums, key=lambda candidate: abs(candidate - total))
            text = str(number_texts(_one(nearest))[0].as_py())
            found.append(_note("sum_differs", Message(_DIFFERS, sum=text), column, row, place, spot, text))
    return found


def _one(number: float) -> Any:
    import pyarrow as pa

    return pa.array([round(float(number), 6)], pa.float64())


def _same(total: float, candidate: float) -> bool:
    rounded = 0.51 if total == int(total) and candidate != int(candidate) else 0.0
    return bool(abs(total - candidate) <= 1e-9 * max(1.0, abs(total)) + rounded + 1e-6)


def _of_count(columns: Sequence[RawColumn], row: int, data: Any, spot: _Spot) -> list[CellProblem]:
    """A total that says how many rows it stands for: Grand Totals (5,700 records)."""
    for place, column in enumerate(columns):
        text = plain(column.texts[row].as_py()) if column.kinds[row].as_py() == CellKind.TEXT else ""
        stated = _COUNT.search(text)
        if stated:
            n = int(stated[1].replace(",", ""))
            rows = int(np.count_nonzero(data))
            if n not in (rows, int(np.count_nonzero(data[:row]))):
                message = Message(_COUNT_DIFFERS, n=rows)
                return [_note("count_differs", message, column, row, place, spot, None)]
    return []


def _note(
    code: str, message: Message, column: RawColumn, row: int, place: int, spot: _Spot, suggestion: str | None
) -> CellProblem:
    return CellProblem(
        code=code, severity=Severity.NOTE, sheet=spot.sheet, row=spot.row + row + 1, column=spot.column + place,
        value=column.texts[row].as_py() or "", message=message, hint=_HINT, suggestion=suggestion,
    )  # fmt: skip
