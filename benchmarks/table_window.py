"""The list of accounts of a large book in a window: type into the filter, scroll page by page, print how long it took.

Prints one JSON line: ``{"filter": ms, "scroll": ms}``, 95th percentiles from the moment a
letter is typed (or the scroll bar moved) until the table is painted again. The next letter
comes a tenth of a second after the last one, whether the window is done with that or not.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractSlider, QApplication, QWidget

from benchmarks.large_book import AS_OF
from csdesk.app.preferences import Preferences
from csdesk.app.workspace import Workspace
from csdesk.desktop.application import build_window
from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.accounts import AccountsPage

BETWEEN_KEYS, BETWEEN_PAGES = 0.1, 0.03  # seconds
PAGES = 200
_WORDS = ("robotics 77", "mika osaka", "works 1234", "製作所", "energy 9", "tokyo foods")


class _Paints(QObject):
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


def _settle(window: MainWindow) -> None:
    """Until no work is left, and the selection has settled."""
    quiet_since = time.perf_counter()
    while time.perf_counter() - quiet_since < 0.5:
        QApplication.processEvents()
        if window.bridge.jobs.busy:
            quiet_since = time.perf_counter()
        time.sleep(0.002)


def _paced(actions: Sequence[Callable[[], object]], paints: _Paints, between: float) -> list[float]:
    """Seconds from when each action was due until the table was painted after it."""
    taken = []
    due = time.perf_counter() + between
    for action in actions:
        while (left := due - time.perf_counter()) > 0:
            QApplication.processEvents()
            time.sleep(min(0.001, left))
        before = paints.count
        action()
        while paints.count == before:
            QApplication.processEvents()
            if time.perf_counter() - due > 10:
                raise RuntimeError("the table was not painted")
        taken.append(time.perf_counter() - due)
        due = max(due + between, time.perf_counter())
    return taken


def _typing(page: AccountsPage, paints: _Paints) -> list[float]:
    """Each word letter by letter as a keyboard or an input method gives it, then taken back the same way."""
    field = page.bars.field
    field.setFocus()
    taken = []
    for word in _WORDS:
        taken += _paced([partial(field.insert, letter) for letter in word], paints, BETWEEN_KEYS)
        taken += _paced([field.backspace] * len(word), paints, BETWEEN_KEYS)
    return taken


def _scrolling(page: AccountsPage, paints: _Paints) -> list[float]:
    bar, down = page.table.verticalScrollBar(), QAbstractSlider.SliderAction.SliderPageStepAdd
    return _paced([partial(bar.triggerAction, down)] * PAGES, paints, BETWEEN_PAGES)


def _95th(seconds: Sequence[float]) -> float:
    return float(np.percentile(seconds, 95)) * 1000


def main(book: Path) -> None:
    """Open the window on the book, measure, print."""
    QApplication.instance() or QApplication(sys.argv[:1])
    window = build_window(Workspace.open(book, writable=False, as_of=AS_OF), Preferences())
    window.show()
    window.open_page("accounts")
    _settle(window)
    page = window.page
    if not isinstance(page, AccountsPage) or page.model.rowCount() == 0:
        raise RuntimeError("the list of accounts is not there")
    paints = _Paints(page.table.viewport())
    scrolled = _scrolling(page, paints)
    typed = _typing(page, paints)
    print(json.dumps({"filter": _95th(typed), "scroll": _95th(scrolled)}), flush=True)
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
