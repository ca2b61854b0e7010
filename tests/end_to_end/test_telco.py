"""A published list of 7,043 customers, of whom some left: who and why stands in the book as in the workbook."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from csdesk.cli.main import main

pytestmark = [pytest.mark.shared_data, pytest.mark.slow]


@pytest.fixture(scope="module")
def workbook(shared_data: Path) -> Path:
    return shared_data / "A" / "ibm-telco-5files" / "Telco_customer_churn_status.xlsx"


@pytest.fixture(scope="module")
def raw(workbook: Path) -> list[dict[str, Any]]:
    """The rows as they stand in the workbook."""
    header, *rows = CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def book(workbook: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("telco") / "book.csdesk"
    assert main(["import", str(path), str(workbook), "--as-of", "2026-11-22"]) == 0
    return path


def test_who_left_and_why_agrees_with_the_workbook(
    book: Path, raw: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["show", str(book), "accounts", "--as-of", "2026-11-22", "--json"]) == 0
    accounts = json.loads(capsys.readouterr().out)
    left = {row["Customer ID"]: row for row in raw if row["Churn Label"] == "Yes"}
    assert (len(raw), len(left)) == (7043, 1869)
    assert {row["external_id"] for row in accounts if row["status"] == "Churned"} == set(left)
    churned = [row for row in accounts if row["status"] == "Churned"]
    for reason in ("Churn Category", "Churn Reason"):
        in_book = {row["external_id"]: row["custom"].get(reason) for row in churned}
        assert in_book == {key: row[reason] for key, row in left.items()}
        assert not any(row["custom"].get(reason) for row in accounts if row["status"] != "Churned")
    counts = Counter(row["custom"]["Churn Category"] for row in churned)
    assert sum(counts.values()) == 1869
    assert counts == Counter(row["Churn Category"] for row in raw if row["Churn Label"] == "Yes")
