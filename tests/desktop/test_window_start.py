"""The window comes up before anything heavy is loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from csdesk.desktop.main_window import MainWindow

HEAVY = (
    "pandas",
    "numpy",
    "pyarrow",
    "matplotlib",
    "sqlalchemy",
    "alembic",
    "openpyxl",
    "pptx",
    "xlsxwriter",
    "rapidfuzz",
)
PROGRAM = f"""
import sys
from PySide6.QtWidgets import QApplication
from csdesk.app.preferences import Preferences
from csdesk.desktop.application import build_window
app = QApplication([])
window = build_window(None, Preferences())
window.first_painted.connect(lambda: (print([m for m in {HEAVY!r} if m in sys.modules]), window.close(), app.quit()))
window.show()
app.exec()
"""


def test_nothing_heavy_is_loaded_before_the_first_paint() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, env=environment, check=True
    )
    assert done.stdout.strip() == "[]"


def test_without_a_book_the_window_offers_how_to_start(make_window: Callable[..., MainWindow]) -> None:
    window = make_window()
    assert window.stack.currentWidget() is window.start
    assert window.page is None
    assert window.windowTitle() == "CSDesk"
