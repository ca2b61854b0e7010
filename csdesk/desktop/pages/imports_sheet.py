"""A sheet as it stands in the file, with what each column was taken for above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from csdesk.app.cell_page import PAGE_ROWS, CellPage
from csdesk.desktop.fonts import MEDIUM, NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.theme import colour
from csdesk.model.problems import column_letters

if TYPE_CHECKING:
    from csdesk.app.import_view import SeenTable

Fetch = Callable[[tuple[int, int], int, Callable[[CellPage], object]], object]
_KEPT_PAGES = 40
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ONE_LINE = Qt.TextFlag.TextSingleLine
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter) | int(_ONE_LINE)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(_ONE_LINE)
_TEXT_ROLES = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole))
_MARGIN, _LETTER, _WIDEST, _LONGEST = 7, 9, 13, 400  # pixels at the sides and of letters, letters looked at


@dataclass(frozen=True, slots=True)
class Chip:
    """What stands above a column: ``matched``, ``ask``, ``custom`` or ``ignored``."""

    state: str
    text: str
    note: str


def no_cells(place: tuple[int, int], first: int, done: Callable[[CellPage], object]) -> None:
    """Nobody has the cells."""


class SheetModel(QAbstractTableModel):
    """The cells of a sheet as text; rows that are not data are grey, bad cells red.

    The sheet stays in the process that reads it. Pages come when they are looked at, and the
    last few are kept.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: SeenTable | None = None
        self._fetch: Fetch = no_cells
        self._pages: dict[int, CellPage] = {}
        self._asked: set[int] = set()
        self._marked = -1

    def show_table(self, table: SeenTable, fetch: Fetch) -> None:
        """Show the sheet of a table; ``fetch`` brings the cells further down."""
        before = self._table
        if before is not None and (before.place, before.size, before.path) == (table.place, table.size, table.path):
            self._table, self._fetch = table, fetch  # the same cells, named otherwise
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self._table, self._fetch = table, fetch
        self._pages, self._asked = {0: table.head}, set()
        self.endResetModel()

    def mark_column(self, column: int) -> set[int]:
        """Tint a column: the one that is asked about; which columns look different now."""
        changed = {self._marked, column} - {-1} if column != self._marked else set()
        self._marked = column
        return changed

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Rows of the sheet."""
        return 0 if parent.isValid() or self._table is None else self._table.size[0]

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns of the sheet."""
        return 0 if parent.isValid() or self._table is None else self._table.size[1]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell; how it looks is the delegate's business."""
        if self._table is None or role not in _TEXT_ROLES:
            return None
        return self.cell(index.row(), index.column())[0]

    def cell(self, row: int, column: int) -> tuple[str, bool]:
        """What a cell says, and whether it is a number or a date; "" until its page has come."""
        page = self._page(row)
        if page is None:
            return "", False
        place = row - page.first
        return page.texts[column][place], page.numeric[column][place] == 1

    def looks(self, row: int, column: int) -> tuple[str, str, bool]:
        """Tokens of ground and ink of a cell ("" is the usual ground), and whether it is strong."""
        table = self._table
        if table is None:
            return "", "ink", False
        head = table.first_header_row <= row + 1 <= table.header_row
        grey = row + 1 in table.grey and not head
        ink = "ink_3" if grey else "ink"
        if (row + 1, column) in table.bad:
            return "risk_tint", ink, head
        if column == self._marked and row + 1 >= table.first_header_row:
            return "watch_tint", ink, head
        return ("accent_tint" if head else "bg_sub" if grey else ""), ink, head

    def _page(self, row: int) -> CellPage | None:
        number = row // PAGE_ROWS
        page = self._pages.get(number)
        if page is None and number not in self._asked and self._table is not None:
            self._asked.add(number)
            table = self._table
            self._fetch(table.place, number * PAGE_ROWS, lambda found: self._arrived(table, found))
        return page

    def _arrived(self, table: SeenTable, page: CellPage) -> None:
        if self._table is None or (table.place, table.path) != (self._table.place, self._table.path):
            return
        number = page.first // PAGE_ROWS
        self._asked.discard(number)
        self._pages[number] = page
        if len(self._pages) > _KEPT_PAGES:
            self._pages.pop(next(iter(self._pages)))
        last = min(page.first + PAGE_ROWS, self.rowCount()) - 1
        self.dataChanged.emit(self.index(page.first, 0), self.index(last, self.columnCount() - 1))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Row numbers and column letters, as the spreadsheet has them."""
        if role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1) if orientation is Qt.Orientation.Vertical else column_letters(section)
        return None


class CellDelegate(QStyledItemDelegate):
    """Draws a cell in one go: a sheet has hundreds of them on screen, and the window must answer meanwhile."""

    def __init__(self, view: SheetView) -> None:
        super().__init__(view)
        self._cells = view.sheet_model
        self.current = (-1, -1)  # asking the option whether a cell is selected costs as much as drawing it

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, then the text, numbers at the right."""
        row, column, rect = index.row(), index.column(), option.rect
        ground, ink, strong = self._cells.looks(row, column)
        if (row, column) == self.current:
            ground = "sel"
        if ground:
            painter.fillRect(rect, colour(ground))
        text, numeric = self._cells.cell(row, column)
        if not text:
            return
        weight, room = SEMIBOLD if strong else NORMAL, rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        if len(text) * scaled(_LETTER if text.isascii() else _WIDEST) > room.width():
            text = metrics(12.5, weight).elidedText(text[:_LONGEST], Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font(12.5, weight))
        painter.setPen(colour(ink))
        painter.drawText(room, _RIGHT if numeric else _LEFT, text)


