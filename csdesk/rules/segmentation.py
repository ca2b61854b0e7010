"""The book cut into touch tiers: who is where, who should move, and the hours it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from csdesk.model.periods import PeriodKind, period_of
from csdesk.model.policies import Policies, TouchPolicy
from csdesk.rules.customers import Customers, Tenure, holding
from csdesk.rules.last_tiers import last_tiers
from csdesk.rules.ledger import arr_by_account
from csdesk.rules.lifetime import lifetime_values
from csdesk.rules.revenue import revenue_of
from csdesk.rules.timeline import NO_DAY, Flags, Floats, Ints, day_number, real, whole
from csdesk.rules.touch import ONBOARDING_DAYS, TIERS, Touch, TouchInputs, tiers
from csdesk.rules.touch_assigned import decided_by_people, with_assignments
from csdesk.rules.touch_candidates import candidates


@dataclass(frozen=True, slots=True)
class Segmentation:
    """One entry an account.

    Attributes:
        arr: minor units; −1 for an account without contracts.
        ltv: minor units, NaN where not measured; by the churn of the tiers once tiers have been approved.
        candidates: accounts that should move to another tier.
        inputs: what the tiers were made from.
    """

    arr: Ints
    ltv: Floats
    touch: Touch
    candidates: Flags
    inputs: TouchInputs


def revenue_on(customers: Customers, ledger: pd.DataFrame, day: date) -> Ints:
    """ARR of each account in minor units on a day; 0 where it has none."""
    arr = arr_by_account(ledger, day)
    place = customers.places.of(arr.index.to_numpy(dtype=np.int64))
    found = np.zeros(len(customers.keys), dtype=np.int64)
    found[place[place >= 0]] = arr.to_numpy(dtype=np.int64)[place >= 0]
    return found


def value_on(customers: Customers, ledger: pd.DataFrame, policies: Policies, day: date) -> Ints:
    """What the accounts are cut by on a day, in minor units: ARR, or LTV by the churn of the whole book."""
    if policies.touch.basis == "arr":
        return revenue_on(customers, ledger, day)
    return np.nan_to_num(lifetime_on(customers, ledger, policies, day)).astype(np.int64)


def segmentation_of(
    customers: Customers,
    tenure: Tenure,
    ledger: pd.DataFrame,
    assignments: pd.DataFrame,
    hours: float,
    policies: Policies,
    as_of: date,
) -> Segmentation:
    """Cut the accounts by their value, then let the assignments of people win.

    ``hours``: what all CSMs have in a month, see ``available_hours``.
    """
    policy = policies.touch
    revenue = revenue_on(customers, ledger, as_of)
    inputs = TouchInputs(
        revenue if policy.basis == "arr" else value_on(customers, ledger, policies, as_of),
        customers.strategic,
        _onboarding(customers, tenure, as_of),
        customers.group,
        tenure.ended == NO_DAY,
        hours,
    )
    cut = tiers(inputs, policy, policies.revenue.currency)
    touch = with_assignments(cut, inputs, policy, assignments, customers.places, as_of)
    moves = np.zeros(len(revenue), dtype=np.bool_)
    if (touch.by_value != touch.standing).any():
        earlier = (
            replace(inputs, value=value_on(customers, ledger, policies, day)) for day in _quarter_ends(policies, as_of)
        )
        moves = candidates(touch, inputs, tuple(earlier), policy)
    approved = None
    if decided_by_people(assignments):
        approved = last_tiers(customers.keys, touch, revenue_of(ledger), assignments, as_of)
    ltv = lifetime_on(customers, ledger, policies, as_of, approved)
    return Segmentation(_with_contracts(customers, ledger, revenue), ltv, touch, moves, inputs)


def _onboarding(customers: Customers, tenure: Tenure, as_of: date) -> Flags:
    today = day_number(as_of)
    fresh = (tenure.begun != NO_DAY) & (tenure.begun > today - ONBOARDING_DAYS) & (customers.onboarded_on == NO_DAY)
    return np.asarray(fresh | customers.onboarding)


def _with_contracts(customers: Customers, ledger: pd.DataFrame, revenue: Ints) -> Ints:
    """ARR, −1 for accounts that no contract line belongs to."""
    held = np.zeros(len(revenue), dtype=np.bool_)
    place = customers.places.of(whole(ledger["account_key"])[holding(ledger)])
    held[place[place >= 0]] = True
    return np.where(held, revenue, -1)


def _quarter_ends(policies: Policies, as_of: date) -> tuple[date, date]:
    """The ends of the last two fiscal quarters before the one that runs."""
    last = period_of(as_of, PeriodKind.QUARTER, policies.calendar).start - timedelta(days=1)
    return last, period_of(last, PeriodKind.QUARTER, policies.calendar).start - timedelta(days=1)


def available_hours(csms: pd.Series[Any], persons: pd.DataFrame, policy: TouchPolicy) -> float:
    """Hours a month all CSMs have for accounts, programme hours taken off.

    ``csms``: who is named on accounts; one whose hours nobody set has those of a full-time CSM.
    """
    people = persons.dropna(subset=["name"]).drop_duplicates("name").set_index("name")
    own = people[["hours", "programme_hours"]].reindex(people.index.union(csms.dropna().unique()))
    hours = np.nan_to_num(real(own["hours"]), nan=policy.full_time_hours)
    return float(hours.sum() - np.nan_to_num(real(own["programme_hours"])).sum())


def segments(accounts: pd.DataFrame, policy: TouchPolicy) -> pd.DataFrame:
    """One row a tier, high first: ``touch, accounts, arr`` (Int64 minor), ``arr_share, hours`` (a month).

    ``accounts``: the assessed account frame. Accounts that are gone have no tier and do not count.
    """
    grouped = accounts.groupby("touch", observed=False)["arr"]
    count = grouped.size().reindex(TIERS, fill_value=0)
    arr = grouped.sum().reindex(TIERS, fill_value=0).astype("int64")
    total = int(arr.sum())
    return pd.DataFrame(
        {
            "touch": pd.Series(TIERS, dtype="string[pyarrow]"),
            "accounts": pd.Series(count.to_numpy(), dtype="Int64"),
            "arr": pd.Series(arr.to_numpy(), dtype="Int64"),
            "arr_share": pd.Series([value / total if total else None for value in arr], dtype="Float64"),
            "hours": pd.Series(np.round(count.to_numpy() * _hours(policy), 6), dtype="Float64"),
        }
    )


def _hours(policy: TouchPolicy) -> Floats:
    return np.asarray([policy.hours_high, policy.hours_low, policy.hours_tech])


def hours_needed(high: int, low: int, tech: int, policy: TouchPolicy) -> float:
    """Hours a month for that many accounts of each tier: 6 high and 8 low need 48.0."""
    return float(np.dot([high, low, tech], _hours(policy)))


def capacity(accounts: pd.DataFrame, persons: pd.DataFrame, policy: TouchPolicy) -> pd.DataFrame:
    """One row a CSM, by ARR: ``csm, high, low, tech, accounts, arr`` (Int64 minor), ``programme, needed, available, spare``.

    Hours are hours a month; ``needed`` includes the CSM's ``programme`` hours; ``available`` is that of a
    full-time CSM where nothing is set. Accounts without a CSM stand in a row without a name, last.
    """
    named = accounts["csm"].astype("object").where(accounts["csm"].notna(), None)
    counts = pd.crosstab(named.fillna(""), accounts["touch"]).reindex(columns=list(TIERS), fill_value=0)
    idle = [name for name in persons["name"].dropna() if name not in counts.index]
    counts = counts.reindex([*counts.index, *idle], fill_value=0)
    arr = accounts["arr"].groupby(named.fillna("")).sum().reindex(counts.index, fill_value=0)
    hours = persons.dropna(subset=["name"]).drop_duplicates("name").set_index("name")
    own = hours[["hours", "programme_hours"]].reindex(counts.index).astype("float64")
    nobody = counts.index == ""
    programme = own["programme_hours"].fillna(0.0).to_numpy()
    needed = np.round(counts.to_numpy() @ _hours(policy) + programme, 6)
    available = np.where(nobody, 0.0, own["hours"].fillna(policy.full_time_hours).to_numpy())
    table = pd.DataFrame(
        {
            "csm": pd.Series(counts.index, dtype="string[pyarrow]").replace("", pd.NA),
            **{tier: counts[tier].to_numpy() for tier in TIERS},
            "accounts": counts.sum(axis=1).to_numpy(),
            "arr": pd.Series(arr.to_numpy(dtype="int64", na_value=0), dtype="Int64"),
            "programme": programme,
            "needed": needed,
            "available": available,
            "spare": np.round(available - needed, 6),
        }
    )
    order = np.lexsort((counts.index.to_numpy(), -table["arr"].to_numpy(dtype="int64"), nobody))
    return table.iloc[order].reset_index(drop=True)


def lifetime_on(
    customers: Customers, ledger: pd.DataFrame, policies: Policies, as_of: date, tiers: pd.Series[Any] | None = None
) -> Floats:
    """LTV of each account in minor units; NaN for accounts without ARR. ``tiers`` by account key: see ``lifetime``."""
    worth = lifetime_values(ledger, policies, as_of, tiers)
    return real(worth.set_index("account_key")["ltv"].reindex(customers.keys))
