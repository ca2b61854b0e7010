"""What people write rightly is left alone: ids, phone numbers, dates, prose, counts that say themselves."""

from __future__ import annotations

import pytest

from csdesk.intake.extras.values import SheetExtras
from csdesk.intake.machine_readable.lint import lint
from csdesk.intake.machine_readable.report import LintReport
from csdesk.intake.sheets import Sheet, Workbook
from csdesk.model.errors import JobCancelled
from csdesk.model.messages import Message
from tests.intake.made_sheets import Value, sheet_of


def report_of(*sheets: Sheet, form: str = "xlsx", extras: dict[str, SheetExtras] | None = None) -> LintReport:
    return lint(Workbook(f"a.{form}", form, sheets, "", extras={} if extras is None else extras))


def column_report(header: str, *values: Value) -> dict[str, str]:
    """Rule → first cell of what is found in a table of names and that column."""
    rows: list[list[Value]] = [["Customer", header]]
    rows += [[f"Company {letter}", value] for letter, value in zip("ABCDEFGHIJ", values, strict=False)]
    return {rule.rule: rule.findings[0].cell for rule in report_of(sheet_of(rows)).rules if rule.findings}


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Contract ID", ["00123", "00124", "00200"]),
        ("電話番号", ["03-1234-5678", "06-1234-5678", "0120-333-906"]),
        ("Code", ["10001", "10002", "10003"]),
        ("郵便番号", ["100-0001", "530-0001", "812-0011"]),
        ("Plan", ["Core", "A/B test", "Core + Analytics"]),
        ("Note", ["Called. Asks for a quote;\nanswer by Friday.", "fine", "See mail. Then call."]),
        ("Note", ["要確認、至急", "特になし、様子見", "更新の見込み、値上げは不可"]),
        ("担当者", ["山田 太郎", "佐藤 花子", "鈴木 一郎"]),
        ("契約期間（年）", [1, 3, 2]),
        ("Seats", [10, 20, 30]),
        ("Renewal rate", [0.9, 0.8, 1.0]),
        ("顧客数", [10, 20, 30]),
        ("yearFounded", [1999, 2004, 2011]),
        ("ARR (JPY)", [1200, None, 300]),
        ("売上（千円）", [1200, "***", "X"]),
        ("時期", ["令和8年（2026年）", "2026年度", "令和7年(2025年)"]),
        ("Room", ["H1-1", "S2-3", "R10-2"]),
        ("Half", ["H1", "H2", "H1"]),
        ("Version", ["10.0.1", "10.0.2", "9.4.1"]),
        ("City", ["São Paulo", "Zürich", "Orléans"]),
        ("都道府県", ["北海道", "京都府", "神奈川県"]),
        ("Contact", ["Tokyo 東京", "大阪支社", "名古屋"]),
        ("Date", ["2026/4/1", "2026/5/1", "2026/6/1"]),
        ("Day", ["4/1", "5/1", "12/24"]),
        ("Address", ["1-2-3 Chuo", "4/5 Minami", "2-3-4"]),
    ],
)
def test_this_breaks_no_rule(header: str, values: list[Value]) -> None:
    assert column_report(header, *values) == {}


@pytest.mark.parametrize(
    ("header", "values", "found"),
    [
        ("売上（千円）", [1200, 300, "1.2億"], {"1-3": "B4"}),
        ("売上（千円）", [1200, 300, "(80)"], {"1-3": "B4"}),
        ("売上（千円）", [1200, 300, "#N/A"], {"1-13": "B4"}),
        ("売上（千円）", [1200, 300, "１，２００"], {"1-3": "B4"}),
        ("契約日", ["平成31年4月1日", "令和元年5月1日", "2020-01-01"], {"1-11": "B2"}),
        ("和暦", ["H31", "R1", "R2"], {"1-11": "B2"}),
        ("Number of seats", [10, 20, "1,200"], {"1-3": "B4"}),
        ("No. of seats", [10, 20, "30"], {"1-3": "B4"}),
        ("都道府県", ["東京", "大阪府", "福岡"], {"1-12": "B2"}),
        ("市区町村", ["府中市", "札幌市", "伊達市"], {"1-12": "B2"}),
        ("都道府県コード", [1, 13, 27], {"1-12": "B2"}),
        ("団体コード", ["1100", "13101", "27100"], {"1-12": "B2"}),
        ("Cost", [100, 200, 300], {"1-9": "B1"}),
        ("Products", ["Core; Analytics", "Core", "Analytics"], {"1-2": "B2"}),
        ("Lat Long", ["34.02, -118.15", "33.97, -118.24", "34.06, -118.29"], {"1-2": "B2"}),
        ("Term", ["2026/4/1～2027/3/31", "2026.5-2027.4", "2026年6月から2027年5月まで"], {"1-2": "B2"}),
        ("会社", ["㍿雪うさぎ", "小川\ue000製作所", "Fjord 🚢"], {"1-10": "B2"}),
    ],
)  # fmt: skip
def test_this_breaks_the_rule(header: str, values: list[Value], found: dict[str, str]) -> None:
    assert column_report(header, *values) == found


