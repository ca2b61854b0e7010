"""Health as a person works with it: by mouse and by keys, on a real book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from csdesk.app.health_edits import kept_draft
from csdesk.app.preferences import Preferences
from csdesk.app.workspace import Workspace
from csdesk.desktop.application import build_window
from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.health import HealthPage
from csdesk.desktop.pages.health_components import ComponentRow
from csdesk.desktop.pages.health_dialogs import ComponentDialog, read_bands
from csdesk.desktop.pages.health_test_dialog import BackTestDialog
from csdesk.desktop.pages.health_values import mark_text, read_mark
from csdesk.desktop.theme import install_theme
from csdesk.desktop.translation import install_language
from csdesk.i18n import Language
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.policies import HealthModel
from tests.desktop.desktop_books import AS_OF, AnsweringPrompts
from tests.desktop.story_book import story_book

Settle = Callable[[], None]
# Said by the display that is none.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support (raise|grabbing)")


def health_book(path: Path) -> Workspace:
    """The story book, and a customer who left in autumn 2025 with few seats used."""
    workspace = story_book(path)
    rows = (
        ("account", 5, {"name": "Larkspur Foods", "archived": True}),
        ("contract", 4, {"account_key": 5, "start": date(2024, 11, 1), "end": date(2025, 10, 31), "amount": 5_000_000, "basis": "annual", "currency": "JPY", "seats": 100, "status": "ended"}),
        ("measurement", 37, {"account_key": 5, "metric": "active_users", "date": date(2025, 9, 1), "value": 12.0}),
    )  # fmt: skip
    workspace.apply(ChangeSet(Message("made"), tuple(Change(kind, key, None, values) for kind, key, values in rows)))
    seats = replace(HealthModel(), components=HealthModel().components[:5])
    workspace.apply(ChangeSet(Message("five components"), ()), policies=replace(workspace.policies, health=(seats,)))
    return workspace


@pytest.fixture(scope="module")
def prompts_here() -> AnsweringPrompts:
    return AnsweringPrompts()


@pytest.fixture(scope="module")
def window(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, prompts_here: AnsweringPrompts
) -> Iterator[MainWindow]:
    """One window for the whole module; each test leaves the book without a draft."""
    install_language(Language("en"))
    install_theme(qapp, "light")
    book = health_book(tmp_path_factory.mktemp("health") / "health.csdesk")
    made = build_window(book, Preferences(language="en", theme="light"), prompts_here)
    made.show()
    yield made
    made.close()


@pytest.fixture
def settle(window: MainWindow, qtbot: QtBot) -> Settle:
    """Until nothing is left to do, the draft kept and the back-test done."""

    def wait() -> None:
        page = window.page
        if isinstance(page, HealthPage):
            for timer in (page.session._compare, page.session._keep, page.session._test):
                if timer.isActive():
                    timer.stop()
                    timer.timeout.emit()
        qtbot.waitUntil(lambda: not window.bridge.jobs.busy, timeout=20_000)
        qtbot.wait(20)
        qtbot.waitUntil(lambda: not window.bridge.jobs.busy, timeout=20_000)

    return wait


@pytest.fixture
def page(window: MainWindow, settle: Settle) -> Iterator[HealthPage]:
    window.open_page("health")
    settle()
    found = window.page
    assert isinstance(found, HealthPage)
    settle()
    yield found
    settle()
    window.open_page("health")
    settle()
    last = window.page
    assert isinstance(last, HealthPage)
    if last.session.draft is not None and last.session.draft.changed:
        last.session.discard()
        settle()


def row(page: HealthPage, code: str) -> ComponentRow:
    return next(row for row in page.model.components.rows if row.code == code)


def drag(widget: QWidget, start: QPoint, end: QPoint, steps: int = 4) -> None:
    """Press, move and let go, as a mouse does."""

    def send(kind: QMouseEvent.Type, at: QPoint, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        where = QPointF(at)
        event = QMouseEvent(kind, where, QPointF(widget.mapToGlobal(at)), button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(widget, event)

    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    send(QMouseEvent.Type.MouseButtonPress, start, left, left)
    for step in range(1, steps + 1):
        send(QMouseEvent.Type.MouseMove, start + (end - start) * step / steps, none, left)
    send(QMouseEvent.Type.MouseButtonRelease, end, left, none)


def weights(page: HealthPage) -> list[float]:
    assert page.session.draft is not None
    return [component.weight for component in page.session.draft.model.components]


def test_the_page_shows_what_is_live(page: HealthPage) -> None:
    assert page.model.components.rows[0].name.text() == "Active seats"
    assert row(page, "seat_use").zero is not None
    assert page.landing.title.text() == "Where the 4 accounts would land"
    assert not page.make_live.isVisible()
    assert "v1 is live" in page.top.meta.text()


def test_a_weight_is_dragged_and_the_others_make_room(page: HealthPage, settle: Settle) -> None:
    slider = row(page, "seat_use").slider
    middle = slider.height() // 2
    drag(slider, QPoint(round(slider._x(25)), middle), QPoint(slider.width(), middle))
    settle()
    assert weights(page)[0] == 40
    assert weights(page)[1:] == [20, 15, 15, 10]  # of the live weights two components were taken away: 85 in all
    assert page.model.sum.text() == "100"
    assert row(page, "seat_use").was.text() == "was 25"
    assert page.make_live.isVisible()
    assert page.make_live.text() == "Make v2 live"
    assert page.top.meta.text().startswith("Draft v2: 1 weight changed")


def test_arrow_keys_move_a_weight_and_bring_the_others_back(page: HealthPage, qtbot: QtBot, settle: Settle) -> None:
    row(page, "seat_use").weight.setText("60")
    row(page, "seat_use").weight.setModified(True)
    qtbot.keyClick(row(page, "seat_use").weight, Qt.Key.Key_Return)
    settle()
    before = weights(page)
    slider = row(page, "login_trend").slider
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    settle()
    assert weights(page)[1] == before[1] + 1
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    settle()
    assert weights(page) == before


def test_a_locked_weight_stays(page: HealthPage, qtbot: QtBot, settle: Settle) -> None:
    qtbot.mouseClick(row(page, "login_trend").lock, Qt.MouseButton.LeftButton)
    field = row(page, "seat_use").weight
    qtbot.keyClick(field, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert weights(page)[:2] == [35, 20]
    assert row(page, "login_trend").lock.isChecked()


def test_marks_are_typed_stepped_and_dragged(page: HealthPage, qtbot: QtBot, settle: Settle) -> None:
    zero = row(page, "seat_use").zero
    assert zero is not None
    zero.selectAll()
    qtbot.keyClicks(zero, "20%")
    qtbot.keyClick(zero, Qt.Key.Key_Return)
    settle()
    assert page.session.draft is not None
    assert page.session.draft.model.components[0].zero == pytest.approx(0.2)
    qtbot.keyClick(zero, Qt.Key.Key_Up)
    settle()
    assert page.session.draft.model.components[0].zero == pytest.approx(0.21)
    drag(zero, QPoint(10, 10), QPoint(30, 10))
    settle()
    assert zero.text() == "26%"
    zero.selectAll()
    qtbot.keyClicks(zero, "many")
    qtbot.keyClick(zero, Qt.Key.Key_Return)
    assert zero.property("error") == "true"
    qtbot.keyClick(zero, Qt.Key.Key_Escape)
    assert (zero.text(), zero.property("error")) == ("26%", "false")


def test_a_band_is_dragged_typed_and_stepped(page: HealthPage, qtbot: QtBot, settle: Settle) -> None:
    chart = page.histogram
    y = chart.height() // 2
    drag(chart, QPoint(round(chart._x(70)), y), QPoint(round(chart._x(80)), y))
    settle()
    draft = page.session.draft
    assert draft is not None
    assert draft.model.healthy_from == 80
    assert page.bands._names["healthy"].range.text() == "80–100"
    field = chart.cuts["watch_from"]
    qtbot.keyClick(field, Qt.Key.Key_Right)
    qtbot.keyClick(field, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert page.session.draft is not None
    assert page.session.draft.model.watch_from == 61
    field.selectAll()
    qtbot.keyClicks(field, "95")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle()
    assert page.session.draft.model.watch_from == 79  # it stops below Healthy
    assert field.text() == "79"


def test_who_changes_band_is_listed_and_opens(page: HealthPage, qtbot: QtBot, settle: Settle) -> None:
    assert page.session.draft is not None
    page.session.change(page.session.draft.with_cut("healthy_from", 95))
    settle()
    rows = [row for row in page.turns.list.rows if row.isVisible()]
    assert page.turns.head.title.text() == "1 account changes band"
    assert rows[0].turn is not None
    assert (rows[0].turn.name, rows[0].turn.band_before, rows[0].turn.band_after) == (
        "Tsukimi Robotics", "healthy", "watch",
    )  # fmt: skip
    page.blockSignals(True)  # the account's page is another test's
    with qtbot.waitSignal(page.turns.opened) as opened:
        qtbot.keyClick(rows[0], Qt.Key.Key_Space)
    page.blockSignals(False)
    assert opened.args == [1]


def test_a_draft_is_kept_over_other_pages_and_made_live_in_one_step(
    page: HealthPage, window: MainWindow, qtbot: QtBot, settle: Settle
) -> None:
    workspace = window.bridge.workspace
    assert workspace is not None
    qtbot.keyClick(row(page, "seat_use").weight, Qt.Key.Key_Up)
    window.open_page("import")
    settle()
    kept = kept_draft(workspace)
    assert kept is not None
    assert kept.models[0].components[0].weight == 26
    window.open_page("health")
    settle()
    assert weights(page)[0] == 26
    before = len(workspace.book.history())
    qtbot.mouseClick(page.make_live, Qt.MouseButton.LeftButton)
    settle()
    settle()
    assert len(workspace.book.history()) == before + 1
    assert workspace.policies.health[0].version == 2
    assert workspace.policies.health[0].live_since == AS_OF
    assert not page.make_live.isVisible()
    page.model._menu()
    offered = page.model.offered
    assert isinstance(offered, QMenu)
    earlier = next(a for a in offered.actions() if a.text() == "Start from an earlier version")
    versions = earlier.menu()
    assert isinstance(versions, QMenu)
    assert [action.text() for action in versions.actions()] == ["v1"]
    versions.actions()[0].trigger()
    offered.close()
    settle()
    assert weights(page)[0] == 25
    page.session.discard()
    settle()
    for _ in range(2):
        window.bridge.undo()
        settle()
    settle()
    assert workspace.policies.health[0].version == 1
    assert page.make_live.isVisible()  # the draft is back
    assert weights(page)[0] == 26


def test_a_discarded_draft_comes_back_by_undo(page: HealthPage, window: MainWindow, qtbot: QtBot, settle: Settle) -> None:  # fmt: skip
    qtbot.keyClick(row(page, "seat_use").weight, Qt.Key.Key_Up)
    settle()
    qtbot.mouseClick(page.discard, Qt.MouseButton.LeftButton)
    settle()
    settle()
    assert weights(page)[0] == 25
    assert not page.discard.isVisible()
    window.bridge.undo()
    settle()
    settle()
    assert weights(page)[0] == 26


def test_the_live_version_can_be_looked_at_but_not_moved(page: HealthPage, qtbot: QtBot, settle: Settle) -> None:
    qtbot.keyClick(row(page, "seat_use").weight, Qt.Key.Key_Up)
    settle()
    page.versions._buttons["live"].click()
    assert row(page, "seat_use").weight.text() == "25"
    assert not row(page, "seat_use").slider.isEnabled()
    page.versions._buttons["draft"].click()
    assert row(page, "seat_use").weight.text() == "26"
    assert row(page, "seat_use").slider.isEnabled()


def test_components_are_added_edited_and_removed(page: HealthPage, qtbot: QtBot, settle: Settle) -> None:
    page.model._offer()
    texts = [action.text() for action in page.model.offered.actions()]
    assert "Trend of active users\t75%" in texts
    assert any(text.startswith("CSAT of tickets") and text.endswith("no data") for text in texts)
    next(action for action in page.model.offered.actions() if action.text().startswith("Trend of active")).trigger()
    page.model.offered.close()
    settle()
    assert [r.code for r in page.model.components.rows][-1] == "trend:active_users"
    assert (weights(page)[-1], sum(weights(page))) == (10, 100)
    qtbot.mouseClick(page.model.components.rows[-1].name, Qt.MouseButton.LeftButton)
    dialog = page.model.dialog
    assert isinstance(dialog, ComponentDialog)
    dialog.method.setCurrentIndex(dialog.method.findData("bands"))
    dialog.steps.setText("-50% → 0; 0% → 60; 20%")
    dialog.accept()
    assert "rising order" in dialog.error.text()
    dialog.steps.setText("-50% → 0; 0% → 60; 20% → 100")
    dialog.tiers.boxes["high"].setChecked(True)
    dialog.accept()
    settle()
    assert page.session.draft is not None
    made = page.session.draft.model.components[-1]
    assert (made.method, made.bands, made.touch) == ("bands", ((-0.5, 0.0), (0.0, 60.0), (0.2, 100.0)), ("high",))
    assert page.model.components.rows[-1].steps is not None
    page.model.components.rows[-1].remove_asked.emit()
    settle()
    assert len(weights(page)) == 5
    assert sum(weights(page)) == 100


def test_a_second_model_for_a_tier_comes_first(page: HealthPage, settle: Settle) -> None:
    page.model._new_model()
    dialog = page.model.dialog
    assert not isinstance(dialog, ComponentDialog)
    dialog.name.setText("Tech touch")
    dialog.tiers.boxes["tech"].setChecked(True)
    dialog.missing.setCurrentIndex(dialog.missing.findData("zero"))
    dialog.accept()
    settle()
    draft = page.session.draft
    assert draft is not None
    assert [(m.name, m.touch, m.missing) for m in draft.models] == [
        ("Tech touch", ("tech",), "zero"), ("default", (), "drop"),
    ]  # fmt: skip
    assert page.model.models.isVisible()
    assert page.session.found is not None
    assert page.session.found.draft.model.tolist() == [1, 1, 0, 0]  # high, high; low value and none are tech
    assert page.account.worked.stays.text().endswith("by model default")
    page.model._remove_model()
    settle()
    assert not page.model.models.isVisible()


def test_the_back_test_says_what_was_lost_and_how_small_the_sample_is(page: HealthPage, settle: Settle) -> None:
    settle()
    # two quarter-ends before 31 Oct 2025 lie in the window; only that of 30 Sep has usage, 12 of 100 seats
    assert page.test.title.text().startswith("Of 1 loss in 18 months, the live score had flagged 1")
    assert page.test.cells[0][0].text() == "1"
    assert page.test.cells[3][0].text() == "100% (21–100)"
    assert "1 loss is a small sample" in page.test.small.text()
    page.test.horizon._buttons["60"].click()
    settle()
    assert page.session.horizon == 60
    page.test.horizon._buttons["90"].click()
    settle()


def test_a_back_test_is_stopped_and_run_again(page: HealthPage, qtbot: QtBot, settle: Settle) -> None:
    page.session._ground = None
    page.session.test()
    page.test.cancel.click()
    settle()
    assert page.test.run.isVisible()
    assert page.test.remark.text() == "The back-test was stopped."
    qtbot.mouseClick(page.test.run, Qt.MouseButton.LeftButton)
    settle()
    assert page.test.results.isVisible()


def test_each_component_is_left_out_on_demand(page: HealthPage, qtbot: QtBot, settle: Settle) -> None:
    settle()
    qtbot.mouseClick(page.test.details, Qt.MouseButton.LeftButton)
    settle()
    dialog = page.components_dialog
    assert isinstance(dialog, BackTestDialog)
    assert [texts[:2] for texts in dialog.rows][:2] == [
        ("nothing: the whole model", "100% (21–100)"), ("Active seats", "0% (0–79)"),
    ]  # fmt: skip
    dialog.close()


def test_an_account_is_worked_through_and_scored_by_hand(
    page: HealthPage, window: MainWindow, prompts_here: AnsweringPrompts, qtbot: QtBot, settle: Settle
) -> None:
    other: QLineEdit = page.account.worked.other
    qtbot.keyClicks(other, "saltm")
    qtbot.keyClick(other, Qt.Key.Key_Return)
    assert page.account.worked.title.text().startswith("Worked example: Saltmarsh Energy")
    qtbot.keyClicks(other, "tsukimi robotics")
    qtbot.keyClick(other, Qt.Key.Key_Return)
    before = int(page.bands._cells["at_risk"][0].text())
    prompts_here.answers = {"score": 30.0, "reason": "Merger talks", "expires_on": date(2026, 12, 31)}
    qtbot.mouseClick(page.account.worked.by_hand, Qt.MouseButton.LeftButton)
    settle()
    settle()
    assert page.account.worked.told.text().startswith("Set by hand to 30 until 31")
    assert page.bands._cells["at_risk"][0].text() == str(before + 1)
    qtbot.mouseClick(page.account.worked.lift, Qt.MouseButton.LeftButton)
    settle()
    settle()
    assert page.account.worked.told.text() == ""


def test_whom_the_csm_sees_differently_stands_in_the_other_list(
    page: HealthPage, window: MainWindow, settle: Settle
) -> None:
    workspace = window.bridge.workspace
    assert workspace is not None
    workspace.apply(ChangeSet(Message("view"), (Change("account", 1, {"sentiment": None}, {"sentiment": 1}),)))
    settle()
    settle()
    page.turns.kind._buttons["differ"].click()
    settle()
    assert page.turns.head.title.text() == "1 account is seen differently"
    turn = page.turns.list.rows[0].turn
    assert turn is not None
    assert (turn.name, turn.after) == ("Tsukimi Robotics", 0)
    assert turn.note.startswith("CSM's view. Active seats")
    page.turns.kind._buttons["changes"].click()


def test_the_weight_is_reached_by_tab_and_by_f6(page: HealthPage, window: MainWindow, qtbot: QtBot) -> None:
    first = row(page, "seat_use")
    first.name.setFocus()
    reached = []
    for _ in range(5):
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        reached.append(window.focusWidget())
    assert reached == [first.lock, first.slider, first.weight, first.zero, first.full]


def test_of_many_accounts_a_draft_is_compared_off_the_gui_thread(
    page: HealthPage, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csdesk.desktop.pages.health_session.BY_ITSELF", 3)
    assert page.session.draft is not None
    for score in (90, 92, 95):  # while the first is compared the others wait, and the last is what is shown
        page.session.change(page.session.draft.with_cut("healthy_from", score))
        page.session.compare()
    settle()
    assert page.bands._names["healthy"].range.text() == "95–100"
    assert page.turns.head.title.text() == "1 account changes band"


def test_a_narrow_window_leaves_out_what_can_be_spared(page: HealthPage, window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1180, 720)
    qtbot.waitUntil(lambda: row(page, "seat_use").was.isHidden())
    qtbot.waitUntil(lambda: page.left.horizontalScrollBar().maximum() == 0)
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: not row(page, "seat_use").was.isHidden())


def test_another_theme_or_language_keeps_the_draft(page: HealthPage, window: MainWindow, settle: Settle) -> None:
    assert page.session.draft is not None
    page.session.change(page.session.draft.with_cut("watch_from", 40))
    window.rebuild()
    settle()
    again = window.page
    assert isinstance(again, HealthPage)
    assert again is not page
    assert again.session.draft is not None
    assert again.session.draft.model.watch_from == 40
    assert again.versions.current == "draft"
    assert again.editable


def test_a_window_that_is_closed_at_once_keeps_the_draft(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "closed.csdesk"
    made = build_window(health_book(path), Preferences(language="en", theme="light"), AnsweringPrompts())
    made.show()
    qtbot.waitUntil(lambda: not made.bridge.jobs.busy, timeout=20_000)
    made.open_page("health")
    qtbot.waitUntil(lambda: isinstance(made.page, HealthPage) and made.page.session.found is not None, timeout=20_000)
    page = made.page
    assert isinstance(page, HealthPage)
    assert page.session.draft is not None
    page.session.change(page.session.draft.with_cut("watch_from", 41))
    made.close()
    with Workspace.open(path, as_of=AS_OF) as workspace:
        kept = kept_draft(workspace)
    assert kept is not None
    assert kept.models[0].watch_from == 41
    qtbot.wait(600)  # what was to happen soon does not happen any more


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("seat_use", 0.3, "30%"), ("login_trend", -0.3, "−30%"), ("login_trend", 0.1, "+10%"),
        ("features_used", 6.0, "6 of 8"), ("nps_mean", 5.0, "5.0"), ("last_contact", 120.0, "120\u00a0d"),
        ("usage_seconds", 36_000.0, "10 h"), ("nps", -20.0, "−20"),
    ],
)  # fmt: skip
def test_marks_are_written_in_their_unit_and_read_back(code: str, value: float, text: str) -> None:
    assert mark_text(code, value) == text
    assert read_mark(code, text) == pytest.approx(value)


def test_full_width_digits_are_read_and_steps_must_rise() -> None:
    assert read_mark("seat_use", "３０％") == pytest.approx(0.3)
    assert read_bands("features_used", "1 → 20; 3: 60") == ((1.0, 20.0), (3.0, 60.0))
    for wrong in ("3 → 60; 1 → 20", "1 → 120", "1"):
        with pytest.raises(CSDeskError):
            read_bands("features_used", wrong)
