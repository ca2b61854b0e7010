"""What another touch policy would do, before anybody decides: who moves, and what it takes. Arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from csdesk.model.policies import TouchPolicy
from csdesk.rules.health import BANDS
from csdesk.rules.timeline import NO_DAY, Flags, Floats, Ints, Places, day_number, day_numbers, flags, real, whole
from csdesk.rules.touch import TIERS, Touch, TouchInputs, tiers

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Staff:
    """The CSMs, by ARR; the last stands for accounts without one. Hours are hours a month.

    Attributes:
        of: which of them looks after each account.
        programme: hours for the one-to-many work.
    """

    names: tuple[str, ...]
    of: Ints
    available: Floats
    programme: Floats


@dataclass(frozen=True, slots=True)
class TouchBook:
    """What a what-if reads, one entry an account.

    Attributes:
        arr, ltv: minor units a year, 0 for none.
        inputs: what the policy in force makes tiers from.
        live: the tiers in force, with assignments and overrides.
        band: positions in ``health.BANDS``.
        until: last day of the override in force, ``NO_DAY`` without one or without an end.
    """

    keys: Ints
    names: NDArray[Any]
    arr: Ints
    ltv: Ints
    inputs: TouchInputs
    live: Touch
    policy: TouchPolicy
    currency: str
    band: Ints
    until: Ints
    staff: Staff

    def value(self, policy: TouchPolicy) -> Ints:
        """What that policy cuts the accounts by."""
        if policy.basis == self.policy.basis:
            return self.inputs.value
        return self.ltv if policy.basis == "ltv" else self.arr


def touch_book(assessment: Assessment) -> TouchBook:
    """The book of an assessment as arrays."""
    cut, accounts, policy = assessment.segmentation, assessment.accounts, assessment.policies.touch
    persons = assessment.frames.frame("person")
    arr = np.maximum(cut.arr, 0)
    return TouchBook(
        keys=assessment.customers.keys,
        names=accounts["name"].fillna("").to_numpy(dtype=object),
        arr=arr,
        ltv=np.nan_to_num(cut.ltv).astype(np.int64),
        inputs=cut.inputs,
        live=cut.touch,
        policy=policy,
        currency=assessment.policies.revenue.currency,
        band=pd.Categorical(accounts["band"], categories=list(BANDS)).codes.astype(np.int64),
        until=_until(assessment.frames.frame("touch_assignment"), assessment.customers.places, assessment),
        staff=_staff(accounts["csm"], persons, policy, np.where(cut.inputs.served, arr, 0)),
    )


def _until(assignments: pd.DataFrame, places: Places, assessment: Assessment) -> Ints:
    until = np.full(len(places), NO_DAY)
    place, ends = places.of(whole(assignments["account_key"])), day_numbers(assignments["expires_on"])
    rows = np.flatnonzero(
        (place >= 0) & flags(assignments["override"]) & (ends != NO_DAY) & (ends >= day_number(assessment.as_of))
    )
    until[place[rows]] = ends[rows]
    return until


def _staff(csm: pd.Series[Any], persons: pd.DataFrame, policy: TouchPolicy, arr: Ints) -> Staff:
    people = persons.dropna(subset=["name"]).drop_duplicates("name").set_index("name")
    names = pd.Index(sorted({*csm.dropna().astype(str), *people.index.astype(str)}), dtype=object)
    codes = names.get_indexer(csm.fillna("").astype(object))
    total = np.bincount(codes[codes >= 0], weights=arr[codes >= 0], minlength=len(names))
    order = np.argsort(-total, kind="stable")
    rank = np.empty(len(names) + 1, dtype=np.int64)
    rank[order], rank[len(names)] = np.arange(len(names)), len(names)
    own = people[["hours", "programme_hours"]].reindex(names[order])
    return Staff(
        tuple(str(name) for name in names[order]),
        rank[codes],
        np.append(np.nan_to_num(real(own["hours"]), nan=policy.full_time_hours), 0.0),
        np.append(np.nan_to_num(real(own["programme_hours"])), 0.0),
    )


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a policy on trial would change.

    Attributes:
        touch: the tiers it gives, without what people assigned.
        moves: places of accounts it would move, by value, the largest first.
        stays: places of accounts it would move but for an override, by value.
    """

    policy: TouchPolicy
    value: Ints
    touch: Touch
    moves: Ints
    stays: Ints


