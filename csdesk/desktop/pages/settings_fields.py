"""One setting on its row: name, what it changes, the field, the default, and what is wrong or would follow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from csdesk.desktop.fonts import MEDIUM, font, scaled
from csdesk.desktop.pages.health_fields import set_error
from csdesk.desktop.pages.settings_values import capital, read_value, shown_value, unit_text, value_text
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import SegmentedControl, button
from csdesk.desktop.widgets.labels import label, set_tone
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.policies import Policies
from csdesk.model.policy_settings import Setting, SettingValue

if TYPE_CHECKING:
    from collections.abc import Mapping

LEFT = 300  # pixels of names and notes
_SEGMENTS = 3  # more choices are a list


def error_text(error: CSDeskError) -> str:
    """The sentence and its hint on one line."""
    return " ".join(tr(part) for part in (error.message, error.hint) if part is not None)


class ValueField(QLineEdit):
    """A field that saves on Enter and when it is left, restores on Esc, and stays open while it is wrong.

    ``taken(value)``: to be saved. ``tried(value)``: what is being typed, while it can be read.
    ``refused(CSDeskError or None)``: what is wrong; None: nothing any more.
    """

    taken = Signal(object)
    tried = Signal(object)
    refused = Signal(object)

    def __init__(self, name: str, read: Callable[[str], object], width: int = 110, *, right: bool = True) -> None:
        super().__init__()
        self._read, self._kept = read, ""
        self.setAccessibleName(name)
        self.setFont(font(12.5))
        self.setFixedWidth(scaled(width))
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.textEdited.connect(self._try)
        self.editingFinished.connect(self.take)

    def show_text(self, text: str) -> None:
        """Show what is saved; what is being typed stays."""
        self._kept = text
        if not self.isModified():
            self._restore()

    def refuse(self, error: CSDeskError) -> None:
        """Say that the value was not taken; the field stays open."""
        self.setModified(True)
        set_error(self, True)
        self.setAccessibleDescription(error_text(error))
        self.refused.emit(error)

    def abandon(self) -> None:
        """Show what is saved; what was typed is given up."""
        self._restore()
        self.refused.emit(None)

    def take(self) -> None:
        """Save what was typed, if it can be."""
        if not self.isModified():
            return
        if self.text().strip() == self._kept:
            self._restore()
            self.refused.emit(None)
            return
        try:
            value = self._read(self.text())
        except CSDeskError as error:
            self.refuse(error)
            return
        self._clear()
        self.setModified(False)
        self.taken.emit(value)

    def _try(self, text: str) -> None:
        self._clear()
        self.refused.emit(None)
        try:
            value = self._read(text)
        except CSDeskError:
            return  # said when the field is left: half a number is nothing wrong yet
        self.tried.emit(value)

    def _clear(self) -> None:
        set_error(self, False)
        self.setAccessibleDescription("")

    def _restore(self) -> None:
        if self.text() != self._kept:
            self.setText(self._kept)
        self.setModified(False)
        self._clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc restores."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.abandon()
        else:
            super().keyPressEvent(event)


class ChoiceList(QComboBox):
    """A list that the wheel scrolls past while it does not have the focus."""

    def __init__(self, name: str, width: int = 230) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedWidth(scaled(width))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only what one is in."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class SettingRow(QWidget):
    """A setting; without its note where the row above says the same. ``wanted(value)``: to be saved; ``tried(value)``: while it is typed; ``forgotten``: no more."""

    wanted = Signal(object)
    tried = Signal(object)
    forgotten = Signal()

    def __init__(
        self, setting: Setting, default: SettingValue, *, has_default: bool = True, has_note: bool = True
    ) -> None:
        super().__init__()
        self._has_note = has_note
        self.setting, self.default, self._has_default = setting, default, has_default
        self._currency, self._value = "", default
        self.name = capital(setting.label)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 7, 0, 7)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(3)
        grid.addLayout(self._names(), 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        self.editor = self._made_editor()
        self.unit = label("", 12.5, tone="ink2")
        self.default_text = label("", 12, tone="ink3")
        self.reset = button(Message("Back to default"), "link", small=True, clicked=self.back_to_default)
        self.reset.setAccessibleName(tr(Message("Back to default: {setting}", setting=self.name)))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.editor)
        line.addWidget(self.unit)
        line.addSpacing(8)
        line.addWidget(self.default_text)
        line.addWidget(self.reset)
        line.addStretch(1)
        grid.addLayout(line, 0, 1)
        self.message = label("", 12, wrap=True)
        self.message.hide()
        grid.addWidget(self.message, 1, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)

    def _names(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, scaled(4), 0, 0)  # on the line of the field
        column.setSpacing(1)
        name = label(self.name, 13, MEDIUM, wrap=True)
        note = label(self.setting.note, 12, tone="ink3", wrap=True)
        name.setToolTip(note.text())
        for widget in (name, note) if self._has_note else (name,):
            widget.setFixedWidth(scaled(LEFT))
            column.addWidget(widget)
        return column

    def _made_editor(self) -> QWidget:
        setting = self.setting
        if setting.kind == "flag":
            box = QCheckBox(tr(Message("On")))
            box.setAccessibleName(self.name)
            box.setMinimumHeight(scaled(26))
            box.clicked.connect(lambda on: self.wanted.emit(bool(on)))
            return box
        if setting.kind == "choice" and len(setting.choices) <= _SEGMENTS:
            choices = [(str(code), Message("{text}", text=capital(name))) for code, name in setting.choices]
            control = SegmentedControl(choices, str(self.default), setting.label)
            control.chosen.connect(self.wanted.emit)
            return control
        if setting.kind == "choice":
            chooser = ChoiceList(self.name)
            for code, text in setting.choices:
                chooser.addItem(capital(text), code)
            chooser.activated.connect(lambda _: self.wanted.emit(chooser.currentData()))
            return chooser
        if setting.kind == "text":
            return NamedCodes(self.name, self.wanted.emit, self._say)
        field = ValueField(self.name, lambda text: read_value(setting, text, self._currency))
        field.taken.connect(self.wanted.emit)
        field.tried.connect(self.tried.emit)
        field.refused.connect(self._say)
        return field

    @property
    def words(self) -> str:
        """What a search looks in."""
        return f"{self.name} {tr(self.setting.note)}"

    def show_policies(self, policies: Policies, *, enabled: bool) -> None:
        """Show the value of the book; what is being typed stays."""
        self._currency = policies.revenue.currency
        self._value = self.setting.of(policies)
        self.editor.setEnabled(enabled)
        self.unit.setText(unit_text(self.setting, self._currency))
        self.unit.setVisible(bool(self.unit.text()))
        self._show_value()
        differs = self._value != self.default
        self.reset.setVisible(self._has_default and differs and enabled)
        default = shown_value(self.setting, self.default, self._currency)
        if isinstance(self.editor, NamedCodes):
            default = self.editor.name_of(default)
        self.default_text.setText(tr(Message("Default: {value}", value=default)) if self._has_default else "")

    def _show_value(self) -> None:
        if isinstance(self.editor, QCheckBox):
            self.editor.setChecked(bool(self._value))
        elif isinstance(self.editor, SegmentedControl):
            self.editor.choose(str(self._value))
        elif isinstance(self.editor, NamedCodes):
            self.editor.show_code(str(self._value))
        elif isinstance(self.editor, QComboBox):
            self.editor.setCurrentIndex(self.editor.findData(self._value))
        elif isinstance(self.editor, ValueField):
            self.editor.show_text(value_text(self.setting, self._value, self._currency))

    def back_to_default(self) -> None:
        """Ask for the value of a new book; what was being typed is given up."""
        if isinstance(self.editor, ValueField):
            self.editor.abandon()
        self.wanted.emit(self.default)

    @property
    def is_wrong(self) -> bool:
        """Whether it says that a value was not taken."""
        return self.message.property("tone") == "risk" and bool(self.message.text())

    def refuse(self, error: CSDeskError) -> None:
        """Say why the value was not taken."""
        if isinstance(self.editor, ValueField):
            self.editor.refuse(error)
        else:
            self._show_value()
            self._say(error)

    def _say(self, error: CSDeskError | None) -> None:
        self._tell(error_text(error) if error is not None else "", "risk")
        self.forgotten.emit()

    def show_effect(self, text: str) -> None:
        """Say what follows from the value."""
        self._tell(text, "ink2")

    def _tell(self, text: str, tone: str) -> None:
        self.message.setText(text)
        set_tone(self.message, tone)
        self.message.setVisible(bool(text))


class NamedCodes(ChoiceList):
    """A long list that is found by typing part of a name or a code: countries, time zones."""

    def __init__(
        self, name: str, wanted: Callable[[object], object], said: Callable[[CSDeskError | None], object]
    ) -> None:
        super().__init__(name, 250)
        self._wanted, self._said = wanted, said
        self.typed = QLineEdit()
        self.typed.setStyleSheet("border: 0; padding: 0; min-height: 0; background: transparent;")
        self.setLineEdit(self.typed)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(14)
        finder = QCompleter(self.model(), self)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(finder)
        self._code = ""
        self.activated.connect(lambda _: self._take())
        self.typed.setAccessibleName(name)
        self.typed.editingFinished.connect(self._take)

    def set_names(self, names: Mapping[str, str]) -> None:
        """What there is to choose from: code → name."""
        if self.count() != len(names):
            self.clear()
            for code, text in names.items():
                self.addItem(text, code)
            self.show_code(self._code)

    def name_of(self, code: str) -> str:
        """What a code is called; itself where it has no name."""
        place = self.findData(code)
        return self.itemText(place) if place >= 0 else code

    def show_code(self, code: str) -> None:
        """Show a code's name; the code itself where it has none."""
        self._code = code
        place = self.findData(code)
        self.setCurrentIndex(place)
        if place < 0:
            self.setEditText(code)
        self.typed.setCursorPosition(0)

    def _take(self) -> None:
        text = self.currentText().strip()
        place = self.findText(text, Qt.MatchFlag.MatchFixedString)
        code = self.itemData(place) if place >= 0 else text.upper() if self.findData(text.upper()) >= 0 else None
        if code is None:
            self._said(CSDeskError(Message("“{text}” is not in the list.", text=text), Message("Type part of a name and choose.")))  # fmt: skip
        elif code != self._code:
            self._wanted(code)
        else:
            self.show_code(self._code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc restores."""
        if event.key() == Qt.Key.Key_Escape:
            self.show_code(self._code)
            self._said(None)
        else:
            super().keyPressEvent(event)
