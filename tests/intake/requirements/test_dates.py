"""Habits of dates (section 9.3): one test each."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from csdesk.intake.date_system import counts_from_1904
from csdesk.intake.decisions import Decisions
from csdesk.intake.values.dates import parse_date
from csdesk.intake.values.relative import counted, parse_relative
from tests.intake.made_tables import Book
from tests.intake.requirements.files import book_file, imported, problems, text_file, values


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
    assert problems(imported(nothing)) == {"D2": "no_year"}  # nothing states a year: one is proposed, none invented


def test_slashes_without_zeros_and_with_two_digit_years(tmp_path: Path) -> None:
    assert ends(tmp_path, "2026/7/10", "26/7/10", "27/3/1") == [date(2026, 7, 10), date(2026, 7, 10), date(2027, 3, 1)]
    assert ends(tmp_path, "7/10", "12/1", name="契約_2026年.csv") == [date(2026, 7, 10), date(2026, 12, 1)]


def test_compact_dates_of_eight_and_six_digits(tmp_path: Path) -> None:
    assert ends(tmp_path, "20260801", "202608", "20260131") == [date(2026, 8, 1), date(2026, 8, 31), date(2026, 1, 31)]


def test_serial_numbers_of_excel_in_a_text_file(tmp_path: Path) -> None:
    # 46112 days after 1899-12-30: 2026-03-31.
    assert ends(tmp_path, "46112", "46477") == [date(2026, 3, 31), date(2027, 3, 31)]


def test_serial_numbers_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (["顧客名", "年額", "契約終了日"], ["青空商事", 1, 44650], ["さくら工業", 1, date(2026, 9, 30)]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "mac.xlsx")
    plan = imported(tmp_path / "mac.xlsx")
    assert values(plan, "contract", "end") == [(date(2026, 3, 31),), (date(2026, 9, 30),)]
    (note,) = plan.tables[0].problems
    assert (note.cell, note.code) == ("C2", "serial_dates")
    assert "as the workbook says" in note.message.text
    assert not counts_from_1904(book_file(tmp_path / "pc.xlsx", [["a"]]), "xlsx")


def test_an_ods_may_say_so_too(tmp_path: Path) -> None:
    said = '<table:calculation-settings><table:null-date table:date-value="{}"/></table:calculation-settings>'
    for day, answer in (("1904-01-01", True), ("1899-12-30", False)):
        with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
            archive.writestr("content.xml", said.format(day))
        assert counts_from_1904(tmp_path / "a.ods", "ods") is answer
    assert not counts_from_1904(text_file(tmp_path / "damaged.ods", "PK"), "ods")


def test_serial_numbers_count_from_1904_where_a_person_says_so(tmp_path: Path) -> None:
    # 44650 days after 1904-01-01: 2026-03-31.
    file = text_file(tmp_path / "a.csv", "顧客名,製品,年額,契約終了日\nA,B,1,44650\nC,B,1,2027-03-31\n")
    as_excel, as_mac = imported(file), imported(file, decisions=Decisions(from_1904=frozenset([str(file)])))
    assert values(as_excel, "contract", "end") == [(date(2022, 3, 30),), (date(2027, 3, 31),)]
    assert values(as_mac, "contract", "end") == [(date(2026, 3, 31),), (date(2027, 3, 31),)]
    assert problems(as_excel) == problems(as_mac) == {"D2": "serial_dates"}
    (told,) = as_excel.tables[0].problems
    assert "from 1900" in str(told.message)


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


def dues(
    tmp_path: Path, *rows: str, headers: str = "請求日,お支払期限", name: str = "請求一覧.csv"
) -> tuple[list[object], dict[str, str]]:
    """When invoices are due, row by row, and what is told of the cells."""
    lines = "".join(f"INV-{number},青空商事,1000,{row}\n" for number, row in enumerate(rows))
    known = Book(imported(text_file(tmp_path / "customers.csv", "顧客名\n青空商事\n")))
    plan = imported(text_file(tmp_path / name, f"請求番号,顧客名,請求金額,{headers}\n{lines}"), known)
    return [due for (due,) in values(plan, "invoice", "due")], problems(plan)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("翌月末", date(2026, 2, 28)), ("当月末", date(2026, 1, 31)), ("翌々月10日", date(2026, 3, 10)), ("翌月末日払い", date(2026, 2, 28)),
        ("翌々月末", date(2026, 3, 31)), ("月末締め翌月末払い", date(2026, 2, 28)), ("末締め翌々月5日払", date(2026, 3, 5)),
        ("15日締め翌月末払い", date(2026, 3, 31)), ("20日締翌月10日", date(2026, 2, 10)), ("請求日の翌月末", date(2026, 2, 28)),
        ("請求書発行日より30日以内", date(2026, 2, 19)), ("30日後", date(2026, 2, 19)), ("翌月", date(2026, 2, 28)), ("翌月31日", date(2026, 2, 28)),
        ("1ヶ月後", date(2026, 2, 20)), ("翌年3月末", date(2027, 3, 31)), ("即日", date(2026, 1, 20)), ("翌月２５日", date(2026, 2, 25)),
        ("net 30", date(2026, 2, 19)), ("Net 30 days", date(2026, 2, 19)), ("N/30", date(2026, 2, 19)), ("2/10 net 30", date(2026, 2, 19)),
        ("30 days from invoice date", date(2026, 2, 19)), ("Due on receipt", date(2026, 1, 20)), ("end of next month", date(2026, 2, 28)),
        ("End of month", date(2026, 1, 31)), ("EOM", date(2026, 1, 31)), ("10th of next month", date(2026, 2, 10)), ("2026/2/15", date(2026, 2, 15)),
    ],
)  # fmt: skip
def test_dates_that_count_from_another_day_are_worked_out(text: str, due: date) -> None:
    # Issued on 20 January 2026.
    rule = parse_relative(text)
    assert (
        parse_date(text) if rule is None else counted(np.array(["2026-01-20"], "datetime64[D]"), rule)[0].item()
    ) == due


@pytest.mark.parametrize(
    "text", ["検収月の翌月末", "翌営業日", "10日", "末", "来週", "net", "翌月32日", "翌年13月1日", "別途協議", "30"]
)
def test_what_nobody_can_count_is_no_relative_date(text: str) -> None:
    assert parse_relative(text) is None


def test_dates_count_from_the_invoice_date_of_the_row(tmp_path: Path) -> None:
    found, told = dues(
        tmp_path,
        "2026/1/20,翌月末",
        "2026/2/20,翌々月10日",
        "2026/1/31,2026/3/5",
        ",翌月末",
        "2026/1/5,今月末",
        "2026/1/5,検収後",
    )
    assert found == [date(2026, 2, 28), date(2026, 4, 10), date(2026, 3, 5), None, None, None]
    assert told == {"E2": "relative_dates", "E5": "relative_date", "E6": "relative_date", "E7": "not_a_date"}


def test_dates_count_from_the_closing_day_where_the_row_has_one(tmp_path: Path) -> None:
    found, told = dues(tmp_path, "2026/2/3,2026/1/31,翌月末", headers="請求日,締日,お支払期限")
    assert (found, told) == ([date(2026, 2, 28)], {"F2": "relative_dates"})


def test_months_count_from_the_month_a_file_is_called_after_and_days_do_not(tmp_path: Path) -> None:
    rows = ("翌月末", "net 30", "今月末")
    assert dues(tmp_path, *rows, headers="お支払期限", name="請求一覧_2026年10月.csv") == (
        [date(2026, 11, 30), None, date(2026, 10, 31)], {"D2": "relative_dates", "D3": "relative_date"},
    )  # fmt: skip
    assert dues(tmp_path, *rows, headers="お支払期限") == (
        [None, None, None], {"D2": "relative_date", "D3": "relative_date", "D4": "relative_date"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("term", "end"),
    [
        ("2026年4月1日～翌年3月31日", date(2027, 3, 31)), ("2026/4/1から1年間", date(2027, 3, 31)), ("2026/4/1より6ヶ月", date(2026, 9, 30)),
        ("2026-04-01 to 1 year", date(2027, 3, 31)), ("2026/4/1～当月末", date(2026, 4, 30)),
    ],
)  # fmt: skip
def test_the_end_of_a_range_counts_from_its_start(tmp_path: Path, term: str, end: date) -> None:
    file = text_file(tmp_path / "a.csv", f"顧客名,製品,年額,契約期間\n青空商事,Base,100,{term}\n")
    assert values(imported(file), "contract", "start", "end") == [(date(2026, 4, 1), end)]


def test_times_in_utc_become_days_of_the_books_zone(tmp_path: Path) -> None:
    file = text_file(
        tmp_path / "subscriptions.csv",
        "Customer Name,Product,ARR,Start (UTC),Contract End\nAozora,Base,100,2026-03-31 15:30,2027-03-31 15:30\n",
    )
    plan = imported(file, zone=ZoneInfo("Asia/Tokyo"))
    # 15:30 in London is half past midnight in Tokyo; a column that names no zone is as it stands.
    assert values(plan, "contract", "start", "end") == [(date(2026, 4, 1), date(2027, 3, 31))]


def test_open_ranges_in_a_column_of_days_and_times_without_colons(tmp_path: Path) -> None:
    found = ends(tmp_path, "2026/4/1～", "〜2026年4月1日", "20260401T093000Z", "20260401T0930")
    assert found == [date(2026, 4, 1)] * 4


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
