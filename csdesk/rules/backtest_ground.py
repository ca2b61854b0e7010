"""What a back-test is held against: quarter-ends that lie far enough back, who was a customer then, and who was lost after.

Unit: account x quarter-end. Loss: a contract of it ends final, or its revenue falls to nothing, in the days after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csdesk.model.periods import PeriodKind, add_months, period_of
from csdesk.model.policies import Calendar, HealthModel
from csdesk.rules.customers import Customers, customers_of, holding, tenure_of
from csdesk.rules.facts import Facts
from csdesk.rules.scoring import ScoringInputs, signals_on
from csdesk.rules.segmentation import segmentation_of
from csdesk.rules.signals import SeatLines, Signals
from csdesk.rules.timeline import NEVER, NO_DAY, Flags, Ints, day_number, day_numbers, flags, whole

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

HORIZONS = (60, 90, 180)
MONTHS = 18  # how far back


@dataclass(frozen=True, slots=True)
class QuarterEnd:
    """One quarter-end; arrays hold one entry an account.

    Attributes:
        customers: had a contract running on that day.
        lost_on: day of its first loss in the horizon, ``NO_DAY`` where there was none.
        events: churn events of the source in the horizon.
        inputs, signals: what scoring read then; nobody's override counts.
    """

    day: date
    customers: Flags
    lost_on: Ints
    events: Ints
    inputs: ScoringInputs
    signals: Signals


@dataclass(frozen=True, slots=True)
class Ground:
    """The quarter-ends of the last 18 months whose horizon lies in the past, the oldest first.

    ``others_lost`` counts losses of accounts that were no customers on the quarter-end: nothing could have warned.
    """

    horizon: int
    as_of: date
    quarters: tuple[QuarterEnd, ...]
    others_lost: int


@dataclass(frozen=True, slots=True)
class ContractLines:
    """The lines that make somebody a customer: place of the account, first and last counted day."""

    place: Ints
    start: Ints
    until: Ints  # ``NEVER``: open
    end: Ints
    final: Flags
    paid: Flags


def quarter_ends(as_of: date, calendar: Calendar, horizon: int, months: int = MONTHS) -> tuple[date, ...]:
    """The fiscal quarter-ends from that many months before on whose horizon is over on the as-of date."""
    first, last = add_months(as_of, -months), as_of - timedelta(days=horizon)
    found, day = [], period_of(first, PeriodKind.QUARTER, calendar).end
    while day <= last:
        found.append(day)
        day = period_of(day + timedelta(days=1), PeriodKind.QUARTER, calendar).end
    return tuple(found)


def ground_of(assessment: Assessment, horizon: int = 90, report: Callable[[int, int], Any] | None = None) -> Ground:
    """Everything a back-test needs beside the models; ``report`` is told how many quarter-ends of all are done."""
    everybody = everybody_inputs(assessment)
    lines = contract_lines(everybody.customers, assessment.ledger)
    count = len(everybody.customers.keys)
    days = quarter_ends(assessment.as_of, assessment.policies.calendar, horizon)
    churned = everybody.facts.events("churn")
    quarters, others = [], 0
    for number, day in enumerate(days):
        if report is not None:
            report(number, len(days))
        since = day_number(day)
        running = (lines.start <= since) & (since <= lines.until)
        customers = np.bincount(lines.place[running], minlength=count) > 0
        lost_on = losses(lines, count, since, horizon)
        others += int(((lost_on != NO_DAY) & ~customers).sum())
        window = churned.window(np.full(count, since), np.full(count, since + horizon))
        inputs = _inputs_on(assessment, everybody, day)
        signals = signals_on(inputs, day, assessment.policies.health)
        lost = np.where(customers, lost_on, NO_DAY)
        quarters.append(QuarterEnd(day, customers, lost, window.count, inputs, signals))
    return Ground(horizon, assessment.as_of, tuple(quarters), others)


def contract_lines(customers: Customers, ledger: pd.DataFrame) -> ContractLines:
    """The ledger's lines of those accounts, without one-off amounts and credits."""
    place, start = customers.places.of(whole(ledger["account_key"])), day_numbers(ledger["start"])
    kept = np.flatnonzero((place >= 0) & (start != NO_DAY) & holding(ledger))
    until = day_numbers(ledger["counted_to"])
    paid = flags(ledger["excluded"].isna()) & flags(ledger["annual"] > 0)
    return ContractLines(
        place[kept], start[kept], np.where(until == NO_DAY, NEVER, until)[kept], day_numbers(ledger["end"])[kept],
        flags(ledger["final"])[kept], paid[kept],
    )  # fmt: skip


def losses(lines: ContractLines, count: int, since: int, horizon: int) -> Ints:
    """The first day after ``since``, within the horizon, on which each account lost a contract for good or all its revenue."""
    last = since + horizon
    ended = lines.final & (lines.end != NO_DAY) & (lines.end > since) & (lines.end <= last)
    first = np.full(count, NEVER)
    np.minimum.at(first, lines.place[ended], lines.end[ended])
    covered = _covered_to(lines, count, since, last)
    churned = (covered != NO_DAY) & (covered < last)
    first = np.where(churned, np.minimum(first, np.where(churned, covered + 1, NEVER)), first)
    return np.where(first == NEVER, NO_DAY, first)


def _covered_to(lines: ContractLines, count: int, since: int, last: int) -> Ints:
    """Until when each account has revenue without a gap from that day on; ``NO_DAY`` where it has none then."""
    place, start, until = (array[lines.paid] for array in (lines.place, lines.start, lines.until))
    covered = np.full(count, NO_DAY)
    running = (start <= since) & (since <= until)
    np.maximum.at(covered, place[running], until[running])
    while True:
        reach = covered[place]
        longer = (reach != NO_DAY) & (reach < last) & (start <= reach + 1) & (until > reach)
        if not longer.any():
            return covered
        np.maximum.at(covered, place[longer], until[longer])


def everybody_inputs(assessment: Assessment) -> ScoringInputs:
    """What scores are made from, for every account of the book: who left was often put away since."""
    own, accounts = assessment.scoring_inputs, assessment.frames.frame("account")
    if len(accounts) == len(own.customers.keys):
        return own
    customers = customers_of(accounts)
    ledger = assessment.ledger
    return replace(
        own,
        customers=customers,
        tenure=tenure_of(customers, ledger, assessment.as_of),
        facts=Facts(assessment.frames, customers.places),
        seats=SeatLines(customers, ledger, own.contracts),
    )


def _inputs_on(assessment: Assessment, everybody: ScoringInputs, day: date) -> ScoringInputs:
    """What scoring read on the day: the tier the accounts had then, and no score set by hand."""
    frame, ledger = assessment.frames.frame, assessment.ledger
    tenure = tenure_of(everybody.customers, ledger, day)
    cut = segmentation_of(
        everybody.customers, tenure, ledger, frame("touch_assignment"), assessment.csm_hours, assessment.policies, day
    )
    return replace(everybody, touch=cut.touch.tier, overrides=everybody.overrides.iloc[:0])


def with_windows(quarter: QuarterEnd, models: tuple[HealthModel, ...]) -> Signals:
    """The signals of the quarter-end, by the windows of other models."""
    return signals_on(quarter.inputs, quarter.day, models)
