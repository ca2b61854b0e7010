"""The table of changed fields: old and new side by side, with a box for each and one for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHeaderView

from csdesk.desktop.field_text import shown_text
from csdesk.desktop.fonts import MEDIUM, SEMIBOLD, font, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.pages.imports_table import ROW_ROLE, Index, ReviewTable, RowDelegate, write
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.i18n import MINUS
from csdesk.model.fields import Field, Kind, record_type
from csdesk.model.messages import Message
from csdesk.model.money import Money

if TYPE_CHECKING:
    from csdesk.app.import_changes import ChangedField

_ROOT = QModelIndex()
CHANGE_HEADS = (
    Message(""), Message("Account"), Message("Contract"), Message("Field"), Message("Now"), Message("After import"),
    Message("Difference"),
)  # fmt: skip
TICK, ACCOUNT, CONTRACT, FIELD, NOW, AFTER, DIFFERENCE = range(7)
_NUMBERS = (Kind.INTEGER, Kind.NUMBER, Kind.RATIO, Kind.MONEY)


def stored_field(record: str, name: str) -> Field | None:
    """The field of that name; None for columns of the user's own."""
    return next((f for f in record_type(record).fields if f.name == name), None)


def change_texts(change: ChangedField) -> tuple[str, str, str, str, str, str]:
    """Account, contract, field, now, after, difference."""
    found = stored_field(change.record, change.field)
    if found is None:
        before, after = str(change.before or ""), str(change.after or "")
        return (change.account, change.contract, tr(Message("Custom fields")), before, after, "")
    before = shown_text(found, change.before, change.currency) or tr(Message("empty"))
    after = shown_text(found, change.after, change.currency) or tr(Message("empty"))
    return (change.account, change.contract, language().label(found), before, after, _difference(found.kind, change))


def _difference(kind: Kind, change: ChangedField) -> str:
    before, after = change.before, change.after
    if isinstance(before, date) and isinstance(after, date):
        return tr(Message("{n} d", n=language().signed((after - before).days)))
    if kind not in _NUMBERS or not isinstance(before, (int, float)) or not isinstance(after, (int, float)):
        return ""
    if kind is Kind.MONEY:
        moved = Money(int(after) - int(before), change.currency)
        return ("+" if moved.minor > 0 else "") + language().money(moved)
    return language().signed(after - before)


