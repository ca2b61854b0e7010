from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import NoReturn

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from csdesk.intake import workbook
from csdesk.intake.limits import Limits
from csdesk.intake.refusals import Refused
from csdesk.intake.sheets import CellKind, Merge, RawColumn, Sheet
from csdesk.intake.workbook import read_sheets
from tests.intake.made_files import make_ods, make_xlsb, make_xlsx, make_zip
from tests.intake.made_sheets import cells_of

TEXT, NUMBER, DATE, BOOL, ERROR, BLANK, DURATION = (
    CellKind.TEXT, CellKind.NUMBER, CellKind.DATE, CellKind.BOOL, CellKind.ERROR, CellKind.BLANK, CellKind.DURATION,
)  # fmt: skip


def sheets(path: Path, form: str = "xlsx") -> list[Sheet]:
    return list(read_sheets(path, form, Limits()))


def saved(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def kinds(column: RawColumn) -> list[int]:
    return [int(kind) for kind in column.kinds.to_pylist()]


def test_each_kind_of_cell_keeps_its_kind(tmp_path: Path) -> None:
    row = ["契約", 12, 0.5, True, date(2026, 11, 22), datetime(2026, 11, 22, 6, 0), time(1, 30), None, "end"]
    (sheet,) = sheets(saved(tmp_path / "a.xlsx", [row]))
    assert [kinds(c)[0] for c in sheet.columns] == [TEXT, NUMBER, NUMBER, BOOL, DATE, DATE, DURATION, BLANK, TEXT]
    # 2026-11-22 is day 20,779 from 1970-01-01: 56 years of 365 days, 14 leap days, 325 days into the year
    assert [c.numbers[0].as_py() for c in sheet.columns] == [None, 12, 0.5, 1, 20779, 20779.25, 5400, None, None]
    assert cells_of(sheet) == [
        ["契約", "12", "0.5", "TRUE", "2026-11-22", "2026-11-22 06:00:00", "1:30:00", None, "end"]
    ]


def test_whole_numbers_have_no_point_and_large_ones_no_exponent(tmp_path: Path) -> None:
    values = [1200, -3, 1e15, 120000000000000000000, 0.1, 1e-7, 1234.56]
    (sheet,) = sheets(saved(tmp_path / "a.xlsx", [[value] for value in values]))
    assert sheet.columns[0].texts.to_pylist() == [
        "1200", "-3", "1000000000000000", "120000000000000000000", "0.1", "0.0000001", "1234.56",
    ]  # fmt: skip


def test_digits_stored_as_text_stay_as_they_are(tmp_path: Path) -> None:
    (sheet,) = sheets(saved(tmp_path / "a.xlsx", [["1234567890123456"], ["0012"]]))
    assert kinds(sheet.columns[0]) == [TEXT, TEXT]
    assert sheet.columns[0].texts.to_pylist() == ["1234567890123456", "0012"]


def test_kinds_may_change_from_row_to_row(tmp_path: Path) -> None:
    (sheet,) = sheets(saved(tmp_path / "a.xlsx", [["a"], [1], [None], [date(1970, 1, 2)], [True], [2.5], ["b"]]))
    assert kinds(sheet.columns[0]) == [TEXT, NUMBER, BLANK, DATE, BOOL, NUMBER, TEXT]
    assert sheet.columns[0].texts.to_pylist() == ["a", "1", None, "1970-01-02", "TRUE", "2.5", "b"]


def test_more_rows_than_a_chunk_come_in_order(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 10_001))
    (sheet,) = sheets(make_xlsx(tmp_path / "a.xlsx", {"S": rows}))
    assert sheet.columns[0].numbers.to_pylist() == [float(n) for n in range(1, 10_001)]


