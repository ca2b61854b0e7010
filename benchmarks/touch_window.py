"""The Segments page of a book in a window: drag both cuts, and print how long until the page is painted.

Prints one JSON line: ``{"high": ms, "low": ms}``, 95th percentiles from the moment the mouse is moved until the
histogram, which is painted with the rest of the page, is painted again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication

from benchmarks.large_book import AS_OF
from benchmarks.table_window import _paced, _Paints, _settle
from csdesk.app.preferences import Preferences
from csdesk.app.workspace import Workspace
from csdesk.desktop.application import build_window
from csdesk.desktop.pages.segments import SegmentsPage

MOVES, BETWEEN = 60, 0.15  # moves of the mouse, and seconds between them
STEP = 1_000_000  # yen between two places of the mouse


def _dragged(page: SegmentsPage, moves: Sequence[Callable[[], object]]) -> float:
    taken = _paced(moves, _Paints(page.histogram), BETWEEN)
    return float(np.percentile(taken, 95) * 1000)


def _drags(page: SegmentsPage, cut: str, start: int) -> list[Callable[[], object]]:
    """To and fro over ten million yen, a quarter of the accounts."""

    def drag(n: int) -> Callable[[], object]:
        there = n % 10 if n // 10 % 2 == 0 else 10 - n % 10
        return lambda: page.histogram.cut_dragged.emit(cut, float(start - (there + 1) * STEP))

    return [drag(n) for n in range(MOVES)]


def main() -> int:
    """Open the page and move the cuts."""
    app = QApplication.instance() or QApplication([])
    workspace = Workspace.open(Path(sys.argv[1]), writable=False, as_of=AS_OF)
    window = build_window(workspace, Preferences(language="en", theme="light"))
    window.show()
    _settle(window)
    window.open_page("segments")
    _settle(window)
    page = window.page
    assert isinstance(page, SegmentsPage)
    found = {"high": _dragged(page, _drags(page, "high", 30_000_000))}
    page.discard_trial()
    found["low"] = _dragged(page, _drags(page, "low", 15_000_000))
    print(json.dumps(found))
    window.close()
    app.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main())
