"""Habits of dates (section 9.3): one test each."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.intake.made_tables import Book
from tests.intake.requirements.files import imported, problems, text_file, values


def ends(tmp_path: Path, *cells: str, header: str = "契約終了日", name: str = "list.csv") -> list[object]:
    """What a column of ends says, row by row."""
    lines = "".join(f'C{number},Base,100,"{cell}"\n' for number, cell in enumerate(cells))
    plan = imported(text_file(tmp_path / name, f"顧客名,製品,年額,{header}\n{lines}"))
    return [end for (end,) in values(plan, "contract", "end")]


def test_japanese_eras_with_their_first_years_and_boundaries(tmp_path: Path) -> None:
    cells = (
        "令和8年3月31日", "R8.3.31", "R08/03/31", "平成31年4月30日", "令和元年5月1日", "R1.5.1", "H31.4.30", "昭和64年1月7日",
        "令和８年３月末", "㋿8年3月31日", "令和八年三月三十一日", "2026年3月31日（令和8年3月31日）",
    )  # fmt: skip
    found = ends(tmp_path, *cells[:-1])
    assert found == [
        date(2026, 3, 31), date(2026, 3, 31), date(2026, 3, 31), date(2019, 4, 30), date(2019, 5, 1), date(2019, 5, 1),
        date(2019, 4, 30), date(1989, 1, 7), date(2026, 3, 31), date(2026, 3, 31), date(2026, 3, 31),
    ]  # fmt: skip
    both = ends(tmp_path, cells[-1], "2027年3月31日(令和9年)")
    assert both == [date(2026, 3, 31), date(2027, 3, 31)]  # the western year and the era side by side


def test_a_year_alone_is_its_first_or_its_last_day(tmp_path: Path) -> None:
    assert ends(tmp_path, "H31", "令和元年", "令和8年", "2026年", "2026年度") == [
        date(2019, 4, 30), date(2019, 12, 31), date(2026, 12, 31), date(2026, 12, 31), date(2027, 3, 31),
    ]  # fmt: skip
    file = text_file(tmp_path / "a.csv", "顧客名,製品,年額,契約開始日\nA,B,1,令和元年\nC,B,1,H31\nD,B,1,2026年度\n")
    assert values(imported(file), "contract", "start") == [
        (date(2019, 5, 1),),
        (date(2019, 1, 1),),
        (date(2026, 4, 1),),
    ]


def test_the_end_of_a_month_in_words_and_dates_without_a_year(tmp_path: Path) -> None:
    assert ends(tmp_path, "2026年3月末", "2028年2月末日", "2026年3月") == [
        date(2026, 3, 31), date(2028, 2, 29), date(2026, 3, 31),
    ]  # fmt: skip
    title = "契約一覧 2026年度\n\n"
    file = text_file(
        tmp_path / "a.csv", f"{title}顧客名,製品,年額,契約開始日,契約終了日\nA,B,1,4月1日,3月末日\nC,B,1,10/1,9月末\n"
    )
    plan = imported(file)
    assert values(plan, "contract", "start", "end") == [
        (date(2026, 4, 1), date(2027, 3, 31)),
        (date(2026, 10, 1), date(2026, 9, 30)),
    ]
    # The second contract ends before it starts: the year is told, so that a person sees why.
    assert {cell: code for cell, code in problems(plan).items() if code == "year_taken"} == {
        "D4": "year_taken",
        "E4": "year_taken",
    }
    nothing = text_file(tmp_path / "list.csv", "顧客名,製品,年額,契約開始日\nA,B,1,4月1日\n")
    assert problems(imported(nothing)) == {"D2": "not_a_date"}  # nothing states a year, and none is invented


def test_slashes_without_zeros_and_with_two_digit_years(tmp_path: Path) -> None:
    assert ends(tmp_path, "2026/7/10", "26/7/10", "27/3/1") == [date(2026, 7, 10), date(2026, 7, 10), date(2027, 3, 1)]
    assert ends(tmp_path, "7/10", "12/1", name="契約_2026年.csv") == [date(2026, 7, 10), date(2026, 12, 1)]


def test_compact_dates_of_eight_and_six_digits(tmp_path: Path) -> None:
    assert ends(tmp_path, "20260801", "202608", "20260131") == [date(2026, 8, 1), date(2026, 8, 31), date(2026, 1, 31)]


def test_serial_numbers_of_excel_in_a_text_file(tmp_path: Path) -> None:
    # 46112 days after 1899-12-30: 2026-03-31.
    assert ends(tmp_path, "46112", "46477") == [date(2026, 3, 31), date(2027, 3, 31)]


@pytest.mark.parametrize(
    "cell",
    [
        "2026/4/1～2027/3/31", "2026年4月1日〜2027年3月31日", "2026.4-2027.3", "R8.4.1-R9.3.31", "2026-04-01 - 2027-03-31",
        "2026/4/1から2027/3/31まで", "自 2026/4/1 至 2027/3/31", "2026/4/1 ～ 3/31", "2026/04～2027/03", "令和8年4月～令和9年3月",
        "2026/4/1(水)～2027/3/31(水)", "From 2026-04-01 to 2027-03-31", "2026/4/1\n～2027/3/31",
    ],
)  # fmt: skip
def test_a_range_in_one_cell_is_a_start_and_an_end(tmp_path: Path, cell: str) -> None:
    file = text_file(tmp_path / "a.csv", f'顧客名,製品,年額,契約期間\n青空商事,Base,100,"{cell}"\n')
    assert values(imported(file), "contract", "start", "end") == [(date(2026, 4, 1), date(2027, 3, 31))]


def test_half_open_ranges_and_lengths_stand_in_the_same_column(tmp_path: Path) -> None:
    file = text_file(
        tmp_path / "a.csv",
        "顧客名,製品,年額,契約期間\nA,B,1,2026/4/1～\nC,B,1,～2027/3/31\nD,B,1,1年\nE,B,1,来年くらい\n",
    )
    plan = imported(file)
    assert values(plan, "contract", "start", "end", "term_months") == [
        (date(2026, 4, 1), None, None),
        (None, date(2027, 3, 31), None),
        (None, None, 12),
    ]
    assert problems(plan) == {"D5": "not_a_term"}


def test_relative_dates_are_notice_periods(tmp_path: Path) -> None:
    file = text_file(
        tmp_path / "a.csv",
        "顧客名,製品,年額,契約終了日,解約予告\nA,B,1,2027/3/31,契約満了日の3ヶ月前\nC,B,1,2027/3/31,60日前までに書面で\nD,B,1,2027/3/31,翌月末\n",
    )
    plan = imported(file)
    assert values(plan, "contract", "notice_n", "notice_unit", "notice_written") == [
        (3, "months", None),
        (60, "days", True),
        (None, None, None),
    ]
    assert problems(plan) == {"E4": "not_a_notice"}


def test_times_in_utc_become_days_of_the_books_zone(tmp_path: Path) -> None:
    file = text_file(
        tmp_path / "subscriptions.csv",
        "Customer Name,Product,ARR,Start (UTC),Contract End\nAozora,Base,100,2026-03-31 15:30,2027-03-31 15:30\n",
    )
    plan = imported(file, zone=ZoneInfo("Asia/Tokyo"))
    # 15:30 in London is half past midnight in Tokyo; a column that names no zone is as it stands.
    assert values(plan, "contract", "start", "end") == [(date(2026, 4, 1), date(2027, 3, 31))]


def test_weekdays_are_taken_off(tmp_path: Path) -> None:
    assert (
        ends(tmp_path, "2026/4/1(水)", "2026年4月1日（水）", "2026/4/1 水曜日", "Wed, 1 Apr 2026", "2026/4/1（水・祝）")
        == [date(2026, 4, 1)] * 5
    )


def test_a_column_of_words_and_dates_keeps_the_dates_and_tells_the_rest(tmp_path: Path) -> None:
    file = text_file(
        tmp_path / "a.csv", "顧客名,製品,年額,契約終了日\nA,B,1,2027/3/31\nC,B,1,期間の定めなし\nD,B,1,2027/2/30\n"
    )
    plan = imported(file)
    assert values(plan, "contract", "end") == [(date(2027, 3, 31),), (None,)]
    assert problems(plan) == {"D4": "not_a_date"}
    assert imported(file, Book(plan)).tables[0].records["contract"].unchanged == 2
