"""The open document, for the window and the command line alike: book, as-of date, assessment, edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csdesk.app.clock import today
from csdesk.model.changes import ChangeSet
from csdesk.model.errors import BookError
from csdesk.model.messages import Message
from csdesk.model.policies import Policies

if TYPE_CHECKING:
    import pandas as pd

    from csdesk.book.book import Book
    from csdesk.book.journal import Entry
    from csdesk.book.read_ahead import ReadAhead
    from csdesk.rules.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Changed:
    """What listeners are told after the book changed."""

    touched: frozenset[str]
    intention: Message
    undone: bool = False


class Workspace:
    """A book that is open, seen as of a date."""

    def __init__(self, book: Book, as_of: date | None = None, ahead: ReadAhead | None = None) -> None:
        self.book = book
        self._ahead = ahead
        self._as_of = as_of
        self._assessment: Assessment | None = None
        self.listeners: list[Callable[[Changed], None]] = []

    @classmethod
    def create(cls, path: Path, policies: Policies | None = None, as_of: date | None = None) -> Workspace:
        """Make a new, empty book.

        Raises:
            BookError: there is a file already, or the folder cannot be written.
        """
        from csdesk.book.book import Book

        return cls(Book.create(path, policies or Policies()), as_of)

    @classmethod
    def open(
        cls, path: Path, *, writable: bool = True, as_of: date | None = None, take_over: bool = False
    ) -> Workspace:
        """Open a book; ``take_over`` although another computer says that it is writing.

        Its tables are read in a second thread from now on, while the libraries load.

        Raises:
            BookError: it is missing, damaged, too new, or open elsewhere for writing.
        """
        from csdesk.book.read_ahead import ReadAhead

        ahead = ReadAhead(path)
        try:
            from csdesk.book.book import Book

            book = Book.open(path, writable=writable, take_over=take_over)
        except BaseException:
            ahead.close()
            raise
        book.frames.use(ahead)
        return cls(book, as_of, ahead)

    def close(self) -> None:
        """Let go of the file and the lock."""
        if self._ahead is not None:
            self._ahead.close()
        self.book.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Where the book is."""
        return Path(self.book.path)

    @property
    def title(self) -> str:
        """The file name, as the status bar shows it."""
        return self.path.name

    @property
    def read_only(self) -> bool:
        """Whether edits are refused because somebody else is writing."""
        return not self.book.writable

    @property
    def policies(self) -> Policies:
        """The settings that change results."""
        return self.book.policies

    @property
    def as_of(self) -> date:
        """The date everything is computed for: chosen, else pinned in the book, else today."""
        pinned = self.book.settings.get("as_of")
        return self._as_of or (date.fromisoformat(str(pinned)) if pinned else today())

    @as_of.setter
    def as_of(self, day: date | None) -> None:
        self._as_of = day

    @property
    def saved_at(self) -> datetime | None:
        """When the last change was written; None while there is none."""
        history = self.book.history()
        return history[0].at if history else None

    def frame(self, record: str) -> pd.DataFrame:
        """All records of that type; never modified in place."""
        return self.book.frames.frame(record)

    def next_key(self, record: str) -> int:
        """A key that was never used."""
        return self.book.next_key(record)

    def assessment(self, as_of: date | None = None) -> Assessment:
        """What the rules conclude from the book as of that date, or of the workspace's own."""
        from csdesk.rules.assessment import assess

        made = assess(self.book.frames, self.policies, as_of or self.as_of, self._assessment)
        if as_of is None or as_of == self.as_of:
            self._assessment = made
        return made

    def apply(
        self, change_set: ChangeSet, *, policies: Policies | None = None, settings: Mapping[str, Any] | None = None
    ) -> Entry | None:
        """Write an edit as one transaction, other policies and settings with it; None where it changes nothing.

        Raises:
            EditConflict: a record changed after the user saw it.
            BookError: the book is open read-only, or the disk refuses.
        """
        if not change_set and policies is None and settings is None:
            return None
        self.require_writable()
        if "contract" in change_set.touched:
            from csdesk.app.touch_assigning import with_typed_tiers

            change_set = with_typed_tiers(self, change_set)
        entry = self.book.apply(change_set, policies=policies, settings=settings)
        if entry is not None:
            self.announce(Changed(change_set.touched, change_set.intention))
        return entry

    def require_writable(self) -> None:
        """Refuse to write to a book that is open for reading.

        Raises:
            BookError: the book is read-only.
        """
        if self.read_only:
            raise BookError(
                Message("{book} is open for reading only.", book=self.title),
                Message("Close it where it is open for writing, or work on a copy."),
            )

    def undo(self) -> Entry | None:
        """Take the last change back; None where there is nothing to take back."""
        self.require_writable()
        return self._moved(self.book.undo(), undone=True)

    def redo(self) -> Entry | None:
        """Do again what was undone last; None where there is nothing."""
        self.require_writable()
        return self._moved(self.book.redo(), undone=False)

    def _moved(self, entry: Entry | None, *, undone: bool) -> Entry | None:
        if entry is not None:
            self.announce(Changed(frozenset(entry.counts), entry.intention, undone))
        return entry

    def look_again(self) -> frozenset[str] | None:
        """Read anew what another program wrote to the book: the record types that changed, none where only
        settings did; None where nobody wrote."""
        return self.book.refresh() if self.book.changed_elsewhere else None

    def announce(self, changed: Changed) -> None:
        """Tell every listener."""
        for listener in tuple(self.listeners):
            listener(changed)
