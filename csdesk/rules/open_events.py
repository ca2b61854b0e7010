"""What is open at an account as of a day and speaks louder than points: notice, overdue payment, a champion gone, escalation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from csdesk.model.policies import HealthModel
from csdesk.rules.facts import Facts
from csdesk.rules.signals import Signals
from csdesk.rules.timeline import NO_DAY, Flags, Ints, Places, Timeline, day_numbers, flags, whole

NOTICE_EVENT_DAYS = 365  # a notice event without a contract that ends is old news after a year


@dataclass(frozen=True, slots=True)
class OpenEvent:
    """One kind of open event, one entry an account.

    Attributes:
        on: day of the latest such event, ``NO_DAY`` where none is open.
        record, key: the record that says so; key −1 where there is none.
    """

    on: Ints
    record: str
    key: Ints

    @property
    def open(self) -> Flags:
        """Which accounts it concerns."""
        return np.asarray(self.on != NO_DAY)


def open_events(
    facts: Facts, contracts: pd.DataFrame, signals: Signals, models: tuple[HealthModel, ...], model: Ints
) -> dict[str, tuple[OpenEvent, ...]]:
    """The open events by cap code, each from every record that may tell of it.

    ``model``: position of the model of each account, for its limits in days; −1 takes the first.
    A champion's leaving and an escalation event stay open for ``event_days`` of the model,
    an escalated ticket until it is closed.
    """
    if not models:
        return {}
    days, chosen = signals.days, np.maximum(model, 0)
    back = np.asarray([m.event_days for m in models], dtype=np.int64)[chosen]
    allowed = np.asarray([m.overdue_cap_days for m in models], dtype=np.int64)[chosen]
    return {
        "notice_received": (_notice(facts.places, contracts, days), _event(facts.events("notice_received"), days, NOTICE_EVENT_DAYS)),
        "payment_overdue": (_overdue(signals, allowed),),
        "champion_left": (_event(facts.events("champion_left"), days, back), _champion_gone(facts, days, back)),
        "escalation": (_escalated(facts, days), _event(facts.events("escalation"), days, back)),
    }  # fmt: skip


def flags_of(events: dict[str, tuple[OpenEvent, ...]]) -> dict[str, Flags]:
    """Per cap code the accounts with any such event open."""
    return {code: np.logical_or.reduce([event.open for event in found]) for code, found in events.items()}


def _latest(places: Places, rows: Ints, place: Ints, day: Ints, key: Ints, record: str) -> OpenEvent:
    """The latest of the rows for each account."""
    line = Timeline(len(places), place[rows], day[rows], np.ones(len(rows)), key[rows])
    window = line.ever(np.full(len(places), np.int64(1_000_000)))
    return OpenEvent(line.last_day(window), record, line.last_key(window))


def _event(line: Timeline, days: Ints, back: Ints | int) -> OpenEvent:
    window = line.window(days - back, days)
    return OpenEvent(line.last_day(window), "event", line.last_key(window))


def _notice(places: Places, contracts: pd.DataFrame, days: Ints) -> OpenEvent:
    place = places.of(whole(contracts["account_key"]))
    received, end, day = day_numbers(contracts["notice_received"]), day_numbers(contracts["end"]), days[place]
    standing = (place >= 0) & (received != NO_DAY) & (received <= day) & ((end == NO_DAY) | (end >= day))
    rows = np.flatnonzero(standing & ~flags(contracts["archived"]))
    return _latest(places, rows, place, received, contracts["key"].to_numpy(), "contract")


def _overdue(signals: Signals, allowed: Ints) -> OpenEvent:
    late = signals.signal("invoice_overdue")
    over = np.nan_to_num(late.value) > allowed
    key = np.full(len(over), -1, dtype=np.int64)
    if len(late.keys):
        key = np.where(over, late.keys[np.minimum(late.window.first, len(late.keys) - 1)], -1)
    return OpenEvent(np.where(over, late.on, NO_DAY), "invoice", key)


def _champion_gone(facts: Facts, days: Ints, back: Ints) -> OpenEvent:
    contacts, place = facts.frame_with_places("contact")
    left, day = day_numbers(contacts["left_on"]), days[place]
    gone = (place >= 0) & flags(contacts["role"] == "champion") & (left != NO_DAY)
    rows = np.flatnonzero(gone & (left <= day) & (left > day - back[place]))
    return _latest(facts.places, rows, place, left, contacts["key"].to_numpy(), "contact")


def _escalated(facts: Facts, days: Ints) -> OpenEvent:
    tickets, place = facts.frame_with_places("ticket")
    opened, closed, day = day_numbers(tickets["opened"]), day_numbers(tickets["closed"]), days[place]
    standing = (place >= 0) & flags(tickets["escalated"]) & (opened != NO_DAY) & (opened <= day)
    rows = np.flatnonzero(standing & ((closed == NO_DAY) | (closed > day)))
    return _latest(facts.places, rows, place, opened, tickets["key"].to_numpy(), "ticket")
