"""A Qt table model straight over a frame: order and filter are arrays of positions, nothing is copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.extensions import ExtensionArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from csdesk.desktop.fonts import MEDIUM, SEMIBOLD, font
from csdesk.desktop.tables.cell_text import cell_text, spoken_text
from csdesk.desktop.tables.columns import Column
from csdesk.desktop.tables.ordering import sorted_positions
from csdesk.desktop.tables.search_text import TypedSearch, search_texts

Index = QModelIndex | QPersistentModelIndex
BLOCK = 64
_USUAL = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _USUAL | Qt.ItemFlag.ItemIsEditable
ASCENDING, DESCENDING = " ↑", " ↓"


class FrameTableModel(QAbstractTableModel):
    """Rows of a frame with an int64 ``key`` column, as a table.

    ``rows_changed`` follows every new order or filter. ``extras`` are arrays with one
    entry (or row) for each row of the frame, e.g. ``health_history`` for sparklines.
    """

    rows_changed = Signal()

    def __init__(self, columns: Sequence[Column] = (), currency: str = "USD", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = tuple(columns)
        self.currency = currency
        self.frame = pd.DataFrame({"key": pd.Series([], dtype="int64")})
        self.extras: Mapping[str, np.ndarray] = {}
        self.positions = np.arange(0, dtype=np.int64)
        self.search_columns: Sequence[str] = ("name",)
        self.sort_column, self.descending = "", False
        self.version = 0  # rises whenever a record may look different; not with order and filter
        self._order: np.ndarray | None = None
        self._mask: np.ndarray | None = None
        self._typed = ""
        self._texts: pa.Array | None = None
        self._search: TypedSearch | None = None
        # Plain values of the rows that were looked at, in blocks, by column and number of the block.
        self._blocks: dict[tuple[str, int], list[object]] = {}
        self._arrays: dict[str, ExtensionArray] = {}

    def set_frame(
        self, frame: pd.DataFrame, extras: Mapping[str, np.ndarray] | None = None, texts: pa.Array | None = None
    ) -> None:
        """Show another frame; ``texts`` are its search texts if they were made already."""
        self.beginResetModel()
        self.version += 1
        self.frame, self.extras, self._texts = frame, extras or {}, texts
        self._arrays, self._search = {}, None
        self._order, self._mask = None, None
        self._arrange()
        self.endResetModel()
        self.rows_changed.emit()

    def take_extras(self, extras: Mapping[str, np.ndarray], texts: pa.Array | None = None) -> None:
        """Take what was worked out for the frame on screen after it was shown."""
        self.version += 1
        self.extras = extras
        if texts is not None:
            self._texts, self._search = texts, None

    def kept_for(self, frame: pd.DataFrame) -> tuple[Mapping[str, np.ndarray], pa.Array | None]:
        """Extras and search texts that still stand if this frame is shown: none, unless it is the same."""
        return (self.extras, self._texts) if frame is self.frame else ({}, None)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        self.beginResetModel()
        self.version += 1
        self.columns = tuple(columns)
        self.endResetModel()

    def show_rows(self, mask: np.ndarray | None, typed: str = "") -> None:
        """Show the rows of the frame where the mask is True and the search text holds what was typed."""
        self.beginResetModel()
        self._mask, self._typed = mask, typed
        self._arrange()
        self.endResetModel()
        self.rows_changed.emit()

    def sort_by(self, code: str, *, descending: bool = False) -> None:
        """Order by a column; "" is the order of the frame."""
        self.beginResetModel()
        self.sort_column, self.descending = code, descending
        self._order = None
        self._arrange()
        self.endResetModel()
        self.rows_changed.emit()

    def _arrange(self) -> None:
        self._blocks = {}
        if self._order is None:
            column = next((c for c in self.columns if c.code == self.sort_column), None)
            name = column.sort_code if column else self.sort_column
            if name in self.frame.columns:
                self._order = sorted_positions(self.frame, name, descending=self.descending)
            else:
                self._order = np.arange(len(self.frame), dtype=np.int64)
        wanted = self._mask
        if self._typed.strip():
            if self._search is None:
                self._search = TypedSearch(self.texts)
            found = self._search.rows(self._typed)
            wanted = found if wanted is None else wanted & found
        self.positions = self._order if wanted is None else self._order[wanted[self._order]]

    @property
    def texts(self) -> pa.Array:
        """The search texts of the frame, made when first needed."""
        if self._texts is None:
            self._texts = search_texts(self.frame, self.search_columns)
        return self._texts

    @property
    def shown(self) -> pd.DataFrame:
        """The rows shown, in their order."""
        return self.frame.iloc[self.positions]

    def key_at(self, row: int) -> int:
        """The key of the record in a row of the table."""
        return int(self.frame["key"].array[self.positions[row]])

    def rows_of(self, keys: Sequence[int]) -> np.ndarray:
        """The rows of the table that show those records, rising."""
        shown = self.frame["key"].to_numpy()[self.positions]
        return np.flatnonzero(np.isin(shown, np.asarray(list(keys), dtype=np.int64)))

    def value(self, row: int, name: str) -> object:
        """The plain value of a field in a row of the table; None where absent or unknown."""
        block, place = divmod(row, BLOCK)
        values = self._blocks.get((name, block))
        if values is None:
            if name not in self.frame.columns:
                return None
            wanted = self.positions[block * BLOCK : (block + 1) * BLOCK]
            array = self._arrays.get(name)
            if array is None:
                array = self._arrays[name] = self.frame[name].array
            values = [plain(value) for value in array.take(wanted).tolist()]
            self._blocks[name, block] = values
        return values[place]

    def extra(self, row: int, name: str) -> np.ndarray | None:
        """What the page gave beside the frame for a row of the table."""
        extra = self.extras.get(name)
        return None if extra is None else extra[self.positions[row]]

    def text(self, row: int, column: int) -> str:
        """What a cell says, as copied to the clipboard."""
        return cell_text(self, row, self.columns[column])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The rows shown."""
        return 0 if parent.isValid() else len(self.positions)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The columns shown."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, for screen readers and for whatever does not paint itself."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_text(self, index.row(), self.columns[index.column()])
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The header, with an arrow where the table is sorted by it."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        by_this = column.code == self.sort_column
        if role == Qt.ItemDataRole.DisplayRole:
            return column.header + ((DESCENDING if self.descending else ASCENDING) if by_this else "")
        if role == Qt.ItemDataRole.FontRole:
            return font(11.5, SEMIBOLD if by_this else MEDIUM)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.header
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be selected; editable columns take an editor."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _EDITABLE if self.columns[index.column()].editable else _USUAL


def plain(value: object) -> object:
    """A cell of a frame as a plain Python value; absent is None."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, pd.Timestamp):
        return value.date()
    if isinstance(value, np.generic):
        value = value.item()
    return None if value != value else value
