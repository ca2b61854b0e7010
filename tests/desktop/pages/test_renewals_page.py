"""Renewals on a real book: the list, forecasts edited in place, sums that follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.renewals import RenewalsPage
from csdesk.desktop.tables.editing import CellEditor
from tests.desktop.desktop_books import AnsweringPrompts
from tests.desktop.story_book import story_book

Settle = Callable[[MainWindow], None]


@pytest.fixture
def window(make_window: Callable[..., MainWindow], tmp_path: Path, settled: Settle) -> MainWindow:
    made = make_window(story_book(tmp_path / "story.csdesk"))
    made.open_page("renewals")
    settled(made)
    page_of(made)._choose(until=None)
    return made


def page_of(window: MainWindow) -> RenewalsPage:
    assert isinstance(window.page, RenewalsPage)
    return window.page


def listed(window: MainWindow) -> list[object]:
    model = page_of(window).model
    return [model.value(row, "account") for row in range(model.rowCount())]


def row_of(window: MainWindow, name: str) -> int:
    return listed(window).index(name)


def test_months_head_their_renewals_and_sum_them(window: MainWindow) -> None:
    first, second = "Jan\u00a02027", "Aug\u00a02027"
    assert listed(window) == [first, "Saltmarsh Energy", "Tsukimi Robotics", second, "とんぼ測量"]
    model = page_of(window).model
    assert model.value(0, "annual") == 36_600_000


def test_a_last_day_limits_the_list(window: MainWindow) -> None:
    page_of(window)._choose(until=date(2027, 1, 15))
    assert listed(window)[1:] == ["Saltmarsh Energy"]


def test_typing_and_grouping_choose_what_is_listed(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    page.focus_filter()
    qtbot.keyClicks(page.field, "tsuki")
    assert listed(window) == ["Jan\u00a02027", "Tsukimi Robotics"]
    page.group.chosen.emit("csm")
    assert listed(window) == ["Mika Sato", "Tsukimi Robotics"]


def test_a_forecast_chosen_in_its_cell_is_in_the_journal(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    page = page_of(window)
    row, column = row_of(window, "Tsukimi Robotics"), [column.code for column in page.model.columns].index("forecast")
    index = page.model.index(row, column)
    page.table.setCurrentIndex(index)
    page.table.edit(index)
    editor = page.table.findChild(CellEditor)
    assert editor is not None
    box = editor.input
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("commit"))
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settled(window)
    workspace = window.bridge.workspace
    assert workspace is not None
    decisions = workspace.frame("decision")
    assert decisions[["contract_key", "forecast"]].to_numpy().tolist() == [[1, "commit"]]
    assert workspace.book.history()[0].intention.text == "Set forecast for {n} contracts"
    assert page.model.value(row_of(window, "Tsukimi Robotics"), "forecast") == "commit"
    window.toast.undo_asked.emit()
    settled(window)
    assert len(workspace.frame("decision")) == 0


def test_the_selected_renewals_are_summed_in_the_status_bar(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    page.table.go_to_row(row_of(window, "Saltmarsh Energy"))
    settled(window)
    assert page._listed is not None
    assert page.table.selected_keys() == [2]


def test_enter_opens_the_account_of_the_renewal(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    page = page_of(window)
    page.table.go_to_row(row_of(window, "Saltmarsh Energy"))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settled(window)
    assert window.page is not None
    assert window.page.top.title.text() == "Saltmarsh Energy"


def test_the_list_goes_to_a_file(
    window: MainWindow, prompts: AnsweringPrompts, settled: Settle, tmp_path: Path
) -> None:
    prompts.target = tmp_path / "renewals.csv"
    page_of(window).export()
    settled(window)
    lines = prompts.target.read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["Account", "Saltmarsh Energy", "Tsukimi Robotics", "とんぼ測量"]
    assert window.toast.text == "3 rows written to renewals.csv"
