"""Segments: the touch model over the book, with the effect of another cut, method or basis before it is applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from csdesk.desktop.bridge import Bridge
from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.pages.page import Page, StatusPart
from csdesk.desktop.pages.segments_actions import SegmentsActions
from csdesk.desktop.pages.segments_bar import CutField, MethodMenu
from csdesk.desktop.pages.segments_coverage import CoverageTable
from csdesk.desktop.pages.segments_side import SidePane
from csdesk.desktop.pages.segments_texts import (
    TIER_TITLES,
    TIERS,
    amount_text,
    axis_amounts,
    axis_ends,
    copied_moves,
    coverage_rows,
    histogram_texts,
    lane_figures,
    move_row,
    play_icon,
)
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.cut_histogram import TIER_FILLS, CutHistogram
from csdesk.desktop.widgets.labels import ElidedLabel, line
from csdesk.desktop.widgets.states import EmptyState, centred
from csdesk.desktop.widgets.tier_lane import TierLane
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.model.policies import TouchPolicy
    from csdesk.rules.assessment import Assessment
    from csdesk.rules.touch_whatif import TouchBook, WhatIf


class SegmentsPage(Page):
    """A trial policy beside the one in force; everything on the page shows the trial, and what differs."""

    code: ClassVar[str] = "segments"
    title: ClassVar[Message] = Message("Segments")

    def __init__(self, bridge: Bridge, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(bridge, prompts, parent)
        self.actions_of = SegmentsActions(self)
        self.assessment: Assessment | None = None
        self.book: TouchBook | None = None
        self.live: TouchPolicy | None = None
        self.trial: TouchPolicy | None = None
        self.found: WhatIf | None = None
        self._values: tuple[str, Any] = ("", None)
        self._ends = (1, 1)
        self.top.set_meta(tr(Message("Touch model: which accounts get which level of service")))
        self.discard = button(Message("Discard"), clicked=self.discard_trial)
        self.apply = button(Message("Apply"), "primary", clicked=self.actions_of.apply)
        self.top.add_action(self.discard)
        self.top.add_action(self.apply)
        self._holder = QWidget()
        self._stack = QStackedLayout(self._holder)
        self._stack.addWidget(self._content())
        self._stack.addWidget(
            centred(EmptyState(
                "layers", Message("No account has recurring revenue yet"),
                Message("Import contracts; the first import cuts the accounts into high, low and tech touch."),
                [(Message("Import files"), lambda: self.command_run.emit("import"))],
            ))
        )  # fmt: skip
        self.body.addWidget(self._holder, 1)

    # What the page is made of

    def _content(self) -> QWidget:
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._upper(), 3)
        left.addWidget(line())
        lanes = QHBoxLayout()
        lanes.setSpacing(0)
        self.lanes: dict[str, TierLane] = {}
        for tier in reversed(TIERS):
            place = TIERS.index(tier)
            self.lanes[tier] = TierLane(tr(TIER_TITLES[place]), TIER_FILLS[place])
            self.lanes[tier].plays_asked.connect(lambda tier=tier: self.actions_of.edit_plays(tier))
            if lanes.count():
                lanes.addWidget(line(vertical=True))
            lanes.addWidget(self.lanes[tier], 1)
        left.addLayout(lanes)
        left.addWidget(line())
        self.coverage = CoverageTable()
        self.coverage.hours_asked.connect(self.actions_of.set_hours)
        left.addWidget(self.coverage, 2)
        row.addLayout(left, 1)
        self.side = SidePane()
        self.side.moves.moves.toggled.connect(self._show_effect)
        self.side.copy_asked.connect(self.copy_moves)
        self.side.account_opened.connect(self.account_opened)
        self.actions_of.connect_side(self.side)
        row.addWidget(self.side)
        return content

    def _upper(self) -> QWidget:
        upper = QWidget()
        upper.setMinimumHeight(scaled(286))
        upper.setMaximumHeight(scaled(370))
        column = QVBoxLayout(upper)
        column.setContentsMargins(20, 12, 16, 4)
        column.setSpacing(8)
        self.finding = ElidedLabel("", 13.5, SEMIBOLD)
        column.addWidget(self.finding)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.remark = ElidedLabel("", 12, tone="ink2")
        row.addWidget(self.remark, 1)
        self.method = MethodMenu()
        self.method.chosen.connect(self.try_setting)
        row.addWidget(self.method)
        self.low = CutField(Message("Tech below"))
        self.high = CutField(Message("High from"))
        self.low.typed.connect(lambda minor: self.try_cut("low", minor))
        self.high.typed.connect(lambda minor: self.try_cut("high", minor))
        row.addWidget(self.low)
        row.addWidget(self.high)
        column.addLayout(row)
        self.histogram = CutHistogram()
        self.histogram.cut_dragged.connect(self._drag)
        self.histogram.cut_stepped.connect(self._step)
        column.addWidget(self.histogram, 1)
        return upper

    # What it shows

    @staticmethod
    def prepare(assessment: Assessment) -> None:
        """Everything behind the page, so that dragging only adds up arrays."""
        from csdesk.rules.touch_decisions import kept_touch_book, open_candidates, overrides

        kept_touch_book(assessment)
        open_candidates(assessment)
        overrides(assessment)

    def show_assessment(self, workspace: Workspace, assessment: Assessment) -> None:
        """Show new figures; a trial stays while the policy in force does."""
        from csdesk.rules.touch_decisions import kept_touch_book

        before = self.live
        self.assessment, self.book = assessment, kept_touch_book(assessment)
        self.live = _resolved(self.book)
        self._values = ("", None)
        if self.trial is None or before != self.live:
            self.trial = self.live
            self.side.moves.moves.kept.clear()
        has_value = bool((self.book.arr > 0).any())
        self._stack.setCurrentIndex(0 if has_value else 1)
        self._show_plays(workspace)
        self.actions_of.show_decisions(assessment)
        self._show()

    def _show_plays(self, workspace: Workspace) -> None:
        from csdesk.rules.plays import play_text

        for tier, lane in self.lanes.items():
            lane.show_plays([(play_icon(play), tr(play_text(play))) for play in workspace.policies.plays.of(tier)])

    @property
    def dirty(self) -> bool:
        """Whether something is on trial."""
        return self.trial != self.live

    def _show(self) -> None:
        """Work out what the trial does and show it."""
        from csdesk.rules.touch_histogram import histogram
        from csdesk.rules.touch_whatif import what_if

        book, trial = self.book, self.trial
        if book is None or trial is None:
            return
        found = self.found = what_if(book, trial)
        values = self._sorted_values(book, found)
        cuts = found.touch.boundaries
        movable = trial.method == "cutoffs"
        live = {"high": book.live.boundaries.high_from, "low": book.live.boundaries.low_from}
        amounts = axis_amounts(*self._ends, book.currency)
        texts = histogram_texts(book, cuts, trial, amounts, len(values))
        shown = {"high": cuts.high_from, "low": cuts.low_from}
        self.histogram.show_histogram(histogram(values, cuts), shown, live, texts, movable=movable)
        self.low.show_amount(cuts.low_from, book.currency, enabled=movable)
        self.high.show_amount(cuts.high_from, book.currency, enabled=movable)
        self.method.show_policy(trial, enabled=True)
        by = (
            Message("{n} accounts by LTV, log scale.")
            if trial.basis == "ltv"
            else Message("{n} accounts by ARR, log scale.")
        )
        remark = Message(by.text, n=len(values))
        if movable:
            remark = Message("{accounts} Drag a line, or focus it and use ← →.", accounts=remark)
        self.remark.setText(tr(remark))
        self._show_moves(book, found)
        self._show_effect()

    def _sorted_values(self, book: TouchBook, found: WhatIf) -> Any:
        """The values that stand on the log scale, rising; sorted once for each basis."""
        name = f"{found.policy.basis} {found.policy.group_together}"
        fresh = self._values[0] != name
        if fresh:
            counted = replace(book.inputs, value=found.value).counted(found.policy)
            self._values = (name, np.sort(counted[(counted > 0) & book.inputs.served]))
        values, cuts = self._values[1], (*found.touch.boundaries, *book.live.boundaries)
        if fresh or not self._ends[0] <= min(cuts) <= max(cuts) <= self._ends[1]:  # else it stays under the mouse
            self._ends = axis_ends(values[[0, -1]].tolist() if len(values) else [], cuts)
            self.histogram.set_scale(*self._ends)
        return values

    def _show_moves(self, book: TouchBook, found: WhatIf) -> None:
        places = np.concatenate([found.moves, found.stays])
        held_from = len(found.moves)
        self.side.moves.moves.show_moves(
            book.keys[places].tolist(), len(found.stays),
            lambda position: move_row(book, found, int(places[position]), held=position >= held_from),
        )  # fmt: skip

    def _show_effect(self) -> None:
        """Counts, hours and title for the moves that are ticked."""
        from csdesk.rules.touch_whatif import effect_of, moving, tiers_after
        from csdesk.rules.touch_words import title

        book, found, live = self.book, self.found, self.live
        if book is None or found is None or live is None:
            return
        kept = frozenset(self.side.moves.moves.kept)
        moves = moving(book, found, kept)
        before = effect_of(book, book.live.tier, live)
        after = effect_of(book, tiers_after(book, found, kept), found.policy)
        self.finding.setText(tr(title(book, found, len(moves), before, after)))
        for place, tier in enumerate(TIERS):
            self.lanes[tier].show_figures(lane_figures(place, after, before, found.policy, book.currency))
        self.coverage.show_rows(coverage_rows(book, after, before))
        total = amount_text(int(found.value[moves].sum()), book.currency)
        meta = tr(Message("{n} accounts, {amount}", n=len(moves), amount=total)) if len(found.moves) else ""
        self.side.fit_moves(meta)
        self._show_buttons(len(moves))

    def _show_buttons(self, moves: int) -> None:
        writable = self.bridge.workspace is not None and not self.bridge.workspace.read_only
        self.discard.setEnabled(self.dirty)
        self.apply.setEnabled(self.dirty and writable)
        said = Message("Apply {n} moves", n=moves) if self.dirty and moves else Message("Apply")
        self.apply.setText(tr(said))
        parts = [StatusPart(tr(Message("Preview, not applied yet")))] if self.dirty else []
        self.status_shown.emit(tuple(parts))

    # What is tried

    def _drag(self, name: str, value: float) -> None:
        from csdesk.rules.touch_histogram import rounded_cut

        self.try_cut(name, rounded_cut(value))

    def _step(self, name: str, steps: int) -> None:
        from csdesk.rules.touch_histogram import stepped_cut

        if self.trial is not None:
            now = self.trial.high_from if name == "high" else self.trial.low_from
            self.try_cut(name, stepped_cut(now or 1, steps))

    def try_cut(self, name: str, minor: int) -> None:
        """Try another cut, ``high`` or ``low``; one does not pass the other."""
        trial = self.trial
        if trial is None or trial.method != "cutoffs":
            return
        if name == "high":
            self._try(replace(trial, high_from=max(minor, trial.low_from or 1)))
        else:
            self._try(replace(trial, low_from=max(1, min(minor, trial.high_from or minor))))

    def try_setting(self, name: str, value: object) -> None:
        """Try another basis or method, or a modifier on or off."""
        if self.trial is not None:
            self._values = ("", None)
            self._try(replace(self.trial, **{name: value}))  # type: ignore[arg-type]

    def _try(self, policy: TouchPolicy) -> None:
        if policy != self.trial:
            self.trial = policy
            self._show()

    def discard_trial(self) -> None:
        """Back to the policy in force."""
        self.side.moves.moves.kept.clear()
        self._values = ("", None)
        self.trial = self.live
        self._show()

    def copy_moves(self) -> None:
        """The list of moves to the clipboard, as tab-separated text."""
        moves = self.side.moves.moves
        rows = [moves.row(position) for position in range(moves.rowCount())]
        ticked = [moves.ticked(position) for position in range(moves.rowCount())]
        QApplication.clipboard().setText(copied_moves(rows, ticked))

    # What the window asks of a page

    def export(self) -> None:
        """Write who would move to a file, or all accounts with their tiers where nothing is on trial."""
        from csdesk.desktop.pages.segments_export import export_segments

        if self.book is not None and self.found is not None:
            kept = frozenset(self.side.moves.moves.kept) if self.dirty else None
            export_segments(self.bridge, self.prompts, self.book, self.found, kept)

    def panes(self) -> Sequence[QWidget]:
        """Histogram, lanes, coverage, moves and decisions."""
        return (self.histogram, self.coverage, self.side)

    def view_state(self) -> object:
        """The trial, and who was taken out of it."""
        return (self.live, self.trial, frozenset(self.side.moves.moves.kept)) if self.dirty else None

    def restore_view_state(self, state: object) -> None:
        """Take the trial back; it is shown with the figures."""
        if isinstance(state, tuple) and len(state) == 3:
            self.live, self.trial, kept = state
            self.side.moves.moves.kept = set(kept)


def _resolved(book: TouchBook) -> TouchPolicy:
    """The policy in force with the cuts it uses written down."""
    cuts = book.live.cutoffs
    if cuts is None:
        return book.policy
    return replace(book.policy, high_from=cuts.high_from, low_from=cuts.low_from)
