"""The table of changed fields: old and new side by side, with a box for each and one for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHeaderView

from csdesk.app.import_place import ALL, CHANGES
from csdesk.desktop.field_text import shown_text
from csdesk.desktop.fonts import MEDIUM, SEMIBOLD, font, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.pages.imports_paged import PagedRows
from csdesk.desktop.pages.imports_table import ROW_ROLE, Index, ReviewTable, RowDelegate, write
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.i18n import MINUS
from csdesk.model.fields import Field, Kind, record_type
from csdesk.model.messages import Message
from csdesk.model.money import Money

if TYPE_CHECKING:
    from csdesk.app.import_changes import ChangedField
    from csdesk.app.import_review import Review

_ROOT = QModelIndex()
CHANGE_HEADS = (
    Message(""), Message("Account"), Message("Contract"), Message("Field"), Message("Now"), Message("After import"),
    Message("Difference"),
)  # fmt: skip
GROUPS = ("money", "dates", "seats", "other")
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

    def __init__(self) -> None:
        super().__init__()
        self.rows: PagedRows[ChangedField] = PagedRows(CHANGES, self._arrived)
        self.group = ALL
        self._plan, self._counts, self._made = 0, dict[str, int](), dict[str, int]()
        self._ticked: dict[tuple[str, int, str], bool] = {}  # said since the plan was made
        self._ruled: dict[str, bool] = {}  # group → the same of all its changes
        self._texts: dict[int, tuple[str, ...]] = {}

    def show(self, plan: int, review: Review) -> None:
        """Show the changes of another plan."""
        self._plan, self._counts, self._made = plan, dict(review.change_groups), dict(review.change_taken)
        self._ticked, self._ruled = {}, {}
        self._show(review.changes if self.group == ALL else ())

    def show_group(self, group: str) -> None:
        """Show the changes of a group."""
        self.group = group
        self._show(())

    def _show(self, first: Sequence[ChangedField]) -> None:
        self.beginResetModel()
        self._texts = {}
        self.rows.show(self._plan, sum(self._counts.get(group, 0) for group in self._groups()), first, self.group)
        self.endResetModel()

    def _arrived(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, DIFFERENCE))

    def _groups(self) -> Sequence[str]:
        return GROUPS if self.group == ALL else (self.group,)

    def change(self, row: int) -> ChangedField | None:
        """The change in a row; None until it has come."""
        return self.rows.at(row)

    def taken(self, row: int) -> bool:
        """Whether the change in a row is made, as said last."""
        change = self.rows.at(row)
        if change is None:
            return False
        said = self._ticked.get((change.record, change.key, change.field))
        return self._ruled.get(change.group, change.taken) if said is None else said

    def all_taken(self) -> bool | None:
        """Whether all changes of the group are made, listed or not; None where only some are."""
        made = sum(self._made.get(group, 0) for group in self._groups())
        return made == self.rows.count if made in (0, self.rows.count) else None

    def tick(self, row: int, *, taken: bool) -> ChangedField | None:
        """Make a change or not; None where that is so already."""
        change = self.rows.at(row)
        if change is None or self.taken(row) is taken:
            return None
        self._ticked[change.record, change.key, change.field] = taken
        self._made[change.group] = self._made.get(change.group, 0) + (1 if taken else -1)
        self._tell()
        return change

    def tick_all(self, *, taken: bool) -> Sequence[str]:
        """Make all changes of the group on screen or none; which groups that are."""
        for group in self._groups():
            self._ruled[group], self._made[group] = taken, self._counts.get(group, 0) if taken else 0
        self._ticked = {}
        self._tell()
        return self._groups()

    def _tell(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, DIFFERENCE))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, TICK, TICK)

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
        change = self.rows.at(row) if index.isValid() else None
        if change is None or role == ROW_ROLE:
            return change
        if column == TICK:
            state = Qt.CheckState.Checked if self.taken(row) else Qt.CheckState.Unchecked
            said = tr(Message("taken") if self.taken(row) else Message("kept as it is"))
            return {Qt.ItemDataRole.CheckStateRole: state, Qt.ItemDataRole.AccessibleTextRole: said}.get(
                Qt.ItemDataRole(role)
            )
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if row not in self._texts:
                self._texts[row] = change_texts(change)
            return self._texts[row][column - 1]
        return None


class ChangeDelegate(RowDelegate):
    """Old struck through, new strong, the difference in its colour."""

    def draw(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Draw what stands in a cell."""
        model, column = index.model(), index.column()
        assert isinstance(model, ChangeModel)
        change = model.change(index.row())
        if change is None:
            return
        taken, text = model.taken(index.row()), str(index.data() or "")
        if column == TICK:
            _draw_box(painter, rect, taken=taken)
        elif column == ACCOUNT:
            write(painter, rect, text, "ink" if taken else "ink_3", MEDIUM)
        elif column == NOW:
            nothing = change.before is None
            write(painter, rect, text, "ink_3" if taken or nothing else "ink", struck=taken and not nothing)
        elif column == AFTER:
            write(painter, rect, "→", "ink_2")
            room = rect.adjusted(scaled(19), 0, 0, 0)
            write(painter, room, text, "ink" if taken else "ink_3", SEMIBOLD, struck=not taken)
        elif column == DIFFERENCE:
            token = "ok" if text.startswith("+") else "risk" if text.startswith(MINUS) else "ink_2"
            money = change.group in ("money", "seats")
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
        if section == TICK and len(self._model.rows):
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _draw_box(painter, QRectF(rect).adjusted(20, 0, 0, 0), taken=self._model.all_taken())
            painter.restore()


class ChangeTable(ReviewTable):
    """``toggled(row, made)`` after a box or Space, row -1 after the box of the header; ``menu_asked(row, point)`` a right
    click."""

    toggled = Signal(int, bool)
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
        self.toggled.emit(row, not self.changes.taken(row))

    def _head_clicked(self, section: int) -> None:
        if section == TICK:
            self.toggled.emit(-1, self.changes.all_taken() is not True)

    def _menu(self, at: Any) -> None:
        row = self.indexAt(at).row()
        if row >= 0:
            self.menu_asked.emit(row, self.viewport().mapToGlobal(at))
