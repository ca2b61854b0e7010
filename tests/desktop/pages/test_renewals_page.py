"""Renewals on a real book: the list, forecasts edited in place, sums that follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QMenu
from pytestqt.qtbot import QtBot

from csdesk.desktop.commands import command
from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.renewals import RenewalsPage
from csdesk.desktop.pages.renewals_menu import renewal_menu
from csdesk.desktop.pages.renewals_rows import RenewalChoice, grouped_rows
from csdesk.desktop.pages.renewals_totals import totals_of
from csdesk.desktop.tables.editing import CellEditor
from tests.desktop.desktop_books import AS_OF, AnsweringPrompts
from tests.desktop.story_book import story_book

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("bare_today")]
Settle = Callable[[MainWindow], None]


@pytest.fixture
def window(make_window: Callable[..., MainWindow], tmp_path: Path, settled: Settle) -> MainWindow:
    made = make_window(story_book(tmp_path / "story.csdesk"))
    made.open_page("renewals")
    settled(made)
    page_of(made)._choose(until=None)
    return made


def page_of(window: MainWindow) -> RenewalsPage:
    assert isinstance(window.page, RenewalsPage)
    return window.page


def listed(window: MainWindow) -> list[object]:
    model = page_of(window).model
    return [model.value(row, "account") for row in range(model.rowCount())]


def row_of(window: MainWindow, name: str) -> int:
    return listed(window).index(name)


def test_months_head_their_renewals_and_sum_them(window: MainWindow) -> None:
    first, second = "Jan\u00a02027", "Aug\u00a02027"
    assert listed(window) == [first, "Saltmarsh Energy", "Tsukimi Robotics", second, "とんぼ測量"]
    model = page_of(window).model
    assert model.value(0, "annual") == 36_600_000


def test_a_group_closes_and_opens_by_a_click_on_its_heading(window: MainWindow, qtbot: QtBot) -> None:
    table = page_of(window).table

    def click(row: int) -> None:
        place = table.visualRect(page_of(window).model.index(row, 0)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click(0)
    assert listed(window) == ["Jan\u00a02027", "Aug\u00a02027", "とんぼ測量"]
    click(0)
    assert len(listed(window)) == 5


def test_a_group_closes_and_opens_by_the_keys(window: MainWindow, qtbot: QtBot) -> None:
    table = page_of(window).table
    table.go_to_row(3)
    for key, count in ((Qt.Key.Key_Left, 4), (Qt.Key.Key_Left, 4), (Qt.Key.Key_Right, 5), (Qt.Key.Key_Space, 4)):
        qtbot.keyClick(table, key)
        assert len(listed(window)) == count


def test_a_click_on_a_header_sorts_within_the_groups(window: MainWindow) -> None:
    header = page_of(window).table.horizontalHeader()
    codes = [column.code for column in page_of(window).model.columns]
    header.sectionClicked.emit(codes.index("annual"))
    assert listed(window)[:3] == ["Jan\u00a02027", "Saltmarsh Energy", "Tsukimi Robotics"]
    header.sectionClicked.emit(codes.index("annual"))
    assert listed(window)[:3] == ["Jan\u00a02027", "Tsukimi Robotics", "Saltmarsh Energy"]
    shown = page_of(window).model.headerData(codes.index("annual"), Qt.Orientation.Horizontal)
    assert str(shown).endswith("↓")


def test_a_heading_cannot_be_edited(window: MainWindow) -> None:
    model = page_of(window).model
    column = [column.code for column in model.columns].index("forecast")
    assert not model.flags(model.index(0, column)) & Qt.ItemFlag.ItemIsEditable
    assert model.flags(model.index(1, column)) & Qt.ItemFlag.ItemIsEditable


def test_tech_touch_is_one_row_until_it_is_shown() -> None:
    rows = grouped_rows(renewals(("Big", "high"), ("Small", "tech"), ("Smaller", "tech")), AS_OF, RenewalChoice())
    assert rows["account"].tolist() == [
        "Dec\u00a02026",
        "Big",
        "2 tech-touch accounts, renewal mails go out automatically",
    ]
    assert rows["annual"].tolist() == [6_000, 1_000, 5_000]
    shown = RenewalChoice(unfolded=frozenset({"2026-12"}))
    rows = grouped_rows(renewals(("Big", "high"), ("Small", "tech"), ("Smaller", "tech")), AS_OF, shown)
    assert rows["account"].tolist()[2:] == [
        "2 tech-touch accounts, renewal mails go out automatically",
        "Small",
        "Smaller",
    ]


def test_who_looks_for_a_name_finds_tech_touch_too() -> None:
    rows = grouped_rows(renewals(("Small", "tech"), ("Smaller", "tech")), AS_OF, RenewalChoice(typed="small"))
    assert rows["account"].tolist() == ["Dec\u00a02026", "Small", "Smaller"]


def renewals(*accounts: tuple[str, str]) -> pd.DataFrame:
    """Renewals in December 2026 of 1,000, 2,000 ... each."""
    count = len(accounts)
    days = pd.Series(pd.to_datetime(["2026-12-31"] * count)).astype("datetime64[s]")
    amounts = pd.Series([1_000 * (place + 1) for place in range(count)], dtype="Int64")
    return pd.DataFrame(
        {
            "contract_key": range(1, count + 1), "account_key": range(1, count + 1), "csm": "Mika Sato", "why": None, "risk_reason": None,
            "account": [name for name, _ in accounts], "touch": [touch for _, touch in accounts],
            "renewal_on": days, "notice_by": days, "annual": amounts, "expected": amounts, "kept": 1.0,
        }
    )  # fmt: skip


def test_a_last_day_limits_the_list(window: MainWindow) -> None:
    page_of(window)._choose(until=date(2027, 1, 15))
    assert listed(window)[1:] == ["Saltmarsh Energy"]


def test_typing_and_grouping_choose_what_is_listed(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    page.focus_filter()
    qtbot.keyClicks(page.field, "tsuki")
    assert listed(window) == ["Jan\u00a02027", "Tsukimi Robotics"]
    page.group.chosen.emit("csm")
    assert listed(window) == ["Mika Sato", "Tsukimi Robotics"]


def test_a_forecast_chosen_in_its_cell_is_in_the_journal(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    page = page_of(window)
    row, column = row_of(window, "Tsukimi Robotics"), [column.code for column in page.model.columns].index("forecast")
    index = page.model.index(row, column)
    page.table.setCurrentIndex(index)
    page.table.edit(index)
    editor = page.table.findChild(CellEditor)
    assert editor is not None
    box = editor.input
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("commit"))
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settled(window)
    workspace = window.bridge.workspace
    assert workspace is not None
    decisions = workspace.frame("decision")
    assert decisions[["contract_key", "forecast"]].to_numpy().tolist() == [[1, "commit"]]
    assert workspace.book.history()[0].intention.text == "Set forecast for {n} contracts"
    assert page.model.value(row_of(window, "Tsukimi Robotics"), "forecast") == "commit"
    window.toast.undo_asked.emit()
    settled(window)
    assert len(workspace.frame("decision")) == 0


def test_the_selected_renewals_are_summed_in_the_status_bar(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    page.table.go_to_row(row_of(window, "Saltmarsh Energy"))
    settled(window)
    assert page._listed is not None
    assert page.table.selected_keys() == [2]


def test_enter_opens_the_account_of_the_renewal(window: MainWindow, qtbot: QtBot, settled: Settle) -> None:
    page = page_of(window)
    page.table.go_to_row(row_of(window, "Saltmarsh Energy"))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settled(window)
    assert window.page is not None
    assert window.page.top.title.text() == "Saltmarsh Energy"


def test_a_renewal_is_closed_by_its_key_and_taken_back_by_undo(
    window: MainWindow, prompts: AnsweringPrompts, qtbot: QtBot, settled: Settle
) -> None:
    page = page_of(window)
    page.table.go_to_row(row_of(window, "Tsukimi Robotics"))
    prompts.position, prompts.answers = 0, {"decided_on": AS_OF, "renewal_term_months": 12, "uplift": 0.1}
    command("close_renewal").run(window)
    settled(window)
    workspace = window.bridge.workspace
    assert workspace is not None
    assert [str(found.name) for found in prompts.forms[0].fields] == [
        "decided_on", "renewal_term_months", "seats", "uplift", "amount",
    ]  # fmt: skip
    assert prompts.forms[0].values["renewal_term_months"] == 12
    amounts = workspace.frame("contract").query("account_key == 1")["amount"].tolist()
    assert len(amounts) == 2
    assert amounts[1] == pytest.approx(amounts[0] * 1.1)
    assert page.model.value(row_of(window, "Tsukimi Robotics"), "forecast") == "renewed"
    window.toast.undo_asked.emit()
    settled(window)
    assert len(workspace.frame("contract").query("account_key == 1")) == 1


def test_the_menu_of_a_renewal_offers_its_three_ends(window: MainWindow, prompts: AnsweringPrompts) -> None:
    menu = renewal_menu(page_of(window), [1])
    (closing,) = [found for action in menu.actions() if isinstance(found := action.menu(), QMenu)]
    assert [action.text() for action in closing.actions()] == ["Renewed…", "Reduced…", "Lost…"]
    closing.actions()[2].trigger()
    assert prompts.forms[0].required == ("decided_on", "stated_code")


def test_what_puts_a_renewal_at_risk_is_said_from_the_menu_and_stands_where_no_reason_was_written(
    window: MainWindow, prompts: AnsweringPrompts, settled: Settle
) -> None:
    page, workspace = page_of(window), window.bridge.workspace
    assert workspace is not None
    entry = next(a for a in renewal_menu(page, [1]).actions() if a.text() == "Risk reason and next step…")
    prompts.answers = {"risk_reason": "adoption"}
    entry.trigger()
    settled(window)
    assert page.model.value(row_of(window, "Tsukimi Robotics"), "why") == "Adoption"
    prompts.answers = {"risk_reason": "adoption", "why": "29 of 65 seats"}
    entry.trigger()
    settled(window)
    assert page.model.value(row_of(window, "Tsukimi Robotics"), "why") == "29 of 65 seats"
    prompts.answers = {"risk_reason": "competitor"}
    next(a for a in renewal_menu(page, [1, 2]).actions() if a.text().startswith("Risk reason")).trigger()
    settled(window)
    held = workspace.frame("decision").sort_values("contract_key")[["risk_reason", "why"]].fillna("")
    assert held.to_numpy().tolist() == [["competitor", "29 of 65 seats"], ["competitor", ""]]


def test_the_tasks_of_renewals_are_planned_from_the_menu(window: MainWindow, settled: Settle) -> None:
    plan = next(a for a in renewal_menu(page_of(window), [1, 2]).actions() if a.text() == "Plan renewal tasks")
    plan.trigger()
    settled(window)
    workspace = window.bridge.workspace
    assert workspace is not None
    assert workspace.frame("task")["external_id"].notna().any()
    plan.trigger()
    settled(window)
    assert window.toast.text == "All their tasks are there already."


def test_the_deck_of_the_selected_renewal_is_opened(window: MainWindow, settled: Settle) -> None:
    page = page_of(window)
    page.table.go_to_row(row_of(window, "Saltmarsh Energy"))
    asked: list[tuple[str, object]] = []
    page.place_opened.disconnect()
    page.place_opened.connect(lambda code, target: asked.append((code, target)))
    page.deck.click()
    assert asked == [("qbr", 2)]


def test_each_fiscal_half_can_have_a_target_of_its_own(
    window: MainWindow, prompts: AnsweringPrompts, settled: Settle
) -> None:
    page, workspace = page_of(window), window.bridge.workspace
    assert workspace is not None
    page._choose(until=date(2027, 1, 31))
    assert page._listed is not None
    due = int(page._listed["annual"].sum())
    prompts.text = "80%"
    page.totals.target_button.click()
    settled(window)
    assert workspace.frame("target")[["figure", "value"]].to_numpy().tolist() == [["renewal_rate_value", 0.8]]
    shown = totals_of(page._listed, workspace.frame("target"), workspace.policies)
    assert shown.target == round(due * 0.8)
    assert shown.target_share == pytest.approx(0.8)
    prompts.text = "lots"
    page.totals.target_button.click()
    assert len(prompts.errors) == 1
    prompts.text = ""
    page.totals.target_button.click()
    settled(window)
    assert workspace.frame("target").empty


def test_the_list_goes_to_a_file(
    window: MainWindow, prompts: AnsweringPrompts, settled: Settle, tmp_path: Path
) -> None:
    prompts.target = tmp_path / "renewals.csv"
    page_of(window).export()
    settled(window)
    lines = prompts.target.read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["Account", "Saltmarsh Energy", "Tsukimi Robotics", "とんぼ測量"]
    assert lines[0].endswith(",Risk reason,Key")
    assert window.toast.text == "3 rows written to renewals.csv"
