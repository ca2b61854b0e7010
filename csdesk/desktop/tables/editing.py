"""Editing a cell in place: one field, one or many rows, an error that keeps the field open."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from csdesk.desktop.field_text import NO, YES, read_text, typed_text
from csdesk.desktop.fonts import font, scaled
from csdesk.desktop.tables.cell_text import own_currency
from csdesk.desktop.tables.frame_model import FrameTableModel, Index
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.labels import label
from csdesk.desktop.wording import field_choice_text
from csdesk.model.errors import CSDeskError
from csdesk.model.fields import Field, Kind
from csdesk.model.messages import Message


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A value that was typed for a field of one or more records."""

    field: Field
    keys: tuple[int, ...]
    value: object


class CellEditor(QFrame):
    """The open editor: a field or a list of choices, the count of rows, a sentence when it does not fit."""

    def __init__(self, parent: QWidget, field: Field, value: object, currency: str, rows: int) -> None:
        super().__init__(parent)
        self.field, self._currency = field, currency
        self.closing = False  # closing takes the focus away, which must not commit once more
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.input: QLineEdit | QComboBox = self._input(value)
        self.input.setFont(font(12.5))
        row.addWidget(self.input, 1)
        self.setFocusProxy(self.input)
        if rows > 1:
            count = label(Message("for {n} rows", n=rows), 11, tone="accent")
            count.setContentsMargins(0, 0, 4, 0)
            row.addWidget(count)
            self.setStyleSheet("CellEditor { background: palette(base); }")
        self._bubble = _ErrorBubble(parent)

    def _input(self, value: object) -> QLineEdit | QComboBox:
        if self.field.kind is Kind.CHOICE and self.field.choices:
            return _choices(
                [("", "—"), *((code, field_choice_text(self.field, code)) for code in self.field.choices)], value
            )
        if self.field.kind is Kind.FLAG:
            shown = "" if value is None else "yes" if value else "no"
            return _choices([("", "—"), ("yes", tr(YES)), ("no", tr(NO))], shown)
        made = QLineEdit(typed_text(self.field, value, self._currency))
        made.selectAll()
        return made

    def value(self) -> object:
        """What was typed or chosen.

        Raises:
            CSDeskError: it does not fit the field.
        """
        if isinstance(self.input, QComboBox):
            code = self.input.currentData()
            return {"yes": True, "no": False}.get(code) if self.field.kind is Kind.FLAG else code or None
        return read_text(self.field, self.input.text(), self._currency)

    def fits(self) -> bool:
        """Check, and show what is wrong under the field."""
        try:
            self.value()
        except CSDeskError as error:
            text = " ".join(tr(part) for part in (error.message, error.hint) if part is not None)
            self.input.setProperty("error", "true")
            self.input.style().unpolish(self.input)
            self.input.style().polish(self.input)
            self._bubble.show_under(self.geometry(), text)
            return False
        return True

    def hideEvent(self, event: QEvent) -> None:
        """The sentence goes with the editor."""
        self._bubble.deleteLater()
        super().hideEvent(event)  # type: ignore[arg-type]


class _ErrorBubble(QFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ErrorPanel")
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        self._text: QLabel = label("", 12, tone="risk")
        column.addWidget(self._text)
        self.hide()

    def show_under(self, rect: QRect, text: str) -> None:
        self._text.setText(text)
        self.adjustSize()
        self.move(rect.x(), rect.bottom() + 2)
        self.raise_()
        self.show()


def _choices(choices: list[tuple[str, str]], value: object) -> QComboBox:
    made = QComboBox()
    for code, text in choices:
        made.addItem(text, code)
    made.setCurrentIndex(max(0, made.findData(value or "")))
    return made


class EditingDelegate(QStyledItemDelegate):
    """Opens the editor; ``committed`` carries a CellEdit, the model is not written to."""

    committed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.selected_rows: tuple[int, ...] = ()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """An editor for the cell, for all selected rows if its row is one of them."""
        model = index.model()
        assert isinstance(model, FrameTableModel)
        column = model.columns[index.column()]
        assert column.field is not None
        rows = self._rows(index.row())
        value = model.value(index.row(), column.field.name)
        editor = CellEditor(parent, column.field, value, own_currency(model, index.row()), len(rows))
        editor.input.installEventFilter(self)
        editor.setProperty("keys", [model.key_at(row) for row in rows])
        editor.setProperty("opening", value)
        return editor

    def _rows(self, row: int) -> tuple[int, ...]:
        return self.selected_rows if row in self.selected_rows else (row,)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The editor was made with its value."""

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over the cell, with room for a long text."""
        rect = option.rect.adjusted(2, 0, -2, -1)
        width = max(rect.width(), scaled(160))
        room = editor.parentWidget()
        right = room.width() if isinstance(room, QWidget) else rect.x() + width
        editor.setGeometry(max(0, min(rect.x(), right - width)), rect.y(), width, rect.height())

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Say what was typed, if it is something else than before."""
        if not isinstance(editor, CellEditor):
            return
        try:
            value = editor.value()
        except CSDeskError:
            return
        keys: list[int] = editor.property("keys")
        if len(keys) > 1 or value != editor.property("opening"):
            self.committed.emit(CellEdit(editor.field, tuple(keys), value))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter, Tab and leaving commit what fits; Esc takes back."""
        editor = watched.parent()
        if not isinstance(editor, CellEditor) or editor.closing:
            return False
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                editor.closing = True
                self.closeEditor.emit(editor, EditingDelegate.EndEditHint.RevertModelCache)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                self._finish(editor)
                return True
        if event.type() is QEvent.Type.FocusOut and editor.isVisible() and not _popup_open(editor):
            self._finish(editor)
        return False

    def _finish(self, editor: CellEditor) -> None:
        if editor.fits():
            editor.closing = True
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, EditingDelegate.EndEditHint.NoHint)


def _popup_open(editor: CellEditor) -> bool:
    return isinstance(editor.input, QComboBox) and editor.input.view().isVisible()
