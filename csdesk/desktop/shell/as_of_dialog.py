"""Choosing the date everything is computed for."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from csdesk.desktop.theme import colour
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.model.messages import Message


class AsOfDialog(QDialog):
    """A calendar; ``chosen`` is the date, or None for the book's own."""

    def __init__(self, current: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(Message("Change the as-of date")))
        self.chosen: date | None = current
        column = QVBoxLayout(self)
        text = Message("Every figure is computed from what was known on this day.")
        column.addWidget(label(text, 12.5, tone="ink2", wrap=True))
        self.calendar = QCalendarWidget()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        plain = QTextCharFormat()
        plain.setForeground(colour("ink"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, plain)
        self.calendar.setSelectedDate(QDate(current.year, current.month, current.day))
        self.calendar.activated.connect(lambda _: self.accept())
        column.addWidget(self.calendar)
        row = QHBoxLayout()
        row.addWidget(button(Message("Today or the book's own"), "quiet", clicked=self._own))
        row.addStretch(1)
        row.addWidget(button(Message("Cancel"), clicked=self.reject))
        use = button(Message("Use this date"), "primary", clicked=self.accept)
        use.setDefault(True)
        row.addWidget(use)
        column.addLayout(row)

    def accept(self) -> None:
        """Take the day that is marked."""
        day = self.calendar.selectedDate()
        self.chosen = date(day.year(), day.month(), day.day())
        super().accept()

    def _own(self) -> None:
        self.chosen = None
        super().accept()
