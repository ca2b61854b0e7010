"""The eighteen things an import engine must do, because real exports need them; one test each, in their order."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from csdesk.intake.headers import header_key
from tests.intake.made_tables import Book, counts, updates
from tests.intake.requirements.files import (
    book_file,
    dropped,
    fields,
    imported,
    noted,
    problems,
    rows_of,
    tables,
    text_file,
    the_table,
    values,
)


def test_01_preamble_lines_are_told_from_the_header(tmp_path: Path) -> None:
    cards = text_file(
        tmp_path / "cards.csv",
        "04月04日にEightで生成された名刺リストです。\n合計 2 件\n*注意 再データ化中の名刺は含まれません\n\n"
        "会社名,部署名,役職,氏名,e-mail,名刺交換日\n"
        "株式会社青空,情報部,部長,青木一郎,aoki@aozora.example,2026/04/02\n"
        "さくら工業,総務,課長,桜井花,sakurai@sakura.example,2026/04/03\n",
    )
    table = the_table(cards)
    assert table.header_row == 5
    assert table.headers == ("会社名", "部署名", "役職", "氏名", "e-mail", "名刺交換日")
    assert rows_of(table)[1][3] == "桜井花"
    assert dropped(table) == {1: "title", 2: "title", 3: "title"}

    analytics = text_file(
        tmp_path / "ga4.csv",
        "# ----------------------------------------\n# Start date: 20260801\n# End date: 20260930\n"
        "# ----------------------------------------\n\nCompany,Sessions,Key events\nAozora,120,4\nSakura,80,1\n",
    )
    table = the_table(analytics)
    assert (table.header_row, table.headers) == (6, ("Company", "Sessions", "Key events"))
    assert rows_of(table) == [("Aozora", "120", "4"), ("Sakura", "80", "1")]


def test_02_footer_and_total_rows_are_left_out_shown_and_checked(tmp_path: Path) -> None:
    report = text_file(
        tmp_path / "report.csv",
        '"Account Name","Account Owner","ARR"\n"Aozora","Sato","$1,200"\n"Sakura","Kim","$2,400"\n'
        '"Grand Totals (3 records)","","$3,700"\n\n"Confidential Information - Do Not Distribute"\n'
        '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n',
    )
    table = the_table(report)
    assert [row[0] for row in rows_of(table)] == ["Aozora", "Sakura"]
    assert dropped(table) == {4: "total", 6: "footer", 7: "footer"}
    assert noted(table) == {"C4": "sum_differs", "A4": "count_differs"}
    assert next(note.suggestion for note in table.notes if note.cell == "C4") == "3600"


def test_03_header_rows_are_joined_parent_and_child(tmp_path: Path) -> None:
    survey = text_file(
        tmp_path / "survey.csv",
        "Respondent ID,Start Date,How likely are you to recommend us?,Which do you use?,\n"
        ",,Response,Reports,Alerts\n114,2026-04-01,9,Reports,\n115,2026-04-02,6,Reports,Alerts\n",
    )
    assert the_table(survey).headers == (
        "Respondent ID", "Start Date", "How likely are you to recommend us? / Response",
        "Which do you use? / Reports", "Which do you use? / Alerts",
    )  # fmt: skip

    sheet = book_file(
        tmp_path / "merged.xlsx",
        [["顧客名", "契約期間", None], [None, "自", "至"], ["青空商事", date(2026, 4, 1), date(2027, 3, 31)],
         ["さくら工業", date(2026, 5, 1), date(2027, 4, 30)]],
        merges=["A1:A2", "B1:C1"],
    )  # fmt: skip
    assert the_table(sheet).headers == ("顧客名", "契約期間 / 自", "契約期間 / 至")


def test_04_repeated_headers_are_told_apart_and_repeated_groups_become_rows(tmp_path: Path) -> None:
    twice = text_file(tmp_path / "twice.csv", "Account Name,Note,Note\nAozora,one,two\n")
    assert the_table(twice).headers == ("Account Name", "Note", "Note (2)")

    wide = text_file(
        tmp_path / "groups.csv",
        "顧客名,担当CSM,製品1,年額1,製品2,年額2\n"
        "青空商事,佐藤,Base,120000,Plus,60000\n"
        "さくら工業,鈴木,Base,240000,,\n"
        "ミナト運輸,鈴木,,,,\n",
    )
    first, second = tables(wide)
    assert (first.headers, first.rows) == (("顧客名", "担当CSM", "製品", "年額"), 3)
    assert (second.headers, rows_of(second)) == (
        ("顧客名", "担当CSM", "製品", "年額"),
        [("青空商事", "佐藤", "Plus", "60000")],
    )
    assert second.cell_name(0, 3) == "F2"  # each cell keeps its own place
    plan = imported(wide)
    assert values(plan, "account", "name") == [("青空商事",), ("さくら工業",), ("ミナト運輸",)]
    assert values(plan, "contract", "product", "amount", "basis") == [
        ("Base", 120_000, "annual"),
        ("Base", 240_000, "annual"),
        ("Plus", 60_000, "annual"),
    ]


def test_05_records_over_several_lines_are_brought_together(tmp_path: Path) -> None:
    starred = text_file(
        tmp_path / "kintone.csv",
        '"レコードの開始行","レコード番号","会社名","接触日","対応内容"\n'
        '"*","1","青空商事","2026-10-01","導入相談"\n"","","","2026-10-08","定例会"\n'
        '"*","2","さくら工業","2026-10-03","電話"\n',
    )
    table = the_table(starred)
    assert rows_of(table) == [
        ("1", "青空商事", "2026-10-01", "導入相談"),
        ("1", "青空商事", "2026-10-08", "定例会"),
        ("2", "さくら工業", "2026-10-03", "電話"),
    ]
    assert noted(table) == {"A2": "record_marks"}

    headed = text_file(
        tmp_path / "lines.csv",
        "行区分,会社名,契約番号,備考,商品名,年額\n契約,青空商事,K-1,更新あり,,\n明細,,,席追加,Base,1000\n明細,,,,Plus,500\n"
        "契約,さくら工業,K-2,,,\n明細,,,,Base,700\n",
    )
    table = the_table(headed)
    assert table.headers == ("行区分", "会社名", "契約番号", "備考", "商品名", "年額", "備考 (契約)")
    assert rows_of(table) == [
        ("明細", "青空商事", "K-1", "席追加", "Base", "1000", "更新あり"),
        ("明細", "青空商事", "K-1", None, "Plus", "500", "更新あり"),
        ("明細", "さくら工業", "K-2", None, "Base", "700", None),
    ]
    assert dropped(table) == {2: "record_head", 5: "record_head"}


@pytest.mark.parametrize(
    ("encoding", "mark", "told"),
    [
        ("utf-8-sig", "", "utf-8-sig"),
        ("utf-8", "", "utf-8"),
        ("cp932", "", "cp932"),
        ("euc_jp", "", "euc_jp"),
        ("utf-16-le", "\ufeff", "utf-16"),
        ("utf-16-be", "\ufeff", "utf-16"),
        ("utf-16-le", "", "utf-16-le"),
    ],
)
def test_06_the_encoding_is_found_and_told(tmp_path: Path, encoding: str, mark: str, told: str) -> None:
    from tests.intake.requirements.files import read

    file = text_file(
        tmp_path / "list.txt", mark + "顧客名\t担当CSM\n青空商事株式会社\tさとう\nさくら工業\tすずき\n", encoding
    )
    workbook = read(file)
    assert (workbook.encoding, workbook.delimiter) == (told, "\t")
    assert values(imported(file), "account", "name", "csm") == [
        ("青空商事株式会社", "さとう"),
        ("さくら工業", "すずき"),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~", "\x1f", ":"])
def test_07_any_delimiter_and_line_breaks_in_quotes(tmp_path: Path, delimiter: str) -> None:
    lines = [
        ["Account Name", "CSM", "Notes"],
        ["Aozora", "Sato", f'"two\nlines{delimiter} and a delimiter"'],
        ["Sakura", "Kim", '"said ""yes"""'],
    ]
    file = text_file(tmp_path / "list.csv", "\r\n".join(delimiter.join(line) for line in lines) + "\r\n")
    assert values(imported(file), "account", "name", "csm", "notes") == [
        ("Aozora", "Sato", f"two\nlines{delimiter} and a delimiter"),
        ("Sakura", "Kim", 'said "yes"'),
    ]


