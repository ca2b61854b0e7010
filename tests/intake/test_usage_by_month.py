"""Usage by month: the month of each row or column counts, and what cannot be read is told instead of summed."""

from __future__ import annotations

from datetime import date

from csdesk.intake.outcome import ImportPlan
from tests.intake.made_sheets import Value
from tests.intake.made_tables import Book, mapped, plan_of, problems, records_of, table_of

BOOK = Book(plan_of(table_of(["顧客名", "業種"], ["青空商事", "IT"], ["さくら工業", "IT"])))


def measured(plan: ImportPlan) -> list[tuple[int, date, float]]:
    return [(r["account_key"], r["date"], r["value"]) for r in records_of(plan, "measurement")]


def logins(header: str, *months: Value) -> ImportPlan:
    """The log-ins of three rows: 10 and 20 of the first customer, 5 of the second."""
    rows = zip(("青空商事", "青空商事", "さくら工業"), months, (10, 20, 5), strict=True)
    return plan_of(table_of(["顧客名", header, "ログイン回数"], *rows), book=BOOK)


def test_a_month_that_cannot_be_read_is_told_and_the_others_keep_theirs() -> None:
    plan = logins("対象月", "2026年4月", "2026年5月", "6月")
    assert measured(plan) == [(1, date(2026, 4, 30), 10), (1, date(2026, 5, 31), 20)]
    assert ("B4", "no_year") in problems(plan)
    english = logins("Month", "Apr 2026", "May", "Apr 2026")
    assert measured(english) == [(1, date(2026, 4, 30), 10), (2, date(2026, 4, 30), 5)]
    assert ("B3", "not_a_date") in problems(english)


def test_months_without_any_year_are_never_added_up() -> None:
    plan = logins("対象月", "4月", "5月", "4月")
    assert mapped(plan)["対象月"] == "measurement.date"
    assert measured(plan) == []
    assert ("B2", "no_year") in problems(plan)


def test_one_column_of_a_month_is_of_that_month() -> None:
    one = table_of(["顧客名", "2026年4月"], ["青空商事", 10], ["さくら工業", 5], title="ログイン回数")
    assert measured(plan_of(one, book=BOOK)) == [(1, date(2026, 4, 30), 10), (2, date(2026, 4, 30), 5)]
    bare = table_of(["顧客名", "2026年4月"], ["青空商事", 10], ["さくら工業", 5])
    assert mapped(plan_of(bare, book=BOOK))["2026年4月"] == "account.custom"
    said = plan_of(bare, book=BOOK, forced={"2026年4月": "measurement.logins"})
    assert measured(said) == [(1, date(2026, 4, 30), 10), (2, date(2026, 4, 30), 5)]


def test_months_beside_what_contracts_say_leave_the_contracts_alone() -> None:
    headers = ["顧客名", "契約番号", "契約開始日", "MRR 2026-10", "MRR 2026-11"]
    plan = plan_of(table_of(headers, ["青空商事", "K-1", date(2026, 4, 1), 100, 100]))
    assert [(r["external_id"], r["start"]) for r in records_of(plan, "contract")] == [("K-1", date(2026, 4, 1))]
    assert mapped(plan)["MRR 2026-11"] == "contract.custom"


def test_a_score_beyond_ten_is_no_answer() -> None:
    plan = plan_of(table_of(["顧客名", "NPS"], ["青空商事", 9], ["さくら工業", 75]), book=BOOK)
    assert [(r["account_key"], r["score"]) for r in records_of(plan, "response")] == [(1, 9)]
    assert problems(plan) == [("B3", "out_of_range")]
