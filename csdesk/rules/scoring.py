"""Health as of a day, for all accounts: the facts dated by then, scored by the models."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from csdesk.model.policies import HealthComponent, HealthModel
from csdesk.rules.customers import Customers, Tenure
from csdesk.rules.facts import Facts
from csdesk.rules.health import ScoreInputs, Scores, model_of, scored
from csdesk.rules.open_events import OpenEvent, flags_of, open_events
from csdesk.rules.signals import SeatLines, Signals
from csdesk.rules.timeline import NO_DAY, Floats, Ints, day_number, day_numbers, real, whole


@dataclass(frozen=True, slots=True)
class ScoringInputs:
    """What scoring reads on any day. ``touch`` is today's tier of each account, on earlier days too."""

    customers: Customers
    tenure: Tenure
    facts: Facts
    seats: SeatLines
    contracts: pd.DataFrame
    overrides: pd.DataFrame
    touch: Ints
    models: tuple[HealthModel, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores as of a day, with the signals and open events behind them."""

    day_number: int
    signals: Signals
    events: dict[str, tuple[OpenEvent, ...]]
    scores: Scores


def scored_on(
    inputs: ScoringInputs, day: date, measured: frozenset[tuple[int, HealthComponent]] | None = None
) -> Scored:
    """Score every account as of the day; an account whose contracts ended before is scored as of that end.

    The windows of answers and tickets are those of the first model. ``measured``: components that count even if nothing was known of them then (see ``health.scored``).
    """
    customers = inputs.customers
    first = inputs.models[0] if inputs.models else HealthModel()
    days = inputs.tenure.judged_on(day)
    signals = Signals(inputs.facts, inputs.seats, customers.sentiment, days, first.nps_days, first.ticket_days)
    events = open_events(inputs.facts, inputs.contracts, signals, inputs.models, model_of(inputs.models, inputs.touch))
    read = ScoreInputs(
        inputs.touch,
        inputs.tenure.months(days),
        overrides_on(inputs.overrides, customers, day),
        flags_of(events),
    )
    return Scored(day_number(day), signals, events, scored(inputs.models, signals, read, measured))


def overrides_on(overrides: pd.DataFrame, customers: Customers, day: date) -> Floats:
    """The score set by hand that is in force on the day, one entry an account; NaN where there is none."""
    today = day_number(day)
    place = customers.places.of(whole(overrides["account_key"]))
    since, until = day_numbers(overrides["set_on"]), day_numbers(overrides["expires_on"])
    rows = np.flatnonzero((place >= 0) & (since <= today) & ((until == NO_DAY) | (until >= today)))
    found = np.full(len(customers.keys), np.nan)
    found[place[rows]] = real(overrides["score"])[rows]
    return found
