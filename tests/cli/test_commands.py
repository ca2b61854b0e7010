"""The command line as other programs depend on it: what is printed, and the exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from csdesk.app.clock import today
from csdesk.cli.figure_tables import TITLES
from csdesk.cli.main import main
from csdesk.cli.output import write_listing

CUSTOMERS = """Account ID,Account name,CSM,Contract ID,Product,Start Date,End Date,MRR,Auto Renew,Notice Days,Cost centre
A-1,Kestrel & Rook,Mika Sato,C-1,Platform,2026-06-01,2027-05-31,30000,TRUE,30,CC1
A-2,雪うさぎ冷機,Ken Tanaka,C-2,Platform,2026-01-01,2026-12-31,90000,FALSE,30,CC2
A-3,Otterline Ferries,Mika Sato,C-3,Platform,2026-03-01,not a day,10000,TRUE,30,CC3
"""


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    path.write_text(CUSTOMERS, "utf-8")
    return path


def run(arguments: Sequence[object], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main([str(word) for word in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def book(tmp_path: Path, customers: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "book.csdesk"
    code, _, err = run(["import", path, customers, "--as-of", "2026-11-22", "--currency", "JPY"], capsys)
    assert (code, err) == (0, "")
    return path


def test_import_says_as_json_what_happened_to_every_table(
    tmp_path: Path, customers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(["import", tmp_path / "b.csdesk", customers, "--currency", "JPY", "--json"], capsys)
    told = json.loads(out)
    assert code == 0
    assert told["entry"] == 1
    (file,) = told["files"]
    assert file["refused"] is None
    (table,) = file["tables"]
    assert table["header_row"] == 1
    assert table["rows"] == 3
    assert {c["header"]: c["field"] for c in table["columns"]}["MRR"] == "contract.mrr"
    assert table["records"]["account"]["new"] == 2
    assert sum(counts["rejected"] for counts in table["records"].values()) == 1
    problem = table["problems"][0]
    assert (problem["cell"], problem["value"]) == ("G4", "not a day")
    assert problem["message"]
    assert problem["hint"]


def test_the_same_file_again_changes_nothing_and_writes_no_entry(
    book: Path, customers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(["import", book, customers, "--json"], capsys)
    assert code == 0
    assert json.loads(out)["entry"] is None
    _, history, _ = run(["show", book, "history", "--json"], capsys)
    assert len(json.loads(history)) == 1


def test_a_dry_run_writes_nothing(tmp_path: Path, customers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "none.csdesk"
    code, out, _ = run(["import", missing, customers, "--dry-run"], capsys)
    assert code == 0
    assert "dry run" in out
    assert not missing.exists()


def test_accounts_as_json_have_field_codes_for_names(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def held(what: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(
            run(["show", book, what, "--json", "--as-of", "2026-11-22"], capsys)[1]
        )
        return found

    rows = {row["name"]: row for row in held("accounts")}
    kestrel = rows["Kestrel & Rook"]
    # 30,000 a month x 12; the term ends 31 May 2027, 30 days' notice: 1 May 2027 is the last safe day.
    assert (kestrel["arr"], kestrel["currency"]) == (360_000, "JPY")
    assert (kestrel["renewal_on"], kestrel["notice_by"]) == ("2027-05-31", "2027-05-01")
    assert kestrel["external_id"] == "A-1"
    assert [row["custom"] for row in held("contracts") if row["account"] == "Kestrel & Rook"] == [
        {"Cost centre": "CC1"}
    ]
    # Ends 31 Dec 2026: the day after minus 30 days, minus one day.
    assert rows["雪うさぎ冷機"]["notice_by"] == "2026-12-01"


def test_accounts_as_csv_can_be_read_back(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(["show", book, "accounts", "--csv"], capsys)
    names = [row["name"] for row in csv.DictReader(io.StringIO(out))]
    assert "雪うさぎ冷機" in names


def test_figures_as_json_hold_ratios_as_fractions(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(["show", book, "figures", "--json", "--as-of", "2026-11-22"], capsys)
    figures = json.loads(out)
    assert (figures["as_of"], figures["from"], figures["currency"]) == ("2026-11-22", "2025-11-22", "JPY")
    # Nobody was a customer a year before: retention is not measured, and everything is new.
    assert figures["nrr"] is None
    assert figures["bridge"]["opening"] == 0
    assert figures["bridge"]["new"] == figures["arr"] == figures["bridge"]["closing"]


def test_explain_leads_to_file_sheet_and_cell(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(["explain", book, "A-2", "csm", "--json"], capsys)
    told = json.loads(out)
    assert code == 0
    assert (told["account"], told["field"], told["value"]) == ("雪うさぎ冷機", "csm", "Ken Tanaka")
    source = told["sources"][0]
    assert (source["file"], source["cell"], source["text"]) == ("customers.csv", "C3", "Ken Tanaka")
    assert source["imported_at"]


def test_explain_of_arr_leads_to_the_amount_in_the_sheet(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(["explain", book, "Kestrel & Rook", "arr", "--json"], capsys)
    told = json.loads(out)
    assert told["value"] == 360_000
    cells = {source["cell"]: source["text"] for part in told["parts"] for source in part["sources"]}
    assert cells["H2"] == "30000"


def test_undo_gives_an_empty_book_and_redo_the_full_one(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["undo", book], capsys)[0] == 0
    assert json.loads(run(["show", book, "accounts", "--json"], capsys)[1]) == []
    assert run(["redo", book], capsys)[0] == 0
    assert len(json.loads(run(["show", book, "accounts", "--json"], capsys)[1])) >= 2
    assert run(["check", book], capsys)[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "missing.csdesk", "accounts"],
        ["show"],
        ["publish"],
        ["import", "book.csdesk"],
        ["import", "book.csdesk", "missing.xlsx"],
        ["frobnicate"],
        ["--frobnicate"],
        ["show", "missing.csdesk", "accounts", "--as-of", "tomorrow"],
    ],
)
def test_what_the_user_got_wrong_is_one_line_on_stderr_and_exit_2(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(arguments, capsys)
    assert code == 2
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


def test_a_file_that_cannot_be_read_leaves_the_book_as_it_was(
    book: Path, customers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = book.read_bytes()
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 this is no workbook")
    customers.write_text(CUSTOMERS.replace("Mika Sato", "Aya Nakamura"), "utf-8")
    code, _, err = run(["import", book, customers, broken], capsys)
    assert code == 2
    assert "broken.xlsx" in err
    assert book.read_bytes() == before
    code, out, _ = run(["import", book, customers, broken, "--keep-going", "--json"], capsys)
    assert code == 0
    refused = [file["refused"] for file in json.loads(out)["files"]]
    assert refused[0] is None
    assert refused[1]


def test_a_failed_import_into_a_missing_book_leaves_no_book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 this is no workbook")
    assert run(["import", tmp_path / "new.csdesk", broken], capsys)[0] == 2
    assert not (tmp_path / "new.csdesk").exists()


def test_a_reader_who_goes_away_does_not_undo_the_import(
    tmp_path: Path, customers: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(value: object) -> None:
        raise BrokenPipeError

    book = tmp_path / "new.csdesk"
    with monkeypatch.context() as patched:
        patched.setattr("csdesk.cli.output.write_json", gone)
        patched.setattr("sys.stderr.close", lambda: None, raising=False)
        assert main(["import", str(book), str(customers), "--json"]) == 0
    assert len(json.loads(run(["show", book, "accounts", "--json"], capsys)[1])) == 2


def test_a_header_named_by_hand_must_stand_in_a_file(
    tmp_path: Path, customers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "b.csdesk"
    code, out, err = run(["import", book, customers, "--map", "Umsatz=contract.arr"], capsys)
    assert (code, out) == (2, "")
    assert "Umsatz" in err
    assert "MRR" in err
    assert len(err.strip().splitlines()) == 1
    assert not book.exists()
    code, out, _ = run(["import", book, customers, "--map", "cost CENTRE=account.industry", "--json"], capsys)
    columns = {c["header"]: c["field"] for c in json.loads(out)["files"][0]["tables"][0]["columns"]}
    assert (code, columns["Cost centre"]) == (0, "account.industry")


@pytest.mark.parametrize("pair", ["MRR", "=contract.mrr", "MRR=contract.nothing", "MRR=account.health", "MRR=account."])
def test_a_column_can_only_be_said_to_be_a_field_that_is_read(
    pair: str, tmp_path: Path, customers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(["import", tmp_path / "b.csdesk", customers, "--map", pair], capsys)
    assert code == 2
    assert len(err.strip().splitlines()) == 1
    assert not (tmp_path / "b.csdesk").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know no such names")
def test_a_file_whose_name_is_no_utf_8_is_read(
    tmp_path: Path, customers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = Path(os.fsdecode(os.fsencode(tmp_path) + "/顧客.csv".encode("cp932")))
    old.write_bytes(customers.read_bytes())
    code, out, err = run(["import", tmp_path / "b.csdesk", old, "--json"], capsys)
    assert (code, err) == (0, "")
    (file,) = json.loads(out)["files"]
    assert file["path"].endswith(".csv")
    assert file["tables"][0]["records"]["account"]["new"] == 2


def test_explain_names_each_cell_once_and_the_month_that_counts(
    tmp_path: Path, customers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wide = tmp_path / "アクティブ利用者.csv"
    wide.write_text("顧客ID,2026年8月,2026年9月,2026年10月\nA-1,12,14,17\nA-2,4,5,\n", "cp932")
    book = tmp_path / "b.csdesk"
    assert run(["import", book, wide, customers, "--as-of", "2026-11-22", "--currency", "JPY"], capsys)[0] == 0

    def cells(account: str, field: str) -> list[tuple[str, str]]:
        _, out, _ = run(["explain", book, account, field, "--json", "--as-of", "2026-11-22"], capsys)
        return [(source["cell"], source["text"]) for source in json.loads(out)["sources"]]

    assert cells("A-1", "seats_active") == [("D2", "17")]
    assert cells("A-2", "seats_active") == [("C3", "5")]
    # 30 days is a number and a unit, and one cell.
    assert sorted(cells("A-1", "notice_by")) == [("G2", "2027-05-31"), ("I2", "TRUE"), ("J2", "30")]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["publish", "b.csdesk"], "summary"),
        (["publish", "b.csdesk", "--to", "x"], "summary"),
        (["publish", "b.csdesk", "posters", "--to", "x"], "posters"),
        (["import", "b.csdesk", ".", "--keep-going"], "folder"),
        (["import", "b.csdesk", "customers.csv", "--currency", "yen"], "yen"),
    ],
)
def test_what_was_typed_wrongly_is_named(
    arguments: list[str], named: str, customers: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(customers.parent)
    code, out, err = run(arguments, capsys)
    assert (code, out) == (2, "")
    assert named in err
    assert not err.startswith(" ")
    assert not (customers.parent / "b.csdesk").exists()


def test_a_book_is_not_taken_for_a_spreadsheet(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(["import", book, book], capsys)
    assert code == 2
    assert "a CSDesk book" in err


def test_contracts_in_a_currency_without_a_rate_are_imported_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "contracts.csv"
    file.write_text(
        "Contract ID,Account name,Start Date,End Date,ARR,Currency\nC-1,Kestrel,2026-04-01,2027-03-31,100,USD\n"
        "C-2,Lark,2026-04-01,2027-03-31,100,USD\nC-3,Otter,2026-04-01,2027-03-31,9000,JPY\n",
        "utf-8",
    )
    code, out, err = run(["import", tmp_path / "b.csdesk", file, "--as-of", "2026-11-22", "--json"], capsys)
    assert (code, err) == (0, "")
    assert json.loads(out)["files"][0]["tables"][0]["records"]["contract"]["new"] == 3


def test_an_import_keeps_the_forecast_of_the_week_and_show_tells_how_right_it_was(
    tmp_path: Path, read_here: None, capsys: pytest.CaptureFixture[str]
) -> None:
    end, start = today() + timedelta(days=40), today() - timedelta(days=324)
    path, book = tmp_path / "contracts.csv", tmp_path / "b.csdesk"
    text = f"Contract ID,Account name,Start Date,End Date,ARR,Status\nC-1,Kestrel & Rook,{start},{end},12000,"
    path.write_text(text, "utf-8")
    assert run(["import", book, path, "--currency", "USD"], capsys)[0] == 0
    path.write_text(f"{text}Cancelled", "utf-8")
    assert run(["import", book, path], capsys)[0] == 0
    found = json.loads(run(["show", book, "forecast", "--json", "--as-of", end + timedelta(days=1)], capsys)[1])
    (row,) = found["accuracy"]
    assert found["forecasts_kept"] == 1
    assert (row["forecast"], row["n"], row["due"], row["actual"], row["by_count"]) == ("open", 1, 12_000, 0, 0)
    write_listing(found, TITLES)
    assert "what became of it" in capsys.readouterr().out


def test_the_flaws_of_a_book_are_listed_with_what_mends_them(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(run(["show", book, "flaws", "--as-of", "2027-01-31", "--json"], capsys)[1])
    assert [(row["key"], row["account"], row["rule"], row["fix"]) for row in rows] == [
        ("con-2", "雪うさぎ冷機", "renewal_past", "Renew on the same terms")
    ]
    assert rows[0]["message"] == "It ended 31\u00a0Dec\u00a02026, and nothing says whether it was renewed."
