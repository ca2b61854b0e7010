"""Dates without a year: where nothing states it one is proposed for the column, and no row is lost."""

from __future__ import annotations

from datetime import date

import pytest

from csdesk.app.import_mends import mend_of
from csdesk.intake.decisions import CellPlace, Decisions
from csdesk.intake.outcome import ImportPlan
from tests.intake.made_tables import plan_of, problems, records_of, table_of

HEADERS = ["会社名", "年額", "契約開始日", "契約終了日"]
ROWS = (
    ("青空商事", 100, "4/1", "3月31日"),
    ("さくら工業", 200, "10/1", "9月末"),
    ("ミナト運輸", 50, "2026/5/1", "なし"),
)
COLUMNS = {"契約開始日": 2, "契約終了日": 3}


def terms(plan: ImportPlan) -> list[tuple[object, ...]]:
    return [(row["amount"], row.get("start"), row.get("end")) for row in records_of(plan, "contract")]


def decided(*cells: tuple[int, str, str]) -> Decisions:
    return Decisions(cells={CellPlace("list.xlsx", "S", row, COLUMNS[of]): text for row, of, text in cells})


def test_the_rows_stay_and_each_column_is_told_once_with_a_proposal() -> None:
    plan = plan_of(table_of(HEADERS, *ROWS))
    assert terms(plan) == [(100, None, None), (200, None, None), (50, date(2026, 5, 1), None)]
    assert problems(plan) == [("C2", "no_year"), ("D2", "no_year")]
    told = plan.tables[0].problems
    assert [problem.suggestion for problem in told] == ["2026-04-01", "2027-03-31"]
    assert [problem.message.values for problem in told] == [(("n", 2),), (("n", 2),)]
    mend = mend_of(told[0])
    assert mend is not None
    assert mend.text == "2026-04-01"


def test_who_accepts_one_date_has_decided_the_column() -> None:
    accepted = decided((2, "契約開始日", "2026-04-01"), (2, "契約終了日", "2027-03-31"))
    plan = plan_of(table_of(HEADERS, *ROWS), decisions=accepted)
    assert terms(plan) == [
        (100, date(2026, 4, 1), date(2027, 3, 31)),
        (200, date(2026, 10, 1), date(2027, 9, 30)),
        (50, date(2026, 5, 1), None),
    ]
    assert ("C3", "year_taken") in problems(plan)
    a_year_back = plan_of(table_of(HEADERS, *ROWS), decisions=decided((2, "契約開始日", "2025-04-01")))
    assert [start for _, start, _ in terms(a_year_back)] == [date(2025, 4, 1), date(2025, 10, 1), date(2026, 5, 1)]


def test_a_title_still_says_it_without_a_question() -> None:
    plan = plan_of(table_of(HEADERS, *ROWS, title="2025年度 契約一覧"))
    assert [start for _, start, _ in terms(plan)] == [date(2025, 4, 1), date(2025, 10, 1), date(2026, 5, 1)]


@pytest.mark.parametrize(("written", "proposed"), [("10/31", "2026-10-31"), ("12/15", "2025-12-15")])
def test_of_what_has_happened_the_latest_such_day_is_proposed(written: str, proposed: str) -> None:
    (account, visits) = (
        table_of(["会社名"], ("青空商事",)),
        table_of(["面談日", "会社名", "種別", "議事録"], (written, "青空商事", "定例会", "話した"), sheet="T"),
    )
    plan = plan_of(account, visits)
    assert [problem.suggestion for problem in plan.tables[1].problems if problem.code == "no_year"] == [proposed]


def test_a_term_without_years_is_proposed_whole() -> None:
    plan = plan_of(table_of(["会社名", "年額", "契約期間"], ("青空商事", 100, "4/1～3/31")))
    assert terms(plan) == [(100, None, None)]
    assert [problem.suggestion for problem in plan.tables[0].problems] == ["2026-04-01 - 2027-03-31"]


def test_what_is_no_day_stays_a_bad_cell() -> None:
    plan = plan_of(table_of(HEADERS, ("青空商事", 100, "13/45", None)))
    assert problems(plan) == [("C2", "not_a_date")]
