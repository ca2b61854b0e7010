"""The command palette: accounts and commands, found by part of their name in either script."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import (  # fmt: skip
    QDialog,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from csdesk.desktop.fonts import MEDIUM, font, metrics, scaled
from csdesk.desktop.icons import icon, icon_pixmap
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import tr
from csdesk.model.messages import Message

Index = QModelIndex | QPersistentModelIndex
SHOWN = 12
FEW = 3  # so many results leave room for what can be done with the first


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """Something the palette offers."""

    text: str
    run: Callable[[], object]
    icon: str = "chevron-right"
    meta: str = ""
    keys: str = ""
    search: str = ""  # more words by which it is found, e.g. the kana of a name
    more: Callable[[], Sequence[PaletteEntry]] | None = None  # what else can be done with it, once it is nearly alone


def folded(text: str) -> str:
    """Text for comparing: width, case and the two kana scripts fall together."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in plain)


def matching(entries: Sequence[PaletteEntry], typed: str, folded_texts: Sequence[str], limit: int = SHOWN) -> list[PaletteEntry]:  # fmt: skip
    """The entries that fit what was typed, best first; names that contain it come before near misses."""
    wanted = folded(typed.strip())
    if not wanted:
        return list(entries[:limit])
    holding = [position for position, text in enumerate(folded_texts) if wanted in text]
    holding.sort(key=lambda position: (not folded_texts[position].startswith(wanted), len(folded_texts[position])))
    if len(holding) >= limit or len(wanted) < 2:
        return [entries[position] for position in holding[:limit]]
    from rapidfuzz import fuzz, process

    near = process.extract(wanted, folded_texts, scorer=fuzz.WRatio, limit=limit * 2, score_cutoff=72)
    order = [*holding, *(position for _, _, position in near if position not in set(holding))]
    return [entries[position] for position in order[:limit]]


class _Entries(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[PaletteEntry] = []

    def show(self, entries: list[PaletteEntry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.entries[index.row()].text
        return None


class _EntryDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, scaled(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, _Entries):
            return
        entry = model.entries[index.row()]
        rect = QRectF(option.rect)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, colour("sel" if chosen else "bg"))
        side = scaled(15)
        painter.drawPixmap(
            round(rect.x() + 12), round(rect.center().y() - side / 2), icon_pixmap(entry.icon, "ink_2", side, 2.0)
        )
        x = rect.x() + 12 + side + 10
        painter.setFont(font(13, MEDIUM if chosen else font().weight()))
        painter.setPen(colour("ink"))
        width = metrics(13, MEDIUM).horizontalAdvance(entry.text)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(x, rect.y(), rect.width() - x - 90, rect.height()), middle, entry.text)
        painter.setFont(font(12))
        painter.setPen(colour("ink_3"))
        painter.drawText(
            QRectF(x + width + 8, rect.y(), rect.width() - x - width - 100, rect.height()), middle, entry.meta
        )
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(rect.adjusted(0, 0, -14, 0), right, entry.keys or (tr(Message("Enter")) if chosen else ""))


class CommandPalette(QDialog):
    """Type, arrow keys, Enter."""

    def __init__(self, entries: Sequence[PaletteEntry], window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.FramelessWindowHint)
        self.setObjectName("Palette")
        self.setWindowTitle(tr(Message("Search or run a command")))
        self._entries = entries
        self._folded = [folded(f"{entry.text} {entry.search}") for entry in entries]
        self.field = QLineEdit(placeholderText=tr(Message("Search or run a command")))
        self.field.setAccessibleName(self.field.placeholderText())
        self.field.addAction(_search_icon(), QLineEdit.ActionPosition.LeadingPosition)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self._model = _Entries()
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_EntryDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(lambda index: self._run(index.row()))
        self.list.setAccessibleName(tr(Message("Results")))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 4, 1, 4)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.setFixedWidth(scaled(560))
        self.move(window.mapToGlobal(window.rect().topLeft()).x() + (window.width() - self.width()) // 2, window.mapToGlobal(window.rect().topLeft()).y() + scaled(90))  # fmt: skip
        self._filter("")

    @property
    def shown(self) -> list[PaletteEntry]:
        """What is offered now."""
        return self._model.entries

    def _filter(self, typed: str) -> None:
        found = matching(self._entries, typed, self._folded)
        if typed.strip() and 0 < len(found) <= FEW and found[0].more is not None:
            found[1:1] = found[0].more()
        self._model.show(found)
        self.list.setCurrentIndex(self._model.index(0))
        self.list.setFixedHeight(scaled(32) * max(1, len(self.shown)) + 2)
        self.setFixedHeight(scaled(46) + self.list.height())

    def _run(self, row: int) -> None:
        if 0 <= row < len(self.shown):
            entry = self.shown[row]
            self.accept()
            entry.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move in the list while the field has the focus."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            row = self.list.currentIndex().row()
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in steps and self.shown:
                self.list.setCurrentIndex(self._model.index((row + steps[Qt.Key(event.key())]) % len(self.shown)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(row)
                return True
        return False


def _search_icon() -> QIcon:

    return icon("search", "ink_3", 16)
