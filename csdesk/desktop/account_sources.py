"""The rows of imported sheets an account's records came from, as a table. No Qt; worked out off the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from csdesk.desktop.translation import language, tr
from csdesk.model.fields import record_types
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace

# Everything that hangs on an account and comes out of sheets.
RECORDS = (
    "contact", "contract", "measurement", "ticket", "response", "invoice", "event", "touchpoint", "objective", "milestone",
    "task", "feedback",
)  # fmt: skip


def source_table(workspace: Workspace, account_key: int) -> pd.DataFrame:
    """One row a row of a sheet: ``key`` (its place in this table), ``file, sheet, cell, gave, content, imported_on, at,
    table_id``; the latest import first. ``at`` is the moment of the import, ``gave`` and ``content`` are texts.
    """
    keys = {"account": [account_key], **{record: _keys(workspace, record, account_key) for record in RECORDS}}
    rows = workspace.book.rows_behind(keys)
    return pd.DataFrame(
        {
            "key": pd.Series(range(len(rows)), dtype="int64"),
            "file": pd.Series([row.file for row in rows], dtype="string[pyarrow]"),
            "sheet": pd.Series([row.sheet for row in rows], dtype="string[pyarrow]"),
            "cell": pd.Series([row.cell for row in rows], dtype="string[pyarrow]"),
            "gave": pd.Series([_gave(row.records) for row in rows], dtype="string[pyarrow]"),
            "content": pd.Series([tr(Message(", ")).join(row.texts) for row in rows], dtype="string[pyarrow]"),
            "imported_on": pd.Series([row.imported_at.astimezone().date() for row in rows], dtype="datetime64[s]"),
            "at": pd.Series([row.imported_at for row in rows], dtype=object),
            "table_id": pd.Series([row.table_id for row in rows], dtype="int64"),
        }
    )


def _keys(workspace: Workspace, record: str, account_key: int) -> list[int]:
    frame = workspace.frame(record)
    own = (frame["account_key"] == account_key).fillna(False).to_numpy(dtype=bool)
    return [int(key) for key in frame["key"].to_numpy()[own]]


def _gave(records: Mapping[str, int]) -> str:
    """Account, 4 × Measurement."""
    named = ((record_types()[record], n) for record, n in records.items())
    names = [(kind.label_ja if language().japanese else kind.label, n) for kind, n in named]
    return tr(Message(", ")).join(name if n == 1 else tr(Message("{n} × {name}", n=n, name=name)) for name, n in names)
