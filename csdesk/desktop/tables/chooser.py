"""Choosing which columns a table shows, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from csdesk.desktop.fonts import scaled
from csdesk.desktop.tables.columns import Column
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.labels import label
from csdesk.model.messages import Message


class ColumnChooser(QFrame):
    """A popup with a tick a column; dragging changes the order. ``chosen`` carries the codes shown."""

    chosen = Signal(object)

    def __init__(self, columns: Sequence[Column], shown: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("Card")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(label(Message("Tick what to show; drag to change the order."), 12, tone="ink2", wrap=True))
        self.list = QListWidget()
        self.list.setAccessibleName(tr(Message("Columns")))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        by_code = {c.code: c for c in columns}
        order = [code for code in shown if code in by_code] + [c.code for c in columns if c.code not in set(shown)]
        for code in order:
            item = QListWidgetItem(by_code[code].header)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if code in shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _: self._say())
        self.list.model().rowsMoved.connect(lambda *_: self._say())
        column.addWidget(self.list)
        self.setFixedSize(scaled(260), scaled(420))

    def open_at(self, corner: QPoint) -> None:
        """Show it with its right upper corner there (screen coordinates)."""
        self.move(corner.x() - self.width(), corner.y())
        self.show()
        self.list.setFocus()

    def _say(self) -> None:
        items = [self.list.item(row) for row in range(self.list.count())]
        codes = [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked]
        if codes:
            self.chosen.emit(codes)
