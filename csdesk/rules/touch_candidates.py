"""Accounts that should move to another tier: their value crossed a cut that stayed where it was."""

from __future__ import annotations

import math

import numpy as np

from csdesk.model.policies import TouchPolicy
from csdesk.rules.timeline import Flags, Ints
from csdesk.rules.touch import Cutoffs, Touch, TouchInputs, tiers_by_value

CANDIDATE = "touch_candidate"  # the rule of the agenda
CLEAR_CROSSING = 20  # percent: beyond it a candidate at once; a smaller crossing has to last two quarters


def candidates(touch: Touch, inputs: TouchInputs, earlier: tuple[TouchInputs, ...], policy: TouchPolicy) -> Flags:
    """Which accounts should move tier: their value crossed a cut by more than 20%, or for two quarters.

    ``earlier``: the inputs with the values at the ends of the last two quarters. Accounts set by hand are
    no candidates while that holds, nor are those whom a modifier keeps where they are.
    """
    differs = (touch.by_value != touch.standing) & (touch.computed != touch.tier) & ~touch.by_hand & inputs.served
    up = touch.by_value < touch.standing
    crossed = crossed_cut(touch)
    value = inputs.counted(policy)
    clear = np.where(up, value * 100 > crossed * (100 + CLEAR_CROSSING), value * 100 < crossed * (100 - CLEAR_CROSSING))
    lasting = differs.copy()
    for then in earlier:
        tier = tiers_by_value(then.counted(policy), then, policy, touch.cutoffs)
        lasting &= np.where(up, tier <= touch.by_value, tier >= touch.by_value)
    shown: Flags = differs & (clear | lasting)
    return shown


def crossed_cut(touch: Touch) -> Ints:
    """The cut between the tier an account has and the one its value gives; minor units."""
    up = touch.by_value < touch.standing
    return np.where(up, _lower_edge(touch.by_value, touch.boundaries), _lower_edge(touch.standing, touch.boundaries))


def _lower_edge(tier: Ints, cuts: Cutoffs) -> Ints:
    """The value from which an account belongs to that tier or a higher one."""
    return np.asarray([cuts.high_from, cuts.low_from, 0], dtype=np.int64)[tier]


def candidate_facts(touch: Touch, value: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """What a candidate rests on: the tier by value, the one it has, the cut, and how many times 20% the value is past it.

    A candidate that was deferred or rejected comes back when one of them is another.
    """
    cut = crossed_cut(touch)
    ratio = np.maximum(value, 1) / np.maximum(cut, 1)
    steps = np.floor(np.abs(np.log(ratio)) / math.log(1 + CLEAR_CROSSING / 100) + 1e-9).astype(np.int64)
    return touch.computed, touch.tier, cut, steps


def candidate_fingerprint(touch: Touch, value: Ints, place: int) -> str:
    """The facts of one candidate as the agenda keeps them when it is put aside."""
    return ":".join([CANDIDATE, *(str(int(fact[place])) for fact in candidate_facts(touch, value))])
