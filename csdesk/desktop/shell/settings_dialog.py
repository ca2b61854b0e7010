"""Settings: language, theme and text size of this computer; the fiscal year of the book."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from csdesk.app.preferences import Preferences, Theme
from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import SegmentedControl, button
from csdesk.desktop.widgets.labels import label, line
from csdesk.model.messages import Message
from csdesk.model.policies import Policies

_SCALES = (90, 100, 110, 125, 150)
_MONTHS = (
    Message("January"), Message("February"), Message("March"), Message("April"), Message("May"), Message("June"),
    Message("July"), Message("August"), Message("September"), Message("October"), Message("November"), Message("December"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """What the dialog gives back: preferences, and policies where a book is open."""

    preferences: Preferences
    policies: Policies | None


class SettingsDialog(QDialog):
    """Choices take effect together, with Save."""

    def __init__(self, preferences: Preferences, policies: Policies | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences, self._policies = preferences, policies
        self.setWindowTitle(tr(Message("Settings")))
        self.setMinimumWidth(scaled(440))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(Message("On this computer"), 13.5, SEMIBOLD))
        rows = QFormLayout()
        rows.setVerticalSpacing(10)
        rows.setHorizontalSpacing(16)
        column.addLayout(rows)
        self.language = SegmentedControl(
            [("en", "English"), ("ja", "日本語")], preferences.language, Message("Language")
        )
        themes = [("system", Message("As the system")), ("light", Message("Light")), ("dark", Message("Dark"))]
        self.theme = SegmentedControl(themes, preferences.theme, Message("Colours"))
        self.scale = QComboBox()
        for percent in _SCALES:
            self.scale.addItem(f"{percent}%", percent)
        self.scale.setCurrentIndex(max(0, self.scale.findData(preferences.scale)))
        self.scale.setAccessibleName(tr(Message("Text size")))
        captions = (Message("Language"), Message("Colours"), Message("Text size"))
        for caption, widget in zip(captions, (self.language, self.theme, self.scale), strict=True):
            rows.addRow(label(caption, 12.5, tone="ink2"), _left(widget))
        self.first_month = QComboBox()
        if policies is not None:
            self._add_book(column, policies)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(button(Message("Cancel"), clicked=self.reject))
        save = button(Message("Save"), "primary", clicked=self.accept)
        save.setDefault(True)
        buttons.addWidget(save)
        column.addLayout(buttons)

    def _add_book(self, column: QVBoxLayout, policies: Policies) -> None:
        column.addWidget(line())
        column.addWidget(label(Message("In this book"), 13.5, SEMIBOLD))
        rows = QFormLayout()
        rows.setHorizontalSpacing(16)
        for number, month in enumerate(_MONTHS, 1):
            self.first_month.addItem(tr(month), number)
        self.first_month.setCurrentIndex(policies.calendar.fiscal_first_month - 1)
        self.first_month.setAccessibleName(tr(Message("Fiscal year starts in")))
        rows.addRow(label(Message("Fiscal year starts in"), 12.5, tone="ink2"), _left(self.first_month))
        currency = label(policies.revenue.currency, 12.5)
        rows.addRow(label(Message("Reporting currency"), 12.5, tone="ink2"), currency)
        column.addLayout(rows)

    def settings(self) -> Settings:
        """What is chosen."""
        preferences = replace(
            self._preferences,
            language=self.language.current,
            theme=cast(Theme, self.theme.current),
            scale=int(self.scale.currentData()),
        )
        if self._policies is None:
            return Settings(preferences, None)
        calendar = replace(self._policies.calendar, fiscal_first_month=int(self.first_month.currentData()))
        return Settings(preferences, replace(self._policies, calendar=calendar))


def _left(widget: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget)
    row.addStretch(1)
    return holder


def proposed_first_month() -> int:
    """The fiscal first month proposed for a new book: April in Japanese, else January."""
    return 4 if language().japanese else 1
