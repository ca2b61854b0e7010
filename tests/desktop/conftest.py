"""Windows without a display, on real books in temporary folders, with prompts that are answered by the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from csdesk.app.import_desk import ImportDesk
from csdesk.app.preferences import Preferences
from csdesk.app.workspace import Workspace
from csdesk.book.lock import Writer
from csdesk.desktop.application import build_window
from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.page import Page
from csdesk.desktop.theme import install_theme
from csdesk.desktop.translation import install_language
from csdesk.i18n import Language
from csdesk.model.progress import Progress
from tests.desktop.desktop_books import AnsweringPrompts, small_book


@pytest.fixture(autouse=True)
def _looks(qapp: QApplication) -> None:
    """Every test starts in English and light."""
    install_language(Language("en"))
    install_theme(qapp, "light")


@pytest.fixture
def prompts() -> AnsweringPrompts:
    return AnsweringPrompts()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """The small book, open for writing; the window closes it."""
    return small_book(tmp_path / "small.csdesk")


@pytest.fixture
def make_window(qtbot: QtBot, prompts: AnsweringPrompts) -> Iterator[Callable[..., MainWindow]]:
    """Windows that are closed at the end of the test."""
    made: list[MainWindow] = []

    def make(workspace: Workspace | None = None, language: str = "en", theme: str = "light") -> MainWindow:
        window = build_window(workspace, Preferences(language=language, theme=theme), prompts)  # type: ignore[arg-type]
        qtbot.addWidget(window)
        made.append(window)
        window.show()
        return window

    yield make
    for window in made:
        window.close()


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[MainWindow], None]:
    """Wait until a window has nothing left to do."""

    def wait(window: MainWindow) -> None:
        qtbot.waitUntil(lambda: not window.bridge.jobs.busy, timeout=20_000)
        qtbot.wait(80)  # the selection settles 50 ms after it changed
        qtbot.waitUntil(lambda: not window.bridge.jobs.busy, timeout=20_000)

    return wait


class DeskHere:
    """An import in this process, with the calls of ``ImportProcess``: two seconds a test less to start one."""

    def __init__(self, book: Path, writer: Writer | None) -> None:
        self.book = book
        self._desk = ImportDesk(book, writer)
        self.plan, self.write, self.cells, self.rows = (
            self._desk.plan, self._desk.write, self._desk.cells, self._desk.rows,
        )  # fmt: skip
        self.close = self._desk.close

    def read(self, paths: Sequence[Path], progress: Progress, encodings: Mapping[str, str] | None = None) -> int:
        return self._desk.read(paths, encodings or {}, progress)


class BarePage(Page):
    """Stands where Today would, and shows nothing."""

    code = "today"


@pytest.fixture
def import_here(read_here: None, bare_today: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports of the window run in this process; ``test_imports_page`` keeps them in their own."""
    monkeypatch.setattr("csdesk.desktop.bridge.ImportProcess", DeskHere)


@pytest.fixture
def bare_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of today, which comes up first, works nothing out: half a second less for tests of another page."""
    monkeypatch.setattr("csdesk.desktop.pages.today.TodayPage", BarePage)
    monkeypatch.setattr("csdesk.desktop.main_window.MainWindow._count", lambda window, assessment: None)
