"""Accounts and ARR by band, live and by the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, scaled
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.labels import label, line, set_tone
from csdesk.desktop.widgets.marks import draw_band_shape
from csdesk.desktop.wording import choice_text
from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.model.policies import HealthModel

if TYPE_CHECKING:
    from csdesk.rules.health_what_if import WhatIf

_HEADS = (
    Message("Band"), Message("Live"), Message("Draft"), Message("Change"), Message("ARR, live"), Message("ARR, draft"),
)  # fmt: skip
_BANDS = ("healthy", "watch", "at_risk", "no_data")
_GOOD = {"healthy": 1, "watch": 0, "at_risk": -1, "no_data": -1}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _BandName(QWidget):
    """Shape, word and the scores it takes."""

    def __init__(self, band: str) -> None:
        super().__init__()
        self._band = band
        self.setFixedHeight(scaled(27))
        row = QGridLayout(self)
        row.setContentsMargins(scaled(17), 0, 0, 0)
        row.setHorizontalSpacing(7)
        row.addWidget(label(choice_text(band), 12.5), 0, 0)
        self.range = label("", 12.5, tone="ink3")
        row.addWidget(self.range, 0, 1)
        row.setColumnStretch(2, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shape."""
        draw_band_shape(QPainter(self), self._band, QPointF(scaled(5), self.height() / 2), scaled(9))


class BandTable(QWidget):
    """One row a band; that without enough data only where there is any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        self._heads: list[QLabel] = []
        for place, head in enumerate(_HEADS):
            made = label(head, 12, tone="ink2")
            made.setFixedHeight(scaled(26))
            if place:
                made.setAlignment(_RIGHT)
            grid.addWidget(made, 0, place)
            self._heads.append(made)
        grid.setColumnStretch(0, 1)
        self._narrow = False
        self._set_widths((52, 52, 60, 96, 96))
        self._names: dict[str, _BandName] = {}
        self._cells: dict[str, list[QLabel]] = {}
        self._lines = {}
        for number, band in enumerate(_BANDS):
            row = 1 + number * 2
            self._lines[band] = line(strong=number == 0)
            grid.addWidget(self._lines[band], row, 0, 1, len(_HEADS))
            self._names[band] = _BandName(band)
            grid.addWidget(self._names[band], row + 1, 0)
            self._cells[band] = [label("", 12.5, SEMIBOLD if place in (1, 4) else NORMAL) for place in range(5)]
            for place, cell in enumerate(self._cells[band], start=1):
                cell.setAlignment(_RIGHT)
                grid.addWidget(cell, row + 1, place)
        grid.addWidget(line(), 1 + 2 * len(_BANDS), 0, 1, len(_HEADS))

    def _set_widths(self, widths: tuple[int, ...]) -> None:
        for place, width in enumerate(widths, start=1):
            self._grid.setColumnMinimumWidth(place, scaled(width))

    def set_narrow(self, narrow: bool) -> None:
        """Leave out the live ARR, or show it again."""
        self._narrow = narrow
        self._set_widths((40, 40, 48, 0, 84) if narrow else (52, 52, 60, 96, 96))
        self._grid.setHorizontalSpacing(8 if narrow else 12)
        self._heads[4].setVisible(not narrow)
        for band in _BANDS:
            self._cells[band][3].setVisible(not narrow and not self._cells[band][0].isHidden())

    def show_what_if(self, found: WhatIf, model: HealthModel, currency: str) -> None:
        """Show the counts; a change is green where it is for the better."""
        speaks = language()
        ranges = {
            "healthy": f"{model.healthy_from}–100",
            "watch": f"{model.watch_from}–{model.healthy_from - 1}",
            "at_risk": f"0–{model.watch_from - 1}",
            "no_data": "",
        }
        for band in found.bands:
            self._names[band.band].range.setText(ranges[band.band])
            change = band.draft - band.live
            texts = (
                speaks.number(band.live), speaks.number(band.draft), speaks.signed(change),
                speaks.money(Money(band.arr_live, currency)), speaks.money(Money(band.arr_draft, currency)),
            )  # fmt: skip
            for cell, text in zip(self._cells[band.band], texts, strict=True):
                cell.setText(text)
            good = change * _GOOD[band.band]
            set_tone(self._cells[band.band][2], "ok" if good > 0 else "risk" if good < 0 else "ink3")
            shown = band.band != "no_data" or bool(band.live or band.draft)
            for widget in (self._names[band.band], self._lines[band.band], *self._cells[band.band]):
                widget.setVisible(shown)
            self._cells[band.band][3].setVisible(shown and not self._narrow)
        self.setAccessibleName(
            ". ".join(
                tr(Message("{band}: live {live}, draft {draft}", band=choice_text(b.band), live=b.live, draft=b.draft))
                for b in found.bands
            )
        )
