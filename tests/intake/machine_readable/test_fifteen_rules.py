"""One sound workbook keeps all fifteen rules; each change to it breaks exactly one."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from csdesk.i18n import Language
from csdesk.intake.machine_readable.lint import lint
from csdesk.intake.machine_readable.report import RULES, Finding, LintReport
from csdesk.intake.sheets import Workbook
from tests.intake.machine_readable.reports import report_of
from tests.intake.made_sheets import sheet_of

Rows = list[list[Any]]
SOUND: Rows = [
    ["顧客ID", "顧客名", "プラン", "都道府県", "開始日", "ARR（円）", "席数"],
    ["A-1", "雪うさぎ冷機", "Core", "北海道", date(2026, 4, 1), 1_200_000, 10],
    ["A-2", "Kestrel & Rook", "Core", "東京都", date(2026, 5, 1), 3_400_000, 25],
    ["A-3", "小川 製作所", "Plus", "大阪府", date(2025, 10, 1), -80_000, 4],
    ["A-4", "Otterline Ferries", "Plus", "福岡県", date(2025, 12, 15), 560_000, 12],
]

DEPARTMENTS = ["部門", "第一営業部", None, "第二営業部", None]
PRICES: Rows = [["プラン", "単価（円）"], ["Core", 120_000], ["Plus", 240_000]]


def written(path: Path, rows: Rows, more: Callable[[Any, Any], object] = lambda book, sheet: None) -> Path:
    """The rows as an xlsx file; ``more`` is given the book and the sheet before it is closed."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("契約")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value)
        more(book, sheet)
    return path


def broken(report: LintReport) -> dict[str, list[Finding]]:
    return {rule.rule: list(rule.findings) for rule in report.rules if rule.findings}


def changed(cells: dict[tuple[int, int], Any]) -> Rows:
    rows = deepcopy(SOUND)
    for (row, column), value in cells.items():
        rows[row][column] = value
    return rows


def test_the_sound_workbook_keeps_all_fifteen_rules(tmp_path: Path) -> None:
    report = report_of(written(tmp_path / "sound.xlsx", SOUND))
    assert broken(report) == {}
    assert [rule.rule for rule in report.rules] == list(RULES)
    assert [rule.ok for rule in report.rules] == [True] * 15
    assert [rule.unchecked for rule in report.rules] == [None] * 15


