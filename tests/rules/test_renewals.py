from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from csdesk.model.errors import CSDeskError
from csdesk.model.policies import Calendar, Policies, RenewalPolicy
from csdesk.rules.frames import MemoryFrames
from csdesk.rules.renewals import account_renewals, contract_states, renewal_list
from tests.rules.contract_books import Row, book, contract, ledger_of

TODAY = date(2026, 11, 22)
MONTHS_3: dict[str, Any] = {"notice_n": 3, "notice_unit": "months"}
DAYS_30: dict[str, Any] = {"notice_n": 30, "notice_unit": "days"}
Rows = list[dict[str, Any]]


def states(frames: MemoryFrames, as_of: date = TODAY, policies: Policies | None = None) -> Rows:
    found = contract_states(
        ledger_of(frames, as_of), frames.frame("contract"), frames.frame("decision"), policies or Policies(), as_of
    )
    return plain(found)


def plain(frame: pd.DataFrame) -> Rows:
    """Rows as plain values, absent as None."""
    return [
        {n: None if pd.isna(v) else v.date() if isinstance(v, pd.Timestamp) else v for n, v in row.items()}
        for row in frame.to_dict("records")
    ]


def state(as_of: date = TODAY, **row: Any) -> str:
    return str(states(book([contract(1, **row)]), as_of)[0]["state"])


@pytest.mark.parametrize(
    ("end", "n", "unit", "expected"),
    [
        (date(2027, 3, 31), 3, "months", date(2026, 12, 31)),
        (date(2026, 5, 31), 3, "months", date(2026, 2, 28)),
        (date(2026, 2, 28), 3, "months", date(2025, 11, 30)),
        (date(2026, 12, 31), 30, "days", date(2026, 12, 1)),
        (date(2027, 2, 15), 60, "days", date(2026, 12, 17)),
    ],
)
def test_the_notice_deadline_of_a_whole_column_is_the_last_safe_day(
    end: date, n: int, unit: str, expected: date
) -> None:
    as_of = date(2025, 10, 1)
    found = states(book([contract(1, end=end, notice_n=n, notice_unit=unit)]), as_of)[0]
    assert found["notice_by"] == expected
    assert found["days_to_notice"] == (expected - as_of).days


def test_a_deadline_may_move_back_to_the_business_day_before() -> None:
    # 1 January is a holiday, 2 and 3 January 2027 are a weekend; before them comes Thursday 31 December.
    row = contract(1, end=date(2027, 2, 2), **DAYS_30)
    policies = Policies(calendar=Calendar(holiday_country="JP"), renewals=RenewalPolicy(previous_business_day=True))
    assert states(book([row]))[0]["notice_by"] == date(2027, 1, 3)
    assert states(book([row]), policies=policies)[0]["notice_by"] == date(2026, 12, 31)
    nowhere = Policies(calendar=Calendar(holiday_country="XX"), renewals=RenewalPolicy(previous_business_day=True))
    with pytest.raises(CSDeskError, match="XX"):
        states(book([row]), policies=nowhere)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"end": date(2027, 3, 31), **MONTHS_3}, "upcoming"),  # 39 days to the deadline
        ({"end": date(2027, 3, 22), **MONTHS_3}, "notice_open"),  # deadline 2026-12-22, 30 days
        ({"end": date(2027, 3, 23), **MONTHS_3}, "upcoming"),  # 31 days
        ({"end": date(2027, 2, 22), **MONTHS_3}, "notice_open"),  # deadline is today
        ({"end": date(2027, 2, 21), **MONTHS_3, "auto_renew": True}, "locked_in"),  # passed yesterday
        ({"end": date(2027, 2, 21), **MONTHS_3}, "upcoming"),
        ({"end": date(2026, 12, 1)}, "upcoming"),
        ({"end": date(2026, 10, 31), "auto_renew": True}, "assumed_renewed"),
        ({"end": date(2026, 10, 31)}, "overdue"),
        ({"end": date(2026, 9, 22)}, "ended"),  # 61 days ago
        ({"end": date(2026, 10, 31), "status": "ended"}, "ended"),
        ({"end": date(2026, 12, 31), "notice_received": date(2026, 11, 1)}, "decided"),
        ({}, "evergreen"),
    ],
)
def test_each_contract_has_one_state(row: dict[str, Any], expected: str) -> None:
    assert state(**row) == expected


