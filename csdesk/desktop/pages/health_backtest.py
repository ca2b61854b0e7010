"""The back-test beside the model: what the score had said before losses, live and by the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.pages.health_gains import Gains, GainsCurve
from csdesk.desktop.tables.painters import days_text
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import SegmentedControl, button
from csdesk.desktop.widgets.labels import label, line
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.desktop.jobs import Job
    from csdesk.rules.backtest import BackTest

_ROWS = (
    Message("Lost, flagged"), Message("Lost, missed"), Message("False alarms"), Message("Caught (recall)"),
    Message("Right when it warns"), Message("F1"), Message("Median warning"),
)  # fmt: skip


class BackTestPane(QWidget):
    """``horizon_chosen(days)``, ``run_asked``, ``cancel_asked``, ``details_asked``."""

    horizon_chosen = Signal(int)
    run_asked = Signal()
    cancel_asked = Signal()
    details_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(3)
        head = QHBoxLayout()
        self.title = label(Message("Back-test"), 13.5, SEMIBOLD, wrap=True)
        head.addWidget(self.title, 1)
        days = [(str(n), days_text(n)) for n in (60, 90, 180)]
        self.horizon = SegmentedControl(days, "90", Message("Days ahead"))
        self.horizon.chosen.connect(lambda code: self.horizon_chosen.emit(int(code)))
        head.addWidget(self.horizon, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self.remark = label("", 12, tone="ink2", wrap=True)
        column.addWidget(self.remark)
        self._add_waiting(column)
        self.results = QWidget()
        row = self._row = QHBoxLayout(self.results)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(24)
        self.curve = GainsCurve()
        row.addWidget(self.curve, 1)
        row.addLayout(self._table())
        column.addWidget(self.results)
        self.remarks = QWidget()
        foot = QHBoxLayout(self.remarks)
        foot.setContentsMargins(0, 6, 0, 0)
        self.small = label("", 12, tone="ink2", wrap=True)
        foot.addWidget(self.small, 1)
        self.details = button(Message("By component…"), "link", clicked=self.details_asked.emit, small=True)
        foot.addWidget(self.details, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.remarks)
        self.remarks.setVisible(False)
        self.results.setVisible(False)
        column.addStretch(0)
        self._job: Job[BackTest] | None = None
        self._clock = QTimer(self, interval=100)
        self._clock.timeout.connect(self._poll)

    def _add_waiting(self, column: QVBoxLayout) -> None:
        self.waiting = QWidget()
        row = QHBoxLayout(self.waiting)
        row.setContentsMargins(0, 6, 0, 6)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        row.addWidget(self.bar, 1)
        self.cancel = button(Message("Cancel"), clicked=self.cancel_asked.emit, small=True)
        row.addWidget(self.cancel)
        self.waiting.setVisible(False)
        column.addWidget(self.waiting)
        self.run = button(Message("Run the back-test"), icon_name="rotate-ccw-clock", clicked=self.run_asked.emit)
        self.run.setVisible(False)
        column.addWidget(self.run, 0, Qt.AlignmentFlag.AlignLeft)

    def _table(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        grid = QGridLayout()
        grid.setVerticalSpacing(0)
        grid.setHorizontalSpacing(10)
        self.heads = (label("", 12, tone="ink2"), label(Message("Live"), 12, tone="ink2"), label(Message("Draft"), 12, tone="ink2"))  # fmt: skip
        for place, head in enumerate(self.heads):
            head.setFixedHeight(scaled(26))
            _put(grid, head, 0, place)
        self.cells: list[tuple[QLabel, QLabel]] = []
        for number, text in enumerate(_ROWS):
            grid.addWidget(line(), 1 + 2 * number, 0, 1, 3)
            name = label(text, 12.5)
            name.setFixedHeight(scaled(27))
            _put(grid, name, 2 + 2 * number, 0)
            pair = (label("", 12.5), label("", 12.5, SEMIBOLD))
            for place, cell in enumerate(pair, start=1):
                _put(grid, cell, 2 + 2 * number, place)
            self.cells.append(pair)
        column.addLayout(grid)
        column.addStretch(1)
        return column

    def set_narrow(self, narrow: bool) -> None:
        """The table below the curve, or beside it."""
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    # While it runs.

    def show_running(self, job: Job[BackTest]) -> None:
        """Show how far it is, once it takes long enough to be seen."""
        self._job = job
        self.run.setVisible(False)
        if self.results.isHidden():
            self.remark.setText(tr(Message("Working out what the score would have said before each loss…")))
        self._clock.start()

    def _poll(self) -> None:
        if self._job is None:
            return
        done, total, _ = self._job.progress.snapshot()
        self.waiting.setVisible(True)
        self.bar.setRange(0, 100 if total else 0)
        self.bar.setValue(round(100 * done / total) if total else 0)

    def _stop_waiting(self) -> None:
        self._job = None
        self._clock.stop()
        self.waiting.setVisible(False)

    def show_idle(self, remark: Message) -> None:
        """Nothing has been tested: say why, and offer to do it."""
        self._stop_waiting()
        self.title.setText(tr(Message("Back-test")))
        self.remark.setText(tr(remark))
        self.run.setVisible(True)
        self._show_outcome(False)

    def _show_outcome(self, there: bool) -> None:
        self.results.setVisible(there)
        self.remarks.setVisible(there)

    def show_results(self, live: BackTest, draft: BackTest | None, names: tuple[str, str]) -> None:
        """Show both outcomes; without a draft the live one alone."""
        self._stop_waiting()
        self.run.setVisible(False)
        one = live.outcome
        if not one.losses:
            self.title.setText(tr(Message("No losses in 18 months to test against")))
            self.remark.setText(tr(Message("{n} customers × quarter-ends, nobody lost within {days} days.", n=one.units, days=live.horizon)))  # fmt: skip
            self._show_outcome(False)
            return
        if live.no_data_lost == one.losses:
            title = Message("None of the {n} losses in 18 months had data enough for a score", n=one.losses)
        else:
            title = Message("Of {n} losses in 18 months, the live score had flagged {caught} up to {days} days ahead", n=one.losses, caught=one.caught, days=live.horizon)  # fmt: skip
        self.title.setText(tr(title))
        self.remark.setText(tr(Message("Recomputed from the data dated by each of {quarters} quarter-ends; {units} customers × quarter-ends", quarters=len(live.days), units=one.units)))  # fmt: skip
        curves = [Gains(tuple(live.gains.tolist()), one.flagged, names[0], draft is None)]
        if draft is not None:
            curves.append(Gains(tuple(draft.gains.tolist()), draft.outcome.flagged, names[1], draft=True))
        self.curve.show_curves(*curves)
        for place, found in enumerate((live, draft)):
            texts = _texts(found) if found is not None else [""] * len(_ROWS)
            for pair, text in zip(self.cells, texts, strict=True):
                pair[place].setText(text)
        for widget in (self.heads[2], *(pair[1] for pair in self.cells)):
            widget.setVisible(draft is not None)
        self.small.setText(_remarks(draft or live))
        self._show_outcome(True)


def _put(grid: QGridLayout, widget: QLabel, row: int, place: int) -> None:
    if place:
        widget.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        widget.setMinimumWidth(scaled(44))
    grid.addWidget(widget, row, place)


def share_text(share: float | None, interval: tuple[float, float] | None, *, few: bool) -> str:
    """A percentage, with the interval it may lie in where there were few losses."""
    speaks = language()
    if share is None or interval is None:
        return "–"
    if not few:
        return speaks.percent(share)
    return f"{speaks.percent(share)} ({speaks.number(interval[0] * 100)}–{speaks.number(interval[1] * 100)})"


def _texts(found: BackTest) -> list[str]:
    one, speaks = found.outcome, language()
    return [
        speaks.number(one.caught), speaks.number(one.missed), speaks.number(one.false_alarms),
        share_text(one.recall, one.recall_interval, few=found.few),
        share_text(one.precision, one.precision_interval, few=found.few),
        "–" if one.f1 is None else speaks.number(one.f1, 2),
        "–" if found.warning_days is None else days_text(round(found.warning_days)),
    ]  # fmt: skip


def _remarks(found: BackTest) -> str:
    one, said = found.outcome, []
    lost = one.losses / one.units if one.units else 0.0
    share = language().percent(lost)
    if one.precision is not None and one.precision <= lost * 1.1:
        said.append(Message("{share} of all units were lost, so a warning said hardly more than chance.", share=share))
    else:
        said.append(Message("{share} of all units were lost.", share=share))
    if found.few:
        points = round(100 / one.losses) if one.losses else 0
        said.append(Message("{n} losses are a small sample: one is {points} points of recall. In brackets: where it lies with 95%.", n=one.losses, points=points))  # fmt: skip
    if found.no_data_lost:
        said.append(Message("{n} of the losses had not enough data for a score and count as missed.", n=found.no_data_lost))  # fmt: skip
    if found.events:
        said.append(Message("The source reports churn of {n} of these units; {flagged} were flagged.", n=found.events, flagged=found.events_flagged))  # fmt: skip
    return " ".join(tr(text) for text in said)