class ChangeModel(QAbstractTableModel):
    """Changes of one group or of all, each with whether it is made."""

    ticked = Signal(object, bool)  # ChangedField, made

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[ChangedField] = ()
        self._taken: dict[int, bool] = {}
        self._texts: dict[int, tuple[str, ...]] = {}
        self.rows: list[int] = []
        self.group = "all"

    def show(self, changes: Sequence[ChangedField]) -> None:
        """Show other changes."""
        self.beginResetModel()
        self._all = changes
        self._taken = {place: change.taken for place, change in enumerate(changes)}
        self._texts = {}
        self._arrange()
        self.endResetModel()

    def show_group(self, group: str) -> None:
        """Show the changes of a group."""
        self.beginResetModel()
        self.group = group
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        wanted = self.group
        self.rows = [place for place, change in enumerate(self._all) if wanted in ("all", change.group)]

    def change(self, row: int) -> ChangedField:
        """The change in a row."""
        return self._all[self.rows[row]]

    def taken(self, row: int) -> bool:
        """Whether the change in a row is made, as said last."""
        return self._taken[self.rows[row]]

    def all_taken(self) -> bool | None:
        """Whether all rows shown are made; None where only some are."""
        states = {self._taken[place] for place in self.rows}
        return None if len(states) > 1 else states == {True}

    def tick(self, rows: Sequence[int], *, taken: bool) -> list[ChangedField]:
        """Make these changes or not; which of them that alters."""
        altered = [row for row in rows if self._taken[self.rows[row]] is not taken]
        for row in altered:
            self._taken[self.rows[row]] = taken
        if altered:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, DIFFERENCE))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, TICK, TICK)
        return [self.change(row) for row in altered]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """The changes shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The columns above."""
        return 0 if parent.isValid() else len(CHANGE_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heads; the first is the box for all."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(CHANGE_HEADS[section]) if section != TICK else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            choose = Message("Take all, or none")
            return tr(choose if section == TICK else Message("Right click: who wins in a field"))
        if role == Qt.ItemDataRole.TextAlignmentRole and section == DIFFERENCE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return font(11.5, MEDIUM) if role == Qt.ItemDataRole.FontRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says."""
        row, column = index.row(), index.column()
        if not index.isValid() or row >= len(self.rows):
            return None
        if role == ROW_ROLE:
            return self.change(row)
        if column == TICK:
            state = Qt.CheckState.Checked if self.taken(row) else Qt.CheckState.Unchecked
            said = tr(Message("taken") if self.taken(row) else Message("kept as it is"))
            return {Qt.ItemDataRole.CheckStateRole: state, Qt.ItemDataRole.AccessibleTextRole: said}.get(
                Qt.ItemDataRole(role)
            )
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            place = self.rows[row]
            if place not in self._texts:
                self._texts[place] = change_texts(self._all[place])
            return self._texts[place][column - 1]
        return None


class ChangeDelegate(RowDelegate):
    """Old struck through, new strong, the difference in its colour."""

    def draw(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Draw what stands in a cell."""
        model, column = index.model(), index.column()
        assert isinstance(model, ChangeModel)
        taken, text = model.taken(index.row()), str(index.data() or "")
        if column == TICK:
            _draw_box(painter, rect, taken=taken)
        elif column == ACCOUNT:
            write(painter, rect, text, "ink" if taken else "ink_3", MEDIUM)
        elif column == NOW:
            nothing = model.change(index.row()).before is None
            write(painter, rect, text, "ink_3" if taken or nothing else "ink", struck=taken and not nothing)
        elif column == AFTER:
            write(painter, rect, "→", "ink_2")
            room = rect.adjusted(scaled(19), 0, 0, 0)
            write(painter, room, text, "ink" if taken else "ink_3", SEMIBOLD, struck=not taken)
        elif column == DIFFERENCE:
            token = "ok" if text.startswith("+") else "risk" if text.startswith(MINUS) else "ink_2"
            money = model.change(index.row()).group in ("money", "seats")
            write(painter, rect, text, token if money and taken else "ink_2", right=True)
        else:
            write(painter, rect, text, "ink_2")


def _draw_box(painter: QPainter, rect: QRectF, *, taken: bool | None) -> None:
    """A box to tick; None is a dash, for some of them."""
    side, on = scaled(14), taken is not False
    box = QRectF(rect.x(), rect.center().y() - side / 2, side, side)
    painter.setPen(QPen(colour("accent" if on else "line_ctl"), 1))
    painter.setBrush(colour("accent" if on else "bg"))
    painter.drawRoundedRect(box, 3, 3)
    if on:
        mark = icon_pixmap("check" if taken else "minus", "on_accent", side, 2.0)
        painter.drawPixmap(box.topLeft().toPoint(), mark)


class TickHeader(QHeaderView):
    """A header whose first column holds the box for all rows."""

    def __init__(self, table: ChangeTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._model = table.changes

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw the head, and the box over the first."""
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if section == TICK and self._model.rows:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _draw_box(painter, QRectF(rect).adjusted(20, 0, 0, 0), taken=self._model.all_taken())
            painter.restore()


class ChangeTable(ReviewTable):
    """``toggled(rows, made)`` after a box, the box of the header, or Space; ``menu_asked(row, point)`` a right click."""

    toggled = Signal(object, bool)
    menu_asked = Signal(int, object)

    def __init__(self) -> None:
        super().__init__(tr(Message("Changed")))
        self.changes = ChangeModel()
        self.setModel(self.changes)
        self.setHorizontalHeader(TickHeader(self))
        self.set_up_header()
        self.setItemDelegate(ChangeDelegate(self))
        self.show_widths((46, 190, 90, 130, 160, 200, 110), AFTER)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._head_clicked)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at: self.menu_asked.emit(-1, header.mapToGlobal(at)))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.pressed_at.connect(lambda row, column, _: self._toggle(row) if column == TICK else None)
        for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keys[key] = lambda: self._toggle(self.currentIndex().row())

    def _toggle(self, row: int) -> None:
        self.toggled.emit([row], not self.changes.taken(row))

    def _head_clicked(self, section: int) -> None:
        if section == TICK:
            self.toggled.emit(list(range(self.changes.rowCount())), self.changes.all_taken() is not True)

    def _menu(self, at: Any) -> None:
        row = self.indexAt(at).row()
        if row >= 0:
            self.menu_asked.emit(row, self.viewport().mapToGlobal(at))
