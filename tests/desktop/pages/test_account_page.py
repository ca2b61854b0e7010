"""One account on a real book: facts, health with its parts, plan, what was said; edits from the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.account import AccountPage
from csdesk.desktop.pages.account_tables import TablePane
from csdesk.desktop.tables.editing import CellEditor
from csdesk.desktop.tables.view import FrameTable
from csdesk.desktop.widgets.chips import ViewTab
from tests.desktop.desktop_books import AnsweringPrompts
from tests.desktop.story_book import story_book

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("bare_today")]
Settle = Callable[[MainWindow], None]


@pytest.fixture
def window(make_window: Callable[..., MainWindow], tmp_path: Path, settled: Settle) -> MainWindow:
    made = make_window(story_book(tmp_path / "story.csdesk"))
    made.open_page("account", 1)
    settled(made)
    return made


def page_of(window: MainWindow) -> AccountPage:
    assert isinstance(window.page, AccountPage)
    return window.page


def texts(window: MainWindow) -> set[str]:
    return {found.text() for found in page_of(window).findChildren(QLabel)}


def press(window: MainWindow, qtbot: QtBot, name: str) -> None:
    for found in page_of(window).findChildren(QPushButton):
        if name in (found.text(), found.accessibleName()):
            qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
            return
    raise AssertionError(name)


def test_the_head_states_the_facts(window: MainWindow) -> None:
    shown = texts(window)
    assert page_of(window).top.title.text() == "Tsukimi Robotics"
    assert {"¥24.0M", "82 / 100", "82% active", "31\u00a0Jan\u00a02027", "in 70 days"} <= shown


def test_health_names_its_parts_and_what_is_missing(window: MainWindow) -> None:
    shown = texts(window)
    assert "Active seats" in shown
    assert any(text.endswith("inputs present") for text in shown)


def test_plan_and_answers_are_there(window: MainWindow) -> None:
    shown = texts(window)
    assert "Success plan" in shown
    assert any(text.startswith("NPS") for text in shown)
    assert "“Good.”" in shown


def test_the_arrows_lead_to_the_next_largest_account(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    press(window, qtbot, "Next account")
    settled(window)
    assert page_of(window).top.title.text() == "Saltmarsh Energy"
    press(window, qtbot, "Previous account")
    settled(window)
    assert page_of(window).top.title.text() == "Tsukimi Robotics"


def test_a_touchpoint_is_logged_from_the_page(
    window: MainWindow, qtbot: QtBot, settled: Settle, prompts: AnsweringPrompts
) -> None:
    prompts.answers = {"date": date(2026, 11, 21), "kind": "call", "text": "Asked about line 3"}
    press(window, qtbot, "Log touchpoint")
    settled(window)
    assert window.toast.text == "Log touchpoint with Tsukimi Robotics"
    assert "Asked about line 3" in texts(window)


def table_of(window: MainWindow, name: str) -> FrameTable:
    """The table of that name on the tab on screen."""
    tab = page_of(window).stack.currentWidget()
    assert tab is not None
    tables = tab.findChildren(FrameTable)
    return next(table for table in tables if table.accessibleName() == name)


def column(table: FrameTable, name: str) -> list[object]:
    return [table.frame_model.value(row, name) for row in range(table.frame_model.rowCount())]


def choose_tab(window: MainWindow, qtbot: QtBot, settled: Settle, name: str) -> None:
    tab = next(found for found in page_of(window).tabs.findChildren(ViewTab) if found.text() == name)
    qtbot.mouseClick(tab, Qt.MouseButton.LeftButton)
    settled(window)


def test_each_tab_lists_its_records_and_says_how_many(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    named = {tab.accessibleName() for tab in page_of(window).tabs.findChildren(ViewTab)}
    assert {"Contracts, 1", "Plan, 2", "Touchpoints, 1", "Tickets, 1", "Feedback, 2", "Contacts, 1"} <= named
    choose_tab(window, qtbot, settled, "Plan")
    assert column(table_of(window, "Objectives"), "text") == ["Close the plan in 2 days"]
    assert column(table_of(window, "Tasks"), "text") == ["Data mapping", "Pilot, line 3"]
    choose_tab(window, qtbot, settled, "Feedback")
    assert column(table_of(window, "Survey answers"), "respondent") == ["J. Usui", "Line 3"]
    choose_tab(window, qtbot, settled, "Tickets")
    assert column(table_of(window, "Tickets"), "subject") == ["Slow sync"]


def test_a_task_is_edited_in_its_cell_and_the_tab_stays(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    choose_tab(window, qtbot, settled, "Plan")
    tasks = table_of(window, "Tasks")
    tasks.go_to_row(1)
    place = next(n for n, shown in enumerate(tasks.frame_model.columns) if shown.code == "owner")
    index = tasks.frame_model.index(1, place)
    tasks.setCurrentIndex(index)
    tasks.edit(index)
    editor = tasks.findChild(CellEditor)
    assert editor is not None
    qtbot.keyClicks(editor.input, "J. Usui")
    qtbot.keyClick(editor.input, Qt.Key.Key_Return)
    settled(window)
    assert column(table_of(window, "Tasks"), "owner") == [None, "J. Usui"]
    assert page_of(window).tab == "plan"


def test_a_contact_is_added_and_deleted_from_its_tab(
    window: MainWindow, qtbot: QtBot, settled: Settle, prompts: AnsweringPrompts
) -> None:
    choose_tab(window, qtbot, settled, "Contacts")
    prompts.answers = {"name": "J. Usui", "title": "Planning lead"}
    press(window, qtbot, "New contact")
    settled(window)
    assert column(table_of(window, "Contacts"), "name") == ["H. Tsukino", "J. Usui"]
    pane = page_of(window).stack.currentWidget()
    assert isinstance(pane, TablePane)
    pane.table.go_to_row(1)
    next(action for action in pane.menu(pane.model.key_at(1)).actions() if action.text() == "Delete").trigger()
    settled(window)
    assert column(table_of(window, "Contacts"), "name") == ["H. Tsukino"]


def test_a_contract_is_archived_from_the_menu_of_its_row_and_comes_back_by_undo(
    window: MainWindow, qtbot: QtBot, settled: Settle
) -> None:
    choose_tab(window, qtbot, settled, "Contracts")
    pane = page_of(window).stack.currentWidget()
    assert isinstance(pane, TablePane)
    menu = pane.menu(pane.model.key_at(0))
    assert [action.text() for action in menu.actions()] == [
        "Edit contract",
        "Close renewal…",
        "Archive contract",
        "Delete contract",
        "Copy",
    ]
    menu.actions()[2].trigger()
    settled(window)
    assert window.toast.text == "Archive contract Planloom"
    assert "Contracts, 0" in {tab.accessibleName() for tab in page_of(window).tabs.findChildren(ViewTab)}
    window.toast.undo_asked.emit()
    settled(window)
    assert column(table_of(window, "Contracts"), "seats") == [100]


def test_links_of_the_overview_lead_to_their_tabs(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    press(window, qtbot, "Open plan")
    settled(window)
    assert page_of(window).tab == "plan"
    choose_tab(window, qtbot, settled, "Overview")
    press(window, qtbot, "All 1")
    assert page_of(window).tab == "touchpoints"


def test_the_overview_says_what_brings_points(window: MainWindow) -> None:
    shown = texts(window)
    assert "Fastest points" in shown
    assert "Talk to them: the last contact was 51 days ago" in shown


def test_nothing_typed_by_hand_has_a_source_row(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    choose_tab(window, qtbot, settled, "Source rows")
    assert "Nothing of this account came from a sheet." in texts(window)


def test_the_deck_of_the_account_is_one_click_away(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    press(window, qtbot, "Build QBR deck")
    settled(window)
    assert window.page is not None
    assert window.page.code == "qbr"


def test_an_account_that_was_deleted_leads_back_to_the_list(window: MainWindow, settled: Settle) -> None:
    window.open_page("account", 99)
    settled(window)
    assert window.page is not None
    assert window.page.code == "accounts"
