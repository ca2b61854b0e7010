"""Pictures of every page from the demo book, in both languages, light and dark: ``today-en-light.png`` and so on.

``python tools/screenshots.py FOLDER [PAGE ...] [--all]``: without ``--all`` each page once in English and
light, and once in Japanese and dark.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp()

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from csdesk.app.demo import AS_OF, build_book, sample_files
from csdesk.app.finding import find_account
from csdesk.app.paths import SAMPLE_BOOK
from csdesk.app.preferences import Preferences
from csdesk.app.workspace import Workspace
from csdesk.desktop.application import build_window
from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages import PAGES
from csdesk.desktop.pages.imports import ImportPage
from csdesk.desktop.pages.segments import SegmentsPage
from csdesk.desktop.pages.settings import SettingsPage
from csdesk.desktop.pages.settings_sections import SECTIONS

LOOKS = (("en", "light"), ("ja", "dark"), ("en", "dark"), ("ja", "light"))


def wait(milliseconds: int) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settle(window: MainWindow) -> None:
    """Wait until nothing is being computed or drawn."""
    quiet = 0
    for _ in range(600):
        wait(50)
        quiet = 0 if window.bridge.jobs.busy else quiet + 1
        if quiet >= 6:
            return


def edited_contracts(folder: Path) -> Path:
    """The sample's list of contracts as somebody sends it back: new, changed, and with cells that cannot be read."""
    from openpyxl import load_workbook

    found = next(path for path in sample_files() if path.name.startswith("contracts"))
    book = load_workbook(found)
    sheet = book.worksheets[0]
    for cell, text in (
        ("F12", "８４O"), ("E24", "2026/12/32"), ("G30", -3), ("G11", 270), ("F11", 7000), ("F9", 21400), ("E16", "2027/6/30"),
        ("G13", 16), ("D40", "2026/2/30"), ("G44", "あり"), ("A33", "Gingerbread Robotics Ltd."), ("B33", "C-9001"),
    ):  # fmt: skip
        sheet[cell] = text
    made = folder / found.name
    book.save(made)
    return made


def target(code: str, workspace: Workspace) -> object:
    """What a page is asked to show."""
    if code == "account":
        return find_account(workspace, "Tsukimi Robotics")
    if code == "import":
        return [edited_contracts(Path(tempfile.mkdtemp()))]
    return None


def picture_settings(window: MainWindow, page: SettingsPage, folder: Path, look: str) -> None:
    """Every section in the window, and what of it lies below the fold as a picture of its own."""
    for section in SECTIONS:
        page.go_to(section.code)
        settle(window)
        window.grab().save(str(folder / f"settings-{section.code}-{look}.png"))
        if below := page.area.verticalScrollBar().maximum():
            page.area.verticalScrollBar().setValue(below)
            window.grab().save(str(folder / f"settings-{section.code}-below-{look}.png"))


def main(folder: Path, pages: list[str], looks: tuple[tuple[str, str], ...]) -> int:
    """Build the book and photograph the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    book = Path(tempfile.mkdtemp()) / SAMPLE_BOOK
    build_book(book)
    for language, theme in looks:
        own = Path(shutil.copy(book, Path(tempfile.mkdtemp()) / SAMPLE_BOOK))  # each window holds its book
        workspace = Workspace.open(own, as_of=AS_OF)
        window = build_window(workspace, Preferences(language=language, theme=theme))  # type: ignore[arg-type]
        window.resize(1440, 900)
        window.show()
        settle(window)
        for code in pages:
            window.open_page(code, target(code, workspace))
            settle(window)
            if code == "health":
                wait(1000)  # the back-test begins when nothing has been touched for a moment
                settle(window)
            if isinstance(window.page, SegmentsPage):
                window.page.try_cut("high", 5_000_000)
                wait(100)
            window.grab().save(str(folder / f"{code}-{language}-{theme}.png"))
            print(f"{code}-{language}-{theme}.png")
            if isinstance(window.page, SettingsPage):
                picture_settings(window, window.page, folder, f"{language}-{theme}")
            if code == "import":
                page = window.page
                assert isinstance(page, ImportPage)
                page.forward.click()
                settle(window)
                page.review.problems.table.go_to(1)
                page.review.problems.table.keys[Qt.Key.Key_Return]()
                page.review.problems.table.go_to(2)
                wait(400)
                settle(window)
                window.grab().save(str(folder / f"import-review-{language}-{theme}.png"))
        window.close()
        app.processEvents()
    return 0


if __name__ == "__main__":
    codes = [entry.code for entry in PAGES]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("page", nargs="*", choices=codes, default=codes)
    parser.add_argument("--all", action="store_true", help="every page in all four looks")
    said = parser.parse_args()
    sys.exit(main(said.folder, said.page, LOOKS if said.all else LOOKS[:2]))
