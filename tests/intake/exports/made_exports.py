"""Invented files in the shape of known exports, read and planned as the program does it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from csdesk.intake.delimited import read_delimited
from csdesk.intake.limits import Limits
from csdesk.intake.outcome import ImportPlan, PlanOptions
from csdesk.intake.plan import make_plan
from csdesk.intake.sheets import Workbook
from csdesk.intake.workbook import read_sheets
from csdesk.intake.workbook_tables import tables_of
from csdesk.intake.zipped_texts import read_zipped
from tests.intake.made_tables import AS_OF, Book, applied, plan_of, records_of, table_of

Record = dict[str, Any]


def imported(
    path: Path, text: str | None = None, encoding: str = "utf-8", book: Book | None = None, **said: Any
) -> ImportPlan:
    """The plan of the file, written first where its text is given; nothing is said about it but what a test says.

    The same file a second time must change nothing.
    """
    if text is not None:
        path.write_bytes(text.encode(encoding))
    workbook = _read_here(path)
    options = PlanOptions(AS_OF, said.pop("currency", "USD"), **said)
    files = [(str(path), workbook, tables_of(workbook, path.name))]
    plan = make_plan(files, book or Book(), options)
    assert make_plan(files, _after(book or Book(), plan), options).changes_nothing
    return plan


def _after(book: Book, plan: ImportPlan) -> Book:
    """The book as it is once the plan is written."""
    after = Book()
    after.frames = dict(book.frames)
    for record, change in plan.records.items():
        after.frames[record] = applied(after.frame(record), change.inserted, change.updated)
    return after


def _read_here(path: Path) -> Workbook:
    """What ``read_workbook`` gives, without the worker process."""
    if path.suffix == ".xlsx":
        return Workbook(str(path), "xlsx", tuple(read_sheets(path, "xlsx", Limits())), "0" * 64)
    if path.suffix == ".zip":
        return Workbook(str(path), "zip", tuple(text.sheet for text in read_zipped(path, Limits())), "0" * 64)
    found = read_delimited(path.read_bytes(), path.stem, Limits())
    return Workbook(str(path), "delimited", (found.sheet,), "0" * 64, found.encoding, found.delimiter)


def customers(*rows: tuple[str, str] | tuple[str, str, str]) -> Book:
    """A book that knows these customers: name, id and (if given) domain; their keys count from 1."""
    return Book(plan_of(table_of(["Account Name", "Account ID", "Domain"], *((*r, None)[:3] for r in rows))))


def with_contacts(book: Book, *rows: tuple[str, str, str]) -> Book:
    """The book with contacts as well: customer's name, contact's name, e-mail."""
    plan = plan_of(table_of(["Account Name", "Contact Name", "Email", "Title"], *((*r, None) for r in rows)), book=book)
    book.frames["contact"] = plan.records["contact"].inserted
    return book


def whole(plan: ImportPlan, *records: str) -> dict[str, list[Record]]:
    """Every new record by type, without keys; custom columns as a mapping. A test names the types it expects."""
    found = {record: [_read(r) for r in records_of(plan, record)] for record in plan.records if plan.records[record]}
    assert set(found) == set(records)
    return found


def _read(record: Record) -> Record:
    plain = {name: value for name, value in record.items() if name != "key"}
    return plain | ({"custom": json.loads(plain["custom"])} if "custom" in plain else {})


def reasons(plan: ImportPlan) -> dict[str, str]:
    """Header → why its column is what it is."""
    return {c.header: str(c.reason) for table in plan.tables for c in table.columns}


def undisturbed(plan: ImportPlan) -> bool:
    """Whether nothing had to be asked and no cell was doubtful; that there is nothing to take may be said."""
    doubtful = [p for table in plan.tables for p in table.problems if p.code != "nothing_to_take"]
    return not plan.questions and not doubtful


def dropped(plan: ImportPlan) -> list[tuple[int, str]]:
    """(row, reason) of every row that was left out."""
    return [(d.row, d.reason) for table in plan.tables for d in table.dropped]
