"""Logs of meetings and lists of work that people keep under plain headers."""

from __future__ import annotations

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
