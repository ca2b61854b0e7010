"""What an import would do, as data: nothing here reads, decides or writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from decimal import Decimal
from typing import Any, Protocol

import pandas as pd

from csdesk.intake.decisions import Decisions
from csdesk.intake.hidden import HiddenParts
from csdesk.intake.mapping import ColumnChoice
from csdesk.intake.proposals import Meaning, Proposal
from csdesk.intake.sheets import DroppedRow
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem


class KnownRecords(Protocol):
    """The records a book holds already (frame form: ``model.fields.stored_dtypes``)."""

    def frame(self, record: str) -> pd.DataFrame:
        """All records of that type; never modified."""

    def next_key(self, record: str) -> int:
        """The first key that was never used."""


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What an import needs to know beside the files and the book.

    Attributes:
        as_of: the day the files describe, where they do not say.
        currency: of amounts for which neither a column, a cell, a header nor a title names one.
        forced: header → field code (``custom``, ``ignore``), as a person says now.
        remembered: fingerprint of headers → header → field code, from earlier imports.
        zone: the book's zone; times with a zone become dates of it.
        fiscal_first_month: the month in which a fiscal year starts (for 4月 … 3月).
        same_as: name in the files → the account it means, as a person says now: a key of the book, the name
            of another account of this import, None for an account of its own. An ID, a corporate number or a
            domain of the row counts more.
        decisions: what a person said of single cells, words, sheets and changes.
    """

    as_of: date
    currency: str = "USD"
    forced: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    zone: tzinfo | None = None
    fiscal_first_month: int = 1
    same_as: Mapping[str, Meaning] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=Decisions)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records of one type a table gives, by what becomes of them."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0  # rows
    conflicting: int = 0  # records whose rows contradict each other within the table

    def as_data(self) -> dict[str, int]:
        """For JSON."""
        return {name: getattr(self, name) for name in ("new", "changed", "unchanged", "rejected", "conflicting")}


@dataclass(frozen=True, slots=True)
class Question:
    """A column nobody but a person can name, or two names that may be the same company.

    Attributes:
        column: from 0 in the table, -1 where the question is about a name in the rows.
        choices: field codes, or the written names of existing accounts.
    """

    header: str
    choices: tuple[str, ...]
    message: Message
    column: int = -1


@dataclass(frozen=True, slots=True)
class Origins:
    """Where records came from: entry i of all arrays (int64) is a key, a row and a column of the sheet.

    Attributes:
        columns: from 0 in the sheet, -1 where the record's fields tell; None where they do for all.
    """

    keys: Any
    rows: Any
    columns: Any = None


@dataclass(frozen=True, slots=True)
class ReadTotal:
    """What a money column of a table adds up to in one currency: exact, in major units, every row of the table.

    Attributes:
        field: qualified code of the column.
        cells: how many hold an amount.
        read: the sum of all of them.
        not_taken: of it what stands in rows that give no record: rejected, kept aside.
        merged: of it what a later row of the same record takes the place of.
        passed_over: of it what another amount of the same row counts before (ARR before MRR).
        compared: whether each amount becomes an amount of one record, so that it can be ticked against the book.
    """

    field: str
    header: str
    currency: str
    cells: int
    read: Decimal
    not_taken: Decimal
    merged: Decimal
    passed_over: Decimal
    compared: bool = True


