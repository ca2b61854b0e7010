"""QBR: an account's slides as they will be, and building one deck or those of all high-touch accounts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from csdesk.app import exports
from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.jobs import Job
from csdesk.desktop.pages.page import Page, StatusPart
from csdesk.desktop.pages.qbr_batch import BatchPane
from csdesk.desktop.pages.qbr_findings import FindingsPane
from csdesk.desktop.pages.qbr_settings import HIGH, ONE, QbrSettings
from csdesk.desktop.pages.qbr_slides import SlideStage
from csdesk.desktop.pages.qbr_texts import NOTES, TITLES, DeckTexts
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import line
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.progress import Progress

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.publish.deck import WrittenDeck
    from csdesk.publish.leaks import Leak
    from csdesk.publish.preview import Preview
    from csdesk.rules.assessment import Assessment


class QbrPage(Page):
    """``go_to`` takes the key of an account."""

    code: ClassVar[str] = "qbr"
    title: ClassVar[Message] = Message("QBR builder")

    def __init__(self, bridge: Bridge, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(bridge, prompts, parent)
        self._workspace: Workspace | None = None
        self._names: dict[int, str] = {}
        self._high: list[int] = []
        self._wanted: int | None = None
        self._job: Job[None] | None = None
        self._folder: Path | None = None
        self._withheld: dict[int, tuple[Path, tuple[Leak, ...]]] = {}
        self._previewed: int | None = None  # whose notes are in the field
        self.texts = DeckTexts(bridge)
        self.one = button(Message("This deck"), icon_name="download", clicked=self.export)
        self.many = button(Message("Build {n} decks", n=0), "primary", "presentation", self.build)
        self.top.add_action(self.one)
        self.top.add_action(self.many)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.settings = QbrSettings(prompts)
        self.slides = SlideStage()
        self.findings = FindingsPane()
        self.batch = BatchPane()
        row.addWidget(self.settings)
        row.addWidget(line(vertical=True))
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.findings)
        middle.addWidget(self.slides, 1)
        row.addLayout(middle, 1)
        row.addWidget(line(vertical=True))
        row.addWidget(self.batch)
        self.body.addLayout(row, 1)
        self.settings.changed.connect(self._choice_changed)
        self.settings.sections.arranged.connect(self._arrange)
        self.slides.slide_shown.connect(self._show_notes)
        self.slides.title_asked.connect(self._edit_title)
        self.slides.notes_written.connect(self._write_notes)
        self.findings.internal_asked.connect(self._make_internal)
        self.findings.released.connect(self._release)
        self.findings.slide_asked.connect(self._show_found)
        self.findings.closed.connect(self._forget_findings)
        self.batch.cancelled.connect(self.cancel)
        self.batch.folder_asked.connect(self._open_folder)
        self.batch.account_chosen.connect(self.settings.choose_account)

    @staticmethod
    def prepare(assessment: Assessment) -> None:
        """What decks read."""
        _ = (assessment.accounts, assessment.contracts, assessment.health_parts, assessment.agenda, assessment.renewals)

    def show_assessment(self, workspace: Workspace, assessment: Assessment) -> None:
        """Offer the accounts of the book, the largest first."""
        self._workspace = workspace
        self.texts.load(workspace)
        accounts = assessment.accounts.sort_values(["arr", "key"], ascending=[False, True])
        self._names = {int(key): str(name) for key, name in zip(accounts["key"], accounts["name"], strict=True)}
        self._high = exports.deck_accounts(workspace)
        period = exports.deck_period(workspace, exports.DeckChoice())
        self.settings.show_book(tuple(self._names.items()), len(self._high), period, assessment.as_of)
        if self._wanted is not None:
            self._show_account(self._wanted)
        self._choice_changed()

    def go_to(self, target: object) -> None:
        """Show the deck of an account."""
        if isinstance(target, int):
            self._wanted = target
            if target in self._names:
                self._show_account(target)
                self._choice_changed()

    def _show_account(self, key: int) -> None:
        self._wanted = None
        self.settings.scope.choose(ONE)
        self.settings.choose_account(key)

    def _name(self, key: int | None) -> str:
        return self._names.get(key, "") if key is not None else ""

    @property
    def _chosen(self) -> list[int]:
        if self.settings.scope.current == HIGH:
            return self._high
        return [self.settings.account] if self.settings.account is not None else []

    def _choice_changed(self) -> None:
        chosen, internal = self._chosen, self.settings.audience.current == "internal"
        reader = Message("internal") if internal else Message("customer-facing")
        several = self.settings.scope.current == HIGH
        what = Message("{n} high-touch accounts", n=len(chosen)) if several else self._name(self.settings.account)
        self.top.set_meta(tr(Message("{what}, {reader}", what=what, reader=reader)))
        if self._job is None:
            if list(self.batch.rows) != chosen:
                self.batch.show_plan([(key, self._names[key]) for key in chosen])
            self.many.setText(tr(Message("Build {n} decks", n=len(chosen))))
            self.many.setEnabled(bool(chosen))
            self.many.setVisible(several)
        self.batch.setVisible(several or self._job is not None)
        self.one.setEnabled(self.settings.account is not None)
        self.settings.sections.show_sections(self.texts.order, self.texts.dropped, internal=internal)
        self._show_findings()
        self._preview()
        self.status_shown.emit(
            (StatusPart(tr(Message("A deck is a normal PowerPoint file with charts you can edit"))),)
        )

    def _preview(self) -> None:
        workspace, key = self._workspace, self.settings.account
        if workspace is None or key is None:
            self.slides.show_sentence("", tr(Message("No accounts yet")))
            return
        choice, name = self.settings.choice(self.texts), self._name(key)

        def show(preview: Preview) -> None:
            self.slides.notes.keep()
            self._previewed = key
            self.slides.show_preview(name, preview)

        def refused(error: CSDeskError) -> None:
            self.slides.show_sentence(name, tr(error.message))

        self.bridge.jobs.run(
            lambda: exports.preview_deck(workspace, key, choice), done=show, failed=refused, key="preview",
            title=Message("Drawing the slides"),
        )  # fmt: skip

    def _arrange(self, order: tuple[str, ...], dropped: frozenset[str]) -> None:
        self.texts.arrange(order, dropped)
        self._preview()

    def _show_notes(self, slide: str) -> None:
        key = self._previewed
        self.slides.notes.show_notes(self.texts.written(NOTES, key, slide) if key is not None else "")

    def _write_notes(self, slide: str, text: str) -> None:
        if self._previewed is not None:
            self.texts.write(NOTES, self._previewed, slide, text)

    def _edit_title(self, slide: str) -> None:
        key = self.settings.account
        if key is None:
            return
        now = self.texts.written(TITLES, key, slide)
        now = now or next((shown.title for shown in self.slides.shown if shown.code == slide), "")
        typed = self.prompts.ask_text(Message("Edit title"), Message("Empty: the title made from the data"), now)
        if typed is not None and typed != now:
            self.texts.write(TITLES, key, slide, typed)
            self._preview()

    def export(self) -> None:
        """Write the deck of the account on screen."""
        workspace, key = self._workspace, self.settings.account
        if workspace is None or key is None:
            return
        self.slides.notes.keep()
        name = exports.deck_file_name(workspace, self._names[key], self.settings.choice(self.texts))
        path = self.prompts.save_as(Message("Save deck"), name, ((Message("PowerPoint"), "*.pptx"),))
        if path is not None:
            self._write(key, path, release=False)

    def _write(self, key: int, path: Path, *, release: bool) -> None:
        workspace, choice = self._workspace, self.settings.choice(self.texts)
        assert workspace is not None

        def saved(written: WrittenDeck) -> None:
            said = Message("Deck with {n} slides saved to {path}", n=len(written.slides), path=str(written.path))
            self._withheld.pop(key, None)
            self._show_findings()
            self.bridge.announced.emit(Announcement(said))

        def refused(error: CSDeskError) -> None:
            if not self._keep_findings(key, path, error):
                self.bridge.jobs.failed.emit(error)
            self._show_findings()

        self.bridge.jobs.run(
            lambda: exports.write_deck(workspace, key, path, choice, release=release), done=saved, failed=refused,
            title=Message("Building the deck of {account}", account=self._names[key]),
        )  # fmt: skip

    def _keep_findings(self, key: int, path: Path, error: CSDeskError | None) -> bool:
        """Remember what a deck was withheld for; False for every other error."""
        from csdesk.publish.leaks import LeakFound

        if isinstance(error, LeakFound):
            self._withheld[key] = (path, error.leaks)
            return True
        return False

    def _show_findings(self) -> None:
        key = self.settings.account
        if key in self._withheld and self.settings.audience.current == "customer":
            self.findings.show_findings(self._name(key), self._withheld[key][1])
        else:
            self.findings.hide()

    def _forget_findings(self) -> None:
        if self.settings.account is not None:
            self._withheld.pop(self.settings.account, None)
        self._show_findings()

    def _make_internal(self) -> None:
        self.settings.audience.choose("internal")
        self.settings.audience.chosen.emit("internal")

    def _release(self) -> None:
        key = self.settings.account
        if key in self._withheld:
            self._write(key, self._withheld[key][0], release=True)

    def _show_found(self, number: int) -> None:
        there = [slide.code for slide in self.slides.shown if slide.left_out is None]
        if number <= len(there):
            self.slides.show_slide(there[number - 1])

    def build(self) -> None:
        """Ask for a folder and write the deck of every chosen account into it."""
        workspace, keys = self._workspace, self._chosen
        if workspace is None or not keys or self._job is not None:
            return
        folder = self.prompts.choose_folder(Message("Folder for the decks"))
        if folder is None:
            return
        self.slides.notes.keep()
        choice, jobs = self.settings.choice(self.texts), self.bridge.jobs
        self._folder = folder
        self.batch.show_plan([(key, self._names[key]) for key in keys])
        self.batch.start()
        self.many.setEnabled(False)
        self.many.setText(tr(Message("Building {n} decks…", n=len(keys))))

        def work(progress: Progress) -> None:
            try:
                for built in exports.build_decks(workspace, keys, folder, choice, progress):
                    jobs.post(partial(self._finished, built))
            finally:
                jobs.post(self._ended)

        self._job = jobs.run(work, watched=True)

    def cancel(self) -> None:
        """Begin no other deck; those that are finished stay."""
        if self._job is not None:
            # Not ``Job.cancel``: a job dropped before it began would never tell that it has ended.
            self._job.progress.cancel()
            self.batch.stop()

    def _finished(self, built: exports.BuiltDeck) -> None:
        # The page is made anew when language or theme change, while the decks are still written.
        if isValid(self):
            self._keep_findings(built.account_key, built.path, built.error)
            self._show_findings()
            self.batch.add(built)

    def _ended(self) -> None:
        if not isValid(self):
            return
        self._job = None
        self.batch.end()
        self.bridge.announced.emit(Announcement(Message("{what} in {folder}", what=self.batch.title.text(), folder=str(self._folder))))  # fmt: skip
        self.many.setText(tr(Message("Build {n} decks", n=len(self._chosen))))
        self.many.setEnabled(bool(self._chosen))
        self.many.setVisible(self.settings.scope.current == HIGH)

    def _open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def panes(self) -> Sequence[QWidget]:
        """Settings, slides, batch."""
        return (self.settings, self.slides, self.batch)

    def view_state(self) -> object:
        """The account on screen."""
        return self.settings.account

    def restore_view_state(self, state: object) -> None:
        """Show that account again."""
        self.go_to(state)
