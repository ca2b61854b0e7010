"""The history in the window: an older entry is taken back, and what was changed since is kept where it is ticked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from csdesk.app.edits import edit_records
from csdesk.app.workspace import Workspace
from csdesk.desktop.commands import command
from csdesk.desktop.history_dialog import HistoryDialog, open_history
from csdesk.desktop.main_window import MainWindow

Settle = Callable[[MainWindow], None]


@pytest.fixture
def window(make_window: Callable[..., MainWindow], workspace: Workspace, settled: Settle) -> MainWindow:
    first = int(workspace.frame("account")["key"].iloc[0])
    workspace.apply(edit_records(workspace, "account", [first], {"csm": "Sato", "industry": "Ferries"}))
    workspace.apply(edit_records(workspace, "account", [first], {"csm": "Tanaka"}))
    made = make_window(workspace)
    made.open_page("accounts")
    settled(made)
    return made


def fields(workspace: Workspace) -> tuple[object, object]:
    row = workspace.frame("account").iloc[0]
    return row["csm"], row["industry"]


def opened(window: MainWindow, settled: Settle) -> HistoryDialog:
    assert window.page is not None
    dialog = open_history(window.bridge, window.page)
    settled(window)
    return dialog


@pytest.mark.parametrize("keep", [True, False])
def test_an_older_entry_is_taken_back_and_later_changes_stay_where_ticked(
    window: MainWindow, workspace: Workspace, settled: Settle, keep: bool
) -> None:
    before = workspace.book.undo() and workspace.book.undo() and fields(workspace)
    workspace.book.redo()
    workspace.book.redo()
    dialog = opened(window, settled)
    item = dialog.tree.topLevelItem(1)
    assert item is not None
    dialog.tree.setCurrentItem(item)
    assert dialog.take_button.isEnabled()
    dialog.take_back()
    settled(window)
    asked = dialog.taking
    assert asked is not None
    row = asked.tree.topLevelItem(0)
    assert row is not None
    assert (asked.tree.topLevelItemCount(), row.text(2), asked.counted.text()) == (1, "Tanaka", "Kept: 1 of 1")
    if not keep:
        row.setCheckState(0, Qt.CheckState.Unchecked)
        assert asked.counted.text() == "Kept: 0 of 1"
    asked.take_back()
    settled(window)
    assert isinstance(before, tuple)
    assert fields(workspace)[0] == ("Tanaka" if keep else before[0])
    top, taken = dialog.tree.topLevelItem(0), dialog.tree.topLevelItem(2)
    assert top is not None
    assert taken is not None
    assert top.text(1).startswith("Take back: ")
    assert taken.text(3) == "Taken back"
    dialog.tree.setCurrentItem(taken)
    assert not dialog.take_button.isEnabled()
    dialog.reject()


def test_without_later_changes_it_says_so_and_a_book_for_reading_offers_nothing(
    window: MainWindow, workspace: Workspace, settled: Settle
) -> None:
    assert command("history").when(window)
    command("history").run(window)
    settled(window)
    (dialog,) = window.findChildren(HistoryDialog)
    top = dialog.tree.topLevelItem(0)
    assert top is not None
    dialog.tree.setCurrentItem(top)
    dialog.take_back()
    settled(window)
    assert dialog.taking is not None
    assert "Nobody changed anything of it since." in dialog.taking.said.text()
    assert not dialog.taking.tree.isVisible()
    dialog.taking.reject()
    dialog.reject()