@dataclass(frozen=True, slots=True)
class TableSource:
    """The table as it stood in the file, for "where does this come from".

    Attributes:
        column_numbers: of each header its column in the sheet, from 0.
        fields: column (from 0 in the sheet) → field code.
        cells: Arrow IPC stream, zstd: ``row`` (int64, sheet row) and one string column ``c<n>`` a sheet column n.
        origins: record → where its records came from.
        also: number, header and field of columns that give a second field.
    """

    path: str
    file_name: str
    sha256: str
    sheet: str
    header_row: int
    headers: tuple[str, ...]
    column_numbers: tuple[int, ...]
    fields: Mapping[int, str]
    cells: bytes
    origins: Mapping[str, Origins]
    also: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TablePlan:
    """What one table gives.

    Attributes:
        system: whose export this is, by its headers; "" where no recipe knows them.
    """

    sheet: str
    header_row: int
    rows: int
    subject: str | None
    fingerprint: str
    columns: tuple[ColumnChoice, ...]
    records: Mapping[str, Counts]
    problems: tuple[CellProblem, ...]
    questions: tuple[Question, ...]
    dropped: tuple[DroppedRow, ...]
    source: TableSource
    proposals: tuple[Proposal, ...] = ()
    lists: bool = False
    totals: tuple[ReadTotal, ...] = ()
    system: str = ""

    def as_data(self, text: Any = str) -> dict[str, Any]:
        """For JSON; ``text`` turns a Message into a sentence."""
        return {
            "sheet": self.sheet,
            "system": self.system or None,
            "header_row": self.header_row,
            "rows": self.rows,
            "columns": [
                {"header": c.header, "field": c.field, "confidence": c.confidence, "nothing": c.nothing}
                for c in self.columns
            ],
            "records": {record: counts.as_data() for record, counts in self.records.items()},
            "problems": [
                {"cell": p.cell, "value": p.value, "code": p.code, "severity": p.severity.value, "field": p.field}
                | {"message": text(p.message), "hint": text(p.hint), "suggestion": p.suggestion}
                for p in self.problems
            ],
            "questions": [{"header": q.header, "choices": list(q.choices)} for q in self.questions],
            "proposals": [p.as_data(text) for p in self.proposals],
            "dropped": [{"row": d.row, "reason": d.reason} for d in self.dropped],
        }


@dataclass(frozen=True, slots=True)
class FilePlan:
    """What one file gives; ``refused`` says why it could not be read.

    Attributes:
        notes: what to know about whole sheets: hidden, unreadable, without a table.
        encoding: of a text (the first of a zip), else "".
        encoding_guessed: neither said, nor marked in the file, nor the only one that fits: worth showing.
        hidden: sheets on which something is hidden, to be asked about.
    """

    path: str
    tables: tuple[TablePlan, ...]
    refused: Message | None = None
    notes: tuple[Message, ...] = ()
    encoding: str = ""
    encoding_guessed: bool = False
    hidden: tuple[HiddenParts, ...] = ()

    def as_data(self, text: Any = str) -> dict[str, Any]:
        """For JSON."""
        return {
            "path": self.path,
            "encoding": self.encoding or None,
            "encoding_guessed": self.encoding_guessed,
            "tables": [table.as_data(text) for table in self.tables],
            "refused": None if self.refused is None else text(self.refused),
            "notes": [text(note) for note in self.notes],
            "hidden": [parts.as_data() for parts in self.hidden],
        }


@dataclass(frozen=True, slots=True)
class RecordPlan:
    """What an import does to one record type.

    Attributes:
        inserted: frame form, with final keys.
        updated: one row a change: ``key``, ``field``, ``before``, ``after``: plain Python values
            (text, int, float, bool, ``datetime.date``; None absent).
        withheld: changes in the same form that are not made, because a person or a rule of hers keeps what the
            book says; None where there are none.
    """

    inserted: pd.DataFrame
    updated: pd.DataFrame
    withheld: pd.DataFrame | None = None

    def __bool__(self) -> bool:
        return bool(len(self.inserted) or len(self.updated))


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything an import would do, ready to be shown, changed by other decisions, or written."""

    files: tuple[FilePlan, ...]
    records: Mapping[str, RecordPlan]

    @property
    def changes_nothing(self) -> bool:
        """Whether writing it would leave every record as it is."""
        return not any(self.records.values())

    @property
    def tables(self) -> tuple[TablePlan, ...]:
        """The tables of all files."""
        return tuple(table for file in self.files for table in file.tables)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of all tables."""
        return tuple(question for table in self.tables for question in table.questions)

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """The names of all tables that may mean an account there already is."""
        return tuple(proposal for table in self.tables for proposal in table.proposals)

    def as_data(self, text: Any = str) -> list[dict[str, Any]]:
        """The ``files`` part of what ``csdesk import --json`` prints."""
        return [file.as_data(text) for file in self.files]
