"""The window painted, against a bare PySide6 window in its own process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.processes import medians, run
from benchmarks.result import Result

_BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication(sys.argv)
window = QMainWindow()
window.resize(1440, 900)
window.show()
application.processEvents()
"""

_OURS = """
from csdesk.desktop.application import painted_window
painted_window()
"""


def measure(folder: Path) -> Iterator[Result]:
    """Process start to first paint, both ended right after it."""
    found = medians(5, ours=lambda: run([sys.executable, "-c", _OURS]), peer=lambda: run([sys.executable, "-c", _BARE]))
    yield Result("window painted", found["ours"].seconds, found["peer"].seconds, 2.5, "s", "a bare PySide6 window")