def what_if(book: TouchBook, policy: TouchPolicy) -> WhatIf:
    """Who would move under another policy: an account whose computed tier differs from the one in force.

    Accounts whose computed tier stays the same keep what was assigned to them, even where the two differ:
    those are candidates, and decided one by one.
    """
    value = book.value(policy)
    touch = tiers(replace(book.inputs, value=value), policy, book.currency)
    crossing = (touch.computed != book.live.computed) & (touch.computed != book.live.tier) & book.inputs.served
    moving, held = np.flatnonzero(crossing & ~book.live.by_hand), np.flatnonzero(crossing & book.live.by_hand)
    return WhatIf(policy, value, touch, _by_value(moving, value), _by_value(held, value))


def _by_value(places: Ints, value: Ints) -> Ints:
    return places[np.argsort(-value[places], kind="stable")]


def tiers_after(book: TouchBook, found: WhatIf, kept: frozenset[int] = frozenset()) -> Ints:
    """The tier of each account once the moves are made, but for those of the accounts ``kept`` (keys)."""
    tier = book.live.tier.copy()
    moves = moving(book, found, kept)
    tier[moves] = found.touch.computed[moves]
    return tier


def moving(book: TouchBook, found: WhatIf, kept: frozenset[int]) -> Ints:
    """Places of the moves without those of the accounts ``kept``."""
    if not kept:
        return found.moves
    return found.moves[~np.isin(book.keys[found.moves], list(kept))]


@dataclass(frozen=True, slots=True)
class Effect:
    """What tiers mean for the book; by tier: high, low, tech.

    Attributes:
        accounts, arr, hours: by tier; ARR in minor units, hours a month.
        bands: tier x band (``health.BANDS``): how many accounts.
        by_csm: CSM x tier: how many accounts; the last row is accounts without a CSM.
        arr_by_csm: minor units.
        needed: hours a month by CSM, with the programme hours.
    """

    accounts: Ints
    arr: Ints
    hours: Floats
    bands: Ints
    by_csm: Ints
    arr_by_csm: Ints
    needed: Floats

    def over(self, staff: Staff) -> Flags:
        """Which CSMs need more hours than they have; nobody is over who is not somebody."""
        over = self.needed > staff.available + 1e-9
        over[-1] = False
        return over


def effect_of(book: TouchBook, tier: Ints, policy: TouchPolicy) -> Effect:
    """Counts, ARR, health and hours by tier and by CSM, of those who are still customers."""
    rows = np.flatnonzero(book.inputs.served)
    tier, staff = tier[rows], book.staff
    count, people, bands = len(TIERS), len(staff.names) + 1, len(BANDS)
    arr, of = book.arr[rows], staff.of[rows]
    by_csm = np.bincount(of * count + tier, minlength=people * count).reshape(people, count)
    rated = book.band[rows] >= 0
    banded = np.bincount((tier * bands + book.band[rows])[rated], minlength=count * bands).reshape(count, bands)
    per = np.asarray([policy.hours_high, policy.hours_low, policy.hours_tech])
    accounts = np.bincount(tier, minlength=count)
    return Effect(
        accounts.astype(np.int64),
        _sums(arr, tier, count),
        accounts * per,
        banded.astype(np.int64),
        by_csm.astype(np.int64),
        _sums(arr, of, people),
        by_csm @ per + staff.programme,
    )


def _sums(amounts: Ints, group: Ints, groups: int) -> Ints:
    sums = np.zeros(groups, dtype=np.int64)
    np.add.at(sums, group, amounts)
    return sums
