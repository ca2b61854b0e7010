"""All key figures of a book over a period (DOMAIN section 4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd

from csdesk.model.policies import Policies
from csdesk.rules.customer_figures import customer_figures
from csdesk.rules.figure import Figure, Figures, Scope
from csdesk.rules.frames import Frames
from csdesk.rules.movements import bridge_of, changes_of
from csdesk.rules.renewal_figures import renewal_figures
from csdesk.rules.revenue import Revenue, revenue_of
from csdesk.rules.revenue_figures import revenue_figures
from csdesk.rules.selection import PartFrames, Selection, accounts_of, lines_of

__all__ = ["CODES", "Figure", "Figures", "figures"]

CODES = (
    "arr", "mrr", "accounts", "arr_at_risk", "nrr", "grr", "customer_churn", "revenue_churn", "retention",
    "annualised_monthly_churn", "quick_ratio", "upsell_rate", "upsell_rate_value", "cross_sell_rate",
    "cross_sell_rate_value", "ltv", "renewal_rate", "renewal_rate_value", "arr_due_90_days", "weighted_forecast",
    "onboarding_completion", "time_to_value", "active_users", "sessions", "seat_use", "nps",
)  # fmt: skip


def figures(
    ledger: pd.DataFrame,
    frames: Frames,
    policies: Policies,
    since: date,
    as_of: date,
    bands: pd.Series[Any] | None = None,
    tiers: pd.Series[Any] | None = None,
    renewals: pd.DataFrame | None = None,
    *,
    seen_from: date | None = None,
    within: Selection | None = None,
    revenue: Revenue | None = None,
) -> Figures:
    """Every key figure between two days.

    In a part of the book an account counts with what it has there: who buys a product for the first
    time is new to that product, wherever else it was a customer.

    Args:
        ledger: the ledger of the book at the exchange rates of ``as_of``.
        bands: health band by account key, for ``arr_at_risk``; without it that is not measured.
        tiers: touch tier by account key, for ``ltv``; without it the churn of the whole book counts.
        renewals: rows of ``renewals.renewal_list``, for ``weighted_forecast``; made here where not given.
        seen_from: the day the ledger was made for, where that is later than ``as_of``: a period that is over.
        within: the part of the book; all of it where not given. A tier takes ``tiers``.
        revenue: the revenue lines of the ledger, where they are there already.

    Raises:
        CSDeskError: constant currency is off and a currency has no rate for the opening day.
    """
    lines = revenue or revenue_of(ledger)
    scope = Scope(ledger, frames, policies, since, as_of, seen_from or as_of, ledger, lines)
    if within is not None:
        scope = _narrowed(scope, within, tiers)
    changed = changes_of(scope.revenue, since, as_of)
    moved = bridge_of(changed, scope.ledger, since, policies, frames.frame("rate"))
    found = [
        *revenue_figures(scope, moved, changed, bands, tiers),
        *renewal_figures(scope, renewals),
        *customer_figures(scope),
    ]
    numbers = MappingProxyType({figure.code: figure for figure in found})
    return Figures(since, as_of, policies.revenue.currency, moved, numbers)


def _narrowed(scope: Scope, within: Selection, tiers: pd.Series[Any] | None) -> Scope:
    """The same for a part of the book."""
    keys = accounts_of(scope.frames.frame("account"), tiers, within)
    lines = lines_of(scope.ledger, keys, within)
    owners = lines["account_key"].unique() if keys is None else keys
    frames = PartFrames(scope.frames, owners, lines["contract_key"].to_numpy(dtype="int64"))
    return replace(scope, ledger=lines, frames=frames, revenue=revenue_of(lines))
