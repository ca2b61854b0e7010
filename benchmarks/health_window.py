"""The Health page of a book in a window: drag a weight, a mark and a band, and print how long until it is painted.

Prints one JSON line: ``{"weight": ms, "mark": ms, "band": ms, "back_test": ms}``; the first three are 95th percentiles
from the moment the mouse is moved until histogram and bands are painted again.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.page_window import opened_page, settle, slowest
from csdesk.desktop.pages.health import HealthPage
from csdesk.desktop.pages.health_session import HealthSession

MOVES, BETWEEN = 60, 0.15  # moves of the mouse, and seconds between them


def _moves(page: HealthPage) -> dict[str, list[Callable[[], object]]]:
    row = page.model.components.rows[0]
    zero = row.zero
    assert zero is not None

    def weight(n: int) -> Callable[[], object]:
        return lambda: row.slider.setValue(30 + n % 40)

    def mark(n: int) -> Callable[[], object]:
        return lambda: zero.changed.emit(0.2 + n % 30 / 100)

    def band(n: int) -> Callable[[], object]:
        return lambda: page.histogram.cut_moved.emit("healthy_from", 60 + n % 30)

    makers = {"weight": weight, "mark": mark, "band": band}
    return {name: [make(n) for n in range(1, MOVES + 1)] for name, make in makers.items()}


def _answered(session: HealthSession) -> bool:
    return session.live_test is not None


def _tested(page: HealthPage) -> float:
    """Milliseconds of a back-test of the live model from nothing."""
    session = page.session
    session._ground, session.live_test = None, None
    started = time.perf_counter()
    session.test()
    while not _answered(session):
        QApplication.processEvents()
        time.sleep(0.002)
    return (time.perf_counter() - started) * 1000


def main(book: Path) -> None:
    """Open the page and move what can be moved."""
    with opened_page(book, "health", HealthPage, writable=True) as page:
        found = {name: slowest(moves, page.histogram, BETWEEN) for name, moves in _moves(page).items()}
        settle(page.bridge)
        found["back_test"] = _tested(page)
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
