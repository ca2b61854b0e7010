"""Coverage by CSM: accounts of each tier, and the hours they need against the hours there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.marks import draw_badge, draw_initials
from csdesk.model.messages import Message

Index = QModelIndex | QPersistentModelIndex
HEADS = (
    Message("Coverage by CSM"), Message("High"), Message("Low"), Message("Tech"), Message("Accounts"), Message("ARR"),
    Message("Monthly load against capacity"),
)  # fmt: skip
_WIDTHS, _NARROW = (206, 70, 78, 66, 92, 106), (146, 58, 62, 52, 74, 92)
NARROW_BELOW = 860  # pixels of width
NAME, ACCOUNTS, ARR, LOAD = 0, 4, 5, 6


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A CSM, accounts without one (``csm`` None), or the team. Hours are hours a month.

    Attributes:
        counts, changes: high, low, tech; on trial, and what that is more than now.
        before: hours needed now.
        programme: of the hours needed, those for the one-to-many work.
    """

    csm: str | None
    counts: tuple[int, int, int]
    changes: tuple[int, int, int]
    accounts: int
    arr: str
    needed: float
    before: float
    available: float
    programme: float = 0.0
    team: bool = False

    @property
    def over(self) -> float:
        """Hours that are missing; 0 where there are enough, and where nobody is somebody."""
        return max(0.0, self.needed - self.available) if self.csm is not None and not self.team else 0.0

    @property
    def name(self) -> str:
        """What stands in the first column."""
        return tr(Message("Team")) if self.team else tr(Message("No CSM")) if self.csm is None else self.csm


def _hours(value: float) -> str:
    return language().number(value, 0 if abs(value - round(value)) < 0.05 else 1)


def load_text(row: CoverageRow) -> tuple[str, str]:
    """The strong and the grey part of the load: 52.5, / 48 h."""
    needed = language().number(row.needed, 1)
    if row.csm is None and not row.team:
        return needed, tr(Message(" h needed"))
    available = tr(Message(" / {hours} h", hours=_hours(row.available)))
    if row.team and row.available:
        return needed, available + tr(
            Message(", {share} of capacity", share=language().percent(row.needed / row.available))
        )
    return needed, available


def load_tip(row: CoverageRow) -> str:
    """What the load consists of."""
    parts = {
        "accounts": language().number(row.needed - row.programme, 1),
        "programme": language().number(row.programme, 1),
    }
    return tr(Message("{accounts} h for accounts, {programme} h for programmes", **parts))


class CoverageModel(QAbstractTableModel):
    """The rows as text; the delegate draws them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[CoverageRow] = ()
        self.full = 1.0

    def set_rows(self, rows: Sequence[CoverageRow]) -> None:
        """Show other rows; only the numbers change while the CSMs are the same."""
        same = [row.csm for row in rows] == [row.csm for row in self.rows]
        own = [row for row in rows if not row.team]
        if not same:
            self.beginResetModel()
        self.rows = rows
        self.full = max([*(row.available / 0.9 for row in own), *(row.needed for row in own), 1.0])
        if same:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, LOAD))
        else:
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One a CSM, and the team."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As many as there are heads."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heads, numbers to the right."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if 1 <= section <= ARR else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell, for screen readers and for copying; of what the load consists as its tip."""
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == LOAD:
            return load_tip(self.rows[index.row()])
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.rows[index.row()]
        if 1 <= index.column() <= 3:
            count, change = row.counts[index.column() - 1], row.changes[index.column() - 1]
            return language().number(count) + (f" {language().signed(change)}" if change else "")
        if index.column() == LOAD:
            over = tr(Message("over by {hours} h", hours=language().number(row.over, 1))) if row.over else ""
            return f"{''.join(load_text(row))} {over}".strip()
        return {NAME: row.name, ACCOUNTS: language().number(row.accounts), ARR: row.arr}[index.column()]


