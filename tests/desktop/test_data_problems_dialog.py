"""The list of data problems: rule by rule, mended one by one or all alike, and undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from csdesk.app.edits import edit_records
from csdesk.desktop.data_problems_dialog import TITLES, DataProblemsDialog, open_data_problems
from csdesk.desktop.main_window import MainWindow
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.messages import Message
from tests.desktop.desktop_books import AnsweringPrompts
from tests.desktop.story_book import story_book

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the display that is none
Settle = Callable[[MainWindow], None]


@pytest.fixture
def window(make_window: Callable[..., MainWindow], tmp_path: Path, settled: Settle) -> MainWindow:
    workspace = story_book(tmp_path / "story.csdesk")
    line = {"account_key": 3, "amount": 500, "basis": "annual", "start": date(2027, 2, 1), "end": date(2026, 2, 1)}
    swapped = tuple(Change("contract", key, None, {**line, "product": f"P{key}"}) for key in (901, 902))
    workspace.apply(ChangeSet(Message("made"), swapped))
    made = make_window(workspace)
    made.open_page("accounts")
    settled(made)
    return made


def rules(dialog: DataProblemsDialog) -> dict[str, int]:
    tops = [dialog.tree.topLevelItem(place) for place in range(dialog.tree.topLevelItemCount())]
    return {top.data(0, 256): top.childCount() for top in tops if top is not None}


def choose(dialog: DataProblemsDialog, rule: str) -> None:
    for place in range(dialog.tree.topLevelItemCount()):
        top = dialog.tree.topLevelItem(place)
        if top is not None and top.data(0, 256) == rule:
            first = top.child(0)
            assert first is not None
            dialog.tree.setCurrentItem(first)


def test_flaws_are_mended_all_alike_and_come_back_by_undo(
    window: MainWindow, prompts: AnsweringPrompts, settled: Settle
) -> None:
    assert window.page is not None
    dialog = open_data_problems(window.bridge, prompts, window.page)
    settled(window)
    assert rules(dialog)["end_before_start"] == 2
    choose(dialog, "end_before_start")
    assert dialog.all_button.toolTip() == "Swap start and end"
    dialog.all_button.click()
    settled(window)
    assert "end_before_start" not in rules(dialog)
    assert window.toast.text == "Swap start and end: 2 records"
    window.toast.undo_asked.emit()
    settled(window)
    choose(dialog, "end_before_start")
    dialog.one_button.click()
    settled(window)
    assert rules(dialog)["end_before_start"] == 1
    opened: list[object] = []
    dialog.account_opened.connect(opened.append)
    choose(dialog, "end_before_start")
    dialog.open_account()
    settled(window)
    assert opened == [3]


def test_a_missing_csm_is_named_for_all_at_once(window: MainWindow, prompts: AnsweringPrompts, settled: Settle) -> None:
    workspace = window.bridge.workspace
    assert workspace is not None
    assert window.page is not None
    keys = workspace.frame("account")["key"].tolist()[:2]
    window.bridge.edit(lambda book: edit_records(book, "account", keys, {"csm": None}))
    settled(window)
    dialog = open_data_problems(window.bridge, prompts, window.page)
    settled(window)
    count = rules(dialog)["no_csm"]
    choose(dialog, "no_csm")
    prompts.text = "Ken Tanaka"
    dialog.all_button.click()
    settled(window)
    assert count >= 1
    assert "no_csm" not in rules(dialog)


def test_every_rule_has_a_title() -> None:
    from csdesk.app.data_fixes import FIXES

    assert set(FIXES) <= set(TITLES)
