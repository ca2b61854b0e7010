"""What is said of data that is missing, contradicts itself or is out of date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from csdesk.model.policies import Policies, TouchPolicy
from csdesk.rules.assessment import assess
from csdesk.rules.lint_rules import folded_names
from tests.rules.worked_books import TODAY, Records, book


def account(name: str = "A", contracts: list[dict[str, Any]] | None = None, **records: Any) -> Records:
    listed = contracts if contracts is not None else [{"start": date(2026, 1, 1), "end": date(2027, 6, 30)}]
    lines = [{"amount": 100_000, "basis": "annual", "currency": "USD", "seats": 50, **line} for line in listed]
    return {"account": [{"name": name, **records.pop("account", {})}], "contract": lines, **records}


def flaws(*accounts: Records) -> list[tuple[str, str, int, str]]:
    table = assess(book(*accounts), Policies(), TODAY).lint
    assert table["account_key"].notna().all()
    return [
        (rule, record, key, str(message))
        for rule, record, key, message in zip(
            table["rule"], table["record"], table["key"], table["message"], strict=True
        )
    ]


def test_a_tidy_book_has_no_flaws() -> None:
    assert flaws(account(), account("B")) == []


def test_a_missing_end_is_told_where_the_contract_speaks_of_terms() -> None:
    assert flaws(account(contracts=[{"start": date(2026, 1, 1), "auto_renew": True}]), account("B")) == [
        ("renewal_missing", "contract", 1, "There is no end date, so the renewal is not known.")
    ]
    assert flaws(account(contracts=[{"start": date(2026, 1, 1)}])) == []  # evergreen


def test_a_renewal_in_the_past_is_told() -> None:
    assert flaws(account(contracts=[{"start": date(2026, 1, 1), "end": date(2026, 10, 31)}])) == [
        ("renewal_past", "contract", 1, "It ended 2026-10-31, and nothing says whether it was renewed.")
    ]


def test_an_end_before_the_start_is_told() -> None:
    found = flaws(account(contracts=[{"start": date(2027, 1, 1), "end": date(2026, 12, 31)}]))
    assert ("end_before_start", "contract", 1, "The end 2026-12-31 lies before the start 2027-01-01.") in found


def test_overlapping_contracts_of_one_product_are_told_and_those_of_two_are_not() -> None:
    first = {"external_id": "C-1", "product": "Platform", "start": date(2026, 1, 1), "end": date(2026, 12, 31)}
    second = {"external_id": "C-2", "product": "Platform", "start": date(2026, 12, 1), "end": date(2027, 11, 30)}
    found = flaws(account(contracts=[{**second, "product": "Support"}, first]))
    assert found == []
    last = {"external_id": "C-2", "product": "Platform", "start": date(2026, 6, 1), "end": date(2027, 11, 30)}
    assert ("overlap", "contract", 2, "It overlaps contract C-1 for Platform.") in flaws(
        account(contracts=[first, last])
    )


def test_more_seats_used_than_bought_are_told() -> None:
    usage = [{"metric": "active_users", "date": TODAY, "value": 62.0}]
    assert flaws(account(measurement=usage)) == [("seats_over", "account", 1, "62 seats are in use, 50 were bought.")]


def test_use_measured_long_ago_is_told() -> None:
    usage = [{"metric": "active_users", "date": TODAY - timedelta(days=61), "value": 40.0}]
    assert flaws(account(measurement=usage)) == [("stale", "account", 1, "Use was last measured 2026-09-22.")]


@pytest.mark.parametrize("name", ["株式会社竜宮マリン", "竜宮マリン（株）", "竜宮 マリン", "竜宮マリン㈱", "竜宮ﾏﾘﾝ"])
def test_names_that_differ_in_form_only_may_be_the_same_customer(name: str) -> None:
    assert flaws(account("竜宮マリン"), account(name)) == [
        ("duplicate", "account", 2, "It may be the same customer as 竜宮マリン.")
    ]


def test_folding_keeps_different_companies_apart() -> None:
    names = pd.Series(["Company_1", "Company_12", "Acme, Inc.", "ACME", "Inc"], dtype="string[pyarrow]")
    assert folded_names(names).tolist() == ["company_1", "company_12", "acme", "acme", ""]


@pytest.mark.parametrize(
    "more", [{"lifecycle": "churned"}, {"status": "TRUE"}, {"status": "Churned"}, {"status": "解約済み"}]
)
def test_an_account_marked_as_churned_with_running_contracts_is_told(more: dict[str, str]) -> None:
    assert [flaw[0] for flaw in flaws(account(account=more))] == ["churn_flag"]
    assert flaws(account(account={"status": "Stayed"})) == []


def test_a_churn_event_is_told_unless_the_customer_came_back() -> None:
    churn = {"kind": "churn", "date": date(2026, 5, 1)}
    assert flaws(account(event=[churn])) == [
        ("churn_event", "account", 1, "A churn was noted on 2026-05-01, the contracts go on.")
    ]
    assert flaws(account(event=[churn, {"kind": "reactivation", "date": date(2026, 6, 1)}])) == []


def test_a_currency_without_any_rate_is_told_alone() -> None:
    euro = account(contracts=[{"start": date(2026, 1, 1), "end": date(2026, 10, 31), "currency": "EUR"}])
    assert flaws(euro) == [("no_rate", "contract", 1, "There is no exchange rate for EUR.")]
    euro["rate"] = [{"currency": "EUR", "month": date(2026, 1, 1), "rate": 1.1}]
    assert [flaw[0] for flaw in flaws(euro)] == ["renewal_past"]


def test_accounts_without_contract_or_csm_are_told() -> None:
    assert flaws(account(contracts=[])) == [("no_contract", "account", 1, "There is no contract.")]
    named = account("B", account={"csm": "Mika"})
    assert flaws(account(), named) == [("no_csm", "account", 1, "Nobody is named as CSM.")]


def test_overrides_that_have_run_out_are_told() -> None:
    ended = account(health_override=[{"score": 80.0, "set_on": date(2026, 1, 1), "expires_on": date(2026, 11, 21)}])
    assert flaws(ended) == [("override_ended", "health_override", 1, "What was set by hand ended 2026-11-21.")]


@pytest.mark.parametrize(
    ("basis", "said"),
    [("arr", "ARR of USD 1000.00 asks for high touch."), ("ltv", "LTV of USD 5889.80 asks for high touch.")],
)
def test_a_tier_is_held_against_the_value_that_tiers_are_cut_by(basis: Any, said: str) -> None:
    # 100,000 cents a year; in LTV for 325 days so far and 5 years to come
    assigned = [{"touch": "tech", "assigned_on": date(2026, 1, 1)}]
    policies = Policies(touch=TouchPolicy(basis=basis, high_from=50_000, low_from=10_000))
    table = assess(book(account(touch_assignment=assigned)), policies, TODAY).lint
    assert [str(text) for text in table.loc[table["rule"] == "tier", "message"]] == [said]
