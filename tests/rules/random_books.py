"""Random small books: contracts in every form a sheet may give them, rates, renewal decisions, and settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from csdesk.model.policies import Policies, RevenuePolicy
from csdesk.rules.frames import MemoryFrames
from tests.rules.contract_books import book

FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
DAYS = st.dates(FIRST, LAST)
PERIODS = st.tuples(DAYS, DAYS).map(sorted)
CURRENCIES = ("USD", "EUR", "JPY")
Row = dict[str, Any]


@dataclass(frozen=True)
class RandomBook:
    """Plain rows; ``frames`` is the same as the rules are given it."""

    contracts: list[Row]
    rates: list[Row] = field(default_factory=list)
    decisions: list[Row] = field(default_factory=list)

    @property
    def frames(self) -> MemoryFrames:
        return book(self.contracts, rate=self.rates, decision=self.decisions)


def _maybe(draw: Callable[[st.SearchStrategy[Any]], Any], strategy: st.SearchStrategy[Any], often: int = 4) -> Any:
    """A value now and then: once in so many draws."""
    return draw(strategy) if draw(st.integers(1, often)) == 1 else None


@st.composite
def contract_rows(draw: st.DrawFn, key: int) -> Row:
    """One contract line."""
    start = draw(DAYS)
    days = draw(st.none() | st.sampled_from([0, 29, 89, 180, 364, 365, 400, 730]))
    term = _maybe(draw, st.sampled_from([1, 6, 12, 24]))
    undated = draw(st.integers(1, 8)) == 1
    end = None if days is None else start + timedelta(days=days)
    final = end is not None and draw(st.integers(1, 4)) == 1
    return {
        "key": key,
        "account_key": draw(st.integers(1, 4)),
        "product": draw(st.sampled_from([None, "Core", "Core", "Plus"])),
        "start": None if undated else start,
        "seen_on": start if undated else _maybe(draw, DAYS),
        "end": end,
        "term_months": term,
        "renewal_term_months": _maybe(draw, st.sampled_from([1, 3, 12])),
        "amount": draw(st.integers(0, 99_999)) if draw(st.integers(1, 9)) > 1 else draw(st.sampled_from([None, -500])),
        "basis": draw(st.sampled_from(["monthly", "quarterly", "half_yearly", "annual", "total", None, "annual", "one_off", "metered"])),
        "billing": _maybe(draw, st.sampled_from(["monthly", "quarterly", "annual"])),
        "currency": draw(st.sampled_from([None, "USD", "USD", "EUR", "JPY"])),
        "list_price": _maybe(draw, st.integers(0, 99_999), 6),
        "discount": _maybe(draw, st.sampled_from([0.1, 0.25, 1.0]), 6),
        "tax": _maybe(draw, st.just("included"), 6),
        "trial": True if draw(st.integers(1, 10)) == 1 else None,
        "auto_renew": draw(st.sampled_from([None, True, False])),
        "status": "ended" if final else draw(st.sampled_from([None, "active"])),
        "notice_received": _maybe(draw, DAYS, 10),
        "archived": True if draw(st.integers(1, 15)) == 1 else None,
    }  # fmt: skip


@st.composite
def books(draw: st.DrawFn, most: int = 12) -> RandomBook:
    """Contracts that follow each other, overlap, lapse, renew themselves and are added to half-way."""
    rows: list[Row] = []
    number: int = draw(st.integers(0, most))
    for key in range(1, number + 1):
        row = draw(contract_rows(key))
        if len(rows) > 0 and draw(st.booleans()):  # what follows another, or ends with it
            other = draw(st.sampled_from(rows))
            row |= {
                "account_key": other["account_key"],
                "product": draw(st.sampled_from([other["product"], row["product"]])),
            }
            if other["end"] is not None and draw(st.booleans()):
                row |= {
                    "start": other["end"] + timedelta(days=draw(st.sampled_from([-59, -1, 1, 1, 1, 31, 60, 61]))),
                    "end": None,
                }
            elif other["end"] is not None and row["start"] is not None and row["start"] < other["end"]:
                row["end"] = other["end"]
        rows.append(row)
    decided = [
        {"key": n, "contract_key": row["key"], "outcome": _maybe(draw, st.sampled_from(["renewed", "reduced", "lost"]), 2),
         "decided_on": draw(st.none() | DAYS), "forecast": draw(st.sampled_from([None, "commit", "likely", "expected_loss"]))}
        for n, row in enumerate(rows, 1) if draw(st.integers(1, 5)) == 1
    ]  # fmt: skip
    rates = [
        {"key": n, "currency": currency, "month": month, "rate": draw(st.sampled_from([0.5, 1.25, 0.0067, 1.1]))}
        for n, (currency, month) in enumerate(
            [("EUR", date(2023, 1, 1)), ("EUR", date(2025, 3, 1)), ("JPY", date(2023, 1, 1)), ("JPY", date(2026, 1, 1))], 1
        )
    ]  # fmt: skip
    return RandomBook(rows, rates, decided)


@st.composite
def settings_of_a_book(draw: st.DrawFn) -> Policies:
    """Every setting of revenue, drawn."""
    return Policies(
        revenue=RevenuePolicy(
            net_of_discount=draw(st.booleans()),
            tax_rate=draw(st.sampled_from([0.1, 0.08, 0.0])),
            late_renewal_days=draw(st.sampled_from([60, 60, 0, 30])),
            constant_currency=draw(st.booleans()),
            churn_base=draw(st.sampled_from(["opening", "closing"])),
            gross_margin=draw(st.sampled_from([1.0, 0.75])),
            remaining_years_cap=draw(st.sampled_from([5.0, 3.0])),
        )
    )
