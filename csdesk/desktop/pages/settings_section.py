"""A section of the settings page: a title, its rows, and what stands below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from csdesk.desktop.fonts import SEMIBOLD
from csdesk.desktop.pages.settings_fields import SettingRow
from csdesk.desktop.pages.settings_sections import SectionEntry
from csdesk.desktop.shell.palette import folded
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.labels import label, line


class Section(QWidget):
    """Its rows are made by ``rows`` when it is first shown."""

    def __init__(self, entry: SectionEntry, rows: Callable[[SectionEntry], Sequence[QWidget]]) -> None:
        super().__init__()
        self.entry = entry
        self._make = rows
        self.rows: tuple[QWidget, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 18)
        self._column.setSpacing(0)
        self._column.addWidget(label(entry.title, 16, SEMIBOLD))
        self._column.addWidget(label(entry.note, 12.5, tone="ink2", wrap=True))
        self._column.addSpacing(8)
        self._column.addWidget(line())
        self._column.addSpacing(4)

    def fill(self) -> bool:
        """Make the rows; False where they are there."""
        if self.rows:
            return False
        self.rows = tuple(self._make(self.entry))
        for row in self.rows:
            self._column.addWidget(row)
        return True

    @property
    def settings(self) -> list[SettingRow]:
        """The rows of single values."""
        return [row for row in self.rows if isinstance(row, SettingRow)]

    def holds(self, wanted: str) -> bool:
        """Whether a search for that (folded) text finds something here; without rows being made."""
        entry = self.entry
        texts = [entry.title, entry.note, *entry.words]
        for setting in entry.settings:
            texts += [setting.label, setting.note]
        return any(wanted in folded(tr(text)) for text in texts)

    def show_found(self, wanted: str) -> int:
        """Show only the rows a search finds, all where it finds the section itself; how many are shown."""
        whole = not wanted or wanted in folded(tr(self.entry.title))
        count = 0
        for row in self.rows:
            words = getattr(row, "words", "")
            fits = whole or wanted in folded(str(words)) or not self.entry.settings
            row.setVisible(fits)
            count += fits
        return count
