"""The table under the hands: keys, selection, editing in place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from csdesk.desktop.tables.columns import field_column
from csdesk.desktop.tables.editing import CellEdit, CellEditor
from csdesk.desktop.tables.frame_model import FrameTableModel
from csdesk.desktop.tables.view import FrameTable
from csdesk.model.fields import record_type
from tests.desktop.tables.account_frames import accounts


@pytest.fixture
def table(qtbot: QtBot) -> FrameTable:
    account = record_type("account")
    columns = [
        field_column(account.field("name"), "JPY", style="strong", editable=True),
        field_column(account.field("arr"), "JPY"),
        field_column(account.field("renewal_on"), "JPY"),
    ]
    model = FrameTableModel(columns, "JPY")
    model.set_frame(accounts())
    made = FrameTable(model, "Accounts")
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def open_editor(table: FrameTable) -> CellEditor:
    editor = table.findChild(CellEditor)
    assert editor is not None
    return editor


def test_j_and_k_move_where_typing_does_not_edit(table: FrameTable, qtbot: QtBot) -> None:
    table.setCurrentIndex(table.frame_model.index(0, 1))
    QTest.keyClick(table, Qt.Key.Key_J)
    QTest.keyClick(table, Qt.Key.Key_J)
    assert table.current_key() == 13
    QTest.keyClick(table, Qt.Key.Key_K)
    assert table.current_key() == 12


def test_enter_opens_and_space_peeks(table: FrameTable, qtbot: QtBot) -> None:
    table.go_to_row(2)
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    with qtbot.waitSignal(table.peeked) as peeked:
        QTest.keyClick(table, Qt.Key.Key_Space)
    assert (opened.args, peeked.args) == ([13], [13])


def test_the_selection_stays_with_its_records_when_the_order_changes(table: FrameTable) -> None:
    table.select_keys([11, 13], 13)
    table.frame_model.sort_by("arr", descending=True)
    assert sorted(table.selected_keys()) == [11, 13]
    assert table.current_key() == 13


def test_a_record_that_is_filtered_away_is_selected_no_more(table: FrameTable) -> None:
    table.select_keys([11, 12], 12)
    table.frame_model.show_rows(accounts()["touch"].eq("high").to_numpy(dtype=bool))
    assert table.selected_keys() == [12]


def test_typing_opens_the_editor_and_enter_saves(table: FrameTable, qtbot: QtBot) -> None:
    table.setFocus()
    table.go_to_row(0)
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = open_editor(table)
    assert isinstance(editor.input, QLineEdit)
    editor.input.setText("Beta Works")
    with qtbot.waitSignal(table.committed) as caught:
        QTest.keyClick(editor.input, Qt.Key.Key_Return)
    assert caught.args == [CellEdit(record_type("account").field("name"), (11,), "Beta Works")]


def test_escape_takes_back_and_an_unchanged_value_is_no_edit(table: FrameTable, qtbot: QtBot) -> None:
    table.go_to_row(0)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        QTest.keyClick(table, Qt.Key.Key_F2)
        editor = open_editor(table)
        if key == Qt.Key.Key_Escape and isinstance(editor.input, QLineEdit):
            editor.input.setText("something else")
        with qtbot.assertNotEmitted(table.committed):
            QTest.keyClick(editor.input, key)
        qtbot.waitUntil(lambda: table.findChild(CellEditor) is None)


def test_with_several_rows_selected_the_value_goes_to_all(table: FrameTable, qtbot: QtBot) -> None:
    table.select_keys([11, 12, 13], 11)
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = open_editor(table)
    assert isinstance(editor.input, QLineEdit)
    editor.input.setText("Same")
    with qtbot.waitSignal(table.committed) as caught:
        QTest.keyClick(editor.input, Qt.Key.Key_Return)
    assert caught.args[0].keys == (11, 12, 13)


def test_copying_puts_the_selected_rows_on_the_clipboard(table: FrameTable, qtbot: QtBot) -> None:
    table.select_keys([11, 12], 11)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(QApplication.clipboard().text().split("\n")) == 3
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(table, Qt.Key.Key_C, shift)
    assert len(QApplication.clipboard().text().split("\n")) == 2


def test_a_click_on_a_header_sorts_and_a_second_turns_the_order(table: FrameTable) -> None:
    header = table.horizontalHeader()
    header.sectionClicked.emit(1)
    assert (table.frame_model.sort_column, table.frame_model.descending) == ("arr", False)
    header.sectionClicked.emit(1)
    assert (table.frame_model.sort_column, table.frame_model.descending) == ("arr", True)
