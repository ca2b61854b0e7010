"""The table of renewals: group rows with sums, and forecast and expected amount edited in place."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent

from csdesk.desktop.fonts import SEMIBOLD, metrics, scaled
from csdesk.desktop.tables.columns import Column, field_column
from csdesk.desktop.tables.drawn_text import draw_text
from csdesk.desktop.tables.units import money_cell
from csdesk.desktop.tables.view import FrameTable
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.marks import draw_badge
from csdesk.model.fields import field
from csdesk.model.messages import Message


def renewal_columns(currency: str) -> list[Column]:
    """The columns of the list, in order."""
    arr = field_column(field("account.arr"), currency, width=84)
    expected = field_column(field("decision.expected_amount"), currency, width=84)
    return [
        Column("account", tr(Message("Account")), "strong", 190),
        Column("health", tr(Message("Health")), "health", 144, sort="health"),
        Column("renewal_on", tr(Message("Renewal")), "date", 96),
        Column("notice_by", tr(Message("Notice by")), "notice_days", 104),
        Column("annual", arr.header, "money", 84),
        Column("forecast", tr(Message("Forecast")), "forecast", 122, field("decision.forecast"), editable=True),
        Column("expected", expected.header, "money", 84, field("decision.expected_amount"), editable=True),
        Column("kept", tr(Message("Kept")), "kept", 56),
        Column("why", tr(Message("Why")), "text", 208),
        Column("csm", tr(Message("CSM")), "person", 44),
        Column("next_step", tr(Message("Next step")), "quiet", 180),
    ]


class RenewalTable(FrameTable):
    """A frame table whose rows with a negative key are headings of groups."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, then the headings over theirs."""
        super().paintEvent(event)
        model, area = self.frame_model, event.rect()
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if model.rowCount() == 0 or first < 0:
            return
        painter = QPainter(self.viewport())
        for row in range(first, (model.rowCount() - 1 if last < 0 else last) + 1):
            if model.key_at(row) < 0:
                self._draw_heading(painter, row)
        painter.end()

    def _draw_heading(self, painter: QPainter, row: int) -> None:
        model = self.frame_model
        top, height, width = self.rowViewportPosition(row), self.rowHeight(row), self.viewport().width()
        painter.fillRect(0, top, width, height, colour("bg_sub"))
        painter.fillRect(0, top + height - 1, width, 1, colour("line"))
        middle = QRectF(scaled(20), top, width, height)
        title = str(model.value(row, "account") or "")
        draw_text(painter, middle, title, weight=SEMIBOLD)
        x = middle.x() + metrics(12.5, SEMIBOLD).horizontalAdvance(title) + scaled(14)
        note = str(model.value(row, "note") or "")
        draw_text(painter, QRectF(x, top, width, height), note, "ink_2")
        x += metrics(12.5).horizontalAdvance(note) + scaled(14)
        warning = model.value(row, "warning")
        if isinstance(warning, str) and warning:
            draw_badge(painter, x, middle.center().y(), warning, "risk")
        for position, column in enumerate(model.columns):
            left = self.horizontalHeader().sectionViewportPosition(position)
            rect = QRectF(left + 8, top, self.columnWidth(position) - 16, height - 1)
            value = model.value(row, column.code)
            if column.code in ("annual", "expected") and isinstance(value, int):
                painter.fillRect(rect, colour("bg_sub"))
                draw_text(painter, rect, money_cell(value, model.currency), weight=SEMIBOLD, right=True)
            elif column.code == "kept" and isinstance(value, float):
                draw_text(painter, rect, language().percent(value), "ink_2", right=True)
