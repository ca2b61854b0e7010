"""Accounts by value on a log scale, in bins whose edges include the cuts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from csdesk.rules.timeline import Floats, Ints
from csdesk.rules.touch import Cutoffs

WIDTH = 0.0886  # of a bin, in powers of ten: seven between 1.2M and 5.0M
MOST_BINS = 120


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bins from the left.

    Attributes:
        edges: one more than bins, in minor units.
        counts: accounts a bin.
        tier: position in ``touch.TIERS`` by the cuts alone.
    """

    edges: Floats
    counts: Ints
    tier: Ints


def histogram(values: Ints, cuts: Cutoffs) -> Histogram:
    """The rising ``values`` (minor units, all above 0) in bins of nearly equal width in logarithms.

    No bin holds values of both sides of a cut.
    """
    high, low = max(1, cuts.high_from), max(1, min(cuts.low_from, cuts.high_from))
    least, most = (int(values[0]), int(values[-1])) if len(values) else (low, high)
    low_log, high_log = math.log10(low), math.log10(high)
    between = max(1, round((high_log - low_log) / WIDTH)) if high > low else 0
    below = _bins(low_log - math.log10(least)) if least < low else 0
    above = _bins(math.log10(most) - high_log) if most >= high else 0
    edges = np.concatenate(
        [
            10.0 ** (low_log - WIDTH * np.arange(below, 0, -1)),
            [float(low)],
            10.0 ** (low_log + (high_log - low_log) * np.arange(1, between) / max(1, between)),
            [float(high)] if high > low else [],
            10.0 ** (high_log + WIDTH * np.arange(1, above + 1)),
        ]
    )
    counts = np.diff(np.searchsorted(values, edges, side="left")).astype(np.int64)
    tier = np.repeat(np.asarray([2, 1, 0]), [below, between, above])[: len(counts)]
    return Histogram(edges, counts, tier.astype(np.int64))


def _bins(span: float) -> int:
    """How many bins reach over that many powers of ten, the last value included."""
    return min(MOST_BINS, math.floor(span / WIDTH) + 1)


def round_step(value: int) -> int:
    """The step in which a cut moves: one in the second digit of its amount."""
    return max(1, int(10 ** (math.floor(math.log10(max(1, value))) - 1)))


def rounded_cut(value: float) -> int:
    """An amount to two digits, as a dragged cut takes it."""
    step = round_step(max(1, int(value)))
    return max(1, round(value / step) * step)


def stepped_cut(value: int, steps: int) -> int:
    """A cut moved by a number of steps up or down; at a power of ten the steps below are ten times smaller."""
    for _ in range(abs(steps)):
        if steps > 0:
            step = round_step(value)
            value = value // step * step + step
        else:
            step = round_step(max(1, value - 1))
            value = max(1, -(-value // step) * step - step)
    return value
