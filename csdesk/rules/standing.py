"""Until when a contract line counts, and why (DOMAIN sections 1 and 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from csdesk.rules.months import (
    NONE,
    ONE,
    Days,
    Flags,
    Whole,
    add_months,
    day,
    days,
    flags,
    rolled_on,
    whole_months,
)  # fmt: skip
from csdesk.rules.succession import Lines, successors, taken

# The term of a contract that says nothing about it.
USUAL_TERM = 12
_NEVER_A_SUCCESSOR = ("one_off",)


@dataclass(frozen=True, slots=True)
class Standing:
    """How contract lines stand on a day; one entry a line.

    Attributes:
        start: own start, else first evidence.
        counted_to: the last day the line counts, NaT while it is open.
        final: stops after its end for good.
        assumed: past its end and taken as renewed on the same terms.
        late_successor: its successor began after a gap, through which it counts.
        overdue: past its end, undecided, and not yet given up.
        undated: has no start of its own.
        successor: position of the line that follows, or -1.
        term: months a renewal runs.
        renewal_on: end of the current term; NaT without one.
    """

    start: Days
    end: Days
    counted_to: Days
    final: Flags
    assumed: Flags
    late_successor: Flags
    overdue: Flags
    undated: Flags
    successor: NDArray[np.int64]
    term: Whole
    renewal_on: Days


def standing_of(contracts: pd.DataFrame, decisions: pd.DataFrame | None, late_days: int, as_of: date) -> Standing:
    """How the lines of a contract frame stand on a day.

    An ended line without an end has ended by the day it was first seen. Notice that comes in while
    a contract is assumed renewed ends it with the term in which it came.
    """
    today = day(as_of)
    undated = np.isnat(days(contracts["start"]))
    start = _starts(contracts, today)
    term = _terms(contracts)
    final, told, renewed = _outcomes(contracts, decisions, today)
    auto = flags(contracts["auto_renew"])
    end = _final_ends(contracts, days(contracts["end"]), final, told, auto, term)
    follows = _seen(contracts, start, today) & ~flags(contracts["trial"])
    follows &= ~contracts["basis"].isin(_NEVER_A_SUCCESSOR).to_numpy()
    follows &= contracts["amount"].fillna(0).to_numpy() >= 0
    lines = Lines(_numbered(contracts["account_key"]), _products(contracts["product"]), start, end, follows)
    successor = np.where(final, -1, successors(lines, late_days))
    followed_on = taken(start, successor)
    past = end < today
    open_end = past & ~final & (successor < 0)
    assumed = open_end & (auto | renewed)
    given_up = end + np.timedelta64(late_days, "D")
    overdue = open_end & ~assumed & (today <= given_up)
    late = past & ~final & (followed_on > end + ONE)
    counted_to = np.select([late, assumed, overdue], [followed_on - ONE, np.full_like(end, NONE), given_up], end)
    renewal_on = end.copy()
    renewal_on[assumed] = rolled_on(end[assumed], term[assumed], today)
    return Standing(start, end, counted_to, final, assumed, late, overdue, undated, successor, term, renewal_on)


def _starts(contracts: pd.DataFrame, today: np.datetime64) -> Days:
    """The start, else the day the line was first seen, else today."""
    start = days(contracts["start"])
    seen = days(contracts["seen_on"])
    return np.where(np.isnat(start), np.where(np.isnat(seen), today, seen), start)


def _terms(contracts: pd.DataFrame) -> Whole:
    """Months a renewal runs: as agreed for renewals, else the first term, else a year."""
    agreed = contracts["renewal_term_months"].to_numpy(dtype=np.int64, na_value=0)
    written = contracts["term_months"].to_numpy(dtype=np.int64, na_value=0)
    start, after = days(contracts["start"]), days(contracts["end"]) + ONE
    months = whole_months(start, after)
    rest = (after - add_months(start, months)).astype(np.float64)
    by_dates = months + np.where(rest > 15, 1, 0)
    known = ~np.isnat(start) & ~np.isnat(after) & (after > start)
    return np.select([agreed > 0, written > 0, known & (by_dates > 0)], [agreed, written, by_dates], USUAL_TERM)


def _outcomes(
    contracts: pd.DataFrame, decisions: pd.DataFrame | None, today: np.datetime64
) -> tuple[Flags, Days, Flags]:
    """Which lines are final, when that was told, and which were decided to go on."""
    told = days(contracts["notice_received"])
    told = np.where(told <= today, told, NONE)
    ended = (contracts["status"] == "ended").to_numpy(dtype=bool, na_value=False) | ~np.isnat(told)
    none = np.zeros(len(contracts), dtype=bool)
    if decisions is None or decisions.empty:
        return ended, told, none
    known = decisions[~(days(decisions["decided_on"]) > today)].drop_duplicates("contract_key", keep="last")
    known = known[known["contract_key"].notna()].set_index("contract_key").reindex(contracts["key"])
    outcome = known["outcome"]
    lost = (outcome == "lost").to_numpy(dtype=bool, na_value=False)
    decided_on = days(known["decided_on"])
    renewed = outcome.isin(["renewed", "reduced"]).to_numpy(dtype=bool)
    return ended | lost, np.where(lost & np.isnat(told), decided_on, told), renewed & ~ended


def _final_ends(contracts: pd.DataFrame, end: Days, final: Flags, told: Days, auto: Flags, term: Whole) -> Days:
    """The ends of lines, those of final ones without an end or told after it made up as said above."""
    end = end.copy()
    endless = final & np.isnat(end)
    end[endless] = _ends_without_date(contracts[endless], told[endless])
    went_on = final & auto & (told > end)
    end[went_on] = rolled_on(end[went_on], term[went_on], told[went_on])
    return end


def _ends_without_date(contracts: pd.DataFrame, told: Days) -> Days:
    """The end of a notice period where notice came in, else the day before the line was first seen."""
    n = contracts["notice_n"].to_numpy(dtype=np.int64, na_value=0)
    by_months = (contracts["notice_unit"] == "months").to_numpy(dtype=bool, na_value=False)
    after_notice = np.where(by_months, add_months(told, n), told + n.astype("timedelta64[D]"))
    seen = days(contracts["seen_on"])
    fallback = np.where(np.isnat(seen), days(contracts["start"]), seen) - ONE
    return np.where(np.isnat(after_notice), fallback, after_notice)


def _seen(contracts: pd.DataFrame, start: Days, today: np.datetime64) -> Flags:
    """Which lines are known on the day: they have begun, or stood in a sheet already."""
    return np.asarray((start <= today) | (days(contracts["seen_on"]) <= today))


def _numbered(keys: pd.Series[int]) -> Whole:
    return np.asarray(pd.factorize(keys)[0], dtype=np.int64)


def _products(products: pd.Series[str]) -> Whole:
    """A number for each product, 0 where it is unknown."""
    named = products.where(products != "")
    return np.asarray(pd.factorize(named)[0] + 1, dtype=np.int64)
