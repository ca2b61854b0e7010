"""Opening a book for a command."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from csdesk.app.workspace import Workspace
from csdesk.model.errors import BookError
from csdesk.model.messages import Message


def opened(book: Path, as_of: date | None = None, *, writable: bool = False) -> Workspace:
    """The book, for reading unless it is to be written.

    Raises:
        BookError: there is none, or it cannot be opened.
    """
    if not book.is_file():
        raise BookError(
            Message("There is no book {name}.", name=str(book)),
            Message("Make one with: csdesk import {name} FILE...", name=str(book)),
        )
    return Workspace.open(book, writable=writable, as_of=as_of)
