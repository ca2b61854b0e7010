"""Tables, books and plans made in memory for tests of what rows mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import pyarrow as pa

from csdesk.intake.cells import column_of
from csdesk.intake.outcome import ImportPlan, PlanOptions
from csdesk.intake.plan import make_plan
from csdesk.intake.sheets import RawColumn, Table, Workbook
from csdesk.rules.frames import frame_of
from tests.intake.made_sheets import Value

AS_OF = date(2026, 11, 22)


def table_of(headers: Sequence[str], *rows: Sequence[Value], sheet: str = "S", title: str = "") -> Table:
    """A table with its header in row 1; None is blank."""
    columns = tuple(column(*(row[i] for row in rows)) for i in range(len(headers)))
    numbers = pa.array(range(2, len(rows) + 2), pa.int64())
    return Table(sheet, 1, tuple(headers), columns, numbers, tuple(range(len(headers))), title)


def column(*cells: Value) -> RawColumn:
    """Raw cells; texts that start with # are error cells, as a spreadsheet would give them."""
    made = column_of(["" if v is None else v for v in cells])
    kinds = [
        5 if isinstance(v, str) and v.startswith("#") else k for v, k in zip(cells, made.kinds.to_pylist(), strict=True)
    ]
    return RawColumn(pa.array(kinds, pa.uint8()), made.texts, made.numbers)


class Book:
    """What a book holds, from a plan or from nothing."""

    def __init__(self, *plans: ImportPlan) -> None:
        self.frames: dict[str, pd.DataFrame] = {}
        for plan in plans:
            for record, change in plan.records.items():
                self.frames[record] = applied(self.frame(record), change.inserted, change.updated)

    def frame(self, record: str) -> pd.DataFrame:
        """All records of that type."""
        return self.frames[record] if record in self.frames else _nothing(record)

    def next_key(self, record: str) -> int:
        """The first unused key."""
        return int(self.frame(record)["key"].max()) + 1 if len(self.frame(record)) else 1


@cache
def _nothing(record: str) -> pd.DataFrame:
    """The frame without records; frames are never changed in place, so one is enough."""
    return frame_of(record)


def applied(frame: pd.DataFrame, inserted: pd.DataFrame, updated: pd.DataFrame) -> pd.DataFrame:
    """The frame with the changes of a plan."""
    frame = frame.copy()
    for change in updated.itertuples():
        value: Any = change.after
        frame.loc[frame["key"] == change.key, change.field] = pd.Timestamp(value) if isinstance(value, date) else value
    return pd.concat([frame, inserted], ignore_index=True) if len(frame) else inserted


def plan_of(*tables: Table, book: Book | None = None, currency: str = "JPY", **options: Any) -> ImportPlan:
    """The plan of one file with these tables; more options as in ``PlanOptions``."""
    name = "list.xlsx"
    chosen = PlanOptions(AS_OF, currency, **options)
    return make_plan([(name, Workbook(name, "xlsx", (), "0" * 64), list(tables))], book or Book(), chosen)


def records_of(plan: ImportPlan, record: str) -> list[dict[str, Any]]:
    """The new records as plain values, absent fields left out."""
    if record not in plan.records:
        return []
    rows = plan.records[record].inserted.astype(object).to_dict("records")
    return [{str(k): _plain(v) for k, v in row.items() if not pd.isna(v)} for row in rows]


def _plain(value: Any) -> Any:
    return value.date() if isinstance(value, pd.Timestamp) else value


def only(plan: ImportPlan, record: str) -> dict[str, Any]:
    """The one new record of that type."""
    (found,) = records_of(plan, record)
    return found


def mapped(plan: ImportPlan) -> Mapping[str, str | None]:
    """Header → field code of the first table."""
    return {c.header: c.field for c in plan.tables[0].columns}


def problems(plan: ImportPlan) -> list[tuple[str, str]]:
    """(cell, code) of every problem."""
    return [(p.cell, p.code) for table in plan.tables for p in table.problems]


def counts(plan: ImportPlan, record: str, table: int = 0) -> tuple[int, int, int, int, int]:
    """new, changed, unchanged, rejected, conflicting."""
    c = plan.tables[table].records[record]
    return (c.new, c.changed, c.unchanged, c.rejected, c.conflicting)


def updates(plan: ImportPlan, record: str) -> list[tuple[int, str, Any, Any]]:
    """The changes of existing records."""
    return [(u.key, u.field, u.before, u.after) for u in plan.records[record].updated.itertuples()]
