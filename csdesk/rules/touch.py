"""Which accounts are served one to one, one to few, one to all, by what they are worth, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.model.policies import TouchPolicy
from csdesk.rules.timeline import Flags, Ints

TIERS = ("high", "low", "tech")
HIGH, LOW, TECH = 0, 1, 2
ONBOARDING_DAYS = 90


class Cutoffs(NamedTuple):
    """Yearly value in minor units from which an account is high touch, and low touch."""

    high_from: int
    low_from: int


def frozen_cutoffs(arr: pd.Series[Any], policy: TouchPolicy) -> Cutoffs | None:
    """The cut-offs to freeze: the roundest amounts that part the top share and the next from the rest.

    ``arr``: minor units a year, one an account. Accounts without ARR do not count.
    None where no account has any.
    """
    values = np.sort(arr.to_numpy(dtype=np.int64, na_value=0))[::-1]
    values = values[values > 0]
    if not len(values):
        return None
    high = max(1, int(len(values) * policy.top_share + 0.5))
    low = max(high, int(len(values) * (policy.top_share + policy.next_share) + 0.5))
    return Cutoffs(_roundest(values, high), _roundest(values, low))


def _roundest(values: Ints, count: int) -> int:
    """The roundest amount that lets ``count`` of the falling values in and keeps the next out."""
    most = int(values[count - 1])
    least = int(values[count]) if count < len(values) else 0
    if least >= most:
        return most
    step = 10 ** len(str(most))
    while step > 1:
        for part in (step, step // 2, step // 5):
            rounded = most // part * part if part else 0
            if rounded > least:
                return rounded
        step //= 10
    return most


@dataclass(frozen=True, slots=True)
class TouchInputs:
    """What the touch model reads, one entry an account.

    Attributes:
        value: yearly value the accounts are cut by (ARR, or LTV), minor units.
        strategic: never below high.
        onboarding: in the first 90 days, or onboarding not completed.
        group: number of the parent group; accounts of a group may count together.
        served: a customer still; the others take no hours.
        hours: hours a month that all CSMs have together, for the method ``capacity``.
    """

    value: Ints
    strategic: Flags
    onboarding: Flags
    group: Ints
    served: Flags
    hours: float

    def counted(self, policy: TouchPolicy) -> Ints:
        """The value each account is cut by: its own, or that of its parent group where groups count together."""
        if not policy.group_together:
            return self.value
        totals = np.zeros(int(self.group.max(initial=0)) + 1, dtype=np.int64)
        np.add.at(totals, self.group, self.value)
        return totals[self.group]


@dataclass(frozen=True, slots=True)
class Touch:
    """The tier of each account.

    Attributes:
        tier: 0 high, 1 low, 2 tech.
        reason: which of ``reasons`` applies.
        reasons: Messages; accounts in the same position share one.
        computed: the tier the value gives, modifiers included.
        by_value: the tier the value gives, without modifiers.
        standing: the tier that is assigned, else the one by value; without modifiers and overrides.
        cutoffs: the cuts that were used; None for the other methods or without values.
        boundaries: the cuts, else the least values of high and low touch.
        by_hand: an override is in force.
    """

    tier: Ints
    reason: Ints
    reasons: tuple[Message, ...]
    computed: Ints
    by_value: Ints
    standing: Ints
    cutoffs: Cutoffs | None
    boundaries: Cutoffs
    by_hand: Flags

    def reason_column(self) -> np.ndarray[Any, Any]:
        """One Message an account."""
        made = np.empty(len(self.reasons), dtype=object)
        made[:] = self.reasons
        return made[self.reason]


def cutoffs_of(value: Ints, policy: TouchPolicy) -> Cutoffs | None:
    """The cut-offs of the policy, else those the values would freeze."""
    if policy.high_from is not None and policy.low_from is not None:
        return Cutoffs(policy.high_from, policy.low_from)
    found = frozen_cutoffs(pd.Series(value), policy)
    if found is None:
        return None
    return Cutoffs(policy.high_from or found.high_from, policy.low_from or found.low_from)


def tiers(inputs: TouchInputs, policy: TouchPolicy, currency: str) -> Touch:
    """The tiers the values and the modifiers give, without what people assigned."""
    value = inputs.counted(policy)
    cuts = cutoffs_of(value, policy) if policy.method == "cutoffs" else None
    found, reasons = _by_value(value, inputs, policy, cuts, currency)
    tier, reason, reasons = modified(found, found, reasons, inputs, policy)
    nobody = np.zeros(len(tier), dtype=np.bool_)
    return Touch(tier, reason, reasons, tier, found, found, cuts, cuts or _boundaries(found, value), nobody)


def modified(
    tier: Ints, reason: Ints, reasons: tuple[Message, ...], inputs: TouchInputs, policy: TouchPolicy
) -> tuple[Ints, Ints, tuple[Message, ...]]:
    """Tiers and reasons after the modifiers: onboarding one tier up, strategic never below high."""
    if policy.onboarding_one_up:
        lifted = inputs.onboarding & (tier > HIGH)
        tier = np.where(lifted, tier - 1, tier)
        reason = np.where(lifted, len(reasons), reason)
        reasons = (*reasons, Message("One tier up while onboarding"))
    if policy.strategic_is_high:
        lifted = inputs.strategic & (tier > HIGH)
        tier = np.where(lifted, HIGH, tier)
        reason = np.where(lifted, len(reasons), reason)
        reasons = (*reasons, Message("Strategic account, never below high touch"))
    return tier, reason, reasons


def _by_value(
    value: Ints, inputs: TouchInputs, policy: TouchPolicy, cuts: Cutoffs | None, currency: str
) -> tuple[Ints, tuple[Message, ...]]:
    if policy.method == "cutoffs":
        return _by_cuts(value, cuts, currency)
    if policy.method == "percentiles":
        return _by_share(value, policy)
    return _by_capacity(value, policy, inputs.hours, int(inputs.served.sum()))


def tiers_by_value(value: Ints, inputs: TouchInputs, policy: TouchPolicy, cuts: Cutoffs | None) -> Ints:
    """The tiers other values (of an earlier day) would give by the same rule, without modifiers."""
    return _by_value(value, inputs, policy, cuts, "")[0]


def _boundaries(tier: Ints, value: Ints) -> Cutoffs:
    """The least values of high and low touch; above every value where there is no such account."""
    beyond = int(value.max(initial=0)) + 1
    high = int(value[tier == HIGH].min(initial=beyond))
    return Cutoffs(high, int(value[tier == LOW].min(initial=high)))


def _by_cuts(value: Ints, cuts: Cutoffs | None, currency: str) -> tuple[Ints, tuple[Message, ...]]:
    if cuts is None:
        nothing = (Message("No recurring revenue yet"),) * 3
        return np.full(len(value), TECH, dtype=np.int64), nothing
    high, low = Money(cuts.high_from, currency), Money(cuts.low_from, currency)
    tier = np.where(value >= cuts.high_from, HIGH, np.where(value >= cuts.low_from, LOW, TECH)).astype(np.int64)
    return tier, (
        Message("{cut} a year or more", cut=high),
        Message("Between {low} and {high} a year", low=low, high=high),
        Message("Below {cut} a year", cut=low),
    )


def _ranks(value: Ints) -> Ints:
    ranks = np.empty(len(value), dtype=np.int64)
    ranks[np.argsort(-value, kind="stable")] = np.arange(len(value))
    return ranks


def _by_share(value: Ints, policy: TouchPolicy) -> tuple[Ints, tuple[Message, ...]]:
    counted = int((value > 0).sum())
    high = int(counted * policy.top_share + 0.5)
    low = int(counted * (policy.top_share + policy.next_share) + 0.5)
    ranks = _ranks(value)
    tier = np.where(ranks < high, HIGH, np.where(ranks < low, LOW, TECH)).astype(np.int64)
    top, following = round(policy.top_share * 100), round(policy.next_share * 100)
    return tier, (
        Message("In the top {share}% by value", share=top),
        Message("In the next {share}% by value", share=following),
        Message("In the last {share}% by value", share=100 - top - following),
    )


def _by_capacity(value: Ints, policy: TouchPolicy, hours: float, served: int) -> tuple[Ints, tuple[Message, ...]]:
    """Fill the hours from the top: every account has its tech hours; the rest is shared by high and low
    in the proportion the shares of the policy would use."""
    spare = max(0.0, hours - served * policy.hours_tech)
    more_high, more_low = policy.hours_high - policy.hours_tech, policy.hours_low - policy.hours_tech
    wanted_high, wanted_low = policy.top_share * more_high, policy.next_share * more_low
    counted = int((value > 0).sum())
    high = min(counted, int(spare * wanted_high / (wanted_high + wanted_low) / more_high))
    low = min(counted, high + int((spare - high * more_high) / more_low))
    ranks = _ranks(value)
    tier = np.where(ranks < high, HIGH, np.where(ranks < low, LOW, TECH)).astype(np.int64)
    return tier, (
        Message("Among the {n} accounts there are hours to serve one to one", n=high),
        Message("Among the {n} accounts there are hours to serve in groups", n=low - high),
        Message("Served one to all: no hours left"),
    )
