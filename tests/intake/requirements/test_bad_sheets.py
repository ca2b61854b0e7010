"""A sheet that is damaged is told by name; the others of its file go in."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from csdesk.intake.sheet_notes import file_notes
from csdesk.intake.workbook_tables import tables_of
from tests.intake.requirements.files import imported, read, values

_DAMAGED = "xl/worksheets/sheet2.xml"


def three_sheets(path: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, first in (("東日本", "A"), ("西日本", "B"), ("海外", "C")):
        sheet = book.create_sheet(title)
        for row in (
            ["顧客ID", "顧客名", "メモ"],
            [f"{first}-1", f"{title}商事", None],
            [f"{first}-2", f"{title}物産", "x"],
        ):
            sheet.append(row)
    book.save(path)
    return path


def damaged(path: Path, harm: Callable[[bytes], bytes | None]) -> Path:
    """The workbook with another second sheet; None leaves it out altogether."""
    out = path.with_name("damaged.xlsx")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in whole.namelist():
            body = whole.read(name)
            made = harm(body) if name == _DAMAGED else body
            if made is not None:
                archive.writestr(name, made)
    return out


def flipped(path: Path) -> Path:
    """The workbook whose second sheet has a byte inside its compressed data turned over."""
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(_DAMAGED)
    data = bytearray(path.read_bytes())
    start = info.header_offset + 30 + len(info.filename)
    for place in range(start + 20, start + info.compress_size - 10):
        data[place] ^= 0xFF
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "harm",
    [
        lambda body: body[: len(body) // 2],
        lambda body: body.replace(b"</c>", b"</oops>", 1),
        lambda body: b"",
        lambda body: b"\x00" * 200,
        lambda body: None,
        None,
    ],
    ids=["cut in the middle", "tags that do not match", "empty", "zeros", "not in the package", "compressed data"],
)
def test_one_damaged_sheet_of_three_is_told_and_the_two_others_go_in(
    tmp_path: Path, harm: Callable[[bytes], bytes | None] | None
) -> None:
    whole = three_sheets(tmp_path / "three.xlsx")
    path = flipped(whole) if harm is None else damaged(whole, harm)
    workbook = read(path)
    assert [sheet.name for sheet in workbook.sheets if sheet.trouble is not None] == ["西日本"]
    assert any(dict(note.values).get("sheet") == "西日本" for note in file_notes(workbook, tables_of(workbook)))
    plan = imported(path)
    assert values(plan, "account", "external_id") == [("A-1",), ("A-2",), ("C-1",), ("C-2",)]
