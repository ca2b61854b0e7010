"""The right column of the account page: touchpoints, survey answers, feedback."""

from __future__ import annotations

from collections import Counter
from datetime import date

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from csdesk.desktop.account_details import Happening
from csdesk.desktop.account_story import AccountStory, Row
from csdesk.desktop.fonts import MEDIUM, SEMIBOLD, font, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import ElidedLabel, SectionHeader, label, line
from csdesk.desktop.wording import choice_text
from csdesk.model.messages import Message

ICONS = {
    "ticket": "ticket", "call": "phone", "mail": "mail", "meeting": "users", "qbr": "presentation", "webinar": "video",
    "event": "users", "response": "message-square",
}  # fmt: skip
PROMOTER, PASSIVE = 9, 7


class ScoreColumns(QWidget):
    """How many answers each score from 0 to 10 had, as stacked blocks."""

    def __init__(self, counts: Counter[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = counts
        self.setFixedHeight(scaled(92))
        self.setAccessibleName(", ".join(f"{score}: {counts[score]}" for score in range(11) if counts[score]))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw blocks and scores."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step, base = self.width() / 11, self.height() - scaled(18)
        top = max(self._counts.values(), default=1)
        block = min(scaled(13), (base - 4) / max(1, top))
        painter.setFont(font(11))
        for score in range(11):
            token = "ok_fill" if score >= PROMOTER else "muted_fill" if score >= PASSIVE else "risk_fill"
            x = score * step + step * 0.12
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(token))
            painter.drawRect(QRectF(x, base - 2, step * 0.76, 2))
            for number in range(self._counts[score]):
                box = QRectF(x, base - 4 - (number + 1) * block, step * 0.76, max(2.0, block - 2))
                painter.drawRoundedRect(box, 2, 2)
            painter.setPen(colour("ink_2"))
            room = QRectF(score * step, base, step, scaled(18))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), str(score))


class VoicesColumn(QFrame):
    """Made anew for each account. ``all_asked(tab)`` by the links at the heads of the lists."""

    all_asked = Signal(str)

    def __init__(self, story: AccountStory, shown: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 12, 18, 12)
        self._column.setSpacing(6)
        recent = story.details.recent[:shown]
        head = SectionHeader(Message("Touchpoints"))
        head.add(self._all(len(story.touchpoints), "touchpoints"))
        self._column.addWidget(head)
        for happening in recent:
            self._column.addLayout(_happening(happening))
        if not recent:
            self._column.addWidget(label(Message("No touchpoint yet."), 12.5, tone="ink3"))
        self._add_scores(story)
        self._add_comments(story)
        self._column.addStretch(1)

    def _all(self, n: int, tab: str) -> QWidget:
        """All 31: to the tab that lists them."""
        return button(tr(Message("All {n}", n=n)), "link", clicked=lambda: self.all_asked.emit(tab), small=True)

    def _add_scores(self, story: AccountStory) -> None:
        scores = [round(float(str(row["score"]))) for row in story.responses if row["score"] is not None]
        if not scores:
            return
        self._column.addWidget(line())
        promoters = sum(1 for score in scores if score >= PROMOTER)
        detractors = sum(1 for score in scores if score < PASSIVE)
        nps = story.details.row.get("nps")
        title = tr(Message("NPS {score}", score=language().signed(nps) if isinstance(nps, int) else "–"))
        meta = tr(Message("{promoters} promoters, {detractors} detractors of {n}", promoters=promoters, detractors=detractors, n=len(scores)))  # fmt: skip
        self._column.addWidget(SectionHeader(title, meta))
        self._column.addWidget(ScoreColumns(Counter(scores)))

    def _add_comments(self, story: AccountStory) -> None:
        said = [row for row in story.responses if row["comment"]][:3]
        heard = [row for row in story.feedback if row["text"]][: max(0, 4 - len(said))]
        if not said and not heard:
            return
        self._column.addWidget(line())
        head = SectionHeader(Message("Customer feedback"))
        head.add(self._all(len(story.responses) + len(story.feedback), "feedback"))
        self._column.addWidget(head)
        for row in said:
            self._column.addLayout(_comment(row))
        for row in heard:
            self._column.addLayout(_feedback(row))


def _happening(found: Happening) -> QHBoxLayout:
    """An icon, what happened with a remark below, and the day."""
    row = QHBoxLayout()
    row.setSpacing(10)
    tile = QLabel()
    tile.setFixedSize(scaled(24), scaled(24))
    tile.setObjectName("IconTile")
    tile.setProperty("tint", found.tint)
    tile.setAlignment(Qt.AlignmentFlag.AlignCenter)
    tile.setPixmap(icon_pixmap(ICONS.get(found.kind, "activity"), found.tint or "ink_2", 14, 2.0))
    row.addWidget(tile, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    first = QHBoxLayout()
    first.setSpacing(8)
    first.addWidget(ElidedLabel(tr(found.text) or choice_text(found.kind), 12.5, MEDIUM), 1)
    first.addWidget(label(language().day(found.on, year=False), 12, tone="ink2"))
    words.addLayout(first)
    if found.note is not None and (note := tr(found.note)):
        words.addWidget(ElidedLabel(note, 12, tone="ink2"))
    row.addLayout(words, 1)
    return row


def _quoted(text: str, remark: str, chip: QWidget | None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    if chip is not None:
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(ElidedLabel(text, 12.5))
    words.addWidget(ElidedLabel(remark, 12, tone="ink2"))
    row.addLayout(words, 1)
    return row


def _comment(row: Row) -> QHBoxLayout:
    score = round(float(str(row["score"]))) if row["score"] is not None else None
    token = "ok" if score is not None and score >= PROMOTER else "risk" if score is not None and score < PASSIVE else ""
    chip = label("–" if score is None else str(score), 12.5, SEMIBOLD, token)
    chip.setObjectName("IconTile")
    chip.setProperty("tint", token)
    chip.setFixedSize(scaled(24), scaled(24))
    chip.setAlignment(Qt.AlignmentFlag.AlignCenter)
    on = language().day(row["date"], year=False) if isinstance(row["date"], date) else ""
    return _quoted(f"“{row['comment']}”", _joined(str(row["respondent"] or ""), on), chip)


def _feedback(row: Row) -> QHBoxLayout:
    on = language().day(row["date"], year=False) if isinstance(row["date"], date) else ""
    return _quoted(str(row["text"]), _joined(str(row["category"] or ""), on), None)


def _joined(*texts: str) -> str:
    return tr(Message(", ")).join(text for text in texts if text)
