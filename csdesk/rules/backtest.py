"""A health model held against the past: had it called at risk those who were lost?

At risk on a quarter-end is a predicted loss. An account without data enough for a band is not predicted, and
counted as such.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from csdesk.model.policies import HealthModel
from csdesk.rules.backtest_ground import Ground, QuarterEnd, ground_of, with_windows
from csdesk.rules.health import AT_RISK, NO_DATA, ScoreInputs, Scores, measured_components, model_of, scored
from csdesk.rules.health_what_if import BIN, BINS, signals_for
from csdesk.rules.open_events import flags_of, open_events
from csdesk.rules.scoring import windows_of
from csdesk.rules.signals import Signals
from csdesk.rules.timeline import NO_DAY, Flags, Floats, Ints, day_number

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

FEW = 20  # losses under which a percentage says little
Z = 1.959963984540054  # of the normal distribution, for 95%


def wilson(hits: int, of: int) -> tuple[float, float] | None:
    """The interval in which a share lies with 95%, after Wilson; None of nothing. 11 of 14: 52% to 92%."""
    if not of:
        return None
    share, spread = hits / of, Z * Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How predictions met losses, in units of account x quarter-end."""

    caught: int  # at risk and lost
    missed: int  # not at risk, and lost
    false_alarms: int  # at risk, and kept
    quiet: int

    @property
    def losses(self) -> int:
        """All that were lost."""
        return self.caught + self.missed

    @property
    def flagged(self) -> int:
        """All that were at risk."""
        return self.caught + self.false_alarms

    @property
    def units(self) -> int:
        """All there are."""
        return self.losses + self.false_alarms + self.quiet

    @property
    def recall(self) -> float | None:
        """Caught / losses; None without losses."""
        return self.caught / self.losses if self.losses else None

    @property
    def precision(self) -> float | None:
        """Caught / flagged; None where nobody was at risk."""
        return self.caught / self.flagged if self.flagged else None

    @property
    def f1(self) -> float | None:
        """2 x caught / (losses + flagged): the harmonic mean of precision and recall."""
        both = self.losses + self.flagged
        return 2 * self.caught / both if both else None

    @property
    def recall_interval(self) -> tuple[float, float] | None:
        """In which recall lies with 95%."""
        return wilson(self.caught, self.losses)

    @property
    def precision_interval(self) -> tuple[float, float] | None:
        """In which precision lies with 95%."""
        return wilson(self.caught, self.flagged)


@dataclass(frozen=True, slots=True)
class BackTest:
    """What came of it.

    Attributes:
        days: the quarter-ends.
        lost_accounts: how many different accounts are behind the losses.
        no_data, no_data_lost: units without a band, and how many of them were lost; they count as not at risk.
        without: the outcome with each component left out in turn, by model name and metric; where the whole model has
            a band.
        scores_lost, scores_kept: units by score, ``health_what_if.BIN`` points each; 100 counts into the last.
        events, events_flagged: units with a churn event of the source in the horizon, and how many were at risk.
        others_lost: losses of accounts that were no customers on the quarter-end.
        warning_days: median days between the first of the quarter-ends in a row at risk and the loss; None without any.
        gains: losses among the first n units, those at risk first, then the lowest score first; no data last.
    """

    horizon: int
    as_of: date
    days: tuple[date, ...]
    outcome: Outcome
    lost_accounts: int
    no_data: int
    no_data_lost: int
    without: tuple[tuple[str, str, Outcome], ...]
    scores_lost: Ints
    scores_kept: Ints
    events: int
    events_flagged: int
    others_lost: int
    warning_days: float | None
    gains: Ints

    @property
    def few(self) -> bool:
        """Whether there are too few losses to trust a percentage."""
        return self.outcome.losses < FEW


Measured = frozenset[tuple[int, Any]]


def backtest(
    assessment: Assessment,
    models: tuple[HealthModel, ...] | None = None,
    ground: Ground | None = None,
    report: Callable[[int, int], Any] | None = None,
    *,
    leave_out: bool = True,
) -> BackTest:
    """Hold models (those of the book by default) against the last 18 months.

    ``ground`` is what does not depend on the models (by default 90 days ahead), worked out once for several runs.
    ``report`` is told how many of how many steps are done, and may raise to stop.
    """
    models = assessment.policies.health if models is None else models
    ground = ground_of(assessment, report=report) if ground is None else ground
    measured = measured_components(models, signals_for(assessment, models))
    live_windows = windows_of(assessment.policies.health)
    read = [_Read.of(quarter, models, live_windows) for quarter in ground.quarters]
    found = _held(ground, read, models, measured)
    if not leave_out:
        return found
    without = []
    # By the points alone where the whole model has a band: less coverage is no worse prediction.
    banded = [one.scores(models, measured).band != NO_DATA for one in read]
    pointed = tuple(replace(model, minimum_coverage=0.0) for model in models)
    steps = [(number, component) for number, model in enumerate(models) for component in model.components]
    for done, (number, component) in enumerate(steps):
        if report is not None:
            report(done, len(steps))
        if (number, component) in measured:
            others = measured - {(number, component)}
            bands = [one.scores(pointed, others).band for one in read]
            outcome = _outcome(ground, [known & (band == AT_RISK) for known, band in zip(banded, bands, strict=True)])
            without.append((models[number].name, component.metric, outcome))
    return replace(found, without=tuple(without))


