"""Amounts of other currencies in the reporting currency."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.money import minor_digits
from csdesk.model.periods import month_end
from csdesk.rules.months import day, days


def minor_rates(rates: pd.DataFrame, currencies: Iterable[str], reporting: str, on: date) -> dict[str, float]:
    """What one minor unit of each currency is worth in minor units of the reporting currency.

    The rate of a month (frame ``rate``: currency, month, rate) holds until the next month that has one.

    Raises:
        CSDeskError: a currency has no rate for the month of ``on`` or any month before.
    """
    usable = rates[(days(rates["month"]) <= day(month_end(on))) & (rates["rate"].fillna(0) > 0)]
    latest = usable.sort_values("month").groupby("currency")["rate"].last()
    worth = {reporting: 1.0}
    for currency in sorted(set(currencies) - {reporting}):
        if currency not in latest.index:
            raise no_rate(currency, reporting, on)
        worth[currency] = float(latest[currency]) * 10.0 ** (minor_digits(reporting) - minor_digits(currency))
    return worth


def no_rate(currency: str, reporting: str, on: date) -> CSDeskError:
    """The error that names the currency."""
    return CSDeskError(
        Message("There is no exchange rate from {currency} to {reporting} for {month}.",
                currency=currency, reporting=reporting, month=f"{on:%Y-%m}"),
        Message("Add the rate of that month, or of an earlier one, to the table of exchange rates."),
    )  # fmt: skip


def worth_of(currencies: pd.Series[str], worth: dict[str, float]) -> NDArray[np.float64]:
    """The worth of one minor unit, row by row; 1 where a currency was not asked for."""
    if set(worth.values()) <= {1.0}:
        return np.ones(len(currencies))
    return np.asarray(currencies.map(worth).fillna(1.0).to_numpy(dtype=np.float64))
