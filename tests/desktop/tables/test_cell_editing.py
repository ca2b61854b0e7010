"""The editor of a cell."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from csdesk.desktop.tables.editing import CellEditor
from csdesk.model.fields import field

Make = Callable[[str, object], CellEditor]


@pytest.fixture
def editor_of(qtbot: QtBot) -> Make:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()

    def make(code: str, value: object) -> CellEditor:
        made = CellEditor(parent, field(code), value, "JPY", 1)
        made.show()
        return made

    return make


def test_what_does_not_fit_keeps_the_field_open_with_a_sentence(editor_of: Make) -> None:
    editor = editor_of("account.onboarding_due", None)
    assert isinstance(editor.input, QLineEdit)
    editor.input.setText("2026/12/32")
    assert not editor.fits()
    assert editor.input.property("error") == "true"
    editor.input.setText("2026/12/31")
    assert editor.fits()


def test_choices_are_a_list_with_an_empty_entry(editor_of: Make) -> None:
    editor = editor_of("account.lifecycle", "adopting")
    assert isinstance(editor.input, QComboBox)
    assert editor.value() == "adopting"
    editor.input.setCurrentIndex(0)
    assert editor.value() is None


def test_yes_no_and_unknown_are_three_things(editor_of: Make) -> None:
    assert [editor_of("account.strategic", value).value() for value in (True, False, None)] == [
        True,
        False,
        None,
    ]


def test_the_keyboard_reaches_the_field(qtbot: QtBot, editor_of: Make) -> None:
    editor = editor_of("account.next_step", "Call")
    assert isinstance(editor.input, QLineEdit)
    QTest.keyClick(editor.input, Qt.Key.Key_End)
    QTest.keyClicks(editor.input, " Mika")
    assert editor.value() == "Call Mika"