# rule, the rows, the first cell, how many, what the message must hold
BROKEN_IN_CELLS: list[tuple[str, Rows, str, int, str]] = [
    ("1-2", changed({(1, 6): "10 (3)", (3, 6): "4／2"}), "G2", 2, "more than one datum"),
    ("1-2", changed({(1, 2): "Core、Plus"}), "C2", 1, "more than one datum"),
    ("1-2", changed({(2, 4): "2026/4/1～2027/3/31"}), "E3", 1, "more than one datum"),
    ("1-3", changed({(1, 5): "1,200,000", (2, 5): "3,400,000"}), "F2", 2, "commas"),
    ("1-3", changed({(3, 5): "▲80000"}), "F4", 1, "negative"),
    ("1-3", changed({(2, 6): "25席"}), "G3", 1, "units"),
    ("1-3", changed({(2, 6): "２５"}), "G3", 1, "full-width"),
    ("1-3", changed({(2, 6): "25"}), "G3", 1, "stored as text"),
    ("1-5", changed({(2, 1): " Kestrel & Rook"}), "B3", 1, "before or after"),
    ("1-5", changed({(3, 1): "小川　　製作所"}), "B4", 1, "Several blanks"),
    ("1-5", changed({(0, 2): "プ ラ ン"}), "C1", 1, "spaced out"),
    ("1-5", changed({(0, 1): "顧客\n名"}), "B1", 1, "Line breaks"),
    ("1-6", changed({(0, 2): None}), "C1", 1, "no name"),
    ("1-6", changed({(0, 2): "顧客名"}), "C1", 1, "share a name"),
    ("1-6", changed({(2, 2): "〃"}), "C3", 1, "same as above"),
    ("1-6", [[part, *row] for part, row in zip(DEPARTMENTS, SOUND, strict=True)], "A3", 2, "left out in the rows"),
    ("1-9", changed({(0, 5): "ARR"}), "F1", 1, "no unit: ARR"),
    ("1-10", changed({(1, 1): "㈱雪うさぎ冷機", (2, 1): "①Kestrel"}), "B2", 2, "㈱ ①"),
    ("1-10", changed({(3, 1): "髙橋製作所"}), "B4", 1, "髙"),
    ("1-11", changed({(1, 4): "令和8年4月1日", (2, 4): "R8.5.1"}), "E2", 2, "era"),
    ("1-12", changed({(2, 3): "東京", (3, 3): "大阪"}), "D3", 2, "prefectures"),
    ("1-13", changed({(3, 5): "-"}), "F4", 1, "words or signs"),
    ("1-13", changed({(3, 6): "未定"}), "G4", 1, "words or signs"),
    ("2-1", [*SOUND[:3], [], *SOUND[3:]], "A4", 1, "Blank rows"),
    ("2-1", [*SOUND[:3], SOUND[0], *SOUND[3:]], "A4", 1, "header comes again"),
    ("2-1", [[*row[:6], None, row[6]] for row in SOUND], "G1", 1, "Blank columns"),
    (
        "2-2",
        [*SOUND, [], ["氏名", "メールアドレス", "電話番号"], ["佐藤", "s@example.jp", "03-1"]],
        "A1",
        2,
        "Several tables",
    ),
    ("2-2", [[*row, None, *other] for row, other in zip(SOUND, PRICES, strict=False)] + SOUND[3:], "A1", 2, "Several"),
]


@pytest.mark.parametrize(("rule", "rows", "cell", "count", "said"), BROKEN_IN_CELLS)
def test_a_change_breaks_exactly_its_rule(
    tmp_path: Path, rule: str, rows: Rows, cell: str, count: int, said: str
) -> None:
    found = broken(report_of(written(tmp_path / "changed.xlsx", rows)))
    assert list(found) == [rule]
    (finding,) = found[rule]
    assert (finding.sheet, finding.cell, finding.count) == ("契約", cell, count)
    assert said in str(finding.message)
    assert str(finding.hint)


def test_merged_cells_break_1_4_alone(tmp_path: Path) -> None:
    def merge(book: Any, sheet: Any) -> None:
        sheet.merge_range("C2:C3", "Core")
        sheet.merge_range("C4:C5", "Plus")

    found = broken(report_of(written(tmp_path / "a.xlsx", SOUND, merge)))
    assert list(found) == ["1-4"]
    (finding,) = found["1-4"]
    assert (finding.cells, finding.count, finding.value) == (("C2:C3", "C4:C5"), 2, "Core")


def test_formulas_break_1_7_alone(tmp_path: Path) -> None:
    def add(book: Any, sheet: Any) -> None:
        sheet.write_formula("F2", "=G2*120000", value=1_200_000)

    found = broken(report_of(written(tmp_path / "a.xlsx", SOUND, add)))
    assert list(found) == ["1-7"]
    (finding,) = found["1-7"]
    assert (finding.cells, finding.value, finding.count) == (("F2",), "=G2*120000", 1)


def test_formulas_whose_result_is_not_stored_are_told_apart(tmp_path: Path) -> None:
    def add(book: Any, sheet: Any) -> None:
        sheet.write_formula("F2", "=G2*120000", value="")

    found = broken(report_of(written(tmp_path / "a.xlsx", SOUND, add)))
    assert list(found) == ["1-7"]
    assert [finding.cells for finding in found["1-7"]] == [("F2",), ("F2",)]
    assert "not stored" in str(found["1-7"][1].message)


