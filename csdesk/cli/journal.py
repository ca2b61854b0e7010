"""Undo, redo and check."""

from __future__ import annotations

from pathlib import Path

from csdesk.cli.opening import opened
from csdesk.i18n import Language
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message


def undo_last(book: Path) -> None:
    """Take the last change back and say which it was.

    Raises:
        CSDeskError: there is nothing to take back.
    """
    with opened(book, writable=True) as workspace:
        entry = workspace.undo()
    if entry is None:
        raise CSDeskError(Message("There is nothing to undo."))
    print(f"Undone: {Language('en').text(entry.intention)}")


def redo_last(book: Path) -> None:
    """Do the last undone change again and say which it was.

    Raises:
        CSDeskError: there is nothing to do again.
    """
    with opened(book, writable=True) as workspace:
        entry = workspace.redo()
    if entry is None:
        raise CSDeskError(Message("There is nothing to redo."))
    print(f"Redone: {Language('en').text(entry.intention)}")


def check_book(book: Path) -> int:
    """Say whether the book is sound; what is wrong goes to stderr and the exit is 2."""
    with opened(book) as workspace:
        found = workspace.book.check()
    if found:
        sentences = " ".join(Language("en").text(message) for message in found)
        raise CSDeskError(Message("{book} is damaged: {what}", book=book.name, what=sentences))
    print(f"{book.name} is sound.")
    return 0
