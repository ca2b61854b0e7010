"""Settings in a window: typed, chosen, refused, put back, undone, searched; rates, hours and targets; no book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from csdesk.app.edits import edit_records
from csdesk.app.preferences import Preferences
from csdesk.app.workspace import Workspace
from csdesk.desktop.application import build_window
from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.pages.settings import SettingsPage
from csdesk.desktop.pages.settings_fields import NamedCodes, SettingRow, ValueField
from csdesk.desktop.pages.settings_people import HoursTable
from csdesk.desktop.pages.settings_plays import LinkRow, PlaysRow
from csdesk.desktop.pages.settings_rates import RatesTable
from csdesk.desktop.pages.settings_sections import SECTIONS
from csdesk.desktop.pages.settings_targets import TargetsTable
from csdesk.desktop.shell.palette_entries import palette_entries
from csdesk.desktop.shell.settings_dialog import SettingsDialog
from csdesk.desktop.widgets.states import EmptyState
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.messages import Message
from csdesk.model.policies import Play, Policies, RevenuePolicy, TouchPolicy
from tests.desktop.desktop_books import AS_OF, AnsweringPrompts

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints|does not support (raise|grabbing)"
)  # said by the display that is none
KEYS = Qt.Key


def make_book(path: Path) -> Workspace:
    """One account with list price 1,200,000 and 10% discount; one whose contract of 600,000 ended 53 days ago."""
    policies = Policies(
        revenue=RevenuePolicy(currency="JPY"), touch=TouchPolicy(high_from=6_000_000, low_from=1_000_000)
    )
    workspace = Workspace.create(path, policies, as_of=AS_OF)
    running = {"start": date(2026, 1, 1), "end": date(2026, 12, 31), "amount": 1_080_000, "list_price": 1_200_000}
    ended = {"start": date(2025, 10, 1), "end": date(2026, 9, 30), "amount": 600_000}
    same = {"basis": "annual", "currency": "JPY"}
    workspace.apply(
        ChangeSet(
            Message("made"),
            (
                Change("account", 1, None, {"name": "Kintaro Iron", "csm": "Mika Sato"}),
                Change("account", 2, None, {"name": "Quillfern", "csm": "Ken Tanaka"}),
                Change("contract", 1, None, {"account_key": 1, **running, **same}),
                Change("contract", 2, None, {"account_key": 2, **ended, **same}),
            ),
        )
    )
    return workspace


@pytest.fixture(scope="module")
def opened(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    workspace = make_book(tmp_path_factory.mktemp("settings") / "settings.csdesk")
    window = build_window(workspace, Preferences(language="en", theme="light"), AnsweringPrompts())
    window.resize(1440, 900)
    window.show()
    yield window
    window.close()


def wait(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.bridge.jobs.busy, timeout=20_000)
    qtbot.wait(20)
    qtbot.waitUntil(lambda: not window.bridge.jobs.busy, timeout=20_000)


@pytest.fixture
def page(opened: MainWindow, qtbot: QtBot) -> Iterator[SettingsPage]:
    """The page; afterwards the book is as it was."""
    opened.show_settings()
    wait(opened, qtbot)
    shown = opened.page
    assert isinstance(shown, SettingsPage)
    workspace = opened.bridge.workspace
    assert workspace is not None
    entries = done(workspace)
    yield shown
    while done(workspace) > entries:
        opened.bridge.undo()
        wait(opened, qtbot)
    if opened.page is shown:  # another language makes another page
        shown.finder.clear()


def done(workspace: Workspace) -> int:
    return sum(entry.done for entry in workspace.book.history())


def book_of(page: SettingsPage) -> Workspace:
    workspace = page.bridge.workspace
    assert workspace is not None
    return workspace


def settle(page: SettingsPage, qtbot: QtBot) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    wait(window, qtbot)


@pytest.fixture
def row_of(page: SettingsPage, qtbot: QtBot) -> Callable[[str], SettingRow]:
    def find(code: str) -> SettingRow:
        page.go_to(code)
        settle(page, qtbot)
        found = page.row(code)
        assert found is not None
        return found

    return find


def type_over(qtbot: QtBot, field: QWidget, text: str, *then: Qt.Key) -> None:
    assert isinstance(field, QLineEdit)
    field.window().activateWindow()  # a dialog of another test may have had the keys
    field.setFocus()
    qtbot.waitUntil(field.hasFocus, timeout=5000)
    field.selectAll()
    qtbot.keyClicks(field, text)
    for key in then:
        qtbot.keyClick(field, key)


def section_rows(page: SettingsPage, code: str) -> tuple[QWidget, ...]:
    page.go_to(code)
    return page.sections[code].rows


def test_a_typed_number_is_previewed_and_enter_writes_it_as_one_edit(
    page: SettingsPage, row_of: Callable[[str], SettingRow], qtbot: QtBot
) -> None:
    row = row_of("revenue.late_renewal_days")
    type_over(qtbot, row.editor, "45")
    settle(page, qtbot)
    # 1,080,000 + 600,000 in the days of grace; after 45 days the ended contract is churn.
    assert "ARR ¥1.7M → ¥1.1M" in row.message.text()
    assert book_of(page).policies.revenue.late_renewal_days == 60
    qtbot.keyClick(row.editor, KEYS.Key_Return)
    settle(page, qtbot)
    assert book_of(page).policies.revenue.late_renewal_days == 45
    assert str(book_of(page).book.history()[0].intention) == "Set late renewal days to 45"
    assert "ARR ¥1.7M → ¥1.1M" in row.message.text()
    page.bridge.undo()
    settle(page, qtbot)
    assert isinstance(row.editor, ValueField)
    assert row.editor.text() == "60"


def test_a_wrong_value_keeps_the_field_open_with_the_message_under_it(
    page: SettingsPage, row_of: Callable[[str], SettingRow], qtbot: QtBot
) -> None:
    row = row_of("touch.hours_low")
    before = done(book_of(page))
    type_over(qtbot, row.editor, "-3", KEYS.Key_Return)
    settle(page, qtbot)
    assert isinstance(row.editor, ValueField)
    assert (row.editor.text(), row.editor.property("error")) == ("-3", "true")
    assert row.message.text() == "“hours for a low touch account” takes a number from 0 to 744."
    other = row_of("touch.hours_tech")
    type_over(qtbot, other.editor, "0.2", KEYS.Key_Return)
    settle(page, qtbot)
    assert done(book_of(page)) == before + 1
    assert row.editor.text() == "-3"
    assert row.is_wrong
    qtbot.keyClick(row.editor, KEYS.Key_Escape)
    assert (row.editor.text(), row.editor.property("error"), row.message.text()) == ("1.5", "false", "")


def test_a_value_that_makes_no_sense_beside_another_is_refused(
    page: SettingsPage, row_of: Callable[[str], SettingRow], qtbot: QtBot
) -> None:
    row = row_of("touch.low_from")
    type_over(qtbot, row.editor, "7.0M", KEYS.Key_Return)
    settle(page, qtbot)
    assert row.message.text() == "Low touch cannot begin above high touch. Move one of the two cuts."
    assert book_of(page).policies.touch.low_from == 1_000_000
    type_over(qtbot, row.editor, "2.5M", KEYS.Key_Return)
    settle(page, qtbot)
    assert book_of(page).policies.touch.low_from == 2_500_000


def test_leaving_a_field_writes_it_and_percent_is_read_as_such(
    page: SettingsPage, row_of: Callable[[str], SettingRow], qtbot: QtBot
) -> None:
    row = row_of("renewals.target_share")
    type_over(qtbot, row.editor, "95.5 %", KEYS.Key_Tab)
    settle(page, qtbot)
    assert book_of(page).policies.renewals.target_share == 0.955
    assert str(book_of(page).book.history()[0].intention) == "Set renewal target to 95.5%"


def test_choices_and_flags_are_taken_at_once_by_mouse_and_by_key_and_put_back(
    page: SettingsPage, row_of: Callable[[str], SettingRow], qtbot: QtBot
) -> None:
    row = row_of("revenue.net_of_discount")
    assert row.reset.isHidden()
    row.editor.setFocus()
    qtbot.keyClick(row.editor, KEYS.Key_Space)
    settle(page, qtbot)
    assert book_of(page).policies.revenue.net_of_discount is False
    assert str(book_of(page).book.history()[0].intention) == "Turn off: amounts net of discount"
    assert row.reset.isVisible()
    qtbot.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert book_of(page).policies.revenue.net_of_discount is True
    base = row_of("revenue.churn_base")
    qtbot.mouseClick(base.editor._buttons["closing"], Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    settle(page, qtbot)
    assert book_of(page).policies.revenue.churn_base == "closing"


def test_a_country_is_found_by_its_name_and_nothing_else_is_taken(
    page: SettingsPage, row_of: Callable[[str], SettingRow], qtbot: QtBot
) -> None:
    row = row_of("calendar.holiday_country")
    assert isinstance(row.editor, NamedCodes)
    assert row.editor.currentText() == "United States"
    type_over(qtbot, row.editor.typed, "japan", KEYS.Key_Return)
    settle(page, qtbot)
    assert book_of(page).policies.calendar.holiday_country == "JP"
    type_over(qtbot, row.editor.typed, "Atlantis", KEYS.Key_Return)
    settle(page, qtbot)
    assert row.message.text().startswith("“Atlantis” is not in the list.")
    assert book_of(page).policies.calendar.holiday_country == "JP"
    qtbot.keyClick(row.editor, KEYS.Key_Escape)
    assert row.editor.currentText() == "Japan"


def test_rates_are_pasted_from_a_spreadsheet_changed_in_place_and_removed(page: SettingsPage, qtbot: QtBot) -> None:
    table = next(row for row in section_rows(page, "revenue") if isinstance(row, RatesTable))
    QApplication.clipboard().setText("Currency\tMonth\tRate\nUSD\t2026-10\t150.5\nEUR\t2026/11\t1O5\n")
    qtbot.mouseClick(table.paste, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert table.message.text().startswith("Line 3: “1O5” is no rate.")
    assert len(book_of(page).frame("rate")) == 0
    QApplication.clipboard().setText(
        "USD\t2026-10\t150.5\nUSD\t2026-11\t1,51.2\nEUR\t2026年11月\t162\n".replace("1,51", "151")
    )
    qtbot.mouseClick(table.paste, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert str(book_of(page).book.history()[0].intention) == "Set 3 exchange rates"
    assert [widgets[2].text() for widgets in table.lines.values()] == ["162", "151.2", "150.5"]  # type: ignore[attr-defined]
    latest = list(table.lines.values())[1]
    type_over(qtbot, latest[2], "152", KEYS.Key_Return)
    settle(page, qtbot)
    assert str(book_of(page).book.history()[0].intention) == "Set the rate of USD for 2026-11 to 152"
    qtbot.mouseClick(next(iter(table.lines.values()))[3], Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert sorted(book_of(page).frame("rate")["rate"]) == [150.5, 152.0]
    type_over(qtbot, table.currency, "JPY")
    type_over(qtbot, table.month, "2026-11")
    type_over(qtbot, table.rate, "1", KEYS.Key_Return)
    assert table.message.text() == "JPY is the currency of the book; it needs no rate."


def test_a_rate_that_is_missing_is_entered_while_no_figure_can_be_worked_out(
    page: SettingsPage, opened: MainWindow, qtbot: QtBot
) -> None:
    section_rows(page, "targets")  # which knows its figures before they are gone
    page.bridge.edit(lambda book: edit_records(book, "contract", [1], {"currency": "USD"}))
    settle(page, qtbot)
    opened.open_page("renewals")
    settle(page, qtbot)
    told = next(found for found in opened.findChildren(EmptyState) if found.isVisible())
    assert any(text.text().startswith("There is no exchange rate from USD") for text in told.findChildren(QLabel))
    told.findChildren(QPushButton)[0].click()
    settle(page, qtbot)
    assert opened.page is page
    targets = next(row for row in section_rows(page, "targets") if isinstance(row, TargetsTable))
    assert targets.message.text().startswith("There is no exchange rate from USD to JPY")
    assert not targets.add.isEnabled()
    assert len(next(row for row in section_rows(page, "touch") if isinstance(row, HoursTable)).lines) == 2
    table = next(row for row in section_rows(page, "revenue") if isinstance(row, RatesTable))
    for field, text in ((table.currency, "USD"), (table.month, "2026-01"), (table.rate, "150")):
        type_over(qtbot, field, text)
    table.add_rate()
    settle(page, qtbot)
    section_rows(page, "targets")
    assert targets.message.text() == ""
    assert targets.add.isEnabled()
    opened.open_page("renewals")
    settle(page, qtbot)
    assert opened.page is not None
    assert opened.page.isVisible()
    opened.show_settings()


def test_hours_of_a_csm_are_typed_and_one_may_say_who_one_is(page: SettingsPage, qtbot: QtBot) -> None:
    table = next(row for row in section_rows(page, "touch") if isinstance(row, HoursTable))
    assert list(table.lines) == ["Ken Tanaka", "Mika Sato"]
    _, hours, programme, mine = table.lines["Mika Sato"]
    type_over(qtbot, hours, "80", KEYS.Key_Return)
    settle(page, qtbot)
    type_over(qtbot, programme, "30", KEYS.Key_Return)
    settle(page, qtbot)
    people = book_of(page).frame("person").set_index("name")
    assert people.loc["Mika Sato", ["hours", "programme_hours"]].tolist() == [80.0, 30.0]
    type_over(qtbot, hours, "800", KEYS.Key_Return)
    assert "from 0 to 744" in table.message.text()
    qtbot.keyClick(hours, KEYS.Key_Escape)
    mine.click()  # type: ignore[attr-defined]
    settle(page, qtbot)
    from csdesk.app.own_person import own_name

    assert own_name(book_of(page)) == "Mika Sato"


def test_a_target_is_added_changed_and_removed(page: SettingsPage, qtbot: QtBot) -> None:
    table = next(row for row in section_rows(page, "targets") if isinstance(row, TargetsTable))
    table.figure.setCurrentIndex(table.figure.findData("nrr"))
    assert table.unit.text() == "%"
    type_over(qtbot, table.period, "soon")
    type_over(qtbot, table.value, "104", KEYS.Key_Return)
    settle(page, qtbot)
    assert table.message.text().startswith("“soon” is not a period.")
    type_over(qtbot, table.period, "2026Q4", KEYS.Key_Return)
    settle(page, qtbot)
    field = table.lines["nrr", "2026Q4"][2]
    assert isinstance(field, ValueField)
    assert (field.text(), table.period.text()) == ("104", "")
    type_over(qtbot, field, "105", KEYS.Key_Return)
    settle(page, qtbot)
    assert book_of(page).frame("target")["value"].tolist() == [1.05]
    qtbot.mouseClick(table.lines["nrr", "2026Q4"][4], Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert table.lines == {}


def test_plays_are_listed_with_their_cadence_edited_and_put_back(page: SettingsPage, qtbot: QtBot) -> None:
    row = next(row for row in section_rows(page, "plays") if isinstance(row, PlaysRow))
    assert row.plays.text().splitlines()[0] == "Dedicated owner, monthly call – Every 30 days"
    row.open_editor()
    assert row.dialog is not None
    row.dialog.lines[0].text.setText("Call")
    row.dialog.accept()
    settle(page, qtbot)
    assert book_of(page).policies.plays.of("high")[0] == Play("high", text="Call", days=30)
    qtbot.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert book_of(page).policies.plays == Policies().plays


def test_a_search_shows_what_it_finds_in_every_section(page: SettingsPage, qtbot: QtBot) -> None:
    page.focus_filter()
    qtbot.keyClicks(page.finder, "notice deadline")
    shown = [row.name for section in page.sections.values() for row in section.settings if row.isVisible()]
    assert shown == [
        "Holiday country", "Notice opens", "Deadlines on business days", "Notice deadline shown",
        "Weight of a notice deadline",
    ]  # fmt: skip
    page.finder.setText("zzz")
    assert page.nothing.text() == "No setting is called “zzz”."
    qtbot.mouseClick(
        page.names.viewport(), Qt.MouseButton.LeftButton, pos=page.names.visualItemRect(page.names.item(7)).center()
    )
    assert page.finder.text() == ""
    assert page.sections["health"].isVisible()


def test_health_and_palette_lead_where_they_say(page: SettingsPage, opened: MainWindow, qtbot: QtBot) -> None:
    entries = {entry.text: entry for entry in palette_entries(opened)}
    assert "late renewal days" in entries["Settings: Revenue"].search
    assert [text for text in entries if text.startswith("Settings: ")] == [
        f"Settings: {section.title}" for section in SECTIONS
    ]
    entries["Settings: Health"].run()
    settle(page, qtbot)
    link = next(row for row in page.sections["health"].rows if isinstance(row, LinkRow))
    qtbot.mouseClick(link.button, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert opened.rail.shown == "health"
    qtbot.mouseClick(opened.rail.settings, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert opened.rail.shown == "settings"


def test_every_field_has_a_name_for_screen_readers(page: SettingsPage, qtbot: QtBot) -> None:
    for entry in SECTIONS:
        for row in section_rows(page, entry.code):
            for field in row.findChildren(QLineEdit):
                assert field.accessibleName()
            if isinstance(row, SettingRow):
                assert row.editor.accessibleName()


def test_another_language_stays_on_the_section_one_is_in(page: SettingsPage, opened: MainWindow, qtbot: QtBot) -> None:
    computer = section_rows(page, "computer")[0]
    computer.language._buttons["ja"].click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: opened.preferences.language == "ja", timeout=5000)
    wait(opened, qtbot)
    shown = opened.page
    assert isinstance(shown, SettingsPage)
    assert shown.names.currentItem().text() == "このパソコン"
    opened.use_preferences(Preferences(language="en", theme="light"))
    wait(opened, qtbot)


def test_without_a_book_the_dialog_has_the_preferences_of_this_computer(qtbot: QtBot) -> None:
    dialog = SettingsDialog(Preferences(language="en", theme="light"))
    qtbot.addWidget(dialog)
    dialog.choices.theme._buttons["dark"].click()
    assert dialog.preferences == Preferences(language="en", theme="dark")
