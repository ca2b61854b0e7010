"""The columns step of an import as a person works with it: what letters become, sheets skipped, header rows, reading."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.imports import ImportPage
from csdesk.desktop.pages.imports_asked import EncodingChoice, HiddenQuestion
from csdesk.desktop.pages.imports_question import _LEFT_OUT, ColumnQuestion, SheetFacts
from tests.desktop.story_book import story_book

Settle = Callable[[MainWindow], None]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Customers"
    for row in (
        ["Customer ID", "Customer name", "Lifecycle"],
        ["C-1", "Otterline Ferries", "A"],
        ["C-2", "Kestrel & Rook", "A"],
        ["C-3", "Foxglove Analytics", "n/a"],
        ["C-4", "Saltmarsh Mills", "Adopting"],
    ):
        sheet.append(row)
    old = book.create_sheet("Old customers")
    for row in (["Customer ID", "Customer name", "Lifecycle"], ["C-9", "Long Gone", "Adopting"]):
        old.append(row)
    path = tmp_path / "customers_2026-11.xlsx"
    book.save(path)
    return path


@pytest.fixture
def window(
    import_here: None,
    make_window: Callable[..., MainWindow],
    tmp_path: Path,
    settled: Settle,
    file: Path,
    qtbot: QtBot,
) -> MainWindow:
    made = make_window(story_book(tmp_path / "story.csdesk"))
    settled(made)
    made.import_files([file])
    settled(made)
    planned(made, qtbot)
    return made


def page_of(window: MainWindow) -> ImportPage:
    assert isinstance(window.page, ImportPage)
    return window.page


def part(window: MainWindow, kind: type) -> object:
    side = page_of(window).columns.side.widget()
    assert side is not None
    return side.findChildren(kind)[-1]


def planned(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    qtbot.waitUntil(lambda: not page.pending and not page.filling and not window.bridge.jobs.busy, timeout=30_000)


def test_letters_become_choices_and_are_written_as_such(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    page.columns.view.choose(2)
    question = part(window, ColumnQuestion)
    assert isinstance(question, ColumnQuestion)
    box = next(b for b in question.findChildren(QComboBox) if "“A”" in b.accessibleName())
    assert box.currentText() == "—"
    rows = [found.text() for found in question.findChildren(QLabel) if found.text().endswith("rows")]
    assert rows[0] == "2 rows"
    place = box.findData("renewing")
    box.setCurrentIndex(place)
    box.activated.emit(place)
    planned(window, qtbot)
    page.forward.click()
    page.forward.click()
    planned(window, qtbot)
    assert window.bridge.workspace is not None
    accounts = window.bridge.workspace.frame("account").set_index("name")["lifecycle"]
    assert accounts["Kestrel & Rook"] == "renewing"
    assert window.bridge.workspace.book.settings["words"] == {"account.lifecycle": {"A": "renewing"}}


def test_words_for_nothing_are_told_with_their_number(window: MainWindow) -> None:
    page_of(window).columns.view.choose(2)
    question = part(window, ColumnQuestion)
    assert isinstance(question, ColumnQuestion)
    texts = [found.text() for found in question.findChildren(QLabel)]
    assert any(text.startswith("1 cell holds a word for nothing") for text in texts)


def test_a_sheet_is_skipped_and_read_again(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    assert [page.columns.tabs.tabText(n) for n in range(2)] == ["Customers  ✓", "Old customers  ✓"]
    page.columns.tabs.setCurrentIndex(1)
    planned(window, qtbot)
    for text, taken in (("Old customers, skipped", {"Long Gone"}), ("Old customers  ✓", set())):
        facts = part(window, SheetFacts)
        assert isinstance(facts, SheetFacts)
        qtbot.mouseClick(facts.skip, Qt.MouseButton.LeftButton)
        planned(window, qtbot)
        assert page.columns.tabs.tabText(1) == text
        assert page._planned is not None
        new = {record.account for record in page._planned.review.new_records}
        assert ({"Long Gone"} - new) == taken


def test_another_header_row_is_chosen_and_given_back(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    for row, headers, text in ((2, "C-1", "As detected"), (None, "Customer ID", "Row 1, detected")):
        facts = part(window, SheetFacts)
        assert isinstance(facts, SheetFacts)
        place = facts.header.findData(row)
        facts.header.activated.emit(place)
        planned(window, qtbot)
        assert page.columns.table is not None
        assert page.columns.table.columns[0].header == headers
        facts = part(window, SheetFacts)
        assert isinstance(facts, SheetFacts)
        assert facts.header.itemText(0) == text


def test_the_mapping_is_remembered_for_files_of_that_name_unless_told_otherwise(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = page_of(window)
    assert page.columns.remember.text() == "Remember this mapping for files\nnamed customers_*"
    page.columns.remember.setChecked(False)
    page.columns._choose_field("Lifecycle", "account.industry")
    planned(window, qtbot)
    page.forward.click()
    page.forward.click()
    planned(window, qtbot)
    assert window.bridge.workspace is not None
    assert "mappings" not in window.bridge.workspace.book.settings


def test_while_files_are_read_their_names_stand_there_with_cancel(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    page = page_of(window)
    page.forget()
    window.import_files([file])
    page = page_of(window)
    assert page.stack.currentWidget() is page.reading
    assert page.reading.names == [file.name]
    page.reading.box.cancelled.emit()
    qtbot.waitUntil(lambda: not window.bridge.jobs.busy, timeout=20_000)
    assert page.stack.currentWidget() is page.empty
    assert window.bridge.importing is None


def test_hidden_rows_are_asked_about_and_left_out_where_she_says_so(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Customer ID", "Customer name"], ["C-11", "Seen Mills"], ["C-12", "Hidden Mills"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "hidden.xlsx")
    window.import_files([tmp_path / "hidden.xlsx"])
    planned(window, qtbot)
    asked = part(window, HiddenQuestion)
    assert isinstance(asked, HiddenQuestion)
    assert asked.answers["take"].isChecked()
    page = page_of(window)
    for answer, names in (("leave", {"Seen Mills"}), ("take", {"Seen Mills", "Hidden Mills"})):
        asked = part(window, HiddenQuestion)
        assert isinstance(asked, HiddenQuestion)
        asked.answers[answer].click()
        planned(window, qtbot)
        assert page._planned is not None
        assert {record.account for record in page._planned.review.new_records} == names


def test_a_guessed_encoding_is_told_and_another_reads_the_file_again(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    text = "顧客ID,顧客名\nC-21,竜宮マリン\nC-22,木霊林業\n"
    (tmp_path / "customers.csv").write_bytes(text.encode("cp932"))
    window.import_files([tmp_path / "customers.csv"])
    planned(window, qtbot)
    page = page_of(window)
    for code, first, name in (("cp1252", "Shift_JIS (guessed)", False), ("", "As found", True)):
        choice = part(window, EncodingChoice)
        assert isinstance(choice, EncodingChoice)
        assert choice.box.itemText(0) == first
        choice.box.activated.emit(choice.box.findData(code))
        planned(window, qtbot)
        assert page.columns.table is not None
        assert ("竜宮マリン" in page.columns.table.head.texts[1]) is name
    facts = part(window, SheetFacts)
    assert isinstance(facts, SheetFacts)


def test_how_dates_are_written_stands_beside_the_sheet(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "contracts.csv").write_text(
        "Customer name,Start date,End date\nSeen Mills,2026/4/1,2027/3/31\n", "utf-8"
    )
    window.import_files([tmp_path / "contracts.csv"])
    planned(window, qtbot)
    facts = part(window, SheetFacts)
    assert isinstance(facts, SheetFacts)
    assert "year/month/day" in {found.text() for found in facts.findChildren(QLabel)}


def test_every_reason_to_leave_a_row_out_has_a_word() -> None:
    intake = Path(__file__).resolve().parents[3] / "csdesk" / "intake"
    named = r'DroppedRow\((?:[^()]|\([^()]*\))*"([a-z_]+)"\)'
    reasons = {reason for path in intake.glob("*.py") for reason in re.findall(named, path.read_text("utf-8"))}
    assert {"title", "total", "record_head", "deleted"} <= reasons
    assert reasons - {"blank"} <= set(_LEFT_OUT)  # blank rows are not counted
