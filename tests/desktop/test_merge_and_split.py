"""Merging and splitting accounts in the window: what the dialogs show, what they do, and that undo brings it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from csdesk.app.account_merging import merge_accounts
from csdesk.app.workspace import Workspace
from csdesk.desktop.commands import command
from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.merge_dialog import MergeDialog, open_merge
from csdesk.desktop.pages.account import AccountPage
from csdesk.desktop.pages.account_tables import TablePane
from csdesk.desktop.pages.accounts import AccountsPage
from csdesk.desktop.pages.accounts_menu import row_menu
from csdesk.desktop.split_dialog import SplitDialog, open_split
from csdesk.desktop.wording import field_choice_text
from csdesk.model.fields import field

pytestmark = pytest.mark.usefixtures("bare_today")
Settle = Callable[[MainWindow], None]


@pytest.fixture
def window(make_window: Callable[..., MainWindow], workspace: Workspace, settled: Settle) -> MainWindow:
    made = make_window(workspace)
    made.open_page("accounts")
    settled(made)
    page_of(made).show_view("all")
    settled(made)
    return made


def page_of(window: MainWindow) -> AccountsPage:
    assert isinstance(window.page, AccountsPage)
    return window.page


def keys(workspace: Workspace) -> dict[str, int]:
    frame = workspace.frame("account")
    return dict(zip(frame["name"], frame["key"], strict=True))


def contracts_of(workspace: Workspace, account: int) -> list[int]:
    frame = workspace.frame("contract")
    found: list[int] = frame.loc[frame["account_key"] == account, "key"].tolist()
    return found


def texts(dialog: MergeDialog) -> list[str]:
    return [found.text() for found in dialog.area.findChildren(QLabel)]


def test_two_accounts_become_one_and_undo_brings_both_back(
    window: MainWindow, workspace: Workspace, settled: Settle
) -> None:
    known = keys(workspace)
    keep, gone = known["Tsukimi Robotics"], known["Gingerbread Robotics"]
    before = workspace.frame("contract").copy()
    dialog = open_merge(window.bridge, [keep, gone], window)
    settled(window)
    assert dialog.pair == (keep, gone)
    assert dialog.stays[0].text() == "Tsukimi Robotics"
    assert "Moves" in texts(dialog)
    assert any("Gingerbread Robotics" in text for text in texts(dialog))  # its name becomes an alias
    dialog.merge()
    settled(window)
    assert gone not in workspace.frame("account")["key"].tolist()
    assert "Gingerbread Robotics" in workspace.frame("alias")["text"].tolist()
    assert gone not in workspace.frame("contract")["account_key"].tolist()
    assert len(workspace.frame("contract")) == len(before)
    window.bridge.undo()
    settled(window)
    assert keys(workspace) == known
    assert workspace.frame("contract").equals(before)


def test_which_account_stays_is_chosen(window: MainWindow, workspace: Workspace, settled: Settle) -> None:
    known = keys(workspace)
    pair = [known["Tsukimi Robotics"], known["Gingerbread Robotics"]]
    dialog = open_merge(window.bridge, pair, window)
    settled(window)
    dialog.stays[1].setChecked(True)
    settled(window)
    assert dialog.pair == (pair[1], pair[0])
    dialog.reject()
    assert keys(workspace) == known


def test_from_one_account_the_other_is_found_by_name(window: MainWindow, workspace: Workspace, settled: Settle) -> None:
    known = keys(workspace)
    dialog = open_merge(window.bridge, [known["Tsukimi Robotics"]], window)
    settled(window)
    assert not dialog.accept_button.isEnabled()
    dialog.other.setText("Saltmarsh Energy")
    settled(window)
    assert dialog.pair == (known["Tsukimi Robotics"], known["Saltmarsh Energy"])
    assert dialog.accept_button.isEnabled()
    dialog.other.setText("Saltmarsh")
    assert not dialog.accept_button.isEnabled()
    dialog.reject()


def test_chosen_records_become_a_new_account(window: MainWindow, workspace: Workspace, settled: Settle) -> None:
    key = keys(workspace)["Tsukimi Robotics"]
    dialog: SplitDialog = open_split(window.bridge, key, window)
    settled(window)
    assert not dialog.accept_button.isEnabled()
    heads = [dialog.tree.topLevelItem(place) for place in range(dialog.tree.topLevelItemCount())]
    contracts = next(head for head in heads if head is not None and head.text(0).startswith("Contract"))
    contracts.setCheckState(0, Qt.CheckState.Checked)
    assert not dialog.accept_button.isEnabled()  # it has no name yet
    dialog.name.setEditText("Tsukimi Labs")
    assert dialog.accept_button.isEnabled()
    mine = contracts_of(workspace, key)
    dialog.split()
    settled(window)
    assert contracts_of(workspace, keys(workspace)["Tsukimi Labs"]) == mine
    window.bridge.undo()
    settled(window)
    assert "Tsukimi Labs" not in keys(workspace)


def test_menu_and_palette_offer_what_fits_the_selection(
    window: MainWindow, workspace: Workspace, settled: Settle, qtbot: QtBot
) -> None:
    page = page_of(window)
    everybody = list(keys(workspace).values())

    def offered(count: int) -> list[str]:
        return [action.text() for action in row_menu(page, everybody[:count]).actions()]

    assert {"Merge accounts…", "Split account…"} <= set(offered(1))
    assert "Merge accounts…" in offered(2)
    assert "Split account…" not in offered(2)
    assert "Merge accounts…" not in offered(3)
    page.table.go_to_key(everybody[0])
    settled(window)
    assert command("merge_accounts").when(window)
    assert command("split_account").when(window)
    window.open_page("today")
    settled(window)
    assert not command("merge_accounts").when(window)


def test_the_account_page_lists_other_names(window: MainWindow, workspace: Workspace, settled: Settle) -> None:
    known = keys(workspace)
    keep = known["Tsukimi Robotics"]
    workspace.apply(merge_accounts(workspace, keep, known["Gingerbread Robotics"]))
    settled(window)
    window.open_page("account", keep)
    settled(window)
    assert isinstance(window.page, AccountPage)
    window.page.show_tab("contacts")
    settled(window)
    panes = {pane.table.accessibleName(): pane for pane in window.page.findChildren(TablePane)}
    model = panes["Also known as"].model
    assert "Gingerbread Robotics" in [model.value(row, "text") for row in range(model.rowCount())]
    assert field_choice_text(field("alias.identity"), "external_id") == "Account ID"
