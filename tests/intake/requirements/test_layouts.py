"""Habits of layout (section 9.4): one test each, with the sheet as people draw it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from csdesk.i18n import Language
from csdesk.intake.decisions import Decisions
from csdesk.intake.hidden import HiddenParts
from csdesk.intake.refusals import Refused
from tests.intake.made_tables import Book
from tests.intake.requirements.files import (
    book_file,
    dropped,
    fields,
    imported,
    noted,
    problems,
    read,
    rows_of,
    tables,
    text_file,
    the_table,
    values,
)


def test_merged_cells_are_taken_apart_filled_and_told(tmp_path: Path) -> None:
    file = tmp_path / "merged.xlsx"
    book_file(
        file,
        [["顧客名", "製品", "年額"], ["青空商事", "Base", 100], [None, "Plus", 200], ["さくら工業", "Base", 300]],
        merges=["A2:A3"],
    )
    assert [row[0] for row in rows_of(the_table(file))] == ["青空商事", "青空商事", "さくら工業"]
    assert noted(the_table(file)) == {"A2": "merged_cells"}
    assert values(imported(file), "contract", "account_key", "product", "amount") == [
        (1, "Base", 100), (1, "Plus", 200), (2, "Base", 300),
    ]  # fmt: skip


def test_a_form_drawn_with_merged_cells_is_left_out_and_said_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    form = book.active
    assert form is not None
    form.title = "申込書"
    for row in range(1, 21, 2):
        form.cell(row, 1, f"項目{row}")
        form.cell(row, 9, f"内容{row}。記入してください。")
        form.merge_cells(start_row=row, end_row=row, start_column=1, end_column=8)
        form.merge_cells(start_row=row, end_row=row, start_column=9, end_column=30)
    book.create_sheet("一覧").append(["顧客名", "年額"])
    book["一覧"].append(["青空商事", 1])
    book.save(tmp_path / "a.xlsx")
    plan = imported(tmp_path / "a.xlsx")
    assert [table.sheet for table in plan.tables] == ["一覧"]
    assert [dict(note.values) for note in plan.files[0].notes] == [{"sheet": "申込書"}]


def test_title_rows_and_the_day_of_making_stand_above_the_header(tmp_path: Path) -> None:
    rows = [
        ["顧客一覧"],
        [None, None, "作成日：2026/11/22"],
        [],
        ["顧客名", "担当CSM", "年額"],
        ["青空商事", "佐藤", 100],
    ]
    table = the_table(book_file(tmp_path / "titled.xlsx", rows))
    assert (table.header_row, table.title) == (4, "顧客一覧\n作成日：2026/11/22")
    assert dropped(table) == {1: "title", 2: "title"}


def test_a_year_above_its_months_is_joined_to_them(tmp_path: Path) -> None:
    file = text_file(tmp_path / "売上.csv", "年度,2025,,,\n,4月,5月,12月,3月\n青空商事,1,2,3,4\nさくら工業,5,6,7,8\n")
    assert the_table(file).headers == ("年度", "2025 / 4月", "2025 / 5月", "2025 / 12月", "2025 / 3月")


def test_months_from_april_to_march_belong_to_the_fiscal_year_above_them(tmp_path: Path) -> None:
    months = [f"{month}月" for month in (*range(4, 13), 1, 2, 3)]
    rows = [["ログイン回数 2025年度"], ["顧客名", *months], ["青空商事", *range(1, 13)]]
    names = Book(imported(text_file(tmp_path / "names.csv", "顧客名\n青空商事\n")))
    plan = imported(book_file(tmp_path / "a.xlsx", rows), names, fiscal_first_month=4)
    days = [day for (day,) in values(plan, "measurement", "date")]
    assert (days[0], days[8], days[9], days[11]) == (
        date(2025, 4, 30), date(2025, 12, 31), date(2026, 1, 31), date(2026, 3, 31),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("【CS】ログイン回数_25年1月〜 - シート1.csv", date(2025, 1, 31), date(2025, 3, 31)),
        ("ログイン回数_令和7年.csv", date(2025, 1, 31), date(2025, 3, 31)),
        ("logins 2024.csv", date(2024, 1, 31), date(2024, 3, 31)),
        ("ログイン回数_FY25.csv", date(2026, 1, 31), date(2026, 3, 31)),
    ],
)
def test_a_year_in_the_file_name_alone_counts(tmp_path: Path, name: str, first: date, last: date) -> None:
    names = Book(imported(text_file(tmp_path / "names.csv", "顧客名\n青空商事\n")))
    file = text_file(tmp_path / name, "顧客名,1月,2月,3月\n青空商事,1,2,3\n")
    days = [day for (day,) in values(imported(file, names, fiscal_first_month=4), "measurement", "date")]
    assert (days[0], days[-1]) == (first, last)


def test_a_year_in_the_sheet_name_alone_counts(tmp_path: Path) -> None:
    names = Book(imported(text_file(tmp_path / "names.csv", "顧客名\n青空商事\n")))
    rows = [["顧客名", "4月", "5月", "1月"], ["青空商事", 1, 2, 3]]
    plan = imported(book_file(tmp_path / "ログイン回数.xlsx", {"2024年度": rows}), names, fiscal_first_month=4)
    assert [day for (day,) in values(plan, "measurement", "date")] == [
        date(2024, 4, 30), date(2024, 5, 31), date(2025, 1, 31),
    ]  # fmt: skip


def test_omitted_repeats_are_filled_down_where_the_column_shows_it(tmp_path: Path) -> None:
    rows = [
        ["地域", "顧客名", "担当CSM", "製品", "年額"],
        ["関東", "青空商事", "佐藤", "Base", 100],
        [None, None, None, "Plus", 200],
        [None, "さくら工業", "鈴木", "Base", 300],
        ["関西", "ミナト運輸", "鈴木", "Base", 400],
    ]
    file = book_file(tmp_path / "a.xlsx", rows)
    table = the_table(file)
    assert [row[:3] for row in rows_of(table)] == [
        ("関東", "青空商事", "佐藤"), ("関東", "青空商事", "佐藤"), (None, "さくら工業", "鈴木"), ("関西", "ミナト運輸", "鈴木"),
    ]  # fmt: skip
    assert noted(table) == {"B3": "filled_down"}
    assert values(imported(file), "contract", "account_key", "amount") == [(1, 100), (1, 200), (2, 300), (3, 400)]


def test_omitted_repeats_are_filled_beside_contract_numbers_and_between_subtotals(tmp_path: Path) -> None:
    rows = [
        ["顧客名", "契約番号", "製品", "年額"], ["青空商事", "K-1", "Base", 1], [None, "K-2", "Plus", 2], ["小計", None, None, 3],
        ["さくら工業", "K-3", "Base", 4], ["小計", None, None, 4], ["総合計", None, None, 7],
    ]  # fmt: skip
    plan = imported(book_file(tmp_path / "a.xlsx", rows))
    assert values(plan, "contract", "external_id", "account_key") == [("K-1", 1), ("K-2", 1), ("K-3", 2)]
    assert problems(plan) == {"A3": "filled_down"}


def test_a_missing_name_is_not_filled_where_names_repeat(tmp_path: Path) -> None:
    rows = [["顧客名", "製品", "年額"], ["青空商事", "Base", 100], ["青空商事", "Plus", 200], [None, "Base", 300]]
    plan = imported(book_file(tmp_path / "a.xlsx", rows))
    assert problems(plan) == {"A4": "no_account_key"}


def test_subtotals_and_totals_are_left_out_and_their_sums_checked(tmp_path: Path) -> None:
    rows = [
        ["顧客名", "担当CSM", "年額", "席数"],
        ["青空商事", "佐藤", 100, 5],
        ["さくら工業", "佐藤", 200, 6],
        ["小計", None, 300, 11],
        ["ミナト運輸", "鈴木", 50, 7],
        ["北村電機", "鈴木", 25, 8],
        ["小計", None, 80, 15],  # 50 + 25 is 75
        ["合計", None, 375, 26],
        ["平均", None, 94, 6.5],
    ]
    table = the_table(book_file(tmp_path / "a.xlsx", rows))
    assert table.rows == 4
    assert dropped(table) == {4: "total", 7: "total", 8: "total", 9: "total"}
    assert noted(table) == {"C7": "sum_differs"}
    for word in ("合　計", "計", "総計", "Grand Total", "Sub-total", "TOTAL", "累計"):
        small = [
            ["顧客名", "担当CSM", "年額"],
            ["青空商事", "佐藤", 100],
            ["さくら工業", "鈴木", 200],
            [word, None, 300],
        ]
        table = the_table(book_file(tmp_path / "b.xlsx", small))
        assert (dropped(table), noted(table)) == ({4: "total"}, {}), word


def test_a_total_above_its_rows_is_left_out_and_checked_too(tmp_path: Path) -> None:
    rows = [["顧客名", "担当CSM", "年額"], ["合計", None, 301], ["青空商事", "佐藤", 100], ["さくら工業", "鈴木", 200]]
    table = the_table(book_file(tmp_path / "a.xlsx", rows))
    assert (dropped(table), noted(table)) == ({2: "total"}, {"C2": "sum_differs"})


def test_several_tables_on_a_sheet_are_several(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["顧客名", "年額", None, "顧客名", "NPS"],
        ["青空商事", 100, None, "青空商事", 9],
        ["さくら工業", 200, None, None, None],
        [],
        ["担当者一覧"],
        ["氏名", "メールアドレス"],
        ["青木", "aoki@aozora.example"],
    ]
    found = tables(book_file(tmp_path / "a.xlsx", rows))
    assert [table.headers for table in found] == [
        ("顧客名", "年額"),
        ("氏名", "メールアドレス"),
        ("顧客名", "NPS"),
    ]
    assert [table.rows for table in found] == [2, 1, 1]


def painted(path: Path) -> Path:
    """Four customers: one struck out, one red, one with a note; every cell of a column in a decorative grey."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows: list[list[Any]] = [
        ["顧客名", "担当CSM", "年額"],
        *([name, "佐藤", 100] for name in ("青空商事", "さくら工業", "ミナト運輸", "北村電機")),
    ]
    for row in rows:
        sheet.append(row)
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    sheet["A4"].fill = PatternFill("solid", fgColor="FFFF0000")
    sheet["C5"].comment = Comment("来期は値上げの見込み", "佐藤")
    for number in range(1, 6):
        sheet[f"B{number}"].fill = PatternFill("solid", fgColor="FFDDDDDD")
    book.save(path)
    return path


