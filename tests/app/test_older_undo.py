"""An older import is taken back although somebody edited since; what she touched is kept or not, and sources follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from csdesk.app.edits import create_contract, edit_records
from csdesk.app.import_files import read_files
from csdesk.app.import_options import ImportOptions
from csdesk.app.import_session import ImportSession
from csdesk.app.older_undo import later_touched, take_back
from csdesk.app.workspace import Changed, Workspace
from csdesk.cli.main import main
from csdesk.model.progress import Unwatched

AS_OF = date(2026, 11, 22)
HEAD = "Contract ID,Customer name,Start date,End date,ARR,CSM\n"
OCTOBER = HEAD + "K-1,Otterline Ferries,2026-01-01,2026-12-31,1200,Sato\n"
NOVEMBER = (
    HEAD
    + "K-1,Otterline Ferries,2026-01-01,2026-12-31,1500,Reyes\nK-2,Kestrel & Rook,2026-04-01,2027-03-31,2400,Sato\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "book.csdesk", as_of=AS_OF) as made:
        taken(made, tmp_path, OCTOBER, "contracts_2026-10.csv")
        taken(made, tmp_path, NOVEMBER, "contracts_2026-11.csv")
        yield made


def taken(workspace: Workspace, folder: Path, text: str, name: str) -> None:
    path = folder / name
    path.write_text(text, "utf-8")
    ImportSession(workspace, read_files([path], Unwatched()), ImportOptions(AS_OF)).commit(Unwatched())


def state(workspace: Workspace) -> dict[str, tuple[object, ...]]:
    accounts = workspace.frame("account").set_index("key")
    contracts = workspace.frame("contract")
    return {
        str(number): (accounts.loc[key, "name"], accounts.loc[key, "csm"], int(amount) // 100)
        for number, key, amount in contracts[["external_id", "account_key", "amount"]].itertuples(index=False)
    }


def test_an_import_goes_and_what_was_edited_since_stays(workspace: Workspace) -> None:
    workspace.apply(edit_records(workspace, "account", [1], {"csm": "Tanaka"}))
    workspace.apply(create_contract(workspace, 2, {"external_id": "K-9", "amount": 90_000, "basis": "annual"}))
    csm, dependent = later_touched(workspace, 2)
    assert (csm.name, csm.field, csm.now, csm.before, str(csm.intention)) == (
        "Otterline Ferries", "csm", "Tanaka", "Sato", "Set CSM of Otterline Ferries"
    )  # fmt: skip
    assert (dependent.name, dependent.number, dependent.depends, dependent.along) == (
        "Kestrel & Rook",
        "K-9",
        True,
        True,
    )
    told: list[Changed] = []
    workspace.listeners.append(told.append)
    entry = take_back(workspace, 2, frozenset({csm.cell, dependent.cell}))
    assert entry is not None
    assert str(entry.intention) == "Take back: Import contracts_2026-11.csv"
    assert state(workspace) == {
        "K-1": ("Otterline Ferries", "Tanaka", 1200),
        "K-9": ("Kestrel & Rook", "Sato", 900),
    }
    assert [source.file_name for source in workspace.book.sources()] == ["contracts_2026-10.csv"]
    # the only one of its accounts stays for K-9; the tier it was assigned goes
    assert told[0].touched == {"contract", "touch_assignment"}
    workspace.undo()
    assert state(workspace)["K-2"] == ("Kestrel & Rook", "Sato", 2400)
    assert len(workspace.book.sources()) == 2


def test_with_nothing_kept_later_edits_of_its_work_go_along(workspace: Workspace) -> None:
    workspace.apply(edit_records(workspace, "account", [1], {"csm": "Tanaka", "industry": "Ferries"}))
    workspace.apply(create_contract(workspace, 2, {"external_id": "K-9", "amount": 90_000, "basis": "annual"}))
    take_back(workspace, 2)
    assert state(workspace) == {"K-1": ("Otterline Ferries", "Sato", 1200)}
    assert workspace.frame("account")["industry"].tolist() == ["Ferries"]
    assert workspace.book.check() == []


def test_the_command_line_keeps_what_was_touched_and_lists_it(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.apply(edit_records(workspace, "account", [1], {"csm": "Tanaka"}))
    workspace.close()
    assert main(["undo", str(workspace.path), "--entry", "2"]) == 0
    said = capsys.readouterr().out
    assert "Entry 4: Take back: Import contracts_2026-11.csv" in said
    assert "kept: Otterline Ferries, acc-1 account.csm: Tanaka (Sato before it; entry 3:" in said
    assert main(["undo", str(workspace.path), "--entry", "2"]) == 2
    assert "Entry 2 was taken back already." in capsys.readouterr().err
    assert main(["undo", str(workspace.path), "--entry", "99"]) == 2
    with Workspace.open(workspace.path, as_of=AS_OF) as again:
        assert state(again) == {"K-1": ("Otterline Ferries", "Tanaka", 1200)}
