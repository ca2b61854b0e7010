"""What imports do to tiers: the first assigns, as a first typed contract does; a later crossing is proposed and moves nobody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from csdesk.app.edits import create_account, create_contract
from csdesk.app.import_files import ReadFile
from csdesk.app.import_options import ImportOptions
from csdesk.app.import_session import ImportSession
from csdesk.app.workspace import Workspace
from csdesk.intake.workbook_tables import tables_of
from csdesk.model.policies import Policies, RevenuePolicy
from csdesk.model.progress import Unwatched
from tests.intake.requirements.files import read

FIRST = """Contract ID,Account Name,Start Date,End Date,ARR,Currency
K-1,Otterline Ferries,2026-01-01,2027-12-31,9000000,JPY
K-2,Kestrel & Rook,2026-01-01,2027-12-31,2000000,JPY
K-3,Moss & Co,2026-01-01,2027-12-31,500000,JPY
"""
LATER = FIRST.replace("2000000", "14000000").replace("500000", "520000") + (
    "K-4,Lantern Works,2026-11-01,2027-10-31,12000000,JPY\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    path = tmp_path / "book.csdesk"
    policies = Policies(revenue=RevenuePolicy(currency="JPY"))
    return Workspace.create(path, policies, as_of=date(2026, 11, 22))


def imported(workspace: Workspace, text: str) -> None:
    path = workspace.path.with_name("contracts.csv")
    path.write_text(text, "utf-8")
    workbook = read(path)
    files = [ReadFile(path, workbook, tuple(tables_of(workbook, path.name)))]
    ImportSession(workspace, files, ImportOptions(as_of=date(2026, 11, 22))).commit(Unwatched())


def tiers(workspace: Workspace) -> dict[str, tuple[str, bool]]:
    accounts = workspace.assessment().accounts
    return {row.name: (row.touch, bool(row.touch_candidate)) for row in accounts.itertuples(index=False)}


def test_the_first_import_assigns_and_a_later_crossing_is_a_candidate(workspace: Workspace) -> None:
    # the roundest amounts that part the top 15% (one of three) and the next 35% (one more) from the rest
    imported(workspace, FIRST)
    assert (workspace.policies.touch.high_from, workspace.policies.touch.low_from) == (5_000_000, 2_000_000)
    first = {"Otterline Ferries": ("high", False), "Kestrel & Rook": ("low", False), "Moss & Co": ("tech", False)}
    assert tiers(workspace) == first
    imported(workspace, LATER)
    assert tiers(workspace) == {**first, "Kestrel & Rook": ("low", True), "Lantern Works": ("high", False)}
    assert "touch_candidate" in workspace.assessment().agenda_of(2)["rule"].tolist()
    assigned = workspace.frame("touch_assignment")
    assert assigned["account_key"].tolist() == [1, 2, 3, 4]
    assert assigned["author"].isna().all()
    workspace.undo()
    assert tiers(workspace) == first
    assert len(workspace.frame("touch_assignment")) == 3


def test_a_contract_typed_in_gives_its_account_a_tier_in_the_same_step(workspace: Workspace) -> None:
    imported(workspace, FIRST)
    workspace.apply(create_account(workspace, {"name": "Lantern Works"}))
    key = int(workspace.frame("account")["key"].max())
    line = {
        "start": date(2026, 11, 1),
        "end": date(2027, 10, 31),
        "amount": 6_000_000,
        "basis": "annual",
        "currency": "JPY",
    }
    workspace.apply(create_contract(workspace, key, line))
    assigned = workspace.frame("touch_assignment")
    assert assigned[["account_key", "touch"]].to_numpy().tolist()[3:] == [[key, "high"]]
    assert assigned["author"].isna().all()
    assert tiers(workspace)["Lantern Works"] == ("high", False)
    workspace.undo()
    assert len(workspace.frame("touch_assignment")) == 3
    workspace.close()
