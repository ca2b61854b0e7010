"""How cells are drawn, by the style of their column. A painter gets the cell's rectangle without padding."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from csdesk.desktop.fonts import MEDIUM, NORMAL, SEMIBOLD, scaled
from csdesk.desktop.tables.cell_text import cell_text, own_currency
from csdesk.desktop.tables.drawn_text import Cell, draw_text, text_width
from csdesk.desktop.tables.renewal_painters import (
    paint_forecast,
    paint_kept,
    paint_notice_days,
    paint_renews,
    paint_why,
)
from csdesk.desktop.tables.row_painter import RowPainter
from csdesk.desktop.tables.units import money_cell
from csdesk.desktop.theme import colour, current_theme
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.health_painting import draw_health, draw_health_marks, signed_text
from csdesk.desktop.widgets.marks import badge_box, band_fill, draw_badge, draw_bar, draw_initials, draw_sparkline
from csdesk.desktop.wording import choice_text
from csdesk.i18n import NBSP
from csdesk.model.messages import Message

# The ends of bars differ by less than the screen shows, and repeat.
_BAR_STEPS = 1000


def paint_text(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """Plain text; a dash where there is none."""
    text = cell_text(cell.model, cell.row, cell.column)
    draw_text(painter, rect, text or "—", "ink" if text else "ink_3")


def paint_strong(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """The name of the row."""
    draw_text(painter, rect, str(cell.value or ""), weight=MEDIUM, once=True)


def paint_quiet(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """Text of second rank."""
    text = cell_text(cell.model, cell.row, cell.column)
    draw_text(painter, rect, text or "—", "ink_2" if text else "ink_3")


def paint_number(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """A number at the right."""
    text = cell_text(cell.model, cell.row, cell.column)
    draw_text(painter, rect, text or "–", "ink" if text else "ink_3", right=True)


def paint_signed(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """+8, −60; below zero in red."""
    value = cell.value
    text = language().signed(value) if isinstance(value, (int, float)) else "–"
    low = isinstance(value, (int, float)) and value < 0
    draw_text(painter, rect, text, "risk" if low else "ink_2" if value is not None else "ink_3", right=True)


def paint_money(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """An amount in the unit of the header."""
    value = cell.value
    text = money_cell(value, own_currency(cell.model, cell.row)) if isinstance(value, int) else "–"
    draw_text(painter, rect, text, "ink" if value is not None else "ink_3", MEDIUM, right=True, once=value is not None)


def paint_choice(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """The word of a choice."""
    draw_text(painter, rect, choice_text(cell.value) if isinstance(cell.value, str) else "—", "ink_2")


def paint_badge(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """A touch tier or a band as a badge."""
    code = cell.value
    if not isinstance(code, str):
        return
    text, left, middle = choice_text(code), rect.x(), rect.center().y()

    def draw(on: QPainter) -> None:
        draw_badge(on, left, middle, text, code)

    _repeat(painter, ("badge", text, code), rect, lambda: badge_box(left, middle, text, code), draw)


def _repeat(
    painter: QPainter, what: Hashable, rect: QRectF, ink: Callable[[], QRectF], draw: Callable[[QPainter], None]
) -> None:  # fmt: skip
    """Draw what repeats from row to row; ``ink`` gives what it covers."""
    if not isinstance(painter, RowPainter):
        draw(painter)
    elif not painter.lay(what, rect):
        draw(painter)
        painter.drawn(what, rect, ink, draw)


def paint_date(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """A date."""
    value = cell.value
    draw_text(painter, rect, language().day(value) if isinstance(value, date) else "—", "ink" if value else "ink_3")


def paint_date_days(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """A date, and at the right how many days it is away, where there is room for both."""
    value = cell.value
    if not isinstance(value, date):
        draw_text(painter, rect, "—", "ink_3")
        return
    day, away = language().day(value), days_text((value - cell.as_of).days) if cell.as_of is not None else ""
    draw_text(painter, rect, day)
    if text_width(rect, day) + 2 + text_width(rect, away) <= rect.width():
        draw_text(painter, rect, away, "ink_2", right=True)


def paint_notice(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """The notice deadline without its year: red within 14 days, "passed" when it is over."""
    value = cell.value
    if not isinstance(value, date) or cell.as_of is None:
        draw_text(painter, rect, "—", "ink_3")
        return
    left = (value - cell.as_of).days
    if left < 0:
        draw_text(painter, rect, tr(Message("passed")), "ink_2")
    elif left <= 14:
        draw_text(painter, rect, language().day(value, year=False), "risk", SEMIBOLD)
    else:
        draw_text(painter, rect, language().day(value, year=left > 330))


def days_text(days: int) -> str:
    """6 d; 6日."""
    return f"{days}日" if language().japanese else f"{days}{NBSP}d"


def paint_seats(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """Active of bought seats as a bar and as numbers; green from 95%."""
    active, bought = cell.other("seats_active"), cell.other("seats_bought")
    if not isinstance(bought, int) or bought <= 0 or not isinstance(active, (int, float)):
        draw_text(painter, rect, "–", "ink_3", right=True)
        return
    bar = QRectF(rect.x(), rect.center().y() - scaled(5) / 2, scaled(36), scaled(5))
    share = round(active / bought * _BAR_STEPS) / _BAR_STEPS
    fill = "ok_fill" if active >= 0.95 * bought else "c6"
    _repeat(painter, ("seats", share, fill), rect, lambda: bar, lambda on: draw_bar(on, bar, share, colour(fill)))
    draw_text(painter, rect, f"{_counted(active)}/{_counted(bought)}", "ink_2", right=True, once=True)


def _counted(seats: float) -> str:
    return f"{seats:,}" if isinstance(seats, int) else language().number(seats)


@lru_cache(1_024)
def _marks(score: int | None, band: str, width: int, height: float, theme: str, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_health_marks(painter, QRectF(0, 0, width, height), score, band)
    painter.end()
    return pixmap


def paint_health(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """Shape, number, bar and change."""
    score, band, change = cell.other("health"), cell.other("band"), cell.other("health_change")
    draw_health(
        painter, rect, score if isinstance(score, int) else None, band if isinstance(band, str) else "no_data",
        change if isinstance(change, int) else None,
    )  # fmt: skip


def paint_health_now(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """Shape, number and bar."""
    score, band = cell.other("health"), cell.other("band")
    draw_health(painter, rect, score if isinstance(score, int) else None, band if isinstance(band, str) else "no_data", None)  # fmt: skip


def paint_health_wide(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """Shape, number, bar, the sparkline of ``health_history`` and the change."""
    score, band, change = cell.other("health"), cell.other("band"), cell.other("health_change")
    word = band if isinstance(band, str) else "no_data"
    known = score if isinstance(score, int) else None
    painter.drawPixmap(rect.topLeft(), _marks(known, word, scaled(80), rect.height(), current_theme().name, cell.ratio))
    number = QRectF(rect.x() + scaled(14), rect.y(), scaled(22), rect.height())
    if known is None:
        draw_text(painter, number, "–", "ink_3", right=True)
    else:
        draw_text(painter, number, str(known), weight=SEMIBOLD, right=True)
    history = cell.model.extra(cell.row, "health_history")
    if history is not None:
        area = QRectF(rect.x() + scaled(87.5), rect.center().y() - scaled(7.5), scaled(36), scaled(15))
        draw_sparkline(painter, area, history.tolist(), band_fill(word))
    if isinstance(change, int):
        room = QRectF(rect.x() + scaled(126), rect.y(), scaled(32), rect.height())
        token = "ink_3" if abs(change) < 3 else "ok" if change > 0 else "risk"
        draw_text(painter, room, signed_text(change), token, SEMIBOLD if abs(change) >= 10 else NORMAL, right=True)


def paint_person(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """Initials in a circle, and the name."""
    name = cell.value
    if not isinstance(name, str):
        draw_text(painter, rect, "—", "ink_3")
        return
    draw_initials(painter, QPointF(rect.x() + scaled(11), rect.center().y()), name, scaled(20))
    draw_text(painter, rect.adjusted(scaled(28), 0, 0, 0), name, "ink_2")


Painter = Callable[[QPainter, QRectF, Cell], None]
PAINTERS: Mapping[str, Painter] = MappingProxyType(
    {
        "text": paint_text,
        "strong": paint_strong,
        "quiet": paint_quiet,
        "number": paint_number,
        "signed": paint_signed,
        "money": paint_money,
        "percent": paint_number,
        "flag": paint_quiet,
        "choice": paint_choice,
        "touch": paint_badge,
        "band": paint_badge,
        "date": paint_date,
        "date_days": paint_date_days,
        "notice": paint_notice,
        "seats": paint_seats,
        "health": paint_health,
        "health_wide": paint_health_wide,
        "person": paint_person,
        "forecast": paint_forecast,
        "kept": paint_kept,
        "notice_days": paint_notice_days,
        "renews": paint_renews,
        "why": paint_why,
        "health_now": paint_health_now,
    }
)
