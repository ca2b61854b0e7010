from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from csdesk.model.errors import CSDeskError
from csdesk.model.policies import Calendar, Policies, RevenuePolicy
from csdesk.rules.figures import Figures, figures
from tests.rules.contract_books import Row, book, contract, ledger_of

SINCE, AS_OF = date(2025, 12, 31), date(2026, 12, 31)
NEW = date(2026, 6, 1)
CODES = {
    "arr", "mrr", "accounts", "arr_at_risk", "nrr", "grr", "customer_churn", "revenue_churn", "retention",
    "annualised_monthly_churn", "quick_ratio", "upsell_rate", "upsell_rate_value", "cross_sell_rate",
    "cross_sell_rate_value", "ltv", "renewal_rate", "renewal_rate_value", "arr_due_90_days", "weighted_forecast",
    "onboarding_completion", "time_to_value", "active_users", "sessions", "seat_use", "nps",
}  # fmt: skip


def found(
    *contracts: Row, policies: Policies | None = None, bands: dict[int, str] | None = None, **records: Any
) -> Figures:
    frames = book(contracts, **records)
    policies = policies or Policies()
    series = None if bands is None else pd.Series(bands).astype("string[pyarrow]")
    return figures(ledger_of(frames, AS_OF, policies), frames, policies, SINCE, AS_OF, series)


def four_accounts() -> list[Row]:
    """100→130, 100→80, 50→0, 250→260."""
    over: dict[str, Any] = {"end": NEW, "status": "ended"}
    return [
        contract(1, 100), contract(1, 30, NEW),
        contract(2, 80), contract(2, 20, **over),
        contract(3, 50, **over),
        contract(4, 250), contract(4, 10, NEW),
    ]  # fmt: skip


def test_the_four_worked_accounts() -> None:
    result = found(*four_accounts())
    assert result["nrr"].value == pytest.approx(0.94)
    assert result["grr"].value == pytest.approx(0.86)
    assert result["customer_churn"].value == pytest.approx(0.25)
    assert result["retention"].value == pytest.approx(0.75)
    assert result["revenue_churn"].value == pytest.approx(0.1)
    assert result["upsell_rate"].value == pytest.approx(0.5)
    assert result["upsell_rate_value"].value == pytest.approx(0.08)
    assert result["quick_ratio"].value == pytest.approx(40 / 70)
    assert (result["arr"].value, result["mrr"].value, result["accounts"].value) == (470, 39, 3)


def test_every_figure_is_there_with_its_definition_period_and_number() -> None:
    result = found(*four_accounts())
    assert set(result.numbers) == CODES
    assert all(figure.definition.text and figure.code == code for code, figure in result.numbers.items())
    assert (result["nrr"].period, result["nrr"].n) == ((SINCE, AS_OF), 4)
    assert result["arr"].period == (AS_OF, AS_OF)


def test_a_figure_knows_the_records_behind_it() -> None:
    result = found(*four_accounts())
    assert result.behind("customer_churn").tolist() == [3]
    assert result.behind("nrr").tolist() == [1, 2, 3, 4]
    assert result.behind("upsell_rate").tolist() == [1, 4]
    assert result["arr_due_90_days"].record == "contract"


def test_nothing_is_measured_in_an_empty_book() -> None:
    values = {code: figure.value for code, figure in found().numbers.items() if figure.value is not None}
    assert values == {"arr": 0, "mrr": 0, "accounts": 0, "arr_due_90_days": 0}


def test_revenue_churn_may_be_set_against_what_remains() -> None:
    policies = Policies(revenue=RevenuePolicy(churn_base="closing"))
    result = found(*four_accounts(), policies=policies)
    assert result["revenue_churn"].value == pytest.approx(50 / 450)
    assert result["revenue_churn"].definition != found(*four_accounts())["revenue_churn"].definition


def test_eight_upsells_of_a_hundred_and_twenty_accounts() -> None:
    rows = [contract(n) for n in range(1, 121)] + [contract(n, 10, NEW) for n in range(1, 9)]
    value = found(*rows)["upsell_rate"].value
    assert value is not None
    assert round(value, 3) == 0.067


