"""An import, step by step, for the window and the command line alike: read, plan, decide, write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from csdesk.app.import_files import ReadFile
from csdesk.app.import_memory import MAPPINGS, remembered, settled_decisions
from csdesk.app.import_options import ImportOptions
from csdesk.app.workspace import Changed, Workspace
from csdesk.intake.proposals import accepted
from csdesk.model.filenames import file_text
from csdesk.model.messages import Message
from csdesk.model.progress import Progress

if TYPE_CHECKING:
    from csdesk.app.import_sweeps import Swept
    from csdesk.app.import_vanished import Vanished
    from csdesk.app.import_writing import PlannedBook
    from csdesk.book.journal import Entry
    from csdesk.intake.outcome import ImportPlan
    from csdesk.rules.assessment import Assessment


class ImportSession:
    """One import of files that were read into an open book. Nothing is written before ``commit``."""

    def __init__(self, workspace: Workspace, files: Sequence[ReadFile], options: ImportOptions | None = None) -> None:
        self.workspace = workspace
        self.options = options or ImportOptions()
        self.files = tuple(files)
        self.plan: ImportPlan | None = None
        self.vanished: tuple[Vanished, ...] = ()
        self.swept: list[Swept] = []
        self.settled = self.options
        self._planned: PlannedBook | None = None

    def planned(self, plan: ImportPlan, now: Assessment | None = None) -> PlannedBook:
        """The book as it would be after the plan, worked out once for review, sums and writing."""
        from csdesk.app.import_writing import planned_book

        if self._planned is None or self._planned.plan is not plan:
            self._planned = planned_book(self, plan, now)
        return self._planned

    def go_on_from(self, before: ImportSession | None) -> None:
        """Take over what decisions for all came to in a plan of the same files that was made before."""
        from csdesk.app.import_problems import Problems
        from csdesk.app.import_sweeps import swept

        if before is None:
            return
        self.swept = list(before.swept)
        new, known = self.options.sweeps, before.options.sweeps
        one_more = len(new) == len(known) + 1 and new[:-1] == known
        if before.plan is not None and one_more and self.options == replace(before.options, sweeps=new):
            self.swept.append(swept(Problems(before, before.plan), new[-1]))

    @property
    def as_of(self) -> date:
        """The day the files describe."""
        return self.options.as_of or self.workspace.as_of

    def make_plan(self, progress: Progress) -> ImportPlan:
        """Work out what the import would do; nothing is written."""
        from csdesk.app.import_changes import with_rules
        from csdesk.app.import_endings import with_endings
        from csdesk.app.import_problems import Problems
        from csdesk.app.import_sweeps import swept
        from csdesk.app.import_vanished import vanished
        from csdesk.intake.outcome import FilePlan

        wanted = self.options.sweeps
        while tuple(one.what for one in self.swept) != wanted[: len(self.swept)]:
            self.swept.pop()
        progress.report(0, None, Message("Comparing with the book"))
        made = self._made(progress)
        for what in wanted[len(self.swept) :]:
            self.swept.append(swept(Problems(self, made), what))
            made = self._made(progress)
        refused = {file_text(f.path): f.refused.message for f in self.files if f.refused is not None}
        by_path = {file.path: file for file in made.files}
        files = tuple(
            FilePlan(path, (), refused[path]) if path in refused else by_path[path]
            for path in dict.fromkeys(file_text(file.path) for file in self.files)
        )
        self.vanished = vanished(self, made)
        self.plan = with_endings(self, with_rules(replace(made, files=files), self.options), self.vanished)
        return self.plan

    def _made(self, progress: Progress) -> ImportPlan:
        """The plan with what was decided for all so far; similar names are taken where that was said."""
        from csdesk.app.import_sweeps import with_swept
        from csdesk.intake.outcome import PlanOptions
        from csdesk.intake.plan import make_plan

        self.settled = with_swept(self.options, self.swept)
        policies, settings = self.workspace.policies, self.workspace.book.settings
        options = PlanOptions(
            as_of=self.as_of,
            currency=self.fallback_currency(),
            forced=self.settled.forced,
            remembered=settings.get(MAPPINGS, {}),
            zone=_zone(policies.calendar.time_zone),
            fiscal_first_month=policies.calendar.fiscal_first_month,
            same_as=self.settled.same_as,
            decisions=settled_decisions(self.settled.decisions, self.options.policies, settings),
        )
        readable = [(file_text(f.path), f.workbook, list(f.tables)) for f in self.files if f.workbook is not None]
        made = make_plan(readable, self.workspace, options, progress)
        while self.options.accept_similar and (joined := accepted(made.proposals, options.same_as)) != options.same_as:
            options = replace(options, same_as=joined)
            made = make_plan(readable, self.workspace, options, progress)
        return made

    def fallback_currency(self) -> str:
        """The currency of amounts that name none: as said, else the book's; in a new book as the headers suggest."""
        if self.options.currency:
            return self.options.currency
        if not self._is_first() or self.workspace.policies.revenue.currency != "USD":
            return self.workspace.policies.revenue.currency
        headers = " ".join(header for file in self.files for table in file.tables for header in table.headers)
        return "JPY" if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", headers) else "USD"

    def _is_first(self) -> bool:
        return self.workspace.next_key("contract") == 1

    def commit(self, progress: Progress) -> Entry | None:
        """Write the plan as one transaction; None where it changes nothing.

        Raises:
            BookError: the book is read-only, or the disk refuses.
        """
        from csdesk.app.import_totals import totals_settings
        from csdesk.app.import_writing import batches_of, problems_of, sources_of
        from csdesk.app.touch_assigning import with_first_tiers

        plan = self.plan or self.make_plan(progress)
        if plan.changes_nothing:
            return None
        self.workspace.require_writable()
        progress.report(0, None, Message("Writing to the book"))
        planned, key = self.planned(plan), self.workspace.next_key("touch_assignment")
        entry = self.workspace.book.write(
            self.intention(),
            with_first_tiers(batches_of(plan), planned.assessment, key),
            sources_of(plan),
            problems_of(plan),
            planned.settled,
            settings={**totals_settings(plan), **self._remembered(plan)},
        )
        if entry is not None:
            self.workspace.announce(Changed(entry.touched, entry.intention))
        return entry

    def intention(self) -> Message:
        """What the journal calls it."""
        names = [file_text(file.path.name) for file in self.files if file.refused is None]
        if len(names) == 1:
            return Message("Import {file}", file=names[0])
        return Message("Import {n} files: {files}", n=len(names), files=", ".join(names))

    def _remembered(self, plan: ImportPlan) -> dict[str, object]:
        return remembered(self.workspace.book.settings, plan, self.options) if self.options.remember else {}


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None  # a computer without a zone table: times stay in UTC
