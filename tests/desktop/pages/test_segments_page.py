"""Segments in a window: cuts dragged by mouse and keys, moves ticked, applied and undone, overrides and candidates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from csdesk.app.preferences import Preferences
from csdesk.app.workspace import Workspace
from csdesk.desktop.application import build_window
from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.segments import SegmentsPage
from csdesk.desktop.pages.segments_log import SegmentsLog
from csdesk.desktop.pages.segments_texts import axis_ends, read_amount
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.messages import Message
from csdesk.model.policies import Policies, RevenuePolicy, TouchPolicy
from tests.desktop.desktop_books import AS_OF, AnsweringPrompts

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the display that is none
NAMED = (
    ("Kintaro Iron", 5_800_000, "Ken Tanaka"), ("Quillfern", 5_600_000, "Daniel Reyes"), ("Hotarubi", 5_400_000, "Yui Kobayashi"),
    ("Velvet Anchor", 5_200_000, "Daniel Reyes"), ("Shirousagi", 5_100_000, "Mika Sato"), ("Grown", 9_000_000, "Mika Sato"),
    ("Large", 20_000_000, "Daniel Reyes"), ("Small", 300_000, None), ("Middle", 1_500_000, "Ken Tanaka"),
)  # fmt: skip


def make_book(path: Path) -> Workspace:
    policies = Policies(
        revenue=RevenuePolicy(currency="JPY"), touch=TouchPolicy(high_from=6_000_000, low_from=1_200_000)
    )
    workspace = Workspace.create(path, policies, as_of=AS_OF)
    changes: list[Change] = []
    for key, (name, amount, csm) in enumerate(NAMED, 1):
        changes.append(Change("account", key, None, {"name": name, **({"csm": csm} if csm else {})}))
        values = {"account_key": key, "start": date(2025, 1, 1), "amount": amount, "basis": "annual", "currency": "JPY"}
        changes.append(Change("contract", key, None, values))
    held = {"override": True, "reason": "Runs itself", "author": "M. Sato", "expires_on": date(2027, 1, 31)}
    changes += [
        Change("touch_assignment", 1, None, {"account_key": 5, "touch": "low", **held}),
        Change("touch_assignment", 2, None, {"account_key": 6, "touch": "low", "author": "K"}),
        Change("person", 1, None, {"name": "Daniel Reyes", "hours": 12.0}),
    ]
    workspace.apply(ChangeSet(Message("made"), tuple(changes)))
    return workspace


@pytest.fixture(scope="module")
def prompts_here() -> AnsweringPrompts:
    return AnsweringPrompts()


@pytest.fixture(scope="module")
def opened(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, prompts_here: AnsweringPrompts
) -> Iterator[MainWindow]:
    workspace = make_book(tmp_path_factory.mktemp("segments") / "segments.csdesk")
    window = build_window(workspace, Preferences(language="en", theme="light"), prompts_here)
    window.resize(1440, 900)
    window.show()
    yield window
    window.close()


def wait(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.bridge.jobs.busy, timeout=20_000)
    qtbot.wait(20)
    qtbot.waitUntil(lambda: not window.bridge.jobs.busy, timeout=20_000)


@pytest.fixture
def page(opened: MainWindow, qtbot: QtBot, prompts_here: AnsweringPrompts) -> Iterator[SegmentsPage]:
    """The page with nothing on trial; afterwards the book is as it was."""
    prompts_here.answers = None
    prompts_here.forms.clear()
    prompts_here.errors.clear()
    opened.open_page("segments")
    wait(opened, qtbot)
    shown = opened.page
    assert isinstance(shown, SegmentsPage)
    workspace = opened.bridge.workspace
    assert workspace is not None
    entries = sum(entry.done for entry in workspace.book.history())
    yield shown
    while sum(entry.done for entry in workspace.book.history()) > entries:
        opened.bridge.undo()
        wait(opened, qtbot)
    shown.discard_trial()


def book_of(page: SegmentsPage) -> Workspace:
    workspace = page.bridge.workspace
    assert workspace is not None
    return workspace


def moved(page: SegmentsPage) -> list[str]:
    moves = page.side.moves.moves
    return [moves.row(position).name for position in range(moves.rowCount())]


def counts(page: SegmentsPage) -> list[str]:
    return [figures.count for lane in page.lanes.values() if (figures := lane._figures) is not None]


def test_the_page_says_what_stands(page: SegmentsPage) -> None:
    assert counts(page) == ["1", "7", "1"]  # tech, low, high: two of the nine are kept low
    assert page.finding.text() == "1 high-touch account carries 35% of ARR"
    assert (page.low.edit.text(), page.high.edit.text()) == ("¥1.2M", "¥6.0M")
    assert not page.apply.isEnabled()
    assert not page.discard.isEnabled()
    assert moved(page) == []


def test_a_line_is_dragged_with_the_mouse(page: SegmentsPage) -> None:
    histogram = page.histogram
    y = histogram.height() // 2

    def send(kind: QMouseEvent.Type, value: float, buttons: Qt.MouseButton) -> None:
        place = QPointF(histogram.x_of(value), y)
        event = QMouseEvent(kind, place, histogram.mapToGlobal(place), Qt.MouseButton.LeftButton, buttons, Qt.KeyboardModifier.NoModifier)  # fmt: skip
        QApplication.sendEvent(histogram, event)

    send(QMouseEvent.Type.MouseButtonPress, 6_000_000, Qt.MouseButton.LeftButton)
    send(QMouseEvent.Type.MouseMove, 5_500_000, Qt.MouseButton.LeftButton)
    send(QMouseEvent.Type.MouseMove, 5_010_000, Qt.MouseButton.LeftButton)
    send(QMouseEvent.Type.MouseButtonRelease, 5_010_000, Qt.MouseButton.NoButton)
    assert page.high.edit.text() == "¥5.0M"
    assert moved(page) == ["Kintaro Iron", "Quillfern", "Hotarubi", "Velvet Anchor", "Shirousagi"]
    assert (
        page.finding.text() == "Lowering the High cut from ¥6.0M to ¥5.0M moves 4 accounts and puts 1 CSM over capacity"
    )
    assert counts(page) == ["1", "3", "5"]
    assert page.apply.text() == "Apply 4 moves"
    assert page.histogram._texts.live == {"high": "live cut ¥6.0M"}


def test_a_line_moves_by_the_keys_and_by_its_field(page: SegmentsPage, qtbot: QtBot) -> None:
    handle = page.histogram.handles["high"]
    qtbot.keyClick(handle, Qt.Key.Key_Left)
    assert handle.text() == "¥5.9M"
    qtbot.keyClick(handle, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert handle.text() == "¥4.9M"
    qtbot.keyClick(handle, Qt.Key.Key_Right)
    assert page.trial is not None
    assert page.trial.high_from == 5_000_000
    page.low.edit.setFocus()
    page.low.edit.selectAll()
    qtbot.keyClicks(page.low.edit, "2.0M")
    qtbot.keyClick(page.low.edit, Qt.Key.Key_Return)
    assert page.trial.low_from == 2_000_000
    page.low.edit.selectAll()
    qtbot.keyClicks(page.low.edit, "many")
    qtbot.keyClick(page.low.edit, Qt.Key.Key_Return)
    assert page.low.edit.property("error") == "true"
    assert page.trial.low_from == 2_000_000
    page.low.edit.setModified(False)


def test_one_cut_does_not_pass_the_other(page: SegmentsPage) -> None:
    page.try_cut("high", 1_000_000)
    assert page.trial is not None
    assert page.trial.high_from == 1_200_000
    page.try_cut("low", 9_000_000)
    assert page.trial.low_from == 1_200_000


def test_a_cut_above_every_account_is_on_the_axis_too(page: SegmentsPage) -> None:
    page.try_cut("high", 300_000_000)
    handle = page.histogram.handles["high"]
    middle = handle.geometry().center().x()
    assert abs(middle - page.histogram.x_of(300_000_000)) < 2
    assert page.histogram.x_of(300_000_000) < page.histogram.width()
    assert counts(page) == ["1", "8", "0"]


def test_only_ticked_moves_are_applied_and_all_of_it_is_one_step(
    page: SegmentsPage, opened: MainWindow, qtbot: QtBot
) -> None:
    page.try_cut("high", 5_000_000)
    moves = page.side.moves
    moves.setCurrentIndex(moves.moves.index(1))
    qtbot.keyClick(moves, Qt.Key.Key_Space)
    assert moves.moves.index(1).data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Unchecked
    assert page.apply.text() == "Apply 3 moves"
    assert counts(page) == ["1", "4", "4"]
    place = moves.visualRect(moves.moves.index(1))
    qtbot.mouseClick(moves.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.left() + 26, place.center().y()))
    assert page.apply.text() == "Apply 4 moves"
    qtbot.keyClick(moves, Qt.Key.Key_Space)
    entries = sum(entry.done for entry in book_of(page).book.history())
    qtbot.mouseClick(page.apply, Qt.MouseButton.LeftButton)
    wait(opened, qtbot)
    workspace = book_of(page)
    assert sum(entry.done for entry in workspace.book.history()) == entries + 1
    assert workspace.policies.touch.high_from == 5_000_000
    accounts = workspace.assessment().accounts.set_index("name")["touch"]
    assert accounts[["Kintaro Iron", "Quillfern", "Hotarubi", "Shirousagi"]].tolist() == ["high", "low", "high", "low"]
    assert not page.dirty
    assert moved(page) == []
    opened.toast.undo_asked.emit()
    wait(opened, qtbot)
    assert workspace.policies.touch.high_from == 6_000_000
    assert page.high.edit.text() == "¥6.0M"


def test_discard_takes_everything_back(page: SegmentsPage, qtbot: QtBot) -> None:
    page.try_cut("high", 5_000_000)
    page.side.moves.moves.turn(0)
    qtbot.mouseClick(page.discard, Qt.MouseButton.LeftButton)
    assert (page.high.edit.text(), moved(page), page.side.moves.moves.kept) == ("¥6.0M", [], set())


def test_method_and_basis_have_the_same_preview(page: SegmentsPage) -> None:
    page.method.action("method", "percentiles").trigger()
    assert page.finding.text().startswith("Cutting by shares of the accounts moves")
    assert not page.high.edit.isEnabled()
    assert not page.histogram.handles["high"].isEnabled()
    page.method.action("method", "cutoffs").trigger()
    page.method.action("basis", "ltv").trigger()
    assert page.finding.text().startswith("Cutting by LTV instead of ARR moves")


def test_the_list_goes_to_the_clipboard(page: SegmentsPage, qtbot: QtBot) -> None:
    page.try_cut("high", 5_000_000)
    qtbot.mouseClick(page.side.copy, Qt.MouseButton.LeftButton)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["Account", "Amount", "From", "To", "Why", "Moves"]
    assert lines[2].split("\t") == ["Quillfern", "¥5.6M", "Low", "High", "over ¥5.0M; Reyes +4.5 h", "Yes"]
    assert lines[5].split("\t")[-1] == "No"


def test_the_list_goes_to_a_file(page: SegmentsPage, prompts_here: AnsweringPrompts, tmp_path: Path) -> None:
    written = prompts_here.target = tmp_path / "tiers.csv"
    page.export()
    lines = written.read_text("utf-8-sig").splitlines()
    assert lines[0] == "Account,CSM,ARR,Currency,From,To,Moves,Why,Key"
    assert lines[1].startswith("Large,Daniel Reyes,20000000,JPY,High,High,No,")
    assert "Grown,Mika Sato,9000000,JPY,Low,High,Yes," in "\n".join(lines)
    assert len(lines) == 1 + len(NAMED)
    page.try_cut("high", 5_150_000)
    page.side.moves.moves.turn(0)
    page.export()
    moves = [line.split(",")[:8] for line in written.read_text("utf-8-sig").splitlines()[1:]]
    assert [(row[0], row[4], row[5], row[6]) for row in moves] == [
        ("Kintaro Iron", "Low", "High", "No"), ("Quillfern", "Low", "High", "Yes"), ("Hotarubi", "Low", "High", "Yes"),
        ("Velvet Anchor", "Low", "High", "Yes"),
    ]  # fmt: skip
    page.discard_trial()


def test_an_override_is_asked_for_with_reason_and_end(
    page: SegmentsPage, opened: MainWindow, qtbot: QtBot, prompts_here: AnsweringPrompts
) -> None:
    prompts_here.answers = {"account": "Middle", "touch": "high", "reason": "Pilot", "expires_on": date(2027, 3, 31)}
    page.actions_of.add_override()
    assert prompts_here.forms[-1].required == ("account", "touch", "reason", "expires_on")
    assert "Middle" in prompts_here.forms[-1].suggestions["account"]
    wait(opened, qtbot)
    held = book_of(page).frame("touch_assignment").set_index("account_key").loc[9]
    assert (held["touch"], held["reason"], bool(held["override"])) == ("high", "Pilot", True)
    page.actions_of.lift(9)
    wait(opened, qtbot)
    assert book_of(page).assessment().accounts.set_index("name")["touch"]["Middle"] == "low"
    prompts_here.answers = {"account": "Nobody", "touch": "high", "reason": "x", "expires_on": date(2027, 3, 31)}
    page.actions_of.add_override()
    assert len(prompts_here.errors) == 1


def test_a_candidate_is_rejected_with_a_reason_and_the_log_says_so(
    page: SegmentsPage, opened: MainWindow, qtbot: QtBot, prompts_here: AnsweringPrompts
) -> None:
    texts = [made.accessibleName() for made in page.side.findChildren(type(page.apply))]
    assert {"Approve: Grown", "Defer: Grown", "Reject: Grown"} <= set(texts)
    reject = next(b for b in page.side.findChildren(type(page.apply)) if b.accessibleName() == "Reject: Grown")
    prompts_here.answers = {"reason": "One project only"}
    qtbot.mouseClick(reject, Qt.MouseButton.LeftButton)
    wait(opened, qtbot)
    log = SegmentsLog(opened.bridge, opened)
    wait(opened, qtbot)
    first = log.tree.topLevelItem(0)
    assert first is not None
    assert [first.text(column) for column in (2, 3, 4)] == ["Grown", "Move rejected, Low → High", "One project only"]
    log.field.setText("quill")
    assert first.isHidden()
    log.deleteLater()
    assert "Reject: Grown" not in [
        b.accessibleName() for b in page.side.findChildren(type(page.apply)) if b.isVisible()
    ]


def test_hours_are_set_from_the_table(
    page: SegmentsPage, opened: MainWindow, qtbot: QtBot, prompts_here: AnsweringPrompts
) -> None:
    table = page.coverage
    names = [table.table.rows[row].name for row in range(table.table.rowCount())]
    assert names == ["Daniel Reyes", "Mika Sato", "Ken Tanaka", "Yui Kobayashi", "No CSM", "Team"]
    load = str(table.table.index(0, 6).data())
    assert load == "9.0 / 12 h"
    prompts_here.answers = {"hours": 6.0, "programme_hours": None}
    table.setCurrentIndex(table.table.index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    wait(opened, qtbot)
    assert str(table.table.index(0, 6).data()) == "9.0 / 6 h over by 3.0 h"
    assert table.table.index(0, 6).data(Qt.ItemDataRole.ToolTipRole) == "9.0 h for accounts, 0.0 h for programmes"


def test_plays_are_edited_in_their_dialog(page: SegmentsPage, opened: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.lanes["tech"].edit, Qt.MouseButton.LeftButton)
    dialog = page.actions_of.dialog
    assert dialog is not None
    assert dialog.lines[0].text.text() == "Mail each month, email course"
    dialog.lines[0].text.setText("Letter each month")
    dialog.add()
    dialog.lines[-1].text.setText("Community")
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    wait(opened, qtbot)
    plays = book_of(page).policies.plays.of("tech")
    assert (plays[0].text, plays[0].days, plays[1].code) == ("Letter each month", 31, "webinar")
    assert (plays[-1].text, plays[-1].days) == ("Community", None)


def test_everything_is_named_for_screen_readers(page: SegmentsPage) -> None:
    page.try_cut("high", 5_000_000)
    assert page.histogram.accessibleName() == "9 accounts by value; high touch from ¥5.0M, low touch from ¥1.2M"
    assert page.histogram.handles["high"].accessibleName() == "High touch from ¥5.0M; arrow keys move it"
    assert page.lanes["high"].accessibleName().startswith("High touch: 5 accounts, ¥42.0M, ")
    assert page.side.moves.moves.index(0).data() == "Kintaro Iron, ¥5.8M, Low → High, over ¥5.0M; Tanaka +4.5 h"
    assert page.side.moves.moves.index(4).data() == "Shirousagi, ¥5.1M, Stays Low: override until 31 Jan 2027".replace(" Jan ", "\u00a0Jan\u00a0")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "minor"),
    [("5.0M", 5_000_000), ("¥5,000,000", 5_000_000), ("500万円", 5_000_000), ("1億2,000万", 120_000_000), ("５００万", 5_000_000), ("850k", 850_000), ("0", None), ("five", None), ("", None)],
)  # fmt: skip
def test_amounts_are_read_as_people_type_them(text: str, minor: int | None) -> None:
    assert read_amount(text, "JPY") == minor


def test_the_axis_ends_at_round_amounts_around_values_and_cuts() -> None:
    assert axis_ends([160_000, 38_400_000], [1_200_000]) == (100_000, 50_000_000)
    assert axis_ends([], []) == (1, 2000)
