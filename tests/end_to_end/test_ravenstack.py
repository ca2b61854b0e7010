"""A whole SaaS company in five exported files: in, counted, undone, done again."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.shared_data, pytest.mark.slow]


def csdesk(*arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "csdesk.cli.main", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def imported(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path], dict[str, Any]]:
    book = tmp_path_factory.mktemp("ravenstack") / "book.csdesk"
    files = sorted((shared_data / "A" / "ravenstack-saas").glob("*.csv"))
    return book, files, json.loads(csdesk("import", book, *files, "--json"))


def test_five_files_give_500_accounts_and_5000_contracts_without_a_rejected_row(
    imported: tuple[Path, list[Path], dict[str, Any]],
) -> None:
    _, _, told = imported
    totals: dict[str, int] = {}
    for file in told["files"]:
        for table in file["tables"]:
            for record, counts in table["records"].items():
                totals[record] = totals.get(record, 0) + counts["new"]
                assert counts["rejected"] == 0
    assert totals["account"] == 500
    assert totals["contract"] == 5000
    assert totals["ticket"] == 2000


def test_its_figures_are_those_of_the_definitions(imported: tuple[Path, list[Path], dict[str, Any]]) -> None:
    figures = json.loads(csdesk("show", imported[0], "figures", "--as-of", "2024-12-31", "--json"))
    assert (figures["arr"], figures["currency"]) == (123_114_108, "USD")
    assert round(figures["nrr"], 3) == 2.932
    assert round(figures["grr"], 4) == 0.9959
    assert figures["bridge"] == {
        "opening": 15_145_356, "new": 78_411_720, "reactivation": 294_912, "upsell": 29_324_220, "cross_sell": 0,
        "contraction": 62_100, "churn": 0, "fx": 0, "closing": 123_114_108,
    }  # fmt: skip


def test_a_second_import_changes_nothing_undo_empties_and_redo_fills(
    imported: tuple[Path, list[Path], dict[str, Any]],
) -> None:
    book, files, _ = imported
    assert json.loads(csdesk("import", book, *files, "--json"))["entry"] is None
    csdesk("undo", book)
    assert json.loads(csdesk("show", book, "accounts", "--json")) == []
    csdesk("redo", book)
    assert len(json.loads(csdesk("show", book, "accounts", "--json"))) == 500


def counted_losses(folder: Path, ends: list[str]) -> tuple[int, int, int]:
    """Customers x quarter-ends, those of them with a contract that ends for good in 90 days, and the others that have one."""
    with (folder / "ravenstack_subscriptions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [
            (row["account_id"], day_of(row["start_date"]), day_of(row["end_date"]), row["churn_flag"] == "TRUE")
            for row in csv.DictReader(file)
        ]
    units = losses = others = 0
    for end in map(date.fromisoformat, ends):
        running = {who for who, start, last, _ in rows if start and start <= end and (last is None or last >= end)}
        lost = {who for who, _, last, final in rows if final and last and end < last <= end + timedelta(days=90)}
        units, losses, others = units + len(running), losses + len(running & lost), others + len(lost - running)
    return units, losses, others


def day_of(text: str) -> date | None:
    return datetime.strptime(text, "%d-%m-%Y").replace(tzinfo=UTC).date() if text else None


def test_a_back_test_counts_the_losses_of_the_raw_files(imported: tuple[Path, list[Path], dict[str, Any]]) -> None:
    book, files, _ = imported
    found = json.loads(csdesk("show", book, "backtest", "--as-of", "2024-12-31", "--json"))
    ends = ["2023-06-30", "2023-09-30", "2023-12-31", "2024-03-31", "2024-06-30", "2024-09-30"]
    assert found["quarter_ends"] == ends
    counted = (found["units"], found["losses"], found["losses_of_no_customers"])
    assert counted == counted_losses(files[0].parent, ends)
    assert found["caught"] + found["missed"] == found["losses"]
    assert found["units"] == found["losses"] + found["false_alarms"] + found["quiet"]
    assert found["gains"][-1] == {"units": found["units"], "losses": found["losses"]}
    assert {row["component"] for row in found["without"]} == {"features_used", "urgent_tickets"}
