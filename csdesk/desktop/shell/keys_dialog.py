"""The list of keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from csdesk.desktop.commands import all_commands
from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.model.messages import Message

LIST_KEYS: tuple[tuple[str, Message], ...] = (
    ("Enter", Message("Open the row")),
    ("Space", Message("Peek")),
    ("F2", Message("Edit the cell; typing does it too")),
    ("Esc", Message("Cancel, then close the side pane")),
    ("J  K  ↓  ↑", Message("Next and previous row")),
    ("Ctrl+A", Message("Select all rows")),
    ("Enter  E  A  U", Message("Review of an import: accept, edit, keep aside, take back")),
    ("Ctrl+C", Message("Copy cells with headers")),
    ("Ctrl+Shift+C", Message("Copy cells without headers")),
)


class KeysDialog(QDialog):
    """Commands and the keys of lists, in two columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(Message("List of keys")))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setHorizontalSpacing(24)
        rows = [(found.shortcut, found.text) for found in all_commands() if found.shortcut]
        position = 0
        for title, part in ((Message("Everywhere"), rows), (Message("In lists"), list(LIST_KEYS))):
            grid.addWidget(label(title, 13.5, SEMIBOLD), position, 0, 1, 2)
            for keys, text in part:
                position += 1
                grid.addWidget(label(keys, 12.5, tone="ink2"), position, 0)
                grid.addWidget(label(text, 12.5), position, 1)
            position += 1
        grid.setColumnStretch(1, 1)
        area = QScrollArea(widgetResizable=True)
        area.setWidget(holder)
        column.addWidget(area)
        column.addWidget(button(Message("Close"), clicked=self.accept), 0, Qt.AlignmentFlag.AlignRight)
        self.resize(scaled(460), scaled(560))
