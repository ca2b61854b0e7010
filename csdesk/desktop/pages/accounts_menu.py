"""What can be done with the selected accounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QMenu

from csdesk.app import edits
from csdesk.desktop import account_forms
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.icons import icon
from csdesk.desktop.merge_dialog import open_merge
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.split_dialog import open_split
from csdesk.desktop.tables.view import FrameTable
from csdesk.desktop.translation import tr
from csdesk.model.messages import Message


class AccountList(Protocol):
    """What the menu needs of the page."""

    bridge: Bridge
    prompts: Prompts

    @property
    def table(self) -> FrameTable:
        """The list itself."""


def row_menu(page: AccountList, keys: Sequence[int]) -> QMenu:
    """The menu for these accounts; what is for one account only is left out for several."""
    bridge, prompts, table = page.bridge, page.prompts, page.table
    menu = QMenu(table)
    writable = bridge.workspace is not None and not bridge.workspace.read_only

    def add(drawing: str, text: Message, run: Callable[[], object], *, writes: bool = True) -> None:
        action = menu.addAction(icon(drawing, "ink_2", 15), tr(text))
        action.triggered.connect(lambda: run())
        action.setEnabled(bool(keys) and (writable or not writes))

    if len(keys) == 1:
        add("external-link", Message("Open account"), lambda: table.opened.emit(keys[0]), writes=False)
        add("pencil", Message("Edit account"), partial(account_forms.edit_account, bridge, prompts, keys[0]))
        add("phone", Message("Log touchpoint"), partial(account_forms.log_touchpoint, bridge, prompts, keys[0]))
        add("file-plus", Message("New contract"), partial(account_forms.new_contract, bridge, prompts, keys[0]))
    add("copy", Message("Copy"), table.copy, writes=False)
    menu.addSeparator()
    if len(keys) <= 2:
        add("merge", Message("Merge accounts…"), lambda: open_merge(bridge, keys, table))
    if len(keys) == 1:
        add("split", Message("Split account…"), lambda: open_split(bridge, keys[0], table))
    if _put_away(page, keys):
        add("archive-restore", Message("Bring back"), lambda: bridge.edit(lambda book: edits.archive_accounts(book, keys, archived=False)))  # fmt: skip
    else:
        add("archive", Message("Archive"), partial(account_forms.archive_accounts, bridge, keys))
    add("trash", Message("Delete"), partial(account_forms.delete_accounts, bridge, keys))
    return menu


def _put_away(page: AccountList, keys: Sequence[int]) -> bool:
    workspace = page.bridge.workspace
    if workspace is None or not keys:
        return False
    frame = workspace.frame("account")
    return bool(frame.loc[frame["key"] == keys[0], "archived"].fillna(value=False).astype(bool).any())
