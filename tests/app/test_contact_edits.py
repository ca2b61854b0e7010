"""A person at a customer is written down, and only with a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdesk.app.contact_edits import create_contact
from csdesk.app.workspace import Workspace
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "book.csdesk")
    made.apply(ChangeSet(Message("made"), (Change("account", 1, None, {"name": "Tsukimi Robotics"}),)))
    return made


def test_a_contact_belongs_to_its_account_and_can_be_taken_back(workspace: Workspace) -> None:
    workspace.apply(create_contact(workspace, 1, {"name": "J. Usui", "title": "Planning lead", "role": None}))
    row = workspace.frame("contact").iloc[0]
    assert (row["account_key"], row["name"], row["title"]) == (1, "J. Usui", "Planning lead")
    entry = workspace.undo()
    assert entry is not None
    assert str(entry.intention.arguments["account"]) == "Tsukimi Robotics"
    assert workspace.frame("contact").empty


def test_a_contact_without_a_name_is_refused(workspace: Workspace) -> None:
    with pytest.raises(CSDeskError, match="name"):
        create_contact(workspace, 1, {"name": "  "})
