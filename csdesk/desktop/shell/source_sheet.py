"""A sheet as it was imported, to read: the cell a value came from is marked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from csdesk.desktop.fonts import SEMIBOLD, font, scaled
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import tr
from csdesk.model.messages import Message

if TYPE_CHECKING:
    import pyarrow as pa

Index = QModelIndex | QPersistentModelIndex
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


def column_letters(number: int) -> str:
    """The letters over a sheet's column: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_position(address: str) -> tuple[int, int] | None:
    """Row and column, from 1, of an address such as ``D47``; None where it is none."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


class SourceSheetModel(QAbstractTableModel):
    """The kept rows of a sheet: ``row`` (from 1) and a string column ``c<n>`` for each sheet column n from 0."""

    def __init__(self, rows: pa.Table, headers: Mapping[int, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        numbers = sorted(int(name[1:]) for name in rows.column_names if name.startswith("c"))
        self._rows = rows.column("row").to_pylist()
        self._columns = {number: rows.column(f"c{number}") for number in numbers}
        self._numbers, self._headers = numbers, headers
        self.marked: tuple[int, int] | None = None

    def place_of(self, address: str) -> tuple[int, int] | None:
        """Where a cell stands in this table, from 0; None where its row was not kept."""
        position = cell_position(address)
        if position is None or position[0] not in self._rows or position[1] - 1 not in self._columns:
            return None
        return self._rows.index(position[0]), self._numbers.index(position[1] - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The rows that were kept."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The sheet's columns."""
        return 0 if parent.isValid() else len(self._numbers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell as it stood in the file."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._columns[self._numbers[index.column()]][index.row()].as_py() or ""
        if (index.row(), index.column()) == self.marked:
            if role == Qt.ItemDataRole.BackgroundRole:
                return colour("accent_tint")
            if role == Qt.ItemDataRole.FontRole:
                return font(12.5, SEMIBOLD)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Letters over the columns, the sheet's own numbers beside the rows."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(self._rows[section])
        number = self._numbers[section]
        return f"{column_letters(number + 1)}  {self._headers.get(number, '')}".strip()


class SourceSheet(QTableView):
    """Read only; ``show_cell`` marks a cell and brings it into view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr(Message("Source sheet")))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setFont(font(12.5))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
            header.setHighlightSections(True)
        self.horizontalHeader().setDefaultSectionSize(scaled(120))
        self.verticalHeader().setDefaultSectionSize(scaled(26))

    def show_cell(self, rows: pa.Table, headers: Mapping[int, str], address: str) -> None:
        """Show the sheet at that cell."""
        model = SourceSheetModel(rows, headers, self)
        place = model.marked = model.place_of(address)
        old = self.model()
        self.setModel(model)
        if old is not None:
            old.deleteLater()
        if place is not None:
            index = model.index(*place)
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
