"""The review of an import as a person works with it: boxes that filter, cells mended, rows kept aside, changes kept out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from csdesk.app.import_changes import ChangedField
from csdesk.app.import_place import LIST_ROWS
from csdesk.app.workspace import Workspace
from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.imports import ImportPage
from csdesk.desktop.pages.imports_boxes import CHANGED, GONE, NEW, PROBLEMS, UNCHANGED
from csdesk.desktop.pages.imports_change_table import TICK, ChangeModel
from csdesk.desktop.pages.imports_problem_model import ACCEPT, ACTIONS, ASIDE, BACK, SUGGESTED
from csdesk.desktop.translation import install_language
from csdesk.i18n import Language
from tests.desktop.desktop_books import AnsweringPrompts
from tests.desktop.story_book import story_book

GOOD = """Contract ID,Customer name,Start date,End date,ARR,Seats bought,CSM
K-1,Otterline Ferries,2026-01-01,2026-12-31,1200,10,Sato
K-2,Kestrel & Rook,2026-04-01,2027-03-31,2400,20,Tanaka
K-3,Foxglove Analytics,2026-04-01,2027-03-31,3600,30,Sato
"""
BAD = GOOD.replace("2026-12-31", "2026-12-32").replace("2400", "24OO")
EDITED = GOOD.replace("3600", "4000").replace("Tanaka", "Reyes").replace("2400,20", "2400,25")


pytestmark = pytest.mark.slow


class Importing:
    """A window in which files are imported, with what a test says in short."""

    def __init__(self, window: MainWindow, qtbot: QtBot, folder: Path) -> None:
        self.window, self.qtbot, self.folder = window, qtbot, folder

    @property
    def page(self) -> ImportPage:
        assert isinstance(self.window.page, ImportPage)
        return self.window.page

    def planned(self) -> None:
        """Wait until the plan holds everything that was said."""
        page, jobs = self.page, self.window.bridge.jobs
        self.qtbot.waitUntil(lambda: not page.pending and not page.filling and not jobs.busy, timeout=30_000)

    def read(self, text: str, name: str = "contracts_2026-11.csv") -> None:
        path = self.folder / name
        path.write_text(text, "utf-8")
        self.window.import_files([path])
        self.planned()

    def review(self, text: str, name: str = "contracts_2026-11.csv") -> None:
        self.read(text, name)
        self.page.forward.click()
        self.planned()

    def write(self) -> None:
        self.qtbot.mouseClick(self.page.forward, Qt.MouseButton.LeftButton)
        self.qtbot.waitUntil(lambda: not self.window.bridge.jobs.busy, timeout=30_000)

    def contract(self, number: str) -> dict[str, object]:
        workspace = self.window.bridge.workspace
        assert workspace is not None
        frame = workspace.frame("contract").set_index("external_id")
        return dict(frame.loc[number])

    def press(self, row: int, action: str) -> None:
        """Press a button of a row of the problems."""
        table = self.page.review.problems.table
        x, y = table.button_place(row, action)
        self.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))


@pytest.fixture
def importing(
    import_here: None,
    make_window: Callable[..., MainWindow],
    tmp_path: Path,
    settled: Callable[[MainWindow], None],
    qtbot: QtBot,
) -> Importing:
    window = make_window(story_book(tmp_path / "story.csdesk"))
    settled(window)
    return Importing(window, qtbot, tmp_path)


@pytest.fixture
def known(importing: Importing) -> Importing:
    """The good file is in the book already."""
    importing.review(GOOD)
    importing.write()
    return importing


def states(importing: Importing) -> list[str]:
    model = importing.page.review.problems.table.problems
    return [model.state(row) for row in range(model.rowCount())]


def state_words(importing: Importing) -> list[str]:
    model = importing.page.review.problems.table.problems
    return [model.index(row, ACTIONS).data() for row in range(model.rowCount())]


def the_change(model: ChangeModel, row: int) -> ChangedField:
    change = model.change(row)
    assert change is not None
    return change


def test_a_suggestion_is_accepted_with_a_click_and_taken_back(importing: Importing) -> None:
    importing.review(BAD)
    problems = importing.page.review.problems
    assert problems.head.meta.text() == "0 of 2 fixed"
    assert importing.page.forward.text() == "Import 1 row, keep 2 aside"
    importing.press(0, ACCEPT)
    assert not importing.page.forward.isEnabled()
    importing.planned()
    assert states(importing) == ["accepted", "open"]
    assert problems.head.meta.text() == "1 of 2 fixed"
    assert importing.page.forward.text() == "Import 2 rows, keep 1 aside"
    importing.press(0, BACK)
    importing.planned()
    assert states(importing) == ["open", "open"]


def test_all_suggestions_at_once_and_then_the_import(importing: Importing) -> None:
    importing.review(BAD)
    problems = importing.page.review.problems
    assert problems.accept_all.text() == "Accept all 2 suggestions"
    problems.accept_all.click()
    importing.planned()
    assert states(importing) == ["accepted", "accepted"]
    importing.write()
    assert importing.contract("K-1")["end"].date() == date(2026, 12, 31)  # type: ignore[attr-defined]
    assert importing.contract("K-2")["amount"] == 2400


def test_a_cell_is_typed_over_in_place(importing: Importing) -> None:
    importing.review(BAD)
    table = importing.page.review.problems.table
    table.setFocus()
    table.go_to(0)
    importing.qtbot.keyClick(table, Qt.Key.Key_E)
    editor = table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText("2026-11-30")
    importing.qtbot.keyClick(editor, Qt.Key.Key_Return)
    importing.qtbot.waitUntil(lambda: table.problems.index(0, SUGGESTED).data() == "2026-11-30", timeout=5_000)
    importing.planned()
    assert states(importing)[0] == "accepted"
    importing.write()
    assert importing.contract("K-1")["end"].date() == date(2026, 11, 30)  # type: ignore[attr-defined]


def test_the_keys_of_the_list_move_accept_keep_aside_and_take_back(importing: Importing) -> None:
    importing.review(BAD)
    table = importing.page.review.problems.table
    table.setFocus()
    table.go_to(0)
    importing.qtbot.keyClick(table, Qt.Key.Key_J)
    assert table.currentIndex().row() == 1
    importing.qtbot.keyClick(table, Qt.Key.Key_K)
    importing.qtbot.keyClick(table, Qt.Key.Key_Return)
    importing.qtbot.keyClick(table, Qt.Key.Key_J)
    importing.qtbot.keyClick(table, Qt.Key.Key_A)
    importing.planned()
    assert states(importing) == ["accepted", "aside"]
    importing.qtbot.keyClick(table, Qt.Key.Key_U)
    importing.planned()
    assert states(importing) == ["accepted", "open"]


def test_a_row_kept_aside_does_not_go_in(importing: Importing) -> None:
    importing.review(GOOD.replace("2400,20", "lots,20"))
    importing.press(0, ASIDE)
    importing.planned()
    assert state_words(importing) == ["Row kept aside"]
    assert importing.page.forward.text() == "Import 2 rows, keep 1 aside"
    importing.write()
    workspace = importing.window.bridge.workspace
    assert workspace is not None
    assert "K-2" not in set(workspace.frame("contract")["external_id"].dropna())


def test_where_the_row_can_do_without_it_only_the_cell_is_kept_aside(importing: Importing) -> None:
    importing.review(GOOD.replace("2400,20", "2400,many"))
    importing.press(0, ASIDE)
    importing.planned()
    assert state_words(importing) == ["Cell left out"]
    assert importing.page.forward.text() == "Import 3 rows"
    importing.press(0, BACK)
    importing.planned()
    assert states(importing) == ["open"]
    importing.page.review.problems.keep_all_aside()
    importing.planned()
    assert states(importing) == ["aside"]
    importing.write()
    assert importing.contract("K-2")["amount"] == 2400
    assert importing.contract("K-2")["seats"] is pd.NA


def test_what_is_said_of_all_reaches_what_is_not_listed_and_one_of_them_is_taken_back(importing: Importing) -> None:
    rows = "".join(f"K-{n},Works {n},2026-01-01,2026-12-32,1200,10,Sato\n" for n in range(250))
    importing.review(GOOD.partition("\n")[0] + "\n" + rows)
    problems = importing.page.review.problems
    model = problems.table.problems
    assert (model.rowCount(), len(model.rows.loaded())) == (250, LIST_ROWS)
    assert problems.accept_all.text() == "Accept all 250 suggestions"
    assert problems.head.meta.text() == "0 of 250 fixed"
    problems.table.scrollToBottom()
    problems.table.viewport().repaint()
    importing.planned()
    assert model.index(249, 0).data() == "D251"
    problems.accept_all.click()
    assert problems.head.meta.text() == "250 of 250 fixed"
    importing.planned()
    assert importing.page.forward.text() == "Import 250 rows"
    assert states(importing)[:2] == ["accepted", "accepted"]
    problems.table.scrollToTop()
    importing.press(0, BACK)
    importing.planned()
    assert problems.head.meta.text() == "249 of 250 fixed"
    assert importing.page.forward.text() == "Import 249 rows, keep 1 aside"
    problems.back_all.click()
    importing.planned()
    assert problems.head.meta.text() == "0 of 250 fixed"


def test_a_box_for_all_reaches_changes_that_are_not_listed(importing: Importing) -> None:
    rows = "".join(f"K-{n},Works {n},2026-01-01,2026-12-31,1200,10,Sato\n" for n in range(150))
    importing.review(GOOD.partition("\n")[0] + "\n" + rows)
    importing.write()
    importing.review(GOOD.partition("\n")[0] + "\n" + rows.replace("1200,10", "1500,20"), "contracts_2026-12.csv")
    changes = importing.page.review.changes
    changes.filter._buttons["money"].click()
    changes.table._head_clicked(TICK)
    assert changes.table.changes.all_taken() is False
    changes.filter._buttons["all"].click()
    assert changes.table.changes.all_taken() is None
    importing.planned()
    assert changes.table.changes.all_taken() is None
    importing.write()
    workspace = importing.window.bridge.workspace
    assert workspace is not None
    written = workspace.frame("contract").set_index("external_id").loc[[f"K-{n}" for n in range(150)]]
    assert (set(written["amount"]), set(written["seats"])) == ({1200}, {20})


def test_one_fix_is_applied_to_all_cells_like_it(importing: Importing) -> None:
    importing.review(GOOD.replace("1200,10", "12OO,10").replace("2400,20", "12OO,20"))
    problems = importing.page.review.problems
    problems.table.go_to(0)
    assert problems.alike.text() == "Apply to all 2 like it"
    problems.alike.click()
    importing.planned()
    assert states(importing) == ["accepted", "accepted"]
    importing.write()
    assert importing.contract("K-2")["amount"] == 1200


def test_the_cell_is_shown_in_its_sheet_with_the_rows_around(importing: Importing) -> None:
    importing.review(BAD)
    importing.page.review.problems.table.go_to(1)
    side = importing.page.review.side
    assert side.cell_place.text().endswith("E3")
    assert side.grid.excerpt.rows == (2, 3, 4)
    assert side.grid.excerpt.texts[1] == ("Kestrel & Rook", "2027-03-31", "24OO")
    assert "look like digits" in side.why.text()


def test_the_boxes_filter_the_lists(known: Importing) -> None:
    known.review(EDITED.replace("K-3", "K-4").replace("2026-12-31", "2026-12-32"), "contracts_2026-12.csv")
    review = known.page.review
    parts = {PROBLEMS: review.problems, CHANGED: review.changes, NEW: review.new}
    for code, part in parts.items():
        review.boxes.boxes[code].click()
        assert [one.isVisible() for one in parts.values()] == [one is part for one in parts.values()]
    review.boxes.boxes[UNCHANGED].click()
    assert review.nothing.isVisible()
    review.boxes.boxes[UNCHANGED].click()
    assert all(part.isVisible() for part in parts.values())
    types = {review.new.table.records.index(row, 0).data() for row in range(review.new.table.records.rowCount())}
    assert types == {"Contract"}


def test_single_changes_and_all_of_them_are_kept_out(known: Importing) -> None:
    known.review(EDITED, "contracts_2026-12.csv")
    changes = known.page.review.changes
    model = changes.table.changes
    assert [(the_change(model, row).field, model.taken(row)) for row in range(model.rowCount())] == [
        ("amount", True), ("seats", True), ("csm", True),
    ]  # fmt: skip
    box = changes.table.visualRect(model.index(0, TICK)).center()
    known.qtbot.mouseClick(changes.table.viewport(), Qt.MouseButton.LeftButton, pos=box)
    known.planned()
    assert [model.taken(row) for row in range(3)] == [False, True, True]
    changes.table._head_clicked(TICK)
    changes.table._head_clicked(TICK)
    known.planned()
    assert [model.taken(row) for row in range(3)] == [False, False, False]
    assert known.page.forward.text() == "Nothing to import"
    known.qtbot.keyClick(changes.table, Qt.Key.Key_Space)
    known.planned()
    known.write()
    assert known.contract("K-3")["amount"] == 4000
    assert known.contract("K-2")["seats"] == 20


def test_the_filter_shows_the_changes_of_a_group_with_their_numbers(known: Importing) -> None:
    known.review(EDITED.replace("2026-12-31", "2027-01-31"), "contracts_2026-12.csv")
    changes = known.page.review.changes
    texts = [button.text() for button in changes.filter.findChildren(type(changes.filter._buttons["all"]))]
    assert texts == ["All 4", "ARR 1", "Dates 1", "Seats 1", "Other 1"]
    changes.filter._buttons["dates"].click()
    known.qtbot.waitUntil(lambda: changes.table.changes.change(0) is not None, timeout=5_000)
    assert [the_change(changes.table.changes, 0).field, changes.table.changes.rowCount()] == ["end", 1]
    labels = {found.text() for found in known.page.review.side.findChildren(QLabel)}
    assert {"Renewal dates moved", "Nothing is lost", "Effect on the book"} <= labels


def test_a_field_can_be_left_to_the_book_for_good(known: Importing) -> None:
    known.review(EDITED, "contracts_2026-12.csv")
    changes = known.page.review.changes
    menu = changes.winner_menu(["account.csm"])
    keep = next(action for action in menu.actions() if action.text() == "Keep mine")
    keep.trigger()
    known.planned()
    model = changes.table.changes
    assert {the_change(model, row).field: model.taken(row) for row in range(3)}["csm"] is False
    known.write()
    workspace = known.window.bridge.workspace
    assert workspace is not None
    assert workspace.book.settings["conflict_policies"] == {"account.csm": "mine"}
    assert "Reyes" not in set(workspace.frame("account")["csm"])


def test_the_same_file_again_says_in_words_that_nothing_changes(known: Importing) -> None:
    known.review(GOOD, "contracts_2026-12.csv")
    review = known.page.review
    assert review.nothing.isVisible()
    texts = {found.text() for found in review.nothing.findChildren(QLabel)}
    assert "The book says the same already" in texts
    assert not known.page.forward.isEnabled()


def test_a_name_like_a_known_one_is_that_customer_when_accepted(known: Importing) -> None:
    known.review(GOOD.replace("K-2,Kestrel & Rook", "K-9,Kestrel & Rook Ltd."), "contracts_2026-12.csv")
    problems = known.page.review.problems
    found = problems.table.problems.found(0)
    assert found is not None
    assert (found.problem.code, found.problem.suggestion) == ("similar_name", "Kestrel & Rook")
    problems.table.go_to(0)
    problems.table.keys[int(Qt.Key.Key_Return)]()
    known.planned()
    assert states(known)[0] == "accepted"
    known.write()
    workspace = known.window.bridge.workspace
    assert workspace is not None
    assert "Kestrel & Rook Ltd." not in set(workspace.frame("account")["name"])


def test_import_settings_go_out_and_come_in_by_the_palette(
    known: Importing, prompts: AnsweringPrompts, tmp_path: Path
) -> None:
    prompts.target = tmp_path / "settings.json"
    known.window.run("export_import_settings")
    known.qtbot.waitUntil(lambda: not known.window.bridge.jobs.busy, timeout=20_000)
    text = prompts.target.read_text("utf-8").replace('"conflict_policies": {}', '"conflict_policies": {"account.csm": "mine"}')  # fmt: skip
    prompts.target.write_text(text, "utf-8")
    known.window.run("take_import_settings")
    known.qtbot.waitUntil(lambda: not known.window.bridge.jobs.busy, timeout=20_000)
    workspace = known.window.bridge.workspace
    assert workspace is not None
    assert workspace.book.settings["conflict_policies"] == {"account.csm": "mine"}
    assert known.window.toast.text == "Import settings taken from settings.json"


def test_what_is_missing_stays_unless_the_person_says_that_it_churned(known: Importing) -> None:
    known.review(GOOD.replace("K-2,Kestrel & Rook,2026-04-01,2027-03-31,2400,20,Tanaka\n", ""), "contracts_2026-12.csv")
    review = known.page.review
    assert review.boxes.boxes[GONE].number > 0
    assert review.gone.isVisible()
    model = review.gone.table.gone
    assert {model.decision(row) for row in range(model.rowCount())} == {"keep"}
    row = next(r for r, one in model.rows.loaded().items() if one.account == "Kestrel & Rook")
    review.gone.table.setFocus()
    review.gone.table.go_to(row)
    known.qtbot.keyClick(review.gone.table, Qt.Key.Key_C)
    known.planned()
    assert model.decision(row) == "churned"
    gone = model.rows.at(row)
    assert gone is not None
    assert gone.decision == "churned"
    assert known.page.forward.isEnabled()


def test_sums_of_the_file_stand_beside_those_of_the_book(importing: Importing) -> None:
    importing.review(GOOD)
    labels = {found.text() for found in importing.page.review.side.findChildren(QLabel)}
    assert {"Control totals", "7,200 JPY", "7,200 JPY  ✓", "3 of 3 rows"} <= labels


@pytest.fixture
def english_again() -> Iterator[None]:
    yield
    install_language(Language("en"))


def test_what_was_said_of_all_and_whether_to_remember_outlive_a_change_of_language(
    importing: Importing, english_again: None
) -> None:
    rows = "".join(f"K-{n},Works {n},2026-01-01,2026-12-32,1200,10,Sato\n" for n in range(5))
    importing.read(GOOD.partition("\n")[0] + "\n" + rows)
    importing.page.columns.remember.setChecked(False)
    importing.page.forward.click()
    importing.planned()
    importing.page.review.problems.accept_all.click()
    importing.press(1, BACK)
    importing.window.rebuild(lambda: install_language(Language("ja")))
    importing.planned()
    assert importing.page.stack.currentWidget() is importing.page.review
    assert states(importing) == ["accepted", "open", "accepted", "accepted", "accepted"]
    assert importing.page.forward.text() == "4行を取り込み、1行を保留"
    assert not importing.page.columns.remember.isChecked()
    importing.page.review.problems.accept_all.click()
    assert set(states(importing)) == {"accepted"}
    importing.page.review.problems.back_all.click()
    importing.planned()
    assert set(states(importing)) == {"open"}


def test_a_snapshot_saves_a_dated_copy_of_the_book_and_says_when(known: Importing) -> None:
    known.review(EDITED)
    side = known.page.review.side
    before = known.contract("K-2")["seats"]
    known.qtbot.mouseClick(side.snapshot, Qt.MouseButton.LeftButton)
    known.planned()
    assert side.snapshot.text().startswith("Snapshot ")
    saved = Path(side.snapshot.toolTip())
    with Workspace.open(saved, writable=False) as copy:
        frame = copy.frame("contract").set_index("external_id")
        assert (frame.loc["K-2", "seats"], frame.loc["K-3", "amount"]) == (before, 3600)
