"""What an import tells of customers who are missing and of sums to be ticked off; and what the sources tell later."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from csdesk.cli.main import main

CONTRACTS = """Contract ID,Customer name,Start date,End date,ARR
K-1,Otterline Ferries,2026-01-01,2026-12-31,1200.50
K-2,Kestrel & Rook,2026-04-01,2027-03-31,2400
"""
WITHOUT_K2 = CONTRACTS.replace("K-2,Kestrel & Rook,2026-04-01,2027-03-31,2400\n", "")
AS_OF = ("--as-of", "2026-11-22")


def run(arguments: Sequence[object], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main([str(word) for word in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "book.csdesk"
    (tmp_path / "contracts_2026-10.csv").write_text(CONTRACTS, "utf-8")
    assert run(["import", path, tmp_path / "contracts_2026-10.csv", "--currency", "USD", *AS_OF], capsys)[0] == 0
    (tmp_path / "contracts_2026-11.csv").write_text(WITHOUT_K2, "utf-8")
    return path


def figures(book: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(run(["show", book, "figures", "--json", *AS_OF], capsys)[1])


def test_who_is_missing_is_told_under_the_table_and_nothing_changes(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = book.parent / "contracts_2026-11.csv"
    code, out, _ = run(["import", book, file, "--json", *AS_OF], capsys)
    told = json.loads(out)
    (table,) = told["files"][0]["tables"]
    (one,) = table["vanished"]
    assert (code, told["entry"]) == (0, None)
    assert {name: one[name] for name in ("record", "key", "account", "number")} == {
        "record": "account", "key": "acc-2", "account": "Kestrel & Rook", "number": "K-2"
    }  # fmt: skip
    assert (one["arr"], one["decision"], one["last_file"]) == (2400, "keep", "contracts_2026-10.csv")
    assert figures(book, capsys)["arr"] == 3600.5
    code, out, _ = run(["import", book, file, *AS_OF], capsys)
    assert "missing since contracts_2026-10.csv: Kestrel & Rook, K-2 (keep)" in out
    assert "Nothing has changed." in out


def test_vanished_churned_ends_them_in_the_entry_of_the_import(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = book.parent / "contracts_2026-11.csv"
    code, out, _ = run(["import", book, file, "--vanished", "churned", "--json", *AS_OF], capsys)
    assert (code, json.loads(out)["entry"]) == (0, 2)
    assert figures(book, capsys)["arr"] == 1200.5
    (event,) = json.loads(run(["show", book, "events", "--json", *AS_OF], capsys)[1])
    assert (event["account"], event["kind"], event["date"]) == ("Kestrel & Rook", "churn", "2026-11-22")
    run(["undo", book], capsys)
    assert figures(book, capsys)["arr"] == 3600.5


def test_a_word_that_is_no_decision_is_refused(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(["import", book, book.parent / "contracts_2026-11.csv", "--vanished", "gone"], capsys)
    assert code == 2
    assert "gone is no answer to what is missing. Choose one of: churned, ended, keep." in err


def test_sums_stand_under_the_table_and_later_under_its_source(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = book.parent / "contracts_2026-12.csv"
    changed.write_text(CONTRACTS.replace("2400", "2500"), "utf-8")
    table = json.loads(run(["import", book, changed, "--json", *AS_OF], capsys)[1])["files"][0]["tables"][0]
    (column,) = table["totals"]["columns"]
    assert (table["totals"]["rows"], table["totals"]["taken"], table["totals"]["arr"]) == (2, 2, {"USD": 3700.5})
    assert {name: column[name] for name in ("field", "currency", "file", "book", "difference", "why")} == {
        "field": "contract.arr", "currency": "USD", "file": 3700.5, "book": 3700.5, "difference": 0, "why": []
    }  # fmt: skip
    later, first = json.loads(run(["show", book, "sources", "--json", *AS_OF], capsys)[1])
    assert (later["rows"], later["in_book"], later["totals"][0]["difference"]) == (2, {"account": 2, "contract": 2}, 0)
    assert (first["totals"][0]["file"], first["totals"][0]["book"]) == (3600.5, 3700.5)
    assert first["totals"][0]["why"] == ["100.00 USD was changed by other tables or by later changes."]
    assert run(["show", book, "sources", *AS_OF], capsys)[0] == 0
    assert run(["show", book, "sources", "--csv", *AS_OF], capsys)[0] == 0
