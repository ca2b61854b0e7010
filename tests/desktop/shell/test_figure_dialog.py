"""A click on a key figure: what it is, the arithmetic, and the records it was made from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.today import TodayPage
from csdesk.desktop.shell.explanation_dialog import ExplanationDialog
from csdesk.desktop.shell.figure_dialog import FigureDialog
from tests.desktop.story_book import story_book

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the display that is none
Settle = Callable[[MainWindow], None]


@pytest.fixture
def window(make_window: Callable[..., MainWindow], tmp_path: Path, settled: Settle) -> MainWindow:
    made = make_window(story_book(tmp_path / "story.csdesk"))
    settled(made)
    return made


def explained(window: MainWindow, qtbot: QtBot, settled: Settle, code: str) -> FigureDialog:
    page = window.page
    assert isinstance(page, TodayPage)
    qtbot.mouseClick(page.strip.tiles[code], Qt.MouseButton.LeftButton)
    settled(window)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FigureDialog)
    return dialog


def names(dialog: FigureDialog) -> list[object]:
    return [dialog.model.value(row, "name") for row in range(dialog.model.rowCount())]


def test_arr_is_the_sum_of_the_accounts_listed(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    dialog = explained(window, qtbot, settled, "arr")
    # 24.0 + 12.6 + 0.9 million; the account without a contract has no part in it.
    assert names(dialog) == ["Tsukimi Robotics", "Saltmarsh Energy", "とんぼ測量"]
    assert dialog.sums.text() == "3 accounts add up to ¥37.5M"
    shown = {found.text() for found in dialog.findChildren(QLabel)}
    assert "¥37.5M" in shown
    assert "On 22\u00a0Nov\u00a02026, 3 accounts" in shown
    dialog.close()


def test_renewals_due_are_listed_as_contracts(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    dialog = explained(window, qtbot, settled, "arr_due_90_days")
    # Ends on 31 January and 6 January; 31 August is too far away.
    assert names(dialog) == ["Tsukimi Robotics", "Saltmarsh Energy"]
    assert dialog.sums.text() == "2 contracts add up to ¥36.6M"
    dialog.close()


def test_enter_on_a_row_opens_the_account(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    dialog = explained(window, qtbot, settled, "arr")
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    settled(window)
    assert window.page is not None
    assert (window.page.code, window.page.top.title.text()) == ("account", "Saltmarsh Energy")


def test_a_row_leads_on_to_its_source_cells(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    dialog = explained(window, qtbot, settled, "arr")
    qtbot.mouseClick(dialog.source, Qt.MouseButton.LeftButton)
    settled(window)
    inner = QApplication.activeModalWidget()
    assert isinstance(inner, ExplanationDialog)
    current = inner.tree.currentItem()
    assert current is not None
    assert (current.text(0), current.text(1)) == ("ARR", "¥24,000,000")
    inner.close()
    dialog.close()


def test_the_list_behind_the_figure_is_one_click_away(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    dialog = explained(window, qtbot, settled, "arr_due_90_days")
    qtbot.mouseClick(dialog.open_list, Qt.MouseButton.LeftButton)
    settled(window)
    assert window.page is not None
    assert window.page.code == "renewals"
