"""What a tier is given, edited: a text, how often, and what fulfils it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button, icon_button
from csdesk.desktop.widgets.labels import label
from csdesk.model.messages import Message
from csdesk.model.policies import Play

if TYPE_CHECKING:
    from typing import Literal

CADENCES = (
    (None, Message("Not watched")), (7, Message("Each week")), (14, Message("Every two weeks")), (30, Message("Every 30 days")),
    (31, Message("Each month")), (91, Message("Each quarter")), (183, Message("Each half-year")), (365, Message("Each year")),
)  # fmt: skip
FULFILLED = (
    ((), Message("Any contact")), (("qbr",), Message("QBR")), (("meeting",), Message("Meeting")), (("call",), Message("Call")),
    (("mail",), Message("Mail")), (("event", "webinar"), Message("Event or webinar")),
    (("qbr", "meeting", "call"), Message("QBR, meeting or call")),
)  # fmt: skip


class _Line:
    """The editors of one play."""

    def __init__(self, play: Play, text: str) -> None:
        self.play, self.shown = play, text
        self.text = QLineEdit(text)
        self.text.setAccessibleName(tr(Message("Play")))
        self.cadence = QComboBox()
        for days, name in CADENCES:
            self.cadence.addItem(tr(name), days)
        if play.days is not None and play.days not in [days for days, _ in CADENCES]:
            self.cadence.addItem(tr(Message("Every {n} days", n=play.days)), play.days)
        self.cadence.setCurrentIndex(
            next(i for i in range(self.cadence.count()) if self.cadence.itemData(i) == play.days)
        )
        self.cadence.setAccessibleName(tr(Message("How often")))
        self.kinds = QComboBox()
        for kinds, name in FULFILLED:
            self.kinds.addItem(tr(name), ",".join(kinds))
        if play.kinds not in [kinds for kinds, _ in FULFILLED]:
            self.kinds.addItem(", ".join(play.kinds), ",".join(play.kinds))
        self.kinds.setCurrentIndex(max(0, self.kinds.findData(",".join(play.kinds))))
        self.kinds.setAccessibleName(tr(Message("Fulfilled by")))
        self.together = QCheckBox(tr(Message("For all at once")))
        self.together.setChecked(play.together)

    def widgets(self) -> tuple[QWidget, ...]:
        """In the order of the columns."""
        return self.text, self.cadence, self.kinds, self.together

    def edited(self) -> Play | None:
        """The play as it stands; a text that was not touched stays that of the program. None where it is empty."""
        text = self.text.text().strip()
        if not text:
            return None
        kept = text == self.shown and not self.play.text
        return Play(
            self.play.tier, self.play.code if kept else "", "" if kept else text, self.cadence.currentData(),
            tuple(kind for kind in str(self.kinds.currentData()).split(",") if kind), self.together.isChecked(),
        )  # fmt: skip


class PlaysDialog(QDialog):
    """One line a play, a button that adds one, and one at each line that takes it away."""

    def __init__(self, tier: str, title: str, plays: Sequence[tuple[Play, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tier = tier
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(title, 16, SEMIBOLD))
        column.addWidget(label(Message("What is not given in time comes up in Today."), 12, tone="ink2"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        column.addLayout(self._grid)
        self.lines: list[_Line] = []
        for play, text in plays:
            self._add(play, text)
        self.more = button(Message("Add a play"), icon_name="plus", small=True, clicked=self.add)
        column.addWidget(self.more)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(Message("Cancel"), clicked=self.reject))
        self.save = button(Message("Save"), "primary", clicked=self.accept)
        self.save.setDefault(True)
        row.addWidget(self.save)
        column.addLayout(row)
        self.resize(scaled(760), scaled(340))

    def add(self) -> None:
        """An empty line, with the cursor in it."""
        made = self._add(Play(cast("Literal['high', 'low', 'tech']", self._tier)), "")
        made.text.setFocus()

    def _add(self, play: Play, text: str) -> _Line:
        made = _Line(play, text)
        row = self._grid.rowCount()
        for position, widget in enumerate(made.widgets()):
            self._grid.addWidget(widget, row, position)
        away = icon_button("x", Message("Remove"), lambda: self._remove(made, away))
        self._grid.addWidget(away, row, 4)
        self.lines.append(made)
        return made

    def _remove(self, line: _Line, away: QWidget) -> None:
        self.lines.remove(line)
        for widget in (*line.widgets(), away):
            widget.hide()
            self._grid.removeWidget(widget)
            widget.deleteLater()

    def plays(self) -> tuple[Play, ...]:
        """The plays as they stand."""
        return tuple(play for line in self.lines if (play := line.edited()) is not None)
