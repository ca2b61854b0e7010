"""The table of renewals: groups that open and close, forecast and expected amount edited in place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from csdesk.desktop.fonts import MEDIUM, NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.pages.renewals_rows import FOLDED, HEADING
from csdesk.desktop.tables.columns import Column, field_column
from csdesk.desktop.tables.drawn_text import draw_text
from csdesk.desktop.tables.frame_model import ASCENDING, DESCENDING, FrameTableModel
from csdesk.desktop.tables.units import money_cell
from csdesk.desktop.tables.view import FrameTable
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.marks import draw_badge
from csdesk.model.fields import field
from csdesk.model.messages import Message

_TURNING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


def renewal_columns(currency: str) -> list[Column]:
    """The columns of the list, in order."""
    arr = field_column(field("account.arr"), currency, width=84)
    expected = field_column(field("decision.expected_amount"), currency, width=84)
    return [
        Column("account", tr(Message("Account")), "strong", 186),
        Column("health", tr(Message("Health")), "health_now", 96, sort="health"),
        Column("renewal_on", tr(Message("Renews on")), "renews", 92),
        Column("notice_by", tr(Message("Notice by")), "notice_days", 104),
        Column("annual", arr.header, "money", 84),
        Column("forecast", tr(Message("Forecast")), "forecast", 122, field("decision.forecast"), editable=True),
        Column("expected", expected.header, "money", 92, field("decision.expected_amount"), editable=True),
        Column("kept", tr(Message("Kept")), "kept", 56),
        Column("why", tr(Message("Why")), "why", 268),
        Column("csm", tr(Message("Who")), "person", 44),
        Column("next_step", tr(Message("Next step")), "quiet", 180),
    ]


class RenewalModel(FrameTableModel):
    """Rows in the order of the frame: sorting happens within the groups, by whoever makes the frame."""

    shown_sort: tuple[str, bool] = ("", False)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The header, with an arrow where the groups are sorted by it."""
        if orientation is Qt.Orientation.Horizontal and section < len(self.columns):
            column, (code, descending) = self.columns[section], self.shown_sort
            if column.code == code and role == Qt.ItemDataRole.DisplayRole:
                return column.header + (DESCENDING if descending else ASCENDING)
            if role == Qt.ItemDataRole.FontRole:
                return font(11.5, SEMIBOLD if column.code == code else MEDIUM)
        return super().headerData(section, orientation, role)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Only contracts can be edited, not the rows of sums between them."""
        found = super().flags(index)
        if index.isValid() and self.key_at(index.row()) < 0:
            return found & ~Qt.ItemFlag.ItemIsEditable
        return found


class RenewalTable(FrameTable):
    """A frame table whose rows with a negative key are headings of groups or a group's folded rows.

    ``turned(kind, group)`` when such a row is opened or closed: by a click, by Enter or Space,
    by ← and →; ``sort_asked(code)`` after a click on a header.
    """

    turned = Signal(str, str)
    sort_asked = Signal(str)

    def __init__(self, model: RenewalModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, name, parent)
        self.closed: frozenset[str] = frozenset()
        self.unfolded: frozenset[str] = frozenset()

    def _kind(self, row: int) -> str:
        return str(self.frame_model.value(row, "kind") or "") if 0 <= row < self.frame_model.rowCount() else ""

    def _is_open(self, row: int) -> bool:
        group = str(self.frame_model.value(row, "group") or "")
        return group not in self.closed if self._kind(row) == HEADING else group in self.unfolded

    def _turn(self, row: int) -> None:
        self.turned.emit(self._kind(row), str(self.frame_model.value(row, "group") or ""))

    def _header_clicked(self, section: int) -> None:
        self.sort_asked.emit(self.frame_model.columns[section].code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Space and the arrows open and close a group; elsewhere the keys of every list."""
        row, key = self.currentIndex().row(), event.key()
        wanted = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}.get(Qt.Key(key))
        if not self._kind(row) or (wanted is None and key not in _TURNING):
            super().keyPressEvent(event)
        elif wanted is None or wanted is not self._is_open(row):
            self._turn(row)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a heading, or on a row that stands for others, opens and closes."""
        super().mouseReleaseEvent(event)
        row = self.indexAt(event.position().toPoint()).row()
        plain = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        if plain and self._kind(row) and row == self.currentIndex().row():
            self._turn(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second click of two turns a heading back; a contract's opens its account."""
        if not self._kind(self.indexAt(event.position().toPoint()).row()):
            super().mouseDoubleClickEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, then those between the contracts over theirs."""
        super().paintEvent(event)
        model, area = self.frame_model, event.rect()
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if model.rowCount() == 0 or first < 0:
            return
        painter = QPainter(self.viewport())
        for row in range(first, (model.rowCount() - 1 if last < 0 else last) + 1):
            if model.key_at(row) < 0:
                self._draw_between(painter, row)
        painter.end()

    def _draw_between(self, painter: QPainter, row: int) -> None:
        heading = self._kind(row) == HEADING
        top, height, width = self.rowViewportPosition(row), self.rowHeight(row), self.viewport().width()
        selected = self.selectionModel().isRowSelected(row, QModelIndex())
        ground = "sel" if selected else "bg_sub" if heading else "bg"
        painter.fillRect(0, top, width, height, colour(ground))
        painter.fillRect(0, top + height - 1, width, 1, colour("sel_line" if selected else "line"))
        if row == self.currentIndex().row() and self.hasFocus():
            painter.fillRect(0, top, width, 2, colour("accent"))
            painter.fillRect(0, top + height - 2, width, 2, colour("accent"))
        if heading:
            self._draw_title(painter, row, QRectF(scaled(20), top, width, height))
        else:
            place = QRectF(scaled(20), top, width, height)
            draw_text(painter, place, str(self.frame_model.value(row, "account") or ""), "ink_2")
        self._draw_sums(painter, row, top, height)

    def _draw_title(self, painter: QPainter, row: int, place: QRectF) -> None:
        model, side = self.frame_model, scaled(12)
        mark = icon_pixmap(
            "chevron-down" if self._is_open(row) else "chevron-right", "ink_2", side, self.devicePixelRatioF()
        )
        left = self.horizontalHeader().sectionViewportPosition(0)
        painter.drawPixmap(round(left + scaled(5)), round(place.center().y() - side / 2), mark)
        place.moveLeft(left + scaled(20))
        title, note = str(model.value(row, "account") or ""), str(model.value(row, "note") or "")
        draw_text(painter, place, title, weight=SEMIBOLD)
        place.translate(metrics(12.5, SEMIBOLD).horizontalAdvance(title) + scaled(14), 0)
        draw_text(painter, place, note, "ink_2")
        warning = model.value(row, "warning")
        if isinstance(warning, str) and warning:
            x = place.x() + metrics(12.5).horizontalAdvance(note) + scaled(14)
            draw_badge(painter, x, place.center().y(), warning, "risk")

    def _draw_sums(self, painter: QPainter, row: int, top: int, height: int) -> None:
        model, heading = self.frame_model, self._kind(row) == HEADING
        weight, ink = (SEMIBOLD, "ink") if heading else (NORMAL, "ink_2")
        for position, column in enumerate(model.columns):
            left = self.horizontalHeader().sectionViewportPosition(position)
            rect = QRectF(left + 8, top, self.columnWidth(position) - 16, height - 1)
            value = model.value(row, column.code)
            if column.code in ("annual", "expected") and isinstance(value, int):
                draw_text(painter, rect, money_cell(value, model.currency), ink, weight, right=True)
            elif column.code == "kept" and isinstance(value, float):
                draw_text(painter, rect, language().percent(value), "ink_2", right=True)
            elif column.code == "why" and self._kind(row) == FOLDED:
                draw_text(painter, rect, tr(Message("Hide") if self._is_open(row) else Message("Show")), "accent_ink")
