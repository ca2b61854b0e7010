"""The left column of the account page: the score, what moves it, and the fastest points."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from csdesk.desktop.account_details import HealthPart
from csdesk.desktop.account_story import AccountStory
from csdesk.desktop.fastest_points import Standing, fastest_steps
from csdesk.desktop.fonts import SEMIBOLD, font, metrics, scaled
from csdesk.desktop.health_text import points_band, raw_sentence
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.tables.cell_text import health_words
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.figures import Bar, HealthMark, Sparkline, band_token
from csdesk.desktop.widgets.labels import ElidedLabel, SectionHeader, label, line
from csdesk.desktop.widgets.link import ElidedLink
from csdesk.desktop.widgets.marks import band_fill
from csdesk.desktop.wording import component_text
from csdesk.model.messages import Message
from csdesk.model.policies import HealthModel


class ScoreBar(QWidget):
    """The whole score as one bar, parts divided by thin lines, with the marks of the bands."""

    def __init__(self, earned: list[float], total: float, band: str, watch: int, healthy: int) -> None:
        super().__init__()
        self._earned, self._total, self._band = earned, total, band
        self._marks = (watch, healthy)
        self.setFixedHeight(scaled(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, parts and marks."""
        painter = QPainter(self)
        width, height = float(self.width()), scaled(10)
        painter.fillRect(QRectF(0, 0, width, height), colour("bar_track"))
        x = 0.0
        for earned in self._earned:
            part = width * earned / self._total if self._total else 0.0
            painter.fillRect(QRectF(x, 0, max(0.0, part - 1), height), band_fill(self._band))
            x += part
        painter.setFont(font(11))
        letters = metrics(11)
        watch, healthy = self._marks
        words = ((watch, tr(Message("{n} Watch", n=watch))), (healthy, tr(Message("{n} Healthy", n=healthy))))
        painter.setPen(colour("ink_2"))
        painter.drawText(QPointF(0, scaled(26)), tr(Message("At risk")))
        taken = letters.horizontalAdvance(tr(Message("At risk"))) + 6.0
        for value, text in words:
            mark = width * value / 100
            painter.fillRect(QRectF(mark - 1, -1, 2, height + 3), colour("ink"))
            left = max(taken, mark - letters.horizontalAdvance(text) / 2)
            painter.drawText(QPointF(left, scaled(26)), text)
            taken = left + letters.horizontalAdvance(text) + 6
        painter.drawText(QPointF(width - letters.horizontalAdvance("100"), scaled(26)), "100")


