"""Logs of meetings and lists of work that people keep under plain headers."""

from __future__ import annotations

from tests.intake.made_sheets import Value
from tests.intake.made_tables import Book, counts, plan_of, records_of, table_of

_CUSTOMERS = table_of(["Customer"], ["Blue Fern"], sheet="Customers")


def test_a_sheet_named_after_meetings_lists_meetings() -> None:
    customers = table_of(["顧客名"], ["イロハ"], sheet="顧客")
    log = table_of(
        ["日付", "顧客", "種別", "内容"], ["2026/11/10", "イロハ", "電話", "更新の相談"], ["2026/11/12", "イロハ", "訪問", "値上げの説明"],
        sheet="面談記録",
    )  # fmt: skip
    found = [(r["date"].isoformat(), r["kind"], r["text"]) for r in records_of(plan_of(customers, log), "touchpoint")]
    assert found == [("2026-11-10", "call", "更新の相談"), ("2026-11-12", "meeting", "値上げの説明")]


def test_who_attended_tells_a_meeting_under_any_name() -> None:
    log = table_of(["Date", "Customer", "Attendees", "Notes"], ["2026-11-10", "Blue Fern", "Mia, Tom", "Roadmap"])
    (meeting,) = records_of(plan_of(_CUSTOMERS, log), "touchpoint")
    assert meeting["text"] == "Roadmap"


def test_tasks_of_one_customer_stay_several_and_come_back_unchanged() -> None:
    table = table_of(
        ["Customer", "Objective", "Task", "Responsible", "Start", "Due", "% complete", "State"],
        ["Blue Fern", "Faster onboarding", "Import users", "Us", "2026-11-01", "2026-11-15", "100%", "Done"],
        [
            "Blue Fern",
            "Faster onboarding",
            "Train admins",
            "Customer",
            "2026-11-16",
            "2026-12-05",
            "40%",
            "In progress",
        ],
    )
    plan = plan_of(_CUSTOMERS, table)
    found = [
        (r["text"], r["owner"], r["due"].isoformat(), r["progress"], r["status"]) for r in records_of(plan, "task")
    ]
    assert found == [
        ("Import users", "Us", "2026-11-15", 1.0, "done"),
        ("Train admins", "Customer", "2026-12-05", 0.4, "started"),
    ]
    assert counts(plan_of(table, book=Book(plan)), "task") == (0, 0, 2, 0, 0)


def test_a_customer_list_with_a_next_task_stays_a_customer_list() -> None:
    plan = plan_of(table_of(["Customer", "Region", "ARR", "Task"], ["Blue Fern", "North", 1200, "Call"]))
    assert "task" not in plan.records


def test_dated_notes_on_customers_who_come_again_are_touchpoints() -> None:
    customers = table_of(["顧客名"], ["アオイ"], ["ベニ"], sheet="顧客")
    log = table_of(
        ["日付", "顧客名", "内容"],
        ["2026/9/1", "アオイ", "定例。"],
        ["2026/9/5", "アオイ", "電話"],
        ["2026/9/7", "ベニ", "訪問"],
    )
    found = [(r["date"].isoformat(), r["text"]) for r in records_of(plan_of(customers, log), "touchpoint")]
    assert found == [("2026-09-01", "定例。"), ("2026-09-05", "電話"), ("2026-09-07", "訪問")]
    by_other_names = table_of(["実施日", "顧客名", "議事"], ["2026/9/1", "アオイ", "甲"], ["2026/9/5", "アオイ", "乙"])
    assert [r["text"] for r in records_of(plan_of(customers, by_other_names), "touchpoint")] == ["甲", "乙"]


def test_notes_on_customers_who_stand_once_or_beside_what_is_counted_are_no_log() -> None:
    once = table_of(["Date", "Customer", "Notes"], ["2026-09-01", "Ash", "a"], ["2026-09-02", "Birch", "b"])
    assert plan_of(once).tables[0].subject == "account"
    for header in ("Amount", "Health score", "Active users", "Severity", "Seats bought", "Account status"):
        rows: list[list[Value]] = [["2026-09-01", "Ash", 1, "a"], ["2026-09-02", "Ash", 2, "b"]]
        assert plan_of(table_of(["Date", "Customer", header, "Notes"], *rows)).tables[0].subject != "touchpoint", header


def test_bills_by_month_are_invoices() -> None:
    customers = table_of(["取引先名"], ["緑ヶ丘"], sheet="顧客")
    bills = table_of(
        ["計上年月", "取引先名", "請求額(税抜)", "摘要"],
        ["2026-07", "緑ヶ丘", 850_000, "7月分"],
        ["2026-08", "緑ヶ丘", 860_000, "8月分"],
    )
    plan = plan_of(customers, bills)
    found = [(r["issued"].isoformat(), r["amount"], r["currency"]) for r in records_of(plan, "invoice")]
    assert found == [("2026-07-01", 850_000, "JPY"), ("2026-08-01", 860_000, "JPY")]
    assert plan.records["account"].updated.empty
    assert counts(plan_of(bills, book=Book(plan)), "invoice") == (0, 0, 2, 0, 0)


def test_what_customers_are_billed_stays_beside_their_contracts() -> None:
    rows: list[list[Value]] = [["2026-07", "Ash", 850, 10], ["2026-08", "Ash", 860, 10]]
    assert plan_of(table_of(["Month", "Customer", "Invoice amount", "MRR"], *rows)).tables[0].subject == "contract"
    once = table_of(["Month", "Customer", "Invoice amount"], ["2026-07", "Ash", 850], ["2026-07", "Birch", 860])
    assert plan_of(once).tables[0].subject == "account"


def test_what_customers_are_like_is_no_log_whatever_a_column_of_kinds_says() -> None:
    for headers, *cells in (
        (["Customer", "Domain", "Date", "Method"], "akane.example", "2026-10-01", "Email"),
        (["Customer", "Industry", "Date", "Category"], "IT", "2026-10-01", "Event"),
        (["Customer", "Employees", "Date", "Type"], 100, "2026-10-01", "Webinar"),
    ):
        assert plan_of(table_of(headers, ["Akane", *cells], ["Birch", *cells])).tables[0].subject == "account", headers
    rows: list[list[Value]] = [
        ["Akane", "2026-10-01", "訪問"], ["Birch", "2026-10-01", None],
        ["Cedar", "2026-10-01", None], ["Dune", "2026-10-01", None],
    ]  # fmt: skip
    assert plan_of(table_of(["顧客名", "日付", "区分"], *rows)).tables[0].subject == "account", "one word in four rows"


def test_calls_with_the_csm_and_remarks_are_a_log() -> None:
    plan = plan_of(
        table_of(["Customer"], ["Akane"], ["Birch"], sheet="Customers"),
        table_of(
            ["Customer", "CSM", "Date", "Type", "備考"],
            ["Akane", "Sato", "2026-10-01", "Call", "x"],
            ["Birch", "Sato", "2026-10-02", "Meeting", "y"],
        ),
    )
    assert [(r["kind"], r["by"], r["text"]) for r in records_of(plan, "touchpoint")] == [
        ("call", "Sato", "x"), ("meeting", "Sato", "y"),
    ]  # fmt: skip
