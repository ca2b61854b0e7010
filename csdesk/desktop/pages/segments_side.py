"""Beside the preview: what was set by hand, and who should move although no cut did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from csdesk.desktop.fonts import MEDIUM, NORMAL, SEMIBOLD, scaled
from csdesk.desktop.pages.segments_moves import MovesList
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button, icon_button
from csdesk.desktop.widgets.figures import Badge
from csdesk.desktop.widgets.labels import ElidedLabel, SectionHeader, label, line
from csdesk.desktop.widgets.link import ElidedLink
from csdesk.desktop.wording import choice_text
from csdesk.model.messages import Message

SHOWN = 40  # rows of a section; the rest is counted
MOST_MOVES = 6  # rows of the list of moves before it scrolls


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """An override as it is shown; ``tone`` of its last line is "" or watch (soon) or risk (ended)."""

    key: int
    name: str
    tier: str
    reason: str
    ends: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """An account whose value asks for another tier; ``facts`` as the agenda keeps them."""

    key: int
    name: str
    amount: str
    was: str
    now: str
    to: str
    facts: str


class SidePane(QFrame):
    """Would move, manual overrides, candidates.

    Signals carry account keys: ``approved``, ``deferred``, ``rejected`` a ``CandidateRow``.
    """

    copy_asked = Signal()
    override_asked = Signal()
    lifted = Signal(object)
    approved = Signal(object)
    deferred = Signal(object)
    rejected = Signal(object)
    log_asked = Signal()
    account_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("SidePane")
        self.setFixedWidth(scaled(372))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        self.moves_head = SectionHeader(Message("Would move"))
        self.copy = button(Message("Copy list"), "link", clicked=self.copy_asked.emit)
        self.moves_head.add(self.copy)
        column.addWidget(_padded(self.moves_head, 10, 8))
        column.addWidget(line())
        self.moves = MovesList()
        self.moves.account_opened.connect(self.account_opened)
        column.addWidget(self.moves)
        self.nothing = label(Message("Nobody would move. Drag a line of the histogram to try another cut."), 12, tone="ink2", wrap=True)  # fmt: skip
        self._nothing_holder = _padded(self.nothing, 10, 4)
        column.addWidget(self._nothing_holder)
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._holder = QWidget()
        self._rows = QVBoxLayout(self._holder)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        area.setWidget(self._holder)
        column.addWidget(area, 1)

    def fit_moves(self, meta: str) -> None:
        """Give the list of moves the height its rows need."""
        count = self.moves.moves.rowCount()
        self.moves_head.meta.setText(meta)
        self.moves_head.meta.setVisible(bool(meta))
        self.copy.setEnabled(count > 0)
        self.moves.setVisible(count > 0)
        self._nothing_holder.setVisible(count == 0)
        self.moves.setFixedHeight(scaled(54) * min(MOST_MOVES, count))

    def show_decisions(
        self, overrides: Sequence[OverrideRow], candidates: Sequence[CandidateRow], *, writable: bool
    ) -> None:
        """Show what was set by hand, and the candidates that nobody has decided on."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        head = SectionHeader(Message("Manual overrides"), str(len(overrides)))
        add = button(Message("Override"), icon_name="plus", clicked=self.override_asked.emit, small=True)
        add.setEnabled(writable)
        head.add(add)
        self._rows.addWidget(_padded(head, 14, 8))
        self._rows.addWidget(line())
        for override in overrides[:SHOWN]:
            self._rows.addWidget(self._override(override, writable))
        self._more(len(overrides))
        text = Message("An override needs a reason and an end date. When it ends, the account returns to its calculated tier and shows up in Today.")  # fmt: skip
        self._rows.addWidget(_padded(label(text, 12, tone="ink2", wrap=True), 10, 8))
        head = SectionHeader(Message("Candidates"), str(len(candidates)))
        head.add(button(Message("Log"), icon_name="list-clock", clicked=self.log_asked.emit, small=True))
        self._rows.addWidget(line())
        self._rows.addWidget(_padded(head, 12, 8))
        self._rows.addWidget(line())
        for candidate in candidates[:SHOWN]:
            self._rows.addWidget(self._candidate(candidate, writable))
        self._more(len(candidates))
        if not candidates:
            text = Message("No value has crossed a cut for two quarters or by more than 20%.")
            self._rows.addWidget(_padded(label(text, 12, tone="ink2", wrap=True), 10, 8))
        self._rows.addStretch(1)

    def _more(self, count: int) -> None:
        if count > SHOWN:
            self._rows.addWidget(_padded(label(Message("and {n} more", n=count - SHOWN), 12, tone="ink2"), 8, 8))

    def _name(self, key: int, name: str) -> ElidedLink:
        made = ElidedLink(name, 13, token="ink")
        made.clicked.connect(lambda: self.account_opened.emit(key))
        return made

    def _override(self, row: OverrideRow, writable: bool) -> QWidget:
        frame, column = _row_frame()
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._name(row.key, row.name), 1)
        first.addWidget(Badge(choice_text(row.tier), row.tier))
        lift = icon_button("x", Message("Lift the override of {account}", account=row.name), lambda: self.lifted.emit(row.key))  # fmt: skip
        lift.setEnabled(writable)
        first.addWidget(lift)
        column.addLayout(first)
        column.addWidget(ElidedLabel(row.reason, 12, NORMAL, "ink2"))
        column.addWidget(ElidedLabel(row.ends, 12, SEMIBOLD if row.tone else NORMAL, row.tone or "ink3"))
        return frame

    def _candidate(self, row: CandidateRow, writable: bool) -> QWidget:
        frame, column = _row_frame()
        first = QHBoxLayout()
        first.addWidget(self._name(row.key, row.name), 1)
        first.addWidget(label(row.amount, 13, MEDIUM))
        column.addLayout(first)
        second = QHBoxLayout()
        second.setSpacing(7)
        second.addWidget(Badge(choice_text(row.was), row.was))
        second.addWidget(label("→", 12, tone="ink2"))
        second.addWidget(Badge(choice_text(row.now), row.now))
        second.addStretch(1)
        for text, run in (
            (Message("Approve"), lambda: self.approved.emit(row)),
            (Message("Defer"), lambda: self.deferred.emit(row)),
            (Message("Reject"), lambda: self.rejected.emit(row)),
        ):
            made = button(text, small=True, clicked=run)
            made.setAccessibleName(f"{tr(text)}: {row.name}")
            made.setEnabled(writable)
            second.addWidget(made)
        column.addLayout(second)
        return frame


def _row_frame() -> tuple[QWidget, QVBoxLayout]:
    frame = QFrame()
    outer = QVBoxLayout(frame)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    column = QVBoxLayout()
    column.setContentsMargins(20, 8, 16, 8)
    column.setSpacing(2)
    outer.addLayout(column)
    outer.addWidget(line())
    return frame, column


def _padded(widget: QWidget, top: int, bottom: int) -> QWidget:
    holder = QWidget()
    row = QVBoxLayout(holder)
    row.setContentsMargins(20, top, 16, bottom)
    row.addWidget(widget)
    return holder