class _CoverageDelegate(QStyledItemDelegate):
    """Draws name, counts with their change, and the load bar."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        model = index.model()
        if not isinstance(model, CoverageModel):
            return
        row, rect = model.rows[index.row()], QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, colour("sel"))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(QPointF(rect.left(), rect.bottom() - 0.5), QPointF(rect.right() + 1, rect.bottom() - 0.5))
        if index.column() == NAME:
            _draw_name(painter, rect, row)
        elif index.column() == LOAD:
            _draw_load(painter, rect, row, model.full)
        elif index.column() in (ACCOUNTS, ARR):
            strong = row.team or (index.column() == ACCOUNTS and any(row.changes))
            _draw_number(painter, rect, str(model.data(index)), SEMIBOLD if strong or index.column() == ARR else NORMAL)
        else:
            _draw_count(painter, rect, row, index.column() - 1)
        painter.restore()


def _draw_name(painter: QPainter, rect: QRectF, row: CoverageRow) -> None:
    left, middle = rect.left() + scaled(20), rect.center().y()
    if row.csm is not None and not row.team:
        draw_initials(painter, QPointF(left + scaled(10), middle), row.csm, scaled(20))
        left += scaled(30)
    weight = SEMIBOLD if row.team else NORMAL
    painter.setFont(font(12.5, weight))
    painter.setPen(colour("ink" if row.csm is not None or row.team else "ink_3"))
    shown = metrics(12.5, weight).elidedText(row.name, Qt.TextElideMode.ElideRight, int(rect.right() - left - 4))
    painter.drawText(QPointF(left, middle + scaled(4.5)), shown)


def _draw_number(painter: QPainter, rect: QRectF, text: str, weight: Any) -> None:
    painter.setFont(font(12.5, weight))
    painter.setPen(colour("ink"))
    width = metrics(12.5, weight).horizontalAdvance(text)
    painter.drawText(QPointF(rect.right() - scaled(8) - width, rect.center().y() + scaled(4.5)), text)


def _draw_count(painter: QPainter, rect: QRectF, row: CoverageRow, tier: int) -> None:
    change, right, base = row.changes[tier], rect.right() - scaled(8), rect.center().y() + scaled(4.5)
    if change and not row.team:
        text = f" {language().signed(change)}"
        painter.setFont(font(12.5))
        painter.setPen(colour("accent_ink"))
        right -= metrics(12.5).horizontalAdvance(text)
        painter.drawText(QPointF(right, base), text)
    weight = SEMIBOLD if row.team else NORMAL
    text = language().number(row.counts[tier])
    painter.setFont(font(12.5, weight))
    painter.setPen(colour("ink"))
    painter.drawText(QPointF(right - metrics(12.5, weight).horizontalAdvance(text), base), text)


def _draw_load(painter: QPainter, rect: QRectF, row: CoverageRow, full: float) -> None:
    left, middle = rect.left() + scaled(12), rect.center().y()
    if not row.team and row.csm is not None:
        bar = QRectF(left, middle - scaled(4), min(scaled(150), rect.width() * 0.36), scaled(8))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("bar_track"))
        painter.drawRoundedRect(bar, 2, 2)
        kept = min(row.needed, row.before)
        painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * kept / full, bar.height()), colour("muted_fill"))
        more = QRectF(
            bar.left() + bar.width() * kept / full, bar.top(), bar.width() * (row.needed - kept) / full, bar.height()
        )
        painter.fillRect(more, colour("risk_fill" if row.over else "accent"))
        x = bar.left() + bar.width() * row.available / full
        painter.setPen(QPen(colour("ink"), 2))
        painter.drawLine(QPointF(x, bar.top() - 3), QPointF(x, bar.bottom() + 3))
        left = bar.right() + scaled(12)
    strong, grey = load_text(row)
    weight = SEMIBOLD if row.over or row.team else NORMAL
    painter.setFont(font(12.5, weight))
    painter.setPen(colour("risk" if row.over else "ink"))
    painter.drawText(QPointF(left, middle + scaled(4.5)), strong)
    left += metrics(12.5, weight).horizontalAdvance(strong)
    painter.setFont(font(12.5))
    painter.setPen(colour("ink_2"))
    painter.drawText(QPointF(left, middle + scaled(4.5)), grey)
    left += metrics(12.5).horizontalAdvance(grey) + scaled(12)
    if row.over:
        draw_badge(
            painter, left, middle, tr(Message("over by {hours} h", hours=language().number(row.over, 1))), "risk"
        )


class CoverageTable(QTableView):
    """``hours_asked`` carries the CSM whose hours are to be set: Enter, F2 or a double click."""

    hours_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = CoverageModel(self)
        self.setModel(self.table)
        self.setItemDelegate(_CoverageDelegate(self))
        self.setAccessibleName(tr(HEADS[0]))
        self.setToolTip(tr(Message("Double click a CSM to set the hours")))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(scaled(30))
        header = self.horizontalHeader()
        header.setProperty("pane", "true")
        header.setFixedHeight(scaled(30))
        header.setFont(font(11.5))
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setStretchLastSection(True)
        self.setMinimumHeight(scaled(30 + 30 * 4))
        self.doubleClicked.connect(lambda index: self._ask(index.row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The load keeps its room where the window is small."""
        widths = _NARROW if self.width() < scaled(NARROW_BELOW) else _WIDTHS
        for column, width in enumerate(widths):
            self.horizontalHeader().resizeSection(column, scaled(width))
        super().resizeEvent(event)

    def show_rows(self, rows: Sequence[CoverageRow]) -> None:
        """Show other rows."""
        self.table.set_rows(rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and F2 set the hours of the CSM."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and self.currentIndex().isValid():
            self._ask(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _ask(self, row: int) -> None:
        name = self.table.rows[row].csm
        if name is not None and not self.table.rows[row].team:
            self.hours_asked.emit(name)
