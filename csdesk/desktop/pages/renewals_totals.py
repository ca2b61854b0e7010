"""The forecast added up: expected against target, and the categories behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.tables.renewal_painters import FORECAST_TOKENS
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label, line
from csdesk.desktop.wording import forecast_text
from csdesk.model.messages import Message
from csdesk.model.money import Money

if TYPE_CHECKING:
    from datetime import date

    from csdesk.model.policies import Policies


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums in minor units; ``parts`` are (category, accounts, up for renewal, expected).

    Attributes:
        target_share: of everything listed; of more than one fiscal half the mean by ARR due.
        weighted, weighted_share: the weighted forecast, and the share of the contracts it stands for.
        first, last: the first and last renewal listed; None where nothing is.
    """

    parts: tuple[tuple[str, int, int, int], ...]
    accounts: int
    due: int
    expected: int
    target: int
    target_share: float
    weighted: int = 0
    weighted_share: float = 0.0
    first: date | None = None
    last: date | None = None


def totals_of(listed: pd.DataFrame, targets: pd.DataFrame, policies: Policies) -> Totals:
    """The totals of the listed renewals; ``targets`` is the frame of ``target``."""
    from csdesk.rules.forecast import outlook, target_amount, totals

    table = totals(listed, policies)
    parts = tuple(
        (str(row.forecast), int(row.accounts), int(row.up_for_renewal), int(row.expected)) for row in table.itertuples()
    )
    due = sum(part[2] for part in parts)
    target, seen = target_amount(listed, targets, policies), outlook(listed)
    share = target / due if due else policies.renewals.target_share
    on = listed["renewal_on"].dropna()
    first, last = (on.min().date(), on.max().date()) if len(on) else (None, None)
    return Totals(
        parts, int(listed["account_key"].nunique()), due, sum(part[3] for part in parts), target, share, seen.weighted,
        seen.weighted_n / seen.n if seen.n else 0.0, first, last,
    )  # fmt: skip


class ForecastBar(QWidget):
    """Expected by category on a track as long as what is due, with the target as a mark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(scaled(58))
        self._totals: Totals | None = None
        self._texts = ("", "", "")

    def show_totals(self, totals: Totals, target: str, expected: str, due: str) -> None:
        """Show other totals; the texts stand at their marks."""
        self._totals, self._texts = totals, (target, expected, due)
        self.setAccessibleName(f"{expected}, {target}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, parts, target and texts."""
        if self._totals is None or not self._totals.due:
            return
        painter = QPainter(self)
        width, top, height = float(self.width()), scaled(20), scaled(17)
        painter.fillRect(QRectF(0, top, width, height), colour("bar_track"))
        x = 0.0
        for code, _, _, expected in self._totals.parts:
            part = width * expected / self._totals.due
            painter.fillRect(QRectF(x, top, max(0.0, part - 1), height), colour(FORECAST_TOKENS.get(code, "c6")))
            x += part
        mark = width * self._totals.target / self._totals.due
        painter.setPen(QPen(colour("ink"), 2))
        painter.drawLine(QPointF(mark, top - 4), QPointF(mark, top + height + 4))
        target, expected_text, due = self._texts
        self._text(painter, target, mark, scaled(11), NORMAL, "ink")
        base = top + height + scaled(15)
        beside = width - metrics(12).horizontalAdvance(due) - scaled(8)
        self._text(painter, expected_text, min(x, beside if x > 0.5 * width else width), base, SEMIBOLD, "ink")
        self._text(painter, due, width, base, NORMAL, "ink_3")

    def _text(self, painter: QPainter, text: str, right: float, base: float, weight: object, token: str) -> float:
        letters = metrics(12, weight)
        left = max(0.0, right - letters.horizontalAdvance(text))
        painter.setFont(font(12, weight))
        painter.setPen(colour(token))
        painter.drawText(QPointF(left, base), text)
        return left + letters.horizontalAdvance(text)


