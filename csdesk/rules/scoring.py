"""Health as of a day, for all accounts: the facts dated by then, scored by the models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from csdesk.model.policies import HealthComponent, HealthModel
from csdesk.rules.customers import Customers, Tenure
from csdesk.rules.facts import Facts
from csdesk.rules.health import ScoreInputs, Scores, measured_components, model_of, scored
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
    as_of: date


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
    signals = signals_on(inputs, day, inputs.models)
    return rescored(inputs, day, signals, inputs.models, measured)


def signals_on(inputs: ScoringInputs, day: date, models: Sequence[HealthModel]) -> Signals:
    """What is known of each account as of the day, by the windows of the first of the models."""
    customers = inputs.customers
    first = models[0] if models else HealthModel()
    days = inputs.tenure.judged_on(day)
    view, view_on = _own_view(customers, days, day_number(inputs.as_of), first.view_days)
    return Signals(inputs.facts, inputs.seats, view, view_on, days, first.nps_days, first.ticket_days)


def windows_of(models: Sequence[HealthModel]) -> tuple[int, ...]:
    """What signals depend on in the models: where these are the same, signals may be used again."""
    first = models[0] if models else HealthModel()
    return first.nps_days, first.ticket_days, first.view_days


def limits_of(models: Sequence[HealthModel]) -> tuple[object, ...]:
    """What open events depend on in the models: where these are the same, they may be used again."""
    return tuple((model.touch, model.event_days, model.overdue_cap_days) for model in models)


def rescored(
    inputs: ScoringInputs,
    day: date,
    signals: Signals,
    models: tuple[HealthModel, ...],
    measured: frozenset[tuple[int, HealthComponent]] | None = None,
    events: dict[str, tuple[OpenEvent, ...]] | None = None,
) -> Scored:
    """Score with any models from signals of the day, and open events, that were read before."""
    events = events or open_events(inputs.facts, inputs.contracts, signals, models, model_of(models, inputs.touch))
    read = ScoreInputs(
        inputs.touch,
        inputs.tenure.months(signals.days),
        overrides_on(inputs.overrides, inputs.customers, signals.days),
        flags_of(events),
    )
    return Scored(day_number(day), signals, events, scored(models, signals, read, measured))


def measured_on(
    inputs: ScoringInputs, day: date, models: tuple[HealthModel, ...]
) -> frozenset[tuple[int, HealthComponent]]:
    """The components of the models that some account has data for as of the day."""
    return measured_components(models, signals_on(inputs, day, models))


def _own_view(customers: Customers, days: Ints, today: int, lasting: int) -> tuple[Floats, Ints]:
    """The CSM's view where it counts on each account's day, and when it was given.

    It counts from its day to its expiry, or for so many days; one without a day is today's and
    tells nothing of earlier days.
    """
    dated = customers.view_on != NO_DAY
    since = np.where(dated, customers.view_on, today)
    until = np.where(customers.view_until != NO_DAY, customers.view_until, since + lasting)
    counts = (since <= days) & (days <= until)
    return np.where(counts, customers.sentiment, np.nan), np.where(counts & dated, since, NO_DAY)


def overrides_on(overrides: pd.DataFrame, customers: Customers, days: Ints) -> Floats:
    """The score set by hand that is in force on each account's day; NaN where there is none."""
    place = customers.places.of(whole(overrides["account_key"]))
    since, until = day_numbers(overrides["set_on"]), day_numbers(overrides["expires_on"])
    today = days[place]
    rows = np.flatnonzero((place >= 0) & (since <= today) & ((until == NO_DAY) | (until >= today)))
    found = np.full(len(customers.keys), np.nan)
    found[place[rows]] = real(overrides["score"])[rows]
    return found
