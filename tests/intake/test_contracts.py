from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from csdesk.intake.contracts import AS_FIRST_DAY, AS_LAST_DAY, end_of_term, names_first_day
from tests.intake.made_sheets import Value
from tests.intake.made_tables import Book, only, plan_of, problems, records_of, table_of


def contract(headers: list[str], *cells: Value, currency: str = "JPY") -> dict[str, object]:
    made = only(plan_of(table_of(["顧客名", *headers], ["青空", *cells]), currency=currency), "contract")
    return {k: v for k, v in made.items() if k not in ("key", "account_key")}


def days(*texts: str) -> np.ndarray:
    return np.array(texts, dtype="datetime64[D]")


@pytest.mark.parametrize(
    ("headers", "cells", "amount", "basis"),
    [
        (["月額"], [30_000], 30_000, "monthly"),
        (["ARR"], [360_000], 360_000, "annual"),
        (["四半期額"], [90_000], 90_000, "quarterly"),
        (["契約総額", "契約開始日", "契約終了日"], [3_600_000, "2026/4/1", "2029/3/31"], 3_600_000, "total"),
        (["MRR", "ARR"], [30_000, 360_000], 360_000, "annual"),
        (["MRR", "ARR"], [30_000, None], 30_000, "monthly"),
        (["契約金額", "支払サイクル"], [30_000, "月払"], 30_000, "monthly"),
        (["契約金額", "支払サイクル"], [120_000, "年払"], 120_000, "annual"),
        (["契約金額", "契約開始日", "契約終了日"], [3_600_000, "2026/4/1", "2029/3/31"], 3_600_000, "total"),
        (["契約金額", "契約開始日"], [120_000, "2026/4/1"], 120_000, "annual"),
        (["月額（千円）"], [30], 30_000, "monthly"),
        (["月額（千円）"], ["3万円"], 30_000, "monthly"),
        (["年額"], ["▲1,200円"], -1200, "annual"),
    ],
)
def test_amounts_and_their_basis(headers: list[str], cells: list[Value], amount: int, basis: str) -> None:
    made = contract(headers, *cells)
    assert (made["amount"], made["basis"]) == (amount, basis)


def test_billing_is_a_field_of_its_own_and_leaves_an_mrr_alone() -> None:
    made = contract(["MRR", "Billing frequency"], 30_000, "annual")
    assert (made["amount"], made["basis"], made["billing"]) == (30_000, "monthly", "annual")


def test_arr_wins_over_an_mrr_that_disagrees_and_it_is_told() -> None:
    plan = plan_of(
        table_of(["顧客名", "MRR", "ARR"], ["青空", 30_000, 500_000], ["港", 30_000, 360_000], ["桜", 33_333, 400_000])
    )
    assert [r["amount"] for r in records_of(plan, "contract")] == [500_000, 360_000, 400_000]
    assert problems(plan) == [("C2", "mrr_and_arr_disagree")]


@pytest.mark.parametrize(
    ("headers", "cells", "currency", "amount"),
    [
        (["ARR"], [1234.5], "USD", 123_450),
        (["ARR", "Currency"], [1234.5, "EUR"], "EUR", 123_450),
        (["ARR", "Currency"], [1234, "jpy"], "JPY", 1234),
        (["ARR"], ["€1,234.50"], "EUR", 123_450),
        (["ARR (KWD)"], [1.5], "KWD", 1500),
        (["arr_gbp"], [10], "GBP", 1000),
        (["ARR（円）"], [1200], "JPY", 1200),
    ],
)
def test_the_currency_comes_from_column_cell_header_or_fallback(
    headers: list[str], cells: list[Value], currency: str, amount: int
) -> None:
    made = contract(headers, *cells, currency="USD")
    assert (made["currency"], made["amount"]) == (currency, amount)


def test_an_unknown_currency_rejects_the_row() -> None:
    plan = plan_of(table_of(["顧客名", "ARR", "Currency"], ["青空", 100, "Zloty?"]))
    assert problems(plan) == [("C2", "not_a_currency")]
    assert plan.changes_nothing


def test_the_title_of_the_sheet_tells_unit_currency_and_tax() -> None:
    table = table_of(["顧客名", "年額"], ["青空", 1200], title="契約一覧（単位：千円・税込）")
    made = only(plan_of(table, currency="USD"), "contract")
    assert (made["amount"], made["currency"], made["tax"]) == (1_200_000, "JPY", "included")


def test_a_header_with_tax_says_so_on_the_contract() -> None:
    assert contract(["年額（税込）"], 110)["tax"] == "included"
    assert contract(["年額（税抜）"], 100)["tax"] == "excluded"
    assert "tax" not in contract(["年額"], 100)


def test_a_term_in_one_cell_or_in_months_gives_the_dates() -> None:
    assert contract(["契約期間"], "2026/4/1～2027/3/31") == {"start": date(2026, 4, 1), "end": date(2027, 3, 31)}
    made = contract(["契約開始日", "契約期間"], "2026/4/1", "1年")
    assert (made["end"], made["term_months"]) == (date(2027, 3, 31), 12)
    made = contract(["Start Date", "Term (months)"], "2026-01-31", 13)
    assert made["end"] == date(2027, 2, 27)


def test_the_last_day_of_a_term() -> None:
    start = days("2026-04-01", "2024-02-29", "2026-01-31", "NaT", "2026-04-01")
    months = np.array([12.0, 12.0, 1.0, 12.0, np.nan])
    assert end_of_term(start, months).tolist() == [date(2027, 3, 31), date(2025, 2, 27), date(2026, 2, 27), None, None]


