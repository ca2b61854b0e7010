"""The accounts that take part in an assessment, as arrays: what stands on the account and what its contracts say of it.

Renaming an account or its CSM leaves these arrays as they are, so nothing made from them is made again.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import pandas as pd

from csdesk.rules.months import whole_months
from csdesk.rules.timeline import NO_DAY, Flags, Floats, Ints, Places, day_number, day_numbers, flags, real, whole

_FAR = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Customers:
    """The accounts that are not archived, one entry each, in the order of the account frame.

    Attributes:
        group: number of the parent group (the account itself where it has no parent).
        sentiment: the CSM's view, 1 to 5; NaN where there is none.
        view_on, view_until: the days it was given and counts until; ``NO_DAY`` where nobody said.
        onboarding: lifecycle says onboarding, or a due date without a completion.
    """

    places: Places
    keys: Ints
    group: Ints
    seats: Floats
    sentiment: Floats
    view_on: Ints
    view_until: Ints
    strategic: Flags
    signup: Ints
    onboarded_on: Ints
    onboarding_due: Ints
    onboarding: Flags

    def same_as(self, other: Customers) -> bool:
        """Whether every array holds the same values."""
        return all(
            np.array_equal(getattr(self, f.name), getattr(other, f.name), equal_nan=f.name in ("seats", "sentiment"))
            for f in fields(self)
            if f.name != "places"
        )


def current(accounts: pd.DataFrame) -> pd.DataFrame:
    """The account frame without what is archived."""
    archived = flags(accounts["archived"])
    return accounts if not archived.any() else accounts[~archived].reset_index(drop=True)


def customers_of(accounts: pd.DataFrame, earlier: Customers | None = None) -> Customers:
    """The arrays of the current accounts; ``earlier`` itself where nothing that matters here differs."""
    keys = accounts["key"].to_numpy(dtype=np.int64)
    places = earlier.places if earlier is not None and np.array_equal(earlier.keys, keys) else Places(keys)
    onboarded, due = day_numbers(accounts["onboarded_on"]), day_numbers(accounts["onboarding_due"])
    stated = flags(accounts["lifecycle"] == "onboarding")
    group, _ = pd.factorize(accounts["parent"].fillna(accounts["name"]))
    made = Customers(
        places, keys, group.astype(np.int64), real(accounts["seats"]), real(accounts["sentiment"]),
        day_numbers(accounts["sentiment_on"]), day_numbers(accounts["sentiment_until"]),
        flags(accounts["strategic"]), day_numbers(accounts["signup"]), onboarded, due,
        (onboarded == NO_DAY) & (stated | (due != NO_DAY)),
    )  # fmt: skip
    return earlier if earlier is not None and earlier.same_as(made) else made


@dataclass(frozen=True, slots=True)
class Tenure:
    """Since when and until when each account has been a customer, by its contract lines.

    Attributes:
        begun: day of the first start, else of the sign-up; ``NO_DAY`` where unknown.
        ended: last counted day of an account whose lines have all ended before the as-of date, else ``NO_DAY``.
    """

    begun: Ints
    ended: Ints

    def months(self, days: Ints) -> Floats:
        """Whole months since the beginning on each account's day; NaN where that is unknown or later."""
        known = (self.begun != NO_DAY) & (self.begun <= days)
        begun = np.where(known, self.begun, 0).astype("datetime64[D]")
        until = np.where(known, days, 0).astype("datetime64[D]")
        return np.where(known, whole_months(begun, until).astype(np.float64), np.nan)

    def judged_on(self, day: date) -> Ints:
        """The day each account is judged on: that day, or the last of its contracts where those ended before."""
        number = day_number(day)
        return np.where((self.ended != NO_DAY) & (self.ended < number), self.ended, number)


def tenure_of(customers: Customers, ledger: pd.DataFrame, as_of: date) -> Tenure:
    """Begin and end of each account by the ledger's lines that have started by the as-of date."""
    today = day_number(as_of)
    place = customers.places.of(whole(ledger["account_key"]))
    start, until = day_numbers(ledger["start"]), day_numbers(ledger["counted_to"])
    used = (place >= 0) & (start != NO_DAY) & (start <= today) & holding(ledger)
    begun = np.full(len(customers.keys), _FAR)
    np.minimum.at(begun, place[used], start[used])
    begun = np.where(begun == _FAR, customers.signup, begun)
    latest = np.full(len(customers.keys), NO_DAY)
    np.maximum.at(latest, place[used], np.where(until == NO_DAY, _FAR, until)[used])
    return Tenure(begun, np.where((latest != NO_DAY) & (latest < today), latest, NO_DAY))


def holding(ledger: pd.DataFrame) -> Flags:
    """The ledger lines that make somebody a customer: all but one-off amounts and credits, worth something or not."""
    return ~flags(ledger["excluded"].isin(("one_off", "credit")))
