"""What a contract line is worth a year, before and after exchange (DOMAIN section 2).

One amount, annualised and rounded once, half-even, to the minor unit; everything after adds integers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from csdesk.model.policies import RevenuePolicy
from csdesk.rules.months import ONE, add_months, days, flags, whole_months

Amounts = NDArray[np.float64]

# Times a year an amount of that basis is paid.
TIMES_A_YEAR = {"monthly": 12.0, "quarterly": 4.0, "half_yearly": 2.0, "annual": 1.0}


def half_even(values: Amounts) -> NDArray[np.int64]:
    """Rounded half-even to whole minor units; NaN becomes 0.

    Factors such as 0.9 or 1.1 have no exact binary form, so a true half can come out a few
    units in the last place beside it: within the error of the arithmetic it counts as a half.
    """
    values = np.nan_to_num(values)
    whole = np.floor(values)
    is_half = np.abs(values - whole - 0.5) <= 8 * np.spacing(np.abs(values))
    return np.where(is_half, whole + (whole % 2), np.rint(values)).astype(np.int64)


def yearly(contracts: pd.DataFrame, policy: RevenuePolicy) -> tuple[Amounts, pd.Series[Any]]:
    """Amount a year in minor units of the contract's own currency, unrounded, and why a line does not count.

    Codes of what does not count: ``trial``, ``one_off``, ``metered``, ``no_amount``, ``no_term`` (a total
    without a term to spread it over), ``credit`` (negative). A line without basis takes that of its
    billing; without either its amount is that of a year. Lines that do not count are worth 0 (``no_amount``
    and ``no_term``: NaN).
    """
    basis = contracts["basis"].fillna(contracts["billing"]).fillna("annual")
    price = _price(contracts, policy)
    times = basis.map(TIMES_A_YEAR).to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
    total = (basis == "total").to_numpy(dtype=bool)
    times[total] = _times_of_total(contracts[total])
    excluded = _excluded(contracts, basis, price, times)
    unknown = excluded.isin(["no_amount", "no_term"]).to_numpy(dtype=bool)
    value = np.where(excluded.notna(), 0.0, price * times)
    return np.where(unknown, np.nan, value), excluded


def _price(contracts: pd.DataFrame, policy: RevenuePolicy) -> Amounts:
    """The amount of one period, net of tax, and net or gross of discount.

    An amount beside another list price is what the customer pays; alone, or equal to the list
    price, it is the price before the discount.
    """
    amount = contracts["amount"].to_numpy(dtype=np.float64, na_value=np.nan)
    listed = contracts["list_price"].to_numpy(dtype=np.float64, na_value=np.nan)
    if policy.net_of_discount:
        discount = np.clip(contracts["discount"].to_numpy(dtype=np.float64, na_value=0.0), 0.0, 1.0)
        before = np.where(np.isnan(amount), listed, amount)
        already_net = ~np.isnan(amount) & ~np.isnan(listed) & (amount != listed)
        price = np.where(already_net, amount, before * (1 - discount))
    else:
        price = np.where(np.isnan(listed), amount, listed)
    taxed = (contracts["tax"] == "included").to_numpy(dtype=bool, na_value=False)
    return np.asarray(np.where(taxed, price / (1 + policy.tax_rate), price))


def _times_of_total(contracts: pd.DataFrame) -> Amounts:
    """12 / months of term; NaN where no term is known."""
    start, end = days(contracts["start"]), days(contracts["end"])
    after = end + ONE
    months = whole_months(start, after)
    exact = add_months(start, months) == after
    span = (after - start).astype(np.float64)
    span[np.isnat(after) | np.isnat(start) | (after <= start)] = np.nan
    written = contracts["term_months"].to_numpy(dtype=np.float64, na_value=np.nan)
    written[written <= 0] = np.nan
    by_dates = np.where(exact & (months > 0), 12.0 / np.maximum(months, 1), 365.25 / span)
    return np.where(np.isnan(span), 12.0 / written, by_dates)


def _excluded(contracts: pd.DataFrame, basis: pd.Series[Any], price: Amounts, times: Amounts) -> pd.Series[Any]:
    conditions = [
        flags(contracts["trial"]),
        (basis == "one_off").to_numpy(dtype=bool),
        (basis == "metered").to_numpy(dtype=bool),
        np.isnan(price),
        np.isnan(times),
        price < 0,
    ]
    codes = ["trial", "one_off", "metered", "no_amount", "no_term", "credit"]
    found = np.select(conditions, codes, default="")
    return pd.Series(found, index=contracts.index).astype("string[pyarrow]").replace("", pd.NA)