def test_lines_through_the_text_and_fills_are_offered_as_columns(tmp_path: Path) -> None:
    plan = imported(painted(tmp_path / "a.xlsx"))
    kept = [custom for (custom,) in values(plan, "account", "custom")]
    assert kept == [None, '{"取り消し線": "行全体"}', '{"塗りつぶし": "赤"}', None]


def test_comments_of_cells_are_notes_of_the_customer(tmp_path: Path) -> None:
    plan = imported(painted(tmp_path / "a.xlsx"))
    assert values(plan, "account", "name", "notes")[3] == ("北村電機", "来期は値上げの見込み")
    assert fields(plan)["備考"] == "account.notes"


def half_hidden(path: Path) -> Path:
    """A row, a column and a sheet that nobody sees in the spreadsheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["顧客名", "担当CSM", "年額"],
        ["青空商事", "佐藤", 100],
        ["さくら工業", "鈴木", 200],
        ["ミナト運輸", "鈴木", 300],
    ):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.auto_filter.ref = "A1:C4"
    other = book.create_sheet("控え")
    for row in (["顧客名", "地域"], ["北村電機", "大阪府"]):
        other.append(row)
    other.sheet_state = "hidden"
    book.save(path)
    return path


def test_hidden_rows_columns_and_sheets_are_taken_told_and_asked(tmp_path: Path) -> None:
    plan = imported(half_hidden(tmp_path / "a.xlsx"))
    names = {name for (name,) in values(plan, "account", "name")}
    assert names == {"青空商事", "さくら工業", "ミナト運輸", "北村電機"}
    assert problems(plan) == {"A3": "hidden_rows", "B1": "hidden_column"}
    assert [dict(note.values) for note in plan.files[0].notes] == [{"sheet": "控え"}]
    assert plan.files[0].hidden == (
        HiddenParts("Sheet", 1, ("担当CSM",), False, "take"),
        HiddenParts("控え", 0, (), True, "take"),
    )
    assert [Language("en").text(parts.question) for parts in plan.files[0].hidden] == [
        "Hidden on the sheet Sheet: 1 row and 1 column. Does this count?",
        "The sheet 控え is hidden in the file. Does it count?",
    ]


def test_hidden_parts_are_left_out_where_a_person_says_so_and_counted(tmp_path: Path) -> None:
    plan = imported(half_hidden(tmp_path / "a.xlsx"), decisions=Decisions(hidden_otherwise="leave"))
    assert values(plan, "account", "name", "csm") == [("青空商事", None), ("ミナト運輸", None)]
    assert problems(plan) == {}
    shown, hidden = plan.tables
    assert [(drop.row, drop.reason) for drop in shown.dropped] == [(3, "hidden")]
    assert [(drop.row, drop.reason) for drop in hidden.dropped] == [(2, "hidden")]
    assert (shown.columns[1].field, "hidden" in str(shown.columns[1].reason)) == (None, True)
    assert [parts.decision for parts in plan.files[0].hidden] == ["leave", "leave"]
    cells = pa.ipc.open_stream(shown.source.cells).read_all().to_pydict()  # the source keeps what stands there
    assert (cells["row"], cells["c1"]) == ([2, 3, 4], ["佐藤", "鈴木", "鈴木"])


def test_hidden_parts_are_decided_sheet_by_sheet_and_a_named_column_counts_all_the_same(tmp_path: Path) -> None:
    path = half_hidden(tmp_path / "a.xlsx")
    one = imported(path, decisions=Decisions(hidden={(str(path), "控え"): "leave"}))
    assert len(values(one, "account", "name")) == 3
    other = imported(
        path,
        decisions=Decisions(hidden={(str(path), "控え"): "take"}, hidden_otherwise="leave"),
        forced={"担当CSM": "account.csm"},
    )
    found = dict(values(other, "account", "name", "csm"))
    assert found == {"青空商事": "佐藤", "ミナト運輸": "鈴木", "北村電機": None}


def test_one_sheet_a_customer_is_stacked_with_its_name(tmp_path: Path) -> None:
    header = ["接触日", "対応内容", "対応者"]
    file = book_file(
        tmp_path / "記録.xlsx",
        {
            "青空商事様": [header, [date(2026, 10, 1), "定例会", "佐藤"], [date(2026, 10, 8), "相談", "佐藤"]],
            "さくら工業": [header, [date(2026, 10, 2), "電話", "鈴木"]],
        },
    )
    names = Book(imported(text_file(tmp_path / "names.csv", "顧客名\n青空商事\nさくら工業\n")))
    plan = imported(file, names)
    assert [table.columns[3].header for table in plan.tables] == ["顧客名", "顧客名"]
    assert values(plan, "touchpoint", "account_key", "date", "text") == [
        (1, date(2026, 10, 1), "定例会"), (1, date(2026, 10, 8), "相談"), (2, date(2026, 10, 2), "電話"),
    ]  # fmt: skip


def test_contracts_on_one_sheet_a_customer_belong_to_it(tmp_path: Path) -> None:
    header = ["契約番号", "製品", "開始日", "終了日", "年額"]
    file = book_file(
        tmp_path / "契約.xlsx",
        {
            "青空商事": [header, ["K-1", "Base", "2026/4/1", "2027/3/31", 100]],
            "さくら工業": [header, ["K-2", "Base", "2026/5/1", "2027/4/30", 200]],
        },
    )
    plan = imported(file)
    assert values(plan, "account", "name") == [("青空商事",), ("さくら工業",)]
    assert values(plan, "contract", "external_id", "account_key", "end") == [
        ("K-1", 1, date(2027, 3, 31)), ("K-2", 2, date(2027, 4, 30)),
    ]  # fmt: skip


def test_a_customer_named_above_the_table_is_its_customer(tmp_path: Path) -> None:
    rows = [
        ["顧客名：青空商事 様"],
        ["期間：2026年10月"],
        [],
        ["接触日", "対応内容"],
        [date(2026, 10, 1), "定例会"],
        [date(2026, 10, 8), "相談"],
    ]
    names = Book(imported(text_file(tmp_path / "names.csv", "顧客名\n青空商事\n")))
    plan = imported(book_file(tmp_path / "a.xlsx", rows), names)
    assert values(plan, "touchpoint", "account_key", "text") == [(1, "定例会"), (1, "相談")]


def test_one_sheet_a_month_dates_its_rows(tmp_path: Path) -> None:
    header = ["顧客名", "ログイン回数"]
    file = book_file(
        tmp_path / "利用状況_2026年度.xlsx",
        {"4月": [header, ["青空商事", 10]], "5月": [header, ["青空商事", 12]], "2026年6月": [header, ["青空商事", 9]]},
    )
    names = Book(imported(text_file(tmp_path / "names.csv", "顧客名\n青空商事\n")))
    assert values(imported(file, names), "measurement", "date", "value") == [
        (date(2026, 4, 30), 10), (date(2026, 5, 31), 12), (date(2026, 6, 30), 9),
    ]  # fmt: skip


def test_sheets_of_the_same_form_keep_their_names_beside_their_rows(tmp_path: Path) -> None:
    header = ["顧客名", "年額"]
    file = book_file(tmp_path / "a.xlsx", {"関東": [header, ["青空商事", 1]], "関西": [header, ["さくら工業", 2]]})
    assert values(imported(file), "account", "name", "custom") == [
        ("青空商事", '{"シート名": "関東"}'), ("さくら工業", '{"シート名": "関西"}'),
    ]  # fmt: skip


def test_line_breaks_in_headers_and_cells_are_no_obstacle(tmp_path: Path) -> None:
    rows = [["顧客\n名", "担当\nCSM", "備考"], ["青空商事", "佐藤", "一行目\n二行目"]]
    plan = imported(book_file(tmp_path / "a.xlsx", rows))
    assert values(plan, "account", "name", "csm", "notes") == [("青空商事", "佐藤", "一行目\n二行目")]


def test_formulas_without_a_saved_value_are_told_not_read_as_blank(tmp_path: Path) -> None:
    rows = [
        ["顧客名", "製品", "MRR", "年額", "席数"],
        ["青空商事", "Base", 10, "=C2*12", "=5+5"],
        ["さくら", "Base", 20, 240, 3],
    ]
    plan = imported(book_file(tmp_path / "a.xlsx", rows))  # openpyxl saves formulas without values
    assert problems(plan) == {"D2": "formula_without_value", "E2": "formula_without_value"}
    (found,) = (p for table in plan.tables for p in table.problems if p.cell == "E2")
    assert found.value == "=5+5"


def test_files_under_a_false_name_are_read_and_locked_ones_say_so(tmp_path: Path) -> None:
    text = text_file(tmp_path / "really_text.xls", "顧客名\t担当CSM\n青空商事\t佐藤\n", "cp932")
    assert read(text).format == "delimited"
    modern = book_file(tmp_path / "a.xlsx", [["顧客名", "担当CSM"], ["青空商事", "佐藤"]])
    for name in ("a.xls", "a.xlsm", "a.csv"):
        path = tmp_path / "other" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(modern.read_bytes())
        assert read(path).format == "xlsx"
    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(2_048))
    with pytest.raises(Refused):
        read(locked)


@pytest.mark.parametrize("marks", [("○", "●", "✓", "レ", "☑")])
def test_checked_boxes_mean_yes(tmp_path: Path, marks: tuple[str, ...]) -> None:
    lines = "".join(f"C{number},{mark}\n" for number, mark in enumerate(marks))
    file = text_file(tmp_path / "a.csv", f"顧客名,重点顧客\n{lines}C9,\n")
    assert values(imported(file), "account", "strategic") == [(True,)] * 5 + [(None,)]


def test_lone_returns_nuls_and_ragged_rows_lose_no_cell(tmp_path: Path) -> None:
    macintosh = text_file(tmp_path / "mac.csv", "Account Name,CSM\rAozora,Sato\rSakura,Kim\r")
    assert values(imported(macintosh), "account", "name", "csm") == [("Aozora", "Sato"), ("Sakura", "Kim")]
    nuls = text_file(tmp_path / "nuls.csv", "Account Name,CSM\nAo\x00zora,Sato\nSakura,Kim\n" + "padding,x\n" * 60)
    assert values(imported(nuls), "account", "name")[0] == ("Aozora",)
    ragged = text_file(
        tmp_path / "ragged.csv", "Account Name,CSM,Notes\nAozora\nSakura,Kim,late,and,more\nMinato,Kim,x\n"
    )
    table = the_table(ragged)
    assert table.headers == ("Account Name", "CSM", "Notes", "D", "E")
    assert rows_of(table)[:2] == [("Aozora", None, None, None, None), ("Sakura", "Kim", "late", "and", "more")]


def test_upper_header_lines_that_repeat_their_words_are_parents(tmp_path: Path) -> None:
    rows = [
        ["顧客別 利用状況（2026年10月31日現在）"],
        [None, None, "令和7年", "令和7年", "令和8年", "令和8年"],
        [None, None, "2025年", "2025年", "2026年", "2026年"],
        [None, None, "利用", "契約", "利用", "契約"],
        [None, None, "ログイン", "席数", "ログイン", "席数"],
        ["顧客ID", "顧客名", "回", "席", "回", "席"],
        ["C-1", "青空商事", 120, 30, 140, 35],
        ["C-2", "さくら工業", 80, 12, 75, 12],
    ]
    table = the_table(book_file(tmp_path / "a.xlsx", rows))
    assert table.headers == (
        "顧客ID", "顧客名", "令和7年 / 2025年 / 利用 / ログイン（回）", "令和7年 / 2025年 / 契約 / 席数（席）",
        "令和8年 / 2026年 / 利用 / ログイン（回）", "令和8年 / 2026年 / 契約 / 席数（席）",
    )  # fmt: skip
    assert (table.rows, dropped(table)) == (2, {1: "title"})


@pytest.mark.parametrize(
    "upper",
    [["済", "済", "未", "未"], ["東京", "大阪", "名古屋", "福岡"], ["2026/4/1", "2026/4/1", "2026/5/1", "2026/5/1"]],
)
def test_lines_above_a_header_that_only_look_alike_are_no_parents(tmp_path: Path, upper: list[str]) -> None:
    # Words that group nothing: one over a column that has no header, all different, or plain days.
    file = book_file(tmp_path / "a.xlsx", [upper, ["顧客名", "担当CSM", None, "ARR"], ["青空商事", "佐藤", None, 100]])
    assert the_table(file).headers[:2] == ("顧客名", "担当CSM")


@pytest.mark.parametrize("word", ["全国", "全社", "【全体】", "Overall", "All customers"])
def test_the_row_of_all_is_a_total_where_the_others_add_up_to_it(tmp_path: Path, word: str) -> None:
    rows = [
        ["顧客名", "席数", "ARR"],
        [word, 60, 700],
        ["青空商事", 10, 100],
        ["さくら工業", 20, 200],
        ["北村電機", 30, 400],
    ]
    assert dropped(the_table(book_file(tmp_path / "a.xlsx", rows))) == {2: "total"}
    rows[1] = [word, 61, 701]  # a customer who happens to be called so
    assert dropped(the_table(book_file(tmp_path / "b.xlsx", rows))) == {}


@pytest.mark.parametrize(
    "word",
    ["前月繰越", "次月繰越", "繰越残高", "※※ 繰 越 残 高 ※※", "前期繰越金", "前頁より繰越", "翌月へ繰越", "Balance brought forward", "Opening balance", "B/F"],
)  # fmt: skip
def test_balances_carried_over_are_left_out_and_told(tmp_path: Path, word: str) -> None:
    rows = [
        ["日付", "顧客名", "摘要", "金額"],
        ["2026/10/1", None, word, 250000],
        ["2026/10/3", "青空商事", "Base 年額", 100],
        ["2026/10/9", "さくら工業", "繰越分の値引き交渉", 200],
        ["2026/10/31", None, word, 250300],
    ]
    assert dropped(the_table(book_file(tmp_path / "a.xlsx", rows))) == {2: "carried_forward", 5: "carried_forward"}


def test_a_list_of_balances_carried_over_keeps_its_rows(tmp_path: Path) -> None:
    rows = [
        ["顧客名", "区分", "金額"],
        ["青空商事", "前月繰越", 100],
        ["さくら工業", "前月繰越", 200],
        ["北村電機", "入金", 5],
    ]
    assert dropped(the_table(book_file(tmp_path / "a.xlsx", rows))) == {}


def test_two_header_words_head_a_list_of_two_rows_whatever_its_notes_look_like(tmp_path: Path) -> None:
    table = the_table(text_file(tmp_path / "a.csv", "顧客名,メモ\n𠮷野商店,=1+1\n青空商事,-5\n"))
    assert (table.header_row, table.rows) == (1, 2)


def test_a_chart_sheet_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["顧客名", "ARR"], ["青空商事", 100], ["さくら工業", 200]):
        sheet.append(row)
    for name in ("推移", "内訳"):
        page = book.create_chartsheet(name, 0 if name == "推移" else None)
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
        page.add_chart(chart)
    book.save(tmp_path / "a.xlsx")
    plan = imported(tmp_path / "a.xlsx")
    assert len(plan.tables) == 1
    assert [(note.text, dict(note.values)["sheet"]) for note in plan.files[0].notes] == [
        ("The sheet {sheet} holds a chart and no cells; it was left out.", "推移"),
        ("The sheet {sheet} holds a chart and no cells; it was left out.", "内訳"),
    ]


def test_rows_that_hold_only_their_running_number_are_no_customers(tmp_path: Path) -> None:
    rows = [["No.", "顧客名", "年額"], [1, "青空商事", 100], [2, "さくら工業", 200], [3, None, None], [4, None, None]]
    table = the_table(book_file(tmp_path / "a.xlsx", rows))
    assert (table.rows, dropped(table)) == (2, {4: "number_only", 5: "number_only"})
    assert noted(table) == {}  # nobody's name is repeated into them


def test_a_table_on_its_side_is_left_out_and_said_so(tmp_path: Path) -> None:
    rows = [
        ["顧客名", "青空商事", "さくら工業"], ["年額", 100, 200], ["担当CSM", "佐藤", "鈴木"], ["契約終了日", "2026-12-31", "2027-03-31"],
    ]  # fmt: skip
    plan = imported(book_file(tmp_path / "a.xlsx", rows))
    assert plan.tables == ()
    assert [note.text for note in plan.files[0].notes] == [
        "Nothing on the sheet {sheet} looks like a table; it was left out."
    ]


def test_counts_and_averages_beside_a_total_are_left_out_with_it(tmp_path: Path) -> None:
    rows = [
        ["顧客名", "席数", "ARR"],
        ["青空商事", 10, 100],
        ["さくら工業", 20, 200],
        ["平均", 15, 150],
        ["件数", 2, None],
        ["合計", 30, 300],
    ]
    table = the_table(book_file(tmp_path / "a.xlsx", rows))
    assert (dropped(table), noted(table)) == ({4: "total", 5: "total", 6: "total"}, {})
