"""Usage columns as measurements: one row a customer, metric, feature and day."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.natural_keys import packed
from csdesk.intake.rows import Rows
from csdesk.intake.subjects import METRICS
from csdesk.intake.typed import texts
from csdesk.model.catalogue.signals import METRICS as TOGETHER

# Table rows, metric (name or string array), days, values, column of the table.
_Block = tuple[Any, Any, Any, Any, int]


def measured(rows: Rows, account_keys: Any, as_of: date) -> tuple[pd.DataFrame, Any, Any]:
    """Every measured cell: columns account_key, metric, feature, date, value; the table row of each, and its column.

    Rows without account, date or value give none. Without a date column the day is ``as_of``.
    The columns (from 0 in the table, -1 where the field tells) are None in tables without month columns.
    """
    dates = rows.values.get("measurement.date")
    days = np.full(len(rows), np.datetime64(as_of, "D")) if dates is None else dates
    blocks: list[_Block] = []
    everywhere = np.arange(len(rows))
    held = [code for code in sorted(METRICS) if code in rows.values]
    blocks += [(everywhere, code.split(".")[1], days, rows.values[code], -1) for code in held]
    if rows.has("measurement.value") and rows.has("measurement.metric"):
        blocks.append((everywhere, rows.values["measurement.metric"], days, rows.values["measurement.value"], -1))
    for column, values in rows.months.items():
        choice = rows.mapping.columns[column]
        record, _, name = (choice.field or "").partition(".")
        if record != "measurement":
            continue
        metric: Any = rows.text("measurement.metric") if name == "value" else name
        month = np.full(len(rows), np.datetime64(choice.month, "D"))
        blocks.append((everywhere, metric, month, values, column))
    if not blocks:
        return _empty(), np.empty(0, dtype=np.int64), None
    return _stacked(rows, account_keys, blocks)


def _empty() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "account_key": pd.array([], "Int64"),
            "metric": texts([]),
            "feature": texts([]),
            "value": pd.array([], "Float64"),
        }
    )


def _stacked(rows: Rows, account_keys: Any, blocks: list[_Block]) -> tuple[pd.DataFrame, Any, Any]:
    positions = np.concatenate([b[0] for b in blocks])
    metrics = pa.concat_arrays(
        [pa.repeat(pa.scalar(m, pa.string()), len(rows)) if isinstance(m, str) else m for _, m, *_ in blocks]
    )
    days = np.concatenate([b[2] for b in blocks])
    values = np.concatenate([b[3] for b in blocks])
    keys = account_keys[positions]
    fine = (keys >= 0) & ~np.isnat(days) & ~np.isnan(values) & pc.is_valid(metrics).to_numpy(zero_copy_only=False)
    kept = pa.array(np.flatnonzero(fine))
    frame = {
        "account_key": pd.array(keys[fine], dtype="Int64"),
        "metric": texts(metrics.take(kept)),
        "date": pd.array(days[fine].astype("datetime64[s]")),
        "value": pd.array(values[fine], dtype="Float64"),
    }
    if rows.has("measurement.feature"):
        frame["feature"] = texts(rows.values["measurement.feature"].take(pa.array(positions[fine])))
    columns = np.repeat([b[4] for b in blocks], [len(b[0]) for b in blocks])[fine] if rows.months else None
    return pd.DataFrame(frame), positions[fine], columns


def brought_together(frame: pd.DataFrame, positions: Any) -> tuple[pd.DataFrame, Any, Any]:
    """Rows of one account, metric, feature and day as one: summed, or the last, as the metric says.

    Returns the frame, the table row of each entry's first row, and for each row given the entry it went into.
    """
    names = [n for n in ("account_key", "metric", "feature", "date") if n in frame.columns]
    _, codes = packed(frame.iloc[:0], frame, names)
    entry, first = pd.factorize(codes)[0], np.unique(codes, return_index=True)[1]
    first = np.sort(first)
    if len(first) == len(frame):
        return frame, positions, np.arange(len(frame))
    values = frame["value"].to_numpy(dtype=np.float64)
    summed = np.bincount(entry, weights=values, minlength=len(first))
    last = np.empty(len(first))
    last[entry] = values
    adds = frame["metric"].iloc[first].map(TOGETHER).to_numpy() == "sum"
    together = frame.iloc[first].reset_index(drop=True)
    together["value"] = pd.array(np.where(adds, summed, last), dtype="Float64")
    return together, positions[first], entry