def test_a_renewal_date_is_the_last_day_unless_it_names_the_first_of_the_next_term() -> None:
    assert names_first_day(days("2027-04-01", "2027-06-15"), days("2026-04-01", "2026-06-15"))
    assert not names_first_day(days("2027-03-31", "2027-06-14"), days("2026-04-01", "2026-06-15"))
    assert names_first_day(days("2027-04-01", "2027-06-01", "2027-06-15"), days("NaT", "NaT", "NaT"))
    assert not names_first_day(days("NaT"), days("2026-04-01"))


def test_which_of_the_two_a_renewal_date_is_gets_said() -> None:
    first = plan_of(table_of(["顧客名", "契約開始日", "契約更新日", "年額"], ["青空", "2026/4/1", "2027/4/1", 1]))
    last = plan_of(table_of(["顧客名", "契約開始日", "契約更新日", "年額"], ["青空", "2026/4/1", "2027/3/31", 1]))
    assert only(first, "contract")["end"] == only(last, "contract")["end"] == date(2027, 3, 31)
    assert first.tables[0].columns[2].reason == AS_FIRST_DAY
    assert last.tables[0].columns[2].reason == AS_LAST_DAY


def test_an_end_column_is_the_end_even_beside_a_renewal_date() -> None:
    made = contract(["契約開始日", "契約終了日", "契約更新日"], "2026/4/1", "2027/3/31", "2027/4/1")
    assert made["end"] == date(2027, 3, 31)


def test_a_month_without_a_day_is_its_first_as_start_and_its_last_as_end() -> None:
    made = contract(["契約開始日", "契約終了日"], "2026年4月", "2027年3月")
    assert (made["start"], made["end"]) == (date(2026, 4, 1), date(2027, 3, 31))


def test_a_row_with_neither_amount_nor_date_gives_no_contract() -> None:
    plan = plan_of(table_of(["顧客名", "年額", "席数"], ["青空", None, 5], ["港", 100, 5]))
    assert len(records_of(plan, "account")) == 2
    assert [r["account_key"] for r in records_of(plan, "contract")] == [2]


def test_a_contract_without_a_start_counts_from_the_day_of_the_import() -> None:
    plan = plan_of(table_of(["顧客名", "年額"], ["青空", 100]))
    assert only(plan, "contract")["seen_on"] == date(2026, 11, 22)
    assert "seen_on" not in contract(["年額", "契約開始日"], 100, "2026/4/1")


def test_a_one_off_amount_is_a_line_of_its_own() -> None:
    plan = plan_of(
        table_of(
            ["顧客名", "契約番号", "年額", "契約開始日", "初期費用"],
            ["青空", "K-1", 1200, "2026/4/1", 300],
            ["港", "K-2", 1200, "2026/4/1", None],
        )
    )
    lines = [(r["external_id"], r.get("product"), r["amount"], r["basis"]) for r in records_of(plan, "contract")]
    assert lines == [
        ("K-1", None, 1200, "annual"),
        ("K-2", None, 1200, "annual"),
        ("K-1 / 初期費用", "初期費用", 300, "one_off"),
    ]


@pytest.mark.parametrize(
    ("header", "cell", "notice"),
    [
        ("解約予告期間", "3ヶ月前までに書面で", (3, "months", True)),
        ("通知期限(日)", 60, (60, "days", None)),
        ("Notice, days", "3", (3, "days", None)),
        ("Notice period", "90 days", (90, "days", None)),
    ],
)
def test_notice_clauses(header: str, cell: Value, notice: tuple[int, str, bool | None]) -> None:
    made = contract(["年額", header], 100, cell)
    assert (made["notice_n"], made["notice_unit"], made.get("notice_written")) == notice


@pytest.mark.parametrize(
    ("header", "cell"),
    [("churn_flag", "TRUE"), ("契約状況", "解約済み"), ("Contract status", "Cancelled"), ("契約状況", "更新なし")],
)
def test_what_says_that_a_contract_is_over_ends_it(header: str, cell: str) -> None:
    assert contract(["年額", header], 100, cell)["status"] == "ended"


def test_a_contract_that_ends_before_it_starts_is_taken_and_told() -> None:
    plan = plan_of(table_of(["顧客名", "契約開始日", "契約終了日"], ["青空", "2027/4/1", "2026/3/31"]))
    assert problems(plan) == [("C2", "ends_before_it_starts")]
    assert len(records_of(plan, "contract")) == 1


def test_a_contract_without_a_number_is_known_by_customer_product_and_start() -> None:
    from tests.intake.made_tables import Book

    headers = ["顧客名", "製品", "契約開始日", "年額"]
    book = Book(plan_of(table_of(headers, ["青空", "Base", "2026/4/1", 100], ["青空", "Plus", "2026/4/1", 50])))
    plan = plan_of(table_of(headers, ["青空", "Plus", "2026/4/1", 60], ["青空", "Base", "2027/4/1", 110]), book=book)
    assert plan.records["contract"].updated[["key", "field", "after"]].values.tolist() == [[2, "amount", 60]]
    assert only(plan, "contract")["start"] == date(2027, 4, 1)


def test_a_setup_fee_stands_beside_the_recurring_contract_without_any_number() -> None:
    table = table_of(
        ["顧客名", "契約開始日", "契約終了日", "年額", "初期費用"],
        ["青空商事", date(2026, 4, 1), date(2027, 3, 31), 1_200_000, 300_000],
        ["さくら工業", date(2026, 4, 1), date(2027, 3, 31), 1_500_000, None],
    )
    plan = plan_of(table)
    assert [(r["account_key"], r["amount"], r["basis"], r.get("product")) for r in records_of(plan, "contract")] == [
        (1, 1_200_000, "annual", None), (2, 1_500_000, "annual", None), (1, 300_000, "one_off", "初期費用"),
    ]  # fmt: skip
    assert problems(plan) == []
    assert plan_of(table, book=Book(plan)).changes_nothing