class TotalsPane(QFrame):
    """Finding, bar and table; ``target_asked`` when another target is wanted."""

    target_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(scaled(444))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 4)
        column.setSpacing(2)
        self.finding = label("", 13.5, SEMIBOLD)
        self.remark = label("", 12, tone="ink2")
        self.bar = ForecastBar()
        column.addWidget(self.finding)
        column.addWidget(self.remark)
        column.addSpacing(6)
        column.addWidget(self.bar)
        self._holder = QWidget()
        column.addWidget(self._holder)
        foot = QHBoxLayout()
        self.weighted = label("", 12, tone="ink2")
        foot.addWidget(self.weighted)
        foot.addStretch(1)
        self.target_button = button(Message("Target…"), "link", clicked=self.target_asked.emit, small=True)
        foot.addWidget(self.target_button)
        column.addLayout(foot)
        column.addStretch(1)
        self._column = column

    def show_totals(self, totals: Totals, currency: str, until: date | None) -> None:
        """Show the totals of the listed renewals."""

        def money(minor: int) -> str:
            return language().money(Money(minor, currency))

        gap = totals.expected - totals.target
        text = Message("Expected {expected}, {gap} short of target") if gap < 0 else Message("Expected {expected}, {gap} above target")  # fmt: skip
        said = Message(text.text, expected=money(totals.expected), gap=money(abs(gap)))
        self.finding.setText(tr(said if totals.accounts else Message("Nothing is up for renewal")))
        if totals.first is None or totals.last is None:
            self.remark.setText(tr(Message("{n} accounts", n=totals.accounts)))
        else:
            first, last = (language().month(day, year=True) for day in (totals.first, until or totals.last))
            span = Message("{first}, {n} accounts") if first == last else Message("{first} to {last}, {n} accounts")
            self.remark.setText(tr(Message(span.text, first=first, last=last, n=totals.accounts)))
        weighted = Message("Weighted {amount}, {share} by count", amount=money(totals.weighted), share=language().percent(totals.weighted_share))  # fmt: skip
        self.weighted.setText(tr(weighted) if totals.accounts else "")
        target = tr(Message("target {share}: {amount}", share=language().percent(totals.target_share), amount=money(totals.target)))  # fmt: skip
        self.bar.show_totals(totals, target, tr(Message("expected {amount}", amount=money(totals.expected))), money(totals.due))  # fmt: skip
        self._column.removeWidget(self._holder)
        self._holder.deleteLater()
        self._holder = self._table(totals, money)
        self._column.insertWidget(4, self._holder)

    def _table(self, totals: Totals, money: object) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        heads = (Message("Forecast"), Message("Accounts"), Message("Up for renewal"), Message("Expected"))
        for place, head in enumerate(heads):
            grid.addWidget(_cell(tr(head), place > 0, tone="ink2", size=12), 0, place)
        row = 1
        last = ("", totals.accounts, totals.due, totals.expected)
        for code, accounts, due, expected in (*totals.parts, last):
            grid.addWidget(line(), row, 0, 1, 4)
            weight = SEMIBOLD if not code else NORMAL
            name = _Category(code) if code else _cell(tr(Message("Total")), False, weight=SEMIBOLD)
            grid.addWidget(name, row + 1, 0)
            for place, text in enumerate((str(accounts), money(due), money(expected)), start=1):  # type: ignore[operator]
                tone = "" if place == 3 or not code else "ink2"
                grid.addWidget(_cell(text, True, weight=weight, tone=tone), row + 1, place)
            row += 2
        return holder


def _cell(text: str, right: bool, *, weight: object = NORMAL, tone: str = "", size: float = 12.5) -> QWidget:
    made = label(text, size, weight, tone)  # type: ignore[arg-type]
    made.setFixedHeight(scaled(24))
    if right:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


class _Category(QWidget):
    """A coloured square and the word of a category."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        self.setFixedHeight(scaled(24))
        self.setMinimumWidth(scaled(110))
        self.setAccessibleName(forecast_text(code))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(FORECAST_TOKENS.get(self._code, "c6")))
        painter.drawRoundedRect(QRectF(0, self.height() / 2 - scaled(5), scaled(10), scaled(10)), 2, 2)
        painter.setPen(colour("ink"))
        painter.setFont(font(12.5))
        painter.drawText(QPointF(scaled(18), self.height() / 2 + scaled(4.5)), forecast_text(self._code))
