"""Lists of one day each, and a log of what became of customers, give the same figures as dated contracts would."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csdesk.cli.main import main

Shown = Callable[..., Any]


def imported(book: Path, name: str, text: str, as_of: str, *options: str) -> None:
    path = book.parent / name
    path.write_text(text, "utf-8")
    assert main(["import", str(book), str(path), "--as-of", as_of, "--currency", "JPY", *options]) == 0


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str]) -> Shown:
    def run(book: Path, what: str, as_of: str, *options: str) -> Any:
        capsys.readouterr()
        assert main(["show", str(book), what, "--as-of", as_of, *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What stood in the list at the end of August, and at the end of September."""
    book = tmp_path_factory.mktemp("lists") / "book.csdesk"
    head = "Account ID,Account name,MRR\n"
    imported(book, "august.csv", head + "A-1,Kestrel,100\nA-2,Fennel,50\nA-3,Wren,30\n", "2026-08-31")
    imported(book, "september.csv", head + "A-1,Kestrel,120\nA-2,Fennel,50\n", "2026-09-30", "--vanished", "churned")
    return book


def test_two_lists_make_a_bridge(lists: Path, shown: Shown) -> None:
    found = shown(lists, "figures", "2026-10-01", "--from", "2026-08-31")
    bridge = {name: amount // 12 for name, amount in found["bridge"].items()}
    assert (bridge["opening"], bridge["upsell"], bridge["churn"], bridge["closing"]) == (180, 20, 30, 170)
    assert (found["nrr"], found["grr"]) == (pytest.approx(170 / 180), pytest.approx(150 / 180))
    assert found["customer_churn"] == pytest.approx(1 / 3)


def test_before_the_first_list_retention_is_not_measured_and_what_appeared_is_a_bar_of_its_own(
    lists: Path, shown: Shown
) -> None:
    found = shown(lists, "figures", "2026-10-01", "--period", "2026-08")
    assert found["bridge"]["unexplained"] == 180 * 12
    assert (found["bridge"]["opening"], found["bridge"]["new"], found["nrr"]) == (0, 0, None)
    cohorts = shown(lists, "cohorts", "2026-10-01")
    assert cohorts["rows"] == []
    assert cohorts["left_out"] == "Accounts left out because a contract has no start date: 3."


def test_a_log_of_events_makes_the_contracts_between_them(tmp_path: Path, shown: Shown) -> None:
    book = tmp_path / "book.csdesk"
    imported(book, "customers.csv", "Account ID,Account name\nA-1,Kestrel\nA-2,Fennel\n", "2026-10-01")
    imported(
        book, "log.csv",
        "Account ID,Event,Event date,MRR\nA-1,signup,2026-01-10,100\nA-1,upgrade,2026-03-01,150\nA-1,churn,2026-05-01,\n"
        "A-1,reactivation,2026-08-01,80\nA-2,signup,2026-01-20,40\n",
        "2026-10-01",
    )  # fmt: skip
    quarters = {
        code: {kind: amount // 12 for kind, amount in shown(book, "figures", "2026-10-01", "--period", code)["bridge"].items() if amount}
        for code in ("2026Q1", "2026Q2", "2026Q3")
    }  # fmt: skip
    assert quarters == {
        "2026Q1": {"new": 190, "closing": 190},
        "2026Q2": {"opening": 190, "churn": 150, "closing": 40},
        "2026Q3": {"opening": 40, "reactivation": 80, "closing": 120},
    }
    rows = shown(book, "cohorts", "2026-10-01")["rows"]
    assert [(row["quarters_later"], row["kept"], row["kept_arr"] // 12) for row in rows] == [
        (0, 2, 190), (1, 1, 40), (2, 2, 120), (3, 2, 120),
    ]  # fmt: skip
