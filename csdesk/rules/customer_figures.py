"""The key figures of the customers themselves: onboarding, use, seats, recommendation."""

from __future__ import annotations

import numpy as np
import pandas as pd

from csdesk.model.messages import Message
from csdesk.rules.adoption import nps_between, use_between
from csdesk.rules.figure import Figure, Scope
from csdesk.rules.onboarding import onboarding


def customer_figures(scope: Scope) -> list[Figure]:
    """Onboarding, active users, sessions, seats, NPS."""
    return [*_onboarding(scope), *_use(scope), _nps(scope)]


def _onboarding(scope: Scope) -> list[Figure]:
    frame = scope.frames.frame
    found = onboarding(scope.ledger, frame("account"), frame("milestone"), scope.as_of)
    open_ones = (
        Message("Accounts still being onboarded, not in it: {n}.", n=found.still_open) if found.still_open else None
    )
    return [
        Figure(
            "onboarding_completion", found.completion, "ratio",
            Message("Accounts onboarded by their target date / accounts whose target date has passed."),
            scope.today, len(found.due), keys=found.due,
        ),
        Figure(
            "time_to_value", found.time_to_value, "days",
            Message("Median days from the first contract start to the end of onboarding."),
            scope.today, len(found.finished), open_ones, keys=found.finished,
        ),
    ]  # fmt: skip


def _use(scope: Scope) -> list[Figure]:
    frame = scope.frames.frame
    use = use_between(frame("measurement"), scope.ledger, frame("contract"), frame("account"), scope.since, scope.as_of)
    users, sessions, seats = use.active_users, use.sessions, use.seats
    unknown = int((seats == 0).sum())
    left_out = Message("Accounts left out because their seats are not known: {n}.", n=unknown) if unknown else None
    definitions = (
        Message("Distinct active users by the newest count of each account in the period."),
        Message("All visits in the period."),
        Message("Active users / seats bought."),
    )
    with_seats = users.index[(seats > 0).to_numpy()]
    return [
        Figure("active_users", _total(users), "count", definitions[0], scope.period, len(users), keys=_keys(users.index)),
        Figure("sessions", _total(sessions), "count", definitions[1], scope.period, len(sessions), keys=_keys(sessions.index)),
        Figure("seat_use", use.seat_use, "ratio", definitions[2], scope.period, len(with_seats), left_out, keys=_keys(with_seats)),
    ]  # fmt: skip


def _total(values: pd.Series[float]) -> int | None:
    return round(float(values.sum())) if len(values) else None


def _keys(index: pd.Index[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.asarray(index.to_numpy(dtype=np.int64))


def _nps(scope: Scope) -> Figure:
    found = nps_between(scope.frames.frame("response"), scope.since, scope.as_of)
    definition = Message("% answering 9 or 10 − % answering 0 to 6, of all respondents.")
    return Figure(
        "nps", found.score, "points", definition, scope.period, len(found.answers), record="response", keys=found.answers
    )  # fmt: skip
