"""Starting the window: it paints first, and loads what is heavy after that."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from csdesk.app.preferences import Preferences, load_preferences
from csdesk.desktop.appearance import install_appearance
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.icons import app_mark
from csdesk.desktop.jobs import JobRunner
from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages import PAGES
from csdesk.desktop.prompts import Prompts

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace

# Loaded off the GUI thread once the window is painted, in the order in which they are likely to be needed.
_WARM_UP = ("pandas", "csdesk.book.book", "csdesk.rules.assessment", "csdesk.app.edits", "rapidfuzz.process")


def build_window(
    workspace: Workspace | None, preferences: Preferences, prompts: Prompts | None = None
) -> MainWindow:  # fmt: skip
    """A window on a workspace that is open, or on the start page. Needs a QApplication."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        install_appearance(app, preferences)
        app.setWindowIcon(QIcon(app_mark(64, 1.0)))
    window = MainWindow(Bridge(JobRunner()), preferences, prompts)
    if workspace is not None:
        window.bridge.show(workspace)
    return window


def run(
    book: Path | None = None, files: list[Path] | None = None, as_of: date | None = None, language: str | None = None
) -> int:
    """Open the window on a book, with files to import, and stay until it is closed. Gives the exit code."""
    app = _application()
    preferences = load_preferences()
    if language is not None:
        preferences = replace(preferences, language=language)
    window = build_window(None, preferences)
    sys.excepthook = _ReportingHook(window)
    window.first_painted.connect(lambda: _after_paint(window, book, files or [], as_of))
    window.show()
    return app.exec()


def painted_window() -> MainWindow:
    """The window as it comes up without a book, at the moment of its first paint. For measuring the start."""
    app = _application()
    window = build_window(None, load_preferences())
    painted: list[bool] = []
    window.first_painted.connect(lambda: painted.append(True))
    window.show()
    while not painted:
        app.processEvents()
    return window


def _application() -> QApplication:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("the program needs a QApplication")
    app.setApplicationName("CSDesk")
    app.setDesktopFileName("csdesk")
    app.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus, False)
    return app


def _after_paint(window: MainWindow, book: Path | None, files: list[Path], as_of: date | None) -> None:
    from csdesk.app.log import log_to_file

    log_to_file()
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    if files:
        window.documents.wait_for(files)
    if book is not None and book.exists():
        window.documents.open(book, as_of)
    elif book is not None:
        window.documents.create(book, as_of)
    elif files:
        window.documents.take(files)


def warm_up() -> None:
    """Import what the first page will need, then the other pages."""
    for name in (*_WARM_UP, *(f"csdesk.desktop.pages.{entry.module}" for entry in PAGES)):
        import_module(name)


class _ReportingHook:
    """What happens to an exception nobody took: it is logged without data, and shown with Copy."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._showing = False

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        from csdesk.app.log import log_bug

        details = log_bug(error.with_traceback(trace))
        if not self._showing:
            self._showing = True
            self._window.prompts.show_bug(details)
            self._showing = False
