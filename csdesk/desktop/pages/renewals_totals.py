"""The forecast added up: expected against target, and the categories behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.tables.renewal_painters import FORECAST_TOKENS
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.labels import label, line
from csdesk.desktop.wording import forecast_text
from csdesk.model.messages import Message
from csdesk.model.money import Money

if TYPE_CHECKING:
    from datetime import date

    from csdesk.model.policies import Policies


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums in minor units; ``parts`` are (category, accounts, up for renewal, expected)."""

    parts: tuple[tuple[str, int, int, int], ...]
    accounts: int
    due: int
    expected: int
    target: int
    target_share: float


def totals_of(listed: pd.DataFrame, policies: Policies) -> Totals:
    """The totals of the listed renewals."""
    from csdesk.rules.forecast import totals

    table = totals(listed, policies)
    parts = tuple(
        (str(row.forecast), int(row.accounts), int(row.up_for_renewal), int(row.expected)) for row in table.itertuples()
    )
    due = sum(part[2] for part in parts)
    share = policies.renewals.target_share
    return Totals(
        parts, int(listed["account_key"].nunique()), due, sum(part[3] for part in parts), round(due * share), share
    )


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
        room = self._text(painter, expected_text, min(x, width - 1), top + height + scaled(15), SEMIBOLD, "ink")
        if width - metrics(12).horizontalAdvance(due) > room + 6:
            self._text(painter, due, width, top + height + scaled(15), NORMAL, "ink_3")

    def _text(self, painter: QPainter, text: str, right: float, base: float, weight: object, token: str) -> float:
        letters = metrics(12, weight)
        left = max(0.0, right - letters.horizontalAdvance(text))
        painter.setFont(font(12, weight))
        painter.setPen(colour(token))
        painter.drawText(QPointF(left, base), text)
        return left + letters.horizontalAdvance(text)


class TotalsPane(QFrame):
    """Finding, bar and table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(scaled(444))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 10)
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
        column.addStretch(1)
        self._column = column

    def show_totals(self, totals: Totals, currency: str, until: date | None) -> None:
        """Show the totals of the listed renewals."""

        def money(minor: int) -> str:
            return language().money(Money(minor, currency))

        gap = totals.expected - totals.target
        text = Message("Expected {expected}, {gap} short of target") if gap < 0 else Message("Expected {expected}, {gap} above target")  # fmt: skip
        self.finding.setText(tr(Message(text.text, expected=money(totals.expected), gap=money(abs(gap)))))
        if until is None:
            self.remark.setText(tr(Message("{n} accounts", n=totals.accounts)))
        else:
            self.remark.setText(tr(Message("To {day}, {n} accounts", day=until, n=totals.accounts)))
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
    made.setFixedHeight(scaled(26))
    if right:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


class _Category(QWidget):
    """A coloured square and the word of a category."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        self.setFixedHeight(scaled(26))
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
