"""Every figure of the Today page leads to the cells it was made from, and to no others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from csdesk.app.asked import Asked
from csdesk.app.edits import edit_records
from csdesk.app.explanations import explained
from csdesk.app.figure_explaining import explained_figure, figure_codes
from csdesk.app.workspace import Workspace
from csdesk.desktop.pages.today_changes import KINDS
from csdesk.desktop.pages.today_strip import FigureStrip
from csdesk.model.errors import CSDeskError
from csdesk.rules.explain_figure import explain_figure
from tests.app.figure_books import AS_OF, make_book

YEAR_AGO, MONTH_AGO = date(2025, 11, 22), AS_OF - timedelta(days=30)
# The lines that count today, and a year ago: start, end and amount of each.
NOW = {f"{column}{row}" for row in (2, 3, 5, 6, 8, 9) for column in "FGH"}
KEPT_NOW = {f"{column}{row}" for row in (2, 3, 6) for column in "FGH"}
THEN = {f"{column}{row}" for row in (2, 3, 4) for column in "FGH"} | {"K4"}  # what ended says so itself


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.open(make_book(tmp_path_factory.mktemp("explained")), as_of=AS_OF) as opened:
        yield opened


def tree(workspace: Workspace, code: str, since: date | None = YEAR_AGO, **others: Any) -> Any:
    return explained_figure(workspace, code, Asked(AS_OF, since, **others))


def cells(found: Any) -> set[str]:
    """Cells of the contract sheet as they are, of the other sheet with its name."""
    sources = [s for account in found["accounts"] for record in account["records"] for s in record["sources"]]
    assert all(source["imported_at"].startswith("20") for source in sources)
    return {s["cell"] if s["file"] == "contracts.csv" else f"{s['file']} {s['cell']}" for s in sources}


@pytest.mark.parametrize(
    ("code", "since", "value", "expected"),
    [
        ("arr", YEAR_AGO, 220_000 * 12, NOW),
        ("nrr", YEAR_AGO, 140 / 130, THEN | KEPT_NOW),
        ("grr", YEAR_AGO, 120 / 130, THEN | KEPT_NOW),
        ("arr_at_risk", YEAR_AGO, 90_000 * 12, {"F3", "G3", "H3", "J3", "users.csv C3"}),
        ("arr_due_90_days", YEAR_AGO, 105_000 * 12, {"F3", "G3", "H3", "F8", "G8", "H8"}),
        ("new", MONTH_AGO, 25_000 * 12, {"F9", "G9", "H9"}),
        ("new", YEAR_AGO, 65_000 * 12, {f"{column}{row}" for row in (5, 9) for column in "FGH"}),
        ("reactivation", YEAR_AGO, 15_000 * 12, {"F8", "G8", "H8"}),
        ("cross_sell", YEAR_AGO, 20_000 * 12, {f"{column}{row}" for row in (2, 6) for column in "FGH"}),
        ("churn", YEAR_AGO, 10_000 * 12, {"F4", "G4", "H4", "K4"}),
        ("opening", YEAR_AGO, 130_000 * 12, THEN),
        ("closing", YEAR_AGO, 220_000 * 12, NOW),
        ("customer_churn", YEAR_AGO, 1 / 3, THEN | KEPT_NOW),
        ("active_users", YEAR_AGO, 185, {"users.csv C2", "users.csv C3", "users.csv C4"}),
    ],
)
def test_a_figure_leads_to_its_cells_and_no_others(
    workspace: Workspace, code: str, since: date, value: float, expected: set[str]
) -> None:
    found = tree(workspace, code, since)
    assert found["value"] == pytest.approx(value)
    assert cells(found) == expected


def test_the_stake_of_every_item_and_renewal_on_today_leads_to_the_lines_of_its_account(workspace: Workspace) -> None:
    rows = {"A-1": (2, 6), "A-2": (3,), "A-4": (5,), "A-5": (8,), "A-6": (9,)}
    ids = workspace.frame("account").set_index("key")["external_id"]
    assessment = workspace.assessment()
    shown = {*assessment.agenda["account_key"].tolist(), *assessment.renewals["account_key"].tolist()}
    assert {ids[key] for key in shown} >= {"A-2", "A-5"}
    for key in shown:
        found = explained(workspace, key, "arr")
        parts: Any = found["parts"]
        assert {s["cell"] for part in parts for s in part["sources"]} == {
            f"{column}{row}" for row in rows[ids[key]] for column in "FGH"
        }


def test_these_are_all_the_figures_of_the_page() -> None:
    assert set(FigureStrip.LISTS) == {"arr", "nrr", "grr", "arr_at_risk", "arr_due_90_days"}
    assert set(KINDS) <= set(figure_codes())  # what changed


def test_each_record_says_whose_it_is_what_it_did_and_what_it_is_worth(workspace: Workspace) -> None:
    found = tree(workspace, "nrr")
    assert (found["from"], found["to"], found["n"], found["unit"]) == ("2025-11-22", "2026-11-22", 3, "ratio")
    assert [(a["account"], a["opening"], a["closing"]) for a in found["accounts"]] == [
        ("雪うさぎ冷機", 1_080_000, 1_080_000), ("Kestrel & Rook", 360_000, 600_000), ("Otterline Ferries", 120_000, 0),
    ]  # fmt: skip
    kestrel = found["accounts"][1]["records"]
    assert [(r["record"], r["role"], r["value"]) for r in kestrel] == [
        ("contract", "opening", 360_000), ("contract", "closing", 360_000), ("contract", "closing", 240_000),
    ]  # fmt: skip
    assert [(s["field"], s["text"]) for s in kestrel[0]["sources"]] == [
        ("amount", "30000"), ("start", "2024-06-01"), ("end", "2027-05-31"),
    ]  # fmt: skip


def test_a_figure_of_a_part_or_a_quarter_leads_to_that_part(workspace: Workspace) -> None:
    assert cells(tree(workspace, "arr", part=("csm", "Ken Tanaka"))) == {f"{c}{row}" for row in (3, 8) for c in "FGH"}
    assert cells(tree(workspace, "arr", part=("product", "Plus"))) == {"F6", "G6", "H6"}
    assert cells(tree(workspace, "new", None, period="2026Q1")) == {"F5", "G5", "H5"}


def test_every_figure_and_bar_can_be_explained(workspace: Workspace) -> None:
    assessment = workspace.assessment()
    for code in figure_codes():
        assert explain_figure(assessment, code, YEAR_AGO, AS_OF).figure.definition.text
    with pytest.raises(CSDeskError, match="no figure shoe_size"):
        tree(workspace, "shoe_size")


def test_what_was_typed_over_a_cell_is_told_instead_of_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Workspace.open(make_book(tmp_path_factory.mktemp("typed")), as_of=AS_OF) as workspace:
        contracts = workspace.frame("contract").set_index("external_id")["key"]
        workspace.apply(edit_records(workspace, "contract", [int(contracts["C-8"])], {"amount": 26_000}))
        (account,) = tree(workspace, "new", MONTH_AGO)["accounts"]
        (record,) = account["records"]
        assert record["value"] == 312_000
        amount = next(source for source in record["sources"] if source["field"] == "amount")
        assert (amount["text"], bool(amount["typed_by"]), amount["cell"]) == ("26000", True, "")
