"""A dialog over fields of the catalogue: one line a field, errors under the field."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from csdesk.desktop.field_text import NO, YES, read_text, typed_text
from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.prompts import Form
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.desktop.wording import field_choice_text
from csdesk.model.errors import CSDeskError
from csdesk.model.fields import Field, Kind
from csdesk.model.messages import Message

_LONG = frozenset({"notes", "text"})
_DATE_EXAMPLE = "2026-12-31"


class FormDialog(QDialog):
    """Fields with their labels; accepting checks every one and stays open while something is wrong."""

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self.setWindowTitle(tr(form.title))
        self.setMinimumWidth(scaled(440))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(form.title, 16, SEMIBOLD))
        if form.hint is not None:
            column.addWidget(label(form.hint, 12, tone="ink2", wrap=True))
        self.editors: dict[str, QWidget] = {}
        self._errors: dict[str, QLabel] = {}
        area = QScrollArea(widgetResizable=True)
        area.setWidget(self._fields())
        column.addWidget(area, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(button(Message("Cancel"), clicked=self.reject))
        accept = button(form.accept, "primary", clicked=self.accept)
        accept.setDefault(True)
        buttons.addWidget(accept)
        column.addLayout(buttons)
        rows = sum(3 if field.name in _LONG else 1 for field in form.fields)
        self.resize(scaled(480), min(scaled(700), scaled(130 + 46 * rows)))

    def _fields(self) -> QWidget:
        holder = QWidget()
        rows = QFormLayout(holder)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setVerticalSpacing(4)
        rows.setHorizontalSpacing(12)
        for field in self._form.fields:
            editor = self._editor(field)
            editor.setAccessibleName(language().label(field))
            error = label("", 12, tone="risk", wrap=True)
            error.setVisible(False)
            self.editors[field.name], self._errors[field.name] = editor, error
            caption = language().label(field) + (" *" if field.name in self._form.required else "")
            rows.addRow(label(caption, 12, tone="ink2"), editor)
            rows.addRow("", error)
        return holder

    def _editor(self, field: Field) -> QWidget:
        value = self._form.values.get(field.name)
        if field.kind is Kind.CHOICE and field.choices:
            return _choice_editor(
                [("", "")] + [(code, field_choice_text(field, code)) for code in field.choices], value
            )
        if field.kind is Kind.FLAG:
            words = [("", ""), ("yes", tr(YES)), ("no", tr(NO))]
            return _choice_editor(words, None if value is None else "yes" if value else "no")
        text = typed_text(field, value, self._form.currency)
        if field.name in _LONG:
            box = QPlainTextEdit(text)
            box.setFixedHeight(scaled(76))
            box.setTabChangesFocus(True)
            return box
        made = QLineEdit(text)
        if field.kind is Kind.DATE:
            made.setPlaceholderText(_DATE_EXAMPLE)
        elif field.kind is Kind.MONEY:
            made.setPlaceholderText(self._form.currency)
        elif field.name in self._form.suggestions:
            made.setCompleter(_completer(self._form.suggestions[field.name], made))
        return made

    def _read(self, field: Field) -> object:
        editor = self.editors[field.name]
        if isinstance(editor, QComboBox):
            code = editor.currentData()
            return (code or None) if field.kind is Kind.CHOICE else {"yes": True, "no": False}.get(code)
        text = editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()  # type: ignore[attr-defined]
        value = read_text(field, text, self._form.currency)
        if value is None and field.name in self._form.required:
            raise CSDeskError(Message("{field} must not stay empty.", field=language().label(field)))
        return value

    def values(self) -> Mapping[str, object]:
        """What the fields hold, by field name.

        Raises:
            CSDeskError: a field holds what it cannot take.
        """
        return {field.name: self._read(field) for field in self._form.fields}

    def accept(self) -> None:
        """Close if everything fits, else show what does not under its field."""
        first: QWidget | None = None
        for field in self._form.fields:
            error = self._errors[field.name]
            editor = self.editors[field.name]
            try:
                self._read(field)
                problem = ""
            except CSDeskError as found:
                problem = " ".join(tr(part) for part in (found.message, found.hint) if part is not None)
                first = first or editor
            error.setText(problem)
            error.setVisible(bool(problem))
            editor.setProperty("error", "true" if problem else "false")
            editor.style().unpolish(editor)
            editor.style().polish(editor)
        if first is None:
            super().accept()
        else:
            first.setFocus()


def _completer(texts: tuple[str, ...], parent: QWidget) -> QCompleter:
    """Offers the texts that hold what was typed."""
    made = QCompleter(list(texts), parent)
    made.setFilterMode(Qt.MatchFlag.MatchContains)
    made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return made


def _choice_editor(choices: list[tuple[str, str]], value: object) -> QComboBox:
    made = QComboBox()
    for code, text in choices:
        made.addItem(text, code)
    made.setCurrentIndex(max(0, made.findData(value or "")))
    return made
