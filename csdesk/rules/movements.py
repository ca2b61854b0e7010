"""What moved recurring revenue between two days, account by account, and the bridge it makes (DOMAIN section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from csdesk.model.policies import Policies
from csdesk.rules.ledger import arr_by_account, revalued
from csdesk.rules.months import Whole
from csdesk.rules.revenue import Revenue, revenue_of

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


def both_ends(revenue: Revenue, since: date, as_of: date) -> pd.DataFrame:
    """ARR of each account at two days: ``account_key``, ``opening``, ``closing`` (int64 minor units), ``unclear``.

    Accounts that never had ARR are left out. ``unclear`` (bool) are accounts whose closing holds
    contracts without a start date that were first seen after the opening.
    """
    return pd.DataFrame(
        {
            "account_key": revenue.accounts,
            "opening": revenue.by_account(since),
            "closing": revenue.by_account(as_of),
            "unclear": revenue.first_seen(since, as_of),
        }
    )


def changes(ledger: pd.DataFrame, since: date, as_of: date) -> pd.DataFrame:
    """ARR of each account at both days and what became of it.

    Columns: those of ``both_ends``, then one a kind of ``KINDS``, int64 minor units, losses negative;
    opening plus the kinds is closing.
    """
    return changes_of(revenue_of(ledger), since, as_of)


def changes_of(revenue: Revenue, since: date, as_of: date) -> pd.DataFrame:
    """The same of revenue lines: see ``changes``."""
    ends = both_ends(revenue, since, as_of)
    a0, a1, unclear = ends["opening"].to_numpy(), ends["closing"].to_numpy(), ends["unclear"].to_numpy()
    difference = np.where(unclear, 0, a1 - a0)
    stays = (a0 > 0) & (a1 > 0)
    comes = (a0 == 0) & ~unclear
    before = revenue.ever(since)
    growth = np.where(stays, np.maximum(difference, 0), 0)
    cross = np.minimum(growth, _of_new_products(revenue, since, as_of))
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
    return bridge_of(changes(ledger, since, as_of), ledger, since, policies, rates)


def bridge_of(
    changed: pd.DataFrame,
    ledger: pd.DataFrame,
    since: date,
    policies: Policies | None = None,
    rates: pd.DataFrame | None = None,
) -> Bridge:
    """The bridge of a frame of ``changes``; see ``bridge``."""
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


def _of_new_products(revenue: Revenue, since: date, as_of: date) -> Whole:
    """ARR on ``as_of`` of products an account did not hold on ``since``, one entry an account.

    A line whose product nobody knows is no new product.
    """
    product, names = pd.factorize(revenue.product)
    pairs, pair = np.unique(revenue.place * (len(names) + 1) + product, return_inverse=True)
    owner = pairs // (len(names) + 1)
    named = names[pairs % (len(names) + 1)] != "" if len(pairs) else np.zeros(0, dtype=bool)
    held = revenue.summed(pair, len(pairs), since) > 0
    now = revenue.summed(pair, len(pairs), as_of)
    fresh = np.zeros(len(revenue.accounts), dtype=np.int64)
    np.add.at(fresh, owner, np.where(held | ~np.asarray(named, dtype=bool), 0, now))
    return fresh
