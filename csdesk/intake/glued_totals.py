"""Subtotals whose word is glued to what they sum up: 1課計, 東京支店計.

Companies are called 中部時計 and 東洋設計: such a row is a total only if its numbers are the sum of rows above it
and it holds nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.grid import plain
from csdesk.intake.sheets import CellKind, RawColumn
from csdesk.intake.values.amounts import parse_amount, read_amounts
from csdesk.intake.values.cells import NOTHING, cells_of
from csdesk.intake.values.sizes import within_sizes
from csdesk.model.fields import Kind

_LABEL_COLUMNS = 8
_MOST_CHECKED = 5_000
_EARLIER = 20  # totals above, from each of which a total may count
_STEM = r"[\s　【\[(（〔＜<*＊■]*(?P<stem>\S.{0,30}?)[\s　]*計[\s　】\])）〕＞>*＊:：]*(?:[（(].{0,30}[)）])?[\s　]*"
_GLUED = re.compile(_STEM)
_GLUED_RE2 = f"^{_STEM}$"
# Words that end in 計 and end names of companies, and what only such names hold.
_WORD = re.compile(r"(?:時|設|会|統|家|電|量|温度|湿度|流量|圧力|計)計$")
_COMPANY = re.compile(r"株式会社|有限会社|合同会社|合資会社|[（(][株有][)）]|㈱|㈲")


@dataclass(slots=True)
class _Sums:
    """What the data rows above add up to, from the top and from below each of the last totals; one entry a column."""

    values: Any
    upto: Any
    rows: Any
    taken: Any
    starts: list[tuple[int, Any]] = field(default_factory=list)

    def close(self, row: int) -> None:
        """The row is a total: it is no data, and the next one may count from below it."""
        self.taken = self.taken + np.nan_to_num(self.values[row])
        self.starts.append((row + 1, self.upto[row + 1] - self.taken))

    def match(self, row: int) -> tuple[int, bool]:
        """How many rows above make most of the numbers of the row (0: none do), and whether any is not 0."""
        said = np.isfinite(self.values[row])
        if not said.any():
            return 0, False
        total = self.values[row][said]
        above = (self.upto[row] - self.taken)[said]
        for start, before in reversed([(0, np.zeros(len(self.taken))), *self.starts[-_EARLIER:]]):
            same = np.abs(above - before[said] - total) <= 1e-9 * np.maximum(1.0, np.abs(total)) + 1e-6
            summed = int((self.rows[row] - self.rows[start])[said][same].max(initial=0))
            if 2 * same.sum() >= len(total) and summed:
                return summed, bool(total[same].any())
        return 0, False


def glued_totals(columns: Sequence[RawColumn], totals: Collection[int]) -> list[int]:
    """Positions of rows called 1課計, 東京支店計 and the like that are the sum of rows above.

    ``totals``: rows that are known to be sums already.
    """
    labels = [(row, place) for row, place in _labelled(columns) if row not in totals]
    bare = {row: place for row, place in labels if _is_bare(columns, row, place)}
    told = [
        column
        for place, column in enumerate(columns)
        if any(column.kinds[row].as_py() != CellKind.BLANK for row, label in bare.items() if label != place)
    ]
    if not told:
        return []
    values = np.column_stack([within_sizes(read_amounts(cells_of(column)), Kind.MONEY).values for column in told])
    found, sure = _found(columns, values, bare, totals, True)
    # One row that repeats the number above it is a customer, unless others show that the list has totals.
    return found if sure else _found(columns, values, bare, totals, False)[0]


def _labelled(columns: Sequence[RawColumn]) -> list[tuple[int, int]]:
    """Rows whose first filled cell ends in 計, with its column."""
    found: list[tuple[int, int]] = []
    before: pa.Array | None = None
    for place, column in enumerate(columns[:_LABEL_COLUMNS]):
        hit = pc.fill_null(pc.match_substring_regex(column.texts, _GLUED_RE2), False)
        hit = pc.and_(hit, pc.equal(column.kinds, int(CellKind.TEXT)))
        hit = hit if before is None else pc.and_(hit, before)
        found += [(row, place) for row in pc.indices_nonzero(hit)[:_MOST_CHECKED].to_pylist()]
        blank = pc.is_null(column.texts)
        before = blank if before is None else pc.and_(before, blank)
        if not pc.any(before).as_py():
            break
    return found


def _is_bare(columns: Sequence[RawColumn], row: int, label: int) -> bool:
    """Whether everything beside the label is a number, a sign for nothing, or blank."""
    for place, column in enumerate(columns):
        kind = column.kinds[row].as_py()
        if place == label or kind in (CellKind.BLANK, CellKind.NUMBER, CellKind.ERROR, CellKind.DURATION):
            continue
        text = plain(column.texts[row].as_py())
        if kind != CellKind.TEXT or (parse_amount(text) is None and text.casefold() not in NOTHING):
            return False
    return True


def _found(
    columns: Sequence[RawColumn], values: Any, labels: dict[int, int], totals: Collection[int], unsure: bool
) -> tuple[list[int], bool]:
    """The totals among labelled rows from top to bottom, and whether one of them adds up two rows or more.

    ``unsure``: take those too that repeat the one row above or are 0.
    """
    finite = np.isfinite(values)
    zero = np.zeros((1, values.shape[1]))
    upto = np.vstack([zero, np.cumsum(np.where(finite, values, 0.0), axis=0)])
    sums = _Sums(values, upto, np.vstack([zero, np.cumsum(finite, axis=0)]), zero[0])
    found: list[int] = []
    sure = False
    for row in sorted({*labels, *totals}):
        if row in labels:
            text = plain(columns[labels[row]].texts[row].as_py())
            summed, counts = sums.match(row)
            named = bool(summed) and _stands_above(columns, row, _stem(text))
            if not summed or (not named and (_COMPANY.search(text) or _WORD.search(f"{_stem(text)}計"))):
                continue
            certain = named or (summed > 1 and counts) or (counts and _leaves_out(columns, row, labels[row]))
            if not certain and not unsure:
                continue
            sure |= certain
            found.append(row)
        sums.close(row)
    return found, sure


def _stem(text: str) -> str:
    """What the label says is summed up: 1課 of 【1課計】."""
    said = _GLUED.fullmatch(text)
    return said["stem"] if said else ""


def _stands_above(columns: Sequence[RawColumn], row: int, stem: str) -> bool:
    """Whether what the label names stands in a cell above: 1課 above 1課計."""
    return bool(stem) and any(
        pc.any(pc.equal(pc.utf8_trim_whitespace(column.texts[:row]), stem)).as_py() for column in columns
    )


def _leaves_out(columns: Sequence[RawColumn], row: int, label: int) -> bool:
    """Whether the row leaves out what the row above says in words or as a date beside its name."""
    return any(
        column.kinds[row - 1].as_py() in (CellKind.TEXT, CellKind.DATE) and column.kinds[row].as_py() == CellKind.BLANK
        for place, column in enumerate(columns)
        if place != label
    )
