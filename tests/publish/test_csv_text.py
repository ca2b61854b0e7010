"""CSV that leaves the program: read back by another program as it was meant, and run by none."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.intake.values.identifiers import unguarded
from csdesk.model.errors import CSDeskError
from csdesk.publish.csv_text import csv_text, guarded, write_csv_file


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "=cmd|' /C calc'!A0", "+SUM(A1)", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "\n=1", "  =1+1", "＝1+1", "＠A1",
        "-5+3", "+81-3-1234-5678", "-見込", "=", "@",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_written_as_text_and_comes_back(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(pa.array([guarded(text)])).to_pylist() == [text]


@pytest.mark.parametrize(
    "text",
    [
        "-5",
        "+5",
        "-1,200",
        "-0.5",
        "-.5",
        "-12.5%",
        "1e-5",
        "-1E+5",
        "-¥500",
        "-",
        "2026-11-23",
        "",
        "青空商事",
        "a=b",
        "x@y.example",
    ],
)
def test_numbers_stay_numbers_and_plain_texts_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


def test_utf8_for_excel_bears_its_mark_and_is_read_by_another_reader() -> None:
    made = csv_text(["顧客名", "備考"], [["髙橋﨑商事", '"引用"\n改行, =1'], ["A", "=1+1"]])
    assert made.data.startswith(b"\xef\xbb\xbf")
    assert made.lacking == ""
    rows = list(csv.reader(io.StringIO(made.data.decode("utf-8-sig"), newline="")))
    assert rows == [["顧客名", "備考"], ["髙橋﨑商事", '"引用"\n改行, =1'], ["A", "'=1+1"]]


def test_cp932_holds_what_windows_has_and_tells_what_it_lacks() -> None:
    made = csv_text(["名前"], [["髙﨑①Ⅲ㈱～−"], ["〜—¥100"], ["𠮷野家 한글 é"]], "cp932")
    rows = list(csv.reader(io.StringIO(made.data.decode("cp932"), newline="")))
    assert rows == [["名前"], ["髙﨑①Ⅲ㈱～－"], ["～―￥100"], ["〓野家 〓〓 〓"]]
    assert made.lacking == "𠮷한글é"
    assert b"?" not in made.data


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2), max_size=4))
def test_whatever_is_written_comes_back_the_same(rows: list[list[str]]) -> None:
    text = csv_text(["a", "b"], rows).data.decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [["a", "b"], *([guarded(cell) for cell in row] for row in rows)]
    for row, back in zip(rows, read[1:], strict=True):
        assert not any(cell.lstrip(" \u3000")[:1] in tuple("=@＝＠\t") for cell in back)
        assert [
            cell.removeprefix("'") if guarded(said) != said else cell for said, cell in zip(row, back, strict=True)
        ] == row


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    assert write_csv_file(tmp_path / "a.csv", ["名前"], [["𠮷"]], "cp932") == "𠮷"
    assert (tmp_path / "a.csv").read_bytes() == "名前\r\n〓\r\n".encode("cp932")
    (tmp_path / "file").write_text("")
    with pytest.raises(CSDeskError):
        write_csv_file(tmp_path / "file" / "a.csv", ["a"], [])
