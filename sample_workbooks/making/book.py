"""The invented book: who the customers are and how each stands on the day the samples are made for."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

AS_OF = date(2026, 11, 22)
EARLIER_IMPORT = date(2026, 10, 23)
TWELVE_WEEKS_AGO = date(2026, 9, 6)
FIRST_USAGE_DAY = date(2026, 5, 1)  # a login trend on TWELVE_WEEKS_AGO looks back 120 days
LONG_USAGE_DAY = date(2025, 8, 25)  # so does one at the end of 2025, for customers that have long been in trouble

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Term:
    """One contract term of a customer, all products together; ``arr`` and its kin are thousands of yen a year."""

    start: date
    end: date
    arr: int
    seats: int


@dataclass(frozen=True, slots=True)
class Account:
    """A customer of today, with the figures the workbooks have to lead to.

    Attributes:
        number: place in the book from 0; the account id is made from it.
        contract: number of the current contract.
        health, health_before, health_long_ago: scores on AS_OF, EARLIER_IMPORT and TWELVE_WEEKS_AGO.
        terms: the current term first, then the earlier ones, going back.
    """

    number: int
    contract: str
    name: str
    language: str
    industry: str
    region: str
    csm: str
    notice_days: int
    users: int
    health: int
    health_before: int
    health_long_ago: int
    nps: int | None
    next_step: str
    next_step_date: date | None
    forecast: str
    expected: int
    why: str
    risk: str
    terms: tuple[Term, ...]

    @property
    def account_id(self) -> str:
        """The id the English workbooks use."""
        return f"A-{1001 + self.number}"

    @property
    def seats(self) -> int:
        """Seats bought today."""
        return self.terms[0].seats

    @property
    def arr(self) -> int:
        """Thousands of yen a year today."""
        return self.terms[0].arr

    @property
    def since(self) -> date:
        """First day as a customer."""
        return self.terms[-1].start

    @property
    def touch(self) -> str:
        """The tier the cut-offs of 6.0M and 1.2M give."""
        return "high" if self.arr >= 6000 else "low" if self.arr >= 1200 else "tech"

    @property
    def usage_from(self) -> date:
        """The first day with usage by day."""
        lowest = min(self.health, self.health_before, self.health_long_ago)
        return LONG_USAGE_DAY if lowest < 55 and self.since <= LONG_USAGE_DAY else FIRST_USAGE_DAY

    def seats_on(self, day: date) -> int | None:
        """Seats under contract on a day."""
        return next((t.seats for t in self.terms if t.start <= day <= t.end), None)


@dataclass(frozen=True, slots=True)
class Former:
    """A customer that left; ``terms`` as of an account, the last one first."""

    number: int
    contract: str
    name: str
    language: str
    industry: str
    region: str
    csm: str
    notice_days: int
    users: int
    reason: str
    terms: tuple[Term, ...]

    @property
    def account_id(self) -> str:
        """The id the English workbooks use."""
        return f"A-{901 + self.number:04d}"

    @property
    def since(self) -> date:
        """First day as a customer."""
        return self.terms[-1].start


def dice(*about: object) -> random.Random:
    """A source of chance that always gives the same for the same subject."""
    return random.Random("|".join(map(str, ("samples of 2026-11", *about))))


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _terms(end: date, arr: int, seats: int, earlier: str, changed: str = "") -> tuple[Term, ...]:
    """Yearly terms back from the current one; ``changed`` ("date/amount") splits the current one where it grew or shrank."""
    start = _year_before(end + timedelta(days=1))
    terms = [Term(start, end, arr, seats)]
    if changed:
        day, before = changed.split("/")
        on = date.fromisoformat(day)
        terms = [
            Term(on, end, arr, seats),
            Term(start, on - timedelta(days=1), int(before), _seats_for(int(before), arr, seats)),
        ]
    for amount in (int(part) for part in earlier.split("/") if part):
        end, start = start - timedelta(days=1), _year_before(start)
        terms.append(Term(start, end, amount, _seats_for(amount, arr, seats)))
    return tuple(terms)


def _seats_for(amount: int, arr: int, seats: int) -> int:
    return max(1, round(seats * amount / arr))


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def accounts() -> tuple[Account, ...]:
    """The 128 customers."""
    return tuple(
        Account(
            number=number,
            contract=row["contract"],
            name=row["name"],
            language=row["language"],
            industry=row["industry"],
            region=row["region"],
            csm=row["csm"],
            notice_days=int(row["notice_days"]),
            users=int(row["users"]),
            health=int(row["health"]),
            health_before=int(row["health_before"]),
            health_long_ago=int(row["health_12_weeks_ago"]),
            nps=int(row["nps"]) if row["nps"] else None,
            next_step=row["next_step"],
            next_step_date=date.fromisoformat(row["next_step_date"]) if row["next_step_date"] else None,
            forecast=row["forecast"],
            expected=int(row["expected"]),
            why=row["why"],
            risk=row["risk"],
            terms=_terms(
                date.fromisoformat(row["renewal"]), int(row["arr"]), int(row["seats"]), row["earlier"], row["changed"]
            ),
        )
        for number, row in enumerate(_rows("the_book.csv"))
    )


def former_customers() -> tuple[Former, ...]:
    """Those that left in the last two years."""
    return tuple(
        Former(
            number=number,
            contract=row["contract"],
            name=row["name"],
            language=row["language"],
            industry=row["industry"],
            region=row["region"],
            csm=row["csm"],
            notice_days=int(row["notice_days"]),
            users=int(row["users"]),
            reason=row["reason"],
            terms=_terms(date.fromisoformat(row["ended"]), int(row["arr"]), int(row["seats"]), row["earlier"]),
        )
        for number, row in enumerate(_rows("former_customers.csv"))
    )
