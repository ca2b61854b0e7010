"""What can go wrong for reasons the user can understand and mend."""

from __future__ import annotations

from csdesk.model.messages import Message


class CSDeskError(Exception):
    """Something the user has to know, in one sentence, with what to do about it.

    Everything else that is raised is a bug of ours.
    """

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return str(self.message) if self.hint is None else f"{self.message} {self.hint}"


class JobCancelled(Exception):
    """The user asked to stop; nothing is shown and nothing was changed."""


class UnreadableFile(CSDeskError):
    """A file that could not be taken as a spreadsheet: locked, damaged, empty, something else."""


class BookError(CSDeskError):
    """The book cannot be opened, read or written."""


class BookLocked(BookError):
    """Another program or person holds the book open for writing."""


class EditConflict(CSDeskError):
    """The record changed after the user saw it; the edit was not applied."""