def test_08_units_of_a_column_or_of_the_sheet_are_applied_and_said(tmp_path: Path) -> None:
    def arr(name: str, text: str) -> tuple[list[tuple[object, ...]], str]:
        plan = imported(text_file(tmp_path / name, text), currency="USD")
        (reason,) = (c.reason.text for c in plan.tables[0].columns if c.field == "contract.arr")
        return values(plan, "contract", "amount", "currency"), reason

    assert arr("title.csv", "契約一覧（単位：千円）\n\n顧客名,製品,年額\n青空商事,Base,1200\n") == (
        [(1_200_000, "JPY")],
        "The title says thousands; the amounts were multiplied by 1,000.",
    )
    assert arr("header.csv", "顧客名,製品,年額（万円）\n青空商事,Base,120\n") == (
        [(1_200_000, "JPY")],
        "The header says ten thousands (万); the amounts were multiplied by 10,000.",
    )
    assert arr("cents.csv", "Account Name,Product,ARR (cents)\nAozora,Base,120050\n") == (
        [(120_050, "USD")],  # 1,200.50 dollars in minor units
        "These amounts are in cents; they were divided by 100.",
    )


def test_09_the_currency_beside_an_amount_counts_for_it(tmp_path: Path) -> None:
    file = text_file(
        tmp_path / "renewals.csv",
        "Account Name,Product,ARR Currency,ARR\nAozora,Base,USD,1200.50\nSakura,Base,JPY,240000\n",
    )
    assert values(imported(file, currency="EUR"), "contract", "currency", "amount") == [
        ("USD", 120_050),
        ("JPY", 240_000),
    ]


