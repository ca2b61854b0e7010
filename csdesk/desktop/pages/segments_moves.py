"""Who would move: a list with a box each, and below it those whom an override keeps where they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from csdesk.desktop.fonts import MEDIUM, NORMAL, font, metrics, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.marks import draw_badge
from csdesk.desktop.wording import choice_text
from csdesk.model.messages import Message

Index = QModelIndex | QPersistentModelIndex
ROW = 54


@dataclass(frozen=True, slots=True)
class MoveRow:
    """An account that would move, or with ``held`` one that stays.

    Attributes:
        amount: what it is worth, as text.
        why: "over ¥5.0M; Reyes +4.5 h", or why it stays.
    """

    key: int
    name: str
    amount: str
    was: str
    now: str
    why: str
    held: bool = False


class MovesModel(QAbstractListModel):
    """Rows are made when they are looked at: a cut may move thousands. ``kept`` are the accounts without a tick."""

    toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: Sequence[int] = ()
        self._row: Callable[[int], MoveRow] | None = None
        self._made: dict[int, MoveRow] = {}
        self._held = 0
        self.kept: set[int] = set()

    def show_moves(self, keys: Sequence[int], held: int, row: Callable[[int], MoveRow]) -> None:
        """Show other accounts: ``keys``, of which the last ``held`` stay; ``row`` makes the row of a position."""
        self.beginResetModel()
        self._keys, self._held, self._row, self._made = keys, held, row, {}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many would move or are held."""
        return 0 if parent.isValid() else len(self._keys)

    def row(self, position: int) -> MoveRow:
        """The row of a position."""
        if position not in self._made:
            if self._row is None:
                raise IndexError(position)
            self._made[position] = self._row(position)
        return self._made[position]

    def movable(self, position: int) -> bool:
        """Whether it would move."""
        return position < len(self._keys) - self._held

    def ticked(self, position: int) -> bool:
        """Whether it will move."""
        return self.movable(position) and self._keys[position] not in self.kept

    def turn(self, position: int) -> None:
        """Tick it, or take the tick away."""
        if self.movable(position):
            self.kept ^= {self._keys[position]}
            self.dataChanged.emit(self.index(position), self.index(position))
            self.toggled.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only who would move has a box."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self.movable(index.row()) else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row in words, and its tick."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(self.row(index.row()))
        if role == Qt.ItemDataRole.CheckStateRole and self.movable(index.row()):
            return Qt.CheckState.Checked if self.ticked(index.row()) else Qt.CheckState.Unchecked
        return None


def spoken(row: MoveRow) -> str:
    """The row as a sentence."""
    if row.held:
        return f"{row.name}, {row.amount}, {row.why}"
    return f"{row.name}, {row.amount}, {choice_text(row.was)} → {choice_text(row.now)}, {row.why}"


class _MoveDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(scaled(200), scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw box, name, amount, tiers and reason."""
        model = index.model()
        if not isinstance(model, MovesModel):
            return
        row, rect = model.row(index.row()), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colour("sel"))
        elif row.held:
            painter.fillRect(rect, colour("bg_sub"))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(QPointF(rect.left(), rect.bottom() - 0.5), QPointF(rect.right(), rect.bottom() - 0.5))
        box = QRectF(rect.left() + scaled(20), rect.center().y() - scaled(7), scaled(15), scaled(15))
        if row.held:
            pixmap = icon_pixmap("lock", "ink_3", scaled(14), painter.device().devicePixelRatio())
            painter.drawPixmap(box.topLeft(), pixmap)
        else:
            _draw_box(painter, box, model.ticked(index.row()))
        _draw_words(painter, rect, row)
        painter.restore()


def _draw_box(painter: QPainter, box: QRectF, ticked: bool) -> None:
    painter.setPen(QPen(colour("accent" if ticked else "line_ctl"), 1))
    painter.setBrush(colour("accent" if ticked else "bg"))
    painter.drawRoundedRect(box, 3, 3)
    if ticked:
        pen = QPen(colour("on_accent"), 1.8)
        painter.setPen(pen)
        x, y, side = box.left(), box.top(), box.width()
        marks = ((0.24, 0.53), (0.43, 0.72), (0.77, 0.30))
        painter.drawPolyline(QPolygonF([QPointF(x + a * side, y + b * side) for a, b in marks]))


def _draw_words(painter: QPainter, rect: QRectF, row: MoveRow) -> None:
    left, right, top = rect.left() + scaled(46), rect.right() - scaled(20), rect.top()
    painter.setFont(font(13, MEDIUM))
    painter.setPen(colour("ink"))
    width = metrics(13, MEDIUM).horizontalAdvance(row.amount)
    painter.drawText(QPointF(right - width, top + scaled(22)), row.amount)
    room = int(right - width - scaled(10) - left)
    painter.drawText(QPointF(left, top + scaled(22)), metrics(13, MEDIUM).elidedText(row.name, Qt.TextElideMode.ElideRight, room))  # fmt: skip
    base = top + scaled(42)
    x = left
    if not row.held:
        x += draw_badge(painter, x, base - scaled(4), choice_text(row.was), row.was) + scaled(7)
        painter.setPen(colour("ink_2"))
        painter.setFont(font(12))
        painter.drawText(QPointF(x, base), "→")
        x += metrics(12).horizontalAdvance("→") + scaled(7)
        x += draw_badge(painter, x, base - scaled(4), choice_text(row.now), row.now) + scaled(9)
    painter.setFont(font(12, NORMAL))
    painter.setPen(colour("ink_2"))
    painter.drawText(QPointF(x, base), metrics(12).elidedText(row.why, Qt.TextElideMode.ElideRight, int(right - x)))


class MovesList(QListView):
    """Space or a click on the box takes an account out of the change or back into it; Enter opens it."""

    account_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.moves = MovesModel(self)
        self.setModel(self.moves)
        self.setItemDelegate(_MoveDelegate(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAccessibleName(tr(Message("Would move")))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda index: self.account_opened.emit(self.moves.row(index.row()).key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space turns the box, Enter opens the account."""
        index = self.currentIndex()
        if index.isValid() and event.key() == Qt.Key.Key_Space:
            self.moves.turn(index.row())
        elif index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.account_opened.emit(self.moves.row(index.row()).key)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The box has a hit area of its own."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() <= scaled(42):
            self.moves.turn(index.row())
        super().mouseReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        """The whole reason as a tip where it is shortened."""
        if event.type() is QEvent.Type.ToolTip:
            index = self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos()))
            self.setToolTip(str(self.moves.data(index)) if index.isValid() else "")
        return super().event(event)