def test_dates_of_the_1904_calendar_are_the_days_they_show(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.active["A1"] = date(2026, 3, 31)
    book.save(tmp_path / "mac.xlsx")
    (sheet,) = sheets(tmp_path / "mac.xlsx")
    assert sheet.columns[0].texts.to_pylist() == ["2026-03-31"]


def test_cells_left_and_above_of_the_first_one_are_there_and_blank(tmp_path: Path) -> None:
    (sheet,) = sheets(make_xlsx(tmp_path / "a.xlsx", {"S": '<row r="3"><c r="C3"><v>7</v></c></row>'}))
    assert cells_of(sheet) == [[None, None, None], [None, None, None], [None, None, "7"]]


def test_blank_rows_and_columns_at_the_end_are_cut_off(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>7</v></c></row><row r="9"><c r="F9" t="inlineStr"><is><t></t></is></c></row>'
    (sheet,) = sheets(make_xlsx(tmp_path / "a.xlsx", {"S": rows}))
    assert cells_of(sheet) == [["7"]]
    assert sheet.rows == 1


def test_error_cells_of_xlsx_are_errors_not_blanks(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#REF!</v></c></row>'
        '<row r="2"><c r="A2" t="e"><f>VLOOKUP(1,X,2)</f><v>#N/A</v></c><c r="B2"><v>2</v></c></row>'
    )
    (sheet,) = sheets(make_xlsx(tmp_path / "a.xlsx", {"S": rows}))
    assert cells_of(sheet) == [["1", "#REF!"], ["#N/A", "2"]]
    assert [kinds(c) for c in sheet.columns] == [[NUMBER, ERROR], [ERROR, NUMBER]]
    assert sheet.columns[1].numbers.to_pylist() == [None, 2.0]


def test_error_cells_without_an_address_are_found_by_counting(tmp_path: Path) -> None:
    rows = '<row><c><v>1</v></c><c t="e"><v>#DIV/0!</v></c></row><row><c t="e"><v>#NUM!</v></c><c><v>2</v></c></row>'
    (sheet,) = sheets(make_xlsx(tmp_path / "a.xlsx", {"S": rows}))
    assert cells_of(sheet) == [["1", "#DIV/0!"], ["#NUM!", "2"]]


def test_an_error_cell_without_a_value_takes_nothing_from_its_neighbour(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="e"/><c r="B1"><v>5</v></c><c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    (sheet,) = sheets(make_xlsx(tmp_path / "a.xlsx", {"S": rows}))
    assert cells_of(sheet) == [["#N/A", "5", "#DIV/0!"]]


def _blind(path: Path, form: str) -> NoReturn:
    raise KeyError("content.xml")


def test_where_errors_cannot_be_looked_for_a_blank_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "lost_cells", _blind)
    one = '<row r="1"><c r="A1"><v>1</v></c></row>'
    gap = '<row r="1"><c r="B1"><v>1</v></c></row>'
    full, holed = sheets(make_xlsx(tmp_path / "a.xlsx", {"Full": one, "Holed": gap}))
    assert (full.trouble, cells_of(full)) == (None, [["1"]])
    assert holed.trouble is not None
    assert holed.rows == 0


def test_the_letters_t_e_in_a_text_are_no_error(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>say t="e" twice</t></is></c></row>'
    (sheet,) = sheets(make_xlsx(tmp_path / "a.xlsx", {"S": rows}))
    assert kinds(sheet.columns[0]) == [TEXT]


def test_a_column_of_errors_alone_is_not_lost(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="C2" t="e"><v>#NAME?</v></c></row>'
    (sheet,) = sheets(make_xlsx(tmp_path / "a.xlsx", {"S": rows}))
    assert cells_of(sheet) == [["1", None, None], [None, None, "#NAME?"]]


def test_error_cells_of_xlsb_are_errors_whether_value_or_formula(tmp_path: Path) -> None:
    path = make_xlsb(tmp_path / "a.xlsb", [["id", "arr"], [1.0, "#value"], [2.0, "#formula"], [3.0, 5.0]])
    (sheet,) = sheets(path, "xlsb")
    assert cells_of(sheet) == [["id", "arr"], ["1", "#REF!"], ["2", "#REF!"], ["3", "5"]]
    assert kinds(sheet.columns[1]) == [TEXT, ERROR, ERROR, NUMBER]


def test_error_cells_of_ods_are_errors_also_behind_repeats(tmp_path: Path) -> None:
    error = '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    one = '<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
    rows = (
        f'<table:table-row table:number-rows-repeated="2">{one}{one}{one}</table:table-row>'
        f'<table:table-row><table:table-cell table:number-columns-repeated="2"/>{error}</table:table-row>'
    )
    (sheet,) = sheets(make_ods(tmp_path / "a.ods", rows), "ods")
    assert cells_of(sheet) == [["1", "1", "1"], ["1", "1", "1"], [None, None, "#N/A"]]
    assert kinds(sheet.columns[2]) == [NUMBER, NUMBER, ERROR]


def test_merged_ranges_and_hidden_sheets_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first["A1"] = "契約期間"
    first["A2"], first["B2"] = "自", "至"
    first.merge_cells("A1:B1")
    second = book.create_sheet("隠し")
    second["A1"] = 1
    second.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    shown, hidden = sheets(tmp_path / "a.xlsx")
    assert shown.merges == (Merge(0, 0, 0, 1),)
    assert (shown.hidden, hidden.hidden, hidden.name) == (False, True, "隠し")


def test_hidden_rows_and_columns_of_xlsb_are_told(tmp_path: Path) -> None:
    rows: list[list[float | str]] = [["id", "csm", "arr"], [1.0, "Mori", 3.0], [2.0, "Mori", 5.0]]
    (sheet,) = sheets(make_xlsb(tmp_path / "a.xlsb", rows, hidden_rows=[1], hidden_columns=[1, 2]), "xlsb")
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((1,), (1, 2))
    (plain,) = sheets(make_xlsb(tmp_path / "b.xlsb", rows), "xlsb")
    assert (plain.hidden_rows, plain.hidden_columns) == ((), ())


def test_hidden_and_filtered_rows_and_columns_of_ods_are_told(tmp_path: Path) -> None:
    one = '<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
    rows = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
        f"<table:table-row>{one}{one}{one}</table:table-row>"
        f'<table:table-row table:visibility="filter" table:number-rows-repeated="2">{one}{one}{one}</table:table-row>'
        f'<table:table-row table:visibility="collapse">{one}{one}{one}</table:table-row>'
        f"<table:table-row>{one}{one}{one}</table:table-row>"
    )
    (sheet,) = sheets(make_ods(tmp_path / "a.ods", rows), "ods")
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((1, 2, 3), (2,))


def test_merged_ranges_of_ods_are_told(tmp_path: Path) -> None:
    rows = (
        '<table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1" '
        'office:value-type="string"><text:p>x</text:p></table:table-cell><table:covered-table-cell/></table:table-row>'
    )
    (sheet,) = sheets(make_ods(tmp_path / "a.ods", rows), "ods")
    assert sheet.merges == (Merge(0, 0, 0, 1),)


def test_number_formats_of_columns_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in range(1, 4):
        book.active.cell(row, 1, 0.5).number_format = "0%"
        book.active.cell(row, 2, 1200).number_format = '#,##0,"千円"'
        book.active.cell(row, 3, 7)
    book.save(tmp_path / "a.xlsx")
    (sheet,) = sheets(tmp_path / "a.xlsx")
    assert sheet.number_formats == {0: "0%", 1: '#,##0,"千円"'}


def test_one_broken_sheet_does_not_lose_the_others(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", {"Bad": "<row><c></oops>", "Good": '<row r="1"><c r="A1"><v>1</v></c></row>'})
    bad, good = sheets(path)
    assert bad.trouble is not None
    assert (bad.rows, bad.columns) == (0, ())
    assert (good.trouble, cells_of(good)) == (None, [["1"]])


def test_the_extension_does_not_decide(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "really.xls", {"S": '<row r="1"><c r="A1"><v>1</v></c></row>'})
    assert cells_of(sheets(path)[0]) == [["1"]]


def test_too_many_cells_are_refused_before_they_are_kept(tmp_path: Path) -> None:
    path = make_xlsx(
        tmp_path / "a.xlsx", {"S": '<row r="1"><c r="A1"><v>1</v></c></row><row r="99"><c r="Z99"><v>1</v></c></row>'}
    )
    with pytest.raises(Refused) as caught:
        list(read_sheets(path, "xlsx", Limits(cells=1000)))
    assert caught.value.code == "too_large"


def test_a_workbook_with_a_macro_sheet_is_read_all_the_same(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#REF!</v></c></row>'
    path = make_xlsx(tmp_path / "a.xlsm", {"S": rows, "Macro": ""})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts["xl/macrosheets/sheet1.xml"] = parts.pop("xl/worksheets/sheet2.xml").replace("worksheet", "macrosheet")
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = parts[relations].replace(
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"',
        'Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" Target="macrosheets/sheet1.xml"',
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>",
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
    )
    found = sheets(make_zip(path, parts))
    assert [cells_of(sheet) for sheet in found if sheet.rows] == [[["1", "#REF!"]]]
    assert kinds(found[0].columns[1]) == [ERROR]