def test_a_unit_in_the_title_counts_for_the_whole_table() -> None:
    rows: list[list[Value]] = [["顧客名", "売上"], ["雪うさぎ", 120], ["小川製作所", 90], ["白樺", 70]]
    assert [f.value for r in report_of(sheet_of(rows)).rules for f in r.findings] == ["売上"]
    titled: list[list[Value]] = [["売上一覧（単位：千円）"], *rows]
    assert [r.rule for r in report_of(sheet_of(titled)).rules if r.findings] == []


def test_a_column_of_currencies_is_the_unit_of_amounts() -> None:
    rows: list[list[Value]] = [["Customer", "ARR", "Currency"], ["A", 120, "JPY"], ["B", 90, "USD"], ["C", 70, "JPY"]]
    assert [r.rule for r in report_of(sheet_of(rows)).rules if r.findings] == []


def test_a_number_format_with_a_currency_is_a_unit() -> None:
    plain = sheet_of([["Customer", "Cost"], ["A", 120], ["B", 90], ["C", 70]])
    money = Sheet(plain.name, plain.rows, plain.columns, number_formats={1: '"¥"#,##0'})
    assert [r.rule for r in report_of(money).rules if r.findings] == []


def test_a_sheet_of_words_makes_no_rule_unknown_while_another_has_a_table() -> None:
    table = sheet_of([["Customer", "Seats"], ["A", 120], ["B", 90]], name="list")
    report = report_of(table, sheet_of([["Written by finance."]], name="memo"))
    rule = next(rule for rule in report.rules if rule.rule == "1-3")
    assert rule.ok is True
    assert rule.unchecked == Message("Not checked where no table was found: {sheets}.", sheets="memo")


def test_without_any_table_the_rules_about_tables_are_unknown() -> None:
    report = report_of(sheet_of([["Written by finance."]]))
    assert {rule.rule for rule in report.rules if rule.ok is None} == {"1-2", "1-3", "1-6", "1-9", "1-12", "1-13"}


def test_a_form_is_told_to_be_no_table() -> None:
    rows: list[list[Value]] = [["" for _ in range(30)] for _ in range(12)]
    for row in range(12):
        rows[row][0], rows[row][(row * 7) % 29 + 1] = f"項目{row}。", "記入欄"
    merges = [(row, 1 + (row % 9), row, 4 + (row % 9)) for row in range(12)]
    report = report_of(sheet_of(rows, merges))
    assert {rule.rule for rule in report.rules if rule.findings} >= {"1-4"}


def test_what_the_search_for_formulas_could_not_do_is_said() -> None:
    sheet = sheet_of([["Customer", "Seats"], ["A", 120], ["B", 90]])
    unknown = lint(Workbook("a.xlsx", "xlsx", (sheet,), "", extras=None))
    assert {rule.rule: rule.ok for rule in unknown.rules if rule.unchecked is not None} == {"1-7": None, "1-8": None}
    large = report_of(sheet, extras={"S": SheetExtras(formulas_known=False)})
    assert [(rule.rule, str(rule.unchecked)) for rule in large.rules if rule.unchecked] == [
        ("1-7", "Formulas were not looked for on sheets that are too large: S.")
    ]


def test_a_sheet_that_could_not_be_read_breaks_1_1() -> None:
    sheet = sheet_of([["Customer", "Seats"], ["A", 120], ["B", 90]])
    report = report_of(
        sheet, Sheet("T", 0, (), trouble=Message("The sheet {sheet} could not be read; the others were."))
    )
    assert [(rule.rule, rule.findings[0].sheet) for rule in report.rules if rule.findings] == [("1-1", "T")]


def test_many_cells_of_a_kind_are_one_finding_with_their_number() -> None:
    rows: list[list[Value]] = [["Customer", "ARR (JPY)"]]
    rows += [[f"C{n}", f"{n},000"] for n in range(1, 1001)]
    report = report_of(sheet_of(rows))
    (finding,) = next(rule for rule in report.rules if rule.rule == "1-3").findings
    assert (finding.count, len(finding.cells), finding.cells[0]) == (1000, 20, "B2")


def test_a_report_can_be_stopped() -> None:
    class Stop:
        def report(self, done: float, total: float | None = None, message: Message | None = None) -> None:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        lint(Workbook("a.xlsx", "xlsx", (sheet_of([["a", "b"], [1, 2]]),), "", extras={}), Stop())