@pytest.mark.parametrize("row", [{"auto_renew": True}, MONTHS_3, {"renewal_term_months": 12}, {"start": None}])
def test_a_missing_end_is_a_problem_unless_no_contract_of_many_has_one(row: dict[str, Any]) -> None:
    few = book([contract(1, **row), contract(2)])
    assert [line["state"] for line in states(few)] == ["no_date", "evergreen"]
    over = contract(2, end=date(2026, 3, 31), status="ended")
    subscriptions = [contract(1, **row), over, *(contract(n) for n in range(3, 12))]
    assert [line["state"] for line in states(book(subscriptions))][:3] == ["evergreen", "ended", "evergreen"]
    with_an_end = [*subscriptions, contract(12, end=date(2027, 3, 31))]
    assert [line["state"] for line in states(book(with_an_end))][:3] == ["no_date", "ended", "evergreen"]


def test_one_off_amounts_have_no_renewal() -> None:
    found = states(book([contract(1, end=date(2027, 1, 1), basis="one_off")]))[0]
    assert (found["state"], found["renewal_on"], found["notice_by"]) == (None, None, None)


def test_an_assumed_renewal_has_the_deadline_of_its_new_term() -> None:
    row = contract(1, start=date(2025, 11, 1), end=date(2026, 10, 31), auto_renew=True, **MONTHS_3)
    found = states(book([row]))[0]
    assert (found["renewal_on"], found["notice_by"]) == (date(2027, 10, 31), date(2027, 7, 31))
    # 30 days before that deadline the person has to act again.
    assert states(book([row]), date(2027, 7, 1))[0]["state"] == "notice_open"


def test_an_outcome_or_a_known_successor_decides() -> None:
    row = contract(1, end=date(2026, 12, 31))
    outcome = {"contract_key": 1, "outcome": "renewed", "decided_on": date(2026, 11, 20)}
    assert states(book([row], decision=[outcome]))[0]["state"] == "decided"
    assert states(book([row], decision=[{**outcome, "decided_on": date(2026, 11, 23)}]))[0]["state"] == "upcoming"
    successor = contract(1, start=date(2027, 1, 1), seen_on=TODAY)
    assert states(book([row, successor]))[0]["state"] == "decided"
    assert states(book([row, successor]), date(2027, 1, 1))[0]["state"] == "ended"


def test_an_outcome_decides_its_own_term_and_not_the_next() -> None:
    row = contract(1, start=date(2025, 1, 1), end=date(2025, 12, 31), auto_renew=True)
    renewed = {"contract_key": 1, "outcome": "renewed", "decided_on": date(2025, 12, 1)}
    assert states(book([row], decision=[renewed]), date(2025, 12, 15))[0]["state"] == "decided"
    assert states(book([row], decision=[renewed]))[0]["state"] == "assumed_renewed"
    again = {**renewed, "decided_on": date(2026, 11, 1)}
    assert states(book([row], decision=[again]))[0]["state"] == "decided"


