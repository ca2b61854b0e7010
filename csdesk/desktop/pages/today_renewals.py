"""The renewals and notice deadlines of the next six months on Today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from csdesk.desktop.fonts import scaled
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.labels import SectionHeader
from csdesk.desktop.widgets.timeline import BandLegend, MonthHead, Renewal, RenewalTimeline, TimelineTexts
from csdesk.desktop.wording import choice_text
from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.model.periods import add_months

if TYPE_CHECKING:
    import pandas as pd

    from csdesk.rules.assessment import Assessment

MONTHS = 6
MOST = 400  # bubbles; of more the largest are drawn


@dataclass(frozen=True, slots=True)
class ComingRenewals:
    """What the timeline shows, and the bands its legend explains."""

    as_of: date
    until: date
    items: Sequence[Renewal]
    heads: Sequence[MonthHead]
    texts: TimelineTexts
    soon: int
    healthy_from: int
    watch_from: int


def coming_renewals(assessment: Assessment, currency: str) -> ComingRenewals:
    """Look up what renews in the next six months; takes too long for the GUI thread."""
    model, soon = assessment.policies.health[0], assessment.policies.renewals.notice_open_days
    day, until = assessment.as_of, add_months(assessment.as_of, MONTHS)
    items = _items(assessment.renewals, day, until, currency)
    heads = _heads(assessment.renewals, day, until, currency)
    return ComingRenewals(
        day, until, items, heads, _texts(items, day, soon), soon, model.healthy_from, model.watch_from
    )


class RenewalsPane(QFrame):
    """Head, legend and timeline."""

    account_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(scaled(224))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(0)
        self._head = SectionHeader(Message("Renewals and notice deadlines, next 6 months"))
        self._head.setContentsMargins(20, 0, 16, 0)
        self._head.setFixedHeight(scaled(30))
        self._legend: BandLegend | None = None
        column.addWidget(self._head)
        self.timeline = RenewalTimeline()
        self.timeline.account_opened.connect(self.account_opened)
        column.addWidget(self.timeline, 1)

    def show_renewals(self, found: ComingRenewals) -> None:
        """Show what renews in the next six months."""
        if self._legend is None:
            below = found.healthy_from - 1
            self._legend = BandLegend(
                (
                    ("healthy", tr(Message("Healthy {from_}+", from_=found.healthy_from))),
                    ("watch", tr(Message("Watch {from_}–{to}", from_=found.watch_from, to=below))),
                    ("at_risk", tr(Message("At risk below {below}", below=found.watch_from))),
                    ("notice", tr(Message("Notice due in {n} days", n=found.soon))),
                )
            )
            self._head.add(self._legend)
        self.timeline.show_renewals(found.as_of, found.until, found.items, found.heads, found.texts, found.soon)


def _within(renewals: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    days = renewals["renewal_on"]
    return renewals[((days >= start.isoformat()) & (days <= end.isoformat())).to_numpy(dtype=bool)]


def _items(renewals: pd.DataFrame, as_of: date, until: date, currency: str) -> list[Renewal]:
    coming = _within(renewals, as_of, until)
    by_account = coming.groupby(["account_key", "renewal_on"], sort=False).agg(
        account=("account", "first"), annual=("annual", "sum"), band=("band", "first"), notice_by=("notice_by", "min")
    )
    rows = by_account.reset_index().nlargest(MOST, "annual")
    found = []
    for row in rows.itertuples():
        amount = int(row.annual)
        on, notice = row.renewal_on.date(), row.notice_by.date() if row.notice_by == row.notice_by else None
        band = str(row.band) if isinstance(row.band, str) else "no_data"
        parts = [
            str(row.account),
            f"{language().money(Money(amount, currency))} · {choice_text(band)}",
            tr(Message("Renews {day}", day=on)),
            *([tr(Message("Notice by {day}", day=notice))] if notice else []),
        ]
        found.append(Renewal(int(row.account_key), str(row.account), on, amount, band, notice, "\n".join(parts)))
    return found


def _heads(renewals: pd.DataFrame, as_of: date, until: date, currency: str) -> list[MonthHead]:
    heads: list[MonthHead] = []
    month = add_months(as_of.replace(day=1), 1)
    while month <= until:
        following = add_months(month, 1)
        end = min(until, following - timedelta(days=1))
        coming = _within(renewals, month, end)
        total = Money(int(coming["annual"].sum()) if len(coming) else 0, currency)
        note = tr(Message("{n} · {amount}", n=int(coming["account_key"].nunique()), amount=total))
        name = language().month(month, year=month.month == 1 or not heads)
        if end.day < (following - timedelta(days=1)).day:
            name = tr(Message("1–{day} {month}", day=end.day, month=name))
        heads.append(MonthHead(month, name, note))
        month = following
    return heads


def _texts(items: list[Renewal], as_of: date, soon: int) -> TimelineTexts:
    dated = sorted(
        (item.notice_by, -item.amount, item.name) for item in items if item.notice_by and item.notice_by >= as_of
    )
    near = [entry for entry in dated if (entry[0] - as_of).days <= soon]
    largest = sorted(sorted(near, key=lambda entry: entry[1])[:2])
    first = ", ".join(f"{language().day(day, year=False)} {name}" for day, _, name in largest)
    later = []
    for day in sorted({entry[0] for entry in dated if (entry[0] - as_of).days > soon}):
        names = [name for when, amount, name in dated if when == day and -amount >= _large(items)]
        if names:
            later.append((day, f"{language().day(day, year=False)} {', '.join(names[:2])}"))
    return TimelineTexts(
        tr(Message("Today")), tr(Message("Renewals")), tr(Message("area = ARR")), tr(Message("Notice deadlines")),
        first, tuple(later),
    )  # fmt: skip


def _large(items: list[Renewal]) -> float:
    amounts = sorted((item.amount for item in items), reverse=True)
    return amounts[min(4, len(amounts) - 1)] if amounts else 0.0
