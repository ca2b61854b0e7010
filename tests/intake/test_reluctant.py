"""Why a workbook that the first reader refused is refused, or given to the second."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
import python_calamine as calamine

from csdesk.intake import reluctant
from csdesk.intake.reluctant import diagnosis
from tests.intake.made_files import make_xlsx, make_zip


def code(path: Path, form: str, error: BaseException) -> str | None:
    found = diagnosis(path, form, error)
    return None if found is None else found.code


def test_what_the_first_reader_says_decides_where_it_is_clear(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", {"S": ""})
    assert code(path, "xlsx", MemoryError()) == "too_large"
    assert code(path, "xlsx", calamine.PasswordError("locked")) == "password"
    assert code(path, "ods", ValueError("nesting limit exceeded")) == "bomb"
    assert code(path, "ods", ValueError("odd")) == "corrupt"


@pytest.mark.parametrize(("record", "said"), [(0x2F, "password"), (0x0A, "corrupt")])
def test_an_xls_with_scrambled_cells_asks_for_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: int, said: str
) -> None:
    assert code(tmp_path / "missing.xls", "xls", ValueError("odd")) == "corrupt"
    monkeypatch.setattr(reluctant, "workbook_stream", lambda path: struct.pack("<HH", record, 0) + b"\x00" * 4)
    assert code(tmp_path / "a.xls", "xls", ValueError("odd")) == said


def test_an_odd_xlsx_is_given_to_the_second_reader_unless_that_is_unwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = make_xlsx(tmp_path / "a.xlsx", {"S": ""})
    assert code(sound, "xlsx", ValueError("odd")) is None
    entities = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x/>'
    assert code(make_zip(tmp_path / "b.xlsx", {"xl/workbook.xml": entities}), "xlsx", ValueError("odd")) == "bomb"
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04 half")
    assert code(tmp_path / "c.xlsx", "xlsx", ValueError("odd")) == "corrupt"
    monkeypatch.setattr(reluctant, "_LARGEST", 10)
    assert code(sound, "xlsx", ValueError("odd")) == "too_large"
