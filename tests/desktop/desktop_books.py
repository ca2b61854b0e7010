"""A small book, and prompts that are answered by the test."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from csdesk.app.workspace import Workspace
from csdesk.desktop.prompts import Form
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.policies import Policies, RevenuePolicy, TouchPolicy

AS_OF = date(2026, 11, 22)


@dataclass
class AnsweringPrompts:
    """Answers what it was told to answer, and keeps what it was asked."""

    book: Path | None = None
    files: list[Path] = field(default_factory=list)
    target: Path | None = None
    text: str | None = None
    position: int | None = None
    answers: Mapping[str, object] | None = None
    forms: list[Form] = field(default_factory=list)
    errors: list[CSDeskError] = field(default_factory=list)
    bugs: list[str] = field(default_factory=list)

    def open_book(self) -> Path | None:
        return self.book

    def new_book(self) -> Path | None:
        return self.book

    def open_files(self) -> list[Path]:
        return self.files

    def open_template(self) -> Path | None:
        return self.target

    def open_one(self, title: Message, kind: tuple[Message, str]) -> Path | None:
        return self.target

    def save_as(self, title: Message, suggested: str, kinds: Sequence[tuple[Message, str]]) -> Path | None:
        return self.target

    def choose_folder(self, title: Message) -> Path | None:
        return self.target

    def confirm(self, question: Message, detail: Message, accept: Message) -> bool:
        return self.position == 0

    def choose(self, question: Message, choices: Sequence[Message]) -> int | None:
        return self.position

    def ask_text(self, title: Message, caption: Message, text: str) -> str | None:
        return self.text

    def fill_in(self, form: Form) -> Mapping[str, object] | None:
        self.forms.append(form)
        return None if self.answers is None else {f.name: self.answers.get(f.name) for f in form.fields}

    def show_error(self, error: CSDeskError) -> None:
        self.errors.append(error)

    def show_bug(self, details: str) -> None:
        self.bugs.append(details)


def copied_book(path: Path, make: Callable[[Path], Workspace]) -> Workspace:
    """The book that ``make`` makes, copied from the first one it made: books of many tests are made once."""
    path.write_bytes(_file_of(make))
    return Workspace.open(path, as_of=AS_OF)


@cache
def _file_of(make: Callable[[Path], Workspace]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.csdesk"
        make(path).close()
        return path.read_bytes()


def small_book(path: Path) -> Workspace:
    """Four customers in yen: ARR 24.0M, 12.6M, 0.9M and one without a contract."""
    return copied_book(path, make_small_book)


def make_small_book(path: Path) -> Workspace:
    """The small book, made from nothing."""
    policies = Policies(
        revenue=RevenuePolicy(currency="JPY"), touch=TouchPolicy(high_from=6_000_000, low_from=1_200_000)
    )
    workspace = Workspace.create(path, policies, as_of=AS_OF)
    named = (
        ("Tsukimi Robotics", "ツキミロボティクス", "Mika Sato"),
        ("Saltmarsh Energy", None, "Daniel Reyes"),
        ("とんぼ測量", None, "Mika Sato"),
        ("Gingerbread Robotics", None, None),
    )
    changes = [
        Change("account", key, None, {k: v for k, v in (("name", name), ("kana", kana), ("csm", csm)) if v is not None})
        for key, (name, kana, csm) in enumerate(named, 1)
    ]
    terms = ((1, date(2027, 1, 31), 24_000_000), (2, date(2027, 1, 6), 12_600_000), (3, date(2027, 8, 31), 900_000))
    changes += [
        Change("contract", key, None, {"account_key": key, "product": "Planloom", "start": end.replace(year=end.year - 1), "end": end, "amount": amount, "basis": "annual", "currency": "JPY", "seats": 100, "auto_renew": True, "notice_n": 30, "notice_unit": "days"})
        for key, end, amount in terms
    ]  # fmt: skip
    changes.append(
        Change("contact", 1, None, {"account_key": 1, "name": "H. Tsukino", "title": "COO", "role": "sponsor"})
    )
    changes.append(
        Change(
            "touchpoint", 1, None, {"account_key": 1, "date": date(2026, 10, 2), "kind": "call", "text": "Rollout call"}
        )
    )
    workspace.apply(ChangeSet(Message("made"), tuple(changes)))
    return workspace
