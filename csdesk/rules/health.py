"""The health score: raw signals → points → one score, its band, and what each part contributes.

Score = sum(weight x points) / sum(weight) over the components with data, in exact points;
band and display use the score rounded half-up to a whole number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csdesk.model.policies import HealthComponent, HealthModel, MissingData
from csdesk.rules.signals import Signal, Signals
from csdesk.rules.timeline import Flags, Floats, Ints
from csdesk.rules.touch import TIERS

BANDS = ("healthy", "watch", "at_risk", "no_data")
HEALTHY, WATCH, AT_RISK, NO_DATA = 0, 1, 2, 3
NEUTRAL = 50.0
_EXACT = 9  # digits at which binary fractions stop mattering: 69.499999999999986 is 69.5


def half_up(points: Floats) -> Floats:
    """Points as shown: whole numbers, a half goes up; NaN stays."""
    shown: Floats = np.floor(np.round(points, _EXACT) + 0.5)
    return shown


def linear(raw: Floats, zero: float, full: float) -> Floats:
    """0 points at ``zero``, 100 at ``full``, a straight line between; either may be the higher."""
    if zero == full:
        return np.where(np.isnan(raw), np.nan, np.where(raw >= full, 100.0, 0.0))
    return np.clip((raw - zero) / (full - zero), 0.0, 1.0) * 100.0


def recency(days: Floats, full: float, zero: float) -> Floats:
    """100 points until day ``full``, 0 from day ``zero`` on: full 14, zero 90, 45 days → 59."""
    return linear(days, zero, full)


def banded(raw: Floats, bands: tuple[tuple[float, float], ...]) -> Floats:
    """The points of the last cut point at or below the raw value; 0 below the first."""
    cuts = np.asarray([cut for cut, _ in bands], dtype=np.float64)
    points = np.asarray([0.0, *(value for _, value in bands)], dtype=np.float64)
    return np.where(np.isnan(raw), np.nan, points[np.searchsorted(cuts, raw, side="right")])


def manual(view: Floats) -> Floats:
    """The CSM's own 1 to 5 as 0, 25, 50, 75, 100."""
    return linear(view, 1.0, 5.0)


def age_banded(use: Floats, months: Floats) -> Floats:
    """Seat utilisation judged by the age of the customer in whole months.

    Under 10% is always 0 and above 75% always 100. 10 to 50% counts 50 until month 6, then 0.
    51 to 75% counts 100 until month 6, 50 until month 9, then 0. Before month 2 the middle
    does not count at all.
    """
    percent = half_up(use * 100)
    middle = np.select([months < 2, months < 6, months < 9], [np.nan, 100.0, 50.0], 0.0)
    lower = np.select([months < 2, months < 6], [np.nan, 50.0], 0.0)
    points = np.select([use < 0.10, percent <= 50, percent <= 75], [0.0, lower, middle], 100.0)
    return np.where(np.isnan(use) | np.isnan(months), np.nan, points)


def points_of(component: HealthComponent, raw: Floats, months: Floats) -> Floats:
    """0 to 100 points for the raw values by the component's method; NaN where there is no value."""
    if component.method == "bands":
        return banded(raw, component.bands)
    if component.method == "manual":
        return manual(raw)
    if component.method == "age_bands":
        return age_banded(raw, months)
    return linear(raw, component.zero, component.full)


def combined(points: list[Floats], weights: list[Floats], missing: MissingData) -> tuple[Floats, Floats]:
    """Score (exact points) and coverage (0 to 1), NaN where nothing is known.

    ``points`` hold NaN where a component has no data, ``weights`` 0 where it does not apply.
    A missing component is dropped and the rest scaled up, or counts 50, or counts 0.
    """
    with_data, total, known, full = (np.zeros(len(points[0])) for _ in range(4)) if points else (np.zeros(0),) * 4
    stand_in = {"drop": 0.0, "neutral": NEUTRAL, "zero": 0.0}[missing]
    for mark, weight in zip(points, weights, strict=True):
        has = ~np.isnan(mark)
        total += weight * np.where(has, mark, stand_in)
        known += weight * has
        full += weight
        with_data += (weight > 0) & has
    divisor = known if missing == "drop" else full
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(with_data > 0, total / divisor, np.nan)
        return score, np.where(full > 0, known / full, np.nan)


def banding(shown: Floats, coverage: Floats, model: HealthModel) -> Ints:
    """The band of scores as shown, by the thresholds of the model; too little coverage is no data."""
    band = np.where(shown >= model.healthy_from, HEALTHY, np.where(shown >= model.watch_from, WATCH, AT_RISK))
    too_little = np.isnan(shown) | np.isnan(coverage) | (np.round(coverage, _EXACT) < model.minimum_coverage)
    return np.where(too_little, NO_DATA, band).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Part:
    """One component over the accounts its model scored.

    Attributes:
        signal: where the raw values come from.
        points: 0 to 100, NaN without data.
        weight: 0 where the component does not apply.
    """

    model: int
    component: HealthComponent
    signal: Signal
    points: Floats
    weight: Floats


