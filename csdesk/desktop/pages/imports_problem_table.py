"""The table of problems: what stands in the file, why it stopped, what is suggested, and buttons to settle it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from csdesk.desktop.fonts import MEDIUM, NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.pages.imports_table import ROW_ROLE, Index, ReviewTable, RowDelegate, write
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.model.fields import record_type
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.import_problems import FoundProblem

_ROOT = QModelIndex()
HEADS = (
    Message("Cell"), Message("Account"), Message("Field"), Message("In the file"), Message("Why it stopped"),
    Message("Suggested"), Message(""),
)  # fmt: skip
CELL, ACCOUNT, FIELD, IN_FILE, WHY, SUGGESTED, ACTIONS = range(7)
ACCEPT, EDIT, ASIDE, BACK = "accept", "edit", "aside", "back"
OPEN, ACCEPTED, KEPT_ASIDE = "open", "accepted", "aside"
_TEXTS = {
    ACCEPT: Message("Accept"),
    EDIT: Message("Edit"),
    ASIDE: Message("Keep aside"),
    BACK: Message("Take back"),
}
_KINDS = {ACCEPT: "normal", EDIT: "normal", ASIDE: "quiet", BACK: "quiet"}


_SHORT = {
    "not_a_date": Message("Not a date"),
    "not_a_number": Message("Not a number"),
    "not_a_whole_number": Message("Not a whole number"),
    "not_a_percentage": Message("Not a percentage"),
    "not_an_amount": Message("Not an amount"),
    "not_a_choice": Message("Unknown value"),
    "not_a_currency": Message("Unknown currency"),
    "not_yes_or_no": Message("Neither yes nor no"),
    "not_a_term": Message("Not a term"),
    "not_a_notice": Message("Not a notice period"),
    "not_a_corporate_number": Message("Wrong check digit"),
    "error_cell": Message("Error in the cell"),
    "formula_without_value": Message("Formula without a value"),
    "digits_lost": Message("Digits were lost"),
    "no_such_account": Message("No such account"),
    "no_account_key": Message("No account named"),
    "no_such_contract": Message("No such contract"),
    "similar_name": Message("Like a known name"),
    "conflicting_rows": Message("Rows disagree"),
    "ambiguous_dates": Message("Day or month first?"),
    "ends_before_it_starts": Message("Ends before it starts"),
    "mended": Message("Read as you decided"),
}


def short_reason(found: FoundProblem) -> str:
    """Why a cell stopped, in a few words; the whole sentence stands beside the sheet and in the tooltip."""
    if found.problem.code == "not_a_date" and found.problem.suggestion is not None:
        return tr(Message("No such day"))
    return tr(_SHORT.get(found.problem.code, found.problem.message))


def field_label(code: str | None) -> str:
    """What a field is called; "" for none."""
    if code is None:
        return ""
    record, _, name = code.partition(".")
    found = next((f for f in record_type(record).fields if f.name == name), None)
    return language().label(found) if found is not None else name


class ProblemModel(QAbstractTableModel):
    """Found problems, with what was said of each."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Sequence[FoundProblem] = ()
        self.states: list[str] = []
        self.read: dict[int, str] = {}  # row → the text that was just typed for it, until it is planned

    def show(self, found: Sequence[FoundProblem], states: list[str]) -> None:
        """Show other problems."""
        self.beginResetModel()
        self.found, self.states, self.read = found, states, {}
        self.endResetModel()

    def set_state(self, row: int, state: str, text: str | None = None) -> None:
        """Show at once what was said, before it is planned."""
        self.states[row] = state
        if text is not None:
            self.read[row] = text
        self.dataChanged.emit(self.index(row, 0), self.index(row, ACTIONS))

    def suggestion(self, row: int) -> str | None:
        """What is suggested for a row, or what it is read as."""
        return self.read.get(row, self.found[row].problem.suggestion)

    def actions(self, row: int) -> tuple[str, ...]:
        """What can be done with a row."""
        if self.states[row] != OPEN:
            return (BACK,)
        accept = (ACCEPT,) if self.found[row].problem.suggestion is not None else ()
        edit = () if self.found[row].proposal is not None else (EDIT,)
        return (*accept, *edit, ASIDE)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """The problems listed."""
        return 0 if parent.isValid() else len(self.found)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The columns above."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heads."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return tr(HEADS[section]) if HEADS[section].text else ""
        return font(11.5, MEDIUM) if role == Qt.ItemDataRole.FontRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says."""
        row, column = index.row(), index.column()
        if not index.isValid() or row >= len(self.found):
            return None
        found = self.found[row]
        if role == ROW_ROLE:
            return found
        if role == Qt.ItemDataRole.ToolTipRole and column in (WHY, SUGGESTED):
            return f"{tr(found.problem.message)} {tr(found.problem.hint)}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.EditRole):
            return self._text(row, column)
        return None

    def _text(self, row: int, column: int) -> str:
        found = self.found[row]
        if column == ACTIONS:
            said = {ACCEPTED: Message("Accepted"), KEPT_ASIDE: Message("Kept aside")}.get(self.states[row])
            return tr(said) if said is not None else ""
        texts = (
            found.problem.cell, found.account, field_label(found.problem.field), found.problem.value,
            short_reason(found), self.suggestion(row) or "",
        )  # fmt: skip
        return texts[column]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be chosen; what is suggested can be written over."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and index.column() == SUGGESTED and EDIT in self.actions(index.row()):
            return usual | Qt.ItemFlag.ItemIsEditable
        return usual


def _chip(painter: QPainter, rect: QRectF, text: str, ground: str, ink: str, *, lined: bool = False) -> None:
    letters = metrics(12.5, MEDIUM)
    width = min(rect.width(), letters.horizontalAdvance(text) + scaled(14))
    box = QRectF(rect.x(), rect.center().y() - scaled(10), width, scaled(20))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ground))
    painter.drawRoundedRect(box, 4, 4)
    if lined:
        painter.fillRect(QRectF(box.x(), box.bottom() - 1.5, box.width(), 2), colour("risk_fill"))
    write(painter, box.adjusted(scaled(7), 0, -scaled(6), 0), text, ink, MEDIUM)


class ProblemDelegate(RowDelegate):
    """Chips for texts, and buttons, which are painted: a list of thousands has no widget a row."""

    edited = Signal(int, str)

    def buttons(self, row: int, rect: QRectF) -> list[tuple[str, QRectF]]:
        """The buttons of a row and where they stand in its last cell."""
        model = self.table.model()
        assert isinstance(model, ProblemModel)
        x, placed = rect.x(), []
        if model.states[row] != OPEN:
            x += scaled(22) + metrics(12.5, MEDIUM).horizontalAdvance(str(model.index(row, ACTIONS).data())) + scaled(8)
        for code in model.actions(row):
            width = metrics(12, MEDIUM).horizontalAdvance(tr(_TEXTS[code])) + scaled(20)
            placed.append((code, QRectF(x, rect.center().y() - scaled(12.5), width, scaled(25))))
            x += width + scaled(5)
        return placed

    def draw(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Draw what stands in a cell."""
        column, text = index.column(), str(index.data() or "")
        if column == CELL:
            write(painter, rect, text, "accent_ink")
        elif column == ACCOUNT:
            write(painter, rect, text, "ink", MEDIUM)
        elif column == IN_FILE and text:
            _chip(painter, rect, text, "risk_tint", "risk", lined=True)
        elif column == SUGGESTED and text:
            write(painter, rect, "→", "ink_2")
            _chip(painter, rect.adjusted(scaled(19), 0, 0, 0), text, "ok_tint", "ok")
        elif column == ACTIONS:
            self._draw_actions(painter, rect, index)
        else:
            write(painter, rect, text, "ink_2" if column in (FIELD, WHY) else "ink")

    def _draw_actions(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        model, row = index.model(), index.row()
        assert isinstance(model, ProblemModel)
        current = row == self.table.currentIndex().row()
        if model.states[row] != OPEN:
            accepted = model.states[row] == ACCEPTED
            side = scaled(13)
            mark = icon_pixmap("check" if accepted else "archive", "ok" if accepted else "ink_2", side, 2.0)
            painter.drawPixmap(round(rect.x()), round(rect.center().y() - side / 2), mark)
            write(painter, rect.adjusted(scaled(20), 0, 0, 0), str(index.data()), "ok" if accepted else "ink_2", MEDIUM)
        for code, box in self.buttons(row, rect):
            if code == BACK and not current and row != self.table.hovered:
                continue
            primary = code == ACCEPT and current
            quiet = _KINDS[code] == "quiet"
            painter.setPen(Qt.PenStyle.NoPen if quiet else QPen(colour("accent" if primary else "line_2"), 1))
            painter.setBrush(colour("accent") if primary else Qt.BrushStyle.NoBrush if quiet else colour("bg"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            painter.setFont(font(12, MEDIUM if not quiet else NORMAL))
            painter.setPen(colour("on_accent" if primary else "ink_2" if quiet else "ink"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), tr(_TEXTS[code]))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field over the suggestion."""
        made = QLineEdit(parent)
        made.setFont(font(12.5, SEMIBOLD))
        made.setAccessibleName(tr(Message("Read the cell as")))
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What is suggested, else what stands in the file."""
        assert isinstance(editor, QLineEdit)
        model = index.model()
        assert isinstance(model, ProblemModel)
        editor.setText(model.suggestion(index.row()) or model.found[index.row()].problem.value)
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Tell what was typed, if it is something else than what stands there."""
        assert isinstance(editor, QLineEdit)
        assert isinstance(model, ProblemModel)
        if editor.text().strip() != model.found[index.row()].problem.value.strip():
            self.edited.emit(index.row(), editor.text().strip())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over the cell."""
        editor.setGeometry(option.rect.adjusted(2, 0, -2, -1))


class ProblemTable(ReviewTable):
    """``asked(row, action)`` is a button or its key, ``edited(row, text)`` what was typed."""

    asked = Signal(int, str)
    edited = Signal(int, str)

    def __init__(self) -> None:
        super().__init__(tr(Message("Problems")))
        self.problems = ProblemModel()
        self.setModel(self.problems)
        self.cells = ProblemDelegate(self)
        self.cells.edited.connect(self.edited)
        self.setItemDelegate(self.cells)
        self.show_widths((70, 150, 100, 150, 150, 160, 250), WHY)
        self.pressed_at.connect(self._press)
        for key, action in (
            (Qt.Key.Key_Return, ACCEPT), (Qt.Key.Key_Enter, ACCEPT), (Qt.Key.Key_E, EDIT), (Qt.Key.Key_F2, EDIT),
            (Qt.Key.Key_A, ASIDE), (Qt.Key.Key_U, BACK), (Qt.Key.Key_Backspace, BACK),
        ):  # fmt: skip
            self.keys[key] = partial(self._ask_here, action)

    def _ask_here(self, action: str) -> None:
        self._ask(self.currentIndex().row(), action)

    def _ask(self, row: int, action: str) -> None:
        if action not in self.problems.actions(row):
            return
        if action == EDIT:
            self.edit(self.problems.index(row, SUGGESTED))
        else:
            self.asked.emit(row, action)

    def _press(self, row: int, column: int, x: int) -> None:
        if column != ACTIONS:
            return
        rect = self.visualRect(self.problems.index(row, column))
        room = QRectF(8, 0, rect.width() - 16, rect.height())
        for code, box in self.cells.buttons(row, room):
            if box.left() <= x <= box.right():
                self._ask(row, code)
                return

    def button_place(self, row: int, action: str) -> tuple[int, int]:
        """The middle of a row's button in the viewport."""
        rect = self.visualRect(self.problems.index(row, ACTIONS))
        room = QRectF(8, 0, rect.width() - 16, rect.height())
        box = dict(self.cells.buttons(row, room))[action]
        return round(rect.x() + box.center().x()), round(rect.y() + rect.height() / 2)
