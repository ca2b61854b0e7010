"""The key figures of renewals: what was renewed, what is due, what is expected."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from csdesk.model.messages import Message
from csdesk.model.periods import PeriodKind, period_of
from csdesk.rules.figure import Figure, Scope
from csdesk.rules.ledger import counted, term_ends
from csdesk.rules.months import day, days
from csdesk.rules.renewal_rates import due_between
from csdesk.rules.renewals import contract_states, renewal_list

DUE_DAYS = 90
FORECAST = Message("ARR due by the end of the fiscal year × weight of its forecast category, added up.")


def renewal_figures(scope: Scope, renewals: pd.DataFrame | None = None) -> list[Figure]:
    """Renewal rates of the period, ARR due in 90 days, and the weighted forecast to the end of the fiscal year."""
    due = due_between(scope.ledger, scope.since, scope.as_of)
    n = len(due.keys)
    by_count = Message("Contracts renewed / contracts due in the period; what is still open counts as not renewed.")
    by_value = Message("ARR renewed / ARR due in the period, both at the price before the renewal.")
    return [
        Figure("renewal_rate", due.by_count, "ratio", by_count, scope.period, n, record="contract", keys=due.keys),
        Figure(
            "renewal_rate_value", due.by_value, "ratio", by_value, scope.period, n, record="contract", keys=due.keys
        ),
        _due_soon(scope),
        _forecast_gone(scope) if scope.is_over else _weighted(scope, listed(scope) if renewals is None else renewals),
    ]


def listed(scope: Scope) -> pd.DataFrame:
    """The renewal list of the as-of day."""
    frame, as_of = scope.frames.frame, scope.as_of
    states = contract_states(scope.ledger, frame("contract"), frame("decision"), scope.policies, as_of)
    return renewal_list(states, scope.ledger, frame("account"), frame("decision"), scope.policies, as_of)


def _due_soon(scope: Scope) -> Figure:
    last = scope.as_of + timedelta(days=DUE_DAYS)
    ends = term_ends(scope.ledger, scope.as_of)
    soon = counted(scope.ledger, scope.as_of) & (ends >= day(scope.as_of)) & (ends <= day(last))
    lines = scope.ledger[soon]
    keys = lines["contract_key"].to_numpy(dtype=np.int64)
    definition = Message("ARR of the contracts whose term ends within {n} days.", n=DUE_DAYS)
    return Figure(
        "arr_due_90_days", int(lines["annual"].sum()), "money", definition, (scope.as_of, last), len(keys),
        record="contract", keys=keys,
    )  # fmt: skip


def _weighted(scope: Scope, renewals: pd.DataFrame) -> Figure:
    last = period_of(scope.as_of, PeriodKind.YEAR, scope.policies.calendar).end
    ends = days(renewals["renewal_on"])
    mine = renewals["contract_key"].isin(scope.ledger["contract_key"]).to_numpy(dtype=bool)
    rows = renewals[mine & (ends >= day(scope.as_of)) & (ends <= day(last))]
    keys = rows["contract_key"].to_numpy(dtype=np.int64)
    value = int(rows["weighted"].sum()) if len(rows) else None
    return Figure(
        "weighted_forecast", value, "money", FORECAST, (scope.as_of, last), len(keys), record="contract", keys=keys
    )  # fmt: skip


def _forecast_gone(scope: Scope) -> Figure:
    gone = Message("What was forecast on an earlier day is not known.")
    return Figure("weighted_forecast", None, "money", FORECAST, scope.today, 0, gone, record="contract")