def test_drawn_objects_and_comments_break_1_8_alone(tmp_path: Path) -> None:
    def add(book: Any, sheet: Any) -> None:
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=契約!$F$2:$F$5"})
        sheet.insert_chart("J2", chart)
        sheet.insert_textbox("J30", "概算です")
        sheet.write_comment("B3", "要確認")

    found = broken(report_of(written(tmp_path / "a.xlsx", SOUND, add)))
    assert list(found) == ["1-8"]
    said = {(finding.cell, finding.value) for finding in found["1-8"]}
    assert said == {("J2", ""), ("J30", "概算です"), ("B3", "要確認")}


def test_a_file_that_is_not_what_it_is_called_breaks_1_1_alone(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", SOUND)
    renamed = path.rename(tmp_path / "a.csv")
    found = broken(report_of(renamed))
    assert list(found) == ["1-1"]
    assert "Excel workbook (.xlsx)" in str(found["1-1"][0].message)


CSV = "顧客ID,顧客名,ARR（円）\nA-1,雪うさぎ冷機,1200000\nA-2,Kestrel,3400000\nA-3,Otterline,-80000\n"


def test_a_sound_csv_keeps_all_rules_and_a_tabbed_one_breaks_1_1_alone(tmp_path: Path) -> None:
    sound, tabbed = tmp_path / "a.csv", tmp_path / "b.tsv"
    sound.write_text(CSV, "utf-8")
    tabbed.write_text(CSV.replace(",", "\t"), "utf-8")
    report = report_of(sound)
    assert [rule.ok for rule in report.rules] == [True] * 15
    assert list(broken(report_of(tabbed))) == ["1-1"]


def test_a_formula_in_text_is_found_too(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(CSV + "A-4,Fjord,=1200*12\n", "utf-8")
    found = broken(report_of(path))
    assert found["1-7"][0].cell == "C5"


def test_numbers_with_commas_in_a_csv_are_no_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,name,ARR (JPY)\nA-1,Kestrel,"1,200,000"\nA-2,Otter,500\nA-3,Fjord,"¥9,000"\n', "utf-8")
    (commas, signs) = sorted(broken(report_of(path))["1-3"], key=lambda finding: finding.cell)
    assert (commas.cells, signs.cells) == (("C2",), ("C4",))


def test_what_stands_in_several_columns_of_a_sheet_is_one_finding(tmp_path: Path) -> None:
    rows = changed({(1, 1): " 雪うさぎ冷機", (1, 2): "Core ", (2, 2): " Core"})
    (finding,) = broken(report_of(written(tmp_path / "a.xlsx", rows)))["1-5"]
    assert (set(finding.cells), finding.count) == ({"B2", "C2", "C3"}, 3)


def test_every_rule_and_every_finding_has_a_japanese_text(tmp_path: Path) -> None:
    ja = Language("ja")
    for place, (_, rows, *_rest) in enumerate(BROKEN_IN_CELLS):
        for rule in report_of(written(tmp_path / f"{place}.xlsx", rows)).as_data(ja.text):
            for text in (rule["title"], *(f[part] for f in rule["findings"] for part in ("message", "hint"))):
                assert any("\u3040" <= sign <= "\u30ff" or "\u4e00" <= sign <= "\u9fff" for sign in text), text


def test_a_zip_of_texts_breaks_1_1_alone_and_its_texts_are_checked_like_texts() -> None:
    sheet = sheet_of([["顧客ID", "ARR（円）"], ["A-1", "1200"], ["A-2", "500"]])
    report = lint(Workbook("export.zip", "zip", (sheet,), "", extras={}))
    assert list(broken(report)) == ["1-1"]
    assert "zip" in str(broken(report)["1-1"][0].message)


def test_a_table_without_a_header_row_breaks_1_6_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("1,2\n3,4\n5,6\n7,8\n", "utf-8")
    assert list(broken(report_of(path))) == ["1-6"]
