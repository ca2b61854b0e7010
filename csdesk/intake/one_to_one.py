"""The common case of a comparison: every row is another record, so columns can be compared whole."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from csdesk.intake.custom import merged_custom
from csdesk.intake.typed import texts


def differing(known: pd.DataFrame, frame: pd.DataFrame, keys: Any) -> tuple[Any, list[tuple[str, Any, Any, Any]]]:
    """Compare rows with the known records of the same keys.

    Args:
        frame: stored columns, one row a record; ``keys`` its keys, each once.

    Returns the mask of rows whose record is known, and for each column that differs its name, the
    rows that differ, the known values and the new ones. A blank new value never differs.
    """
    at = pd.Index(known["key"]).get_indexer(keys)
    hit = at >= 0
    rows, places = np.flatnonzero(hit), at[hit]
    found = []
    for name in frame.columns:
        new, old = frame[name].array[rows], known[name].array[places]
        if name == "custom":
            new = _with_older_members(old, new)
        differs = ~pd.isna(new) & (pd.isna(old) | _unequal(new, old))
        if differs.any():
            found.append((name, rows[differs], old[differs], new[differs]))
    return hit, found


def _unequal(new: Any, old: Any) -> Any:
    unequal = new != old
    return unequal.fillna(False).to_numpy(dtype=bool) if hasattr(unequal, "fillna") else np.asarray(unequal, dtype=bool)


def _with_older_members(old: Any, new: Any) -> Any:
    """New custom columns laid over the known ones, where they differ."""
    differs = np.flatnonzero(~pd.isna(new) & ~pd.isna(old) & _unequal(new, old))
    if not len(differs):
        return new
    listed = new.astype(object)
    for row in differs.tolist():
        listed[row] = merged_custom(old[row], new[row])
    return texts(pa.array(listed, pa.string(), from_pandas=True))
