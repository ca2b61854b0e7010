"""Settings while no book is open: those of this computer. With a book they stand on its settings page."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from csdesk.app.preferences import Preferences
from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.pages.settings_computer import ComputerSettings
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.model.messages import Message


class SettingsDialog(QDialog):
    """Choices take effect together, with Save."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preferences = preferences
        self.setWindowTitle(tr(Message("Settings")))
        self.setMinimumWidth(scaled(460))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(Message("This computer"), 13.5, SEMIBOLD))
        self.choices = ComputerSettings(preferences, left=130)
        self.choices.chosen.connect(self._keep)
        column.addWidget(self.choices)
        column.addWidget(
            label(Message("A book has settings of its own; open one to see them."), 12, tone="ink3", wrap=True)
        )
        column.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(button(Message("Cancel"), clicked=self.reject))
        self.save = button(Message("Save"), "primary", clicked=self.accept)
        self.save.setDefault(True)
        buttons.addWidget(self.save)
        column.addLayout(buttons)

    def _keep(self, preferences: Preferences) -> None:
        self.preferences = preferences
