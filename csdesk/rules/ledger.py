"""Contracts as a ledger of recurring revenue: what each line is worth a year, and until when it counts.

The ledger is what is known on the as-of day; asked for an earlier day it tells what that day looks
like from there, so that openings, trends and closings always come from one and the same picture.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from csdesk.model.policies import Policies
from csdesk.rules.annualise import Amounts, half_even, yearly
from csdesk.rules.exchange import minor_rates, worth_of
from csdesk.rules.months import Days, Flags, add_months, dates, day, days, flags, rolled_on
from csdesk.rules.standing import USUAL_TERM, Standing, standing_of


def make_ledger(
    contracts: pd.DataFrame,
    rates: pd.DataFrame,
    policies: Policies,
    as_of: date,
    decisions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The ledger as seen on a day; one row a contract line, archived contracts left out.

    Columns: ``contract_key``, ``account_key`` (int64), ``product`` (string, "" where unknown), ``start``
    (first evidence where the sheet has none), ``end`` (from start and term where only those are known),
    ``counted_to`` (last day counted; NaT: open), ``annual`` and ``annual_own`` (Int64, minor units of the
    reporting and of the own currency; 0 where the line is no recurring revenue, NA where it is not
    known), ``currency``, flags ``final``, ``assumed`` (assumed renewed), ``late_successor`` (counted
    through the gap before its successor), ``overdue``, ``undated`` (no start of its own), ``excluded``
    (why it is no revenue: see ``annualise.yearly``; NA where it is), ``successor_key`` (Int64),
    ``term`` (Int64 months a renewal runs), ``renewal_on`` (end of the current term). Dates are ``datetime64[s]``.

    Raises:
        CSDeskError: a currency has no exchange rate; the message names it.
    """
    contracts = _kept(contracts)
    contracts = contracts.assign(end=dates(_ends(contracts)))
    standing = standing_of(contracts, decisions, policies.revenue.late_renewal_days, as_of)
    ledger = pd.DataFrame(
        {
            "contract_key": contracts["key"],
            "account_key": contracts["account_key"].astype("int64"),
            "product": contracts["product"].fillna(""),
            "start": dates(standing.start),
            "end": dates(standing.end),
            "counted_to": dates(standing.counted_to),
        }
    )
    exact, excluded = yearly(contracts, policies.revenue)
    own = np.where(np.isnan(exact), np.nan, half_even(exact))  # rounded once: what is exchanged is what is shown
    reporting = policies.revenue.currency
    currency = contracts["currency"].fillna(reporting)
    used = currency[excluded.isna().to_numpy()].unique()
    worth = worth_of(currency, minor_rates(rates, used, reporting, as_of))
    ledger["annual"] = _amounts(own * worth)
    ledger["annual_own"] = _amounts(own)
    ledger["currency"] = currency
    for name in ("final", "assumed", "late_successor", "overdue", "undated"):
        ledger[name] = getattr(standing, name)
    ledger["excluded"] = excluded
    ledger["successor_key"] = _keys(contracts["key"].to_numpy(), standing)
    ledger["term"] = pd.array(standing.term, dtype="Int64")
    ledger["renewal_on"] = dates(standing.renewal_on)
    return ledger


def active(ledger: pd.DataFrame, on: date) -> Flags:
    """Which lines stand on that day, whatever they are worth."""
    start, to = days(ledger["start"]), days(ledger["counted_to"])
    return np.asarray((start <= day(on)) & (np.isnat(to) | (to >= day(on))))


def counted(ledger: pd.DataFrame, on: date) -> Flags:
    """Which lines are recurring revenue on that day."""
    return np.asarray(active(ledger, on) & (ledger["excluded"].isna() & ledger["annual"].notna()).to_numpy())


def term_ends(ledger: pd.DataFrame, on: date) -> Days:
    """The end of the term each line is in on that day; as ``renewal_on`` where that is the day of the ledger."""
    ends = days(ledger["end"])
    rolling = ledger["assumed"].to_numpy(dtype=bool) & (ends < day(on))
    terms = ledger["term"].to_numpy(dtype=np.int64, na_value=USUAL_TERM)
    ends[rolling] = rolled_on(ends[rolling], terms[rolling], day(on))
    return ends


def arr_by_account(ledger: pd.DataFrame, on: date) -> pd.Series[Any]:
    """ARR in minor units of the reporting currency (int64) by ``account_key``; accounts without any are left out."""
    return _sums(ledger, on, ["account_key"])


def arr_by_account_product(ledger: pd.DataFrame, on: date) -> pd.Series[Any]:
    """ARR by (``account_key``, ``product``)."""
    return _sums(ledger, on, ["account_key", "product"])


def revalued(ledger: pd.DataFrame, rates: pd.DataFrame, policies: Policies, on: date) -> pd.DataFrame:
    """The ledger with ``annual`` at the exchange rates of another day.

    Raises:
        CSDeskError: a currency has no rate for that day.
    """
    used = ledger.loc[ledger["excluded"].isna(), "currency"].unique()
    worth = worth_of(ledger["currency"], minor_rates(rates, used, policies.revenue.currency, on))
    own = ledger["annual_own"].to_numpy(dtype=np.float64, na_value=np.nan)
    return ledger.assign(annual=_amounts(own * worth))


def _sums(ledger: pd.DataFrame, on: date, by: list[str]) -> pd.Series[Any]:
    lines = ledger[[*by, "annual"]][counted(ledger, on)].astype({"annual": "int64"})
    sums = lines.groupby(by, sort=True)["annual"].sum().rename("arr")
    return sums[sums > 0]


def _kept(contracts: pd.DataFrame) -> pd.DataFrame:
    # An archived account keeps its past: putting a customer away must not rewrite last year's revenue.
    out = flags(contracts["archived"]) | contracts["account_key"].isna().to_numpy()
    return contracts[~out].reset_index(drop=True)


def _ends(contracts: pd.DataFrame) -> Days:
    """The end of the term; where a sheet has start and term alone, the last day of that term."""
    start, end = days(contracts["start"]), days(contracts["end"])
    months = contracts["term_months"].to_numpy(dtype=np.int64, na_value=0)
    from_term = add_months(start, np.where(months > 0, months, 0)) - np.timedelta64(1, "D")
    return np.where(np.isnat(end) & (months > 0), from_term, end)


def _amounts(values: Amounts) -> pd.Series[Any]:
    rounded = pd.Series(half_even(values), dtype="Int64")
    return rounded.mask(np.isnan(values))


def _keys(keys: np.ndarray[Any, Any], standing: Standing) -> pd.Series[Any]:
    found = pd.Series(keys[standing.successor] if len(keys) else keys, dtype="Int64")
    return found.mask(standing.successor < 0)
