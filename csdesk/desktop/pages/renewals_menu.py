"""What can be done with the selected renewals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from csdesk.app.renewal_tasks import plan_renewals
from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.icons import icon
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.renewal_forms import OUTCOMES, ask_closing, ask_judgement
from csdesk.desktop.tables.view import FrameTable
from csdesk.desktop.translation import tr
from csdesk.model.changes import ChangeSet
from csdesk.model.messages import Message


class RenewalList(Protocol):
    """What the menu needs of the page."""

    bridge: Bridge
    prompts: Prompts

    @property
    def table(self) -> FrameTable:
        """The list itself."""


def _plan(bridge: Bridge, keys: Sequence[int]) -> None:
    """Make the tasks of the timelines of these renewals that are not there yet."""

    def nothing(edit: ChangeSet) -> ChangeSet:
        if not edit:
            bridge.announced.emit(Announcement(Message("All their tasks are there already.")))
        return edit

    bridge.edit(lambda book: nothing(plan_renewals(book, keys, tr)))


def renewal_menu(page: RenewalList, keys: Sequence[int]) -> QMenu:
    """The menu for these contracts; what is for one only is left out for several."""
    bridge, prompts, table = page.bridge, page.prompts, page.table
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    writable = bridge.workspace is not None and not bridge.workspace.read_only

    def add(to: QMenu, drawing: str, text: Message, run: Callable[[], object], *, writes: bool = True) -> None:
        action = to.addAction(icon(drawing, "ink_2", 15), tr(text))
        action.triggered.connect(lambda: run())
        action.setEnabled(writable or not writes)

    if len(keys) == 1:
        add(menu, "external-link", Message("Open account"), lambda: table.opened.emit(keys[0]), writes=False)
        closing = menu.addMenu(icon("circle-check", "ink_2", 15), tr(Message("Close renewal")))
        for outcome, text, drawing in OUTCOMES:
            add(closing, drawing, text, partial(ask_closing, bridge, prompts, keys[0], outcome))
    add(
        menu,
        "message-square-warning",
        Message("Risk reason and next step…"),
        partial(ask_judgement, bridge, prompts, tuple(keys)),
    )
    plan = partial(_plan, bridge, tuple(keys))
    add(menu, "list-checks", Message("Plan renewal tasks"), plan)
    add(menu, "copy", Message("Copy"), table.copy, writes=False)
    return menu
