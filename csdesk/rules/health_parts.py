"""What each component contributes to each score, and the records it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from csdesk.rules.health import Part, Scores
from csdesk.rules.signals import Signal
from csdesk.rules.timeline import Flags, Floats, Ints, dates_of

COLUMNS = (
    "account_key",
    "component",
    "raw",
    "raw_on",
    "points",
    "weight",
    "contribution",
    "source_record",
    "source_keys",
)


def total_weights(scores: Scores) -> Floats:
    """For each account the weight of the components with data."""
    total = np.zeros(len(scores.points))
    for part in scores.parts:
        total += np.where(np.isnan(part.points), 0.0, part.weight)
    return total


def contribution(part: Part, total: Floats) -> Floats:
    """Points of the score that come from the part: weight x points / weight with data; NaN without data."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((part.weight > 0) & (total > 0), part.weight * part.points / total, np.nan)


def health_parts(keys: Ints, scores: Scores) -> pd.DataFrame:
    """One row an account and component that applies to it, in the order of the model.

    Columns: ``account_key``, ``component`` (metric), ``raw`` and ``points`` (Float64, NA without data),
    ``raw_on`` (date of the latest fact), ``weight``, ``contribution`` (points of the score),
    ``source_record`` and ``source_keys`` (list of the keys of the records behind the raw value).
    Without missing components the contributions add up to the exact score.
    """
    total = total_weights(scores)
    frames = [_rows(keys, part, contribution(part, total)) for part in scores.parts]
    frames = [frame for frame in frames if len(frame)]
    if not frames:
        return pd.DataFrame({name: [] for name in COLUMNS})
    joined = pd.concat(frames, ignore_index=True)
    order = np.argsort(joined.pop("_place").to_numpy(), kind="stable")
    return joined.iloc[order].reset_index(drop=True)


def _rows(keys: Ints, part: Part, adds: Floats) -> pd.DataFrame:
    at = np.flatnonzero(part.weight > 0)
    signal = part.signal
    known = ~np.isnan(signal.value[at])
    return pd.DataFrame(
        {
            "account_key": keys[at],
            "component": pd.array([part.component.metric], dtype="string[pyarrow]").repeat(len(at)),
            "raw": _numbers(signal.value[at]),
            "raw_on": dates_of(signal.on[at]),
            "points": _numbers(part.points[at]),
            "weight": part.weight[at],
            "contribution": _numbers(adds[at]),
            "source_record": pd.array([signal.record], dtype="string[pyarrow]").repeat(len(at)),
            "source_keys": _key_lists(signal, at, known),
            "_place": at,
        }
    )


def _numbers(values: Floats) -> Any:
    absent = np.isnan(values)
    return pd.arrays.FloatingArray(np.where(absent, 0.0, values), absent)


def _key_lists(signal: Signal, at: Ints, known: Flags) -> Any:
    """For each account the keys of its window as an Arrow list; empty where nothing is known."""
    first = signal.window.first[at]
    count = np.where(known, signal.window.last[at] - first, 0)
    ends = np.concatenate([[0], np.cumsum(count)])
    within = np.arange(ends[-1]) - np.repeat(ends[:-1], count)
    keys = signal.keys[np.repeat(first, count) + within]
    lists = pa.LargeListArray.from_arrays(pa.array(ends, pa.int64()), pa.array(keys, pa.int64()))
    return pd.array(lists, dtype=pd.ArrowDtype(lists.type))


def history_table(keys: Ints, columns: Sequence[tuple[Any, Scores]]) -> pd.DataFrame:
    """``account_key``, then one column a day (its name is the date) with the exact points as Float64."""
    return pd.DataFrame({"account_key": keys, **{day: _numbers(scores.points) for day, scores in columns}})
