"""The rules of sections 1 to 3 written down once more over plain rows, in exact fractions, one line at a time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from csdesk.model.policies import Policies, RevenuePolicy
from tests.rules.random_books import RandomBook, Row

DAY = timedelta(days=1)
TIMES = {"monthly": 12, "quarterly": 4, "half_yearly": 2, "annual": 1}
DIGITS = {"USD": 2, "EUR": 2, "JPY": 0}
NOT_REVENUE = ("trial", "one_off", "metered", "credit", "unknown")


def months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_of_next - DAY).day))


def months_between(start: date, after: date) -> int:
    found = 0
    while months_on(start, found + 1) <= after:
        found += 1
    return found


def half_even(value: Fraction) -> int:
    return round(value)


@dataclass(frozen=True)
class Line:
    """What is concluded about one contract line."""

    key: int
    account: int
    product: str
    start: date
    undated: bool
    end: date | None
    to: date | None  # last day it counts; None: open
    why_not: str | None
    own: Fraction | None
    currency: str
    final: bool
    assumed: bool
    overdue: bool
    successor: int | None
    renewal_on: date | None
    row: Row

    def stands(self, day: date) -> bool:
        return self.start <= day and (self.to is None or day <= self.to)

    @property
    def lives(self) -> bool:
        return self.to is None or self.to >= self.start


@dataclass(frozen=True)
class PlainLedger:
    book: RandomBook
    policies: Policies
    as_of: date
    lines: tuple[Line, ...]

    def rate(self, currency: str, on: date) -> Fraction:
        """Minor units of dollars for one minor unit."""
        if currency == "USD":
            return Fraction(1)
        known = [r for r in self.book.rates if r["currency"] == currency and r["month"] <= on]
        newest = max(known, key=lambda r: r["month"])
        return Fraction(str(newest["rate"])) * Fraction(10) ** (DIGITS["USD"] - DIGITS[currency])

    def annual(self, line: Line, rates_of: date) -> int | None:
        return None if line.own is None else half_even(line.own * self.rate(line.currency, rates_of))

    def worth(self, line: Line, rates_of: date) -> int:
        return 0 if line.why_not else self.annual(line, rates_of) or 0

    def by_product(self, day: date, rates_of: date | None = None) -> dict[tuple[int, str], int]:
        sums: dict[tuple[int, str], int] = defaultdict(int)
        for line in self.lines:
            if line.stands(day):
                sums[line.account, line.product] += self.worth(line, rates_of or self.as_of)
        return sums

    def by_account(self, day: date, rates_of: date | None = None) -> dict[int, int]:
        sums: dict[int, int] = defaultdict(int)
        for (account, _), amount in self.by_product(day, rates_of).items():
            sums[account] += amount
        return {account: amount for account, amount in sums.items() if amount}

    def unclear(self, since: date, until: date) -> set[int]:
        """Accounts that hold at the end what nobody can say the beginning of."""
        return {
            line.account
            for line in self.lines
            if line.undated and line.start > since and line.stands(until) and self.worth(line, self.as_of) > 0
        }

    def had_before(self, account: int, since: date) -> bool:
        return any(
            line.account == account and line.start <= since and line.lives and self.worth(line, self.as_of) > 0
            for line in self.lines
        )

    def moves(self, since: date, until: date) -> dict[int, dict[str, int]]:
        """By account what moved it, losses negative."""
        before, after = self.by_account(since), self.by_account(until)
        held, holds = self.by_product(since), self.by_product(until)
        unclear = self.unclear(since, until)
        found: dict[int, dict[str, int]] = {}
        for account in before.keys() | after.keys():
            a0, a1 = before.get(account, 0), after.get(account, 0)
            if account in unclear:
                moved = {"unexplained": a1 - a0}
            elif not a0:
                moved = {"reactivation" if self.had_before(account, since) else "new": a1}
            elif not a1:
                moved = {"churn": -a0}
            elif a1 < a0:
                moved = {"contraction": a1 - a0}
            else:
                fresh = sum(v for (a, p), v in holds.items() if a == account and p and not held.get((a, p)))
                cross = min(a1 - a0, fresh)
                moved = {"cross_sell": cross, "upsell": a1 - a0 - cross}
            found[account] = {kind: amount for kind, amount in moved.items() if amount}
        return {account: moved for account, moved in found.items() if moved}


def plain_ledger(book: RandomBook, policies: Policies, as_of: date) -> PlainLedger:
    """Every line of a book as known on a day."""
    rows = [row for row in book.contracts if not row["archived"]]
    return PlainLedger(book, policies, as_of, tuple(_line(row, rows, book.decisions, policies.revenue, as_of) for row in rows))  # fmt: skip


def _line(row: Row, rows: list[Row], decisions: list[Row], policy: RevenuePolicy, today: date) -> Line:
    start = row["start"] or row["seen_on"] or today
    term = _term(row)
    outcome, decided_on = _outcome(row, decisions, today)
    told = row["notice_received"] if row["notice_received"] and row["notice_received"] <= today else None
    final = row["status"] == "ended" or told is not None or outcome == "lost"
    if outcome == "lost" and told is None:
        told = decided_on
    end = _final_end(row, written_end(row), final, told, term)
    follower = None if final or end is None else _successor(row, start, end, rows, policy.late_renewal_days, today)
    past = end is not None and end < today
    undecided = past and not final and follower is None
    assumed = undecided and (row["auto_renew"] is True or outcome in ("renewed", "reduced"))
    last = None if end is None else end + timedelta(days=policy.late_renewal_days)
    overdue = undecided and not assumed and last is not None and today <= last
    to = end
    if assumed:
        to = None
    elif overdue:
        to = last
    elif follower is not None and end is not None and past:
        to = max(end, (follower["start"] or follower["seen_on"] or today) - DAY)
        if (follower["start"] or follower["seen_on"] or today) <= end:
            to = end
    own, why_not = _yearly(row, policy)
    return Line(
        row["key"], row["account_key"], row["product"] or "", start, row["start"] is None, end, to, why_not, own,
        row["currency"] or "USD", final, assumed, overdue, None if follower is None else follower["key"],
        _rolled(end, term, today) if assumed and end is not None else end, row,
    )  # fmt: skip


def written_end(row: Row) -> date | None:
    if row["end"] is not None or row["start"] is None or not row["term_months"]:
        return row["end"]  # type: ignore[no-any-return]
    return months_on(row["start"], row["term_months"]) - DAY


def _term(row: Row) -> int:
    if row["renewal_term_months"] or row["term_months"]:
        return int(row["renewal_term_months"] or row["term_months"])
    if row["start"] is None or row["end"] is None or row["end"] < row["start"]:
        return 12
    months = months_between(row["start"], row["end"] + DAY)
    rest = (row["end"] + DAY - months_on(row["start"], months)).days
    return months + (rest > 15) or 12


def _outcome(row: Row, decisions: list[Row], today: date) -> tuple[str | None, date | None]:
    mine = [d for d in decisions if d["contract_key"] == row["key"] and (d["decided_on"] is None or d["decided_on"] <= today)]  # fmt: skip
    return (mine[-1]["outcome"], mine[-1]["decided_on"]) if mine else (None, None)


def _final_end(row: Row, end: date | None, final: bool, told: date | None, term: int) -> date | None:
    """Ended without an end: on the day it was told, else before it was first seen. Told during an assumed term: with that term."""
    if not final:
        return end
    if end is None:
        return told or ((row["seen_on"] or row["start"]) - DAY if row["seen_on"] or row["start"] else None)
    return _rolled(end, term, told) if row["auto_renew"] and told and told > end else end


def _rolled(end: date, term: int, to: date) -> date:
    steps = 1
    while months_on(end + DAY, steps * term) - DAY < to:
        steps += 1
    return months_on(end + DAY, steps * term) - DAY


def _successor(row: Row, start: date, end: date, rows: list[Row], window: int, today: date) -> Row | None:
    def begins(other: Row) -> date:
        return other["start"] or other["seen_on"] or today

    span = timedelta(days=window)
    there = [
        other for other in rows
        if other["account_key"] == row["account_key"]
        and (other["product"] == row["product"] or other["product"] is None or row["product"] is None)
        and not other["trial"] and other["basis"] != "one_off" and (other["amount"] or 0) >= 0
        and (begins(other) <= today or (other["seen_on"] is not None and other["seen_on"] <= today))
    ]  # fmt: skip
    late = [o for o in there if end < begins(o) <= end + span]
    early = [o for o in there if begins(o) > start and end - span <= begins(o) <= end]
    return min(late or early, key=begins, default=None)


def _yearly(row: Row, policy: RevenuePolicy) -> tuple[Fraction | None, str | None]:
    """Worth a year in minor units of the own currency; and why it is no recurring revenue."""
    basis = row["basis"] or row["billing"] or "annual"
    price = _price(row, policy)
    times = _times(row) if basis == "total" else Fraction(TIMES.get(basis, 0))
    if row["trial"]:
        return Fraction(0), "trial"
    if basis in ("one_off", "metered"):
        return Fraction(0), basis
    if price is None or times is None:
        return None, "unknown"
    return (Fraction(0), "credit") if price < 0 else (Fraction(half_even(price * times)), None)


def _price(row: Row, policy: RevenuePolicy) -> Fraction | None:
    amount, listed, discount = row["amount"], row["list_price"], Fraction(str(row["discount"] or 0))
    if policy.net_of_discount:
        paid = amount if amount is not None and listed is not None and amount != listed else None
        before = amount if amount is not None else listed
        price = Fraction(paid) if paid is not None else None if before is None else before * (1 - discount)
    else:
        price = Fraction(listed) if listed is not None else None if amount is None else Fraction(amount)
    if price is not None and row["tax"] == "included":
        price /= 1 + Fraction(str(policy.tax_rate))
    return price


def _times(row: Row) -> Fraction | None:
    """12 / months of term."""
    start, end = row["start"], written_end(row)
    if start is None or end is None or end < start:
        return Fraction(12, row["term_months"]) if row["term_months"] else None
    months = months_between(start, end + DAY)
    if months and months_on(start, months) == end + DAY:
        return Fraction(12, months)
    return Fraction(12) / (Fraction((end + DAY - start).days) * 12 / Fraction("365.25"))