def test_cross_sell_is_counted_by_account_and_by_value() -> None:
    result = found(
        contract(1, 100, product="Core"), contract(1, 30, NEW, product="Plus"), contract(2, 100, product="Core")
    )
    assert result["cross_sell_rate"].value == 0.5
    assert result["cross_sell_rate_value"].value == pytest.approx(0.15)


def test_the_churn_of_the_last_month_is_made_yearly() -> None:
    # 1 of 50 accounts in December: 2% a month
    rows = [contract(n) for n in range(1, 50)] + [contract(50, end=date(2026, 12, 15), status="ended")]
    value = found(*rows)["annualised_monthly_churn"].value
    assert value is not None
    assert round(value, 3) == 0.215


def test_revenue_at_risk_is_that_of_accounts_in_the_band() -> None:
    bands = {1: "healthy", 2: "at_risk", 3: "at_risk", 4: "watch"}
    result = found(*four_accounts(), bands=bands)
    assert result["arr_at_risk"].value == 80
    assert result.behind("arr_at_risk").tolist() == [2]


def test_revenue_at_risk_is_not_measured_where_nobody_has_a_band_and_says_who_is_left_out() -> None:
    unknown = found(*four_accounts(), bands=dict.fromkeys((1, 2, 4), "no_data"))["arr_at_risk"]
    assert (unknown.value, str(unknown.left_out)[-2:]) == (None, "3.")
    one = found(*four_accounts(), bands={1: "no_data", 2: "healthy", 4: "at_risk"})["arr_at_risk"]
    assert (one.value, str(one.left_out)[-2:]) == (260, "1.")


def test_due_in_ninety_days_counts_both_ends_of_the_window() -> None:
    ends = [date(2026, 12, 30), date(2026, 12, 31), date(2027, 3, 31), date(2027, 4, 1)]
    rows = [contract(n, 10**n, end=end) for n, end in enumerate(ends, 1)]
    assert found(*rows)["arr_due_90_days"].value == 100 + 1000


def test_the_weighted_forecast_runs_to_the_end_of_the_fiscal_year() -> None:
    policies = Policies(calendar=Calendar(fiscal_first_month=4))
    rows = [contract(1, 1200, end=date(2027, 3, 31)), contract(2, 800, end=date(2027, 4, 1))]
    decisions = [{"contract_key": 1, "forecast": "commit"}, {"contract_key": 2, "forecast": "commit"}]
    assert found(*rows, policies=policies, decision=decisions)["weighted_forecast"].value == 1080


def test_accounts_without_a_start_date_are_left_out_of_rates_and_it_is_said() -> None:
    result = found(*four_accounts(), contract(5, 70), contract(5, 30, None, seen_on=NEW))
    assert result["nrr"].value == pytest.approx(0.94)
    assert result["nrr"].left_out is not None
    assert str(result["nrr"].left_out) == "Accounts left out because a contract has no start date: 1."
    assert result["arr"].value == 570


def test_contracts_without_an_amount_are_said_to_be_missing() -> None:
    result = found(*four_accounts(), contract(6, None))
    assert str(result["arr"].left_out) == "Contracts not counted because their amount is not known: 1."
    assert result["accounts"].value == 3


def test_without_constant_currency_retention_takes_the_opening_at_its_own_rates() -> None:
    rates = [
        {"currency": "EUR", "month": date(2025, 12, 1), "rate": 1.0},
        {"currency": "EUR", "month": date(2026, 12, 1), "rate": 1.5},
    ]
    row = contract(1, 100, currency="EUR")
    assert found(row, rate=rates)["nrr"].value == 1.0
    floating = Policies(revenue=RevenuePolicy(constant_currency=False))
    assert found(row, policies=floating, rate=rates)["nrr"].value == 1.5
    with pytest.raises(CSDeskError, match="EUR"):
        found(row, policies=floating, rate=rates[1:])
