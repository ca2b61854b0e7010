"""A page of a book in a window, and how long it takes until it is painted after somebody did something to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.large_book import AS_OF
from csdesk.app.preferences import Preferences
from csdesk.app.workspace import Workspace
from csdesk.desktop.application import build_window
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.pages.page import Page

P = TypeVar("P", bound=Page)
_PATIENCE = 10  # seconds


@contextmanager
def opened_page(book: Path, code: str, kind: type[P], *, writable: bool = False) -> Iterator[P]:
    """The page of a window on the book, with nothing left to do; the window is closed afterwards."""
    app = QApplication.instance() or QApplication([])
    window = build_window(
        Workspace.open(book, writable=writable, as_of=AS_OF), Preferences(language="en", theme="light")
    )
    window.show()
    window.open_page(code)
    settle(window.bridge)
    page = window.page
    if not isinstance(page, kind):
        raise TypeError(f"the page {code} is not there")
    yield page
    settle(window.bridge)
    window.close()
    app.processEvents()


class Paints(QObject):
    """Counts how often a widget was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let everything through."""
        if event.type() is QEvent.Type.Paint:
            self.count += 1
        return False


_LOOKS = 20


def settle(bridge: Bridge, quiet: float = 0.5) -> None:
    """Until no work is left for so many seconds, and the selection has settled.

    A machine that stands still for a moment is not quiet: events have to have been looked for again and again.
    """
    quiet_since, looks = time.perf_counter(), 0
    while time.perf_counter() - quiet_since < quiet or looks < _LOOKS:
        QApplication.processEvents()
        looks += 1
        if bridge.jobs.busy:
            quiet_since, looks = time.perf_counter(), 0
        time.sleep(0.002)


def slowest(actions: Sequence[Callable[[], object]], widget: QWidget, between: float) -> float:
    """Milliseconds from when an action was due until the widget was painted after it: the 95th percentile.

    The next action comes ``between`` seconds after the last, whether the window is done with that or not.
    """
    paints, taken = Paints(widget), []
    due = time.perf_counter() + between
    for action in actions:
        while (left := due - time.perf_counter()) > 0:
            QApplication.processEvents()
            time.sleep(min(0.001, left))
        before = paints.count
        action()
        while paints.count == before:
            QApplication.processEvents()
            if time.perf_counter() - due > _PATIENCE:
                raise RuntimeError("nothing was painted")
        taken.append(time.perf_counter() - due)
        due = max(due + between, time.perf_counter())
    return float(np.percentile(taken, 95)) * 1000
