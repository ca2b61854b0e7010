"""The cells that an import could not take, kept with it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from csdesk.book.journal import COUNTS
from csdesk.book.stored_messages import as_json, of_json
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, Severity


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A problem and the file it stands in."""

    file: str
    problem: CellProblem


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """A problem of an import that counts; what the cell problem says can be asked of this, too."""

    entry: int
    imported_at: datetime
    file: str
    problem: CellProblem

    @property
    def sheet(self) -> str:
        """The sheet it stands on."""
        return self.problem.sheet

    @property
    def cell(self) -> str:
        """Its address, e.g. ``D47``."""
        return self.problem.cell

    @property
    def value(self) -> str:
        """The text in the cell."""
        return self.problem.value

    @property
    def code(self) -> str:
        """What is wrong, as a stable code."""
        return self.problem.code

    @property
    def message(self) -> Message:
        """What is wrong, as a sentence."""
        return self.problem.message

    @property
    def hint(self) -> Message:
        """What to do about it."""
        return self.problem.hint


def store_problems(connection: Connection, entry: int, problems: Iterable[CellProblem | FileProblem]) -> None:
    """Keep the problems of an import."""
    located = (p if isinstance(p, FileProblem) else FileProblem("", p) for p in problems)
    rows = [(entry, p.file, _json(p.problem)) for p in located]
    if rows:
        connection.exec_driver_sql("INSERT INTO problem (entry, file, problem) VALUES (?, ?, ?)", rows)


def problems(connection: Connection) -> list[ImportProblem]:
    """The problems of all imports that count: the latest import first, within it as they stood."""
    rows = connection.exec_driver_sql(
        "SELECT p.entry, e.at, p.file, p.problem FROM problem p JOIN entry e ON e.id = p.entry"
        f" WHERE {COUNTS} ORDER BY p.entry DESC, p.id"
    )
    return [ImportProblem(entry, datetime.fromisoformat(at), file, _read(text)) for entry, at, file, text in rows]


def _json(p: CellProblem) -> str:
    data = [p.code, p.severity.value, p.sheet, p.row, p.column, p.value, as_json(p.message), as_json(p.hint)]
    return json.dumps([*data, p.field, p.suggestion], ensure_ascii=False, separators=(",", ":"))


def _read(text: str) -> CellProblem:
    code, severity, sheet, row, column, value, message, hint, field, suggestion = json.loads(text)
    return CellProblem(
        code, Severity(severity), sheet, row, column, value, of_json(message), of_json(hint), field, suggestion
    )
