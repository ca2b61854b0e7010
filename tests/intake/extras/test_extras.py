"""Formulas, drawn objects and comments of every format, with the cells they stand in."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from csdesk.intake.extras import gathering
from csdesk.intake.extras.in_xls import _search as search_records
from csdesk.intake.extras.in_xlsb import _take_comments, _take_formulas
from csdesk.intake.extras.values import MOST_LISTED, Extra, SheetExtras, as_data, from_data
from csdesk.intake.formats import recognise
from csdesk.intake.limits import Limits
from csdesk.intake.sandbox import read_workbook
from tests.intake.made_files import make_ods, make_xlsx, make_zip

ONE_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301"
    "0100c9fe92ef0000000049454e44ae426082"
)


def extras_of(path: Path, sheet: str) -> SheetExtras:
    return gathering.extras_of(path, recognise(path, Limits()))[sheet]


def test_nobody_asked_nothing_is_told(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", {"S": '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'})
    assert read_workbook(path).extras is None


def test_an_xlsx_tells_formulas_and_objects_with_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("売上")
        sheet.write_row(0, 0, ["name", "n"])
        sheet.write_row(1, 0, ["a", 2])
        sheet.write_formula(2, 1, '=IF(B2>1,"<a>",0)', value=2)
        sheet.insert_textbox("D3", "※概算")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=売上!$B$2:$B$3"})
        sheet.insert_chart("F5", chart)
        sheet.insert_image("A9", "dot.png", {"image_data": BytesIO(ONE_PIXEL)})
        book.add_worksheet("空").write(0, 0, "x")
    found = extras_of(path, "売上")
    assert found.formulas == [Extra("formula", 2, 1, 'IF(B2>1,"<a>",0)')]
    assert found.formula_count == 1
    drawn = sorted(found.objects, key=lambda extra: extra.row)
    assert drawn == [Extra("shape", 2, 3, "※概算"), Extra("chart", 4, 5), Extra("picture", 8, 0)]
    assert extras_of(path, "空") == SheetExtras()


def test_a_sheet_of_many_formulas_lists_the_first_and_counts_all(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/><v>1</v></c></row>' for n in range(1, 1001))
    found = extras_of(make_xlsx(tmp_path / "a.xlsx", {"S": rows}), "S")
    assert found.formula_count == 1000
    assert found.formulas == [Extra("formula", row, 0) for row in range(MOST_LISTED)]


def test_an_ods_tells_formulas_objects_and_comments(tmp_path: Path) -> None:
    drawn = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    rows = (
        f"<table:shapes {drawn}><draw:custom-shape><text:p>概算</text:p></draw:custom-shape></table:shapes>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="1"/>'
        "</table:table-row><table:table-row>"
        f'<table:table-cell {drawn} office:value-type="float" office:value="2" table:formula="of:=[.A1]*2">'
        "<office:annotation><dc:creator>M</dc:creator><dc:date>2026-11-01</dc:date><text:p>ask</text:p></office:annotation>"
        "<draw:frame><draw:object/><draw:image/></draw:frame></table:table-cell></table:table-row>"
    )
    found = extras_of(make_ods(tmp_path / "a.ods", rows), "S")
    assert found.formulas == [Extra("formula", 2, 0, "[.A1]*2")]
    assert found.objects == [Extra("shape", -1, -1, "概算"), Extra("chart", 2, 0)]
    assert found.comments == [Extra("comment", 2, 0, "ask")]


def test_an_ods_without_any_of_them_is_not_gone_through(tmp_path: Path) -> None:
    cell = '<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
    assert gathering.extras_of(make_ods(tmp_path / "a.ods", cell), "ods") == {}


def _record(kind: int, body: bytes) -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(body)]) + body


def test_the_records_of_an_xlsb_tell_formulas_and_comments() -> None:
    found = SheetExtras()
    rows = _record(0, struct.pack("<I", 6)) + _record(5, struct.pack("<IId", 0, 0, 1.0))
    _take_formulas(rows + _record(9, struct.pack("<IId", 3, 0, 4.0)), found)
    text = "確認".encode("utf-16-le")
    comment = struct.pack("<IIIII", 0, 6, 6, 3, 3) + b"\x00" * 16
    _take_comments(_record(635, comment) + _record(637, b"\x00" + struct.pack("<I", 2) + text), found)
    assert found.formulas == [Extra("formula", 6, 3)]
    assert found.comments == [Extra("comment", 6, 3, "確認")]


def test_what_cannot_be_searched_is_said_to_be_unknown_and_the_cells_still_come(tmp_path: Path) -> None:
    path = make_xlsx(
        tmp_path / "a.xlsx",
        {"S": '<row r="1"><c r="A1"><v>1</v></c></row>'},
        {
            "xl/worksheets/_rels/sheet1.xml.rels": '<Relationships><Relationship Id="r" Type="x/drawing" Target="../d.xml"/></Relationships>',
            "xl/d.xml": "<xdr:wsDr><not closed",
        },
    )
    book = read_workbook(path, extras=True)
    assert book.extras is None
    assert book.sheets[0].rows == 1


def test_extras_survive_the_way_out_of_the_worker() -> None:
    found = {
        "売上": SheetExtras([Extra("formula", 1, 2, "A1")], 9, False, [Extra("chart")], [Extra("comment", 0, 0, "x")])
    }
    assert from_data(as_data(found)) == found


def _biff(kind: int, *numbers: int) -> bytes:
    body = struct.pack(f"<{len(numbers)}H", *numbers)
    return struct.pack("<HH", kind, len(body)) + body


BOF, EOF, FORMULA, NOTE, OBJ = 0x809, 0x0A, 0x06, 0x1C, 0x5D
SHEET = (0x600, 0x10)


def test_the_records_of_an_xls_tell_formulas_notes_and_objects_but_not_those_inside_a_chart() -> None:
    stream = (
        _biff(BOF, *SHEET)
        + _biff(FORMULA, 4, 2, 0, 0, 0, 0, 0, 0)
        + _biff(NOTE, 7, 1, 0, 1)
        + _biff(OBJ, 0x15, 0x12, 0x05, 1)
        + _biff(BOF, 0x600, 0x20) + _biff(FORMULA, 9, 9, 0, 0, 0, 0, 0, 0) + _biff(EOF)
        + _biff(OBJ, 0x15, 0x12, 0x19, 2)  # the note's own frame
        + _biff(OBJ, 0x15, 0x12, 0x14, 3)  # the arrow of a filter
        + _biff(OBJ, 0x15, 0x12, 0x08, 4)
        + _biff(EOF)
        + _biff(FORMULA, 1, 1, 0, 0, 0, 0, 0, 0)  # another sheet
    )  # fmt: skip
    found = SheetExtras()
    search_records(stream, 0, found)
    assert found.formulas == [Extra("formula", 4, 2)]
    assert found.comments == [Extra("comment", 7, 1)]
    assert found.objects == [Extra("chart"), Extra("picture")]


RELATIONS = '<Relationships><Relationship Id="a" Type="x/{kind}" Target="../part.bin"/></Relationships>'


@pytest.mark.parametrize(
    ("kind", "drawn"), [("oleObject", "embedded"), ("package", "embedded"), ("picture", "picture")]
)
def test_what_is_embedded_or_lies_behind_the_cells_is_told_without_a_cell(
    tmp_path: Path, kind: str, drawn: str
) -> None:
    extra = {"xl/worksheets/_rels/sheet1.xml.rels": RELATIONS.format(kind=kind), "xl/part.bin": "x"}
    path = make_xlsx(tmp_path / "a.xlsx", {"S": '<row r="1"><c r="A1"><v>1</v></c></row>'}, extra)
    assert extras_of(path, "S").objects == [Extra(drawn)]


def test_a_diagram_is_no_chart_and_an_entity_is_refused(tmp_path: Path) -> None:
    frame = (
        '<x:wsDr xmlns:x="x" xmlns:a="a"><x:oneCellAnchor><x:from><x:col>1</x:col><x:row>2</x:row></x:from>'
        '<x:graphicFrame><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"/>'
        "</x:graphicFrame></x:oneCellAnchor></x:wsDr>"
    )
    relations = RELATIONS.format(kind="drawing")
    parts = {"xl/worksheets/_rels/sheet1.xml.rels": relations, "xl/part.bin": frame}
    cell = {"S": '<row r="1"><c r="A1"><v>1</v></c></row>'}
    assert extras_of(make_xlsx(tmp_path / "a.xlsx", cell, parts), "S").objects == [Extra("shape", 2, 1)]
    bomb = '<!DOCTYPE a [<!ENTITY b "c">]>' + frame
    path = make_xlsx(tmp_path / "b.xlsx", cell, {**parts, "xl/part.bin": bomb})
    search = gathering.Gathering(path, "xlsx")
    assert search.found() is None


def test_the_search_beside_the_reading_gives_what_was_found_as_data(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", {"S": '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'})
    found = gathering.Gathering(path, "xlsx").found()
    assert found is not None
    assert from_data(found)["S"].formulas == [Extra("formula", 0, 0, "1+1")]


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["any_sheets.xls", "any_sheets.xlsx", "any_sheets.xlsb", "any_sheets.ods"])
def test_a_chart_on_a_sheet_of_its_own_is_found_in_every_format(shared_data: Path, name: str) -> None:
    path = shared_data / "B" / "calamine" / name
    found = gathering.extras_of(path, path.suffix.removeprefix("."))
    assert {sheet: [extra.kind for extra in extras.objects] for sheet, extras in found.items()} == {
        "Visible": [], "Hidden": [], "VeryHidden": [], "Chart": ["chart"],
    }  # fmt: skip


def test_text_files_hold_nothing_beside_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    assert read_workbook(path, extras=True).extras == {}


def test_a_workbook_with_nothing_in_its_package_gives_nothing(tmp_path: Path) -> None:
    from csdesk.intake.extras.in_xlsx import extras_of_xlsx

    assert extras_of_xlsx(make_zip(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": "<worksheet/>"})) == {}
