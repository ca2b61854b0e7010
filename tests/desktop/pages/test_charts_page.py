"""Charts on a real book: drawn, enlarged, saved."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.charts import SHOWN, ChartsPage
from tests.desktop.desktop_books import AnsweringPrompts
from tests.desktop.story_book import story_book

pytestmark = pytest.mark.usefixtures("bare_today")
Settle = Callable[[MainWindow], None]


@pytest.fixture
def window(make_window: Callable[..., MainWindow], tmp_path: Path, settled: Settle, qtbot: QtBot) -> MainWindow:
    made = make_window(story_book(tmp_path / "story.csdesk"))
    made.open_page("charts")
    settled(made)
    qtbot.waitUntil(lambda: all(tile.accessibleName() for tile in page_of(made).tiles.values()), timeout=30_000)
    return made


def page_of(window: MainWindow) -> ChartsPage:
    assert isinstance(window.page, ChartsPage)
    return window.page


def test_every_tile_says_its_finding_and_one_can_be_enlarged_and_copied(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    assert tuple(page.tiles) == SHOWN
    assert "seats" in page.tiles["seats_used"].accessibleName()
    qtbot.mouseClick(page.tiles["arr_bridge"], Qt.MouseButton.LeftButton)
    assert page.stack.currentWidget() is page.alone
    page.tiles["arr_bridge"].copy()
    assert QApplication.clipboard().image().width() > 200
    page.show_all()
    assert page.stack.currentWidget() is not page.alone


def test_a_chart_is_saved_in_the_form_its_name_says_or_refused(
    window: MainWindow, settled: Settle, prompts: AnsweringPrompts, tmp_path: Path
) -> None:
    prompts.target = tmp_path / "bridge.svg"
    page_of(window).save("arr_bridge")
    settled(window)
    assert "<svg" in prompts.target.read_text("utf-8")
    assert window.toast.text == f"Chart saved to {prompts.target}"
    prompts.target = tmp_path / "bridge.bmp"
    page_of(window).save("arr_bridge")
    settled(window)
    assert [error.message.values for error in prompts.errors] == [(("form", ".bmp"),)]


def test_a_tile_writes_a_slide_and_a_workbook_with_a_native_chart(
    window: MainWindow, qtbot: QtBot, settled: Settle, prompts: AnsweringPrompts, tmp_path: Path
) -> None:
    tile = page_of(window).tiles["arr_bridge"]
    tools = {made.accessibleName(): made for made in tile.findChildren(QPushButton)}
    for name, form, part in (
        ("Save as a PowerPoint slide", "pptx", "ppt/charts/"), ("Save as an Excel workbook", "xlsx", "xl/charts/"),
    ):  # fmt: skip
        prompts.target = tmp_path / f"bridge.{form}"
        tools[name].click()
        settled(window)
        assert prompts.errors == []
        assert any(item.startswith(part) for item in zipfile.ZipFile(prompts.target).namelist())


def test_the_tools_of_a_tile_are_there_while_the_keyboard_is_on_it(window: MainWindow) -> None:
    tiles = page_of(window).tiles
    tool = tiles["nps"].findChildren(QPushButton)[-1]
    tiles["nps"].setFocus()
    assert tool.isVisible()
    tool.setFocus()
    assert tool.isVisible()
    tiles["seats_used"].setFocus()
    assert not tool.isVisible()
