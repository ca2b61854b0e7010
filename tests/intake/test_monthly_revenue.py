"""Recurring revenue by month gives the contracts it implies."""

from __future__ import annotations

from datetime import date
from typing import Any

from csdesk.intake.month_meaning import REVENUE
from tests.intake.made_sheets import Value
from tests.intake.made_tables import Book, mapped, plan_of, problems, records_of, table_of, updates

_HEADERS = ["Customer", "2026-08", "2026-09", "2026-10"]


def _contracts(plan: Any) -> list[tuple[Any, ...]]:
    rows = records_of(plan, "contract")
    return [(r["account_key"], r.get("start"), r.get("end"), r["amount"], r.get("status")) for r in rows]


def _mrr(*rows: list[Value], headers: list[str] = _HEADERS, title: str = "MRR by month") -> Any:
    return table_of(headers, *rows, title=title)


def test_each_amount_lasts_until_it_changes_and_a_month_of_nothing_ends_it() -> None:
    plan = plan_of(_mrr(["Blue Fern Ltd", 100, 100, 120], ["Rota GmbH", 35, 35, 0], ["New", None, 9, 9]))
    assert mapped(plan)["2026-08"] == "contract.mrr"
    assert _contracts(plan) == [
        (1, None, date(2026, 9, 30), 100, None),
        (1, date(2026, 10, 1), None, 120, None),
        (2, None, date(2026, 9, 30), 35, "ended"),
        (3, date(2026, 9, 1), None, 9, None),
    ]
    assert {r["basis"] for r in records_of(plan, "contract")} == {"monthly"}
    assert "measurement" not in plan.records


def test_the_same_file_changes_nothing_and_next_month_goes_on_from_it() -> None:
    first = plan_of(_mrr(["A", 100, 100, 120], ["B", 35, 35, 35]))
    book = Book(first)
    again = plan_of(_mrr(["A", 100, 100, 120], ["B", 35, 35, 35]), book=book)
    assert records_of(again, "contract") == []
    assert updates(again, "contract") == []
    later = plan_of(
        _mrr(["A", 100, 120, 130], ["B", 35, 35, 35], headers=["Customer", "2026-09", "2026-10", "2026-11"]), book=book
    )
    assert _contracts(later) == [(1, date(2026, 11, 1), None, 130, None)]
    assert updates(later, "contract") == [(2, "end", None, date(2026, 10, 31))]


def test_two_years_of_one_import_are_one_history() -> None:
    old = _mrr(["A", 100, 100, 100], headers=["Customer", "2025-10", "2025-11", "2025-12"])
    new = _mrr(["A", 100, 110, 110], headers=["Customer", "2026-01", "2026-02", "2026-03"])
    assert _contracts(plan_of(new, old)) == [
        (1, None, date(2026, 1, 31), 100, None),
        (1, date(2026, 2, 1), None, 110, None),
    ]


def test_blank_months_up_to_today_end_a_contract_with_a_note_and_later_ones_say_nothing() -> None:
    headers = ["Customer", "2026-10", "2026-11", "2026-12"]
    plan = plan_of(_mrr(["A", 100, 100, None], ["B", 50, None, None], ["C", 1, 1, 1], headers=headers))
    assert _contracts(plan)[:2] == [(1, None, None, 100, None), (2, None, date(2026, 10, 31), 50, "ended")]
    assert problems(plan) == [("C3", "blank_month")]


def test_customers_whose_contracts_are_known_otherwise_are_not_counted_twice() -> None:
    listed = table_of(["Customer", "Contract no.", "MRR", "Start"], ["A", "C-1", 100, "2026-04-01"])
    book = Book(plan_of(listed))
    plan = plan_of(_mrr(["A", 100, 100, 120]), book=book)
    assert records_of(plan, "contract") == []
    assert problems(plan) == [("B2", "contracts_known_otherwise")]


def test_a_cell_that_cannot_be_read_ends_nothing_and_lines_of_one_customer_add_up() -> None:
    plan = plan_of(_mrr(["A", 100, "what", 100], ["B", 10, 10, 10], ["B", 5, 5, 0]))
    assert _contracts(plan) == [
        (1, None, None, 100, None), (2, None, date(2026, 9, 30), 15, None), (2, date(2026, 10, 1), None, 10, None),
    ]  # fmt: skip
    assert problems(plan) == [("C2", "not_an_amount")]


