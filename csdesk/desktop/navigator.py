"""Which page is on screen, made when first needed, given data when it has none or old."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from csdesk.desktop.bridge import Bridge
from csdesk.desktop.pages import page_entry
from csdesk.desktop.pages.page import Page
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.shell.focus_steps import enter_page, holds_focus
from csdesk.desktop.shell.top_bar import TopBar
from csdesk.desktop.widgets.states import EmptyState, centred
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message


class Navigator(QObject):
    """The stack of pages. Pages are told of new figures only while they are on screen."""

    page_shown = Signal(str)
    status_shown = Signal(object)
    command_run = Signal(str)

    def __init__(self, bridge: Bridge, prompts: Prompts, stack: QStackedWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._prompts, self._stack = bridge, prompts, stack
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._past: list[tuple[str, object]] = []
        self._now: tuple[str, object] | None = None
        self._status: dict[str, object] = {}
        self._unable: QWidget | None = None
        bridge.assessment_ready.connect(self._figures_are_new)

    @property
    def page(self) -> Page | None:
        """The page on screen."""
        return self._pages.get(self._now[0]) if self._now else None

    @property
    def place(self) -> tuple[str, object] | None:
        """Code of the page on screen and what it was asked to show."""
        return self._now

    def open(self, code: str, target: object = None, *, remember: bool = True) -> None:
        """Show a page, and on it something in particular."""
        entry = page_entry(code)
        if entry is None:
            return
        page = self._pages.get(code) or self._make(code, entry.load())
        if remember and self._now is not None and self._now != (code, target):
            self._past.append(self._now)
        moved = self._now is None or holds_focus(self._stack.currentWidget())
        self._now = (code, target)
        been_here = page.focusWidget() is not None  # Qt gives the focus back to what had it
        self._stack.setCurrentWidget(page)
        if moved and not been_here:
            enter_page(page.panes())
        self.page_shown.emit(code)
        self.status_shown.emit(self._status.get(code, ()))
        if target is not None:
            page.go_to(target)
        self._refresh()

    def back(self) -> None:
        """To the page before."""
        if self._past:
            code, target = self._past.pop()
            self.open(code, target, remember=False)

    def clear(self) -> dict[str, object]:
        """Take every page away; gives back what each wants to keep."""
        kept = {code: page.view_state() for code, page in self._pages.items()}
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._take_away_unable()
        self._pages.clear()
        self._stale.clear()
        self._status.clear()
        self._past.clear()
        self._now = None
        return kept

    def restore(self, kept: dict[str, object]) -> None:
        """Hand the pages on screen what they kept."""
        for code, state in kept.items():
            if state is not None and code in self._pages:
                self._pages[code].restore_view_state(state)

    def _make(self, code: str, kind: type[Page]) -> Page:
        page = kind(self._bridge, self._prompts)
        page.account_opened.connect(self._open_account)
        page.page_opened.connect(self.open)
        page.place_opened.connect(self.open)
        page.command_run.connect(self.command_run)
        page.status_shown.connect(lambda parts: self._show_status(code, parts))
        self._stack.addWidget(page)
        self._pages[code] = page
        self._stale.add(code)
        return page

    def _open_account(self, key: object) -> None:
        self.open("account" if page_entry("account") else "accounts", key)

    def _show_status(self, code: str, parts: object) -> None:
        self._status[code] = parts
        if self._now and self._now[0] == code:
            self.status_shown.emit(parts)

    def _figures_are_new(self) -> None:
        self._stale.update(self._pages)
        self._refresh()

    def _refresh(self) -> None:
        """Give the page on screen its figures; what it shows is computed off the GUI thread first."""
        workspace, assessment, page = self._bridge.workspace, self._bridge.assessment, self.page
        if workspace is None or assessment is None or page is None or self._now is None:
            return
        code = self._now[0]
        if code not in self._stale:
            return

        def show(_: object) -> None:
            if self._bridge.assessment is assessment and self._pages.get(code) is page:
                self._stale.discard(code)
                page.show_assessment(workspace, assessment)
                if self._now is not None and self._now[0] == code:
                    self._stack.setCurrentWidget(page)

        def unable(error: CSDeskError) -> None:
            if self._now is not None and self._now[0] == code and self._pages.get(code) is page:
                self._show_unable(page.title, error)

        self._bridge.jobs.run(
            lambda: page.prepare(assessment), done=show, failed=unable, key="prepare",
            title=Message("Working out the figures"),
        )  # fmt: skip

    def _show_unable(self, title: Message, error: CSDeskError) -> None:
        """Say in place of the page why it cannot be worked out, and lead to where that is mended."""
        self._take_away_unable()
        mend = (Message("Open exchange rates"), lambda: self.open("settings", "revenue"))
        self._unable = QWidget()
        column = QVBoxLayout(self._unable)
        column.setContentsMargins(0, 0, 0, 0)
        top = TopBar(title)
        top.search_asked.connect(lambda: self.command_run.emit("palette"))
        column.addWidget(top)
        told = EmptyState("circle-alert", error.message, error.hint, [mend])
        column.addWidget(centred(told), 1)
        self._stack.addWidget(self._unable)
        self._stack.setCurrentWidget(self._unable)

    def _take_away_unable(self) -> None:
        if self._unable is not None:
            self._stack.removeWidget(self._unable)
            self._unable.deleteLater()
            self._unable = None
