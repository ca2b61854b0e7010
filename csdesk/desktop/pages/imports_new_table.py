"""The table of new records, by type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter

from csdesk.app.import_place import NEW
from csdesk.desktop.field_text import shown_text
from csdesk.desktop.fonts import MEDIUM, NORMAL, font, metrics, scaled
from csdesk.desktop.pages.imports_change_table import stored_field
from csdesk.desktop.pages.imports_paged import PagedRows
from csdesk.desktop.pages.imports_table import Index, ReviewTable, RowDelegate, write
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.model.fields import record_type
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.import_new import NewRecord

_ROOT = QModelIndex()
NEW_HEADS = (Message("Type"), Message("Account"), Message("Name or number"), Message("What it says"))


class NewModel(QAbstractTableModel):
    """The records an import would add, by type."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: PagedRows[NewRecord] = PagedRows(NEW, self._arrived)

    def show(self, plan: int, count: int, found: Sequence[NewRecord]) -> None:
        """Show other records: so many, of which the first are at hand."""
        self.beginResetModel()
        self.rows.show(plan, count, found)
        self.endResetModel()

    def _arrived(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(NEW_HEADS) - 1))

    def rowCount(self, parent: Index = _ROOT) -> int:
        """The records listed."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The columns above."""
        return 0 if parent.isValid() else len(NEW_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heads."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return tr(NEW_HEADS[section])
        return font(11.5, MEDIUM) if role == Qt.ItemDataRole.FontRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        new = self.rows.at(index.row())
        if new is None:
            return None
        if index.column() == 0:
            return language().label(record_type(new.record))
        return (new.account, new.name, new_text(new))[index.column() - 1]


def new_text(new: NewRecord) -> str:
    """What a new record says, in a line."""
    parts = []
    for name, value in new.said:
        found = stored_field(new.record, name)
        if found is not None:
            parts.append(f"{language().label(found)} {shown_text(found, value, new.currency)}")
    return ", ".join(parts)


class NewDelegate(RowDelegate):
    """The account strong, the rest quiet."""

    def draw(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Draw what stands in a cell."""
        text = str(index.data() or "")
        if index.column() == 0:
            letters = metrics(12, MEDIUM).horizontalAdvance(text) + scaled(12)
            box = QRectF(rect.x(), rect.center().y() - scaled(9), min(letters, rect.width()), scaled(18))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("ok_tint"))
            painter.drawRoundedRect(box, 4, 4)
            write(painter, box.adjusted(scaled(6), 0, 0, 0), text, "ok", MEDIUM, size=12)
        else:
            strong = index.column() == 1
            write(painter, rect, text, "ink" if strong else "ink_2", MEDIUM if strong else NORMAL)


class NewTable(ReviewTable):
    """The list of new records."""

    def __init__(self) -> None:
        super().__init__(tr(Message("New")))
        self.records = NewModel()
        self.setModel(self.records)
        self.setItemDelegate(NewDelegate(self))
        self.show_widths((140, 200, 170, 300), 3)
