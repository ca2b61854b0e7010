"""What the command line asks of hidden parts and of encodings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from csdesk.cli.main import main


def imported(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any, str]:
    code = main(["import", *map(str, words), "--as-of", "2026-11-22", "--dry-run"])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def hidden_row(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Customer name", "CSM"], ["Otterline Ferries", "Mori"], ["Kestrel & Rook", "Mori"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_hidden_rows_are_asked_about_and_left_out_with_hidden_leave(
    hidden_row: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = hidden_row.parent / "b.csdesk"
    _, told, _ = imported(capsys, book, hidden_row)
    assert "2 new" in told
    assert ": 1 row. Does this count? (--hidden take or leave" in told
    code, out, _ = imported(capsys, book, hidden_row, "--hidden", "leave", "--json")
    (file,) = json.loads(out)["files"]
    assert code == 0
    assert file["tables"][0]["dropped"] == [{"row": 3, "reason": "hidden"}]
    assert file["hidden"] == [{"sheet": "Sheet", "rows": 1, "columns": [], "whole_sheet": False, "decision": "leave"}]


def test_an_encoding_is_chosen_and_one_that_was_guessed_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("会社名,備考\n青空,王\n".encode("gbk"))
    book = tmp_path / "b.csdesk"
    assert "if words look wrong, use --encoding" in imported(capsys, book, file)[1]
    _, out, _ = imported(capsys, book, file, "--encoding", "GB2312", "--json")
    (read,) = json.loads(out)["files"]
    assert (read["encoding"], read["encoding_guessed"]) == ("gbk", False)
    assert read["tables"][0]["columns"][0]["header"] == "会社名"


@pytest.mark.parametrize(
    ("option", "word", "sentence"),
    [
        ("--hidden", "maybe", "maybe is no answer to what is hidden."),
        ("--encoding", "klingon", "klingon is no encoding that CSDesk reads."),
    ],
)
def test_a_wrong_word_gives_one_sentence_and_the_choices(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, word: str, sentence: str
) -> None:
    (tmp_path / "a.csv").write_text("Customer name\nOtterline\n", "utf-8")
    code, out, error = imported(capsys, tmp_path / "b.csdesk", tmp_path / "a.csv", option, word)
    assert code != 0
    assert out == ""
    assert sentence in error
    assert "Choose one of:" in error
    assert "Traceback" not in error


def test_csv_is_written_for_excel_on_request_and_what_an_encoding_lacks_is_told(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "a.csv").write_text("顧客名,メモ\n𠮷野商店,=1+1\n青空商事,-5\n", "utf-8")
    book = tmp_path / "b.csdesk"
    assert main(["import", str(book), str(tmp_path / "a.csv"), "--as-of", "2026-11-22"]) == 0
    capfdbinary.readouterr()
    told = {}
    for encoding in ("utf-8", "utf-8-sig", "cp932"):
        assert main(["show", str(book), "accounts", "--csv", "--encoding", encoding]) == 0
        told[encoding] = capfdbinary.readouterr()
    assert told["utf-8-sig"].out.removeprefix(b"\xef\xbb\xbf") == told["utf-8"].out
    assert told["utf-8-sig"].out != told["utf-8"].out
    assert "〓野商店" in told["cp932"].out.decode("cp932")
    assert "𠮷" in told["cp932"].err.decode()
    assert main(["show", str(book), "accounts", "--csv", "--encoding", "latin1"]) != 0


def test_a_suggestion_of_the_json_is_what_the_cell_means_and_never_an_example(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "顧客名,製品,年額,契約終了日\nA,Base,1O0,2026-02-30\nB,Base,many,someday\n"
    (tmp_path / "a.csv").write_text(text, "utf-8")
    _, out, _ = imported(capsys, tmp_path / "b.csdesk", tmp_path / "a.csv", "--json")
    found = {p["cell"]: p["suggestion"] for p in json.loads(out)["files"][0]["tables"][0]["problems"]}
    assert found == {"C2": "100", "D2": "2026-02-28", "C3": None, "D3": None}
