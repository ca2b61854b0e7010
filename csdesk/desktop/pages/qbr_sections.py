"""The sections of a deck: ticked to take them, dragged or moved with Alt and the arrows to order them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from csdesk.desktop.fonts import font, scaled
from csdesk.desktop.icons import icon
from csdesk.desktop.translation import tr
from csdesk.model.messages import Message

SECTIONS: Mapping[str, Message] = {
    "cover": Message("Title"),
    "summary": Message("Executive summary"),
    "goals": Message("Goals and value delivered"),
    "adoption": Message("Adoption"),
    "support": Message("Support and satisfaction"),
    "plan": Message("Plan progress"),
    "next_quarter": Message("Next quarter"),
    "renewal": Message("Renewal and commercial"),
    "health": Message("Health and risks"),
    "forecast": Message("Forecast"),
}
INTERNAL = ("health", "forecast")
_CODE = Qt.ItemDataRole.UserRole
_MOVABLE = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
_USABLE = _MOVABLE | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable


def section_name(code: str) -> str:
    """What the page calls a section."""
    return tr(SECTIONS.get(code, Message(code)))


class SectionList(QListWidget):
    """``arranged(order, dropped)`` after every tick and every move."""

    arranged = Signal(tuple, frozenset)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr(Message("Sections")))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(scaled(112))
        self.setFont(font(12.5))
        self.itemChanged.connect(lambda _: self._tell())
        self._dropped: frozenset[str] = frozenset()

    def show_sections(self, order: tuple[str, ...], dropped: frozenset[str], *, internal: bool) -> None:
        """Show the sections; the internal ones can be chosen for colleagues only."""
        with QSignalBlocker(self):
            row = self.currentRow()
            self.clear()
            for code in order:
                item = QListWidgetItem(section_name(code))
                item.setData(_CODE, code)
                closed = code in INTERNAL and not internal
                item.setFlags(Qt.ItemFlag.ItemIsDragEnabled if closed else _USABLE)
                on = code not in dropped and not closed
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
                if code in INTERNAL:
                    item.setText(tr(Message("{section} (internal)", section=section_name(code))))
                    item.setIcon(icon("lock", "ink_3", scaled(13)))
                self.addItem(item)
            self.setCurrentRow(row)
        self._dropped = dropped

    def dropEvent(self, event: QDropEvent) -> None:
        """Let Qt move the row, then tell."""
        super().dropEvent(event)
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the section."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        self.move_current(step)

    def move_current(self, step: int) -> None:
        """Move the current section by that many places."""
        row = self.currentRow()
        if 0 <= row < self.count() and 0 <= row + step < self.count():
            with QSignalBlocker(self):
                item = self.takeItem(row)
                self.insertItem(row + step, item)
                self.setCurrentRow(row + step)
            self._tell()

    def _tell(self) -> None:
        items = [self.item(row) for row in range(self.count())]
        order = tuple(str(item.data(_CODE)) for item in items)
        off = {str(i.data(_CODE)) for i in items if i.checkState() is Qt.CheckState.Unchecked}
        # What cannot be chosen keeps what was chosen before.
        closed = {str(i.data(_CODE)) for i in items if not i.flags() & Qt.ItemFlag.ItemIsEnabled}
        self._dropped = frozenset((off - closed) | (self._dropped & closed))
        self.arranged.emit(order, self._dropped)
