"""The palette finds things by part of their name, in either script."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from csdesk.app.workspace import Workspace
from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.shell.palette import CommandPalette, PaletteEntry, folded, matching
from csdesk.desktop.shell.palette_entries import palette_entries

ENTRIES = [
    PaletteEntry("Import files", lambda: None),
    PaletteEntry("Tsukimi Robotics", lambda: None, search="ツキミロボティクス"),
    PaletteEntry("月影精密", lambda: None, search="ツキカゲセイミツ"),
    PaletteEntry("Saltmarsh Energy", lambda: None),
]
FOLDED = [folded(f"{entry.text} {entry.search}") for entry in ENTRIES]


@pytest.mark.parametrize(
    ("typed", "first"),
    [("tsuk", "Tsukimi Robotics"), ("つきみ", "Tsukimi Robotics"), ("ﾂｷｶｹﾞ", "月影精密"), ("月影", "月影精密"), ("saltmrash", "Saltmarsh Energy"), ("imp", "Import files")],
)  # fmt: skip
def test_the_best_match_comes_first(typed: str, first: str) -> None:
    assert matching(ENTRIES, typed, FOLDED)[0].text == first


def test_nothing_typed_offers_everything_and_nonsense_nothing() -> None:
    assert len(matching(ENTRIES, "", FOLDED)) == 4
    assert matching(ENTRIES, "qqqqxx", FOLDED) == []


def test_arrow_keys_choose_and_enter_runs(qtbot: QtBot, make_window: Callable[..., MainWindow]) -> None:
    run: list[str] = []
    entries = [PaletteEntry(name, partial(run.append, name)) for name in ("one", "two", "three")]
    palette = CommandPalette(entries, make_window())
    qtbot.addWidget(palette)
    palette.show()
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert run == ["two"]


def test_accounts_of_the_book_are_offered(
    make_window: Callable[..., MainWindow], workspace: Workspace, settled: Callable[[MainWindow], None]
) -> None:
    window = make_window(workspace)
    settled(window)
    entries = {entry.text: entry for entry in palette_entries(window)}
    assert entries["Tsukimi Robotics"].meta == "High, ¥24.0M"
    assert "Undo" in entries


def test_an_account_that_is_nearly_alone_offers_what_to_do_with_it(qtbot: QtBot) -> None:
    done: list[str] = []
    log = PaletteEntry("Log touchpoint: Tsukimi Robotics", lambda: done.append("logged"))
    account = PaletteEntry("Tsukimi Robotics", lambda: done.append("opened"), more=lambda: [log])
    window = QWidget()
    qtbot.addWidget(window)
    palette = CommandPalette([account, PaletteEntry("Go to Today", lambda: None)], window)
    qtbot.addWidget(palette)
    assert [entry.text for entry in palette.shown] == ["Tsukimi Robotics", "Go to Today"]
    qtbot.keyClicks(palette.field, "tsuk")
    assert [entry.text for entry in palette.shown] == ["Tsukimi Robotics", "Log touchpoint: Tsukimi Robotics"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert done == ["logged"]
