"""The side pane of the list: one account at a glance, its next step, what happened, who is there."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton

from csdesk.desktop.account_details import AccountDetails, Contact
from csdesk.desktop.field_text import read_date
from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.health_text import points_band, raw_text
from csdesk.desktop.icons import icon, icon_pixmap
from csdesk.desktop.tables.cell_text import health_words
from csdesk.desktop.tables.painters import days_text
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button, icon_button
from csdesk.desktop.widgets.figures import Avatar, Badge, Bar, HealthMark, Sparkline, band_token
from csdesk.desktop.widgets.health_painting import signed_text
from csdesk.desktop.widgets.inspector import Inspector, fact
from csdesk.desktop.widgets.labels import ElidedLabel, label
from csdesk.desktop.wording import choice_text, component_text
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.money import Money

_ICONS = {
    "ticket": "ticket", "call": "phone", "mail": "mail", "meeting": "users", "qbr": "presentation", "webinar": "video",
    "event": "users", "response": "message-square",
}  # fmt: skip


class AccountInspector(Inspector):
    """``opened(key)``, ``next_step_set(key, text, date)``, and what the menu offers."""

    opened = Signal(object)
    next_step_set = Signal(object, object, object)
    touchpoint_asked = Signal(object)
    edit_asked = Signal(object)
    contract_asked = Signal(object)
    archive_asked = Signal(object)
    delete_asked = Signal(object)
    explanation_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(300)
        self.setAccessibleName(tr(Message("Side pane")))
        self.details: AccountDetails | None = None
        self._touch = Badge("", "neutral")
        self.title_row.insertWidget(1, self._touch)
        self._open = button(Message("Open account"), "primary", clicked=lambda: self._say(self.opened))
        self.foot.addWidget(self._open, 1)
        call = icon_button("phone", Message("Log touchpoint"), lambda: self._say(self.touchpoint_asked), kind="normal", small=False)  # fmt: skip
        self._more = icon_button("ellipsis", Message("More"), kind="normal", small=False)
        self._more.setMenu(self._menu())
        self.foot.addWidget(call)
        self.foot.addWidget(self._more)
        self._buttons: tuple[QPushButton, ...] = (self._open, call, self._more)
        self.step, self.step_on = QLineEdit(), QLineEdit()
        self.show_nothing()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        entries = (
            ("pencil", Message("Edit account"), self.edit_asked),
            ("file-plus", Message("New contract"), self.contract_asked),
            ("archive", Message("Archive"), self.archive_asked),
            ("trash", Message("Delete"), self.delete_asked),
        )
        for drawing, text, signal in entries:
            menu.addAction(icon(drawing, "ink_2", 15), tr(text), lambda signal=signal: self._say(signal))
        return menu

    def _say(self, signal: object) -> None:
        if self.details is not None:
            signal.emit(self.details.key)  # type: ignore[attr-defined]

    def show_nothing(self) -> None:
        """No account is selected."""
        self.details = None
        self.clear_sections()
        self.title.setText(tr(Message("Select an account")))
        self.remark.setText("")
        self._touch.hide()
        for made in self._buttons:
            made.setEnabled(False)
        self.set_pinnable(False)

    def show_details(self, details: AccountDetails, currency: str, as_of: date) -> None:
        """Show an account."""
        self.details = details
        self.setUpdatesEnabled(False)
        self.clear_sections()
        row = details.row
        self.title.setText(str(row.get("name") or ""))
        self.remark.setText(_remark(details))
        touch = row.get("touch")
        self._touch.setVisible(isinstance(touch, str))
        if isinstance(touch, str):
            self._touch.set_badge(choice_text(touch), touch)
        for made in self._buttons:
            made.setEnabled(True)
        self.set_pinnable(True)
        self._add_facts(details, currency, as_of)
        self._add_health(details)
        self._add_next_step(details)
        self._add_recent(details)
        self._add_contacts(details)
        self.setUpdatesEnabled(True)

    def _add_facts(self, details: AccountDetails, currency: str, as_of: date) -> None:
        row, speaks = details.row, language()
        section = self.add_section(divided=False)
        facts = QHBoxLayout()
        facts.setSpacing(12)
        arr = row.get("arr")
        facts.addLayout(fact(Message("ARR"), speaks.money(Money(arr, currency)) if isinstance(arr, int) else "–"))
        renewal, notice = row.get("renewal_on"), row.get("notice_by")
        facts.addLayout(fact(Message("Renewal"), speaks.day(renewal) if isinstance(renewal, date) else "–"))
        text, tone = "–", ""
        if isinstance(notice, date):
            left = (notice - as_of).days
            tone = "risk" if 0 <= left <= 14 else ""
            day = speaks.day(notice, year=False)
            text = tr(Message("{day}, {days}", day=day, days=days_text(left))) if left >= 0 else tr(Message("passed"))
        facts.addLayout(fact(Message("Notice by"), text, tone))
        facts.addStretch(1)
        section.addLayout(facts)

    def _add_health(self, details: AccountDetails) -> None:
        row = details.row
        section = self.add_section()
        score, band, change = row.get("health"), str(row.get("band") or "no_data"), row.get("health_change")
        head = QHBoxLayout()
        head.setSpacing(8)
        mark = HealthMark(22)
        mark.set_health(score if isinstance(score, int) else None, band, health_words(score, band, change))
        head.addWidget(mark)
        if isinstance(change, int):
            tone = "ink3" if abs(change) < 3 else "ok" if change > 0 else "risk"
            head.addWidget(label(signed_text(change), 13, SEMIBOLD, tone))
            head.addWidget(label(Message("in 30 days"), 12, tone="ink2"))
        head.addStretch(1)
        spark = Sparkline(92, 28)
        spark.set_values(details.history, band_token(band))
        head.addWidget(spark)
        section.addLayout(head)
        section.addLayout(self._parts(details))
        if details.files:
            names = tr(Message(", ")).join(details.files)
            sources = QHBoxLayout()
            sources.addWidget(ElidedLabel(tr(Message("Sources: {files}", files=names)), 11, tone="ink3"), 1)
            sources.addWidget(
                button(Message("Explain"), "link", small=True, clicked=lambda: self._say(self.explanation_asked))
            )
            section.addLayout(sources)

    def _parts(self, details: AccountDetails) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        active, bought = details.row.get("seats_active"), details.row.get("seats_bought")
        widest = max((part.weight for part in details.parts), default=1.0) or 1.0
        for place, part in enumerate(details.parts):
            grid.addWidget(label(component_text(part.component), 12.5), place, 0)
            raw = raw_text(
                part.component, part.raw, active if isinstance(active, int) else None,
                bought if isinstance(bought, int) else None,
            )  # fmt: skip
            value = label(raw, 12, tone="ink2")
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(value, place, 1)
            bar = Bar(max(10, round(44 * part.weight / widest)), 6)
            bar.set_share((part.points or 0.0) / 100, band_token(points_band(part.points)))
            grid.addWidget(bar, place, 2, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            earned = "–" if part.earned is None else language().number(part.earned, 1)
            number = label(earned, 12.5, SEMIBOLD)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(number, place, 3)
            grid.addWidget(label(f"/{part.weight:g}", 12, tone="ink3"), place, 4)
        return grid

    def _add_next_step(self, details: AccountDetails) -> None:
        section = self.add_section()
        section.addWidget(label(Message("Next step"), 12, tone="ink2"))
        row = QHBoxLayout()
        row.setSpacing(6)
        due = details.row.get("next_step_date")
        self.step = QLineEdit(str(details.row.get("next_step") or ""))
        self.step.setPlaceholderText(tr(Message("What happens next")))
        self.step.setAccessibleName(tr(Message("Next step")))
        self.step_on = QLineEdit(due.isoformat() if isinstance(due, date) else "")
        self.step_on.setPlaceholderText(tr(Message("by")))
        self.step_on.setAccessibleName(tr(Message("Next step on")))
        self.step_on.setFixedWidth(scaled(94))
        for editor in (self.step, self.step_on):
            editor.setCursorPosition(0)
            editor.editingFinished.connect(lambda details=details: self._commit_step(details))
        row.addWidget(self.step, 1)
        row.addWidget(self.step_on)
        section.addLayout(row)
        self._step_error: QLabel = label("", 12, tone="risk", wrap=True)
        self._step_error.hide()
        section.addWidget(self._step_error)

    def _commit_step(self, details: AccountDetails) -> None:
        try:
            on = read_date(self.step_on.text().strip()) if self.step_on.text().strip() else None
        except CSDeskError as error:
            self._step_error.setText(" ".join(tr(part) for part in (error.message, error.hint) if part is not None))
            self._step_error.show()
            return
        self._step_error.hide()
        text = self.step.text().strip() or None
        if (text, on) != (details.row.get("next_step"), details.row.get("next_step_date")) and self.details is details:
            self.next_step_set.emit(details.key, text, on)

    def _add_recent(self, details: AccountDetails) -> None:
        if not details.recent:
            return
        section = self.add_section()
        section.addWidget(label(Message("Recent"), 12, tone="ink2"))
        for happening in details.recent:
            text = tr(happening.text) or choice_text(happening.kind)
            section.addLayout(
                _line(_ICONS.get(happening.kind, "activity"), text, language().day(happening.on, year=False))
            )

    def _add_contacts(self, details: AccountDetails) -> None:
        if not details.contacts:
            return
        section = self.add_section()
        section.addWidget(label(Message("Contacts"), 12, tone="ink2"))
        for contact in details.contacts[:5]:
            section.addLayout(_contact_line(contact))


def _remark(details: AccountDetails) -> str:
    row = details.row
    places = [str(row[name]) for name in ("industry", "region") if isinstance(row.get(name), str)]
    text = tr(Message(", ")).join(places)
    since = row.get("signup")
    if not isinstance(since, date):
        return text
    month = language().month(since, year=True)
    if not text:
        return tr(Message("Customer since {month}", month=month))
    return tr(Message("{text}; since {month}", text=text, month=month))


def _line(drawing: str, text: str, right: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(7)
    mark = QLabel()
    mark.setPixmap(icon_pixmap(drawing, "ink_3", scaled(14), 2.0))
    row.addWidget(mark)
    row.addWidget(ElidedLabel(text, 12.5), 1)
    row.addWidget(label(right, 12, tone="ink2"))
    return row


def _contact_line(contact: Contact) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(Avatar(contact.name))
    text = tr(Message("{name}, {title}", name=contact.name, title=contact.title)) if contact.title else contact.name
    row.addWidget(ElidedLabel(text, 12.5, tone="ink3" if contact.left_on else ""), 1)
    if contact.left_on is not None:
        row.addWidget(label(Message("left {day}", day=language().day(contact.left_on, year=False)), 12, tone="ink3"))
    elif contact.role in ("sponsor", "champion"):
        row.addWidget(Badge(choice_text(contact.role), "ok"))
    elif contact.role:
        row.addWidget(Badge(choice_text(contact.role), "neutral"))
    return row
