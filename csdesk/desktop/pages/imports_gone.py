"""What stood in the earlier files of a source and is missing in this one: kept, ended or churned, as the person says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from csdesk.app.import_place import GONE
from csdesk.desktop.fonts import MEDIUM, NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.pages.imports_paged import PagedRows
from csdesk.desktop.pages.imports_said import Said
from csdesk.desktop.pages.imports_table import Index, ReviewTable, RowDelegate, write
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.labels import SectionHeader, label
from csdesk.model.fields import record_type
from csdesk.model.messages import Message
from csdesk.model.money import Money

if TYPE_CHECKING:
    from csdesk.app.import_review import Review
    from csdesk.app.import_vanished import Vanished

_ROOT = QModelIndex()
HEADS = (
    Message("Type"), Message("Account"), Message("Contract"), Message("ARR"), Message("Stood last in"), Message("What became of it"),
)  # fmt: skip
TYPE, ACCOUNT, NUMBER, ARR, STOOD, DECISION = range(6)
KEEP, ENDED, CHURNED = "keep", "ended", "churned"
DECISIONS = ((KEEP, Message("Keep")), (ENDED, Message("Ended")), (CHURNED, Message("Churned")))


class GoneModel(QAbstractTableModel):
    """Missing customers and contracts with what was said of each."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: PagedRows[Vanished] = PagedRows(GONE, self._arrived)
        self.said: Mapping[tuple[str, int], str] = {}

    def show(self, plan: int, count: int, found: Sequence[Vanished], said: Mapping[tuple[str, int], str]) -> None:
        """Show others: so many, of which the first are at hand."""
        self.beginResetModel()
        self.rows.show(plan, count, found)
        self.said = said
        self.endResetModel()

    def _arrived(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, DECISION))

    def decision(self, row: int) -> str:
        """What was said of a row."""
        one = self.rows.at(row)
        return KEEP if one is None else self.said.get((one.record, one.key), one.decision)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many are missing."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The columns above."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heads."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return tr(HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section == ARR:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return font(11.5, MEDIUM) if role == Qt.ItemDataRole.FontRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        one = self.rows.at(index.row())
        if one is None:
            return None
        texts = (
            language().label(record_type(one.record)), one.account, one.number,
            "" if one.arr is None else language().money(Money(one.arr, one.currency)),
            f"{one.file}, {language().day(one.seen_on)}", tr(dict(DECISIONS)[self.decision(index.row())]),
        )  # fmt: skip
        return texts[index.column()]


def _places(rect: QRectF) -> list[tuple[str, QRectF]]:
    x, placed = rect.x(), []
    for code, text in DECISIONS:
        width = metrics(12, SEMIBOLD).horizontalAdvance(tr(text)) + scaled(20)
        placed.append((code, QRectF(x, rect.center().y() - scaled(12), width, scaled(24))))
        x += width
    return placed


class GoneDelegate(RowDelegate):
    """The account strong; the three answers side by side."""

    def draw(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Draw what stands in a cell."""
        column, text = index.column(), str(index.data() or "")
        if column != DECISION:
            strong = column == ACCOUNT
            write(painter, rect, text, "ink" if strong else "ink_2", MEDIUM if strong else NORMAL, right=column == ARR)
            return
        model = index.model()
        assert isinstance(model, GoneModel)
        if model.rows.at(index.row()) is None:
            return
        decided = model.decision(index.row())
        for code, box in _places(rect):
            on = decided == code
            painter.setPen(QPen(colour("line_2"), 1))
            painter.setBrush(colour("accent_tint" if on else "bg"))
            painter.drawRect(box)
            painter.setFont(font(12, SEMIBOLD if on else NORMAL))
            painter.setPen(colour("accent_ink" if on else "ink_2"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), tr(dict(DECISIONS)[code]))


class GoneTable(ReviewTable):
    """``answered(row, decision)`` by a click, or by C (churned), E (ended) and Backspace (keep)."""

    answered = Signal(int, str)

    def __init__(self) -> None:
        super().__init__(tr(Message("Gone")))
        self.gone = GoneModel()
        self.setModel(self.gone)
        self.setItemDelegate(GoneDelegate(self))
        self.show_widths((110, 200, 100, 110, 200, 260), STOOD)
        self.pressed_at.connect(self._press)
        for key, code in ((Qt.Key.Key_C, CHURNED), (Qt.Key.Key_E, ENDED), (Qt.Key.Key_Backspace, KEEP)):
            self.keys[key] = partial(self._answer, code)

    def _answer(self, code: str) -> None:
        self.answered.emit(self.currentIndex().row(), code)

    def _press(self, row: int, column: int, x: int) -> None:
        rect = self.visualRect(self.gone.index(row, DECISION))
        for code, box in _places(QRectF(8, 0, rect.width() - 16, rect.height())):
            if column == DECISION and box.left() <= x < box.right():
                self.answered.emit(row, code)


class GoneList(QFrame):
    """``decided`` after something was said."""

    decided = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = Said()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = SectionHeader(Message("Gone"))
        self.head.setContentsMargins(20, 0, 20, 0)
        self.head.setFixedHeight(scaled(44))
        self.head.add(label(Message("Nothing ends and no ARR changes unless you say so"), 12, tone="ink2"))
        column.addWidget(self.head)
        self.table = GoneTable()
        self.table.answered.connect(self._answer)
        column.addWidget(self.table, 1)

    def show_review(self, plan: int, review: Review, said: Said) -> None:
        """Show what is missing in the files of a plan."""
        self.said = said
        row = self.table.currentIndex().row()
        self.table.gone.show(plan, review.vanished_count, review.vanished, said.gone)
        if row >= 0:
            self.table.go_to(min(row, review.vanished_count - 1))
        self.head.meta.setText(tr(Message("{n} stood in earlier files and are missing now", n=review.vanished_count)))
        self.head.meta.setVisible(True)

    def _answer(self, row: int, decision: str) -> None:
        model = self.table.gone
        one = model.rows.at(row)
        if one is not None and model.decision(row) != decision:
            self.said.gone[one.record, one.key] = decision
            self.table.viewport().update()
            self.decided.emit()
