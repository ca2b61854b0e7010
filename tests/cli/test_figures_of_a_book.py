"""Figures on the command line: periods, parts, targets, cohorts, forecast, capacity, and where they come from."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csdesk.app.workspace import Workspace
from csdesk.cli.main import main
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.messages import Message
from tests.app.figure_books import AS_OF, make_book

Shown = Callable[..., Any]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make_book(tmp_path_factory.mktemp("figures"))
    target = Change("target", 1, None, {"figure": "arr", "period": "2026Q1", "value": 2_500_000.0})
    with Workspace.open(path, as_of=AS_OF) as workspace:
        workspace.apply(ChangeSet(Message("Set a target"), (target,)))
    return path


@pytest.fixture
def text(book: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(command: str, what: str, *options: str) -> str:
        assert main([command, str(book), what, "--as-of", AS_OF.isoformat(), *options]) == 0
        return capsys.readouterr().out

    return run


@pytest.fixture
def shown(text: Callable[..., str]) -> Shown:
    return lambda what, *options: json.loads(text("show", what, *options, "--json"))


def test_figures_of_a_fiscal_quarter_stand_beside_the_quarter_before_and_the_target(shown: Shown) -> None:
    found = shown("figures", "--period", "2026Q1")
    assert (found["period"], found["from"], found["to"]) == ("2026Q1", "2025-12-31", "2026-03-31")
    # 130,000 a month at the end of 2025; A-5 comes back with 15,000 and A-4 is new with 40,000.
    assert found["arr"] == 185_000 * 12
    assert (found["bridge"]["reactivation"], found["bridge"]["new"], found["bridge"]["churn"]) == (180_000, 480_000, 0)
    arr = found["details"]["arr"]
    assert (arr["before"], arr["change"]) == (130_000 * 12, 55_000 * 12)
    assert (arr["target"], arr["gap"]) == (2_500_000, 185_000 * 12 - 2_500_000)
    nrr = found["details"]["nrr"]
    assert (nrr["value"], nrr["n"], nrr["from"], nrr["to"], nrr["target"]) == (1, 3, "2025-12-31", "2026-03-31", None)
    assert nrr["formula"] == "ARR now of the accounts that had ARR at the start / their ARR then."


def test_a_quarter_that_runs_ends_today_and_one_to_come_is_refused(shown: Shown, book: Path, capsys: Any) -> None:
    running = shown("figures", "--period", "2026Q4")
    assert (running["from"], running["arr"], "to" in running) == ("2026-09-30", 220_000 * 12, False)
    assert main(["show", str(book), "figures", "--as-of", AS_OF.isoformat(), "--period", "2027Q1"]) != 0
    assert "2027Q1 has not begun" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("csm", {"Ken Tanaka": 105_000, "Mika Sato": 90_000, "": 25_000}),
        ("product", {"Core": 200_000, "Plus": 20_000}),
        ("segment", {"high": 90_000, "low": 90_000, "tech": 40_000}),
    ],
)
def test_figures_by_part_add_up_to_the_book(shown: Shown, by: str, expected: dict[str, int]) -> None:
    rows = shown("figures", "--by", by)
    assert {row[by]: row["arr"] for row in rows} == {name: amount * 12 for name, amount in expected.items()}
    assert sum(row["arr"] for row in rows) == 220_000 * 12
    assert all(row["details"]["nrr"]["formula"] for row in rows)


def test_one_part_alone(shown: Shown, book: Path, capsys: Any) -> None:
    found = shown("figures", "--only", "account=A-1", "--from", "2025-11-22")
    assert (found["arr"], found["accounts"], found["nrr"]) == (600_000, 1, pytest.approx(5 / 3))
    for wrong, named in (("csm=Nobody", "Nobody"), ("Mika", "part"), ("planet=Mars", "planet")):
        assert main(["show", str(book), "figures", "--only", wrong]) != 0
        assert named in capsys.readouterr().err


def test_figures_as_csv_are_one_row_a_part_and_as_a_table_have_what_people_ask(text: Callable[..., str]) -> None:
    rows = list(csv.DictReader(io.StringIO(text("show", "figures", "--by", "csm", "--csv"))))
    assert (rows[0]["csm"], rows[0]["arr"], rows[0]["bridge_closing"]) == ("Ken Tanaka", "1260000", "1260000")
    assert "details" not in rows[0]
    table = text("show", "figures", "--period", "2026Q1")
    assert "target" in table
    assert "2500000" in table
    assert "reactivation" in table
    assert "Mika Sato" in text("show", "figures", "--by", "csm")


def test_cohorts_are_rows_for_programs_and_triangles_for_people(shown: Shown, text: Callable[..., str]) -> None:
    found = shown("cohorts")
    rows = {(row["cohort"], row["quarters_later"]): row for row in found["rows"]}
    # A-3 of the second quarter of 2025 left at the end of May 2026; A-5 of 2023 left and came back.
    assert [rows["2025Q2", age]["by_count"] for age in range(7)] == [1, 1, 1, 1, 0, 0, 0]
    assert [rows["2023Q1", age]["kept"] for age in (7, 8, 12)] == [1, 0, 1]
    assert rows["2024Q2", 9]["by_value"] == pytest.approx(5 / 3)
    assert (found["n"], found["left_out"], rows["2024Q2", 10]["on"]) == (6, None, "2026-11-22")
    table = text("show", "cohorts")
    assert "by_count" in table
    assert "by_value" in table
    assert text("show", "cohorts", "--csv").startswith("start,on,cohort,quarters_later,accounts,kept")


def test_the_trend_tells_each_month(shown: Shown) -> None:
    months = {row["date"][:7]: row for row in shown("trend")}
    assert len(months) == 12
    assert (months["2026-02"]["reactivation"], months["2026-03"]["new"]) == (180_000, 480_000)
    # A contract to 31 May counts on that day: the churn is of 1 June.
    assert (months["2026-05"]["churned"], months["2026-06"]["churned"], months["2026-06"]["churn"]) == (0, 1, 120_000)
    assert [months[m]["arr"] // 12 for m in ("2026-05", "2026-06", "2026-11")] == [185_000, 175_000, 220_000]


def test_the_forecast_adds_up_by_category_and_by_month(shown: Shown, text: Callable[..., str]) -> None:
    found = shown("forecast", "--to", "2027-01-31")
    assert [(row["month"], row["up_for_renewal"]) for row in found["rows"]] == [
        ("2026-12-01", 1_080_000), ("2027-01-01", 180_000),
    ]  # fmt: skip
    (category,) = found["by_category"]
    assert (category["forecast"], category["weight"], category["weighted"]) == ("open", 0.3, 378_000)
    assert (found["up_for_renewal"], found["weighted"]) == (1_260_000, 378_000)
    assert shown("forecast", "--period", "2027Q1")["up_for_renewal"] == 15_000 * 12 + 40_000 * 12
    assert "2026-12-01" in text("show", "forecast")
    assert (found["contracts"], found["contracts_called"], found["called"]) == (len(found["rows"]), 2, 1_260_000)
    assert found["target"] == round(1_260_000 * 0.94)
    assert (found["forecasts_kept"], found["accuracy"]) == (0, [])


def test_segments_and_capacity(shown: Shown) -> None:
    assert [row["touch"] for row in shown("segments")] == ["high", "low", "tech"]
    rows = {row["csm"]: row for row in shown("capacity")}
    assert set(rows) == {"Ken Tanaka", "Mika Sato", None}
    assert rows["Ken Tanaka"]["arr"] == 1_260_000
    assert rows["Ken Tanaka"]["available"] == 110.5


def test_explain_takes_a_figure_or_an_account(text: Callable[..., str]) -> None:
    found = json.loads(text("explain", "arr_due_90_days", "--json"))
    assert (found["value"], found["currency"]) == (1_260_000, "JPY")
    assert {s["cell"] for a in found["accounts"] for r in a["records"] for s in r["sources"]} == {
        "F3", "G3", "H3", "F8", "G8", "H8",
    }  # fmt: skip
    told = text("explain", "new", "--period", "2026Q4")
    assert "Larkspur" in told
    assert "contracts.csv, contracts, H9 (imported " in told
    assert "25000" in told
    assert json.loads(text("explain", "A-6", "arr", "--json"))["value"] == 300_000
