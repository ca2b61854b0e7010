"""The list of accounts on a real book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from csdesk.app.workspace import Workspace
from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.accounts import AccountsPage
from csdesk.desktop.pages.accounts_filter import AccountsFilter
from csdesk.desktop.pages.page import StatusPart
from csdesk.desktop.tables.editing import CellEdit
from csdesk.model.fields import field
from tests.desktop.desktop_books import AnsweringPrompts, small_book

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("bare_today")]
Settle = Callable[[MainWindow], None]


@pytest.fixture
def window(make_window: Callable[..., MainWindow], workspace: Workspace, settled: Settle) -> MainWindow:
    made = make_window(workspace)
    made.open_page("accounts")
    settled(made)
    page_of(made).show_view("all")
    settled(made)
    return made


def page_of(window: MainWindow) -> AccountsPage:
    page = window.page
    assert isinstance(page, AccountsPage)
    return page


def listed(window: MainWindow) -> list[object]:
    model = page_of(window).model
    return [model.value(row, "name") for row in range(model.rowCount())]


def stored(window: MainWindow, key: int, name: str) -> object:
    assert window.bridge.workspace is not None
    frame = window.bridge.workspace.frame("account")
    return frame.loc[frame["key"] == key, name].iloc[0]


def test_all_accounts_are_listed_by_arr(window: MainWindow) -> None:
    assert listed(window) == ["Tsukimi Robotics", "Saltmarsh Energy", "とんぼ測量", "Gingerbread Robotics"]


def test_typing_filters_and_clearing_shows_all(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    page.bars.field.setText("robot")
    assert listed(window) == ["Tsukimi Robotics", "Gingerbread Robotics"]
    page.bars.field.setText("つきみ")
    assert listed(window) == ["Tsukimi Robotics"]
    page.bars.field.setText("no such name")
    assert page.stack.currentIndex() == 2
    page.bars.clear()
    settled(window)
    assert len(listed(window)) == 4


def test_a_view_shows_its_rows_in_its_order(window: MainWindow, settled: Settle) -> None:
    page_of(window).show_view("renewing")
    settled(window)
    # Ends on 6 and 31 January are within 120 days of 22 November, the end of August is not.
    assert listed(window) == ["Saltmarsh Energy", "Tsukimi Robotics"]


def test_the_status_bar_sums_list_and_selection(window: MainWindow, settled: Settle, qtbot: QtBot) -> None:
    page = page_of(window)
    shown: list[tuple[StatusPart, ...]] = []
    page.status_shown.connect(shown.append)
    page.table.select_keys([1, 2], 1)
    qtbot.waitUntil(lambda: len(shown) > 0)
    settled(window)
    texts = [(part.text, part.strong) for part in shown[-1]]
    # 24.0 + 12.6 + 0.9 and 24.0 + 12.6 million; notice 30 days before the day after 6 January: 7 December.
    assert texts[0] == ("4 accounts, ARR ¥37.5M", "")
    assert ("", "2 selected") in texts
    assert ("Sum", "¥36.6M") in texts
    assert ("Earliest notice", "7\u00a0Dec") in texts


def test_the_side_pane_shows_the_current_account(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    page.table.go_to_key(1)
    settled(window)
    details = page.inspector.details
    assert details is not None
    assert page.inspector.title.text() == "Tsukimi Robotics"
    assert [contact.name for contact in details.contacts] == ["H. Tsukino"]
    assert [(happening.on, str(happening.text)) for happening in details.recent] == [
        (date(2026, 10, 2), "Rollout call")
    ]
    assert details.row["notice_by"] == date(2027, 1, 1)


def test_a_next_step_is_saved_from_the_side_pane_and_undone(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    page.table.go_to_key(2)
    settled(window)
    page.inspector.step.setText("Escalate 3 tickets")
    page.inspector.step_on.setText("2026/12/1")
    page.inspector.step_on.editingFinished.emit()
    settled(window)
    assert stored(window, 2, "next_step") == "Escalate 3 tickets"
    assert window.toast.text == "Set next step for Saltmarsh Energy"
    window.run("undo")
    settled(window)
    assert str(stored(window, 2, "next_step")) == "<NA>"


def test_an_edit_in_the_table_goes_to_all_selected_accounts(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    page.table.committed.emit(CellEdit(field("account.csm"), (1, 2, 3), "Ken Tanaka"))
    settled(window)
    assert [stored(window, key, "csm") for key in (1, 2, 3)] == ["Ken Tanaka"] * 3
    assert window.toast.text == "Set CSM for 3 accounts"


def test_archived_accounts_leave_the_list_and_can_be_brought_back(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    page.inspector.archive_asked.emit(4)
    settled(window)
    assert "Gingerbread Robotics" not in listed(window)
    page.show_view("archived")
    settled(window)
    assert listed(window) == ["Gingerbread Robotics"]
    window.run("undo")
    settled(window)
    page.show_view("all")
    settled(window)
    assert "Gingerbread Robotics" in listed(window)


def test_an_account_with_a_running_contract_is_not_archived(
    window: MainWindow, settled: Settle, prompts: AnsweringPrompts
) -> None:
    page_of(window).inspector.archive_asked.emit(3)
    settled(window)
    assert len(prompts.errors) == 1
    assert "とんぼ測量" in listed(window)


def test_deleting_takes_contracts_along_and_undo_brings_both_back(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    assert window.bridge.workspace is not None
    page.inspector.delete_asked.emit(1)
    settled(window)
    assert "Tsukimi Robotics" not in listed(window)
    assert len(window.bridge.workspace.frame("contract")) == 2
    window.run("undo")
    settled(window)
    assert "Tsukimi Robotics" in listed(window)
    assert len(window.bridge.workspace.frame("contract")) == 3


def test_columns_are_chosen_and_remembered_in_the_book(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    page._keep_columns(["name", "region", "arr"])
    settled(window)
    assert [column.code for column in page.model.columns] == ["name", "region", "arr"]
    assert window.bridge.workspace is not None
    assert window.bridge.workspace.book.settings["views.accounts"]["columns"] == ["name", "region", "arr"]


def test_a_filter_is_saved_as_a_view_under_a_name(
    window: MainWindow, settled: Settle, prompts: AnsweringPrompts
) -> None:
    page = page_of(window)
    page.bars.filter_changed.emit(AccountsFilter(csm=("Mika Sato",)))
    settled(window)
    assert page.bars.save.isVisible()
    prompts.text = "Mika"
    page.bars.save_asked.emit()
    settled(window)
    assert page.views.current.code == "own:Mika"
    assert listed(window) == ["Tsukimi Robotics", "とんぼ測量"]
    page.bars.forget_asked.emit()
    settled(window)
    assert page.views.current.code == "all"


def test_enter_opens_the_account(window: MainWindow, settled: Settle, qtbot: QtBot) -> None:
    page = page_of(window)
    page.table.go_to_key(2)
    with qtbot.waitSignal(page.account_opened) as opened:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert opened.args == [2]


def test_the_list_is_exported_as_it_is_shown(window: MainWindow, prompts: AnsweringPrompts, tmp_path: Path) -> None:
    prompts.target = tmp_path / "list.csv"
    page_of(window).export()
    lines = prompts.target.read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("Account,Touch,")
    assert [line.rsplit(",", 1)[1] for line in lines][:2] == ["Key", "acc-1"]
    assert lines[1].startswith("Tsukimi Robotics,High,")
    assert len(lines) == 5


def test_an_empty_book_says_how_to_begin(
    make_window: Callable[..., MainWindow], tmp_path: Path, settled: Settle
) -> None:
    made = make_window(Workspace.create(tmp_path / "empty.csdesk", as_of=date(2026, 11, 22)))
    made.open_page("accounts")
    settled(made)
    assert page_of(made).stack.currentIndex() == 1


def group_by(window: MainWindow, settled: Settle, name: str) -> None:
    """Choose what the menu of Group offers under that name."""
    menu = page_of(window).bars.group_menu()
    next(action for action in menu.actions() if action.text() == name).trigger()
    settled(window)


def rows_of(window: MainWindow) -> list[str]:
    """The first cell of every row, headings among them."""
    model = page_of(window).model
    return [model.text(row, 0) for row in range(model.rowCount())]


def test_the_list_is_grouped_by_csm_with_sums(window: MainWindow, settled: Settle) -> None:
    group_by(window, settled, "CSM")
    assert rows_of(window) == [
        "Daniel Reyes, 1 account",
        "Saltmarsh Energy",
        "Mika Sato, 2 accounts",
        "Tsukimi Robotics",
        "とんぼ測量",
        "Nobody, 1 account",
        "Gingerbread Robotics",
    ]
    # 24.0 + 0.9 million.
    assert [heading.arr for heading in page_of(window).model.headings] == [12_600_000, 24_900_000, 0]


def test_groups_of_touch_stand_in_their_order_and_keep_the_order_within(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    page.model.sort_by("name")
    group_by(window, settled, "Touch")
    assert [heading.title for heading in page.model.headings][:2] == ["High", "Tech"]
    assert rows_of(window)[1:3] == ["Saltmarsh Energy", "Tsukimi Robotics"]


def test_a_heading_closes_and_opens_by_mouse_and_keys(window: MainWindow, settled: Settle, qtbot: QtBot) -> None:
    group_by(window, settled, "CSM")
    table = page_of(window).table
    place = table.visualRect(table.model().index(2, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert rows_of(window)[2:4] == ["Mika Sato, 2 accounts", "Nobody, 1 account"]
    assert page_of(window).model.headings[1].arr == 24_900_000  # what is closed still counts
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert rows_of(window)[3] == "Tsukimi Robotics"
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert rows_of(window)[3] == "Nobody, 1 account"
    settled(window)
    assert window.page is page_of(window)  # Enter and click on a heading open no account


def test_headings_are_no_accounts_for_selection_sums_and_export(
    window: MainWindow, settled: Settle, prompts: AnsweringPrompts, tmp_path: Path
) -> None:
    group_by(window, settled, "CSM")
    page = page_of(window)
    shown: list[tuple[StatusPart, ...]] = []
    page.status_shown.connect(shown.append)
    page.table.selectAll()
    settled(window)
    assert sorted(page.table.selected_keys()) == [1, 2, 3, 4]
    assert shown[-1][0].text == "4 accounts, ARR ¥37.5M"
    assert shown[-1][1].strong == "4 selected"
    prompts.target = tmp_path / "list.csv"
    page.export()
    settled(window)
    assert len(prompts.target.read_text("utf-8-sig").splitlines()) == 5


def test_grouping_is_kept_with_a_saved_view(window: MainWindow, settled: Settle, prompts: AnsweringPrompts) -> None:
    group_by(window, settled, "Touch")
    prompts.text = "By tier"
    page_of(window).bars.new_view.click()
    settled(window)
    page_of(window).show_view("all")
    assert page_of(window).model.group == ""
    page_of(window).show_view("own:By tier")
    settled(window)
    assert page_of(window).model.group == "touch"
    assert page_of(window).bars.group.text() == "Group: Touch"


def test_the_first_account_is_at_the_side_when_the_list_comes_up(
    make_window: Callable[..., MainWindow], tmp_path: Path, settled: Settle
) -> None:
    made = make_window(small_book(tmp_path / "again.csdesk"))
    settled(made)
    made.open_page("accounts")
    settled(made)
    assert page_of(made).inspector.title.text() == "Saltmarsh Energy"
