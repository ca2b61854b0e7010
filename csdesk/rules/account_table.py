"""The account frame with everything that is concluded about each account beside what is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from csdesk.model.messages import Message
from csdesk.model.policies import Policies
from csdesk.rules.health import BANDS, Scores, half_up
from csdesk.rules.signals import Signals
from csdesk.rules.timeline import Flags, Floats, Ints, dates_of, texts
from csdesk.rules.touch import TIERS, Touch


@dataclass(frozen=True, slots=True)
class Concluded:
    """What the columns are made of, one entry an account throughout.

    Attributes:
        arr: minor units; −1 for an account without contracts.
        gone: all its contracts have ended; such an account has no tier.
        ltv: minor units, NaN where not measured.
        change: health against the day it is compared with, as shown; NaN where either is missing.
        renewals: columns ``renewal_on``, ``notice_by``, ``days_to_notice``, ``renewal_state``.
    """

    arr: Ints
    gone: Flags
    ltv: Floats
    touch: Touch
    candidates: Flags
    scores: Scores
    change: Floats
    signals: Signals
    renewals: pd.DataFrame


def integers(values: Floats) -> pd.Series[Any]:
    """Numbers as nullable integers, a half goes up, NaN is absent."""
    shown = half_up(values)
    absent = np.isnan(shown)
    return pd.Series(pd.arrays.IntegerArray(np.where(absent, 0, shown).astype(np.int64), absent))


def numbers(values: Floats) -> pd.Series[Any]:
    """Numbers as nullable floats, NaN is absent."""
    absent = np.isnan(values)
    return pd.Series(pd.arrays.FloatingArray(np.where(absent, 0.0, values), absent))


def account_table(accounts: pd.DataFrame, made: Concluded, policies: Policies) -> pd.DataFrame:
    """The frame of current accounts (archived left out) with every computed field of the catalogue.

    ``touch_reason`` holds Messages; amounts are minor units of the reporting currency.
    """
    columns = {
        **_revenue(made, policies.revenue.currency),
        **_touch(made),
        **_health(made.scores, made.change, policies),
        **{name: made.renewals[name] for name in ("renewal_on", "notice_by", "days_to_notice", "renewal_state")},
        **_signals(made.signals),
    }
    return pd.DataFrame({**dict(accounts.items()), **columns})


def _revenue(made: Concluded, currency: str) -> dict[str, Any]:
    arr = np.where(made.arr < 0, np.nan, made.arr.astype(np.float64))
    return {
        "arr": integers(arr),
        "mrr": integers(arr / 12),
        "currency": texts(np.zeros(len(arr), dtype=np.int64), (currency,)),
        "ltv": integers(made.ltv),
    }


def _touch(made: Concluded) -> dict[str, Any]:
    reason = made.touch.reason_column()
    reason[made.gone] = Message("No longer a customer")
    return {
        "touch": texts(np.where(made.gone, -1, made.touch.tier), TIERS),
        "touch_reason": reason,
        "touch_computed": texts(np.where(made.gone, -1, made.touch.computed), TIERS),
        "touch_candidate": pd.Series(made.candidates).astype("boolean"),
    }


def _health(scores: Scores, change: Floats, policies: Policies) -> dict[str, Any]:
    names = tuple(f"{model.name} {model.version}" for model in policies.health)
    events = tuple(dict.fromkeys(event for model in policies.health for event, _ in model.caps))
    position = np.full((len(policies.health) + 1, max([len(m.caps) for m in policies.health], default=0) + 1), -1)
    for number, model in enumerate(policies.health):
        position[number, : len(model.caps)] = [events.index(event) for event, _ in model.caps]
    return {
        "health": integers(scores.shown),
        "health_points": numbers(scores.points),
        "health_change": integers(change),
        "band": texts(scores.band, BANDS),
        "coverage": numbers(scores.coverage),
        "health_computed": integers(scores.computed),
        "health_model": texts(*_unique(scores.model, names)),
        "health_cap": texts(position[scores.model, scores.cap].astype(np.int64), events),
    }


def _unique(codes: Ints, names: tuple[str, ...]) -> tuple[Ints, tuple[str, ...]]:
    """Codes into names of which some may be equal, as codes into different names."""
    different = tuple(dict.fromkeys(names))
    lookup = np.asarray([*(different.index(name) for name in names), -1], dtype=np.int64)
    return lookup[codes], different


def _signals(signals: Signals) -> dict[str, Any]:
    urgent = signals.signal("urgent_tickets")
    touched = signals.signal("any_contact")
    use = signals.signal("seat_use").value
    counts = np.where(np.isnan(urgent.value) & (urgent.window.count == 0), np.nan, urgent.window.count)
    return {
        "seats_bought": integers(signals.seats),
        "seats_active": integers(signals.signal("seats_active").value),
        "seat_use": numbers(use),
        "login_trend": numbers(signals.signal("login_trend").value),
        "features_used": integers(signals.signal("features_used").value),
        "urgent_tickets": integers(counts.astype(np.float64)),
        "invoice_overdue": integers(signals.signal("invoice_overdue").value),
        "nps": integers(signals.signal("nps").value),
        "last_contact_on": pd.Series(dates_of(touched.on)),
    }
