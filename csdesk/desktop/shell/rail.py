"""The navigation rail: one item a page, a count where a page waits for something."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QToolButton, QVBoxLayout, QWidget

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.icons import app_mark, icon_pixmap
from csdesk.desktop.pages import PAGES
from csdesk.desktop.theme import colour, current_theme
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.labels import line
from csdesk.model.messages import Message

# Pages without an item of their own, by the one above them.
_BELOW = {"account": "accounts"}


class RailItem(QToolButton):
    """An icon over a word, painted, with a count badge."""

    def __init__(self, text: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self._icon_name = icon_name
        self._count = 0
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(scaled(60), scaled(46))

    def set_count(self, count: int) -> None:
        """Show how many things wait; 0 shows nothing."""
        self._count = count
        self.setAccessibleName(f"{self.text()}, {count}" if count else self.text())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, icon, word and count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        ground = ("sel" if current_theme().dark else "accent_tint") if on else "press" if self.underMouse() else None
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(ground))
            painter.drawRoundedRect(QRectF(self.rect()), 7, 7)
        token = "accent_ink" if on else "ink_2"
        side = scaled(18)
        pixmap = icon_pixmap(self._icon_name, token, side, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - side) // 2, scaled(6), pixmap)
        painter.setPen(colour(token))
        weight = SEMIBOLD if on else NORMAL
        painter.setFont(font(11, weight))
        room = QRectF(0, scaled(27), self.width(), scaled(15))
        text = metrics(11, weight).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), text)
        if self._count:
            self._draw_count(painter)

    def _draw_count(self, painter: QPainter) -> None:
        text = str(self._count) if self._count < 100 else "99+"
        width = max(scaled(16), metrics(10, SEMIBOLD).horizontalAdvance(text) + scaled(8))
        rect = QRectF(self.width() - scaled(4) - width, scaled(2), width, scaled(15))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("risk_fill"))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        painter.setPen(QColor("#1B1C1F" if current_theme().dark else "#FFFFFF"))
        painter.setFont(font(10, SEMIBOLD))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), text)


class Rail(QFrame):
    """The pages that exist, and Settings at the bottom."""

    page_chosen = Signal(str)
    settings_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Rail")
        self.setFixedWidth(scaled(72))
        self.setAccessibleName(tr(Message("Pages")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 8)
        column.setSpacing(3)
        mark = QLabel()
        mark.setPixmap(app_mark(scaled(30), 2.0))
        mark.setFixedSize(QSize(scaled(30), scaled(30)))
        column.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(9)
        self._group = QButtonGroup(self)
        self._items: dict[str, RailItem] = {}
        for lower in (False, True):
            entries = [entry for entry in PAGES if entry.rail and entry.lower is lower]
            if lower and entries:
                rule = line(strong=True)
                rule.setFixedWidth(scaled(36))
                column.addSpacing(6)
                column.addWidget(rule, 0, Qt.AlignmentFlag.AlignHCenter)
                column.addSpacing(6)
            for entry in entries:
                column.addWidget(self._item(entry.code, tr(entry.title), entry.icon), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.settings = RailItem(tr(Message("Settings")), "settings-2", self)
        self.settings.setCheckable(True)
        self.settings.clicked.connect(self.settings_asked)
        self._group.addButton(self.settings)
        self._items["settings"] = self.settings
        column.addWidget(self.settings, 0, Qt.AlignmentFlag.AlignHCenter)

    def _item(self, code: str, text: str, icon_name: str) -> RailItem:
        made = RailItem(text, icon_name, self)
        made.setCheckable(True)
        made.clicked.connect(lambda: self.page_chosen.emit(code))
        self._group.addButton(made)
        self._items[code] = made
        return made

    def show_page(self, code: str) -> None:
        """Mark a page as the one on screen; an unknown code leaves the mark where it is."""
        code = _BELOW.get(code, code)
        if code in self._items:
            self._items[code].setChecked(True)

    @property
    def shown(self) -> str | None:
        """The code of the item that is marked."""
        return next((code for code, made in self._items.items() if made.isChecked()), None)

    def show_none(self) -> None:
        """Mark no page."""
        self._group.setExclusive(False)
        for made in self._items.values():
            made.setChecked(False)
        self._group.setExclusive(True)

    def set_count(self, code: str, count: int) -> None:
        """The count on a page's item."""
        if code in self._items:
            self._items[code].set_count(count)

    def set_pages_enabled(self, enabled: bool) -> None:
        """Without a book there is nowhere to go but to the settings of this computer."""
        for made in self._items.values():
            made.setEnabled(enabled or made is self.settings)
