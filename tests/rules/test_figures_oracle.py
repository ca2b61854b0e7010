"""Every key figure against its definition written down once more over plain rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from statistics import median
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.model.policies import Policies
from csdesk.rules.figures import figures
from csdesk.rules.lifetime import lifetime_values
from tests.rules.contract_books import book, ledger_of
from tests.rules.plain_ledger import NOT_REVENUE, Line, PlainLedger, half_even, months_on, plain_ledger
from tests.rules.random_books import DAYS, PERIODS, RandomBook, Row, books, settings_of_a_book

BANDS = {1: "at_risk", 2: "healthy", 3: "at_risk"}
Number = Fraction | int | None


def share(part: int | Fraction, whole: int | Fraction) -> Fraction | None:
    return Fraction(part) / Fraction(whole) if whole else None


def month_end_kept(day: date, months: int) -> date:
    found = months_on(day, -months)
    last = (day + timedelta(days=1)).day == 1
    return months_on(found.replace(day=1), 1) - timedelta(days=1) if last else found


def churn(plain: PlainLedger, since: date, until: date) -> Fraction | None:
    before, after = plain.by_account(since), plain.by_account(until)
    had = set(before) - plain.unclear(since, until)
    return share(len([a for a in had if a not in after]), len(had))


def revenue_figures(plain: PlainLedger, since: date) -> dict[str, Number]:
    until, policy = plain.as_of, plain.policies.revenue
    then = plain.by_account(since)
    own = then if policy.constant_currency else plain.by_account(since, since)
    now, moves = plain.by_account(until), plain.moves(since, until)
    cohort = {a: own.get(a, 0) for a in then if a not in plain.unclear(since, until)}
    left = {a: now.get(a, 0) for a in cohort}
    opening = sum(cohort.values())
    lost = sum(amount for a, amount in cohort.items() if not left[a])
    month = churn(plain, month_end_kept(until, 1), until)
    sums: dict[str, int] = defaultdict(int)
    for moved in moves.values():
        for kind, amount in moved.items():
            sums[kind] += amount
    gone = churn(plain, since, until)
    found: dict[str, Number] = {
        "arr": sum(now.values()),
        "mrr": int(Fraction(sum(now.values()), 12) + Fraction(1, 2)),
        "accounts": len(now),
        "arr_at_risk": None
        if now and not now.keys() & BANDS.keys()
        else sum(amount for a, amount in now.items() if BANDS.get(a) == "at_risk"),
        "nrr": share(sum(left[a] for a in cohort if cohort[a]), opening),
        "grr": share(sum(min(cohort[a], left[a]) for a in cohort), opening),
        "customer_churn": gone,
        "revenue_churn": share(lost, opening - (lost if policy.churn_base == "closing" else 0)),
        "retention": None if gone is None else 1 - gone,
        "annualised_monthly_churn": None if month is None else 1 - (1 - month) ** 12,
        "quick_ratio": share(
            sums["new"] + sums["reactivation"] + sums["upsell"] + sums["cross_sell"],
            -sums["churn"] - sums["contraction"],
        ),
    }
    for kind in ("upsell", "cross_sell"):
        grown = [a for a, moved in moves.items() if moved.get(kind)]
        found[f"{kind}_rate"] = share(len(grown), len(cohort))
        found[f"{kind}_rate_value"] = share(sums[kind], opening)
    return found


def lifetime(plain: PlainLedger) -> dict[int, Fraction]:
    """What each account is worth to us, before rounding."""
    until, policy = plain.as_of, plain.policies.revenue
    now = plain.by_account(until)
    first = {a: min(line.start for line in plain.lines if line.account == a) for a in now}
    # Books here are too small for ten to have left in a year: the cap counts.
    years = {
        a: Fraction((until - first[a]).days) / Fraction("365.25") + Fraction(policy.remaining_years_cap) for a in now
    }
    return {a: amount * years[a] * Fraction(policy.gross_margin) for a, amount in now.items()}


def renewal_figures(plain: PlainLedger, since: date) -> dict[str, Number]:
    until = plain.as_of
    lines = [line for line in plain.lines if line.why_not not in ("trial", "one_off", "credit")]
    due = [line for line in lines if line.end and since < line.end <= until and line.start <= line.end]
    renewed = [line for line in due if line.successor is not None or line.assumed]
    soon = [
        line
        for line in plain.lines
        if not line.why_not and line.own is not None and line.stands(until) and in_days(line, until, 90)
    ]
    last = date(until.year, 12, 31)
    ahead = [line for line in lines if line.stands(until) and line.renewal_on and until <= line.renewal_on <= last]
    weighted = sum(half_even(Fraction(value(plain, line)) * weight(plain, line)) for line in ahead)
    return {
        "renewal_rate": share(len(renewed), len(due)),
        "renewal_rate_value": share(kept(plain, due), sum(value(plain, line) for line in due)),
        "arr_due_90_days": sum(value(plain, line) for line in soon),
        "weighted_forecast": weighted if ahead else None,
    }


def in_days(line: Line, day: date, days: int) -> bool:
    return line.renewal_on is not None and day <= line.renewal_on <= day + timedelta(days=days)


def value(plain: PlainLedger, line: Line) -> int:
    return plain.annual(line, plain.as_of) or 0


def kept(plain: PlainLedger, due: list[Line]) -> int:
    """What came due and goes on: assumed at its price; followed at most by what follows, product by product."""
    by_key = {line.key: line for line in plain.lines}
    groups: dict[tuple[int, date], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in due:
        if line.successor is not None:
            groups[line.account, by_key[line.successor].start][line.product] += value(plain, line)
    total = sum(value(plain, line) for line in due if line.assumed)
    for (account, start), products in groups.items():
        after = [o for o in plain.lines if o.account == account and o.start == start and not o.why_not]
        fits = {p: [o for o in after if p in ("", o.product) or not o.product] for p in products}
        most = sum(value(plain, o) for o in after if any(o in of for of in fits.values()))
        total += min(most, sum(min(amount, sum(value(plain, o) for o in fits[p])) for p, amount in products.items()))
    return total


def weight(plain: PlainLedger, line: Line) -> Fraction:
    said = [d for d in plain.book.decisions if d["contract_key"] == line.key]
    outcome = said[-1]["outcome"] if said else None
    on = said[-1]["decided_on"] if said else None
    begun = months_on(line.renewal_on + timedelta(days=1), -term(line)) if line.assumed and line.renewal_on else None
    if (on is not None and on > plain.as_of) or (begun is not None and (on is None or on < begun)):
        outcome = None
    word = outcome or (said[-1]["forecast"] if said else None)
    word = word or ("lost" if line.final else "renewed" if line.successor is not None else "open")
    return {"commit": Fraction(9, 10), "likely": Fraction(6, 10), "open": Fraction(3, 10), "renewed": Fraction(1), "reduced": Fraction(1)}.get(word, Fraction(0))  # fmt: skip


def term(line: Line) -> int:
    from tests.rules.plain_ledger import _term

    return _term(line.row)


def as_rules_say(found: Any) -> Any:
    return None if found is None else pytest.approx(float(found), rel=1e-12, abs=1e-12)


def agree(drawn: RandomBook, period: list[date], policies: Policies) -> None:
    since, as_of = period
    frames, plain = drawn.frames, plain_ledger(drawn, policies, as_of)
    ledger = ledger_of(frames, as_of, policies)
    bands = pd.Series(BANDS).astype("string[pyarrow]")
    found = figures(ledger, frames, policies, since, as_of, bands)
    expected = revenue_figures(plain, since) | renewal_figures(plain, since)
    assert {code: found[code].value for code in expected} == {c: as_rules_say(v) for c, v in expected.items()}
    worth = lifetime(plain)
    values = lifetime_values(ledger, policies, as_of).set_index("account_key")["ltv"]
    assert {int(k): int(v) for k, v in values.items()} == {
        k: pytest.approx(float(v), abs=0.5001) for k, v in worth.items()
    }
    if worth:
        assert found["ltv"].value == pytest.approx(float(sum(worth.values()) / len(worth)), abs=1.01)
    assert found["nrr"].n == len([a for a in plain.by_account(since) if a not in plain.unclear(since, as_of)])
    standing = [line for line in plain.lines if line.stands(as_of) and line.why_not]
    assert (found["arr"].left_out is None) == (not standing)
    assert all(line.why_not in (*NOT_REVENUE, None) for line in plain.lines)


@settings(max_examples=15, deadline=None)
@given(books(10), PERIODS, settings_of_a_book())
def test_figures_of_revenue_and_renewals_are_those_of_their_definitions(
    drawn: RandomBook, period: list[date], policies: Policies
) -> None:
    agree(drawn, period, policies)


@st.composite
def used(draw: st.DrawFn) -> dict[str, list[Row]]:
    """Counts of users, visits, answers and milestones of three accounts."""
    keys = st.integers(1, 3)
    counts = st.integers(0, 40).map(float)
    rows = [
        {"account_key": draw(keys), "metric": draw(st.sampled_from(["active_users", "sessions"])), "date": draw(DAYS),
         "feature": draw(st.sampled_from([None, None, "a", "b"])), "value": draw(counts)}
        for _ in range(draw(st.integers(0, 12)))
    ]  # fmt: skip
    unique = {(r["account_key"], r["metric"], r["date"], r["feature"]): r for r in rows}
    return {
        "measurement": list(unique.values()),
        "response": [
            {"key": n, "account_key": draw(keys), "respondent": draw(st.sampled_from([None, "p", "q"])), "date": draw(DAYS),
             "score": draw(st.sampled_from([None, 0.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0]))}
            for n in range(1, draw(st.integers(0, 10)) + 1)
        ],
        "milestone": [
            {"account_key": draw(keys), "required": draw(st.booleans()), "due": draw(st.none() | DAYS), "done_on": draw(st.none() | DAYS)}
            for _ in range(draw(st.integers(0, 6)))
        ],
        "account": [
            {"key": key, "name": str(key), "seats": draw(st.sampled_from([None, 0, 10])),
             "onboarded_on": draw(st.sampled_from([None, FIRST_DONE])), "onboarding_due": draw(st.none() | DAYS)}
            for key in (1, 2, 3)
        ],
    }  # fmt: skip


FIRST_DONE = date(2025, 6, 30)
BEGAN = date(2024, 2, 1)


def newest_users(rows: list[Row], since: date, until: date) -> dict[int, float]:
    found: dict[int, float] = {}
    for key in {r["account_key"] for r in rows if r["metric"] == "active_users"}:
        mine = [
            r for r in rows if r["account_key"] == key and r["metric"] == "active_users" and since < r["date"] <= until
        ]
        last = [r for r in mine if r["date"] == max(m["date"] for m in mine)]
        whole = [r["value"] for r in last if r["feature"] is None]
        if last:
            found[key] = max(whole or [r["value"] for r in last])
    return found


def nps(rows: list[Row], since: date, until: date) -> float | None:
    valid = [r for r in rows if since < r["date"] <= until and r["score"] is not None and r["score"] <= 10]
    newest: dict[Any, float] = {}
    for row in sorted(valid, key=lambda r: (r["date"], r["key"])):
        newest[(row["account_key"], row["respondent"]) if row["respondent"] else row["key"]] = row["score"]
    scores = list(newest.values())
    return 100 * (sum(s >= 9 for s in scores) - sum(s < 7 for s in scores)) / len(scores) if scores else None


def onboarded(drawn: dict[str, list[Row]], until: date) -> tuple[float | None, float | None]:
    """Completion, and days from start to completion, with every account a customer since ``BEGAN``."""
    in_time, due, spans = 0, 0, []
    for account in drawn["account"]:
        steps = [m for m in drawn["milestone"] if m["account_key"] == account["key"] and m["required"]]
        all_done = steps and all(m["done_on"] and m["done_on"] <= until for m in steps)
        done = account["onboarded_on"] or (max(m["done_on"] for m in steps) if all_done else None)
        done = done if done and done <= until else None
        dated = [m["due"] for m in steps if m["due"]]
        target = account["onboarding_due"] or (max(dated) if dated else None)
        if target and target < until:
            due += 1
            in_time += bool(done and done <= target)
        if done and done >= BEGAN and until >= BEGAN:
            spans.append((done - BEGAN).days)
    return (in_time / due if due else None), (float(median(spans)) if spans else None)


@settings(max_examples=15, deadline=None)
@given(used(), PERIODS)
def test_figures_of_the_customers_are_those_of_their_definitions(
    drawn: dict[str, list[Row]], period: list[date]
) -> None:
    since, until = period
    contracts = [
        {"account_key": 1, "start": BEGAN, "seats": 20},
        {"account_key": 2, "start": BEGAN},
        {"account_key": 3, "start": BEGAN},
    ]
    frames = book(contracts, **drawn)
    found = figures(ledger_of(frames, until), frames, Policies(), since, until)
    users = newest_users(drawn["measurement"], since, until)
    visits = [r["value"] for r in drawn["measurement"] if r["metric"] == "sessions" and since < r["date"] <= until]
    seats = {a["key"]: a["seats"] or 0 for a in drawn["account"]} | ({1: 20} if until >= BEGAN else {})
    both = [key for key in users if seats[key]]
    completion, days = onboarded(drawn, until)
    assert {code: found[code].value for code in ("active_users", "sessions", "seat_use", "nps", "onboarding_completion", "time_to_value")} == {
        "active_users": sum(users.values()) if users else None,
        "sessions": sum(visits) if visits else None,
        "seat_use": pytest.approx(sum(users[k] for k in both) / sum(seats[k] for k in both)) if both else None,
        "nps": as_rules_say(nps(drawn["response"], since, until)),
        "onboarding_completion": as_rules_say(completion),
        "time_to_value": as_rules_say(days),
    }  # fmt: skip