def test_10_ids_are_texts_with_all_their_digits(tmp_path: Path) -> None:
    file = text_file(
        tmp_path / "ids.csv",
        "Account ID,Account Name,法人番号\n0015500000Xyy06AAB,Aozora,7123456789012\n"
        "3652397000000123456,Sakura,\n00042,Minato,\n",
    )
    assert values(imported(file), "account", "external_id", "corporate_number") == [
        ("0015500000Xyy06AAB", "7123456789012"),
        ("3652397000000123456", None),
        ("00042", None),
    ]
    floats = text_file(tmp_path / "floats.csv", "Account ID,Account Name\n1001.0,Aozora\n1002.0,Sakura\n")
    assert values(imported(floats), "account", "external_id") == [("1001",), ("1002",)]

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Account ID", "Account Name"], [42, "Aozora"], [365239700000012345, "Sakura"]):
        sheet.append(row)
    sheet["A2"].number_format = sheet["A3"].number_format = "00000"
    book.save(tmp_path / "zeros.xlsx")
    plan = imported(tmp_path / "zeros.xlsx")
    assert values(plan, "account", "external_id")[0] == ("00042",)
    assert problems(plan) == {"A3": "digits_lost"}  # a spreadsheet holds fifteen digits


def test_11_a_column_may_write_dates_in_several_ways_and_decides_day_or_month_first(tmp_path: Path) -> None:
    mixed = text_file(
        tmp_path / "mixed.csv",
        "Account Name,Contract Start,Contract End\nAozora,2026-04-01,03/31/2027\nSakura,5/1/2026,04/30/2027\n"
        'Minato,"May 1, 2026",20270430\n',
    )
    assert values(imported(mixed), "contract", "start", "end") == [
        (date(2026, 4, 1), date(2027, 3, 31)),
        (date(2026, 5, 1), date(2027, 4, 30)),
        (date(2026, 5, 1), date(2027, 4, 30)),
    ]
    asked = text_file(tmp_path / "asked.csv", "Account Name,Contract Start\nAozora,03-04-2026\nSakura,05-06-2026\n")
    plan = imported(asked)
    assert values(plan, "contract", "start") == [(date(2026, 4, 3),), (date(2026, 6, 5),)]
    assert problems(plan) == {"B2": "ambiguous_dates"}


def test_12_durations_are_seconds(tmp_path: Path) -> None:
    file = text_file(
        tmp_path / "usage.csv",
        "Account Name,Usage date,Usage duration\nAozora,2026-10-01,01:30:05\nSakura,2026-10-01,2h 30m\n"
        "Minato,2026-10-01,1時間5分\nKita,2026-10-01,90\n",
    )
    names = text_file(tmp_path / "names.csv", "Account Name\nAozora\nSakura\nMinato\nKita\n")
    plan = imported(file, Book(imported(names)))
    assert values(plan, "measurement", "metric", "value") == [
        ("usage_seconds", 5_405), ("usage_seconds", 9_000), ("usage_seconds", 3_900), ("usage_seconds", 90),
    ]  # fmt: skip
    hours = text_file(tmp_path / "hours.csv", "顧客名,利用日,利用時間（分）\nAozora,2026-10-02,90\n")
    assert values(imported(hours, Book(imported(names))), "measurement", "value") == [(5_400,)]


def test_13_error_cells_and_words_for_them_are_missing_and_told(tmp_path: Path) -> None:
    file = book_file(
        tmp_path / "errors.xlsx",
        [["顧客名", "製品", "席数", "年額"], ["青空商事", "Base", "#REF!", 100], ["さくら工業", "Base", "エラー", 200],
         ["ミナト運輸", "Base", 5, "#N/A"]],
    )  # fmt: skip
    plan = imported(file)
    assert problems(plan) == {"C2": "error_cell", "C3": "error_cell", "D4": "error_cell"}
    assert values(plan, "contract", "seats", "amount") == [(None, 100), (None, 200)]
    assert counts(plan, "contract")[3] == 1  # a contract without a readable amount is rejected


