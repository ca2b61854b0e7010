"""The list of accounts of a large book in a window: type into the filter, scroll page by page, print how long it took.

Prints one JSON line: ``{"filter": ms, "scroll": ms}``, 95th percentiles from the moment a
letter is typed (or the scroll bar moved) until the table is painted again. The next letter
comes a tenth of a second after the last one, whether the window is done with that or not.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QAbstractSlider

from benchmarks.page_window import opened_page, slowest
from csdesk.desktop.pages.accounts import AccountsPage

BETWEEN_KEYS, BETWEEN_PAGES = 0.1, 0.03  # seconds
PAGES = 200
_WORDS = ("robotics 77", "mika osaka", "works 1234", "製作所", "energy 9", "tokyo foods")


def _typing(page: AccountsPage) -> float:
    """Each word letter by letter as a keyboard or an input method gives it, then taken back the same way."""
    field = page.bars.field
    field.setFocus()
    keys: list[Callable[[], object]] = []
    for word in _WORDS:
        keys += [partial(field.insert, letter) for letter in word]
        keys += [field.backspace] * len(word)
    return slowest(keys, page.table.viewport(), BETWEEN_KEYS)


def _scrolling(page: AccountsPage) -> float:
    bar, down = page.table.verticalScrollBar(), QAbstractSlider.SliderAction.SliderPageStepAdd
    return slowest([partial(bar.triggerAction, down)] * PAGES, page.table.viewport(), BETWEEN_PAGES)


def main(book: Path) -> None:
    """Open the window on the book, measure, print."""
    with opened_page(book, "accounts", AccountsPage) as page:
        if page.model.rowCount() == 0:
            raise RuntimeError("the list of accounts is empty")
        scrolled = _scrolling(page)
        print(json.dumps({"filter": _typing(page), "scroll": scrolled}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
