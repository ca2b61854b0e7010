"""Every question the window asks, behind one protocol, so that tests can answer them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QMessageBox, QWidget

from csdesk.app.paths import default_book_folder
from csdesk.desktop.translation import tr
from csdesk.model.errors import CSDeskError
from csdesk.model.fields import Field
from csdesk.model.messages import Message

SAVE = Message("Save")
SPREADSHEETS = ("xlsx", "xls", "xlsm", "xlsb", "ods", "csv", "tsv", "tab", "txt", "zip", "ics")


@dataclass(frozen=True, slots=True)
class Form:
    """A form over fields of the catalogue.

    Attributes:
        values: what the fields hold at first, by field name, as plain values.
        required: names of fields that must not stay empty.
        currency: of the money fields.
        hint: a sentence under the title.
        suggestions: texts that a field offers while somebody types, by field name.
    """

    title: Message
    fields: tuple[Field, ...]
    values: Mapping[str, object]
    required: tuple[str, ...] = ()
    currency: str = "USD"
    accept: Message = SAVE
    hint: Message | None = None
    suggestions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Prompts(Protocol):
    """Questions to the user. None or False means that the user changed her mind."""

    def open_book(self) -> Path | None:
        """Which book to open."""

    def new_book(self) -> Path | None:
        """Where to put a new book."""

    def open_files(self) -> list[Path]:
        """Which spreadsheets to import."""

    def open_template(self) -> Path | None:
        """Which presentation to use as the master of a deck."""

    def open_one(self, title: Message, kind: tuple[Message, str]) -> Path | None:
        """Which file of a kind, (name, pattern) like ("Excel", "*.xlsx")."""

    def save_as(self, title: Message, suggested: str, kinds: Sequence[tuple[Message, str]]) -> Path | None:
        """Where to write a file; ``kinds`` are (name, pattern) like ("Excel", "*.xlsx")."""

    def choose_folder(self, title: Message) -> Path | None:
        """Into which folder to write."""

    def confirm(self, question: Message, detail: Message, accept: Message) -> bool:
        """Yes or no, only for what cannot be undone."""

    def choose(self, question: Message, choices: Sequence[Message]) -> int | None:
        """Which of the choices, by position."""

    def ask_text(self, title: Message, caption: Message, text: str) -> str | None:
        """A short text, e.g. a name."""

    def fill_in(self, form: Form) -> Mapping[str, object] | None:
        """The values of a form by field name; absent is None."""

    def show_error(self, error: CSDeskError) -> None:
        """Say what went wrong and what to do."""

    def show_bug(self, details: str) -> None:
        """Say that the program has a fault; the details can be copied."""


class DialogPrompts:
    """The questions as dialogs of a window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def open_book(self) -> Path | None:
        """Ask with the system's file dialog."""
        return self._one(QFileDialog.getOpenFileName(self._window, tr(Message("Open a book")), "", _pattern((Message("Books"), "*.csdesk"))))  # fmt: skip

    def new_book(self) -> Path | None:
        """Ask with the system's file dialog; the ending is added."""
        folder = default_book_folder()
        start = str((folder if folder.is_dir() else Path.home()) / f"{tr(Message('Customers'))}.csdesk")
        title = tr(Message("New book"))
        path = self._one(QFileDialog.getSaveFileName(self._window, title, start, _pattern((Message("Books"), "*.csdesk"))))  # fmt: skip
        return path.with_suffix(".csdesk") if path is not None else None

    def open_files(self) -> list[Path]:
        """Ask with the system's file dialog."""
        kinds = _pattern((Message("Spreadsheets"), " ".join(f"*.{ending}" for ending in SPREADSHEETS)))
        names, _ = QFileDialog.getOpenFileNames(self._window, tr(Message("Import files")), "", kinds)
        return [Path(name) for name in names]

    def open_template(self) -> Path | None:
        """Ask with the system's file dialog."""
        kinds = _pattern((Message("Presentations"), "*.pptx *.potx"))
        return self._one(QFileDialog.getOpenFileName(self._window, tr(Message("Choose a template")), "", kinds))

    def open_one(self, title: Message, kind: tuple[Message, str]) -> Path | None:
        """Ask with the system's file dialog."""
        return self._one(QFileDialog.getOpenFileName(self._window, tr(title), "", _pattern(kind)))

    def save_as(self, title: Message, suggested: str, kinds: Sequence[tuple[Message, str]]) -> Path | None:
        """Ask with the system's file dialog."""
        return self._one(QFileDialog.getSaveFileName(self._window, tr(title), suggested, _pattern(*kinds)))

    def choose_folder(self, title: Message) -> Path | None:
        """Ask with the system's folder dialog."""
        name = QFileDialog.getExistingDirectory(self._window, tr(title))
        return Path(name) if name else None

    def confirm(self, question: Message, detail: Message, accept: Message) -> bool:
        """A box with the action and Cancel."""
        return self.choose(question if not detail.text else Message("{question}\n\n{detail}", question=question, detail=detail), [accept]) == 0  # fmt: skip

    def choose(self, question: Message, choices: Sequence[Message]) -> int | None:
        """A box with one button a choice, and Cancel."""
        box = QMessageBox(self._window)
        box.setText(tr(question))
        buttons = [box.addButton(tr(choice), QMessageBox.ButtonRole.AcceptRole) for choice in choices]
        box.addButton(tr(Message("Cancel")), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        clicked = box.clickedButton()
        return next((position for position, made in enumerate(buttons) if made is clicked), None)

    def ask_text(self, title: Message, caption: Message, text: str) -> str | None:
        """A box with one field."""
        answer, accepted = QInputDialog.getText(self._window, tr(title), tr(caption), text=text)
        return answer.strip() if accepted else None

    def fill_in(self, form: Form) -> Mapping[str, object] | None:
        """A dialog with one line a field."""
        from csdesk.desktop.shell.form_dialog import FormDialog

        dialog = FormDialog(form, self._window)
        return dialog.values() if dialog.exec() else None

    def show_error(self, error: CSDeskError) -> None:
        """A box with the sentence and the hint."""
        box = QMessageBox(self._window)
        box.setText(tr(error.message))
        if error.hint is not None:
            box.setInformativeText(tr(error.hint))
        box.addButton(tr(Message("Close")), QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    def show_bug(self, details: str) -> None:
        """A box with Copy."""
        box = QMessageBox(self._window)
        box.setText(tr(Message("Something went wrong in CSDesk. Your book is as it was before.")))
        box.setInformativeText(tr(Message("Copy the details and send them to us. They hold no customer data.")))
        box.setDetailedText(details)
        copy = box.addButton(tr(Message("Copy details")), QMessageBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(details))
        box.addButton(tr(Message("Close")), QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    @staticmethod
    def _one(answer: tuple[str, str]) -> Path | None:
        return Path(answer[0]) if answer[0] else None


def _pattern(*kinds: tuple[Message, str]) -> str:
    return ";;".join(f"{tr(name)} ({pattern})" for name, pattern in kinds)
