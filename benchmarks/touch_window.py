"""The Segments page of a book in a window: drag both cuts, and print how long until the page is painted.

Prints one JSON line: ``{"high": ms, "low": ms}``, 95th percentiles from the moment the mouse is moved until the
histogram, which is painted with the rest of the page, is painted again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.page_window import opened_page, slowest
from csdesk.desktop.pages.segments import SegmentsPage

MOVES, BETWEEN = 60, 0.15  # moves of the mouse, and seconds between them
STEP = 1_000_000  # yen between two places of the mouse


def _drags(page: SegmentsPage, cut: str, start: int) -> list[Callable[[], object]]:
    """To and fro over ten million yen, a quarter of the accounts."""

    def drag(n: int) -> Callable[[], object]:
        there = n % 10 if n // 10 % 2 == 0 else 10 - n % 10
        return lambda: page.histogram.cut_dragged.emit(cut, float(start - (there + 1) * STEP))

    return [drag(n) for n in range(MOVES)]


def main(book: Path) -> None:
    """Open the page and move the cuts."""
    with opened_page(book, "segments", SegmentsPage) as page:
        found = {"high": slowest(_drags(page, "high", 30_000_000), page.histogram, BETWEEN)}
        page.discard_trial()
        found["low"] = slowest(_drags(page, "low", 15_000_000), page.histogram, BETWEEN)
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
