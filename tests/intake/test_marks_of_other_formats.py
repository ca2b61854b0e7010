"""Comments, lines through the text and fills of ods and xls; those of xlsx stand in requirements/test_layouts.py."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from csdesk.intake import lost_in_binary
from csdesk.intake.lost_in_binary import facts_of_xls
from csdesk.intake.lost_in_ods import facts_of_ods
from csdesk.intake.marks_in_ods import marks_of_ods
from tests.intake.made_files import make_zip
from tests.intake.requirements.files import imported, values
from tests.intake.test_lost_in_binary import record

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
_NAMED = (
    '<style:style style:name="Bad" style:family="table-cell"><style:table-cell-properties fo:background-color="#ffc7ce"/>'
    '</style:style><style:style style:name="Default" style:family="table-cell"/>'
)
_AUTOMATIC = (
    '<style:style style:name="ce1" style:family="table-cell" style:parent-style-name="Default">'
    '<style:text-properties style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>'
    '<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="Bad"/>'
    '<style:style style:name="ce3" style:family="table-cell" style:parent-style-name="ce2">'
    '<style:table-cell-properties fo:background-color="transparent"/>'
    '<style:text-properties style:text-line-through-style="none"/></style:style>'
)
_COMMENT = (
    "<office:annotation><dc:creator>山田</dc:creator><dc:date>2026-11-01T00:00:00</dc:date>"
    "<text:p>値上げ<text:s/>5%</text:p><text:p>交渉中</text:p></office:annotation>"
)


def cell(text: str, style: str = "", inside: str = "", more: str = "") -> str:
    named = f' table:style-name="{style}"' if style else ""
    return (
        f'<table:table-cell office:value-type="string"{named} {more}>{inside}<text:p>{text}</text:p></table:table-cell>'
    )


def row(*cells: str, style: str = "", repeats: int = 1) -> str:
    default = f' table:default-cell-style-name="{style}"' if style else ""
    return f'<table:table-row table:number-rows-repeated="{repeats}"{default}>{"".join(cells)}</table:table-row>'


def ods(path: Path, rows: str, columns: str = "", named: str = _NAMED) -> Path:
    return make_zip(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "styles.xml": f"<office:document-styles {_SPACES}><office:styles>{named}</office:styles></office:document-styles>",
            "content.xml": (
                f"<office:document-content {_SPACES}><office:automatic-styles>{_AUTOMATIC}</office:automatic-styles>"
                f'<office:body><office:spreadsheet><table:table table:name="S">{columns}{rows}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>"
            ),
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        },
    )


def test_an_ods_tells_comments_struck_texts_and_fills_whatever_style_they_come_from(tmp_path: Path) -> None:
    blank = '<table:table-cell table:style-name="ce2" table:number-columns-repeated="1000"/>'
    rows = (
        row(cell("a"), cell("b", "ce1", _COMMENT))
        + row(cell("a", "ce2", more='table:number-columns-repeated="2"'), cell("c", "ce3"), blank, repeats=2)
        + row(cell("a"), cell("b", "ce1"), style="ce2")
    )
    columns = '<table:table-column table:number-columns-repeated="3" table:default-cell-style-name="ce1"/>'
    assert sorted(facts_of_ods(ods(tmp_path / "a.ods", rows, columns))["S"].marks) == [
        (0, 0, "struck", ""), (0, 1, "comment", "値上げ 5%\n交渉中"), (0, 1, "struck", ""),
        (1, 0, "fill", "FFC7CE"), (1, 1, "fill", "FFC7CE"), (2, 0, "fill", "FFC7CE"), (2, 1, "fill", "FFC7CE"),
        (3, 0, "fill", "FFC7CE"), (3, 1, "struck", ""),
    ]  # fmt: skip


def test_what_people_put_on_cells_of_an_ods_becomes_columns(tmp_path: Path) -> None:
    struck, painted = (
        [cell(text, "ce1") for text in ("C2", "赤坂物産")],
        [cell(text, "ce2") for text in ("C3", "白金工業")],
    )
    rows = row(cell("顧客ID"), cell("顧客名")) + row(cell("C1"), cell("青山商事", inside=_COMMENT))
    file = ods(tmp_path / "a.ods", rows + row(*struck) + row(*painted) + row(cell("C4"), cell("目黒製作所")))
    assert values(imported(file), "account", "notes", "custom") == [
        ("値上げ 5%\n交渉中", None), (None, '{"取り消し線": "行全体"}'), (None, '{"塗りつぶし": "赤"}'), (None, None),
    ]  # fmt: skip


def test_no_sheet_is_lost_for_marks_that_cannot_be_read(tmp_path: Path) -> None:
    broken = ods(tmp_path / "a.ods", row(cell("a")), named="<style:style>")
    assert marks_of_ods(broken) == {}
    assert facts_of_ods(broken) == {}


BOF, EOF, FONT, XF, PALETTE = 0x809, 0x0A, 0x31, 0xE0, 0x92
NOTE, OBJ, TXO, CONTINUE, NUMBER, LABEL, MULRK = 0x1C, 0x5D, 0x1B6, 0x3C, 0x203, 0xFD, 0xBD


def font(struck: bool = False) -> bytes:
    return record(FONT, struct.pack("<HH", 220, 8 if struck else 0) + bytes(10))


def cell_format(font_number: int, pattern: int = 0, colour: int = 64) -> bytes:
    return record(XF, struct.pack("<HH", font_number, 0) + bytes(10) + struct.pack("<IH", pattern << 26, colour))


def comment_box(number: int, *pieces: bytes, signs: int) -> bytes:
    frame = record(OBJ, struct.pack("<HHHH", 0x15, 0x12, 0x19, number) + bytes(14))
    box = record(TXO, bytes(10) + struct.pack("<HH", signs, 16) + bytes(4))
    return frame + box + b"".join(record(CONTINUE, piece) for piece in pieces) + record(CONTINUE, bytes(16))


def book(cells: bytes, version: int = 0x600) -> bytes:
    """One sheet S; formats 0 plain, 1 struck (font 5: there is no 4), 2 red, 3 the colour that the book mixed, 4 white."""
    begin = record(BOF, struct.pack("<HH", version, 5) + bytes(12))
    styles = font() * 4 + font(struck=True) + record(PALETTE, struct.pack("<H", 1) + bytes([0x12, 0x34, 0x56, 0]))
    styles += cell_format(0) + cell_format(5) + cell_format(0, 1, 10) + cell_format(0, 1, 8) + cell_format(0, 1, 9)
    start = len(begin + styles) + 4 + 9 + 4
    name = record(0x85, struct.pack("<IH", start, 0) + b"\x01\x00S")
    sheet = record(BOF, struct.pack("<HH", version, 0x10) + bytes(12))
    return begin + styles + name + record(EOF) + sheet + cells + record(EOF)


def test_an_xls_tells_comments_struck_texts_and_fills(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cells = (
        record(LABEL, struct.pack("<HHHI", 1, 0, 1, 0))
        + record(NUMBER, struct.pack("<HHHd", 1, 1, 2, 5.0))
        + record(MULRK, struct.pack("<HHHIHIH", 2, 3, 3, 0, 4, 0, 4))
        + comment_box(1, b"\x01" + "値上げ\r".encode("utf-16-le"), b"\x005%", signs=6)
        + record(BOF, struct.pack("<HH", 0x600, 0x20)) + record(NUMBER, struct.pack("<HHHd", 9, 9, 2, 1.0)) + record(EOF)
        + record(NOTE, struct.pack("<HHHH", 1, 1, 0, 1) + b"\x00\x00\x00")
        + record(NOTE, struct.pack("<HHHH", 5, 5, 0, 7) + b"\x00\x00\x00")  # whose text is nowhere
    )  # fmt: skip
    monkeypatch.setattr(lost_in_binary, "workbook_stream", lambda path: book(cells))
    assert facts_of_xls(tmp_path)["S"].marks == [
        (1, 1, "comment", "値上げ\n5%"), (1, 0, "struck", ""), (1, 1, "fill", "FF0000"), (2, 3, "fill", "123456"),
    ]  # fmt: skip


def test_an_xls_of_an_older_kind_or_cut_short_gives_no_marks_and_is_read_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cells = record(NUMBER, struct.pack("<HHHd", 1, 1, 2, 5.0))
    monkeypatch.setattr(lost_in_binary, "workbook_stream", lambda path: book(cells, version=0x500))
    assert [facts.marks for facts in facts_of_xls(tmp_path).values()] == [[]]
    monkeypatch.setattr(lost_in_binary, "workbook_stream", lambda path: book(cells)[:-16])
    assert [facts.marks for facts in facts_of_xls(tmp_path).values()] == [[]]
