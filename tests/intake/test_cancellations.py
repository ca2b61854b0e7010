"""A list of what was cancelled ends the contracts it is about, and never makes a second one beside them."""

from __future__ import annotations

from datetime import date

import pytest

from csdesk.intake.outcome import ImportPlan
from tests.intake.made_sheets import Value
from tests.intake.made_tables import Book, plan_of, problems, records_of, table_of, updates

CONTRACTS = ["契約番号", "会社名", "製品", "年額", "契約開始日", "契約終了日", "自動更新"]
RUNS = ("K-1", "青空商事", "Base", 1_200_000, "2026-04-01", "2027-03-31", "なし")
BEFORE = ("K-0", "青空商事", "Base", 1_000_000, "2025-04-01", "2026-03-31", "なし")
BESIDE = ("K-2", "青空商事", "Plus", 600_000, "2026-05-01", "2027-03-31", "なし")
LONELY = ["会社名", "解約日", "解約理由"]


def listed(*rows: tuple[Value, ...]) -> ImportPlan:
    return plan_of(table_of(CONTRACTS, *rows))


def book(*rows: tuple[Value, ...]) -> Book:
    return Book(listed(*rows))


def cancelled(held: Book, headers: list[str], *rows: tuple[Value, ...]) -> ImportPlan:
    return plan_of(table_of(headers, *rows), book=held)


def new(plan: ImportPlan) -> int:
    return len(records_of(plan, "contract"))


ENDED = [(1, "end", date(2027, 3, 31), date(2026, 9, 30)), (1, "status", None, "ended")]


@pytest.mark.parametrize(
    ("headers", "row"),
    [
        (LONELY, ("青空商事", "2026/9/30", "価格")),
        (["会社名", "解約日", "プラン", "月額", "解約理由"], ("青空商事", "2026/9/30", "プロ", 100_000, "価格")),
        (["会社名", "契約開始日", "解約日", "月額"], ("青空商事", "2020/4/1", "2026/9/30", 100_000)),
        (["契約番号", "解約日", "解約理由"], ("K-1", "2026/9/30", "価格")),
        (["契約番号", "会社名", "解約年月日", "年額"], ("K-1", "青空商事", "2026/9/30", 1_200_000)),
        (["Customer", "Cancellation date", "Cancellation reason"], ("青空商事", "2026-09-30", "price")),
    ],
)
def test_the_contract_that_was_cancelled_ends(headers: list[str], row: tuple[Value, ...]) -> None:
    first = listed(RUNS)
    plan = cancelled(Book(first), headers, row)
    assert new(plan) == 0
    assert set(ENDED) <= set(updates(plan, "contract"))
    assert cancelled(Book(first, plan), headers, row).changes_nothing


def test_of_terms_that_follow_each_other_the_one_of_that_day_ends() -> None:
    plan = cancelled(book(RUNS, BEFORE), LONELY, ("青空商事", "2026/9/30", "価格"))
    assert set(ENDED) == set(updates(plan, "contract"))


def test_a_contract_that_ran_out_is_final_and_one_that_renews_by_itself_ends_on_the_day() -> None:
    plan = cancelled(book(BEFORE), LONELY, ("青空商事", "2026/4/20", "価格"))
    assert updates(plan, "contract") == [(1, "status", None, "ended")]
    plan = cancelled(book((*BEFORE[:-1], "あり")), LONELY, ("青空商事", "2026/9/30", "価格"))
    assert updates(plan, "contract")[0] == (1, "end", date(2026, 3, 31), date(2026, 9, 30))


def test_where_several_run_none_ends_and_the_row_is_told_unless_it_says_which() -> None:
    plan = cancelled(book(RUNS, BESIDE), LONELY, ("青空商事", "2026/9/30", "価格"))
    assert "contract" not in plan.records
    assert problems(plan) == [("B2", "several_contracts")]
    for headers, row in (
        (["会社名", "製品", "解約日", "月額"], ("青空商事", "Base", "2026/9/30", 1)),
        (["会社名", "月額", "解約日"], ("青空商事", 100_000, "2026/9/30")),
    ):
        plan = cancelled(book(RUNS, BESIDE), headers, row)
        assert set(ENDED) <= set(updates(plan, "contract"))
        assert new(plan) == 0


def test_a_contract_nobody_knows_is_history_and_no_revenue() -> None:
    plan = cancelled(Book(), ["会社名", "解約日", "月額"], ("青空商事", "2026/9/30", 100))
    assert [(row["end"], row["status"]) for row in records_of(plan, "contract")] == [(date(2026, 9, 30), "ended")]


def test_the_list_of_contracts_may_come_with_it_in_any_order() -> None:
    contracts = table_of(
        ["会社名", "製品", "年額", "契約開始日"], ("青空商事", "Base", 100, "2026-04-01"), sheet="一覧"
    )
    left = table_of(["会社名", "月額", "解約日"], ("青空商事", 9, "2026/9/30"), sheet="解約")
    for tables in ((contracts, left), (left, contracts)):
        (row,) = records_of(plan_of(*tables), "contract")
        assert (row["amount"], row["end"], row["status"]) == (100, date(2026, 9, 30), "ended")


def test_an_event_of_the_customer_never_moves_a_contract() -> None:
    plan = cancelled(book(RUNS), ["会社名", "churn_date", "churn reason"], ("青空商事", "2026/9/30", "price"))
    assert "contract" not in plan.records
    assert [row["kind"] for row in records_of(plan, "event")] == ["churn"]