@dataclass(frozen=True, slots=True)
class ScoreInputs:
    """What scoring reads beside the signals, one entry an account.

    Attributes:
        touch: tier, 0 high, 1 low, 2 tech.
        months: whole months since the first start; NaN where unknown.
        override: score set by hand, NaN where there is none.
        caps: per open event, the accounts it concerns.
    """

    touch: Ints
    months: Floats
    override: Floats
    caps: dict[str, Flags]


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of all accounts as of a day.

    Attributes:
        points: exact score that counts (set by hand where it is); NaN without data.
        computed: exact score the model gives.
        shown: ``points`` rounded half-up.
        band: position in ``BANDS``.
        model: position of the model that scored the account; −1 where none is meant for it.
        cap: the event that lowered the band, position in the model's caps; −1.
        plain: the band before open events lowered it.
        left_out: (model, metric) of components that no account has data for.
    """

    points: Floats
    computed: Floats
    shown: Floats
    coverage: Floats
    band: Ints
    model: Ints
    cap: Ints
    plain: Ints
    parts: tuple[Part, ...]
    left_out: tuple[tuple[str, str], ...]

    @property
    def measured(self) -> frozenset[tuple[int, HealthComponent]]:
        """The components that count, with the position of their model."""
        return frozenset((part.model, part.component) for part in self.parts)

    @property
    def enough(self) -> Flags:
        """Which accounts have data enough for a band."""
        return np.asarray(self.plain != NO_DATA)


def model_of(models: tuple[HealthModel, ...], touch: Ints) -> Ints:
    """The first model meant for each account's tier; −1 where there is none."""
    chosen = np.full(len(touch), -1, dtype=np.int64)
    for number, model in enumerate(models):
        chosen[(chosen < 0) & _in_tiers(model.touch, touch)] = number
    return chosen


def _in_tiers(wanted: tuple[str, ...], touch: Ints) -> Flags:
    if not wanted:
        return np.ones(len(touch), dtype=np.bool_)
    return np.isin(touch, [TIERS.index(name) for name in wanted if name in TIERS])


def scored(
    models: tuple[HealthModel, ...],
    signals: Signals,
    inputs: ScoreInputs,
    measured: frozenset[tuple[int, HealthComponent]] | None = None,
) -> Scores:
    """Score every account by the model meant for its tier.

    Components that no account has data for are left out; on an earlier day ``measured`` says
    which ones count all the same, so that what was not yet known then lowers the coverage.
    """
    count = len(inputs.touch)
    chosen = model_of(models, inputs.touch)
    computed, coverage = np.full(count, np.nan), np.full(count, np.nan)
    points, shown = computed.copy(), computed.copy()
    band, cap = np.full(count, NO_DATA, dtype=np.int64), np.full(count, -1, dtype=np.int64)
    plain = band.copy()
    parts: list[Part] = []
    left_out: list[tuple[str, str]] = []
    for number, model in enumerate(models):
        mine = chosen == number
        own = _parts(number, model, signals, inputs, mine, measured)
        left_out += [(model.name, c.metric) for c in model.components if c not in [part.component for part in own]]
        parts += own
        score, share = combined([p.points for p in own], [p.weight for p in own], model.missing)
        if own:
            computed[mine], coverage[mine] = score[mine], share[mine]
        by_hand = mine & ~np.isnan(inputs.override)
        points[mine] = np.where(by_hand, inputs.override, computed)[mine]
        shown[mine] = half_up(points)[mine]
        judged = banding(shown, np.where(by_hand, 1.0, coverage), model)
        plain[mine] = judged[mine]
        judged, hit = _capped(judged, model, inputs.caps)
        band[mine], cap[mine] = judged[mine], hit[mine]
    return Scores(points, computed, shown, coverage, band, chosen, cap, plain, tuple(parts), tuple(left_out))


def signal_code(component: HealthComponent) -> str:
    """The signal a component reads: the trend of its metric where that is its method."""
    metric = component.metric
    is_trend = metric == "login_trend" or metric.startswith("trend:")
    return f"trend:{metric}" if component.method == "trend" and not is_trend else metric


def measured_components(models: tuple[HealthModel, ...], signals: Signals) -> frozenset[tuple[int, HealthComponent]]:
    """The components that some account has data for, with the position of their model."""
    return frozenset(
        (number, component)
        for number, model in enumerate(models)
        for component in model.components
        if not np.isnan(signals.signal(signal_code(component)).value).all()
    )


def _parts(
    number: int,
    model: HealthModel,
    signals: Signals,
    inputs: ScoreInputs,
    mine: Flags,
    measured: frozenset[tuple[int, HealthComponent]] | None,
) -> list[Part]:
    """The components of a model that some account has data for, or those that are ``measured``."""
    parts = []
    for component in model.components:
        signal = signals.signal(signal_code(component))
        counts = not np.isnan(signal.value).all() if measured is None else (number, component) in measured
        if not counts:
            continue
        applies = mine & _in_tiers(component.touch, inputs.touch)
        if component.months_from is not None:
            applies &= inputs.months >= component.months_from
        if component.months_to is not None:
            applies &= inputs.months < component.months_to
        points = points_of(component, signal.value, inputs.months)
        parts.append(Part(number, component, signal, points, np.where(applies, float(component.weight), 0.0)))
    return parts


def _capped(band: Ints, model: HealthModel, caps: dict[str, Flags]) -> tuple[Ints, Ints]:
    """Lower the band to what open events allow; the second array says which of the model's caps did it.

    Too little data stays that, unless an event alone puts the account at risk.
    """
    lowered, hit = band.copy(), np.full(len(band), -1, dtype=np.int64)
    for number, (event, worst) in enumerate(model.caps):
        if event not in caps:
            continue
        limit = BANDS.index(worst)
        better = lowered < limit
        if limit == AT_RISK:
            better |= lowered == NO_DATA
        reached = caps[event] & better
        lowered[reached], hit[reached] = limit, number
    return lowered, hit
