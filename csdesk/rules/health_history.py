"""Health on record at past month ends: each month by the version of the model then in force, from the facts dated by then."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csdesk.model.periods import add_months, month_end
from csdesk.rules.account_table import integers, numbers
from csdesk.rules.health import BANDS
from csdesk.rules.timeline import NO_DAY, texts

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment


def month_ends(as_of: date, months: int) -> tuple[date, ...]:
    """The last days of that many months before the as-of date, and that date itself, the oldest first."""
    last = as_of.replace(day=1) - timedelta(days=1)
    ends = [month_end(add_months(last.replace(day=1), -back)) for back in range(months - 1, -1, -1)]
    return tuple(dict.fromkeys([*ends, as_of]))


def month_end_history(assessment: Assessment, months: int = 12) -> pd.DataFrame:
    """One row an account and month end on which it was a customer, in the order of the days.

    Columns: ``account_key, account, date, health`` (as shown, Int64), ``points`` (exact, Float64), ``band, coverage,
    model`` (name and version). An account that left stands with the days before alone.
    """
    accounts, tenure = assessment.accounts, assessment.tenure
    rows = []
    for day in month_ends(assessment.as_of, months):
        found = assessment.recorded(day)
        there = (tenure.begun != NO_DAY) & (tenure.begun <= found.day_number)
        there &= (tenure.ended == NO_DAY) | (tenure.ended >= found.day_number)
        at = np.flatnonzero(there)
        names = tuple(f"{model.name} {model.version}" for model in assessment.policies.health_on(day))
        rows.append(
            pd.DataFrame(
                {
                    "account_key": accounts["key"].to_numpy()[at],
                    "account": accounts["name"].take(at).reset_index(drop=True),
                    "date": pd.Series(pd.Timestamp(day), index=range(len(at)), dtype="datetime64[s]"),
                    "health": integers(found.scores.shown[at]),
                    "points": numbers(found.scores.points[at]),
                    "band": texts(found.scores.band[at], BANDS),
                    "coverage": numbers(found.scores.coverage[at]),
                    "model": texts(found.scores.model[at], names),
                }
            )
        )
    return pd.concat(rows, ignore_index=True)
