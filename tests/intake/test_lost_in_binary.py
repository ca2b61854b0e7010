from __future__ import annotations

import struct
from pathlib import Path

import pytest

from csdesk.intake import lost_in_binary
from csdesk.intake.lost_in_binary import facts_of_xls
from csdesk.intake.xls_records import is_encrypted, records


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def workbook(cells: bytes) -> bytes:
    """The records of a BIFF8 workbook with one sheet, 一覧."""
    begin = record(0x809, struct.pack("<HH", 0x600, 5) + bytes(12))
    name = b"\x02\x01" + "一覧".encode("utf-16-le")
    end = record(0x0A)
    start = len(begin) + 4 + 6 + len(name) + len(end)
    return begin + record(0x85, struct.pack("<IH", start, 0) + name) + end + begin + cells + end


def test_error_cells_and_error_results_of_formulas_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cells = (
        record(0x203, struct.pack("<HHHd", 0, 0, 0, 1.5))  # a number
        + record(0x205, struct.pack("<HHHBB", 1, 2, 0, 0x2A, 1))  # the value #N/A
        + record(0x205, struct.pack("<HHHBB", 1, 3, 0, 1, 0))  # the value TRUE
        + record(0x006, struct.pack("<HHH", 4, 5, 0) + b"\x02\x00\x17\x00\x00\x00\xff\xff" + bytes(8))  # =… #REF!
        + record(0x006, struct.pack("<HHHd", 6, 7, 0, 2.0) + bytes(8))  # =… 2
    )
    monkeypatch.setattr(lost_in_binary, "workbook_stream", lambda path: workbook(cells))
    assert facts_of_xls(tmp_path)["一覧"].errors == {(1, 2): "#N/A", (4, 5): "#REF!"}


def test_hidden_rows_and_columns_of_xls_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cells = (
        record(0x7D, struct.pack("<HHHHHH", 1, 2, 0x900, 15, 1, 0))  # columns B and C, hidden
        + record(0x7D, struct.pack("<HHHHHH", 3, 3, 0x900, 15, 0, 0))
        + record(0x208, struct.pack("<HHHHHHI", 0, 0, 3, 300, 0, 0, 0x100))
        + record(0x208, struct.pack("<HHHHHHI", 2, 0, 3, 0, 0, 0, 0x120))  # a row without height
    )
    monkeypatch.setattr(lost_in_binary, "workbook_stream", lambda path: workbook(cells))
    facts = facts_of_xls(tmp_path)["一覧"]
    assert (facts.hidden_rows, facts.hidden_columns) == ([2], [1, 2])


def test_a_scrambled_workbook_is_known_by_its_filepass_record() -> None:
    begin = record(0x809, bytes(16))
    assert is_encrypted(begin + record(0x2F, b"\x00\x00") + record(0x0A))
    assert not is_encrypted(begin + record(0x0A))


def test_records_that_run_over_the_end_stop_the_walk() -> None:
    assert [kind for kind, _, _ in records(b"\x01\x00\x02\x00ab\x02\x00\xff\xff")] == [1, 2]
