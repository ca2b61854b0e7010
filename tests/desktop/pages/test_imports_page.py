"""Import through the page: columns, a question, the review, the book, and back by undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.imports import ImportPage
from tests.desktop.desktop_books import AnsweringPrompts
from tests.desktop.story_book import story_book

pytestmark = pytest.mark.slow
Settle = Callable[[MainWindow], None]
CONTRACTS = """Customer,Plan,Amount,Start,End,Colour
Otterline Ferries,Planloom,4800000,2026-09-01,2027-08-31,red
Kestrel & Rook,Planloom,620000,2026-06-01,2027-05-31,red
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "new_contracts.csv"
    path.write_text(CONTRACTS, "utf-8")
    return path


@pytest.fixture
def window(make_window: Callable[..., MainWindow], tmp_path: Path, settled: Settle) -> MainWindow:
    made = make_window(story_book(tmp_path / "story.csdesk"))
    settled(made)
    return made


def page_of(window: MainWindow) -> ImportPage:
    assert isinstance(window.page, ImportPage)
    return window.page


def filled(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the step on screen shows the whole plan: its parts come one a turn of the event loop."""
    page = page_of(window)
    qtbot.waitUntil(lambda: not page.pending and not page.filling, timeout=20_000)


def names(window: MainWindow) -> set[str]:
    assert window.bridge.workspace is not None
    return set(window.bridge.workspace.frame("account")["name"])


def test_a_file_goes_in_by_way_of_a_question_and_out_by_undo(
    window: MainWindow, file: Path, qtbot: QtBot, settled: Settle
) -> None:
    before = names(window)
    window.import_files([file])
    settled(window)
    page = page_of(window)
    assert page.stack.currentWidget() is page.columns
    filled(window, qtbot)
    assert "1 to confirm" in page.columns.counts.text()
    side = page.columns.side.widget()
    assert side is not None
    asked = side.findChildren(QRadioButton)
    arr = next(radio for radio in asked if "ARR" in radio.text())
    arr.click()
    filled(window, qtbot)
    assert "0 to confirm" in page.columns.counts.text()
    qtbot.mouseClick(page.forward, Qt.MouseButton.LeftButton)
    assert page.stack.currentWidget() is page.review
    assert page.forward.text() == "Import 2 rows"
    filled(window, qtbot)
    assert "¥42.9M" in {found.text() for found in page.review.findChildren(QLabel)}
    qtbot.mouseClick(page.forward, Qt.MouseButton.LeftButton)
    settled(window)
    assert window.page is not None
    assert window.page.code == "today"
    assert window.toast.text == "Imported: 4 new, 0 changed"
    assert names(window) == before | {"Otterline Ferries", "Kestrel & Rook"}
    window.toast.undo_asked.emit()
    settled(window)
    assert names(window) == before


def test_the_same_file_again_has_nothing_to_import(window: MainWindow, file: Path, settled: Settle) -> None:
    for _ in range(2):
        window.import_files([file])
        settled(window)
        page = page_of(window)
        page.forward.click()
        last = page.forward.text(), page.forward.isEnabled()
        page.forward.click()
        settled(window)
    assert last == ("Nothing to import", False)


def test_cells_that_cannot_be_read_are_shown_with_what_to_do(
    window: MainWindow, tmp_path: Path, settled: Settle, qtbot: QtBot
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(CONTRACTS.replace("2027-05-31", "2027-02-31"), "utf-8")
    window.import_files([path])
    settled(window)
    page = page_of(window)
    page.forward.click()
    filled(window, qtbot)
    model = page.review.problems.table.model()
    assert model is not None
    shown = [model.index(0, column).data() for column in range(model.columnCount())]
    assert "E3" in str(shown[0])
    assert "2027-02-31" in [str(text) for text in shown]


def test_cancel_writes_nothing(window: MainWindow, file: Path, settled: Settle, qtbot: QtBot) -> None:
    before = names(window)
    window.import_files([file])
    settled(window)
    qtbot.mouseClick(page_of(window).cancel, Qt.MouseButton.LeftButton)
    assert page_of(window).stack.currentWidget() is page_of(window).empty
    assert names(window) == before


def test_a_file_that_is_no_spreadsheet_is_refused_with_one_sentence(
    window: MainWindow, tmp_path: Path, settled: Settle, prompts: AnsweringPrompts
) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    window.import_files([path])
    settled(window)
    assert len(prompts.errors) == 1
