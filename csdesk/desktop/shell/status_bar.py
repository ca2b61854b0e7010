"""The bar at the bottom: sums on the left; date, book and the promise on the right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.pages.page import StatusPart
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.labels import label, line
from csdesk.model.messages import Message


def _rule() -> QFrame:
    made = line(vertical=True, strong=True)
    made.setFixedHeight(12)
    return made


class StatusBar(QFrame):
    """Status parts of the page, as-of date, book and when it was saved, Offline."""

    as_of_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("StatusBar")
        self.setFixedHeight(scaled(26))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(10)
        self._shown: list[QWidget] = []
        self._parts = QHBoxLayout()
        self._parts.setSpacing(14)
        row.addLayout(self._parts)
        row.addStretch(1)
        self.as_of = QToolButton()
        self.as_of.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.as_of.setToolTip(tr(Message("Change the as-of date")))
        self.as_of.clicked.connect(self.as_of_asked)
        self.book = label("", 11.5)
        self._as_of_rule, self._book_rule = _rule(), _rule()
        for widget in (self.as_of, self._as_of_rule, self.book, self._book_rule):
            row.addWidget(widget)
        lock = self._lock = QLabel()
        lock.setPixmap(icon_pixmap("lock", "ink_2", 13, 2.0))
        self._offline = label("", 11.5)
        row.addWidget(lock)
        row.addWidget(self._offline)
        self._shorten(False)
        self.show_book(None, None, None)

    def show_book(self, title: str | None, as_of: date | None, saved_at: datetime | None, *, read_only: bool = False) -> None:  # fmt: skip
        """Name the book, its date and when it was saved; None: no book is open."""
        for widget in (self.as_of, self._as_of_rule, self.book, self._book_rule):
            widget.setVisible(title is not None)
        if title is None or as_of is None:
            return
        self.as_of.setText(tr(Message("As of {day}", day=as_of)))
        if read_only:
            text = Message("{book}, reading only", book=title)
        elif saved_at is None:
            text = Message("{book}", book=title)
        else:
            text = Message("{book}, saved {time}", book=title, time=_time_text(saved_at))
        self.book.setText(tr(text))

    def show_parts(self, parts: Sequence[StatusPart]) -> None:
        """The page's own texts on the left; where there is no room the last ones are left out."""
        for old in self._shown:
            self._parts.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = []
        self._shorten(len(parts) > 2)
        for part in parts:
            made = QWidget()
            row = QHBoxLayout(made)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(4)
            if part.divided:
                row.addWidget(_rule())
                row.addSpacing(8)
            for text, weight in ((part.text, NORMAL), (part.strong, SEMIBOLD)):
                if text:
                    row.addWidget(label(text, 11.5, weight))
            self._parts.addWidget(made)
            self._shown.append(made)
        self._fit()

    def _fit(self) -> None:
        right = (self.as_of, self._as_of_rule, self.book, self._book_rule, self._lock, self._offline)
        taken = sum(widget.sizeHint().width() + 10 for widget in right if not widget.isHidden())
        room = self.width() - taken - 60
        for made in self._shown:
            room -= made.sizeHint().width() + self._parts.spacing()
            made.setVisible(room > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for now."""
        super().resizeEvent(event)
        self._fit()

    def _shorten(self, short: bool) -> None:
        whole = tr(Message("Offline: nothing leaves this computer"))
        self._offline.setText(tr(Message("Offline")) if short else whole)
        self._offline.setToolTip(whole)


def _time_text(moment: datetime) -> str:
    """The time today, else the day."""
    local = moment.astimezone()
    now = datetime.now().astimezone()
    if local.date() == now.date():
        return f"{local:%H:%M}"
    return language().day(local.date(), year=local.year != now.year)