@dataclass(frozen=True, slots=True)
class _Read:
    """What scoring reads on a quarter-end."""

    signals: Signals
    inputs: ScoreInputs

    @classmethod
    def of(cls, quarter: QuarterEnd, models: tuple[HealthModel, ...], windows: tuple[int, ...]) -> _Read:
        own = quarter.inputs
        signals = quarter.signals if windows_of(models) == windows else with_windows(quarter, models)
        events = open_events(own.facts, own.contracts, signals, models, model_of(models, own.touch))
        nobody = np.full(len(own.touch), np.nan)
        return cls(signals, ScoreInputs(own.touch, own.tenure.months(signals.days), nobody, flags_of(events)))

    def scores(self, models: tuple[HealthModel, ...], measured: Measured) -> Scores:
        return scored(models, self.signals, self.inputs, measured)


def _held(ground: Ground, read: list[_Read], models: tuple[HealthModel, ...], measured: Measured) -> BackTest:
    scores = [one.scores(models, measured) for one in read]
    flagged = [one.band == AT_RISK for one in scores]
    unit = _stacked([quarter.customers for quarter in ground.quarters], np.bool_)
    lost = _stacked([quarter.lost_on != NO_DAY for quarter in ground.quarters], np.bool_)[unit]
    shown = _stacked([one.shown for one in scores], np.float64)[unit]
    points = _stacked([one.points for one in scores], np.float64)[unit]
    band = _stacked([one.band for one in scores], np.int64)[unit]
    events = _stacked([quarter.events > 0 for quarter in ground.quarters], np.bool_)[unit]
    anybody = [quarter.lost_on != NO_DAY for quarter in ground.quarters]
    return BackTest(
        horizon=ground.horizon,
        as_of=ground.as_of,
        days=tuple(quarter.day for quarter in ground.quarters),
        outcome=_outcome(ground, flagged),
        lost_accounts=int(np.logical_or.reduce(anybody).sum()) if anybody else 0,
        no_data=int((band == NO_DATA).sum()),
        no_data_lost=int(((band == NO_DATA) & lost).sum()),
        without=(),
        scores_lost=_binned(shown[lost]),
        scores_kept=_binned(shown[~lost]),
        events=int(events.sum()),
        events_flagged=int((events & (band == AT_RISK)).sum()),
        others_lost=ground.others_lost,
        warning_days=_warning_days(ground, flagged),
        gains=_gains(band, points, lost),
    )


def _stacked(arrays: list[Any], kind: type) -> Any:
    return np.concatenate(arrays) if arrays else np.zeros(0, dtype=kind)


def _outcome(ground: Ground, flagged: list[Flags]) -> Outcome:
    caught = missed = false_alarms = quiet = 0
    for quarter, risky in zip(ground.quarters, flagged, strict=True):
        lost, unit = quarter.lost_on != NO_DAY, quarter.customers
        caught += int((unit & lost & risky).sum())
        missed += int((unit & lost & ~risky).sum())
        false_alarms += int((unit & ~lost & risky).sum())
        quiet += int((unit & ~lost & ~risky).sum())
    return Outcome(caught, missed, false_alarms, quiet)


def _binned(shown: Floats) -> Ints:
    known = shown[~np.isnan(shown)].astype(np.int64)
    return np.bincount(np.minimum(known // BIN, BINS - 1), minlength=BINS).astype(np.int64)


def _warning_days(ground: Ground, flagged: list[Flags]) -> float | None:
    """Median days from the first quarter-end of an unbroken row at risk to the loss, over the losses caught."""
    warned: list[Ints] = []
    since = np.full(len(flagged[0]) if flagged else 0, NO_DAY)
    for quarter, risky in zip(ground.quarters, flagged, strict=True):
        since = np.where(risky, np.where(since == NO_DAY, day_number(quarter.day), since), NO_DAY)
        caught = risky & quarter.customers & (quarter.lost_on != NO_DAY)
        warned.append(quarter.lost_on[caught] - since[caught])
    days = _stacked(warned, np.int64)
    return float(np.median(days)) if len(days) else None


def _gains(band: Ints, points: Floats, lost: Flags) -> Ints:
    """Losses among the first n units, n from 0 on; of equal scores those that were kept come first."""
    score = np.where(np.isnan(points), np.inf, points)
    order = np.lexsort((lost, score, np.where(band == NO_DATA, 2, band != AT_RISK)))
    return np.concatenate([[0], np.cumsum(lost[order])]).astype(np.int64)
