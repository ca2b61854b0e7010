"""The four boxes above the review: how much is new, changed, unchanged and in doubt; each filters the lists below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.pages.imports_changes import new_counts
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.labels import line
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.import_review import Review

NEW, CHANGED, UNCHANGED, PROBLEMS, GONE = "new", "changed", "unchanged", "problems", "gone"
_LOOKS = {
    NEW: (Message("New"), "plus", "ok"),
    CHANGED: (Message("Changed"), "pencil", "accent"),
    UNCHANGED: (Message("Unchanged"), "equal", "ink_2"),
    PROBLEMS: (Message("Problems"), "circle-alert", "watch"),
    GONE: (Message("Gone"), "circle-minus", "risk"),
}
_TINTS = {"ok": "ok_tint", "accent": "accent_tint", "ink_2": "bg_sub", "watch": "watch_tint", "risk": "risk_tint"}


class CountBox(QAbstractButton):
    """An icon, a number with its word, and a remark; pressed again it lets go of the filter."""

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = code
        self._name, self._icon, self._ink = _LOOKS[code]
        self._number, self._note, self._stressed = 0, "", False
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, number: int, note: str, *, stressed: bool = False) -> None:
        """Show another number; a stressed box has the ground of its colour."""
        self._number, self._note, self._stressed = number, note, stressed
        self.setAccessibleName(f"{tr(self._name)} {language().number(number)}, {note}")
        self.setToolTip(note)
        self.update()

    @property
    def number(self) -> int:
        """The number shown."""
        return self._number

    def sizeHint(self) -> QSize:
        """Two lines high."""
        return QSize(scaled(200), scaled(62))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon, number, word and remark; a line below the one that filters."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "watch_tint" if self._stressed else "hover" if self.underMouse() else "bg"
        painter.fillRect(self.rect(), colour(ground))
        tile = QRectF(scaled(20), self.height() / 2 - scaled(13), scaled(26), scaled(26))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("bg" if self._stressed else _TINTS[self._ink]))
        painter.drawRoundedRect(tile, 6, 6)
        side = scaled(15)
        mark = icon_pixmap(self._icon, self._ink, side, self.devicePixelRatioF())
        painter.drawPixmap(round(tile.center().x() - side / 2), round(tile.center().y() - side / 2), mark)
        x, middle = tile.right() + scaled(12), int(Qt.AlignmentFlag.AlignVCenter)
        number = language().number(self._number)
        painter.setPen(colour("ink"))
        painter.setFont(font(22, SEMIBOLD))
        painter.drawText(QRectF(x, scaled(7), self.width(), scaled(28)), middle, number)
        right = x + metrics(22, SEMIBOLD).horizontalAdvance(number) + scaled(7)
        painter.setFont(font(13, SEMIBOLD))
        painter.drawText(QRectF(right, scaled(9), self.width() - right, scaled(28)), middle, tr(self._name))
        painter.setFont(font(12, NORMAL))
        painter.setPen(colour("ink_2"))
        room = int(self.width() - x - scaled(8))
        note = metrics(12, NORMAL).elidedText(self._note, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(x, scaled(35), room, scaled(18)), middle, note)
        if self.isChecked():
            token = "watch_fill" if self.code == PROBLEMS else "accent"
            painter.fillRect(QRectF(0, self.height() - 2, self.width(), 2), colour(token))


class Boxes(QFrame):
    """``chosen(code)`` when another box filters, "" when none does."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.boxes: dict[str, CountBox] = {}
        for code in _LOOKS:
            if self.boxes:
                row.addWidget(line(vertical=True))
            made = self.boxes[code] = CountBox(code)
            made.clicked.connect(lambda _=False, code=code: self.choose(code))
            row.addWidget(made, 1)
        self.boxes[GONE].hide()

    @property
    def current(self) -> str:
        """The code of the box that filters; "" where none does."""
        return next((code for code, box in self.boxes.items() if box.isChecked()), "")

    def choose(self, code: str) -> None:
        """A box was pressed."""
        for other, box in self.boxes.items():
            if other != code:
                box.setChecked(False)
        self.chosen.emit(self.current)

    def release(self) -> None:
        """No box filters."""
        for box in self.boxes.values():
            box.setChecked(False)

    def show_review(self, review: Review) -> None:
        """Show the counts of a plan."""
        fields = sum(review.change_groups.values()) - review.withheld_count
        problems = review.problem_counts.listed
        cells = tr(Message("{n} cells, {rows} rows left out", n=problems, rows=review.rejected))
        self.boxes[NEW].show_count(review.new, new_counts(review) or tr(Message("nothing to add")))
        self.boxes[CHANGED].show_count(review.changed, tr(Message("{n} fields", n=fields)))
        self.boxes[UNCHANGED].show_count(review.unchanged, tr(Message("nothing to do")))
        self.boxes[PROBLEMS].show_count(problems, cells, stressed=problems > 0)
        self.boxes[GONE].setVisible(review.vanished_count > 0)
        self.boxes[GONE].show_count(review.vanished_count, tr(Message("stood in the file before")))
