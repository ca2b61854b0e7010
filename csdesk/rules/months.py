"""Whole columns of dates at once: the arithmetic of ``model.periods`` on NumPy arrays of ``datetime64[D]``.

NaT stays NaT; whoever needs a number where a date is missing says which.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from csdesk.rules.timeline import day_numbers

Days = NDArray[np.datetime64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

ONE = np.timedelta64(1, "D")
NONE = np.datetime64("NaT", "D")


def days(column: pd.Series[Any]) -> Days:
    """A column of dates as an array of days."""
    return np.asarray(day_numbers(column).view("datetime64[D]"))


def day(value: date) -> np.datetime64:
    """One date as a day of an array."""
    return np.datetime64(value, "D")


def dates(array: Days) -> pd.Series[Any]:
    """An array of days as a column of a frame."""
    return pd.Series(array.astype("datetime64[s]"))


def flags(column: pd.Series[Any]) -> Flags:
    """A column of yes and no; what is not said is no."""
    return np.asarray(column.to_numpy(dtype=bool, na_value=False))


def add_months(start: Days, months: Whole | int) -> Days:
    """The same day that many months on; the 31st becomes the last day of a shorter month."""
    month = start.astype("datetime64[M]")
    into = start - month.astype("datetime64[D]")
    target = month + np.asarray(months).astype("timedelta64[M]")
    first = target.astype("datetime64[D]")
    last = (target + 1).astype("datetime64[D]") - first - ONE
    return np.asarray(first + np.minimum(into, last))


def whole_months(start: Days, end: Days) -> Whole:
    """How many whole months fit from start to end, where end is not the earlier; 0 where either is missing."""
    missing = np.isnat(start) | np.isnat(end)
    start, end = np.where(missing, np.datetime64(0, "D"), start), np.where(missing, np.datetime64(0, "D"), end)
    months = (end.astype("datetime64[M]") - start.astype("datetime64[M]")).astype(np.int64)
    return np.asarray(months - (add_months(start, months) > end))


def rolled_on(end: Days, term: Whole, to: Days | np.datetime64) -> Days:
    """The end of the term in which a day lies, when a term that ended before that day repeats every ``term`` months."""
    after = end + ONE
    steps = whole_months(after, np.broadcast_to(np.asarray(to), after.shape)) // term + 1
    return np.asarray(add_months(after, steps * term) - ONE)
