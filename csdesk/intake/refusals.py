"""Why a file was refused: one clear sentence for each reason, with what to do about it."""

from __future__ import annotations

from types import MappingProxyType

from csdesk.model.errors import UnreadableFile
from csdesk.model.messages import Message


class Refused(Exception):
    """A file that cannot be read, as a code that crosses the process boundary.

    Attributes:
        code: a key of ``SENTENCES``.
        what: a key of ``KINDS`` where the file is something else than a spreadsheet.
    """

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(code, what)
        self.code = code
        self.what = what


_SAVE_AS = Message("Open it in the program it comes from, save it as .xlsx or .csv, and choose that file.")
_ASK_AGAIN = Message("Open it in Excel to see whether it is whole; if so save it again, otherwise ask for a new copy.")
_SMALLER = Message("Split it into smaller files or leave out what is not needed, and choose those.")

SENTENCES = MappingProxyType(
    {
        "missing": (
            Message("{name} is not there any more."),
            Message("Choose the file again; it may have been moved or renamed."),
        ),
        "not_permitted": (
            Message("{name} may not be read."),
            Message("Close it in other programs, and check that you have the right to open it."),
        ),
        "folder": (Message("{name} is a folder, not a file."), Message("Choose the files inside it.")),
        "not_a_file": (
            Message("{name} is not an ordinary file."),
            Message("Copy it to a folder of yours and choose the copy."),
        ),
        "empty": (
            Message("{name} is empty."),
            Message("Choose another file, or write the export again."),
        ),
        "no_cells": (
            Message("{name} has sheets, but nothing stands in them."),
            Message("Choose another file, or write the export again."),
        ),
        "password": (
            Message("{name} is locked with a password."),
            Message("Open it in Excel, save a copy without the password, and choose that copy."),
        ),
        "old_excel": (
            Message("{name} was written by an Excel from before 1995, which cannot be read."),
            Message("Open it in Excel or LibreOffice, save it as .xlsx, and choose that file."),
        ),
        "not_spreadsheet": (Message("{name} is not a spreadsheet but {what}."), _SAVE_AS),
        "corrupt": (Message("{name} is damaged and cannot be read."), _ASK_AGAIN),
        "bomb": (
            Message("{name} would swell to an unreasonable size when unpacked, so it was left closed."),
            Message("If you trust where it comes from, open it in Excel, save it as .csv, and choose that file."),
        ),
        "too_large": (Message("{name} is too large to be read here."), _SMALLER),
        "too_slow": (Message("{name} took too long to read and was given up."), _SMALLER),
    }
)

KINDS = MappingProxyType(
    {
        "archive": Message("a compressed archive"),
        "book": Message("a CSDesk book"),
        "database": Message("a database"),
        "dif": Message("a DIF file"),
        "document": Message("a text document"),
        "html": Message("a web page"),
        "json": Message("a JSON file"),
        "lotus": Message("a Lotus 1-2-3 or Works sheet"),
        "mail": Message("an e-mail or web archive"),
        "numbers": Message("an Apple Numbers or other zipped document"),
        "pdf": Message("a PDF document"),
        "picture": Message("a picture"),
        "presentation": Message("a presentation"),
        "sylk": Message("a SYLK file"),
        "unknown": Message("something else"),
        "xml": Message("an XML file"),
    }
)


def refusal(reason: Refused, name: str) -> UnreadableFile:
    """The error the user sees for a file of that name."""
    sentence, hint = SENTENCES[reason.code]
    if reason.what:
        return UnreadableFile(Message(sentence.text, name=name, what=KINDS[reason.what]), hint)
    return UnreadableFile(Message(sentence.text, name=name), hint)


SHEET_TROUBLE = Message("The sheet {sheet} could not be read; the others were.")


def sheet_trouble(sheet: str) -> Message:
    """Why a sheet is empty although the file has it."""
    return Message(SHEET_TROUBLE.text, sheet=sheet)
