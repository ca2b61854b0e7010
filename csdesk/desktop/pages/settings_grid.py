"""A small table of fields on the settings page: heads, lines, and a sentence below about what is wrong."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from csdesk.desktop.fonts import SEMIBOLD
from csdesk.desktop.pages.settings_fields import error_text
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.labels import label
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message


class LineGrid(QWidget):
    """Lines by key; they stay as they are, with what is typed in them, while the keys are the same."""

    def __init__(self, title: Message, note: Message, heads: Sequence[Message]) -> None:
        super().__init__()
        self.title = tr(title)
        self.lines: dict[Hashable, tuple[QWidget, ...]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 6)
        column.setSpacing(6)
        column.addWidget(label(title, 13, SEMIBOLD))
        self.note = label(note, 12, tone="ink3", wrap=True)
        column.addWidget(self.note)
        self._heads = [label(head, 11.5, tone="ink2") for head in heads]
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        for position, head in enumerate(self._heads):
            head.hide()
            self._grid.addWidget(head, 0, position)
        self._grid.setColumnStretch(len(heads) + 1, 1)
        column.addLayout(self._grid)
        self.below = QHBoxLayout()
        self.below.setSpacing(8)
        column.addLayout(self.below)
        self.message = label("", 12, tone="risk", wrap=True)
        self.message.hide()
        column.addWidget(self.message)

    @property
    def words(self) -> str:
        """What a search looks in."""
        return f"{self.title} {self.note.text()}"

    def set_lines(self, lines: Mapping[Hashable, tuple[QWidget, ...]]) -> None:
        """Put other lines in place of those there are."""
        for widgets in self.lines.values():
            for widget in widgets:
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self.lines = dict(lines)
        for row, widgets in enumerate(self.lines.values(), 1):
            for position, widget in enumerate(widgets):
                self._grid.addWidget(widget, row, position, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for head in self._heads:
            head.setVisible(bool(lines))

    def enable(self, below: Sequence[QWidget], *, enabled: bool) -> None:
        """Let the fields of the lines, and those below them, be changed or not."""
        for widget in (*below, *(widget for widgets in self.lines.values() for widget in widgets[2:])):
            widget.setEnabled(enabled)

    def say(self, error: CSDeskError | None) -> None:
        """Say what is wrong, or nothing."""
        self.message.setText(error_text(error) if error is not None else "")
        self.message.setVisible(error is not None)
