"""One cell that holds what it may not is a bad cell; the rest of its sheet is read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from csdesk.intake.sheets import CellKind, Sheet
from tests.intake.requirements.files import book_file, imported, read, values

ROWS = [["会社名", "年額"], ["青空商事", 100], ["さくら工業", 200], ["ミナト運輸", 300]]
LOST = re.compile(rb' t="inlineStr"><is>.*?</is>')


def broken(path: Path, cell: str) -> Path:
    """The workbook of two such sheets with that cell of the first one in the place of its own."""
    address = cell.split('"')[1]
    old_cell = re.compile(rf'<c r="{address}".*?</c>'.encode())
    return _rewritten(path, {"一": ROWS, "二": ROWS}, old_cell, cell.encode())


def _rewritten(path: Path, sheets: Mapping[str, Any], old: re.Pattern[bytes], new: bytes) -> Path:
    whole = book_file(path.with_name("whole.xlsx"), sheets)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.namelist():
            text = source.read(part)
            if part.endswith("sheet1.xml"):
                text, count = old.subn(new, text)
                assert count
            target.writestr(part, text)
    return path


def cell(sheet: Sheet, row: int, column: int) -> tuple[CellKind, str | None]:
    held = sheet.columns[column]
    return CellKind(held.kinds[row].as_py()), held.texts[row].as_py()


@pytest.mark.parametrize(
    ("bad", "place", "shown"),
    [
        ('<c r="A3" t="s"><v>99</v></c>', (2, 0), "#REF!"),
        ('<c r="A3" t="s"><v>-1</v></c>', (2, 0), "#REF!"),
        ('<c r="B3" t="e"><v>#ODD?</v></c>', (2, 1), "#ODD?"),
    ],
)
def test_the_cell_is_at_fault_and_the_rest_is_read(
    tmp_path: Path, bad: str, place: tuple[int, int], shown: str
) -> None:
    first, second = read(broken(tmp_path / "a.xlsx", bad)).sheets
    assert (first.trouble, first.rows, second.rows) == (None, 4, 4)
    assert cell(first, *place) == (CellKind.ERROR, shown)
    assert first.columns[1].numbers[1].as_py() == 100
    assert cell(first, 3, 0) == (CellKind.TEXT, "ミナト運輸")


def test_the_row_is_told_and_the_others_are_taken(tmp_path: Path) -> None:
    plan = imported(broken(tmp_path / "a.xlsx", '<c r="A3" t="s"><v>99</v></c>'))
    assert values(plan, "account", "name") == [("青空商事",), ("ミナト運輸",), ("さくら工業",)]
    told = [(p.cell, p.code, p.severity.value) for p in plan.tables[0].problems]
    assert told == [("A3", "error_cell", "rejected")]


def test_a_sheet_whose_texts_are_all_lost_is_not_believed(tmp_path: Path) -> None:
    sheets = {"一": [[f"t{row}"] for row in range(30)], "二": ROWS}
    _rewritten(tmp_path / "b.xlsx", sheets, LOST, b' t="s"><v>9000</v>')
    first, second = read(tmp_path / "b.xlsx").sheets
    assert first.trouble is not None
    assert second.rows == 4
