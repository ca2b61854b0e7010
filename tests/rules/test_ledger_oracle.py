"""The ledger and its bridge against the same rules written down once more, one record at a time."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.model.policies import Policies
from csdesk.rules.movements import KINDS, both_ends, bridge, movements
from csdesk.rules.renewals import contract_states
from csdesk.rules.retention import cohort, gross_retention, net_retention
from csdesk.rules.revenue import revenue_of
from tests.rules.contract_books import Row, book, ledger_of

FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
DAYS = st.dates(FIRST, LAST)


@st.composite
def contracts(draw: st.DrawFn) -> list[Row]:
    """Small books in which contracts follow each other, overlap, lapse and renew themselves."""
    rows: list[Row] = []
    for _ in range(draw(st.integers(0, 24))):
        start = draw(DAYS)
        end = draw(st.none() | st.integers(0, 500).map(lambda n, s=start: s + timedelta(days=n)))  # type: ignore[misc]
        rows.append({
            "account_key": draw(st.integers(1, 5)),
            "start": start,
            "end": end,
            "product": draw(st.sampled_from([None, "Core", "Plus"])),
            "amount": draw(st.integers(0, 50)),
            "basis": draw(st.sampled_from(["monthly", "annual"])),
            "auto_renew": draw(st.booleans()) if end else None,
            "status": draw(st.sampled_from(["active", "active", "ended"])) if end else "active",
        })  # fmt: skip
    return rows


PERIODS = st.tuples(DAYS, DAYS).map(sorted)


def follows(line: Row, other: Row, as_of: date) -> bool:
    if line is other or line["account_key"] != other["account_key"] or other["start"] > as_of:
        return False
    same = line["product"] == other["product"] or line["product"] is None or other["product"] is None
    near = abs((other["start"] - line["end"]).days) <= 60
    return bool(same and near and other["start"] > line["start"])


def last_day(line: Row, rows: list[Row], as_of: date) -> date:
    """The last day the line counts, seen from ``as_of``."""
    end = line["end"]
    if end is None:
        return date.max
    if line["status"] == "ended" or end >= as_of:
        return date.fromordinal(end.toordinal())
    starts = [other["start"] for other in rows if follows(line, other, as_of)]
    late = [start for start in starts if start > end]
    if late:
        return date.fromordinal(min(late).toordinal() - 1)
    if starts:
        return date.fromordinal(end.toordinal())
    if line["auto_renew"]:
        return date.max
    in_window = as_of <= end + timedelta(days=60)
    return date.fromordinal(end.toordinal() + (60 if in_window else 0))


def revenue(rows: list[Row], day: date, as_of: date) -> dict[tuple[int, str], int]:
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for line in rows:
        if line["start"] <= day <= last_day(line, rows, as_of):
            sums[line["account_key"], line["product"] or ""] += line["amount"] * (
                12 if line["basis"] == "monthly" else 1
            )
    return sums


def by_account(sums: dict[tuple[int, str], int]) -> dict[int, int]:
    accounts: dict[int, int] = defaultdict(int)
    for (account, _), amount in sums.items():
        accounts[account] += amount
    return {account: amount for account, amount in accounts.items() if amount}


def told(rows: list[Row], since: date, as_of: date) -> dict[str, int]:
    """The bridge, account by account."""
    before, after = revenue(rows, since, as_of), revenue(rows, as_of, as_of)
    opening, closing = by_account(before), by_account(after)
    sums = dict.fromkeys(("new", "reactivation", "upsell", "cross_sell", "contraction", "churn"), 0)
    for account in opening.keys() | closing.keys():
        a0, a1 = opening.get(account, 0), closing.get(account, 0)
        if not a0:
            had = any(
                r["account_key"] == account
                and r["amount"]
                and r["start"] <= since
                and last_day(r, rows, as_of) >= r["start"]
                for r in rows
            )
            sums["reactivation" if had else "new"] += a1
        elif not a1:
            sums["churn"] += a0
        elif a1 < a0:
            sums["contraction"] += a0 - a1
        else:
            fresh = sum(v for (a, p), v in after.items() if a == account and p and not before.get((a, p)))
            sums["cross_sell"] += min(a1 - a0, fresh)
            sums["upsell"] += a1 - a0 - min(a1 - a0, fresh)
    return sums


@settings(max_examples=40, deadline=None)
@given(contracts(), PERIODS)
def test_the_bridge_is_that_of_the_rules_written_down_once_more(rows: list[Row], period: list[date]) -> None:
    since, as_of = period
    found = bridge(ledger_of(book(rows), as_of), since, as_of)
    assert {kind: getattr(found, kind) for kind in KINDS if kind != "unexplained"} == told(rows, since, as_of)
    assert found.opening == sum(by_account(revenue(rows, since, as_of)).values())
    assert found.closing == sum(by_account(revenue(rows, as_of, as_of)).values())


@settings(max_examples=20, deadline=None)
@given(contracts(), PERIODS)
def test_bridges_foot_and_gross_retention_stays_below_net_and_one(rows: list[Row], period: list[date]) -> None:
    since, as_of = period
    ledger = ledger_of(book(rows), as_of)
    found = bridge(ledger, since, as_of)
    came = found.new + found.reactivation + found.upsell + found.cross_sell
    assert found.opening + came - found.contraction - found.churn + found.fx + found.unexplained == found.closing
    assert found.opening + movements(ledger, since, as_of)["amount"].sum() == found.closing
    group = cohort(both_ends(revenue_of(ledger), since, as_of))
    net, gross = net_retention(group.opening, group.closing), gross_retention(group.opening, group.closing)
    if net is None or gross is None:
        assert found.opening == 0
    else:
        assert 0 <= gross <= min(1, net)


@settings(max_examples=15, deadline=None)
@given(contracts(), PERIODS, st.randoms())
def test_the_order_of_contracts_does_not_matter(rows: list[Row], period: list[date], random: Any) -> None:
    since, as_of = period
    shuffled = [{"key": number, **row} for number, row in enumerate(rows, 1)]
    random.shuffle(shuffled)
    assert bridge(ledger_of(book(rows), as_of), since, as_of) == bridge(ledger_of(book(shuffled), as_of), since, as_of)


@settings(max_examples=15, deadline=None)
@given(contracts(), PERIODS)
def test_splitting_a_contract_in_two_lines_changes_nothing(rows: list[Row], period: list[date]) -> None:
    since, as_of = period
    halves = [
        {**row, "amount": amount} for row in rows for amount in (int(row["amount"]) // 2, -(-int(row["amount"]) // 2))
    ]
    assert bridge(ledger_of(book(rows), as_of), since, as_of) == bridge(ledger_of(book(halves), as_of), since, as_of)


@settings(max_examples=20, deadline=None)
@given(contracts(), PERIODS)
def test_a_contract_that_has_begun_is_over_exactly_when_it_no_longer_counts(
    rows: list[Row], period: list[date]
) -> None:
    as_of = period[1]
    frames = book(rows)
    ledger = ledger_of(frames, as_of)
    states = contract_states(ledger, frames.frame("contract"), frames.frame("decision"), Policies(), as_of)
    begun = states[
        (ledger["start"].dt.date <= as_of) & (ledger["counted_to"].isna() | (ledger["counted_to"] >= ledger["start"]))
    ]
    assert ((begun["state"] == "ended") == ~begun["active"]).all()
