"""What comes from outside or takes long: other programs and computers, dropped files, long jobs; where the focus is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from csdesk.app import edits
from csdesk.app.workspace import Workspace
from csdesk.book.lock import Writer, lock_path
from csdesk.desktop import jobs as desktop_jobs
from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.accounts import AccountsPage
from csdesk.model.messages import Message
from tests.desktop.desktop_books import AnsweringPrompts, small_book

Make = Callable[..., MainWindow]
pytestmark = pytest.mark.usefixtures("bare_today")
Settle = Callable[[MainWindow], None]


def accounts_page(window: MainWindow) -> AccountsPage:
    assert isinstance(window.page, AccountsPage)
    return window.page


def test_what_another_program_wrote_is_seen(make_window: Make, tmp_path: Path, settled: Settle) -> None:
    small_book(tmp_path / "shared.csdesk").close()
    window = make_window(Workspace.open(tmp_path / "shared.csdesk", writable=False, as_of=date(2026, 11, 22)))
    settled(window)
    with Workspace.open(tmp_path / "shared.csdesk", as_of=date(2026, 11, 22)) as other:
        other.apply(edits.edit_records(other, "account", [1], {"name": "Tsukimi Works"}))
    window.bridge.look_again()
    settled(window)
    assert window.bridge.assessment is not None
    assert "Tsukimi Works" in window.bridge.assessment.accounts["name"].tolist()
    assert window.toast.text.startswith("Another program changed the book.")


def test_one_s_own_edits_are_no_news(make_window: Make, workspace: Workspace, settled: Settle) -> None:
    window = make_window(workspace)
    settled(window)
    window.bridge.edit(partial(edits.set_next_step, keys=[1], text="Call"))
    settled(window)
    said = window.toast.text
    window.bridge.look_again()
    settled(window)
    assert window.toast.text == said


def test_a_book_held_by_another_computer_can_be_taken_over(
    make_window: Make, tmp_path: Path, settled: Settle, prompts: AnsweringPrompts
) -> None:
    path = tmp_path / "held.csdesk"
    small_book(path).close()
    holder = Writer("Ken Tanaka", "elsewhere", 1, 0.0, "2026-11-20T09:00:00+00:00")
    lock_path(path).write_text(json.dumps(asdict(holder)), "utf-8")
    prompts.position = 1
    window = make_window()
    window.documents.open(path)
    settled(window)
    assert window.bridge.workspace is not None
    assert not window.bridge.workspace.read_only


def test_a_new_account_is_opened(make_window: Make, workspace: Workspace, settled: Settle, prompts: AnsweringPrompts) -> None:  # fmt: skip
    window = make_window(workspace)
    settled(window)
    prompts.answers = {"name": "Pebble & Thrush"}
    window.run("new_account")
    settled(window)
    assert window.page is not None
    assert window.page.code == "account"
    assert window.page.top.title.text() == "Pebble & Thrush"


def test_the_end_of_long_work_is_told(make_window: Make, workspace: Workspace, settled: Settle, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    window = make_window(workspace)
    settled(window)
    window.bridge.jobs.run(lambda: 1, title=Message("Making the sample book"))
    settled(window)
    assert "Done" not in window.toast.text
    monkeypatch.setattr(desktop_jobs, "LONG", 0.0)
    window.bridge.jobs.run(lambda: 1, title=Message("Making the sample book"))
    settled(window)
    assert window.toast.text == "Done: Making the sample book"


def mime(*files: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return data


def drag(window: MainWindow, data: QMimeData) -> None:
    event = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    QApplication.sendEvent(window.centre, event)


def drop(window: MainWindow, data: QMimeData) -> None:
    event = QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    QApplication.sendEvent(window.centre, event)


def test_files_over_the_window_are_announced_and_go_to_the_import(make_window: Make, workspace: Workspace, settled: Settle, tmp_path: Path) -> None:  # fmt: skip
    sheet = tmp_path / "customers.csv"
    sheet.write_text("Account ID,Account\nA-9,Copperfinch Audio\n", "utf-8")
    window = make_window(workspace)
    settled(window)
    data = mime(sheet)
    drag(window, data)
    assert window.drop.isVisible()
    drop(window, data)
    assert not window.drop.isVisible()
    settled(window)
    assert window.page is not None
    assert window.page.code == "import"


def test_a_drag_that_leaves_takes_the_overlay_with_it(make_window: Make, workspace: Workspace, settled: Settle, tmp_path: Path) -> None:  # fmt: skip
    window = make_window(workspace)
    settled(window)
    drag(window, data := mime(tmp_path / "a.csv"))
    QApplication.sendEvent(window.centre, QDragLeaveEvent())
    assert not window.drop.isVisible()
    assert data.hasUrls()


def test_a_file_of_an_unknown_kind_is_answered_with_those_that_work(make_window: Make, workspace: Workspace, settled: Settle, tmp_path: Path) -> None:  # fmt: skip
    window = make_window(workspace)
    settled(window)
    data = mime(tmp_path / "photo.jpg")
    drag(window, data)
    drop(window, data)
    assert window.toast.text.startswith("CSDesk takes Excel")
    assert window.page is not None
    assert window.page.code == "today"


def test_the_pinned_account_stays_while_the_selection_moves(make_window: Make, workspace: Workspace, settled: Settle) -> None:  # fmt: skip
    window = make_window(workspace)
    window.open_page("accounts", 1)
    settled(window)
    page = accounts_page(window)
    page.inspector.pin.click()
    page.table.go_to_key(2)
    settled(window)
    assert page.inspector.title.text() == "Tsukimi Robotics"
    page.inspector.pin.click()
    settled(window)
    assert page.inspector.title.text() == "Saltmarsh Energy"


def test_an_edit_keeps_row_column_and_selection(make_window: Make, workspace: Workspace, settled: Settle) -> None:
    window = make_window(workspace)
    window.open_page("accounts", 2)
    settled(window)
    page = accounts_page(window)
    place = next(n for n, column in enumerate(page.model.columns) if column.code == "next_step")
    index = page.table.currentIndex().siblingAtColumn(place)
    page.table.setCurrentIndex(index)
    window.bridge.edit(partial(edits.set_next_step, keys=[2], text="Call"))
    settled(window)
    assert page.table.current_key() == 2
    assert page.table.selected_keys() == [2]
    assert page.table.currentIndex().column() == place


def test_a_page_that_comes_up_takes_the_keyboard_into_its_list(make_window: Make, workspace: Workspace, settled: Settle, qtbot: QtBot) -> None:  # fmt: skip
    window = make_window(workspace)
    settled(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.run("page_accounts")
    settled(window)
    assert accounts_page(window).table.hasFocus()


def test_no_ring_is_drawn_before_something_has_the_focus(make_window: Make, workspace: Workspace, settled: Settle) -> None:  # fmt: skip
    window = make_window(workspace)
    settled(window)
    window.setFocus()
    assert window.ring.followed is None
    assert not window.ring.shown


def test_the_ring_outlives_the_page_that_it_was_on(make_window: Make, workspace: Workspace, settled: Settle, qtbot: QtBot) -> None:  # fmt: skip
    window = make_window(workspace)
    settled(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for _ in range(2):
        window.open_page("account", 1)
        settled(window)
        assert window.page is not None
        button = next(
            found for area in window.page.findChildren(QScrollArea) for found in area.findChildren(QAbstractButton)
            if found.isVisible() and found.isEnabled() and found.focusPolicy() != Qt.FocusPolicy.NoFocus
        )  # fmt: skip
        button.setFocus(Qt.FocusReason.TabFocusReason)
        assert window.ring.followed is button
        assert window.ring.shown
        window.rebuild()
        settled(window)
        assert not isValid(button)


def test_an_account_fits_the_smallest_window(make_window: Make, workspace: Workspace, settled: Settle) -> None:
    window = make_window(workspace)
    window.resize(window.minimumSize())
    window.open_page("account", 1)
    settled(window)
    assert window.page is not None
    areas = [area for area in window.page.findChildren(QScrollArea) if area.isVisible()]
    assert len(areas) == 3
    for area in areas:
        inside = area.widget()
        assert inside is not None
        assert inside.minimumSizeHint().width() <= area.viewport().width()


def test_on_an_account_the_rail_shows_the_list_above_it(make_window: Make, workspace: Workspace, settled: Settle) -> None:  # fmt: skip
    window = make_window(workspace)
    settled(window)
    window.open_page("account", 1)
    assert window.rail.shown == "accounts"


def test_the_toast_names_the_account_and_what_was_undone(make_window: Make, workspace: Workspace, settled: Settle) -> None:  # fmt: skip
    window = make_window(workspace)
    settled(window)
    window.bridge.edit(lambda book: edits.edit_records(book, "account", [2], {"csm": "Ken Tanaka"}))
    settled(window)
    assert window.toast.text == "Set CSM of Saltmarsh Energy"
    window.run("undo")
    settled(window)
    assert window.toast.text == "Undone: Set CSM of Saltmarsh Energy"
