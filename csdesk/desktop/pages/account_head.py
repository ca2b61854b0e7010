"""The strip of facts under the account's name: revenue, renewal, deadline, forecast, seats, NPS, CSM, term."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from csdesk.desktop.account_story import AccountStory
from csdesk.desktop.fonts import SEMIBOLD, font, metrics, scaled
from csdesk.desktop.pages.account_middle import CURRENT
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.figures import Badge
from csdesk.desktop.widgets.labels import ElidedLabel, label, line
from csdesk.desktop.wording import choice_text, forecast_text
from csdesk.model.messages import Message
from csdesk.model.money import Money


class TermBar(QWidget):
    """How much of the current term has passed, with the notice deadline as a mark."""

    def __init__(self, start: date, end: date, notice: date | None, as_of: date) -> None:
        super().__init__()
        self._start, self._end, self._notice, self._as_of = start, end, notice, as_of
        span = max(1, (end - start).days)
        self._share = min(1.0, max(0.0, (as_of - start).days / span))
        self.setMinimumWidth(scaled(132))
        self.setFixedHeight(scaled(58))
        self.setAccessibleName(tr(Message("{share} of the term has passed", share=language().percent(self._share))))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw title, track, mark and dates."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        letters = metrics(12)
        painter.setFont(font(12))
        painter.setPen(colour("ink_2"))
        title = tr(Message("Contract term"))
        passed = tr(Message("{share} elapsed", share=language().percent(self._share)))
        left = self.width() - letters.horizontalAdvance(passed)
        if letters.horizontalAdvance(title) + 8 <= left:
            painter.drawText(QPointF(0, scaled(12)), title)
        else:
            left = 0
        painter.drawText(QPointF(left, scaled(12)), passed)
        top, height, width = scaled(23), scaled(7), float(self.width())
        painter.fillRect(QRectF(0, top, width, height), colour("bar_track"))
        painter.fillRect(QRectF(0, top, width * self._share, height), colour("muted_fill"))
        x = width * self._share
        painter.setPen(QPen(colour("ink"), 2))
        painter.drawLine(QPointF(x, top - 3), QPointF(x, top + height + 3))
        if self._notice is not None and self._start <= self._notice <= self._end:
            x = width * (self._notice - self._start).days / max(1, (self._end - self._start).days)
            y = top + height / 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("risk_fill"))
            painter.drawPolygon(QPolygonF([QPointF(x, y - 5), QPointF(x + 5, y), QPointF(x, y + 5), QPointF(x - 5, y)]))
        painter.setPen(colour("ink_2"))
        painter.drawText(QPointF(0, scaled(50)), language().day(self._start))
        last = language().day(self._end)
        painter.drawText(QPointF(width - letters.horizontalAdvance(last), scaled(50)), last)


class AccountHead(QFrame):
    """Made anew for each account."""

    def __init__(self, story: AccountStory, currency: str, as_of: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(scaled(80))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 0, 20, 0)
        self._row.setSpacing(16)
        self._story, self._currency, self._as_of = story, currency, as_of
        self._row.addWidget(self._who())
        for name, value, note, tone in self._facts():
            self._row.addWidget(line(vertical=True))
            self._row.addLayout(_fact(name, value, note, tone))
        term = self._term()
        if term is not None:
            self._row.addWidget(line(vertical=True))
            self._row.addWidget(term, 1)
        else:
            self._row.addStretch(1)

    def _who(self) -> QWidget:
        row = self._story.details.row
        pane = QWidget()
        pane.setFixedWidth(scaled(190))
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 12, 0, 8)
        column.setSpacing(2)
        badges = QHBoxLayout()
        badges.setSpacing(6)
        if isinstance(row.get("touch"), str):
            badges.addWidget(Badge(choice_text(str(row["touch"])), str(row["touch"])))
        band = row.get("band")
        if isinstance(band, str):
            score = row.get("health")
            text = f"{score} {choice_text(band)}" if isinstance(score, int) else choice_text(band)
            badges.addWidget(Badge(text, band))
        badges.addStretch(1)
        column.addLayout(badges)
        places = [str(row[name]) for name in ("industry", "region") if isinstance(row.get(name), str)]
        column.addWidget(ElidedLabel(tr(Message(", ")).join(places), 12, tone="ink2"))
        sponsor = next((c for c in self._story.details.contacts if c.role == "sponsor" and c.left_on is None), None)
        if sponsor is not None:
            column.addWidget(
                ElidedLabel(
                    tr(
                        Message(
                            "Sponsor: {name}",
                            name=tr(Message(", ")).join(part for part in (sponsor.name, sponsor.title) if part),
                        )
                    ),
                    12,
                    tone="ink2",
                )
            )
        column.addStretch(1)
        return pane

    def _facts(self) -> list[tuple[Message, str, str, str]]:
        row, speaks = self._story.details.row, language()
        found: list[tuple[Message, str, str, str]] = []

        def money(minor: object) -> str:
            return speaks.money(Money(minor, self._currency)) if isinstance(minor, int) else "–"

        found.append((Message("ARR"), money(row.get("arr")), choice_text(str(row.get("renewal_state") or "")), ""))
        renewal, notice = row.get("renewal_on"), row.get("notice_by")
        if isinstance(renewal, date):
            found.append((Message("Renewal"), speaks.day(renewal), self._in_days(renewal), ""))
        if isinstance(notice, date):
            soon = 0 <= (notice - self._as_of).days <= 30
            found.append((Message("Cancel notice by"), speaks.day(notice), self._in_days(notice), "risk" if soon else ""))  # fmt: skip
        decision = self._story.decision
        if decision["forecast"] is not None:
            word = forecast_text(str(decision["forecast"]))
            found.append((Message("Forecast"), money(decision["expected"]), word, ""))
        active, bought = row.get("seats_active"), row.get("seats_bought")
        if isinstance(active, int) and isinstance(bought, int) and bought:
            share = tr(Message("{share} active", share=speaks.percent(active / bought)))
            found.append((Message("Seats"), f"{speaks.number(active)} / {speaks.number(bought)}", share, ""))
        nps = row.get("nps")
        if isinstance(nps, int):
            answers = tr(Message("{n} answers", n=len(self._story.responses)))
            found.append((Message("NPS"), speaks.signed(nps), answers, ""))
        csm = row.get("csm")
        if isinstance(csm, str):
            found.append((Message("CSM"), csm, "", ""))
        return found

    def _in_days(self, day: date) -> str:
        left = (day - self._as_of).days
        return tr(Message("in {n} days", n=left)) if left >= 0 else tr(Message("passed"))

    def _term(self) -> TermBar | None:
        for contract in self._story.contracts:
            start, end, notice = contract["start"], contract["end"], contract["notice_by"]
            if contract["state"] in CURRENT and isinstance(start, date) and isinstance(end, date):
                return TermBar(start, end, notice if isinstance(notice, date) else None, self._as_of)
        return None


def _fact(name: Message, value: str, note: str, tone: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 9, 0, 9)
    column.setSpacing(1)
    column.addWidget(label(name, 12, tone=tone or "ink2"))
    column.addWidget(label(value, 16, SEMIBOLD, tone))
    column.addWidget(label(note, 12, tone=tone or "ink2"))
    return column