def test_14_headers_are_the_same_whatever_their_width_case_blanks_and_units(tmp_path: Path) -> None:
    same = ["商談 所有者", "商談所有者", "商談　所有者 "]
    assert len({header_key(text) for text in same}) == 1
    file = text_file(
        tmp_path / "headers.csv",
        "ＡＣＣＯＵＮＴ  name , account\u00a0OWNER,ＡＲＲ（円）,ACCOUT_COUNT\nAozora,Sato,1200,12\n",
    )
    assert list(fields(imported(file)).values()) == ["account.name", "account.csm", "contract.arr", "contract.seats"]


def test_15_a_mapping_is_remembered_by_its_headers_and_a_second_import_shows_the_differences(tmp_path: Path) -> None:
    first = text_file(
        tmp_path / "a.csv", "契約番号,顧客名,年額,担当者\nK-1,青空商事,100,佐藤\nK-2,さくら工業,200,鈴木\n"
    )
    plan = imported(first)
    assert fields(plan)["担当者"] == "contract.custom"
    assert [question.header for question in plan.questions] == ["担当者"]
    remembered = {plan.tables[0].fingerprint: {"担当者": "account.csm"}}
    plan = imported(first, remembered=remembered)
    assert fields(plan)["担当者"] == "account.csm"
    second = text_file(
        tmp_path / "b.csv", "契約番号,顧客名,年額,担当者\nK-1,青空商事,150,佐藤\nK-3,ミナト運輸,300,鈴木\n"
    )
    again = imported(second, Book(plan), remembered=remembered)
    assert counts(again, "contract") == (1, 1, 0, 0, 0)  # new, changed
    assert updates(again, "contract") == [(1, "amount", 100, 150)]


def test_16_a_guard_against_formulas_is_taken_off(tmp_path: Path) -> None:
    file = text_file(
        tmp_path / "guarded.csv",
        "Account ID,Account Name,Notes,ARR,Contract Start\n'00042,'=Aozora,'-5 seats,'1200,'2026-04-01\n'00043,Sakura,'tis,'-50,\n",
    )
    plan = imported(file)
    assert values(plan, "account", "external_id", "name", "notes") == [
        ("00042", "=Aozora", "-5 seats"),
        ("00043", "Sakura", "'tis"),
    ]
    assert values(plan, "contract", "amount", "start") == [(1_200, date(2026, 4, 1)), (-50, None)]


def test_17_a_zip_of_texts_is_one_file_with_a_sheet_each(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("export/Customers.csv", "customer_id,Company\nc1,Aozora\nc2,Sakura\n")
        archive.writestr("export/顧客別利用.csv", "customer_id,利用日,ログイン回数\nc1,2026/10/01,12\n".encode("cp932"))
        archive.writestr("export/readme.pdf", b"%PDF-1.4")
        archive.writestr("__MACOSX/export/._Customers.csv", b"\x00\x05")
    plan = imported(path)
    assert [table.sheet for table in plan.tables] == ["Customers", "顧客別利用"]
    assert values(plan, "account", "external_id", "name") == [("c1", "Aozora"), ("c2", "Sakura")]
    assert values(plan, "measurement", "metric", "value", "date") == [("logins", 12, date(2026, 10, 1))]
    assert [note.as_text() if hasattr(note, "as_text") else str(note) for note in plan.files[0].notes] == [
        "The sheet readme could not be read; the others were."
    ]


def test_18_wide_months_become_rows_in_the_fiscal_year_the_file_states(tmp_path: Path) -> None:
    months = ["4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月", "1月", "2月", "3月"]
    row = ",".join(str(number) for number in range(1, 13))
    file = text_file(tmp_path / "ログイン回数_2025年度.csv", f"顧客名,{','.join(months)}\n青空商事,{row}\n")
    names = text_file(tmp_path / "names.csv", "顧客名\n青空商事\n")
    plan = imported(file, Book(imported(names)))
    found = values(plan, "measurement", "metric", "date", "value")
    assert found[0] == ("logins", date(2025, 4, 30), 1)
    assert found[8:] == [
        ("logins", date(2025, 12, 31), 9),
        ("logins", date(2026, 1, 31), 10),
        ("logins", date(2026, 2, 28), 11),
        ("logins", date(2026, 3, 31), 12),
    ]
