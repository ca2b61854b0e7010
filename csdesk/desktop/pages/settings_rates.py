"""The table of exchange rates on the settings page: typed in place, added, pasted from a spreadsheet, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from csdesk.desktop.fonts import font, scaled
from csdesk.desktop.pages.settings_desk import SettingsDesk
from csdesk.desktop.pages.settings_fields import ValueField
from csdesk.desktop.pages.settings_grid import LineGrid
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button, icon_button
from csdesk.desktop.widgets.labels import label
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from csdesk.app.rate_edits import Rate
    from csdesk.app.workspace import Workspace

SHOWN = 36  # lines, before somebody asks for all


class RatesTable(LineGrid):
    """One line a currency and month, the latest month of each first."""

    def __init__(self, desk: SettingsDesk) -> None:
        super().__init__(
            Message("Exchange rates"),
            Message("What one unit of a currency is worth in the currency of the book; it holds until the next month with a rate."),
            (Message("Currency"), Message("Month"), Message("Rate")),
        )  # fmt: skip
        self._desk, self._reporting, self._all = desk, "", False
        self._shown: tuple[tuple[str, object], ...] = ()
        self.currency, self.month, self.rate = (
            self._new(Message("Currency of a new rate"), "USD", 70),
            self._new(Message("Month of a new rate"), "2026-11", 90),
            self._new(Message("New rate"), "151.2", 90),
        )
        self.add = button(Message("Add rate"), icon_name="plus", small=True, clicked=self.add_rate)
        self.paste = button(Message("Paste from a spreadsheet"), icon_name="clipboard-paste", small=True, clicked=self.paste_rates)  # fmt: skip
        self.paste.setToolTip(tr(Message("Copy the columns currency, month and rate there first.")))
        self.more = button("", "link", small=True, clicked=self._show_all)
        for widget in (self.currency, self.month, self.rate, self.add, self.paste, self.more):
            self.below.addWidget(widget)
        self.below.addStretch(1)

    def _new(self, name: Message, example: str, width: int) -> QLineEdit:
        field = QLineEdit()
        field.setFont(font(12.5))
        field.setPlaceholderText(example)
        field.setAccessibleName(tr(name))
        field.setFixedWidth(scaled(width))
        field.returnPressed.connect(self.add_rate)
        return field

    def show_book(self, workspace: Workspace, *, enabled: bool) -> None:
        """Show the rates of the book."""
        from csdesk.app.rate_edits import rates_of

        self._reporting = workspace.policies.revenue.currency
        rates = rates_of(workspace)
        shown = rates if self._all else rates[:SHOWN]
        self.more.setVisible(len(shown) < len(rates))
        self.more.setText(tr(Message("Show all {n}", n=len(rates))))
        keys = tuple(rate.key for rate in shown)
        if keys != tuple(self.lines) or not self.lines:
            self.set_lines({rate.key: self._line(rate) for rate in shown})
        for rate in shown:
            field = self.lines[rate.key][2]
            if isinstance(field, ValueField):
                field.show_text(f"{rate.rate:.10g}")
        self.enable((self.currency, self.month, self.rate, self.add, self.paste), enabled=enabled)

    def _line(self, rate: Rate) -> tuple[QWidget, ...]:
        from csdesk.app.rate_edits import read_rate

        month = language().month(rate.month, year=True)
        name = tr(Message("Rate of {currency}, {month}", currency=rate.currency, month=month))
        field = ValueField(name, lambda text: read_rate(rate.currency, f"{rate.month:%Y-%m}", text, self._reporting))
        field.taken.connect(lambda new: self._write((new,), field.refuse))
        field.refused.connect(self.say)
        away = icon_button("x", Message("Remove the rate of {currency}, {month}", currency=rate.currency, month=month))
        away.clicked.connect(lambda: self._remove(rate))
        return label(rate.currency, 12.5), label(month, 12.5), field, away

    def add_rate(self) -> None:
        """Put the three fields into the table."""
        from csdesk.app.rate_edits import read_rate

        try:
            new = read_rate(self.currency.text(), self.month.text(), self.rate.text(), self._reporting)
        except CSDeskError as error:
            self.say(error)
            return
        self._write((new,), self.say, self._emptied)

    def _emptied(self) -> None:
        for field in (self.currency, self.month, self.rate):
            field.clear()
        self.currency.setFocus()

    def paste_rates(self) -> None:
        """Take what was copied in a spreadsheet."""
        from csdesk.app.rate_edits import read_pasted

        try:
            rates = read_pasted(QGuiApplication.clipboard().text(), self._reporting)
        except CSDeskError as error:
            self.say(error)
            return
        self._write(rates, self.say)

    def _write(
        self, rates: tuple[Rate, ...], failed: Callable[[CSDeskError], object], then: Callable[[], object] | None = None
    ) -> None:
        from csdesk.app.rate_edits import set_rates

        self.say(None)
        self._desk.write(lambda workspace: workspace.apply(set_rates(workspace, rates)), failed, then)

    def _remove(self, rate: Rate) -> None:
        from csdesk.app.rate_edits import remove_rate

        key = rate.key
        if key is not None:
            self._desk.write(lambda workspace: workspace.apply(remove_rate(workspace, key)), self.say)

    def _show_all(self) -> None:
        self._all = True
        workspace = self._desk.bridge.workspace
        if workspace is not None:
            self.show_book(workspace, enabled=not workspace.read_only)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes a block, unless a field takes the text."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_rates()
        else:
            super().keyPressEvent(event)
