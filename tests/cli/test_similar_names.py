"""``csdesk import --accept-similar``: names that resemble a known customer, joined only when one says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from csdesk.app.workspace import Workspace
from csdesk.cli.main import main


@pytest.fixture
def book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A book that knows one customer, and a second list that writes it otherwise."""
    (tmp_path / "known.csv").write_text("顧客名,担当CSM\n株式会社アオゾラ,佐藤\n", encoding="utf-8")
    (tmp_path / "new.csv").write_text("顧客名,担当CSM\nアオゾラ㈱,佐藤\nミナト,鈴木\n", encoding="utf-8")
    path = tmp_path / "b.csdesk"
    assert main(["import", str(path), str(tmp_path / "known.csv"), "--currency", "JPY"]) == 0
    capsys.readouterr()
    return path


def state(book: Path) -> tuple[list[str], list[str]]:
    with Workspace.open(book, writable=False) as workspace:
        return workspace.frame("account")["name"].tolist(), workspace.frame("alias")["text"].tolist()


def test_without_the_flag_a_name_is_shown_and_stays_its_own(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(book), str(book.parent / "new.csv")]) == 0
    said = capsys.readouterr().out
    assert "アオゾラ㈱ may be 株式会社アオゾラ (rows: 1). (--accept-similar joins them)" in said
    assert state(book) == (["株式会社アオゾラ", "アオゾラ㈱", "ミナト"], [])


def test_with_the_flag_it_is_joined_remembered_and_taken_back_with_the_import(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = str(book.parent / "new.csv")
    assert main(["import", str(book), new, "--accept-similar", "--json"]) == 0
    (proposal,) = json.loads(capsys.readouterr().out)["files"][0]["tables"][0]["proposals"]
    assert (proposal["name"], proposal["decided"], proposal["answer"]) == ("アオゾラ㈱", True, 1)
    assert state(book) == (["株式会社アオゾラ", "ミナト"], ["アオゾラ㈱"])
    with Workspace.open(book, writable=False) as workspace:
        assert [cell.file for cell in workspace.book.trace("account", 1, "name")] == ["known.csv"]
        assert [(c.file, c.cell, c.text) for c in workspace.book.trace("alias", 1, "text")] == [
            ("new.csv", "A2", "アオゾラ㈱")
        ]
    assert main(["import", str(book), new]) == 0  # no flag: the alias matches
    assert "Nothing has changed." in capsys.readouterr().out
    assert main(["undo", str(book)]) == 0
    assert state(book) == (["株式会社アオゾラ"], [])
