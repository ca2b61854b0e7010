"""Cells looked up by the thousand are those that are found one by one."""

from __future__ import annotations

from pathlib import Path

from csdesk.app.edits import edit_records
from csdesk.app.workspace import Workspace
from csdesk.book.many_cells import latest_cells
from csdesk.cli.main import main
from tests.app.figure_books import AS_OF, CONTRACTS, make_book

FIELDS = ("amount", "basis", "currency", "start", "end", "auto_renew", "seats", "status", "discount")


def agree(workspace: Workspace) -> int:
    """How many cells were compared."""
    book, found = workspace.book, 0
    for record, fields in (("contract", FIELDS), ("measurement", ("value",)), ("account", ("csm", "name"))):
        keys = [int(key) for key in workspace.frame(record)["key"]]
        many = latest_cells(book, record, [(key, field) for key in keys for field in fields])
        for key in keys:
            for field in fields:
                one_by_one = book.trace(record, key, field)
                assert many.get((key, field)) == (one_by_one[0] if one_by_one else None)
                found += bool(one_by_one)
    return found


def test_after_imports_edits_and_undo_they_are_the_same_cells(tmp_path: Path) -> None:
    path = make_book(tmp_path)
    changed = CONTRACTS.replace("2026-11-01,2027-10-31,25000", "2026-11-01,2027-10-31,27000").replace(
        ",100,active", ",120,active"
    )
    (tmp_path / "later.csv").write_text(changed, "utf-8")
    assert (
        main(["import", str(path), str(tmp_path / "later.csv"), "--as-of", AS_OF.isoformat(), "--currency", "JPY"]) == 0
    )
    with Workspace.open(path, as_of=AS_OF) as workspace:
        first = agree(workspace)
        assert first > 60
        (key,) = workspace.frame("contract").loc[lambda frame: frame["external_id"] == "C-8", "key"]
        later = latest_cells(workspace.book, "contract", [(int(key), "amount")])[int(key), "amount"]
        assert (later.file, later.cell, later.text) == ("later.csv", "H9", "27000")
        workspace.apply(edit_records(workspace, "contract", [int(key)], {"amount": 30_000, "discount": 0.1}))
        assert agree(workspace) == first + 1
        workspace.undo()
        workspace.undo()  # the second import too
        assert agree(workspace) == first
        earlier = latest_cells(workspace.book, "contract", [(int(key), "amount")])[int(key), "amount"]
        assert (earlier.file, earlier.text) == ("contracts.csv", "25000")
