"""Which accounts are served one to one, one to few, one to all, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.model.policies import TouchPolicy
from csdesk.rules.timeline import NO_DAY, Flags, Ints, Places, day_number, day_numbers, day_of, flags, whole

TIERS = ("high", "low", "tech")
HIGH, LOW, TECH = 0, 1, 2
ONBOARDING_DAYS = 90
CLEAR_CROSSING = 0.20  # a candidate at once; a smaller crossing has to last two quarters


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
        hours: hours a month that all CSMs have together, for the method ``capacity``.
    """

    value: Ints
    strategic: Flags
    onboarding: Flags
    group: Ints
    hours: float


@dataclass(frozen=True, slots=True)
class Touch:
    """The tier of each account.

    Attributes:
        tier: 0 high, 1 low, 2 tech.
        reason: which of ``reasons`` applies.
        reasons: Messages; accounts in the same position share one.
        computed: the tier the values alone (with modifiers) would give.
        cutoffs: the cuts that were used; None for the other methods or without values.
        by_hand: an override is in force.
    """

    tier: Ints
    reason: Ints
    reasons: tuple[Message, ...]
    computed: Ints
    cutoffs: Cutoffs | None
    by_hand: Flags

    def reason_column(self) -> np.ndarray[Any, Any]:
        """One Message an account."""
        return _objects(self.reasons)[self.reason]


def _objects(messages: tuple[Message, ...]) -> np.ndarray[Any, Any]:
    made = np.empty(len(messages), dtype=object)
    made[:] = messages
    return made


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
    value = _grouped(inputs) if policy.group_together else inputs.value
    cuts: Cutoffs | None = None
    if policy.method == "cutoffs":
        cuts = cutoffs_of(value, policy)
        tier, reasons = _by_cuts(value, cuts, currency)
    elif policy.method == "percentiles":
        tier, reasons = _by_share(value, policy)
    else:
        tier, reasons = _by_capacity(value, policy, inputs.hours)
    reason = tier.copy()
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
    return Touch(tier, reason, reasons, tier, cuts, np.zeros(len(tier), dtype=np.bool_))


def _grouped(inputs: TouchInputs) -> Ints:
    totals = np.zeros(int(inputs.group.max(initial=0)) + 1, dtype=np.int64)
    np.add.at(totals, inputs.group, inputs.value)
    return totals[inputs.group]


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


def _by_capacity(value: Ints, policy: TouchPolicy, hours: float) -> tuple[Ints, tuple[Message, ...]]:
    """Fill the hours from the top: every account has its tech hours; the rest is shared by high and low
    in the proportion the shares of the policy would use."""
    spare = max(0.0, hours - len(value) * policy.hours_tech)
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


def with_assignments(touch: Touch, assignments: pd.DataFrame, places: Places, as_of: date, strategic: Flags) -> Touch:
    """What people assigned wins over what the values give.

    ``assignments``: frame of ``touch_assignment``. An assignment counts from its date on. An
    override counts until it expires, whatever the flags say; a plain assignment stays until
    somebody approves a move, but never keeps a strategic account (``strategic``) below high.
    """
    today = day_number(as_of)
    place = places.of(whole(assignments["account_key"]))
    wanted = pd.Categorical(assignments["touch"], categories=list(TIERS)).codes.astype(np.int64)
    since, until = day_numbers(assignments["assigned_on"]), day_numbers(assignments["expires_on"])
    override = flags(assignments["override"])
    valid = (place >= 0) & (wanted >= 0) & ((since == NO_DAY) | (since <= today))
    valid &= ~override | (until == NO_DAY) | (until >= today)
    valid &= override | ~(strategic[place] & (wanted > HIGH))
    rows = np.flatnonzero(valid)
    if not len(rows):
        return touch
    tier, reason, reasons = touch.tier.copy(), touch.reason.copy(), list(touch.reasons)
    moved = rows[(tier[place[rows]] != wanted[rows]) & ~override[rows]]
    reason[place[moved]] = len(reasons)
    reasons.append(Message("As assigned; a move has not been approved"))
    tier[place[rows]] = wanted[rows]
    _explain_overrides(assignments, rows[override[rows]], place, until, reason, reasons)
    by_hand = np.zeros(len(tier), dtype=np.bool_)
    by_hand[place[rows[override[rows]]]] = True
    return Touch(tier, reason, tuple(reasons), touch.computed, touch.cutoffs, by_hand)


def _explain_overrides(
    assignments: pd.DataFrame, rows: Ints, place: Ints, until: Ints, reason: Ints, reasons: list[Message]
) -> None:
    """One Message for each different reason and expiry among the overrides."""
    texts = assignments["reason"].iloc[rows].fillna("")
    number, _ = pd.factorize(texts + "\0" + pd.Series(until[rows], index=texts.index).astype("string[pyarrow]"))
    reason[place[rows]] = len(reasons) + number
    _, firsts = np.unique(number, return_index=True)
    for at in firsts.tolist():
        why, day = str(texts.iloc[at]), day_of(int(until[rows][at]))
        if day is not None:
            reasons.append(Message("Set by hand until {day}: {why}", day=day, why=why))
        else:
            reasons.append(Message("Set by hand: {why}", why=why))


def candidates(touch: Touch, value: Ints, earlier: tuple[Ints, ...], policy: TouchPolicy) -> Flags:
    """Which accounts should move tier: their value crossed a cut by more than 20%, or for two quarters.

    ``earlier``: the values at the ends of the last two quarters. Accounts set by hand are
    no candidates while that holds.
    """
    differs = (touch.computed != touch.tier) & ~touch.by_hand
    cuts = touch.cutoffs
    if cuts is None or policy.method != "cutoffs":
        return np.asarray(differs)
    up = touch.computed < touch.tier
    crossed = np.where(up, _cut_below(touch.computed, cuts), _cut_below(touch.tier, cuts))
    clear: Flags = np.where(up, value >= crossed * (1 + CLEAR_CROSSING), value < crossed * (1 - CLEAR_CROSSING))
    lasting = differs.copy()
    for then in earlier:
        tier, _ = _by_cuts(then, cuts, "")
        lasting &= np.where(up, tier <= touch.computed, tier >= touch.computed)
    shown: Flags = differs & (clear | lasting)
    return shown


def _cut_below(tier: Ints, cuts: Cutoffs) -> Ints:
    """The value from which an account belongs to that tier or a higher one."""
    return np.asarray([cuts.high_from, cuts.low_from, 0], dtype=np.int64)[tier]
