"""Why a customer's deck was withheld: what was found in it and where, and what can be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.publish.leaks import Leak

_SHOWN = 6


class FindingsPane(QFrame):
    """``internal_asked`` to make the deck one for colleagues, ``released`` to write it all the same.

    ``slide_asked(number)`` when the place of a finding is clicked; ``closed`` when it has been read.
    """

    internal_asked = Signal()
    released = Signal()
    slide_asked = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ErrorPanel")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(6)
        self.title = label("", 13.5, SEMIBOLD)
        column.addWidget(self.title)
        column.addWidget(
            label(
                Message("Nothing was written. Leave the slide out, change its title or notes, correct the data, or:"),
                12.5, tone="ink2", wrap=True,
            )
        )  # fmt: skip
        self._holder = QWidget()
        column.addWidget(self._holder)
        self._column = column
        row = QHBoxLayout()
        row.setSpacing(8)
        self.internal = button(Message("Make it internal"), clicked=self.internal_asked.emit)
        self.release = button(Message("It may go out as it is"), clicked=self.released.emit)
        close = button(Message("Close"), "quiet", clicked=self.closed.emit)
        for made in (self.internal, self.release, close):
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def show_findings(self, account: str, leaks: tuple[Leak, ...]) -> None:
        """Show what was found in an account's deck."""
        from csdesk.publish.leaks import described, place_of, slide_of

        self.title.setText(tr(Message("The deck of {account} was withheld", account=account)))
        self._column.removeWidget(self._holder)
        self._holder.deleteLater()
        self._holder = QWidget()
        grid = QGridLayout(self._holder)
        grid.setContentsMargins(0, 2, 0, 4)
        grid.setHorizontalSpacing(scaled(16))
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, leak in enumerate(leaks[:_SHOWN]):
            number = slide_of(leak)
            where = tr(place_of(leak))
            if number is None:
                grid.addWidget(label(where, 12.5, tone="ink2"), row, 0)
            else:
                link = button(where, "link", small=True, clicked=partial(self.slide_asked.emit, number))
                grid.addWidget(link, row, 0)
            grid.addWidget(label(tr(described(leak)), 12.5, tone="risk", wrap=True), row, 1)
        if len(leaks) > _SHOWN:
            grid.addWidget(label(Message("and {n} more", n=len(leaks) - _SHOWN), 12.5, tone="ink2"), _SHOWN, 1)
        self._column.insertWidget(2, self._holder)
        self.show()
