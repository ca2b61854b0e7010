"""A million rows imported by way of the window: how long it did not answer, what it held, how soon it let go when told.

Prints one JSON line: ``{"heartbeat": ms, "own": bytes, "all": bytes, "cancel": ms}``. The
heartbeat is the longest time between two beats of a 10 ms timer from the files being dropped
until the review is looked at; ``own`` and ``all`` are the memory of the window's process and
of all of them until the book is written; ``cancel`` is from the click until the import's
process is gone, while it reads the file once more.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

import psutil
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.page_window import settle
from csdesk.app.preferences import Preferences
from csdesk.app.workspace import Workspace
from csdesk.desktop.application import build_window
from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.imports import ImportPage

_TOO_LONG = 300.0  # seconds


class _Heart:
    """The longest silence of a timer of the GUI thread, in seconds."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer = QTimer(interval=10)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now

    def forget(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()


class _Memory(threading.Thread):
    """The most this process held, and all of them together, in bytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.own = self.all = 0
        self.stopped = threading.Event()

    def run(self) -> None:
        me = psutil.Process()
        while not self.stopped.wait(0.1):
            held = [_resident(process) for process in (me, *me.children(recursive=True))]
            self.own, self.all = max(self.own, held[0]), max(self.all, sum(held))


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _until_written(window: MainWindow) -> None:
    """Until the import's process has ended: the book is written then."""
    given_up = time.perf_counter() + _TOO_LONG
    while window.bridge.importing is not None:
        QApplication.processEvents()
        time.sleep(0.001)
        if time.perf_counter() > given_up:
            raise RuntimeError("the import was not written")


def _cancelled(window: MainWindow, page: ImportPage, workbook: Path) -> float:
    window.open_page("import", [workbook])
    due = time.perf_counter() + 2
    while time.perf_counter() < due:
        QApplication.processEvents()
    started = time.perf_counter()
    page.cancel.click()
    while window.bridge.importing is not None:
        QApplication.processEvents()
    return time.perf_counter() - started


def main(workbook: Path) -> None:
    """Import the workbook into a new book, measure, print."""
    QApplication.instance() or QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        book = Workspace.create(Path(folder) / "bench.csdesk", as_of=date(2026, 11, 22))
        window = build_window(book, Preferences())
        window.show()
        window.open_page("import")
        settle(window.bridge, 0.3)
        page = window.page
        if not isinstance(page, ImportPage):
            raise RuntimeError("the import page is not there")
        let_go = _cancelled(window, page, workbook)
        settle(window.bridge, 0.3)
        heart, memory = _Heart(), _Memory()
        memory.start()
        heart.forget()
        window.open_page("import", [workbook])
        settle(window.bridge, 0.3)
        page.forward.click()
        settle(window.bridge, 0.3)
        longest = heart.longest
        page.forward.click()
        _until_written(window)
        memory.stopped.set()
        memory.join()
        said = {"heartbeat": longest * 1000, "own": memory.own, "all": memory.all, "cancel": let_go * 1000}
        print(json.dumps(said), flush=True)
        window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
