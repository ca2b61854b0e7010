"""Health: the model's weights, marks and bands, what a draft would do to whom, and what it had said before losses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from csdesk.app.health_draft import HealthDraft
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.fonts import scaled
from csdesk.desktop.pages.health_account import AccountPane
from csdesk.desktop.pages.health_backtest import BackTestPane
from csdesk.desktop.pages.health_bands import BandTable
from csdesk.desktop.pages.health_components import WAS
from csdesk.desktop.pages.health_histogram import Histogram
from csdesk.desktop.pages.health_model import ModelPane
from csdesk.desktop.pages.health_session import HealthSession
from csdesk.desktop.pages.health_test_dialog import BackTestDialog
from csdesk.desktop.pages.health_turns import TurnsPane
from csdesk.desktop.pages.page import Page, StatusPart
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.shell.focus_steps import enter, holds_focus
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import SegmentedControl, button
from csdesk.desktop.widgets.labels import SectionHeader, line
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.desktop.jobs import Job
    from csdesk.rules.assessment import Assessment
    from csdesk.rules.backtest import BackTest

_LEFT, _NARROW = 704, 1300  # width of the left side, and of the page below which it is narrow


class HealthPage(Page):
    """The health models of the book and the draft of them."""

    code: ClassVar[str] = "health"
    title: ClassVar[Message] = Message("Health model")

    def __init__(self, bridge: Bridge, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(bridge, prompts, parent)
        self.session = HealthSession(bridge, self)
        self._entered = self._drafting = self._narrow = False
        self.session.compared.connect(self._show)
        self.session.stored.connect(self._show_status)
        self.session.tested.connect(self._show_test)
        self.session.testing.connect(self._show_testing)
        self.versions = SegmentedControl([("live", ""), ("draft", "")], "live", Message("Version on screen"))
        self.versions.chosen.connect(lambda _: self._show())
        self.discard = button(Message("Discard draft"), clicked=self.session.discard)
        self.make_live = button("", "primary", clicked=self.session.make_live)
        for widget in (self.versions, self.discard, self.make_live):
            self.top.add_action(widget)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.body.addLayout(row)
        self.left, self.right = _scrolled(self._left()), _scrolled(self._right())
        self.left.setFixedWidth(scaled(_LEFT))
        row.addWidget(self.left)
        row.addWidget(line(vertical=True))
        row.addWidget(self.right, 1)

    def _left(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(0)
        self.model = ModelPane(self.session)
        column.addWidget(self.model)
        column.addWidget(line())
        self.turns = TurnsPane(self.session)
        self.turns.opened.connect(self.account_opened)
        column.addWidget(self.turns)
        self.account = AccountPane(self.session, self.bridge, self.prompts)
        column.addWidget(self.account)
        column.addStretch(1)
        return holder

    def _right(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        upper = QVBoxLayout()
        upper.setContentsMargins(20, 12, 20, 10)
        upper.setSpacing(4)
        self.landing = SectionHeader("", Message("Drag the lines to move a band"))
        upper.addWidget(self.landing)
        self.histogram = Histogram()
        self.histogram.cut_moved.connect(self._move_cut)
        upper.addWidget(self.histogram)
        self.bands = BandTable()
        upper.addWidget(self.bands)
        column.addLayout(upper)
        column.addWidget(line())
        self.test = BackTestPane()
        self.test.horizon_chosen.connect(self.session.choose_horizon)
        self.test.run_asked.connect(self.session.test)
        self.test.cancel_asked.connect(self._stop_testing)
        self.test.details_asked.connect(lambda: self.session.with_components(self._show_components))
        column.addWidget(self.test, 1)
        return holder

    # What is on screen.

    @staticmethod
    def prepare(assessment: Assessment) -> None:
        """Everything a draft is compared with."""
        from csdesk.rules.health_metrics import shares_with_data
        from csdesk.rules.health_what_if import what_if

        _ = assessment.accounts
        shares_with_data(assessment.scored(assessment.as_of).signals)
        what_if(assessment, assessment.policies.health)

    def show_assessment(self, workspace: Workspace, assessment: Assessment) -> None:
        """Show the draft of the book, or what is live."""
        self.account.set_accounts(assessment)
        self.session.take(workspace, assessment)
        if not self._entered:
            self._entered = True
            QTimer.singleShot(0, self._enter)  # new rows are visible from the next turn of the event loop on

    def _enter(self) -> None:
        """Put the focus into the rows, where nobody has put it elsewhere since."""
        if self.isVisible() and (not holds_focus(self) or holds_focus(self.top)):
            enter(self.model.components, Qt.FocusReason.OtherFocusReason)

    @property
    def editable(self) -> bool:
        """Whether the draft is on screen; a first change makes it. In a book that is read only it is tried, not kept."""
        draft = self.session.draft
        return draft is not None and (not draft.changed or self.versions.current == "draft")

    def _shown(self, draft: HealthDraft) -> HealthDraft:
        """The draft, or what is live as one that changes nothing."""
        if draft.changed and self.versions.current == "live":
            at = next((n for n, model in enumerate(draft.live) if model.name == draft.model.name), 0)
            return HealthDraft(draft.live, draft.live, at)
        return draft

    def _show(self) -> None:
        draft, found, assessment = self.session.draft, self.session.found, self.session.assessment
        if draft is None or found is None or assessment is None:
            return
        self._show_top(draft)
        shown = self._shown(draft)
        if shown is not draft:
            from csdesk.rules.health_what_if import what_if

            found = what_if(assessment, shown.models)
        currency = assessment.policies.revenue.currency
        names = self._names(draft)
        self.model.show_draft(shown, found, editable=self.editable)
        self.landing.title.setText(tr(Message("Where the {n} accounts would land", n=found.accounts)))
        cuts = shown.model.watch_from, shown.model.healthy_from
        self.histogram.show_what_if(found, *cuts, names, editable=self.editable)
        self.bands.show_what_if(found, shown.model, currency)
        self.turns.show_changes(found, currency)
        self.account.show_what_if(found)
        self._show_status()

    def _names(self, draft: HealthDraft) -> tuple[str, str]:
        live = draft.live_model
        first = tr(Message("live v{n}", n=str(live.version))) if live is not None else tr(Message("live"))
        return first, tr(Message("draft v{n}", n=str(self._next_version(draft)))) if draft.changed else ""

    def _next_version(self, draft: HealthDraft) -> int:
        """The version the draft would become."""
        if self.session.workspace is None or not draft.changed:
            return draft.model.version
        policies = self.session.workspace.policies.with_health(draft.models, self.session.workspace.as_of)
        return policies.health[draft.at].version

    def _show_top(self, draft: HealthDraft) -> None:
        live, version = draft.live_model, str(self._next_version(draft))
        if draft.changed and not self._drafting:
            self.versions.choose("draft")
        self._drafting = draft.changed
        for widget in (self.versions, self.discard, self.make_live):
            widget.setVisible(draft.changed)
        writable = self.session.workspace is not None and not self.session.workspace.read_only
        self.discard.setEnabled(writable)
        self.make_live.setEnabled(writable)
        self.versions.set_text("live", tr(Message("Live v{n}", n=str(live.version))) if live else tr(Message("Live")))
        self.versions.set_text("draft", tr(Message("Draft v{n}", n=version)))
        self.make_live.setText(tr(Message("Make v{n} live", n=version)))
        if not draft.changed:
            self.top.set_meta(tr(Message("v{n} is live. Move a weight, a mark or a line to try a draft.", n=version)))
            return
        weights, others = draft.changes()
        parts = [Message("{n} weights changed", n=weights)] if weights else []
        parts += [Message("{n} other changes", n=others)] if others else []
        said = tr(Message(", ")).join(tr(part) for part in parts) or tr(Message("other models changed"))
        self.top.set_meta(tr(Message("Draft v{n}: {changes}, not live yet", n=version, changes=said)))

    def _show_status(self) -> None:
        draft, parts = self.session.draft, []
        if draft is None:
            return
        if draft.changed and self.session.kept_at is not None:
            time = f"{self.session.kept_at.astimezone():%H:%M}"
            said = Message("Draft saved {time} by {who}", time=time, who=self.session.kept_by)
            parts.append(StatusPart(tr(said if self.session.kept_by else Message("Draft saved {time}", time=time))))
        live = draft.live_model
        if live is not None and live.live_since is not None:
            day = language().day(live.live_since)
            parts.append(StatusPart(tr(Message("v{n} live since {day}", n=str(live.version), day=day)), divided=bool(parts)))  # fmt: skip
        self.status_shown.emit(tuple(parts))

    def _move_cut(self, name: str, value: int) -> None:
        if self.session.draft is not None and self.editable:
            self.session.change(self.session.draft.with_cut(name, value))

    # The back-test.

    def _show_testing(self, job: Job[BackTest]) -> None:
        self.test.show_running(job)

    def _stop_testing(self) -> None:
        self.session.stop_testing()
        self.test.show_idle(Message("The back-test was stopped."))

    def _show_test(self) -> None:
        live, draft = self.session.live_test, self.session.draft
        if live is not None and draft is not None:
            names = tuple(text[:1].upper() + text[1:] for text in self._names(draft))
            self.test.show_results(live, self.session.draft_test, (names[0], names[1]))

    def _show_components(self, found: BackTest) -> None:
        self.components_dialog = BackTestDialog(found, self)
        self.components_dialog.open()

    # The rest of a page.

    def view_state(self) -> object:
        """The draft, as it may not have been kept yet."""
        draft = self.session.draft
        return draft if draft is not None and draft.changed else None

    def restore_view_state(self, state: object) -> None:
        """Go on with the draft."""
        if isinstance(state, HealthDraft):
            self.session.go_on_with(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window leave out what can be spared."""
        super().resizeEvent(event)
        narrow = self.width() < scaled(_NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self.left.setFixedWidth(scaled(_LEFT - WAS if narrow else _LEFT))
            self.model.components.set_narrow(narrow)
            self.bands.set_narrow(narrow)
            self.test.set_narrow(narrow)
            self.landing.meta.setVisible(not narrow)

    def showEvent(self, event: QShowEvent) -> None:
        """Be told when the window is closed, which is too late for a draft once it has happened."""
        self.window().installEventFilter(self)
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the draft before the window closes."""
        if event.type() is QEvent.Type.Close and watched is self.window():
            self.session.finish()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the draft before another page comes."""
        self.session.keep()
        super().hideEvent(event)

    def shows_job(self, job: Job[object]) -> bool:
        """The back-test shows how far it is itself."""
        return job.key == "health test"

    def panes(self) -> Sequence[QWidget]:
        """Components, accounts, worked example, bands, back-test."""
        if not self._entered:
            return ()  # there is nothing in it yet
        return (self.model.components, self.model, self.turns, self.account, self.histogram, self.test)

    def focus_filter(self) -> None:
        """Ctrl+F: another account to work through."""
        self.account.worked.other.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _scrolled(inner: QWidget) -> QScrollArea:
    area = QScrollArea(widgetResizable=True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area
