"""A link of one line that shortens its text: a button to the keyboard and to screen readers."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from csdesk.desktop.fonts import font, scaled
from csdesk.desktop.theme import colour


class ElidedLink(QAbstractButton):
    """Takes the width there is; underlined under the pointer, all of its text in the tooltip when shortened."""

    def __init__(
        self, text: str, size: float = 12, parent: QWidget | None = None, *, token: str = "accent_ink"
    ) -> None:
        super().__init__(parent)
        self._token = token
        self.setText(text)
        self.setAccessibleName(text)
        self.setFont(font(size))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line, not lower than its letters and a little air to hit."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()), max(scaled(20), self.fontMetrics().height() + 2))  # fmt: skip

    def minimumSizeHint(self) -> QSize:
        """As narrow as the layout likes."""
        return QSize(20, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shortened text."""
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        letters = font(12)
        letters.setPixelSize(self.font().pixelSize())
        letters.setUnderline(self.underMouse())
        painter.setFont(letters)
        painter.setPen(colour(self._token))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
