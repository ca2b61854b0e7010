"""No. over 1, 2, 3 …: the number of the row, not of the customer or the contract."""

from __future__ import annotations

from tests.intake.made_tables import Book, mapped, plan_of, records_of, table_of, updates


def test_row_numbers_identify_nothing_so_a_new_row_above_changes_nobody() -> None:
    first = plan_of(table_of(["No.", "顧客名", "ARR"], [1, "北斗運輸", 100], [2, "山川製作所", 200]))
    assert mapped(first) == {"No.": None, "顧客名": "account.name", "ARR": "contract.arr"}
    assert [r.get("external_id") for r in records_of(first, "contract")] == [None, None]
    second = plan_of(
        table_of(["No.", "顧客名", "ARR"], [1, "あかね", 50], [2, "北斗運輸", 100], [3, "山川製作所", 200]),
        book=Book(first),
    )
    assert [r["name"] for r in records_of(second, "account")] == ["あかね"]
    assert "account" not in second.records or updates(second, "account") == []


def test_numbers_that_do_not_count_the_rows_are_numbers_of_contracts() -> None:
    plan = plan_of(table_of(["No.", "顧客名", "ARR"], [301, "北斗運輸", 100], [305, "山川製作所", 200]))
    assert mapped(plan)["No."] == "contract.external_id"


def test_tickets_are_numbered_from_one_in_earnest() -> None:
    table = table_of(
        ["No.", "顧客名", "受付日", "優先度"], [1, "北斗運輸", "2026/10/1", "高"], [2, "北斗運輸", "2026/10/2", "低"]
    )
    assert mapped(plan_of(table))["No."] == "ticket.external_id"


def test_the_number_of_a_list_that_describes_customers_is_the_customers() -> None:
    table = table_of(
        ["管理番号", "企業名", "業界", "従業員数", "月額", "導入日"],
        ["CL-1", "山川製作所", "製造", 300, 100, "2023/4/1"],
        ["CL-2", "北斗運輸", "運輸", 80, 50, "2024/4/1"],
    )
    plan = plan_of(table)
    assert mapped(plan)["管理番号"] == "account.external_id"
    assert [r["external_id"] for r in records_of(plan, "account")] == ["CL-1", "CL-2"]
