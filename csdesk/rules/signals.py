"""What is known of each account as of a day: the raw values health, agenda and tables are made of.

A fact counts from its date on, so the same call for an earlier day tells what was known then.
Every signal says how many days it looks back; where nothing is known it is NaN, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from csdesk.model.catalogue.signals import METRICS
from csdesk.rules.customers import Customers, holding
from csdesk.rules.facts import Facts
from csdesk.rules.timeline import (
    NEVER,
    NO_DAY,
    Floats,
    Ints,
    Timeline,
    Window,
    day_numbers,
    grouped_min,
    real,
    whole,
)

RECENT_DAYS = 30  # the period of trends
BASE_DAYS = 90  # what the login trend is held against
ATTENDED_DAYS = 365
MOOD_DAYS = 90
# What touchpoints are counted as when their text names it.
MENTIONED = {
    "trainings": "training|workshop|研修|トレーニング|講習|勉強会",
    "community": "community|user group|meetup|コミュニティ|ユーザー会",
    "marketing_responses": "newsletter|campaign|メルマガ|キャンペーン",
}
LOGINS = ("logins", "sessions")


@dataclass(frozen=True, slots=True)
class Signal:
    """One raw value for each account.

    Attributes:
        value: NaN where not measured.
        on: day number of the latest fact behind it, ``NO_DAY`` where there is none.
        record: the record type of the facts.
        keys, window: the record keys behind account ``i`` are ``keys[window.first[i]:window.last[i]]``.
    """

    value: Floats
    on: Ints
    record: str
    keys: Ints
    window: Window

    def sources(self, place: int) -> tuple[int, ...]:
        """The record keys behind one account's value."""
        return tuple(self.keys[self.window.first[place] : self.window.last[place]].tolist())


class SeatLines:
    """Seats bought, by contract line (from the ledger) or, without any, by the account itself."""

    def __init__(self, customers: Customers, ledger: pd.DataFrame, contracts: pd.DataFrame) -> None:
        seats_of = pd.Series(real(contracts["seats"]), index=contracts["key"].to_numpy())
        seats = seats_of.reindex(whole(ledger["contract_key"])).to_numpy()
        place = customers.places.of(whole(ledger["account_key"]))
        used = (place >= 0) & ~np.isnan(seats) & holding(ledger)
        self._place, self._seats = place[used], seats[used]
        self._start = day_numbers(ledger["start"])[used]
        until = day_numbers(ledger["counted_to"])[used]
        self._until = np.where(until == NO_DAY, np.iinfo(np.int64).max, until)
        self._own = customers.seats

    def at(self, days: Ints) -> Floats:
        """Seats of the contracts active on each account's day, else the account's own; NaN where unknown."""
        day = days[self._place]
        active = (self._start <= day) & (day <= self._until)
        total = np.bincount(self._place[active], weights=self._seats[active], minlength=len(self._own))
        return np.where(total > 0, total, np.where(self._own > 0, self._own, np.nan))


