"""Which rows are the same record, and the same as which record of the book: by natural key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from csdesk.intake.merging import RowFrame
from csdesk.model.fields import record_type


def codes_of(*parts: Any) -> list[Any]:
    """Integer codes of values over several arrays of one type, equal where the values are; -1 where absent."""
    whole = pd.concat([pd.Series(part) for part in parts], ignore_index=True)
    codes, _ = pd.factorize(whole, use_na_sentinel=True)
    return np.split(codes.astype(np.int64), np.cumsum([len(p) for p in parts])[:-1])


def packed(known: pd.DataFrame, new: pd.DataFrame, names: Sequence[str]) -> tuple[Any, Any]:
    """One integer a row for a composite key, comparable between both frames; absent counts as a value."""
    old_code, new_code = np.zeros(len(known), dtype=np.int64), np.zeros(len(new), dtype=np.int64)
    for name in names:
        have_old, have_new = name in known.columns, name in new.columns
        if not (have_new or have_old):
            continue
        old_values = known[name] if have_old else pd.Series([pd.NA] * len(known), dtype=new[name].dtype)
        new_values = new[name] if have_new else pd.Series([pd.NA] * len(new)).astype(known[name].dtype)
        a, b = codes_of(old_values, new_values)
        size = max(a.max(initial=-1), b.max(initial=-1)) + 2
        old_code, new_code = _densely(old_code * size + a + 1, new_code * size + b + 1)
    return old_code, new_code


def _densely(a: Any, b: Any) -> tuple[Any, Any]:
    """Renumbered from 0, so that further factors cannot overflow."""
    codes, _ = pd.factorize(np.concatenate([a, b]))
    return codes[: len(a)].astype(np.int64), codes[len(a) :].astype(np.int64)


def natural_keys(known: pd.DataFrame, parts: Sequence[RowFrame], record: str, next_key: int) -> int:
    """Give each row of each part its key: of the known record with the same natural key, else a new one.

    A row without the first natural key is known by the next, and without any by all it says: the
    first such row is the first such record, the second the second. Returns the next unused key.
    """
    whole = pd.concat([part.frame for part in parts], ignore_index=True) if len(parts) > 1 else parts[0].frame
    tables = np.concatenate([np.full(len(part.frame), part.table) for part in parts])
    keys = np.full(len(whole), -1, dtype=np.int64)
    for names in record_type(record).natural_key:
        must = _NEEDED_PARTS.get(record, names[:1]) if len(names) > 1 else names
        if not set(must) <= set(whole.columns):
            continue
        rows = keys < 0
        for name in must:
            rows &= whole[name].notna().to_numpy()
        if rows.any():
            some = whole if rows.all() else whole[rows]
            used = [n for n in names if n in whole.columns or n in known.columns]
            next_key = _assign(known, *packed(known, some, used), rows, keys, next_key)
    rows = keys < 0
    if rows.any():
        old, new = packed(known, whole[rows], [c for c in whole.columns if c != "custom"])
        old_nth, new_nth = _nth(old, np.zeros(len(old))), _nth(new, tables[rows])
        size = max(old_nth.max(initial=0), new_nth.max(initial=0)) + 1
        next_key = _assign(known, *_densely(old * size + old_nth, new * size + new_nth), rows, keys, next_key)
    for part, some_keys in zip(parts, np.split(keys, np.cumsum([len(p.frame) for p in parts])[:-1]), strict=True):
        part.keys = some_keys
    return next_key


# Composite natural keys of which more than the first part must be there: answers without a name are all different.
_NEEDED_PARTS = {"response": ("account_key", "respondent"), "contact": ("account_key", "name")}


def _nth(codes: Any, tables: Any) -> Any:
    """How many rows before this one in its table have the same code."""
    return pd.DataFrame({"code": codes, "table": tables}).groupby(["code", "table"]).cumcount().to_numpy()


def _assign(known: pd.DataFrame, old: Any, new: Any, rows: Any, keys: Any, next_key: int) -> int:
    """Keys for the rows by their codes: those of known records with the same code, else new ones."""
    found = np.full(max(old.max(initial=-1), new.max(initial=-1)) + 1, -1, dtype=np.int64)
    found[old[::-1]] = known["key"].to_numpy()[::-1]
    assigned = found[new]
    if (assigned < 0).any():
        codes, unique = pd.factorize(new[assigned < 0])
        assigned[assigned < 0] = next_key + codes
        next_key += len(unique)
    keys[rows] = assigned
    return next_key
