"""The key figures of recurring revenue: ARR, retention, churn, growth, lifetime value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from csdesk.model.messages import Message
from csdesk.model.periods import months_before
from csdesk.rules.figure import Figure, Scope, Unit, together
from csdesk.rules.ledger import active, arr_by_account, revalued
from csdesk.rules.lifetime import FEWEST_CHURNED, lifetime_values
from csdesk.rules.movements import Bridge, both_ends
from csdesk.rules.retention import (
    Cohort,
    annualised,
    cohort,
    customer_churn,
    gross_retention,
    net_retention,
    quick_ratio,
    revenue_churn,
    share,
)


def revenue_figures(
    scope: Scope,
    bridge: Bridge,
    changed: pd.DataFrame,
    bands: pd.Series[Any] | None,
    tiers: pd.Series[Any] | None,
) -> list[Figure]:
    """ARR and what became of it; ``changed`` is the frame of ``movements.changes`` of the period."""
    group = cohort(changed, _opening(scope))
    return [
        *_standing(scope, bands),
        *_rates(scope, group),
        _monthly_churn(scope),
        _quick_ratio(scope, bridge, changed),
        *_growth(scope, changed, group),
        _ltv(scope, tiers),
    ]


def _opening(scope: Scope) -> pd.Series[Any] | None:
    """Opening amounts at the rates of that day, where the book does not compare in constant currency."""
    if scope.policies.revenue.constant_currency:
        return None
    then = revalued(scope.ledger, scope.frames.frame("rate"), scope.policies, scope.since)
    return arr_by_account(then, scope.since)


def _standing(scope: Scope, bands: pd.Series[Any] | None) -> list[Figure]:
    arr = arr_by_account(scope.ledger, scope.as_of)
    keys, total = arr.index.to_numpy(dtype=np.int64), int(arr.sum())
    left_out = _uncounted(scope)

    def today(code: str, value: int | None, unit: Unit, definition: Message) -> Figure:
        return Figure(code, value, unit, definition, scope.today, len(keys), left_out, keys=keys)

    at_risk, unknown = _at_risk(arr, bands)
    return [
        today("arr", total, "money", Message("Recurring revenue a year of all contracts active on the day.")),
        today("mrr", (total * 2 + 12) // 24, "money", Message("ARR / 12.")),
        today("accounts", len(keys), "count", Message("Accounts with recurring revenue on the day.")),
        Figure(
            "arr_at_risk", None if at_risk is None else int(at_risk.sum()), "money",
            Message("ARR of the accounts whose health band is at risk."), scope.today,
            0 if at_risk is None else len(at_risk),
            Message("Accounts left out because they have not enough data for a band: {n}.", n=unknown) if unknown else None,
            keys=keys[:0] if at_risk is None else at_risk.index.to_numpy(),
        ),
    ]  # fmt: skip


def _at_risk(arr: pd.Series[Any], bands: pd.Series[Any] | None) -> tuple[pd.Series[Any] | None, int]:
    """ARR of the accounts at risk, None where no account has a band; and how many accounts have none."""
    if bands is None:
        return None, 0
    band = bands.reindex(arr.index)
    unknown = int((band.isna() | (band == "no_data").fillna(value=False)).sum())
    if unknown and unknown == len(arr):
        return None, unknown
    return arr[(band == "at_risk").fillna(value=False).to_numpy(dtype=bool)], unknown


def _uncounted(scope: Scope) -> Message | None:
    """The lines that stand on the day and are no recurring revenue, by the reason."""
    found = scope.ledger.loc[active(scope.ledger, scope.as_of), "excluded"].value_counts()
    counts = [
        Message("Contracts not counted because their amount is not known: {n}.", n=_count(found, "no_amount", "no_term")),
        Message("One-off amounts, kept apart: {n}.", n=_count(found, "one_off")),
        Message("Metered amounts, kept apart: {n}.", n=_count(found, "metered")),
        Message("Credits, kept apart: {n}.", n=_count(found, "credit")),
        Message("Trials: {n}.", n=_count(found, "trial")),
    ]  # fmt: skip
    return together([told for told in counts if told.arguments["n"]])


def _count(found: pd.Series[int], *reasons: str) -> int:
    return int(found.reindex(list(reasons)).fillna(0).sum())


def _rates(scope: Scope, group: Cohort) -> list[Figure]:
    a0, a1 = group.opening, group.closing
    base = scope.policies.revenue.churn_base
    churn = customer_churn(a0, a1)
    out = group.left_out
    left_out = Message("Accounts left out because a contract has no start date: {n}.", n=out) if out else None

    def rate(code: str, value: float | None, definition: Message, churned: bool = False) -> Figure:
        keys = group.churned if churned else group.keys
        return Figure(code, value, "ratio", definition, scope.period, len(group.keys), left_out, keys=keys)

    return [
        rate("nrr", net_retention(a0, a1), Message("ARR now of the accounts that had ARR at the start / their ARR then.")),
        rate("grr", gross_retention(a0, a1), Message("The same without any growth: at most the ARR each account had then.")),
        rate("customer_churn", churn, Message("Accounts that churned in the period / accounts at the start."), True),
        rate(
            "revenue_churn", revenue_churn(a0, a1, base),
            Message("ARR of churned accounts / ARR at the start.") if base == "opening"
            else Message("ARR of churned accounts / what remains of the ARR at the start."), True,
        ),
        rate("retention", None if churn is None else 1 - churn, Message("1 − customer churn.")),
    ]  # fmt: skip


def _monthly_churn(scope: Scope) -> Figure:
    month_ago = months_before(scope.as_of, 1)
    group = cohort(both_ends(scope.revenue, month_ago, scope.as_of))
    value = annualised(customer_churn(group.opening, group.closing))
    definition = Message("1 − (1 − m)^12, where m is the customer churn of the last month.")
    return Figure(
        "annualised_monthly_churn", value, "ratio", definition, (month_ago, scope.as_of), len(group.keys), keys=group.churned
    )  # fmt: skip


def _quick_ratio(scope: Scope, bridge: Bridge, changed: pd.DataFrame) -> Figure:
    moved = changed.loc[changed["closing"] != changed["opening"], "account_key"].to_numpy()
    definition = Message("(New + reactivation + expansion) / (churn + contraction).")
    return Figure("quick_ratio", quick_ratio(bridge), "number", definition, scope.period, len(moved), keys=moved)


def _growth(scope: Scope, changed: pd.DataFrame, group: Cohort) -> list[Figure]:
    opening = int(group.opening.sum())
    n = len(group.keys)
    found: list[Figure] = []
    for kind in ("upsell", "cross_sell"):
        grown = changed[changed[kind] > 0]
        keys = grown["account_key"].to_numpy()
        by_count, by_value = (
            (Message("Accounts with upsell in the period / accounts at the start."), Message("Upsell / ARR at the start."))
            if kind == "upsell" else
            (Message("Accounts with cross-sell in the period / accounts at the start."), Message("Cross-sell / ARR at the start."))
        )  # fmt: skip
        value = share(int(grown[kind].sum()), opening)
        found.append(Figure(f"{kind}_rate", share(len(keys), n), "ratio", by_count, scope.period, n, keys=keys))
        found.append(Figure(f"{kind}_rate_value", value, "ratio", by_value, scope.period, n, keys=keys))
    return found


def _ltv(scope: Scope, tiers: pd.Series[Any] | None) -> Figure:
    values = lifetime_values(scope.ledger, scope.policies, scope.as_of, tiers, scope.whole)
    mean = round(float(values["ltv"].mean())) if len(values) else None
    guessed = int((~values["estimated"]).sum())
    left_out = (
        Message(
            "Accounts with {years} more years assumed, because fewer than {fewest} churned in the year: {n}.",
            n=guessed, fewest=FEWEST_CHURNED, years=scope.policies.revenue.remaining_years_cap,
        )
        if guessed else None
    )  # fmt: skip
    definition = Message("Mean over accounts: ARR × (years so far + expected remaining years) × gross margin.")
    keys = values["account_key"].to_numpy()
    return Figure("ltv", mean, "money", definition, scope.today, len(keys), left_out, keys=keys)
