"""From a figure to the cell: the tree of reasons and the kept sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from csdesk.app.import_files import read_files
from csdesk.app.import_session import ImportSession
from csdesk.app.progress import PolledProgress
from csdesk.app.workspace import Workspace
from csdesk.desktop.explained_figure import explained_figures, kept_sheet
from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.shell.explanation_dialog import ExplanationDialog, open_explanation
from csdesk.desktop.shell.source_sheet import SourceSheetModel, cell_position, column_letters
from csdesk.model.policies import Policies, RevenuePolicy

Make = Callable[..., MainWindow]
Settle = Callable[[MainWindow], None]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the display that is none

SHEET = """Customer list November,,,,
Account ID,Account,Contract ID,Start date,End date,ARR
A-1,Marrowgate Bank,C-1,2026-01-01,2026-12-31,"18,600,000"
A-2,Umbra Instruments,C-2,2025-12-16,2026-12-15,"8,400,000"
"""


@pytest.fixture
def imported(tmp_path: Path) -> Workspace:
    """Two customers with one contract each, read from a CSV with a title row."""
    (tmp_path / "customers.csv").write_text(SHEET, "utf-8")
    policies = Policies(revenue=RevenuePolicy(currency="JPY"))
    workspace = Workspace.create(tmp_path / "made.csdesk", policies, as_of=date(2026, 11, 22))
    session = ImportSession(workspace, read_files([tmp_path / "customers.csv"], PolledProgress()))
    session.make_plan(PolledProgress())
    session.commit(PolledProgress())
    return workspace


def child(item: QTreeWidgetItem, place: int) -> QTreeWidgetItem:
    row = item.child(place)
    assert row is not None
    return row


def find(item: QTreeWidgetItem, text: str) -> QTreeWidgetItem:
    """The first row below that has the text in any column."""
    for place in range(item.childCount()):
        row = child(item, place)
        if any(text in row.text(column) for column in range(3)):
            return row
    raise AssertionError(text)


def shown(dialog: ExplanationDialog) -> QTreeWidgetItem:
    return dialog.tree.invisibleRootItem()


def test_a_figure_is_told_with_its_rule_and_its_cells(imported: Workspace) -> None:
    with imported:
        (arr,) = explained_figures(imported, 1, ("arr",))
        assert (arr.name, arr.value) == ("ARR", "¥18,600,000")
        assert arr.definition.startswith("Sum of the yearly amounts")
        cells = {cell.cell: cell for cell in arr.parts[0].cells}
        assert set(cells) == {"D3", "E3", "F3"}  # start, end, amount of the first contract
        assert (cells["F3"].text, cells["F3"].file) == ("18,600,000", "customers.csv")


def test_the_kept_sheet_is_the_file_as_it_was(imported: Workspace) -> None:
    with imported:
        (arr,) = explained_figures(imported, 1, ("arr",))
        cell = next(cell for cell in arr.parts[0].cells if cell.cell == "F3")
        kept = kept_sheet(imported, cell)
        assert kept is not None
        model = SourceSheetModel(kept.rows, kept.headers)
        place = model.place_of("F3")
        assert place is not None
        assert model.data(model.index(*place)) == "18,600,000"
        assert model.headerData(place[1], Qt.Orientation.Horizontal) == "F  ARR"
        assert model.headerData(place[0], Qt.Orientation.Vertical) == "3"


def test_a_source_is_shown_in_its_sheet_and_marked(make_window: Make, imported: Workspace, settled: Settle) -> None:
    window = make_window(imported)
    settled(window)
    dialog = open_explanation(window.bridge, 1, "Marrowgate Bank", "arr", parent=window)
    settled(window)
    assert [child(shown(dialog), n).text(0) for n in range(shown(dialog).childCount())][:3] == [
        "ARR",
        "Touch",
        "Health",
    ]
    contract = child(child(shown(dialog), 0), 0)
    dialog.tree.setCurrentItem(find(contract, "customers.csv, customers, F3"))
    settled(window)
    assert "F3" in dialog.where.text()
    assert dialog.sheet.currentIndex().data() == "18,600,000"
    dialog.close()


def test_closing_while_it_looks_is_no_fault(make_window: Make, imported: Workspace, settled: Settle, prompts: object) -> None:  # fmt: skip
    window = make_window(imported)
    settled(window)
    open_explanation(window.bridge, 1, "Marrowgate Bank", "health", parent=window).close()
    settled(window)
    assert window.isVisible()
    assert not window.bridge.jobs.busy


@pytest.mark.parametrize(("address", "position"), [("A1", (1, 1)), ("D47", (47, 4)), ("AA3", (3, 27)), ("x", None)])
def test_addresses_of_cells(address: str, position: tuple[int, int] | None) -> None:
    assert cell_position(address) == position


def test_letters_of_columns() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]


def test_a_row_that_was_not_kept_has_no_place(qtbot: QtBot) -> None:
    model = SourceSheetModel(pa.table({"row": [2, 3], "c0": ["a", None]}), {0: "Name"})
    assert model.place_of("A9") is None
    assert model.data(model.index(1, 0)) == ""
