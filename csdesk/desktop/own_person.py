"""Choosing which CSM one is: what the menu of the switch and the palette offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.jobs import Lane
from csdesk.desktop.translation import tr
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment


def csm_names(assessment: Assessment) -> list[str]:
    """The CSMs of the accounts, by name."""
    return sorted(str(name) for name in assessment.accounts["csm"].dropna().unique())


def say_who_i_am(bridge: Bridge, name: str | None) -> None:
    """Keep it in the book, and have the page shown again."""
    workspace = bridge.workspace
    if workspace is None:
        return

    def work() -> None:
        from csdesk.app.own_person import remember_own_name

        remember_own_name(workspace, name)

    def done(_: None) -> None:
        said = Message("You are {name}.", name=name) if name else Message("You are nobody in this book now.")
        bridge.announced.emit(Announcement(said))
        bridge.assess()

    bridge.jobs.run(work, done=done, lane=Lane.STORE, key="me")


def person_menu(
    parent: QWidget, bridge: Bridge, current: str | None, chosen: Callable[[str | None], object]
) -> QMenu:  # fmt: skip
    """I am …: the CSMs of the book, and nobody."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    names = csm_names(bridge.assessment) if bridge.assessment is not None else []
    for name in names:
        action = menu.addAction(tr(Message("I am {name}", name=name)))
        action.setCheckable(True)
        action.setChecked(name == current)
        action.triggered.connect(lambda _=False, name=name: chosen(name))
    if current is not None:
        menu.addSeparator()
        menu.addAction(tr(Message("None of them")), lambda: chosen(None))
    if not names:
        menu.addAction(tr(Message("No account has a CSM yet."))).setEnabled(False)
    return menu
