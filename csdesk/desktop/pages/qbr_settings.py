"""The left pane of the QBR page: for whom, which quarter, which language, which master, for whose eyes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from csdesk.app.exports import DeckChoice
from csdesk.desktop.fonts import scaled
from csdesk.desktop.pages.qbr_sections import SectionList
from csdesk.desktop.pages.qbr_texts import DeckTexts
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import SegmentedControl
from csdesk.desktop.widgets.labels import label, line
from csdesk.model.messages import Message
from csdesk.model.periods import FiscalPeriod

ONE, HIGH = "one", "high"
QUARTERS_BACK = 4
READERS = {
    "customer": Message("Leaves out health score, forecast, risk reasons, internal notes and other customers’ names."),
    "internal": Message("Adds health and forecast. Not for the customer: every slide says so."),
}


class QbrSettings(QFrame):
    """``changed`` after every choice; ``choice()`` and ``account`` say what was chosen."""

    changed = Signal()

    def __init__(self, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompts = prompts
        self._template: Path | None = None
        self._period: FiscalPeriod | None = None
        self._as_of = date.min
        self.setFixedWidth(scaled(300))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._add_accounts()
        self._add_period()
        self._add_template()
        self._add_audience()
        self._add_sections()

    def _section(self) -> QVBoxLayout:
        if self._column.count():
            self._column.addWidget(line())
        section = QVBoxLayout()
        section.setContentsMargins(20, 11, 16, 11)
        section.setSpacing(6)
        self._column.addLayout(section)
        return section

    def _add_accounts(self) -> None:
        section = self._section()
        section.addWidget(label(Message("Accounts"), 12.5, tone="ink2"))
        choices = ((ONE, Message("One")), (HIGH, Message("High touch")))
        self.scope = SegmentedControl(choices, ONE, Message("Accounts"))
        _widen(self.scope)
        self.scope.chosen.connect(lambda _: self.changed.emit())
        section.addWidget(self.scope)
        self.accounts = QComboBox()
        self.accounts.setEditable(True)
        self.accounts.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.accounts.setAccessibleName(tr(Message("Account")))
        finder = QCompleter(self.accounts.model(), self.accounts)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.accounts.setCompleter(finder)
        self.accounts.currentIndexChanged.connect(lambda _: self.changed.emit())
        section.addWidget(self.accounts)

    def _add_period(self) -> None:
        section = self._section()
        row = QHBoxLayout()
        row.setSpacing(8)
        self.periods, self.languages = QComboBox(), QComboBox()
        shares = (3, 2) if language().japanese else (4, 5)
        boxes = ((Message("Period"), self.periods), (Message("Language"), self.languages))
        for share, (name, box) in zip(shares, boxes, strict=True):
            column = QVBoxLayout()
            column.setSpacing(6)
            column.addWidget(label(name, 12.5, tone="ink2"))
            box.setAccessibleName(tr(name))
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            column.addWidget(box)
            row.addLayout(column, share)
        for text, code in ((tr(Message("Each customer’s")), None), ("English", "en"), ("日本語", "ja")):
            self.languages.addItem(text, code)
        section.addLayout(row)
        self.span = label("", 12, tone="ink2", wrap=True)
        section.addWidget(self.span)
        self.periods.currentIndexChanged.connect(lambda _: self._period_chosen())
        self.languages.currentIndexChanged.connect(lambda _: self.changed.emit())

    def _add_template(self) -> None:
        section = self._section()
        section.addWidget(label(Message("Template"), 12.5, tone="ink2"))
        self.templates = QComboBox()
        self.templates.setAccessibleName(tr(Message("Template")))
        self.templates.addItem(tr(Message("CSDesk template")), None)
        self.templates.addItem(tr(Message("Choose a file…")), "ask")
        self.templates.activated.connect(self._template_chosen)
        section.addWidget(self.templates)

    def _add_audience(self) -> None:
        section = self._section()
        section.addWidget(label(Message("Audience"), 12.5, tone="ink2"))
        choices = (("customer", Message("Customer-facing")), ("internal", Message("Internal")))
        self.audience = SegmentedControl(choices, "customer", Message("Audience"))
        _widen(self.audience)
        self.audience.chosen.connect(lambda _: self._audience_chosen())
        section.addWidget(self.audience)
        self.explained = label(READERS["customer"], 12, tone="ink2", wrap=True)
        section.addWidget(self.explained)

    def _add_sections(self) -> None:
        section = self._section()
        head = QHBoxLayout()
        head.addWidget(label(Message("Sections"), 12.5, tone="ink2"))
        head.addStretch(1)
        moved = label(Message("drag to reorder"), 12, tone="ink3")
        moved.setToolTip(tr(Message("Alt with ↑ or ↓ moves the section, too.")))
        head.addWidget(moved)
        section.addLayout(head)
        self.sections = SectionList()
        section.addWidget(self.sections, 1)
        self._column.setStretch(self._column.count() - 1, 1)

    def show_book(self, accounts: Sequence[tuple[int, str]], high: int, period: FiscalPeriod, as_of: date) -> None:
        """Offer the accounts and quarters of a book; what was chosen stays chosen."""
        self._as_of = as_of
        chosen, quarter = self.account, self.periods.currentText()
        with QSignalBlocker(self.accounts), QSignalBlocker(self.periods):
            self.accounts.clear()
            for key, name in accounts:
                self.accounts.addItem(name, key)
            self.accounts.setCurrentIndex(max(0, self.accounts.findData(chosen)))
            self.periods.clear()
            for steps in range(1, -QUARTERS_BACK, -1):
                offered = period.moved(steps)
                self.periods.addItem(tr(offered.label), offered)
            self.periods.setCurrentIndex(max(1, self.periods.findText(quarter)) if quarter else 1)
        self.scope.set_text(HIGH, tr(Message("High touch, {n}", n=high)))
        self._show_span()

    @property
    def account(self) -> int | None:
        """Key of the account whose deck is shown."""
        key = self.accounts.currentData()
        return key if isinstance(key, int) else None

    def choose_account(self, key: int) -> None:
        """Show another account's deck."""
        place = self.accounts.findData(key)
        if place >= 0:
            self.accounts.setCurrentIndex(place)

    def choice(self, texts: DeckTexts) -> DeckChoice:
        """How the deck is to be, with what the user made of its slides."""
        period = self.periods.currentData()
        code = period.code if isinstance(period, FiscalPeriod) else None
        return DeckChoice(
            self.audience.current, code, self._template, self.languages.currentData(), texts.sections, texts.texts
        )

    def _period_chosen(self) -> None:
        self._show_span()
        self.changed.emit()

    def _show_span(self) -> None:
        period = self.periods.currentData()
        if isinstance(period, FiscalPeriod):
            first, last = language().day(period.start, year=False), language().day(period.end)
            until = language().day(min(self._as_of, period.end), year=False)
            self.span.setText(tr(Message("{first} to {last}, data to {day}", first=first, last=last, day=until)))

    def _audience_chosen(self) -> None:
        self.explained.setText(tr(READERS[self.audience.current]))
        self.changed.emit()

    def _template_chosen(self, place: int) -> None:
        if self.templates.itemData(place) == "ask":
            path = self._prompts.open_template()
            if path is not None:
                if self._template is not None:
                    self.templates.removeItem(1)
                self.templates.insertItem(1, path.name, path)
                self._template = path
            self.templates.setCurrentIndex(1 if self._template is not None else 0)
        else:
            data = self.templates.itemData(place)
            self._template = data if isinstance(data, Path) else None
            if data is None and self.templates.count() > 2:
                self.templates.removeItem(1)
        self.changed.emit()


def _widen(control: SegmentedControl) -> None:
    for part in control.findChildren(QToolButton):
        part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
