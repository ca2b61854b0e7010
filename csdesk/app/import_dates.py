"""How the date columns of a table write their dates, in a word each, for the person who looks at the sheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from csdesk.intake.date_habits import fallback_order
from csdesk.intake.sheets import CellKind
from csdesk.intake.values.dates import day_order
from csdesk.model.fields import Kind, field

if TYPE_CHECKING:
    from csdesk.intake.mapping import ColumnChoice
    from csdesk.intake.sheets import Table

_LOOKED_AT = 400  # rows
_ERA = re.compile(r"\s*(?:明治|大正|昭和|平成|令和|[MTSHR](?=[\d元]))")
_YEAR_FIRST = re.compile(r"\s*\d{4}")
_NUMBERS = re.compile(r"\s*\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}\b")


def written_dates(table: Table, columns: Sequence[ColumnChoice]) -> tuple[str, ...]:
    """``cells`` (dates as spreadsheets keep them), ``ymd``, ``dmy``, ``mdy``, ``era`` or ``words``, the commonest first.

    Where day and month could change places, what other date columns of the table show decides, as in reading.
    """
    found: Counter[str] = Counter()
    doubtful = None
    orders: Counter[str] = Counter()
    for position, choice in enumerate(columns):
        if not _holds_dates(choice):
            continue
        column = table.columns[position]
        kinds = column.kinds[:_LOOKED_AT].to_numpy()
        found["cells"] += int(np.isin(kinds, (CellKind.DATE, CellKind.NUMBER)).sum())
        texts = [
            text for text in column.texts[:_LOOKED_AT].filter(pa.array(kinds == CellKind.TEXT)).to_pylist() if text
        ]
        numbers = [text for text in texts if _NUMBERS.match(text)]
        found["ymd"] += sum(1 for text in texts if _YEAR_FIRST.match(text))
        found["era"] += sum(1 for text in texts if _ERA.match(text))
        known = sum(1 for text in texts if _YEAR_FIRST.match(text) or _ERA.match(text))
        found["words"] += len(texts) - known - len(numbers)
        if numbers:
            orders[day_order(numbers) or ""] += len(numbers)
            doubtful = doubtful or fallback_order(column, table)
    decided = [order for order, _ in orders.most_common() if order]
    if orders and doubtful is not None:
        found[decided[0] if decided else doubtful] += sum(orders.values())
    return tuple(form for form, count in found.most_common() if count)


def _holds_dates(choice: ColumnChoice) -> bool:
    if choice.field is None or choice.field.endswith(".custom"):
        return False
    return field(choice.field).kind is Kind.DATE
