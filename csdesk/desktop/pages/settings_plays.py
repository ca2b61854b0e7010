"""Rows of the settings page that are no single field: the plays of a tier, the reporting currency, a way elsewhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from csdesk.desktop.fonts import MEDIUM, NORMAL, scaled
from csdesk.desktop.pages.segments_plays import CADENCES, PlaysDialog
from csdesk.desktop.pages.settings_desk import SettingsDesk
from csdesk.desktop.pages.settings_fields import LEFT, error_text
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.policies import PlayPolicy

if TYPE_CHECKING:
    from collections.abc import Callable

    from csdesk.app.workspace import Workspace


def _named(name: Message, note: Message | None = None) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(1)
    for text, size, weight, tone in ((name, 13, MEDIUM, ""), (note, 12, NORMAL, "ink3")):
        if text is not None:
            made = label(text, size, weight, tone, wrap=True)
            made.setFixedWidth(scaled(LEFT))
            column.addWidget(made)
    column.addStretch(1)
    return column


def cadence_text(days: int | None) -> str:
    """Each quarter; every 45 days."""
    known = next((name for held, name in CADENCES if held == days), None)
    return tr(known) if known is not None else tr(Message("Every {n} days", n=days))


class PlaysRow(QWidget):
    """What a tier is given, how often, and a button that opens the editor of it."""

    def __init__(self, tier: str, name: Message, desk: SettingsDesk) -> None:
        super().__init__()
        self._tier, self._name, self._desk = tier, name, desk
        self.dialog: PlaysDialog | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 10)
        row.setSpacing(24)
        row.addLayout(_named(name))
        column = QVBoxLayout()
        column.setSpacing(4)
        self.plays = label("", 12.5, wrap=True)
        self.plays.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.plays)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.edit = button(Message("Edit plays…"), small=True, clicked=self.open_editor)
        self.edit.setAccessibleName(tr(Message("Edit the plays of {tier}", tier=name)))
        self.reset = button(Message("Back to default"), "link", small=True, clicked=self.back_to_default)
        self.reset.setAccessibleName(tr(Message("Back to default: {setting}", setting=name)))
        for widget in (self.edit, self.reset):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.message = label("", 12, tone="risk", wrap=True)
        self.message.hide()
        column.addWidget(self.message)
        row.addLayout(column, 1)

    def show_book(self, workspace: Workspace, *, enabled: bool) -> None:
        """Show the plays of the book."""
        from csdesk.rules.plays import play_text

        plays = workspace.policies.plays.of(self._tier)
        lines = [f"{tr(play_text(play))} \u2013 {cadence_text(play.days)}" for play in plays]
        self.plays.setText("\n".join(lines) if lines else tr(Message("Nothing yet")))
        self.edit.setEnabled(enabled)
        self.reset.setVisible(enabled and plays != PlayPolicy().of(self._tier))

    def open_editor(self) -> None:
        """Open the plays; Save writes them."""
        from csdesk.app.touch_edits import set_plays
        from csdesk.rules.plays import play_text

        workspace = self._desk.bridge.workspace
        if workspace is None or workspace.read_only:
            return
        plays = [(play, tr(play_text(play))) for play in workspace.policies.plays.of(self._tier)]
        title = tr(Message("What {tier} is given", tier=self._name))
        dialog = self.dialog = PlaysDialog(self._tier, title, plays, self.window())

        def keep() -> None:
            given = dialog.plays()  # read here: the dialog is gone when the other thread writes
            self._desk.write(lambda book: set_plays(book, self._tier, given), self._refuse)

        dialog.accepted.connect(keep)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def back_to_default(self) -> None:
        """The plays of a new book."""
        from csdesk.app.policy_edits import reset_plays

        self._refuse(None)
        self._desk.write(partial(reset_plays, tier=self._tier), self._refuse)

    def _refuse(self, error: CSDeskError | None) -> None:
        self.message.setText(error_text(error) if error is not None else "")
        self.message.setVisible(error is not None)


class LinkRow(QWidget):
    """A button that leads to where something is edited."""

    def __init__(self, text: Message, icon_name: str, clicked: Callable[[], object]) -> None:
        super().__init__()
        self.words = tr(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 0, 6)
        self.button = button(text, icon_name=icon_name, clicked=clicked)
        row.addWidget(self.button)
        row.addStretch(1)


class CurrencyRow(QWidget):
    """The reporting currency: fixed, since the rates and cut-offs of the book are in it."""

    def __init__(self) -> None:
        super().__init__()
        self.words = tr(Message("Reporting currency"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 7, 0, 7)
        row.setSpacing(24)
        note = Message("Set when the book was made or first filled; its rates and cut-offs are in it.")
        row.addLayout(_named(Message("Reporting currency"), note))
        self.value = label("", 13, MEDIUM)
        row.addWidget(self.value, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
