"""What stands behind the back-test: each component left out, the scores of those who were lost and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from csdesk.desktop.fonts import SEMIBOLD, font, metrics, scaled
from csdesk.desktop.pages.health_backtest import share_text
from csdesk.desktop.pages.health_values import metric_text
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label, line
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.rules.backtest import BackTest

_BIN = 5


class Distribution(QWidget):
    """Shares of units by score: lost above the line, kept below it."""

    def __init__(self, lost: list[int], kept: list[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lost, self._kept = _shares(lost), _shares(kept)
        self.setMinimumSize(scaled(420), scaled(150))
        words = Message("Median score: lost {lost}, kept {kept}", lost=_median(lost), kept=_median(kept))
        self.setAccessibleName(tr(words))
        self.words = tr(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both and the axis."""
        painter = QPainter(self)
        letters = metrics(11)
        middle, half = (self.height() - scaled(16)) / 2, (self.height() - scaled(52)) / 2
        top = max(*self._lost, *self._kept, 0.01)
        width = self.width() / len(self._lost)
        for at, (lost, kept) in enumerate(zip(self._lost, self._kept, strict=True)):
            up, down = half * lost / top, half * kept / top
            painter.fillRect(QRectF(at * width + 1, middle - up, width - 2, up), colour("risk_fill"))
            painter.fillRect(QRectF(at * width + 1, middle + 1, width - 2, down), colour("c6"))
        painter.fillRect(QRectF(0, middle, self.width(), 1), colour("axis"))
        painter.setFont(font(11))
        painter.setPen(colour("ink_2"))
        for score in range(0, 101, 20):
            text = str(score)
            x = min(self.width() * score / 100, self.width() - letters.horizontalAdvance(text))
            painter.drawText(round(x), self.height() - scaled(3), text)
        painter.drawText(0, letters.ascent(), tr(Message("lost")))
        painter.drawText(0, round(self.height() - scaled(20)), tr(Message("kept")))


def _shares(counts: list[int]) -> list[float]:
    total = sum(counts)
    return [count / total if total else 0.0 for count in counts]


def _median(counts: list[int]) -> str:
    """The middle of the bin in which the median lies."""
    total, seen = sum(counts), 0
    for at, count in enumerate(counts):
        seen += count
        if total and seen * 2 >= total:
            return language().number(at * _BIN + _BIN / 2, 1)
    return "–"


class BackTestDialog(QDialog):
    """Made of one back-test that left each component out."""

    def __init__(self, found: BackTest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(Message("Back-test by component")))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(Message("What each component is worth"), 16, SEMIBOLD))
        column.addWidget(label(Message("The model is tested again with the component left out. Where recall falls without it, it helps."), 12, tone="ink2", wrap=True))  # fmt: skip
        column.addLayout(self._table(found))
        column.addWidget(label(Message("Scores of those who were lost and of those who stayed"), 13.5, SEMIBOLD))
        self.shape = Distribution(found.scores_lost.tolist(), found.scores_kept.tolist())
        column.addWidget(label(self.shape.words, 12, tone="ink2"))
        column.addWidget(self.shape)
        notes = []
        if found.no_data:
            notes.append(Message("{n} units had not enough data for a score, {lost} of them were lost.", n=found.no_data, lost=found.no_data_lost))  # fmt: skip
        if found.others_lost:
            notes.append(Message("{n} losses were of accounts that were no customers on the quarter-end; nothing could have warned.", n=found.others_lost))  # fmt: skip
        for note in notes:
            column.addWidget(label(note, 12, tone="ink2", wrap=True))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        close = button(Message("Close"), clicked=self.accept)
        close.setDefault(True)
        buttons.addWidget(close)
        column.addLayout(buttons)

    def _table(self, found: BackTest) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(4)
        heads = (Message("Without"), Message("Caught (recall)"), Message("Right when it warns"), Message("F1"))  # fmt: skip
        for place, head in enumerate(heads):
            named = label(head, 12, tone="ink2")
            if place:
                named.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(named, 0, place)
        grid.addWidget(line(strong=True), 1, 0, 1, len(heads))
        self.rows: list[tuple[str, ...]] = []
        outcomes = [(tr(Message("nothing: the whole model")), found.outcome)]
        outcomes += [(metric_text(metric), outcome) for _, metric, outcome in found.without]
        for number, (name, one) in enumerate(outcomes):
            texts = (
                name, share_text(one.recall, one.recall_interval, few=found.few),
                share_text(one.precision, one.precision_interval, few=found.few),
                "–" if one.f1 is None else language().number(one.f1, 2),
            )  # fmt: skip
            self.rows.append(texts)
            for place, text in enumerate(texts):
                cell = label(text, 12.5)
                if place:
                    cell.setAlignment(Qt.AlignmentFlag.AlignRight)
                grid.addWidget(cell, 2 + number, place)
        return grid
