"""The list of accounts in groups: a heading with its sums above each, opened and closed by a click or by Enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent

from csdesk.desktop.fonts import SEMIBOLD, metrics, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.tables.drawn_text import draw_text
from csdesk.desktop.tables.frame_model import FrameTableModel, Index
from csdesk.desktop.tables.units import money_cell
from csdesk.desktop.tables.view import FrameTable
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.wording import choice_text
from csdesk.model.fields import record_type
from csdesk.model.messages import Message

# What a list can be grouped by: fields of the assessed account.
GROUPS = ("csm", "touch", "band", "renewal_state", "lifecycle", "region", "industry")
_RANKS = {"touch": ("high", "low", "tech"), "band": ("at_risk", "watch", "healthy", "no_data")}


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a group; the sums are those of its records, shown or not."""

    value: str
    title: str
    accounts: int
    arr: int
    health: float | None
    seats: tuple[int, int]
    open: bool


class GroupedModel(FrameTableModel):
    """A frame model with headings between its rows: rows whose key is negative, and whose position is, too.

    ``records`` are the positions of the records listed, those of closed groups with them.
    """

    group = ""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self.records = np.arange(0, dtype=np.int64)
        self.closed: set[str] = set()
        super().__init__()

    def group_by(self, name: str) -> None:
        """Group by a field; "" is one plain list."""
        if name != self.group:
            self.group, self.closed = name, set()
            self.show_rows(self._mask, self._typed)

    def toggle(self, row: int) -> None:
        """Open or close the group of a heading."""
        heading = self.heading(row)
        if heading is not None:
            self.closed ^= {heading.value}
            self.show_rows(self._mask, self._typed)

    def heading(self, row: int) -> Heading | None:
        """The heading in a row of the table; None for a record."""
        if not 0 <= row < len(self.positions) or self.positions[row] >= 0:
            return None
        return self.headings[-1 - int(self.positions[row])]

    def _arrange(self) -> None:
        super()._arrange()
        self.records, self.headings = self.positions, []
        if self.group and self.group in self.frame.columns and len(self.positions):
            self.positions = self._grouped()

    def _grouped(self) -> np.ndarray:
        """Positions in the order of the groups, −1 for the first heading, −2 for the second, and so on."""
        values = self.frame[self.group].iloc[self.records].fillna("").astype(str).to_numpy(dtype=object)
        names, codes = np.unique(values, return_inverse=True)
        order = sorted(range(len(names)), key=lambda at: self._rank(str(names[at])))
        pieces: list[np.ndarray] = []
        for number, at in enumerate(order):
            own = self.records[codes == at]
            self.headings.append(self._heading(str(names[at]), own))
            pieces.append(np.array([-1 - number], dtype=np.int64))
            if self.headings[-1].open:
                pieces.append(own)
        return np.concatenate(pieces)

    def _rank(self, value: str) -> tuple[bool, int, str]:
        """Choices in their own order, names by the alphabet, what is not known last."""
        ranks = _RANKS.get(self.group, ())
        return value == "", ranks.index(value) if value in ranks else len(ranks), value

    def _heading(self, value: str, own: np.ndarray) -> Heading:
        rows = self.frame.iloc[own]

        def total(name: str) -> int:
            return int(rows[name].sum()) if name in rows.columns else 0

        health = rows["health"].mean() if "health" in rows.columns else pd.NA
        known = (
            rows.dropna(subset=["seats_active", "seats_bought"]) if "seats_active" in rows.columns else rows.iloc[:0]
        )
        seats = (int(known["seats_active"].sum()), int(known["seats_bought"].sum())) if len(known) else (0, 0)
        title = choice_text(value) if value else tr(Message("Nobody")) if self.group == "csm" else tr(Message("Not known"))  # fmt: skip
        mean = None if pd.isna(health) else float(health)
        return Heading(value, title, len(own), total("arr"), mean, seats, value not in self.closed)

    @property
    def shown(self) -> pd.DataFrame:
        """The records listed, in their order."""
        return self.frame.iloc[self.records]

    def key_at(self, row: int) -> int:
        """The key of the record in a row; negative for a heading."""
        position = int(self.positions[row])
        return position if position < 0 else super().key_at(row)

    def rows_of(self, keys: Sequence[int]) -> np.ndarray:
        """The rows of the table that show those records, rising."""
        rows = super().rows_of(keys)
        return np.asarray(rows[self.positions[rows] >= 0])

    def text(self, row: int, column: int) -> str:
        """What a cell says; a heading says its title in the first column."""
        heading = self.heading(row)
        if heading is None:
            return super().text(row, column)
        return f"{heading.title}, {counted(heading)}" if column == 0 else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, for screen readers, too."""
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid() and self.heading(index.row()) is not None:
            return self.text(index.row(), index.column())
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading is not edited."""
        flags = super().flags(index)
        return flags & ~Qt.ItemFlag.ItemIsEditable if self.heading(index.row()) is not None else flags