class ChipHeader(QHeaderView):
    """Column letters with a chip above each that says what the column was taken for."""

    chip_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.chips: dict[int, Chip] = {}
        self.chosen = -1
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.sectionClicked.connect(self.chip_clicked)

    def sizeHint(self) -> QSize:
        """A chip and a letter high."""
        return QSize(super().sizeHint().width(), scaled(72))

    def show_chips(self, chips: dict[int, Chip]) -> None:
        """Show other chips, by column of the sheet."""
        self.chips = chips
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw the chip and the letter."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, colour("bg_sub"))
        letter = QRect(rect.x(), rect.bottom() - scaled(24), rect.width(), scaled(24))
        asked = section in self.chips and self.chips[section].state == "ask"
        if section == self.chosen or asked:
            painter.fillRect(letter, colour("watch_tint" if asked else "accent_tint"))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(letter.topLeft(), letter.topRight())
        painter.setPen(QPen(colour("line_2"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(colour("ink_2"))
        painter.setFont(font(12))
        painter.drawText(letter, int(Qt.AlignmentFlag.AlignCenter), column_letters(section))
        if section in self.chips:
            self._draw_chip(painter, rect, self.chips[section], section == self.chosen)
        painter.restore()

    def _draw_chip(self, painter: QPainter, rect: QRect, chip: Chip, chosen: bool) -> None:
        box = QRectF(rect.x() + 4, rect.y() + 5, rect.width() - 8, scaled(38))
        ground = {"matched": "ok_tint", "ask": "bg", "custom": "bg_sub", "ignored": "bg_sub"}[chip.state]
        edge = {"matched": "ok_tint", "ask": "watch_fill", "custom": "line_ctl", "ignored": "line_2"}[chip.state]
        pen = QPen(colour("accent" if chosen and chip.state != "ask" else edge), 1.5 if chip.state == "ask" else 1)
        if chip.state in ("custom", "ignored"):
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(colour(ground))
        painter.drawRoundedRect(box, 5, 5)
        inks = {"matched": "ok", "ask": "watch", "custom": "ink_2", "ignored": "ink_3"}
        lines = ((chip.text, 12, SEMIBOLD if chip.state in ("matched", "ask") else MEDIUM), (chip.note, 11, NORMAL))
        painter.setPen(colour(inks[chip.state]))
        for number, (text, size, weight) in enumerate(lines):
            painter.setFont(font(size, weight))
            shown = metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()) - 14)
            room = QRectF(box.x() + 7, box.y() + scaled(3) + number * scaled(16), box.width() - 14, scaled(16))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)


class SheetView(QTableView):
    """The sheet with its chips; a click on a column chooses it."""

    column_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet_model = SheetModel()
        self._drawn = CellDelegate(self)
        self.setItemDelegate(self._drawn)
        self.setModel(self.sheet_model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.chips = ChipHeader(self)
        self.setHorizontalHeader(self.chips)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(True)
        self.setStyleSheet(f"QTableView {{ gridline-color: {colour('line').name()}; }}")
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(scaled(26))
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setFixedWidth(scaled(44))
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.chips.chip_clicked.connect(self.choose)
        self.clicked.connect(lambda index: self.choose(index.column()))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Draw the cell that was clicked on another ground."""
        chosen = selected.indexes()
        self._drawn.current = (chosen[0].row(), chosen[0].column()) if chosen else (-1, -1)
        super().selectionChanged(selected, deselected)

    def choose(self, column: int) -> None:
        """Choose a column."""
        self.chips.chosen = column
        chip = self.chips.chips.get(column)
        for changed in self.sheet_model.mark_column(column if chip is not None and chip.state == "ask" else -1):
            at, width = self.columnViewportPosition(changed), self.columnWidth(changed)
            self.viewport().update(at, 0, width, self.viewport().height())
        self.chips.viewport().update()
        self.column_chosen.emit(column)

    def fit(self, widest: Sequence[int]) -> None:
        """Give each column room for its longest shown text and for what stands above it, within reason."""
        letters = metrics(12, SEMIBOLD)
        for column, characters in enumerate(widest):
            chip = self.chips.chips.get(column)
            named = 0 if chip is None else min(scaled(200), letters.horizontalAdvance(chip.text) + scaled(28))
            self.setColumnWidth(column, max(named, scaled(min(260, max(86, 26 + characters * 8)))))