class Signals:
    """The signals of every account, each as of its own day (``days``, one day number an account).

    ``view`` is the CSM's own view where it counts on that day, NaN elsewhere, ``view_on`` when it was given;
    ``nps_days`` and ``ticket_days`` are the windows of answers, and of tickets and features.
    """

    def __init__(
        self, facts: Facts, seats: SeatLines, view: Floats, view_on: Ints, days: Ints, nps_days: int = 365,
        ticket_days: int = 90,
    ) -> None:  # fmt: skip
        self._facts, self.days = facts, days
        self._view, self._view_on = view, view_on
        self._nps_days, self._ticket_days = nps_days, ticket_days
        self.seats = seats.at(days)
        self._read: dict[str, Signal] = {}

    def signal(self, metric: str) -> Signal:
        """The signal of that code; a metric nobody knows is measured for no account.

        Besides the named signals every metric of the measurements is one (the latest value,
        or for counts the sum of the last 30 days), and ``trend:<metric>`` is its change
        against the mean of the three periods of 30 days before.
        """
        if metric not in self._read:
            self._read[metric] = self._make(metric)
        return self._read[metric]

    def _make(self, metric: str) -> Signal:
        named = {
            "seat_use": self._seat_use,
            "seats_active": self._seats_active,
            "login_trend": self._login_trend,
            "features_used": self._features_used,
            "nps_mean": self._nps_mean,
            "nps": self._nps,
            "urgent_tickets": self._urgent_tickets,
            "csat": self._csat,
            "last_contact": self._last_contact,
            "any_contact": lambda: self._since(self._facts.touchpoints()),
            "invoice_overdue": self._invoice_overdue,
            "events_attended": lambda: self._times_a_year(self._facts.attended()),
            "sentiment": self._manual,
            "mood": self._mood,
        }
        if metric in named:
            return named[metric]()
        if metric in MENTIONED:
            return self._times_a_year(self._facts.mentioning(MENTIONED[metric]))
        if metric in METRICS:
            return self._measured(metric)
        kind, _, of = metric.partition(":")
        return self._trend(of) if kind == "trend" and of in METRICS else self._unknown()

    def _unknown(self) -> Signal:
        nothing = np.full(len(self.days), -1, dtype=np.int64)
        none = np.zeros(0, dtype=np.int64)
        at_start = np.zeros(len(self.days), dtype=np.int64)
        return Signal(
            np.full(len(nothing), np.nan), np.full(len(nothing), NO_DAY), "", none, Window(at_start, at_start)
        )

    def _latest(self, line: Timeline, back: int | None = None) -> Signal:
        window = line.ever(self.days) if back is None else line.window(self.days - back, self.days)
        last = Window(np.maximum(window.last - 1, window.first), window.last)
        return Signal(line.last_value(window), line.last_day(window), "measurement", line.key, last)

    def _seats_active(self) -> Signal:
        users = self._latest(self._facts.measurements("active_users"))
        return _first_known(users, self._latest(self._facts.measurements("seats_used")))

    def _seat_use(self) -> Signal:
        active = self.signal("seats_active")
        return Signal(active.value / self.seats, active.on, active.record, active.keys, active.window)

    def _login_trend(self) -> Signal:
        logins = self._change(self._facts.measurements(LOGINS[0]))
        return _first_known(logins, self._change(self._facts.measurements(LOGINS[1])))

    def _change(self, line: Timeline) -> Signal:
        """Daily average of the last 30 days against that of the 90 before, as a fraction.

        Not measured without a fact in either, or where the 90 days hold nothing but zeros.
        An account measured for less than the 90 days is averaged over the days it was, at least 30.
        """
        turn = self.days - RECENT_DAYS
        recent, base = line.window(turn, self.days), line.window(turn - BASE_DAYS, turn)
        ever = line.ever(self.days)
        begun = np.where(ever.count > 0, _at(line.day, ever.first), turn)
        covered = np.clip(turn - begun + 1, 0, BASE_DAYS)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = (line.total(recent) / RECENT_DAYS) / (line.total(base) / covered) - 1
        known = (recent.count > 0) & (base.count > 0) & (line.total(base) > 0) & (covered >= RECENT_DAYS)
        value = np.where(known, value, np.nan)
        window = Window(base.first, recent.last)
        return Signal(value, np.where(known, line.last_day(recent), NO_DAY), "measurement", line.key, window)

    def _trend(self, metric: str) -> Signal:
        """The last 30 days against the mean of the three periods of 30 days before, as a fraction."""
        line = self._facts.measurements(metric)
        periods = [line.window(self.days - RECENT_DAYS * (n + 1), self.days - RECENT_DAYS * n) for n in range(4)]
        read = line.total if METRICS[metric] == "sum" else line.last_value
        values = [np.where(period.count > 0, read(period), np.nan) for period in periods]
        base = (values[1] + values[2] + values[3]) / 3
        with np.errstate(divide="ignore", invalid="ignore"):
            change = np.where(base > 0, values[0] / base - 1, np.nan)
        return Signal(
            change, line.last_day(periods[0]), "measurement", line.key, Window(periods[3].first, periods[0].last)
        )

    def _measured(self, metric: str) -> Signal:
        line = self._facts.measurements(metric)
        if METRICS[metric] == "last":
            return self._latest(line)
        window = line.window(self.days - RECENT_DAYS, self.days)
        return _counted(line, window, np.where(window.count > 0, line.total(window), np.nan), "measurement")

    def _features_used(self) -> Signal:
        stated = self._latest(self._facts.measurements("features_used"), self._ticket_days)
        uses = self._facts.feature_uses()
        line, after = uses.timeline, self.days - self._ticket_days
        if not len(line):
            return stated
        counted = _counted(line, line.window(after, self.days), uses.distinct(after, self.days), "measurement")
        return _first_known(stated, counted)

    def _answers(self, line: Timeline, scale: float) -> Signal:
        window = line.window(self.days - self._nps_days, self.days)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.where(window.count > 0, line.total(window) / window.count * scale, np.nan)
        return _counted(line, window, mean, "response")

    def _nps_mean(self) -> Signal:
        return self._answers(self._facts.responses(), 1.0)

    def _nps(self) -> Signal:
        return self._answers(self._facts.promoters(), 100.0)

    def _urgent_tickets(self) -> Signal:
        """Urgent tickets per 100 seats; none is 0 once the book has tickets at all."""
        line = self._facts.urgent_tickets()
        window = line.window(self.days - self._ticket_days, self.days)
        known = self.days >= self._facts.first_day("ticket", "opened")
        return _counted(line, window, np.where(known, window.count / self.seats * 100, np.nan), "ticket")

    def _csat(self) -> Signal:
        line = self._facts.satisfaction()
        window = line.window(self.days - self._ticket_days, self.days)
        with np.errstate(divide="ignore", invalid="ignore"):
            return _counted(
                line, window, np.where(window.count > 0, line.total(window) / window.count, np.nan), "ticket"
            )

    def _last_contact(self) -> Signal:
        """Days since the last touchpoint; with an executive, where the account has any such."""
        return _first_known(self._since(self._facts.executive_touchpoints()), self.signal("any_contact"))

    def _since(self, line: Timeline) -> Signal:
        latest = self._latest(line)
        days = np.where(latest.on == NO_DAY, np.nan, self.days - latest.on)
        return Signal(days, latest.on, "touchpoint", latest.keys, latest.window)

    def _times_a_year(self, line: Timeline) -> Signal:
        """How often in the last 365 days; none is 0 once the book has any."""
        window = line.window(self.days - ATTENDED_DAYS, self.days)
        known = self.days >= (line.day.min() if len(line) else NEVER)
        return _counted(line, window, np.where(known, window.count.astype(np.float64), np.nan), "touchpoint")

    def _manual(self) -> Signal:
        """The CSM's own view from 1 to 5, as it stands on the account."""
        keys, here = self._facts.places.keys, np.arange(len(self.days), dtype=np.int64)
        known = ~np.isnan(self._view)
        on = np.where(known, self._view_on, NO_DAY)
        return Signal(self._view, on, "account", keys, Window(here, here + known))

    def _mood(self) -> Signal:
        """How the touchpoints of the last 90 days felt on average, 1 to 5."""
        line = self._facts.moods()
        window = line.window(self.days - MOOD_DAYS, self.days)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.where(window.count > 0, line.total(window) / window.count, np.nan)
        return _counted(line, window, mean, "touchpoint")

    def _invoice_overdue(self) -> Signal:
        """Days the oldest unpaid invoice is past due; 0 for none once the book has invoices."""
        frame, place = self._facts.frame_with_places("invoice")
        day = self.days[place]
        due, paid, issued = (day_numbers(frame[name]) for name in ("due", "paid", "issued"))
        unpaid = (paid == NO_DAY) | (paid > day)
        open_ = (place >= 0) & (due != NO_DAY) & (due < day) & unpaid & ((issued == NO_DAY) | (issued <= day))
        rows = np.flatnonzero(open_)
        oldest, row = grouped_min(place[rows], due[rows], len(self.days))
        late = np.where(row >= 0, self.days - np.where(row >= 0, oldest, 0), 0).astype(np.float64)
        begun = min(self._facts.first_day("invoice", "issued"), self._facts.first_day("invoice", "due"))
        keys = frame["key"].to_numpy()[rows] if len(rows) else np.zeros(0, dtype=np.int64)
        first = np.maximum(row, 0)
        on = np.where(row >= 0, oldest, NO_DAY)
        value = np.where(self.days >= begun, late, np.nan)
        return Signal(value, on, "invoice", keys, Window(first, first + (row >= 0)))


def _counted(line: Timeline, window: Window, value: Floats, record: str) -> Signal:
    return Signal(value, line.last_day(window), record, line.key, window)


def _at(values: Any, at: Ints) -> Any:
    return values[np.clip(at, 0, max(0, len(values) - 1))] if len(values) else np.zeros(len(at), dtype=np.int64)


def _first_known(preferred: Signal, other: Signal) -> Signal:
    """The preferred signal where it is measured, else the other."""
    own = ~np.isnan(preferred.value)
    shift = len(preferred.keys)
    if not shift:
        keys = other.keys
    elif not len(other.keys):
        keys = preferred.keys
    else:
        keys = np.concatenate([preferred.keys, other.keys])
    window = Window(
        np.where(own, preferred.window.first, other.window.first + shift),
        np.where(own, preferred.window.last, other.window.last + shift),
    )
    return Signal(
        np.where(own, preferred.value, other.value),
        np.where(own, preferred.on, other.on),
        preferred.record,
        keys,
        window,
    )
