"""Customers written once above their further rows: the blanks below mean the same as above.

A blank is filled only where the column shows that habit: the first row is filled, no name comes
twice, a fifth of the rows or more leave it out, and nothing else in such a row says who it is.
Programs repeat what they export: where one wrote the headers, a blank means that there is nobody.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.added_columns import customer_columns
from csdesk.intake.headers import candidates
from csdesk.intake.recipes import recognised
from csdesk.intake.sheets import CellKind, Table
from csdesk.intake.subjects import CONTRACT_MAKING
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, Severity

_LEAST_BLANK = 0.2
# What people send in one by one: an answer without a name is nobody's, not that of the one before.
_ANSWERED = frozenset({"response.score", "ticket.external_id", "ticket.opened"})
_MACHINE_NAME = re.compile(r"[a-z_][a-z0-9_]*( \(\d+\))?")
_FILLED = Message("{n} blank cells of this column were taken to mean the same as the cell above.")
_HINT = Message("If a blank means something else, fill the cells in the spreadsheet.")


def filled_down(table: Table) -> Table:
    """The table with omitted repeats filled in, or as it is where no column shows the habit."""
    if table.rows < 2 or recognised(table.headers) or _is_written_by_a_program(table):
        return table
    who = customer_columns(table)
    codes = {field.code for header in table.headers for field in candidates(header).explicit}
    if codes & _ANSWERED:
        return table
    if not who or ("contract.external_id" in codes and not codes & CONTRACT_MAKING):
        return table  # rows that refer to a contract by its number need no name
    blank = [_blank(table, column) for column in who]
    missing = np.logical_and.reduce(blank)
    if missing[0] or missing.mean() < _LEAST_BLANK or not _each_once(table, who, blank, missing):
        return table
    if not _says_something(table, who, missing):
        return table
    # Beside the names, columns that are blank in just these rows belong to the customer as well.
    also = [c for c in range(min(who)) if c not in who and _is_left_of(table, c, missing)]
    right = max(who) + 1
    while right < len(table.columns) and right not in who and np.array_equal(_blank(table, right), missing):
        also.append(right)
        right += 1
    rows = pa.array(np.maximum.accumulate(np.where(missing, 0, np.arange(table.rows))), pa.int64())
    filled = [column.taken(rows) if place in (*who, *also) else column for place, column in enumerate(table.columns)]
    note = CellProblem(
        code="filled_down", severity=Severity.NOTE, sheet=table.sheet,
        row=int(table.row_numbers[int(np.argmax(missing))].as_py()), column=table.column_numbers[who[0]], value="",
        message=Message(_FILLED.text, n=int(missing.sum())), hint=_HINT,
    )  # fmt: skip
    return replace(table, columns=tuple(filled), notes=(*table.notes, note))


def _is_written_by_a_program(table: Table) -> bool:
    """Whether the headers are names of a database's columns: account_id, created_at."""
    names = [header for header in table.headers if _MACHINE_NAME.fullmatch(header)]
    return len(names) == len(table.headers) and any("_" in name for name in names)


def _blank(table: Table, column: int) -> Any:
    return pc.is_null(table.columns[column].texts).to_numpy(zero_copy_only=False)


def _each_once(table: Table, who: list[int], blank: list[Any], missing: Any) -> bool:
    """Whether each name stands once: where names repeat, a blank does not mean the one above."""
    for column, holes in zip(who, blank, strict=True):
        if not np.array_equal(holes, missing):
            continue
        texts = table.columns[column].texts.drop_null()
        return bool(pc.count_distinct(texts).as_py() == len(texts))
    return False


def _says_something(table: Table, who: list[int], missing: Any) -> bool:
    """Whether the rows without a name say as much beside as those with one: they are rows, not remarks."""
    others = [c for c in range(len(table.columns)) if c not in who]
    if not others:
        return False
    counts = np.sum([np.asarray(table.columns[c].kinds) != CellKind.BLANK for c in others], axis=0)
    full = counts[~missing].mean()
    return bool((counts[missing] >= max(1.0, 0.4 * full)).all())


def _is_left_of(table: Table, column: int, missing: Any) -> bool:
    """Whether a column left of the names is blank in all of these rows: a region above several customers."""
    holes = _blank(table, column)
    return bool(not holes[0] and holes[missing].all() and holes.any())
