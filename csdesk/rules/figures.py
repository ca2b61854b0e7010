"""All key figures of a book over a period (DOMAIN section 4)."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd

from csdesk.model.policies import Policies
from csdesk.rules.customer_figures import customer_figures
from csdesk.rules.figure import Figure, Figures, Scope
from csdesk.rules.frames import Frames
from csdesk.rules.movements import bridge_of, changes
from csdesk.rules.renewal_figures import renewal_figures
from csdesk.rules.revenue_figures import revenue_figures

__all__ = ["Figure", "Figures", "figures"]


def figures(
    ledger: pd.DataFrame,
    frames: Frames,
    policies: Policies,
    since: date,
    as_of: date,
    bands: pd.Series[Any] | None = None,
    tiers: pd.Series[Any] | None = None,
    renewals: pd.DataFrame | None = None,
) -> Figures:
    """Every key figure between two days.

    Args:
        ledger: the ledger as of ``as_of``.
        bands: health band by account key, for ``arr_at_risk``; without it that is not measured.
        tiers: touch tier by account key, for ``ltv``; without it the churn of the whole book counts.
        renewals: rows of ``renewals.renewal_list``, for ``weighted_forecast``; made here where not given.

    Raises:
        CSDeskError: constant currency is off and a currency has no rate for the opening day.
    """
    scope = Scope(ledger, frames, policies, since, as_of)
    changed = changes(ledger, since, as_of)
    moved = bridge_of(changed, ledger, since, policies, frames.frame("rate"))
    found = [
        *revenue_figures(scope, moved, changed, bands, tiers),
        *renewal_figures(scope, renewals),
        *customer_figures(scope),
    ]
    numbers = MappingProxyType({figure.code: figure for figure in found})
    return Figures(since, as_of, policies.revenue.currency, moved, numbers)