def test_amounts_take_their_unit_from_the_title_and_words_beside_the_month_say_what_they_are() -> None:
    headers = ["取引先", "2026年8月 月額", "2026年9月 月額", "2026年10月 月額"]
    plan = plan_of(table_of(headers, ["アルファ", 10, 10, 12], title="単位：万円"))
    assert [row[3] for row in _contracts(plan)] == [100_000, 120_000]


def test_money_that_is_not_said_to_recur_and_plans_are_asked() -> None:
    months = ["取引先", "4月", "5月", "6月"]
    plan = plan_of(table_of(months, ["アルファ", 10, 10, 10], title="2026年度 売上計画（単位：万円）"))
    (question,) = plan.tables[0].questions
    assert question.choices == REVENUE
    planned = plan_of(table_of(months, ["アルファ", 10, 10, 10], title="2026年度 MRR計画"))
    assert planned.tables[0].questions[0].choices[0] == "contract.mrr"
    said = plan_of(table_of(months, ["アルファ", 10, 10, 10], title="2026年度"), forced={"4月": "contract.mrr"})
    assert [row[3] for row in _contracts(said)] == [10]


def test_a_list_without_dates_is_the_last_stretch_of_a_later_history() -> None:
    book = Book(plan_of(table_of(["Customer", "MRR"], ["A", 120])))
    plan = plan_of(_mrr(["A", 100, 100, 120]), book=book)
    assert _contracts(plan) == [(1, None, date(2026, 9, 30), 100, None)]
    assert sorted(updates(plan, "contract"), key=lambda u: u[1]) == [
        (1, "seen_on", date(2026, 11, 22), date(2026, 10, 1)), (1, "start", None, date(2026, 10, 1)),
    ]  # fmt: skip


def test_a_later_file_of_two_months_ends_what_it_finds_changed() -> None:
    book = Book(plan_of(_mrr(["A", 100, 100, 120], ["B", 35, 35, 35])))
    later = _mrr(["A", 130, 130], ["B", 35, 40], headers=["Customer", "2026-11", "2026-12"])
    plan = plan_of(later, book=book)
    assert [
        (r["account_key"], r["amount"], r.get("start"), r.get("seen_on")) for r in records_of(plan, "contract")
    ] == [
        (1, 130, None, date(2026, 11, 1)),
        (2, 40, date(2026, 12, 1), date(2026, 12, 1)),
    ]
    assert updates(plan, "contract") == [
        (2, "end", None, date(2026, 10, 31)),
        (3, "end", None, date(2026, 11, 30)),
    ]


def test_two_months_apart_are_no_months() -> None:
    for headers in (["Customer", "2026-04", "2027-03"], ["Customer", "2026-11", "2026-10"], ["Customer", "4月", "5月"]):
        assert mapped(plan_of(_mrr(["A", 1, 2], headers=headers)))[headers[1]] != "contract.mrr", headers


def test_a_negative_month_counts_as_nothing_and_is_told() -> None:
    plan = plan_of(_mrr(["A", 100, -5, 120]))
    assert _contracts(plan) == [
        (1, None, date(2026, 8, 31), 100, "ended"),
        (1, date(2026, 10, 1), None, 120, None),
    ]
    assert problems(plan) == [("C2", "negative_month")]


def test_lines_of_one_customer_are_told_apart_by_their_numbers() -> None:
    headers = ["Customer", "Contract ID", "2026-08", "2026-09", "2026-10"]
    rows: list[list[Value]] = [["A", "K-1", 100, 100, 100], ["A", "K-2", 50, 60, 60]]
    plan = plan_of(_mrr(*rows, headers=headers))
    assert [(r["product"], r["amount"], r.get("end")) for r in records_of(plan, "contract")] == [
        ("K-1", 100, None),
        ("K-2", 50, date(2026, 8, 31)),
        ("K-2", 60, None),
    ]


def test_months_without_an_amount_or_without_a_customer_make_no_contract() -> None:
    assert records_of(plan_of(_mrr(["A", None, None, None])), "contract") == []
    nobody = plan_of(_mrr(["A", 1, 1, 1], headers=["Ticket", *_HEADERS[1:]]))
    assert records_of(nobody, "contract") == []
    assert problems(nobody) == [("A2", "no_account_column")]
