"""Undo, redo and check."""

from __future__ import annotations

from pathlib import Path

from csdesk.cli.opening import opened
from csdesk.i18n import Language
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message

_LISTED = 100  # fields that stay although the entry that wrote them goes
_SHOWN = 3  # what is wrong with a book, before it becomes a list nobody reads


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


def undo_older(book: Path, number: int) -> None:
    """Take an older entry back, and list what later entries touched: it is kept.

    Raises:
        CSDeskError: there is no such entry, or it was taken back already.
    """
    from csdesk.app.older_undo import later_touched, take_back
    from csdesk.model.keys import written_key

    text = Language("en").text
    with opened(book, writable=True) as workspace:
        touched = later_touched(workspace, number)
        entry = take_back(workspace, number, frozenset(touch.cell for touch in touched))
    if entry is None:
        raise CSDeskError(Message("There is nothing to undo."))
    print(f"Entry {entry.id}: {text(entry.intention)}")
    for touch in touched[:_LISTED]:
        name = " ".join(part for part in (touch.name, touch.number) if part)
        why = "depends on it" if touch.depends else f"{touch.before} before it"
        place = f"{written_key(touch.record, touch.key)} {touch.record}.{touch.field}"
        print(f"  kept: {name}, {place}: {touch.now} ({why}; entry {touch.entry}: {text(touch.intention)})")
    if len(touched) > _LISTED:
        print(f"  and {len(touched) - _LISTED} more")


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
    try:
        with opened(book) as workspace:
            found = [Language("en").text(message) for message in workspace.book.check()]
    except (ValueError, LookupError, TypeError) as error:  # what the program reads anywhere else it reads here
        raise CSDeskError(
            Message("{book} is damaged.", book=book.name),
            Message("Open the latest copy in the folder {folder} beside it.", folder=f"{book.stem}.backups"),
        ) from error
    if found:
        shown = " ".join(found[:_SHOWN]) + (f" … ({len(found)})" if len(found) > _SHOWN else "")
        raise CSDeskError(Message("{book} is damaged: {what}", book=book.name, what=shown))
    print(f"{book.name} is sound.")
    return 0
