"""One import on a book in another process: read the files, plan, show, write. ``import_process`` asks, this answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from csdesk.app.cell_page import CellPage
from csdesk.app.import_files import ReadFile, read_files, with_header_rows
from csdesk.app.import_lists import ReviewLists
from csdesk.app.import_memory import WORDS
from csdesk.app.import_options import ImportOptions
from csdesk.app.import_place import ListPlace
from csdesk.app.import_review import review_of
from csdesk.app.import_session import ImportSession
from csdesk.app.import_view import ImportView, cell_page, seen_files, seen_tables
from csdesk.app.workspace import Workspace
from csdesk.book.book import Book
from csdesk.intake.sandbox import start_reading
from csdesk.model.errors import EditConflict
from csdesk.model.filenames import file_text
from csdesk.model.messages import Message
from csdesk.model.progress import Progress

if TYPE_CHECKING:
    from csdesk.book.journal import Entry
    from csdesk.book.lock import Writer


@dataclass(frozen=True, slots=True)
class Written:
    """What an import left in the journal."""

    intention: Message
    touched: frozenset[str]


class ImportDesk:
    """The files of one import, their plan, and the book they go into."""

    def __init__(self, book: Path, writer: Writer | None) -> None:
        """Open the book in the name of ``writer``, who holds it and waits; for reading only where there is none.

        Raises:
            BookError: it cannot be opened, or the writer does not hold it any more.
        """
        self._workspace = Workspace(Book.open(book, writable=False) if writer is None else Book.open_for(book, writer))
        self._files: tuple[ReadFile, ...] = ()
        self._session: ImportSession | None = None
        self._header_rows: Mapping[tuple[str, str], int] = {}
        self._plans = 0
        self._shown: tuple[int, ReviewLists] | None = None

    def close(self) -> None:
        """Let go of the book."""
        self._workspace.close()

    def read(self, paths: Sequence[Path], encodings: Mapping[str, str], progress: Progress) -> int:
        """Read the files; how many tables they hold. ``encodings``: file → what its text is read as, where that was said.

        Raises:
            UnreadableFile: the only file cannot be read; of several the others are taken, and the plan names it.
            JobCancelled: the user asked to stop.
        """
        self._session, self._shown, self._header_rows = None, None, {}
        readings = [start_reading(path, encoding=encodings.get(file_text(path), "")) for path in paths]
        self._files = read_files(paths, progress, keep_going=len(paths) > 1, readings=readings)
        return sum(len(file.tables) for file in self._files)

    def plan(self, options: ImportOptions, progress: Progress) -> ImportView:
        """What the import would do with these decisions, in the book as it is now.

        Raises:
            JobCancelled: the user asked to stop.
        """
        self._workspace.look_again()
        self._workspace.as_of = options.as_of
        said = options.decisions.header_rows
        self._files, self._header_rows = with_header_rows(self._files, self._header_rows, said), said
        session = ImportSession(self._workspace, self._files, options)
        session.go_on_from(self._session)
        plan = session.make_plan(progress)
        progress.report(0, None, Message("Comparing with the book"))
        lists = ReviewLists(session, plan)
        review = review_of(session, self._workspace.assessment(), lists)
        self._session, self._plans = session, self._plans + 1
        self._shown = (self._plans, lists)
        refused = tuple((file_text(f.path.name), f.refused.message) for f in self._files if f.refused is not None)
        words = self._workspace.book.settings.get(WORDS, {})
        seen = seen_tables(self._files, plan, options.decisions, words)
        return ImportView(seen, refused, review, plan.changes_nothing, plan.proposals, seen_files(plan), self._plans)

    def cells(self, place: tuple[int, int], first: int) -> CellPage:
        """Rows of a sheet, ``place`` being its file and its number there, from a row on."""
        workbook = self._files[place[0]].workbook
        if workbook is None:
            raise ValueError("a file that was refused has no cells")
        return cell_page(workbook.sheets[place[1]], first)

    def rows(self, place: ListPlace) -> tuple[object, ...]:
        """Rows of a list of the review; none where that plan is not the last any more."""
        shown = self._shown
        return shown[1].rows(place) if shown is not None and shown[0] == place.plan else ()

    def write(self, progress: Progress) -> Written | None:
        """Write the last plan as one transaction; None where it changes nothing.

        Raises:
            EditConflict: the book changed since it was planned; nothing was written.
            BookError: the book is open for reading only, or the disk refuses.
        """
        if self._session is None:
            raise ValueError("nothing has been planned")
        if self._workspace.look_again() is not None:
            raise EditConflict(
                Message("The book changed while you looked at the import."), Message("Look at the review once more.")
            )
        entry: Entry | None = self._session.commit(progress)
        return None if entry is None else Written(entry.intention, frozenset(entry.counts))
