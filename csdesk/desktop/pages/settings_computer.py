"""Language, colours and text size: kept on this computer, in force at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from csdesk.app.preferences import Preferences, Theme
from csdesk.desktop.fonts import MEDIUM, scaled
from csdesk.desktop.pages.settings_fields import LEFT, ChoiceList
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import SegmentedControl
from csdesk.desktop.widgets.labels import label
from csdesk.model.messages import Message

_SCALES = (90, 100, 110, 125, 150)
_THEMES = (("system", Message("As the system")), ("light", Message("Light")), ("dark", Message("Dark")))


class ComputerSettings(QWidget):
    """Three choices; ``chosen(Preferences)`` tells of each."""

    chosen = Signal(object)

    def __init__(self, preferences: Preferences, *, left: int = LEFT) -> None:
        super().__init__()
        self._preferences = preferences
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 7, 0, 7)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(14)
        self._grid.setColumnStretch(1, 1)
        self._left = left
        self.language = SegmentedControl(
            [("en", "English"), ("ja", "日本語")], preferences.language, Message("Language")
        )
        self.language.chosen.connect(lambda code: self._choose(lambda held: replace(held, language=code)))
        self.theme = SegmentedControl(_THEMES, preferences.theme, Message("Colours"))
        self.theme.chosen.connect(lambda code: self._choose(lambda held: replace(held, theme=cast(Theme, code))))
        self.scale = ChoiceList(tr(Message("Text size")), 100)
        for percent in _SCALES:
            self.scale.addItem(f"{percent}%", percent)
        self.scale.setCurrentIndex(max(0, self.scale.findData(preferences.scale)))
        self.scale.activated.connect(
            lambda _: self._choose(lambda held: replace(held, scale=int(self.scale.currentData())))
        )
        for name, widget in ((Message("Language"), self.language), (Message("Colours"), self.theme), (Message("Text size"), self.scale)):  # fmt: skip
            self._add(name, widget)

    def _add(self, name: Message, widget: QWidget) -> None:
        row = self._grid.rowCount()
        caption = label(name, 13, MEDIUM)
        caption.setFixedWidth(scaled(self._left))
        self._grid.addWidget(caption, row, 0)
        self._grid.addWidget(widget, row, 1, Qt.AlignmentFlag.AlignLeft)

    def _choose(self, change: Callable[[Preferences], Preferences]) -> None:
        changed = change(self._preferences)
        if changed != self._preferences:
            self._preferences = changed
            self.chosen.emit(changed)
