"""Checking spreadsheets from the window: the tree of rules and findings, what to do, refused files, closing early."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QTreeWidgetItem

from csdesk.desktop.lint_report import LintReportDialog, open_lint_report
from csdesk.desktop.main_window import MainWindow
from tests.desktop.desktop_books import AnsweringPrompts

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the display that is none
Settle = Callable[[MainWindow], None]
LOOSE = 'Customer,Start,ARR (JPY)\nKestrel,令和8年4月1日,"1,200"\nOtter,2026-05-01,500\nFjord,2026-06-01,-\n'


@pytest.fixture
def loose(tmp_path: Path) -> Path:
    path = tmp_path / "loose.csv"
    path.write_text(LOOSE, "utf-8")
    return path


def rows(item: QTreeWidgetItem | None) -> list[QTreeWidgetItem]:
    children = (item.child(place) for place in range(item.childCount())) if item is not None else ()
    return [child for child in children if child is not None]


def files(dialog: LintReportDialog) -> list[QTreeWidgetItem]:
    return rows(dialog.tree.invisibleRootItem())


def checked(window: MainWindow, settled: Settle) -> LintReportDialog:
    """The dialog that the command opens, filled in; no book need be open."""
    window.run("lint")
    settled(window)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LintReportDialog)
    return dialog


def test_the_command_shows_broken_rules_with_place_and_remedy(
    make_window: Callable[..., MainWindow], prompts: AnsweringPrompts, settled: Settle, loose: Path
) -> None:
    prompts.files = [loose]
    dialog = checked(make_window(), settled)
    assert dialog.summary.text() == "loose.csv: 3 of 15 rules are broken."
    (file,) = files(dialog)
    *broken, kept = rows(file)
    assert [rule.text(0).split()[0] for rule in broken] == ["1-3", "1-11", "1-13"]
    assert [[row.text(1) for row in rows(rule)] for rule in broken] == [["loose!C2"], ["loose!B2"], ["loose!C4"]]
    assert kept.text(0).startswith("Kept: 1-1, 1-2, 1-4,")
    # The first finding is chosen: what stands there, and what to do.
    assert dialog.value.text() == "In the cell: 1,200"
    assert dialog.hint.text() == "Leave the commas out; a number format shows them."
    dialog.tree.setCurrentItem(rows(broken[1])[0])
    assert dialog.value.text() == "In the cell: 令和8年4月1日"
    dialog.copy.click()
    lines = QApplication.clipboard().text().splitlines()
    assert len(lines) == 3
    assert lines[2].split("\t")[:5] == [
        "loose.csv",
        "1-13 Agreed signs where a number is missing",
        "loose!C4",
        "1",
        "-",
    ]
    dialog.close()


def test_a_file_that_cannot_be_read_stands_beside_the_others_with_its_reason(
    make_window: Callable[..., MainWindow], settled: Settle, loose: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("", "utf-8")
    window = make_window(language="ja", theme="dark")
    dialog = open_lint_report(window.bridge, [loose, empty], window)
    settled(window)
    first, second = files(dialog)
    assert dialog.summary.text() == "2ファイル、該当3項目"
    assert (first.text(0), first.text(3)) == ("loose.csv", "15項目中3項目に該当")
    assert second.text(0) == "empty.csv"
    assert "empty.csv" in second.text(3)
    assert rows(second) == []
    dialog.close()


def test_nothing_happens_when_no_file_is_chosen(
    make_window: Callable[..., MainWindow], prompts: AnsweringPrompts, settled: Settle
) -> None:
    prompts.files = []
    window = make_window()
    window.run("lint")
    settled(window)
    assert QApplication.activeModalWidget() is None


def test_closing_the_dialog_stops_the_reading(
    make_window: Callable[..., MainWindow], settled: Settle, loose: Path
) -> None:
    window = make_window()
    dialog = open_lint_report(window.bridge, [loose] * 5, window)
    dialog.close()
    settled(window)
    assert not window.bridge.jobs.busy


def test_the_report_opens_although_another_program_is_active(
    make_window: Callable[..., MainWindow], prompts: AnsweringPrompts, settled: Settle, loose: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    prompts.files = [loose]
    window = make_window()
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    dialog = checked(window, settled)
    gc.collect()
    assert dialog.parent() is window
    assert dialog.summary.text() == "loose.csv: 3 of 15 rules are broken."
    dialog.reject()
