"""The table of problems: a line each, with buttons to settle it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QAbstractItemModel, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from csdesk.desktop.fonts import MEDIUM, NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.pages.imports_problem_model import (
    ACCEPT,
    ACCEPTED,
    ACCOUNT,
    ACTIONS,
    ASIDE,
    BACK,
    CELL,
    EDIT,
    FIELD,
    IN_FILE,
    OPEN,
    SUGGESTED,
    WHY,
    ProblemModel,
)
from csdesk.desktop.pages.imports_table import Index, ReviewTable, RowDelegate, write
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import tr
from csdesk.model.messages import Message

_TEXTS = {
    ACCEPT: Message("Accept"),
    EDIT: Message("Edit"),
    ASIDE: Message("Keep aside"),
    BACK: Message("Take back"),
}
_KINDS = {ACCEPT: "normal", EDIT: "normal", ASIDE: "quiet", BACK: "quiet"}


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
        if model.state(row) != OPEN:
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
        if model.state(row) != OPEN:
            accepted = model.state(row) == ACCEPTED
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
        found = model.found(index.row())
        editor.setText(model.suggestion(index.row()) or (found.problem.value if found is not None else ""))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Tell what was typed, if it is something else than what stands there."""
        assert isinstance(editor, QLineEdit)
        assert isinstance(model, ProblemModel)
        found = model.found(index.row())
        if found is not None and editor.text().strip() != found.problem.value.strip():
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
