"""The ledger and its bridge against the same rules written down once more, one record at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.model.policies import Policies
from csdesk.rules.ledger import arr_by_account, arr_by_account_product
from csdesk.rules.movements import Bridge, bridge, bridge_of, changes, listed, movements
from csdesk.rules.renewals import contract_states
from csdesk.rules.retention import cohort, gross_retention, net_retention
from tests.rules.contract_books import book, ledger_of
from tests.rules.plain_ledger import PlainLedger, plain_ledger
from tests.rules.random_books import DAYS, PERIODS, RandomBook, Row, books, settings_of_a_book

POLICIES = settings_of_a_book()


def moved(frame: pd.DataFrame) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for account, kind, amount in frame.itertuples(index=False):
        found.setdefault(int(account), {})[str(kind)] = int(amount)
    return found


def positive(found: Any) -> dict[Any, int]:
    return {key: int(amount) for key, amount in found.items() if amount}


def lines_agree(ledger: pd.DataFrame, plain: PlainLedger) -> None:
    rows = ledger.to_dict("records")
    assert len(rows) == len(plain.lines)
    begins: dict[int | None, date] = {line.key: line.start for line in plain.lines}
    for row, line in zip(rows, plain.lines, strict=True):
        said = {name: None if pd.isna(value) else value for name, value in row.items()}
        flags = (said["final"], said["assumed"], said["overdue"], said["undated"])
        assert flags == (line.final, line.assumed, line.overdue, line.undated)
        # Of several that begin on one day any is the successor: only the day matters.
        assert begins.get(said["successor_key"]) == begins.get(line.successor)
        days = {name: pd.Timestamp(said[name]).date() if said[name] else None for name in ("counted_to", "renewal_on")}
        assert (days["counted_to"], days["renewal_on"]) == (line.to, line.renewal_on)


def footed(found: Bridge) -> int:
    came = found.new + found.reactivation + found.upsell + found.cross_sell + found.unexplained + found.fx
    return found.opening + came - found.contraction - found.churn


def agree(drawn: RandomBook, period: tuple[date, date], policies: Policies) -> None:
    """Every line, revenue at both ends, every movement of every account, the bridge and its rates."""
    since, as_of = period
    frames = drawn.frames
    ledger, plain = ledger_of(frames, as_of, policies), plain_ledger(drawn, policies, as_of)
    lines_agree(ledger, plain)
    for day in period:
        assert positive(arr_by_account(ledger, day)) == plain.by_account(day)
        assert positive(arr_by_account_product(ledger, day)) == positive(plain.by_product(day))
    changed = changes(ledger, since, as_of)
    assert moved(listed(changed)) == plain.moves(since, as_of)
    found = bridge_of(changed, ledger, since, policies, frames.frame("rate"))
    opened = sum(plain.by_account(since).values())
    own = opened if policies.revenue.constant_currency else sum(plain.by_account(since, since).values())
    assert (found.opening, found.fx, found.closing) == (own, opened - own, sum(plain.by_account(as_of).values()))
    assert footed(found) == found.closing
    group = cohort(changed)
    net, gross = net_retention(group.opening, group.closing), gross_retention(group.opening, group.closing)
    assert (net is None) == (gross is None) == (not len(group.keys))
    assert gross is None or net is None or 0 <= gross <= min(1, net)


@settings(max_examples=25, deadline=None)
@given(books(), PERIODS, POLICIES)
def test_lines_revenue_movements_and_bridge_are_those_of_the_rules_and_the_bridge_foots(
    drawn: RandomBook, period: tuple[date, date], policies: Policies
) -> None:
    agree(drawn, period, policies)


def of_rows(drawn: RandomBook, rows: list[Row], period: tuple[date, date]) -> tuple[Bridge, dict[int, dict[str, int]]]:
    """The bridge and its movements of a book with other rows."""
    frames = book(rows, rate=drawn.rates, decision=drawn.decisions)
    ledger = ledger_of(frames, period[1])
    return bridge(ledger, *period), moved(movements(ledger, *period))


@settings(max_examples=8, deadline=None)
@given(books(8), PERIODS, st.randoms())
def test_neither_the_order_of_contracts_nor_the_key_of_an_account_matters(
    drawn: RandomBook, period: tuple[date, date], random: Any
) -> None:
    found, by_account = of_rows(drawn, drawn.contracts, period)
    shuffled = [{**row, "account_key": 100 - row["account_key"]} for row in drawn.contracts]
    random.shuffle(shuffled)
    assert of_rows(drawn, shuffled, period) == (found, {100 - key: kinds for key, kinds in by_account.items()})


def plainly_priced(rows: list[Row]) -> list[Row]:
    """The same in one currency without list price, discount and tax: those round each line."""
    plain: Row = {"currency": None, "list_price": None, "discount": None, "tax": None}
    return [{**row, **plain} for row in rows]


def halves(rows: list[Row]) -> list[Row]:
    """Each contract as two lines, with keys of their own."""
    split = [(row, part) for row in rows for part in ((row["amount"] or 0) // 2, -(-(row["amount"] or 0) // 2))]
    return [
        {**row, "key": 2 * row["key"] - 1 + (n % 2), "amount": None if row["amount"] is None else part}
        for n, (row, part) in enumerate(split)
    ]


def doubled(decisions: list[Row]) -> list[Row]:
    return [
        {**d, "key": 2 * d["key"] + n, "contract_key": 2 * d["contract_key"] - 1 + n} for d in decisions for n in (0, 1)
    ]


@settings(max_examples=10, deadline=None)
@given(books(8), PERIODS)
def test_splitting_a_contract_in_two_lines_changes_nothing(drawn: RandomBook, period: tuple[date, date]) -> None:
    rows = [row for row in plainly_priced(drawn.contracts) if row["basis"] != "total"]
    one = bridge(ledger_of(book(rows, decision=drawn.decisions), period[1]), *period)
    two = bridge(ledger_of(book(halves(rows), decision=doubled(drawn.decisions)), period[1]), *period)
    assert one == two


@settings(max_examples=10, deadline=None)
@given(books(8), PERIODS)
def test_splitting_contract_totals_moves_at_most_one_minor_unit_a_line(
    drawn: RandomBook, period: tuple[date, date]
) -> None:
    rows = [{**row, "basis": "total"} for row in plainly_priced(drawn.contracts)]
    one = changes(ledger_of(book(rows, decision=drawn.decisions), period[1]), *period)
    two = changes(ledger_of(book(halves(rows), decision=doubled(drawn.decisions)), period[1]), *period)
    both = one.set_index("account_key")[["opening", "closing"]].astype("int64")
    other = two.set_index("account_key")[["opening", "closing"]].astype("int64")
    away = (both.reindex(both.index.union(other.index), fill_value=0) - other.reindex(both.index.union(other.index), fill_value=0)).abs()  # fmt: skip
    assert (away <= len(rows)).all().all()


@settings(max_examples=10, deadline=None)
@given(books(8), DAYS)
def test_a_contract_that_has_begun_is_over_exactly_when_it_no_longer_counts(drawn: RandomBook, as_of: date) -> None:
    frames = drawn.frames
    ledger = ledger_of(frames, as_of)
    states = contract_states(ledger, frames.frame("contract"), frames.frame("decision"), Policies(), as_of)
    begun = states[
        (ledger["start"].dt.date <= as_of) & (ledger["counted_to"].isna() | (ledger["counted_to"] >= ledger["start"]))
        & states["state"].notna()
    ]  # fmt: skip
    assert ((begun["state"] == "ended") == ~begun["active"]).all()


def test_a_total_split_in_two_is_off_by_no_more_than_its_two_roundings() -> None:
    # 100 over seven months: 171.43 a year; 50 twice: 85.71 each.
    term = {"account_key": 1, "start": date(2026, 1, 1), "end": date(2026, 7, 31), "basis": "total"}
    whole = ledger_of(book([{**term, "amount": 100}]), date(2026, 2, 1))["annual"].tolist()
    parts = ledger_of(book([{**term, "amount": 50}, {**term, "amount": 50}]), date(2026, 2, 1))["annual"].tolist()
    assert (whole, parts) == ([171], [86, 86])
