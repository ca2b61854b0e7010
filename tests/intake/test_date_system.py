"""Which day a workbook counts from, by the record that says so in each of the formats."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from csdesk.intake.date_system import counts_from_1904
from tests.intake.made_files import make_zip


@pytest.mark.parametrize(("said", "answer"), [(1, True), (0, False)])
def test_an_xlsb_says_it_in_the_properties_of_its_workbook(tmp_path: Path, said: int, answer: bool) -> None:
    # [MS-XLSB] 2.4.822 BrtWbProp, type 153 as two bytes of seven bits; bit A of the first byte is f1904
    properties = bytes([0x99, 0x01, 4]) + struct.pack("<I", said)
    book = make_zip(tmp_path / "a.xlsb", {"xl/workbook.bin": bytes([0x83, 0x01, 0]) + properties})
    assert counts_from_1904(book, "xlsb") is answer


def test_an_xlsb_without_properties_counts_from_1900(tmp_path: Path) -> None:
    assert not counts_from_1904(make_zip(tmp_path / "a.xlsb", {"xl/workbook.bin": bytes([0x83, 0x01, 0])}), "xlsb")
    assert not counts_from_1904(make_zip(tmp_path / "b.xlsb", {"xl/other.bin": b""}), "xlsb")


@pytest.mark.parametrize(
    ("globals_", "answer"),
    [
        (struct.pack("<HHH", 0x22, 2, 1), True),  # [MS-XLS] 2.4.77 Date1904
        (struct.pack("<HHH", 0x22, 2, 0), False),
        (struct.pack("<HHH", 0x42, 2, 1200) + struct.pack("<HHH", 0x22, 2, 1), True),
        (struct.pack("<HH", 0x0A, 0) + struct.pack("<HHH", 0x22, 2, 1), False),  # of a sheet, after the globals
        (struct.pack("<HHH", 0x42, 2, 1200), False),
    ],
)
def test_an_xls_says_it_among_its_globals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, globals_: bytes, answer: bool
) -> None:
    monkeypatch.setattr("csdesk.intake.xls_records.workbook_stream", lambda path: globals_ + b"\x00" * 4)
    assert counts_from_1904(tmp_path / "a.xls", "xls") is answer


def test_a_damaged_file_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(b"no container")
    assert not counts_from_1904(tmp_path / "a.xls", "xls")
    assert not counts_from_1904(tmp_path / "a.xls", "xlsb")
