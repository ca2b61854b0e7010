"""How the cells of renewals are drawn: forecast category, share kept, notice deadline with its days."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, metrics, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.tables.drawn_text import Cell, draw_text
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.wording import forecast_text
from csdesk.model.messages import Message

FORECAST_TOKENS = {
    "commit": "f_commit", "likely": "f_likely", "open": "f_likely", "at_risk": "f_risk", "expected_loss": "f_churn",
    "renewed": "f_commit", "reduced": "f_risk", "lost": "f_churn",
}  # fmt: skip


def paint_forecast(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """The category in a box that looks as if it opens, which it does."""
    code = cell.value
    if not isinstance(code, str):
        return
    box = QRectF(rect.x(), rect.center().y() - scaled(10.5), min(rect.width(), scaled(104)), scaled(21))
    painter.setPen(QPen(colour("line_2"), 1))
    painter.setBrush(colour("bg"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(FORECAST_TOKENS.get(code, "muted_fill")))
    painter.drawRoundedRect(QRectF(box.x() + scaled(7), box.center().y() - scaled(4), scaled(8), scaled(8)), 2, 2)
    room = QRectF(box.x() + scaled(21), box.y(), box.width() - scaled(38), box.height())
    draw_text(painter, room, forecast_text(code), ground="bg")
    side = scaled(12)
    chevron = icon_pixmap("chevron-down", "ink_3", side, cell.ratio)
    painter.drawPixmap(round(box.right() - side - scaled(5)), round(box.center().y() - side / 2), chevron)


def paint_kept(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """How much of the ARR is expected to stay; amber under 90%."""
    value = cell.value
    if isinstance(value, (int, float)):
        draw_text(painter, rect, language().percent(float(value)), "watch" if value < 0.9 else "ink_2", right=True)


def paint_renews(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """The day of the renewal, with its year where that is not plain."""
    value = cell.value
    if not isinstance(value, date):
        draw_text(painter, rect, "—", "ink_3")
        return
    near = cell.as_of is not None and abs((value - cell.as_of).days) <= 330
    draw_text(painter, rect, language().day(value, year=not near))


def paint_why(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """The reason that was given, or that none is known."""
    value = cell.value
    if isinstance(value, str) and value:
        draw_text(painter, rect, value)
    else:
        draw_text(painter, rect, tr(Message("none known")), "ink_2")


def paint_notice_days(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """The deadline with the days that are left: red within 14, "passed" when it is over."""
    value = cell.value
    if not isinstance(value, date) or cell.as_of is None:
        return
    left = (value - cell.as_of).days
    if left < 0:
        draw_text(painter, rect, tr(Message("passed")), "ink_2")
        return
    day = language().day(value, year=left > 330)
    draw_text(painter, rect, day, "risk" if left <= 14 else "ink", SEMIBOLD if left <= 14 else NORMAL)
    if left <= 60:
        moved = rect.adjusted(metrics(12.5, SEMIBOLD).horizontalAdvance(day) + scaled(6), 0, 0, 0)
        draw_text(painter, moved, tr(Message("{n} d", n=left)), "ink_2")