def counted(heading: Heading) -> str:
    """28 accounts."""
    return tr(Message("{n} accounts", n=heading.accounts))


def group_name(name: str) -> str:
    """What a field to group by is called."""
    return language().label(record_type("account").field(name))


class GroupedTable(FrameTable):
    """A frame table whose headings are drawn over their rows, and open and close their groups."""

    def __init__(self, model: GroupedModel, name: str) -> None:
        self.grouped = model
        super().__init__(model, name)

    def selected_keys(self) -> list[int]:
        """The keys of the selected records; headings have none."""
        return [key for key in (self.grouped.key_at(row) for row in self.selected_rows()) if key >= 0]

    def current_key(self) -> int | None:
        """The key of the current record; None on a heading."""
        key = super().current_key()
        return None if key is None or key < 0 else key

    def go_to_first(self) -> None:
        """Make the first record the current one."""
        first = next((row for row in range(self.grouped.rowCount()) if self.grouped.heading(row) is None), 0)
        self.go_to_row(first)

    def _toggle(self, row: int) -> None:
        self.grouped.toggle(row)
        self.setCurrentIndex(self.grouped.index(row, 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a heading opens or closes its group."""
        row = self.rowAt(round(event.position().y()))
        if event.button() is Qt.MouseButton.LeftButton and self.grouped.heading(row) is not None:
            self._toggle(row)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A heading has nothing to open but its group."""
        row = self.rowAt(round(event.position().y()))
        if self.grouped.heading(row) is not None:
            self._toggle(row)
        else:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """On a heading Enter and Space toggle, ← closes, → opens."""
        row, key = self.currentIndex().row(), event.key()
        heading = self.grouped.heading(row)
        if heading is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) or (key == Qt.Key.Key_Left and heading.open) or (key == Qt.Key.Key_Right and not heading.open):  # fmt: skip
            self._toggle(row)
        elif key not in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, then the headings over theirs."""
        super().paintEvent(event)
        model, area = self.grouped, event.rect()
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if not model.headings or first < 0:
            return
        painter = QPainter(self.viewport())
        for row in range(first, (model.rowCount() - 1 if last < 0 else last) + 1):
            heading = model.heading(row)
            if heading is not None:
                self._draw_heading(painter, row, heading)
        painter.end()

    def _draw_heading(self, painter: QPainter, row: int, heading: Heading) -> None:
        top, height, width = self.rowViewportPosition(row), self.rowHeight(row), self.viewport().width()
        current = row == self.currentIndex().row() and self.hasFocus()
        painter.fillRect(0, top, width, height, colour("sel" if current else "bg_sub"))
        painter.fillRect(0, top + height - 1, width, 1, colour("line"))
        side, x = scaled(14), float(scaled(16))
        drawing = icon_pixmap("chevron-down" if heading.open else "chevron-right", "ink_2", side, self.devicePixelRatioF())  # fmt: skip
        painter.drawPixmap(round(x), round(top + (height - side) / 2), drawing)
        x += side + scaled(6)
        draw_text(painter, QRectF(x, top, width - x, height), heading.title, weight=SEMIBOLD)
        x += metrics(12.5, SEMIBOLD).horizontalAdvance(heading.title) + scaled(12)
        draw_text(painter, QRectF(x, top, width - x, height), counted(heading), "ink_2")
        x += metrics(12.5).horizontalAdvance(counted(heading)) + scaled(8)
        for position, column in enumerate(self.grouped.columns):
            left = self.horizontalHeader().sectionViewportPosition(position)
            room = QRectF(left + 8, top, self.columnWidth(position) - 16, height - 1)
            text = self._sum(heading, column.code)
            if text and left + 8 >= x:
                draw_text(painter, room, text, weight=SEMIBOLD, right=column.code != "health")

    def _sum(self, heading: Heading, code: str) -> str:
        if code == "arr":
            return money_cell(heading.arr, self.grouped.currency)
        if code == "health" and heading.health is not None:
            return tr(Message("mean {n}", n=language().number(heading.health)))
        if code == "seats_active" and heading.seats[1]:
            return f"{language().number(heading.seats[0])}/{language().number(heading.seats[1])}"
        return ""
