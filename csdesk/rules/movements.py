"""What moved recurring revenue between two days, account by account, and the bridge it makes (DOMAIN section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from csdesk.model.policies import Policies
from csdesk.rules.ledger import arr_by_account, arr_by_account_product, counted, revalued
from csdesk.rules.months import day as as_day
from csdesk.rules.months import days

KINDS = ("new", "reactivation", "upsell", "cross_sell", "contraction", "churn", "unexplained")


@dataclass(frozen=True, slots=True)
class Bridge:
    """ARR from one day to another, in minor units of the reporting currency.

    ``contraction`` and ``churn`` are losses written as positive numbers: opening + new +
    reactivation + upsell + cross_sell - contraction - churn + fx + unexplained = closing.

    Attributes:
        fx: what the opening gained or lost by exchange rates; 0 in constant currency.
        unexplained: what first appeared in the period on contracts without a start date: nobody
            can say since when it has been there. A bar of its own, in no rate.
    """

    opening: int
    new: int
    reactivation: int
    upsell: int
    cross_sell: int
    contraction: int
    churn: int
    fx: int
    closing: int
    unexplained: int = 0

    @property
    def expansion(self) -> int:
        """Upsell and cross-sell together."""
        return self.upsell + self.cross_sell


def both_ends(ledger: pd.DataFrame, since: date, as_of: date) -> pd.DataFrame:
    """ARR of each account at two days: ``account_key``, ``opening``, ``closing`` (int64 minor units), ``unclear``.

    Accounts without ARR on either day are left out. ``unclear`` (bool) are accounts whose closing holds
    contracts without a start date that were first seen after the opening.
    """
    opening, closing = arr_by_account(ledger, since), arr_by_account(ledger, as_of)
    keys = opening.index.union(closing.index)
    return pd.DataFrame(
        {
            "account_key": keys.to_numpy(dtype=np.int64),
            "opening": opening.reindex(keys, fill_value=0).to_numpy(),
            "closing": closing.reindex(keys, fill_value=0).to_numpy(),
            "unclear": keys.isin(_first_seen(ledger, since, as_of)),
        }
    )


def changes(ledger: pd.DataFrame, since: date, as_of: date) -> pd.DataFrame:
    """ARR of each account at both days and what became of it.

    Columns: those of ``both_ends``, then one a kind of ``KINDS``, int64 minor units, losses negative;
    opening plus the kinds is closing.
    """
    ends = both_ends(ledger, since, as_of)
    keys = pd.Index(ends["account_key"])
    a0, a1, unclear = ends["opening"].to_numpy(), ends["closing"].to_numpy(), ends["unclear"].to_numpy()
    difference = np.where(unclear, 0, a1 - a0)
    stays = (a0 > 0) & (a1 > 0)
    comes = (a0 == 0) & ~unclear
    before = keys.isin(_had_revenue(ledger, since))
    growth = np.where(stays, np.maximum(difference, 0), 0)
    cross = np.minimum(growth, _of_new_products(ledger, since, as_of).reindex(keys, fill_value=0).to_numpy())
    return ends.assign(
        new=np.where(comes & ~before, a1, 0),
        reactivation=np.where(comes & before, a1, 0),
        upsell=growth - cross,
        cross_sell=cross,
        contraction=np.where(stays, np.minimum(difference, 0), 0),
        churn=np.where((a1 == 0) & ~unclear, -a0, 0),
        unexplained=np.where(unclear, a1 - a0, 0),
    )


def movements(ledger: pd.DataFrame, since: date, as_of: date) -> pd.DataFrame:
    """The movements between two days: ``account_key``, ``kind`` (see ``KINDS``), ``amount``.

    One row an account and kind; amounts are int64 minor units of the reporting currency, losses
    (contraction, churn) negative, so that they add up to closing minus opening. An account that
    grows may have an upsell and a cross-sell.
    """
    return listed(changes(ledger, since, as_of))


def listed(changed: pd.DataFrame) -> pd.DataFrame:
    """The frame of ``changes`` in the long form of ``movements``."""
    long = changed.melt("account_key", list(KINDS), "kind", "amount")
    long = long[long["amount"] != 0].sort_values(["account_key", "kind"], ignore_index=True)
    return long.astype({"kind": "string[pyarrow]"})


def bridge(
    ledger: pd.DataFrame,
    since: date,
    as_of: date,
    policies: Policies | None = None,
    rates: pd.DataFrame | None = None,
) -> Bridge:
    """The ARR bridge between two days.

    In constant currency (the default) both ends are at the rates of ``as_of``. Where the policies
    switch that off, the opening is at the rates of ``since`` and the difference is the bar ``fx``.

    Raises:
        CSDeskError: a currency has no rate for the opening day.
    """
    changed = changes(ledger, since, as_of)
    at_closing = int(changed["opening"].sum())
    opening = at_closing
    if policies is not None and rates is not None and not policies.revenue.constant_currency:
        opening = int(arr_by_account(revalued(ledger, rates, policies, since), since).sum())
    total: dict[str, int] = {kind: int(abs(changed[kind].sum())) for kind in KINDS if kind != "unexplained"}
    return Bridge(
        opening=opening,
        fx=at_closing - opening,
        closing=int(changed["closing"].sum()),
        unexplained=int(changed["unexplained"].sum()),
        **total,
    )


def _first_seen(ledger: pd.DataFrame, since: date, as_of: date) -> pd.Series[Any]:
    """Accounts with revenue on lines without a start that were first seen after ``since``."""
    new = ledger["undated"].to_numpy() & (days(ledger["start"]) > as_day(since)) & counted(ledger, as_of)
    return ledger.loc[new, "account_key"]


def _had_revenue(ledger: pd.DataFrame, since: date) -> pd.Series[Any]:
    """Accounts with a line that was revenue on some day up to ``since``."""
    start, to = days(ledger["start"]), days(ledger["counted_to"])
    lived = (start <= as_day(since)) & (np.isnat(to) | (to >= start))
    paid = (ledger["excluded"].isna() & (ledger["annual"].fillna(0) > 0)).to_numpy()
    return ledger.loc[lived & paid, "account_key"]


def _of_new_products(ledger: pd.DataFrame, since: date, as_of: date) -> pd.Series[Any]:
    """ARR on ``as_of`` of products an account did not hold on ``since``, by account.

    A line whose product nobody knows is no new product.
    """
    held = arr_by_account_product(ledger, since)
    now = arr_by_account_product(ledger, as_of)
    fresh = now[~now.index.isin(held.index) & (now.index.get_level_values("product") != "")]
    return fresh.groupby(level="account_key").sum()