def test_an_account_renews_with_the_earliest_end_of_its_active_contracts() -> None:
    frames = book([
        contract(1, end=date(2027, 6, 30), **MONTHS_3), contract(1, end=date(2027, 1, 31), product="Plus"),
        contract(1, start=date(2027, 1, 1), end=date(2027, 1, 15), product="Later"), contract(1),
        contract(2), contract(3, end=date(2026, 1, 31)), contract(4, end=date(2026, 10, 31)),
        contract(5, basis="one_off"),
    ])  # fmt: skip
    ledger = ledger_of(frames, TODAY)
    by_contract = contract_states(ledger, frames.frame("contract"), frames.frame("decision"), Policies(), TODAY)
    found = {row.pop("account_key"): row for row in plain(account_renewals(by_contract, frames.frame("contract")))}
    assert found == {
        1: {"renewal_on": date(2027, 1, 31), "notice_by": date(2027, 3, 31), "renewal_state": "upcoming"},
        2: {"renewal_on": None, "notice_by": None, "renewal_state": "evergreen"},
        3: {"renewal_on": None, "notice_by": None, "renewal_state": "ended"},
        4: {"renewal_on": date(2026, 10, 31), "notice_by": None, "renewal_state": "overdue"},
    }


def listed(contracts: list[Row], decisions: list[Row] = (), accounts: Any = None, **policies: Any) -> Rows:  # type: ignore[assignment]
    records = {"decision": decisions} | ({"account": accounts} if accounts else {})
    frames = book(contracts, **records)
    ledger = ledger_of(frames, TODAY)
    found = contract_states(ledger, frames.frame("contract"), frames.frame("decision"), Policies(), TODAY)
    return plain(
        renewal_list(found, ledger, frames.frame("account"), frames.frame("decision"), Policies(**policies), TODAY)
    )


def test_the_list_holds_what_comes_up_those_without_a_date_first() -> None:
    rows = listed([
        contract(1, end=date(2027, 3, 31)), contract(2, end=date(2026, 12, 31)), contract(3), contract(4, auto_renew=True),
        contract(5, end=date(2026, 1, 31)), contract(6, end=date(2026, 11, 1)), contract(7, start=date(2027, 1, 1), end=date(2027, 2, 1)),
    ])  # fmt: skip
    assert [row["account_key"] for row in rows] == [4, 6, 2, 1]
    assert [row["account"] for row in rows] == ["Account 4", "Account 6", "Account 2", "Account 1"]


def test_expected_amounts_are_the_persons_own_and_never_weighted() -> None:
    end = date(2027, 1, 31)
    rows = listed(
        [contract(n, 1000, end=end) for n in range(1, 5)],
        [
            {"contract_key": 1, "forecast": "likely", "expected_amount": 900, "why": "Price question"},
            {"contract_key": 2, "forecast": "commit"},
            {"contract_key": 3, "forecast": "expected_loss"},
        ],
    )
    assert [(r["forecast"], r["weight"], r["weighted"], r["expected"], r["kept"]) for r in rows] == [
        ("likely", 0.6, 600, 900, 0.9),
        ("commit", 0.9, 900, 1000, 1.0),
        ("expected_loss", 0.0, 0, 0, 0.0),
        ("open", 0.3, 300, 1000, 1.0),
    ]
    assert rows[0]["why"] == "Price question"


def test_what_is_decided_forecasts_itself() -> None:
    end = date(2027, 1, 31)
    told = {"decided_on": date(2026, 11, 1)}
    noticed = contract(3, 1000, end=end, notice_received=date(2026, 11, 1))
    rows = listed(
        [contract(1, 1000, end=end), contract(2, 1000, end=end), noticed],
        [
            {"contract_key": 1, "forecast": "at_risk", "outcome": "reduced", "outcome_amount": 700, **told},
            {"contract_key": 2, "outcome": "lost", **told},
        ],
    )
    assert [(r["forecast"], r["expected"]) for r in rows] == [("reduced", 700), ("lost", 0), ("lost", 0)]


def test_the_next_step_of_the_renewal_comes_before_that_of_the_account() -> None:
    accounts = [{"key": 1, "name": "A", "next_step": "Call"}, {"key": 2, "name": "B", "next_step": "Mail"}]
    contracts = [contract(1, end=date(2027, 1, 31)), contract(2, end=date(2027, 1, 31))]
    rows = listed(contracts, [{"contract_key": 1, "next_step": "Quote"}], accounts)
    assert [row["next_step"] for row in rows] == ["Quote", "Mail"]
