"""The window as a whole: books, edits with undo, language and theme, files that are dropped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from csdesk.app import edits
from csdesk.app.preferences import Preferences
from csdesk.app.workspace import Workspace
from csdesk.desktop.main_window import MainWindow
from tests.desktop.desktop_books import AnsweringPrompts, small_book

Make = Callable[..., MainWindow]
pytestmark = pytest.mark.slow
Settle = Callable[[MainWindow], None]


def names(window: MainWindow) -> list[str]:
    assert window.bridge.workspace is not None
    return sorted(window.bridge.workspace.frame("account")["name"].tolist())


def test_a_book_names_itself_in_the_title_and_the_status_bar(
    make_window: Make, workspace: Workspace, settled: Settle
) -> None:
    window = make_window(workspace)
    settled(window)
    assert window.windowTitle() == "small.csdesk – CSDesk"
    assert window.status.as_of.text() == "As of 22\u00a0Nov\u00a02026"
    assert window.status.book.text().startswith("small.csdesk, saved ")


def test_an_edit_can_be_undone_from_its_toast(make_window: Make, workspace: Workspace, settled: Settle) -> None:
    window = make_window(workspace)
    settled(window)
    window.bridge.edit(partial(edits.create_account, values={"name": "Otterline Ferries"}))
    settled(window)
    assert "Otterline Ferries" in names(window)
    assert window.toast.text == "Create account Otterline Ferries"
    window.toast.undo_asked.emit()
    settled(window)
    assert "Otterline Ferries" not in names(window)
    assert window.toast.text == "Undone: Create account Otterline Ferries"
    window.run("redo")
    settled(window)
    assert "Otterline Ferries" in names(window)


def test_with_nothing_to_undo_the_toast_says_so(make_window: Make, tmp_path: Path, settled: Settle) -> None:
    window = make_window(Workspace.create(tmp_path / "empty.csdesk", as_of=date(2026, 11, 22)))
    settled(window)
    window.run("undo")
    settled(window)
    assert window.toast.text == "There is nothing to undo."


def test_a_refused_edit_is_shown_and_changes_nothing(make_window: Make, workspace: Workspace, settled: Settle, prompts: AnsweringPrompts) -> None:  # fmt: skip
    window = make_window(workspace)
    window.bridge.edit(partial(edits.create_account, values={"name": " "}))
    settled(window)
    assert [str(error) for error in prompts.errors] == ["An account needs a name."]
    assert len(names(window)) == 4


def test_a_new_account_is_asked_for_and_made(make_window: Make, workspace: Workspace, settled: Settle, prompts: AnsweringPrompts) -> None:  # fmt: skip
    window = make_window(workspace)
    settled(window)
    prompts.answers = {"name": "Otterline Ferries", "csm": "Mika Sato"}
    window.run("new_account")
    settled(window)
    assert "Otterline Ferries" in names(window)
    assert prompts.forms[0].required == ("name",)


def test_language_and_theme_change_at_once_and_keep_the_page(
    make_window: Make, workspace: Workspace, settled: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csdesk.desktop.main_window.save_preferences", lambda preferences: None)
    window = make_window(workspace)
    window.open_page("accounts")
    settled(window)
    window.use_preferences(Preferences(language="ja", theme="dark"))
    settled(window)
    assert window.page is not None
    assert (window.page.code, window.page.top.title.text()) == ("accounts", "顧客")
    assert window.status.as_of.text() == "基準日 2026/11/22"
    assert window.palette().window().color().name().upper() == "#1B1C1F"


def test_another_as_of_date_is_used_for_everything(make_window: Make, workspace: Workspace, settled: Settle) -> None:
    window = make_window(workspace)
    settled(window)
    window.bridge.set_as_of(date(2026, 12, 31))
    settled(window)
    assert window.bridge.assessment is not None
    assert window.bridge.assessment.as_of == date(2026, 12, 31)


def test_a_book_among_dropped_files_is_opened(make_window: Make, tmp_path: Path, settled: Settle, qtbot: QtBot) -> None:
    small_book(tmp_path / "dropped.csdesk").close()
    window = make_window()
    with qtbot.waitSignal(window.bridge.book_opened, timeout=10_000):
        window.import_files([tmp_path / "dropped.csdesk"])
    settled(window)
    assert window.windowTitle() == "dropped.csdesk – CSDesk"


def test_a_book_that_is_open_elsewhere_is_offered_for_reading(
    make_window: Make, tmp_path: Path, settled: Settle, prompts: AnsweringPrompts
) -> None:
    with small_book(tmp_path / "held.csdesk"):
        window = make_window()
        prompts.position = 0
        window.documents.open(tmp_path / "held.csdesk")
        settled(window)
        assert window.bridge.workspace is not None
        assert window.bridge.workspace.read_only
        assert "reading only" in window.status.book.text()
        window.close()


def test_a_file_that_is_no_book_is_refused_with_one_sentence(
    make_window: Make, tmp_path: Path, settled: Settle, prompts: AnsweringPrompts
) -> None:
    (tmp_path / "not.csdesk").write_text("hello")
    window = make_window()
    window.documents.open(tmp_path / "not.csdesk")
    settled(window)
    assert len(prompts.errors) == 1
    assert window.bridge.workspace is None


def test_closing_the_book_leads_back_to_the_start(make_window: Make, workspace: Workspace, settled: Settle) -> None:
    window = make_window(workspace)
    settled(window)
    window.run("close_book")
    settled(window)
    assert window.stack.currentWidget() is window.start


def test_f6_steps_through_the_panes(make_window: Make, workspace: Workspace, settled: Settle) -> None:
    window = make_window(workspace)
    window.open_page("accounts")
    settled(window)
    window.activateWindow()
    page = window.page
    assert page is not None
    window.rail.setFocus()
    seen = set()
    for _ in range(5):
        window.next_pane()
        focus = window.focusWidget()
        seen |= {
            place
            for place, pane in enumerate(page.panes())
            if focus is not None and (pane is focus or pane.isAncestorOf(focus))
        }
    assert seen == {0, 1, 2}


def test_a_closed_window_lets_go_of_its_book(make_window: Make, workspace: Workspace, settled: Settle) -> None:
    window = make_window(workspace)
    settled(window)
    window.close()
    with Workspace.open(workspace.path) as again:
        assert not again.read_only


def test_the_summary_is_written_where_the_user_says(
    make_window: Make, workspace: Workspace, settled: Settle, prompts: AnsweringPrompts, tmp_path: Path
) -> None:
    window = make_window(workspace)
    settled(window)
    prompts.target = tmp_path / "summary"
    window.run("summary")
    settled(window)
    assert (tmp_path / "summary.xlsx").read_bytes()[:2] == b"PK"
    assert window.toast.text.startswith("Summary saved to ")
