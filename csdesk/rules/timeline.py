"""Dated facts of accounts in order of account and day, so that any window is two look-ups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NO_DAY = np.iinfo(np.int64).min  # what NumPy makes of NaT
NEVER = np.iinfo(np.int64).max  # later than any day
EPOCH = date(1970, 1, 1)
_SECONDS_A_DAY = 86_400
_SPAN = 1 << 22  # days an account's stretch of codes holds: more than 11,000 years
_MIDDLE = 1 << 21


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day_of(number: int) -> date | None:
    """The date of a day number; None for no day."""
    return None if number == NO_DAY else EPOCH + timedelta(days=int(number))


def day_numbers(dates: pd.Series[Any]) -> Ints:
    """A column of dates as days since 1970-01-01, ``NO_DAY`` where absent."""
    held = dates.to_numpy()
    if held.dtype != "datetime64[s]":
        return np.asarray(held.astype("datetime64[D]").astype(np.int64))
    days: Ints = held.view(np.int64) // _SECONDS_A_DAY  # NumPy's own way over the calendar takes six times as long
    missing = np.isnat(held)
    if missing.any():
        days[missing] = NO_DAY
    return days


def dates_of(days: Ints) -> NDArray[np.datetime64]:
    """Day numbers as ``datetime64[s]``, NaT where there is no day."""
    return days.astype("datetime64[D]").astype("datetime64[s]")


def whole(column: pd.Series[Any]) -> Ints:
    """A nullable integer column as int64, −1 where absent."""
    numbers: Ints = column.to_numpy(dtype=np.int64, na_value=-1)
    return numbers


def real(column: pd.Series[Any]) -> Floats:
    """A nullable number column as float64, NaN where absent."""
    numbers: Floats = column.to_numpy(dtype=np.float64, na_value=np.nan)
    return numbers


def flags(column: pd.Series[Any]) -> Flags:
    """A nullable yes-or-no column as bool, no where absent."""
    yes: Flags = column.to_numpy(dtype=np.bool_, na_value=False)
    return yes


def texts(codes: Ints, names: tuple[str, ...]) -> pd.Series[Any]:
    """Codes as a text column (``string[pyarrow]``); −1 is absent."""
    known = pd.array(list(names), dtype="string[pyarrow]")
    return pd.Series(known.take(np.where(codes < 0, -1, codes), allow_fill=True))


class Places:
    """Where each account stands in the arrays the rules compute with."""

    def __init__(self, keys: Ints) -> None:
        self.keys = keys
        self._lookup = np.full(int(keys.max(initial=0)) + 2, -1, dtype=np.int64)
        self._lookup[keys] = np.arange(len(keys))

    def __len__(self) -> int:
        return len(self.keys)

    def of(self, keys: Ints) -> Ints:
        """The place of each key, −1 where there is no such account."""
        last = len(self._lookup) - 1
        return self._lookup[np.where((keys >= 0) & (keys < last), keys, last)]


@dataclass(frozen=True, slots=True)
class Window:
    """For each account the stretch ``[first, last)`` of a timeline's facts."""

    first: Ints
    last: Ints

    @property
    def count(self) -> Ints:
        """How many facts."""
        return self.last - self.first


class Timeline:
    """Facts of one kind: ``place`` (of the account), ``day``, ``value`` and the record's ``key``, sorted.

    Facts without an account, a day or a value are left out.
    """

    def __init__(self, accounts: int, place: Ints, day: Ints, value: Floats, key: Ints) -> None:
        self.accounts = accounts
        usable = (place >= 0) & (day != NO_DAY) & ~np.isnan(value)
        if not usable.all():
            place, day, value, key = place[usable], day[usable], value[usable], key[usable]
        codes = place * _SPAN + (day + _MIDDLE)
        if (codes[1:] < codes[:-1]).any():
            order = np.argsort(codes, kind="stable")
            codes, place, day, value, key = codes[order], place[order], day[order], value[order], key[order]
        self.codes, self.place, self.day, self.value, self.key = codes, place, day, value, key
        self._day_0 = np.arange(accounts, dtype=np.int64) * _SPAN + _MIDDLE  # the code of each account's day 0

    @cached_property
    def _sums(self) -> Floats:
        return np.concatenate([[0.0], np.cumsum(self.value)])

    @cached_property
    def _starts(self) -> Ints:
        counts = np.bincount(self.place, minlength=self.accounts)
        return np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64) if self.accounts else counts

    def __len__(self) -> int:
        return len(self.codes)

    def _before(self, days: Ints, side: str) -> Ints:
        if not len(self.codes):
            return np.zeros(self.accounts, dtype=np.int64)
        return np.searchsorted(self.codes, self._day_0 + days, side=side).astype(np.int64, copy=False)  # type: ignore[call-overload,no-any-return]

    def window(self, after: Ints, until: Ints) -> Window:
        """The facts with ``after < day <= until``, both given for each account."""
        first = self._before(after, "right")
        return Window(first, np.maximum(self._before(until, "right"), first))

    def ever(self, until: Ints) -> Window:
        """All facts dated on or before the day."""
        return Window(self._starts, np.maximum(self._before(until, "right"), self._starts))

    def total(self, window: Window) -> Floats:
        """The sum of the values in each window."""
        if not len(self.codes):
            return np.zeros(self.accounts)
        totals: Floats = self._sums[window.last] - self._sums[window.first]
        return totals

    def last_value(self, window: Window) -> Floats:
        """The latest value of each window, NaN where it is empty."""
        if not len(self.codes):
            return np.full(self.accounts, np.nan)
        return np.where(window.count > 0, _take(self.value, window.last - 1), np.nan)

    def last_day(self, window: Window) -> Ints:
        """The day of the latest fact of each window, ``NO_DAY`` where it is empty."""
        if not len(self.codes):
            return np.full(self.accounts, NO_DAY)
        return np.where(window.count > 0, _take(self.day, window.last - 1), NO_DAY)

    def last_key(self, window: Window) -> Ints:
        """The record key of the latest fact of each window, −1 where it is empty."""
        if not len(self.codes):
            return np.full(self.accounts, -1, dtype=np.int64)
        return np.where(window.count > 0, _take(self.key, window.last - 1), -1)


def _take(values: NDArray[Any], at: Ints) -> NDArray[Any]:
    """The values at those positions; anything where there is none."""
    return values[np.clip(at, 0, len(values) - 1)] if len(values) else np.zeros(len(at), dtype=values.dtype)


def grouped_min(place: Ints, value: Ints, accounts: int) -> tuple[Ints, Ints]:
    """The least value of each account and the row it stands in; the largest int64 and −1 where there is none."""
    order = np.lexsort((value, place))
    sorted_place = place[order]
    firsts = np.flatnonzero(np.concatenate([[True], sorted_place[1:] != sorted_place[:-1]])) if len(order) else order
    least = np.full(accounts, np.iinfo(np.int64).max, dtype=np.int64)
    row = np.full(accounts, -1, dtype=np.int64)
    at = order[firsts]
    least[place[at]], row[place[at]] = value[at], at
    return least, row
