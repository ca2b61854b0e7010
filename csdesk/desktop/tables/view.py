"""The table on screen: whole rows, keyboard, header that sorts, cells that are edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from csdesk.desktop.fonts import SEMIBOLD, metrics, scaled
from csdesk.desktop.tables.clipboard import tab_separated
from csdesk.desktop.tables.columns import Column
from csdesk.desktop.tables.editing import EditingDelegate
from csdesk.desktop.tables.frame_model import FrameTableModel
from csdesk.desktop.tables.table_painting import TablePainting

_ROW = QItemSelectionModel.SelectionFlag.Rows


class FrameTable(QTableView):
    """A table over a ``FrameTableModel``.

    ``opened(key)`` on Enter and double click, ``peeked(key)`` when the current row moves,
    ``selection_settled`` 50 ms after the selection changed, ``committed(CellEdit)`` after
    an edit, ``columns_moved`` when a column was moved or made wider, ``sorted`` after a
    click on a header, ``escaped`` on Esc.
    """

    opened = Signal(object)
    peeked = Signal(object)
    selection_settled = Signal()
    committed = Signal(object)
    columns_moved = Signal()
    sorted = Signal()
    escaped = Signal()

    def __init__(self, model: FrameTableModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.frame_model = model
        self.setModel(model)
        self.as_of: date | None = None
        self._hovered = -1
        self._current_shown = False
        self.painting = TablePainting(self)
        self.cells = EditingDelegate(self)
        self.cells.committed.connect(self.committed)
        self.setItemDelegate(self.cells)
        self._set_up()
        self._settle = QTimer(self, singleShot=True, interval=50)
        self._settle.timeout.connect(self.selection_settled)
        self._chosen: list[int] = []
        self._at: int | None = None
        self._column = ""
        self._top = 0
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self.selectionModel().selectionChanged.connect(self._selection_changed)
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.set_widths()

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(scaled(20))
        rows.setDefaultSectionSize(scaled(28))
        header = self.horizontalHeader()
        header.setProperty("pane", True)
        header.setFixedHeight(scaled(30))
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(scaled(40))
        header.sectionClicked.connect(self._header_clicked)
        header.sectionMoved.connect(lambda *_: self.columns_moved.emit())
        header.sectionResized.connect(lambda *_: self.columns_moved.emit())

    def set_as_of(self, day: date) -> None:
        """The date the columns of days count from."""
        self.as_of = day
        self.viewport().update()

    def set_widths(self) -> None:
        """Give the columns the widths they ask for."""
        header = self.horizontalHeader()
        header.blockSignals(True)
        for position, column in enumerate(self.frame_model.columns):
            needed = metrics(11.5, SEMIBOLD).horizontalAdvance(column.header) + scaled(22)
            self.setColumnWidth(position, max(scaled(column.width), needed))
        header.blockSignals(False)

    def columns_as_shown(self) -> list[Column]:
        """The columns in the order in which the user put them."""
        header = self.horizontalHeader()
        return [self.frame_model.columns[header.logicalIndex(place)] for place in range(header.count())]

    def selected_rows(self) -> list[int]:
        """The rows that are selected, rising."""
        rows: set[int] = set()
        selection = self.selectionModel().selection()
        for place in range(selection.count()):
            part = selection.at(place)
            rows.update(range(part.top(), part.bottom() + 1))
        return sorted(rows)

    def selected_keys(self) -> list[int]:
        """The keys of the selected records, in the order of the table."""
        rows = np.asarray(self.selected_rows(), dtype=np.int64)
        keys = self.frame_model.frame["key"].to_numpy()
        return [int(key) for key in keys[self.frame_model.positions[rows]]]

    def current_key(self) -> int | None:
        """The key of the current row."""
        row = self.currentIndex().row()
        return self.frame_model.key_at(row) if 0 <= row < self.frame_model.rowCount() else None

    def go_to_row(self, row: int) -> None:
        """Make a row the current and the only selected one."""
        if 0 <= row < self.frame_model.rowCount():
            index = self.frame_model.index(row, max(0, self.currentIndex().column()))
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect | _ROW)
            self.scrollTo(index)

    def go_to_key(self, key: int) -> bool:
        """Make a record the current one; False where the table does not show it."""
        rows = self.frame_model.rows_of([key])
        if len(rows):
            self.go_to_row(int(rows[0]))
        return bool(len(rows))

    def copy(self, *, headers: bool = True) -> None:
        """Put the selected rows on the clipboard."""
        QApplication.clipboard().setText(tab_separated(self.frame_model, self.selected_rows(), headers=headers))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of lists; a letter in an editable cell opens its editor."""
        key, index = event.key(), self.currentIndex()
        self._current_shown = True
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        editable = index.isValid() and bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
        if event.matches(QKeySequence.StandardKey.Copy) or (control and key == Qt.Key.Key_C):
            self.copy(headers=not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(self.current_key())
        elif key == Qt.Key.Key_Space and not control and index.isValid():
            self.peeked.emit(self.current_key())
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key in (Qt.Key.Key_J, Qt.Key.Key_K) and not control and not editable:
            self.go_to_row(index.row() + (1 if key == Qt.Key.Key_J else -1))
        else:
            super().keyPressEvent(event)

    def edit(self, index: QModelIndex, trigger: object = None, event: object = None) -> object:  # type: ignore[override]
        """Tell the delegate which rows are selected before it opens an editor."""
        self.cells.selected_rows = tuple(self.selected_rows())
        if trigger is None:
            return super().edit(index)
        return super().edit(index, trigger, event)  # type: ignore[call-overload]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """With the mouse, one sees where one is."""
        self._current_shown = False
        super().mousePressEvent(event)
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the record."""
        if self.indexAt(event.position().toPoint()).isValid():
            self.opened.emit(self.current_key())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The whole row under the pointer changes its ground."""
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the pointer any more."""
        self._hover(-1)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """With the keyboard, show where one is."""
        by_keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
        self._current_shown = event.reason() in by_keys or self._current_shown
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and event.reason() in by_keys:
            self.go_to_row(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Without the focus the current row has no lines."""
        self._current_shown = False
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that are in need of it."""
        self.painting.paint(event.rect())

    def hideEvent(self, event: QHideEvent) -> None:
        """A table that nobody sees holds no pictures of its rows."""
        self.painting.forget()
        super().hideEvent(event)

    @property
    def row_hovered(self) -> int:
        """The row under the pointer; -1 where there is none."""
        return self._hovered

    @property
    def row_marked(self) -> int:
        """The row that is marked as the current one, which it is for those who use the keyboard; -1 for none."""
        return self.currentIndex().row() if self._current_shown else -1

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            old, self._hovered = self._hovered, row
            self._update_row(old)
            self._update_row(row)

    def _update_row(self, row: int) -> None:
        if 0 <= row < self.frame_model.rowCount():
            self.viewport().update(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))

    def _header_clicked(self, section: int) -> None:
        column = self.frame_model.columns[section]
        again = column.code == self.frame_model.sort_column
        self.frame_model.sort_by(column.code, descending=again and not self.frame_model.descending)
        self.sorted.emit()

    def _selection_changed(self) -> None:
        self._settle.start()

    def _current_changed(self, index: QModelIndex, _: QModelIndex) -> None:
        self.viewport().update()

    def _remember(self) -> None:
        self._chosen, self._at = self.selected_keys(), self.current_key()
        place = self.currentIndex().column()
        self._column = self.frame_model.columns[place].code if 0 <= place < len(self.frame_model.columns) else ""
        self._top = self.verticalScrollBar().value()

    def _restore(self) -> None:
        self.select_keys(self._chosen, self._at)
        self.verticalScrollBar().setValue(self._top)

    def select_keys(self, keys: Sequence[int], current: int | None = None) -> None:
        """Select those records, where the table shows them."""
        selection, model = QItemSelection(), self.frame_model
        rows = model.rows_of(keys) if keys else np.arange(0)
        for run in np.split(rows, np.flatnonzero(np.diff(rows) != 1) + 1) if len(rows) else ():
            selection.select(model.index(int(run[0]), 0), model.index(int(run[-1]), model.columnCount() - 1))
        at = model.rows_of([current]) if current is not None else np.arange(0)
        if len(at):
            codes = [column.code for column in model.columns]
            column = codes.index(self._column) if self._column in codes else 0
            index = model.index(int(at[0]), column)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect | _ROW)
        self._settle.start()