class HealthColumn(QFrame):
    """Made anew for each account. ``source_asked(component)`` when a source is clicked; "" for the whole score."""

    source_asked = Signal(str)

    def __init__(self, story: AccountStory, model: HealthModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 12, 20, 12)
        self._column.setSpacing(3)
        self._story, self._model = story, model
        self._add_score(model.watch_from, model.healthy_from)
        for part in story.details.parts:
            self._column.addWidget(line())
            self._column.addLayout(self._part(part))
        self._column.addWidget(line())
        self._add_fastest()
        self._column.addStretch(1)

    def _add_score(self, watch: int, healthy: int) -> None:
        row, parts = self._story.details.row, self._story.details.parts
        score, band = row.get("health"), str(row.get("band") or "no_data")
        present = sum(1 for part in parts if part.points is not None)
        known = score if isinstance(score, int) else None
        head = SectionHeader(tr(Message("Health {score}: what moves it", score=known)) if known is not None else tr(Message("Health: not enough data")))  # fmt: skip
        head.add(label(tr(Message("{n} of {total} inputs present", n=present, total=len(parts))), 12, tone="ink2"))
        self._column.addWidget(head)
        line_ = QHBoxLayout()
        line_.setSpacing(14)
        mark = HealthMark(32)
        mark.set_health(known, band, health_words(score, band, row.get("health_change")))
        line_.addWidget(mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        moved = sum(self._story.changes.values())
        since = tr(Message("{change} since {day}", change=language().signed(moved, 1), day=language().day(self._story.compared_to, year=False)))  # fmt: skip
        words.addWidget(label(since, 12.5, SEMIBOLD, "ok" if moved > 0 else "risk" if moved < 0 else "ink2"))
        missing = [(part.weight - part.earned, part) for part in parts if part.earned is not None]
        if missing:
            lost, worst = max(missing, key=lambda entry: entry[0])
            costs = Message("{part} costs most: {points}", part=component_text(worst.component), points=language().signed(-lost, 1))  # fmt: skip
            words.addWidget(label(tr(costs), 12.5, tone="ink2"))
        line_.addLayout(words)
        line_.addStretch(1)
        spark = Sparkline(92, 34)
        spark.set_values(self._story.details.history, band_token(band))
        line_.addWidget(spark)
        self._column.addLayout(line_)
        total = sum(part.weight for part in parts if part.points is not None)
        self._column.addWidget(ScoreBar([part.earned or 0.0 for part in parts], total, band, watch, healthy))

    def _part(self, part: HealthPart) -> QVBoxLayout:
        holder = QVBoxLayout()
        holder.setContentsMargins(0, 2, 0, 2)
        holder.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(8)
        name = label(component_text(part.component), 13, SEMIBOLD)
        name.setFixedWidth(scaled(118))
        first.addWidget(name)
        bar = Bar(max(14, round(132 * part.weight / 25)), 7)
        bar.set_share((part.points or 0.0) / 100, band_token(points_band(part.points)))
        first.addWidget(bar)
        first.addStretch(1)
        earned = "–" if part.earned is None else language().number(part.earned, 1)
        first.addWidget(label(earned, 13, SEMIBOLD))
        first.addWidget(label(f"/ {part.weight:g}", 12.5, tone="ink2"))
        change = self._story.changes.get(part.component)
        moved = label(language().signed(change, 1) if change else "0" if change == 0 else "", 12.5, SEMIBOLD)
        moved = label(moved.text(), 12.5, SEMIBOLD, "ok" if change and change > 0 else "risk" if change else "ink3")
        moved.setFixedWidth(scaled(38))
        moved.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        first.addWidget(moved)
        holder.addLayout(first)
        active, bought = self._seats()
        raw = (
            raw_sentence(part.component, part.raw, len(self._story.responses), active, bought)
            if part.raw is not None
            else tr(Message("no data: left out, never zero"))
        )
        holder.addWidget(ElidedLabel(raw, 12, tone="ink2"))
        source = self._story.sources.get(part.component)
        if source is not None:
            day = f", {language().day(part.raw_on, year=False)}" if part.raw_on is not None else ""
            facts = tr(Message(" and {n} more", n=source.facts - 1)) if source.facts > 1 else ""
            link = ElidedLink(f"{source.file}, {source.place}{facts}{day}", 11.5)
            link.clicked.connect(lambda: self.source_asked.emit(part.component))
            holder.addWidget(link)
        return holder

    def _seats(self) -> tuple[int | None, int | None]:
        row = self._story.details.row
        active, bought = row.get("seats_active"), row.get("seats_bought")
        return active if isinstance(active, int) else None, bought if isinstance(bought, int) else None

    def _add_fastest(self) -> None:
        """What to do, and the points each brings."""
        steps = fastest_steps(self._story.details.parts, self._model, Standing(*self._seats(), self._story.overdue))
        if not steps:
            return
        head = SectionHeader(Message("Fastest points"))
        score = self._story.details.row.get("health_points")
        if isinstance(score, float):
            then = min(100.0, score + sum(step.gain for step in steps))
            words = Message("{now} → {then} if all are done", now=int(score + 0.5), then=int(then + 0.5))
            head.add(label(tr(words), 12, tone="ink2"))
        self._column.addWidget(head)
        for step in steps:
            row = QHBoxLayout()
            row.setSpacing(8)
            mark = label("")
            mark.setPixmap(icon_pixmap(step.icon, "ink_2", scaled(15), self.devicePixelRatioF()))
            row.addWidget(mark)
            row.addWidget(ElidedLabel(tr(step.text), 12.5), 1)
            row.addWidget(label(f"+{language().number(step.gain, 1)}", 12.5, SEMIBOLD, "ok"))
            self._column.addLayout(row)
