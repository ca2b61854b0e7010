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
from tests.desktop.desktop_books import AnsweringPrompts
from tests.desktop.story_book import story_book

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
