"""Today on a real book: what needs the CSM, done by mouse and keys, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.today import TodayPage
from csdesk.desktop.shell.palette_entries import palette_entries
from tests.desktop.desktop_books import AnsweringPrompts
from tests.desktop.story_book import story_book

pytestmark = pytest.mark.slow
Settle = Callable[[MainWindow], None]


@pytest.fixture
def window(make_window: Callable[..., MainWindow], tmp_path: Path, settled: Settle) -> MainWindow:
    made = make_window(story_book(tmp_path / "story.csdesk"))
    settled(made)
    return made


def page_of(window: MainWindow) -> TodayPage:
    assert isinstance(window.page, TodayPage)
    return window.page


def named(window: MainWindow) -> list[str]:
    return [str(row.item["account"]) for row in page_of(window).list.rows]


def asked(window: MainWindow) -> list[tuple[str, str]]:
    """Account and rule of each row; an account has one row, of its most pressing rule."""
    return [(str(row.item["account"]), str(row.item["rule"])) for row in page_of(window).list.rows]


def test_the_strip_says_what_the_contracts_add_up_to(window: MainWindow) -> None:
    spoken = page_of(window).strip.tiles["arr"].accessibleName()
    assert spoken.startswith("ARR, ¥37.5M")


def test_accounts_that_need_someone_are_listed(window: MainWindow) -> None:
    assert {"Tsukimi Robotics", "Saltmarsh Energy"} <= set(named(window))


def test_an_item_that_is_done_leaves_and_comes_back_by_undo(window: MainWindow, settled: Settle) -> None:
    before = asked(window)
    row = page_of(window).list.rows[0]
    row.marked.emit(row.item, "done")
    settled(window)
    assert before[0] not in asked(window)
    assert window.toast.text == f"Mark as done: {before[0][0]}"
    window.toast.undo_asked.emit()
    settled(window)
    assert asked(window) == before


def test_keys_move_through_the_list_and_snooze(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    page, before = page_of(window), asked(window)
    page.list.focus_row(0)
    qtbot.keyClick(page.list.rows[0], Qt.Key.Key_J)
    assert window.focusWidget() is page.list.rows[1]
    qtbot.keyClick(page.list.rows[1], Qt.Key.Key_K)
    assert window.focusWidget() is page.list.rows[0]
    qtbot.keyClick(page.list.rows[0], Qt.Key.Key_S)
    settled(window)
    assert window.toast.text == f"Snooze {before[0][0]}"
    assert before[0] not in asked(window)


def test_enter_opens_the_account(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    row = page_of(window).list.rows[0]
    qtbot.keyClick(row, Qt.Key.Key_Return)
    settled(window)
    assert window.page is not None
    assert (window.page.code, window.page.top.title.text()) == ("account", str(row.item["account"]))


def test_l_logs_a_touchpoint_with_the_account(
    window: MainWindow, qtbot: QtBot, settled: Settle, prompts: AnsweringPrompts
) -> None:
    row = page_of(window).list.rows[0]
    qtbot.keyClick(row, Qt.Key.Key_L)
    settled(window)
    assert prompts.forms[-1].title.text == "Log touchpoint"


def test_dismissing_asks_for_a_reason_and_does_nothing_without(window: MainWindow, settled: Settle) -> None:
    before = named(window)
    row = page_of(window).list.rows[0]
    row.marked.emit(row.item, "dismissed")
    settled(window)
    assert named(window) == before


def test_a_category_shows_its_items_only(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    page._choose("health")
    assert {str(row.item["category"]) for row in page.list.rows} == {"health"}


def test_dates_in_sentences_have_no_year_where_it_is_clear(
    make_window: Callable[..., MainWindow], tmp_path: Path, settled: Settle
) -> None:
    window = make_window(story_book(tmp_path / "ja.csdesk"), language="ja")
    settled(window)
    spoken = " ".join(row.accessibleName() for row in page_of(window).list.rows)
    assert "1/31" in spoken
    assert "2027/1/31" not in spoken


def own_menu(window: MainWindow, qtbot: QtBot) -> QMenu:
    page = page_of(window)
    mine = page.scope.findChildren(QToolButton)[1]
    qtbot.mouseClick(mine, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)")  # said by the display that is none
def test_mine_asks_who_one_is_then_shows_her_accounts(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    menu = own_menu(window, qtbot)
    assert [action.text() for action in menu.actions()] == ["I am Daniel Reyes", "I am Mika Sato"]
    assert page_of(window).scope.current == "team"  # until it is known who one is
    menu.actions()[0].trigger()
    menu.close()
    settled(window)
    page = page_of(window)
    assert page.scope.current == "mine"
    assert set(named(window)) == {"Saltmarsh Energy"}
    qtbot.mouseClick(page.scope.findChildren(QToolButton)[0], Qt.MouseButton.LeftButton)
    assert "Tsukimi Robotics" in named(window)


def test_the_palette_says_who_one_is(window: MainWindow, settled: Settle) -> None:
    entry = next(found for found in palette_entries(window) if found.text == "I am Mika Sato")
    entry.run()
    settled(window)
    assert window.toast.text == "You are Mika Sato."
    page_of(window).scope._buttons["mine"].click()
    assert set(named(window)) <= {"Tsukimi Robotics", "とんぼ測量"}


def test_every_tile_of_the_strip_shows_its_series_in_japanese(
    make_window: Callable[..., MainWindow], tmp_path: Path, settled: Settle
) -> None:
    window = make_window(story_book(tmp_path / "ja.csdesk"), language="ja")
    window.resize(1440, 900)
    settled(window)
    for tile in page_of(window).strip.tiles.values():
        assert tile._series_area(20.0).width() >= 40
