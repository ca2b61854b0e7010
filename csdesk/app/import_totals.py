"""Control totals: what the files of an import add up to beside what the book makes of them, to be ticked off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csdesk.intake.outcome import ReadTotal
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.money import to_major

if TYPE_CHECKING:
    from csdesk.app.import_session import ImportSession
    from csdesk.app.workspace import Workspace
    from csdesk.intake.outcome import ImportPlan, TablePlan
    from csdesk.rules.assessment import Assessment
    from csdesk.rules.frames import Frames

_BASES = {
    "contract.arr": "annual", "contract.mrr": "monthly", "contract.quarterly_amount": "quarterly",
    "contract.total_value": "total", "contract.one_off": "one_off",
}  # fmt: skip
_NOT_TAKEN = Message("{amount} stands in rows that were not taken.")
_MERGED = Message("{amount} stands in rows that later rows of the same record replace.")
_PASSED_OVER = Message("{amount} does not count because another amount stands beside it.")
_KEPT = Message("{amount} is the difference to what you keep from the book.")
_ELSEWHERE = Message("{amount} was changed by other tables or by later changes.")
_SETTING = "totals"  # with what names a table: what its file added up to


@dataclass(frozen=True, slots=True)
class ColumnTotal:
    """A money column in one currency: the file's sum and the book's, in major units.

    Attributes:
        book: the sum of the same field of the records that came from the table; None where it is not compared.
        kept: what the file says more than the book because somebody keeps what the book has.
    """

    file: ReadTotal
    book: Decimal | None
    kept: Decimal = Decimal(0)

    @property
    def difference(self) -> Decimal:
        """What the book holds more than the file; 0 where the two are not compared."""
        return Decimal(0) if self.book is None else self.book - self.file.read

    @property
    def elsewhere(self) -> Decimal:
        """What of the difference is neither left out nor kept: other tables, other files or edits changed it."""
        if self.book is None:
            return Decimal(0)
        file = self.file
        return self.difference + file.not_taken + file.merged + file.passed_over + self.kept

    @property
    def why(self) -> tuple[Message, ...]:
        """Where the difference comes from; empty where there is none."""
        if self.book is None:
            return ()
        parts = (
            (self.file.not_taken, _NOT_TAKEN),
            (self.file.merged, _MERGED),
            (self.file.passed_over, _PASSED_OVER),
            (self.kept, _KEPT),
            (self.elsewhere, _ELSEWHERE),
        )
        currency = self.file.currency  # to be ticked off: in full, not as screens shorten amounts
        return tuple(Message(said.text, amount=f"{part:,f} {currency}") for part, said in parts if part)


@dataclass(frozen=True, slots=True)
class TableTotals:
    """What a table adds up to, and what the book holds of it.

    Attributes:
        rows: of the table; ``taken`` of them gave at least one record.
        records: record type → how many records of the book came from the table or were confirmed by it.
        arr: currency → what its contracts are worth a year on the day, in major units; None where an
            exchange rate is missing.
    """

    path: str
    file: str
    sheet: str
    rows: int
    taken: int
    records: Mapping[str, int]
    columns: tuple[ColumnTotal, ...]
    arr: Mapping[str, Decimal] | None

    def as_data(self, text: Any = str) -> dict[str, Any]:
        """For JSON, amounts in major units; ``text`` turns a Message into a sentence."""
        return {
            "rows": self.rows, "taken": self.taken, "records": dict(self.records),
            "columns": [
                {
                    "field": c.file.field, "header": c.file.header, "currency": c.file.currency, "cells": c.file.cells,
                    "file": _number(c.file.read), "book": None if c.book is None else _number(c.book),
                    "difference": _number(c.difference), "why": [text(message) for message in c.why],
                }
                for c in self.columns
            ],
            "arr": None if self.arr is None else {currency: _number(amount) for currency, amount in self.arr.items()},
        }  # fmt: skip


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def control_totals(session: ImportSession, later: Assessment) -> tuple[TableTotals, ...]:
    """The totals of every table of a planned import that gives anything; ``later``: of the book after it."""
    plan = session.plan
    if plan is None:
        raise ValueError("the import has not been planned")
    frames, reporting = later.frames, session.workspace.policies.revenue.currency
    arr = _Worth(later)
    found = []
    for table in plan.tables:
        if table.subject is None:
            continue
        keys = {record: np.unique(origin.keys) for record, origin in table.source.origins.items()}
        columns = _compared(table.totals, _kept(plan, table, keys), keys, frames, reporting)
        found.append(
            TableTotals(
                table.source.path, table.source.file_name, table.sheet, table.rows, _taken(table),
                _counts(frames, keys), columns, arr.of(keys),
            )
        )  # fmt: skip
    return tuple(found)


def planned_totals(session: ImportSession) -> tuple[TableTotals, ...]:
    """The same, with the book after the import assessed here."""
    if session.plan is None:
        raise ValueError("the import has not been planned")
    return control_totals(session, session.planned(session.plan).assessment)


class _Worth:
    """What contracts are worth a year on the day of an assessment."""

    def __init__(self, assessment: Assessment) -> None:
        from csdesk.rules.ledger import counted

        self._lines: pd.DataFrame | None = None
        with suppress(CSDeskError):  # a missing exchange rate: the sums of the file stand all the same
            self._lines = assessment.ledger[counted(assessment.ledger, assessment.as_of)]

    def of(self, keys: Mapping[str, Any]) -> dict[str, Decimal] | None:
        """By currency, of these records' contracts, in major units; None where an exchange rate is missing."""
        if self._lines is None:
            return None
        own = self._lines[self._lines["contract_key"].isin(keys.get("contract", ()))]
        sums = own.groupby("currency", sort=True)["annual_own"].sum()
        return {str(currency): to_major(int(minor), str(currency)) for currency, minor in sums.items()}


def _taken(table: TablePlan) -> int:
    rows = [origin.rows for origin in table.source.origins.values()]
    return len(np.unique(np.concatenate(rows))) if rows else 0


def _counts(frames: Frames, keys: Mapping[str, Any]) -> dict[str, int]:
    return {record: int(np.isin(frames.frame(record)["key"].to_numpy(), own).sum()) for record, own in keys.items()}


def _kept(plan: ImportPlan, table: TablePlan, keys: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Record → changes of its amounts that are not made (form of ``RecordPlan.updated``), of this table's records."""
    found = {}
    for record in {total.field.split(".")[0] for total in table.totals} & keys.keys():
        withheld = plan.records[record].withheld if record in plan.records else None
        if withheld is not None:
            found[record] = withheld[withheld["key"].isin(keys[record])]
    return found


def _compared(
    totals: Sequence[ReadTotal],
    kept: Mapping[str, pd.DataFrame],
    keys: Mapping[str, Any],
    frames: Frames,
    reporting: str,
) -> tuple[ColumnTotal, ...]:
    found = []
    codes = {total.field for total in totals}
    for total in totals:
        record = total.field.split(".")[0]
        if not total.compared or record not in keys:
            found.append(ColumnTotal(total, None))
            continue
        frame = frames.frame(record)
        rows = frame[frame["key"].isin(keys[record])]
        rows = rows[(rows["currency"].fillna(reporting) == total.currency).to_numpy(dtype=bool)]
        name, rows = _stored(total.field, rows, codes)
        book = to_major(int(rows[name].fillna(0).sum()), total.currency)
        found.append(ColumnTotal(total, book, _kept_of(kept.get(record), name, rows, total.currency)))
    return tuple(found)


def _stored(code: str, rows: pd.DataFrame, codes: set[str]) -> tuple[str, pd.DataFrame]:
    """The stored field a column becomes, and those of the records that got it from this column."""
    record, _, name = code.partition(".")
    if record != "contract" or name == "list_price":
        return name, rows
    basis = rows["basis"].fillna("")
    if name == "amount":
        others = {_BASES[other] for other in codes if other in _BASES} | {"one_off"}
        return "amount", rows[~basis.isin(others).to_numpy(dtype=bool)]
    return "amount", rows[(basis == _BASES[code]).to_numpy(dtype=bool)]


def _kept_of(withheld: pd.DataFrame | None, name: str, rows: pd.DataFrame, currency: str) -> Decimal:
    if withheld is None:
        return Decimal(0)
    own = withheld[(withheld["field"] == name).to_numpy(dtype=bool) & withheld["key"].isin(rows["key"]).to_numpy()]
    more = sum((after or 0) - (before or 0) for before, after in zip(own["before"], own["after"], strict=True))
    return to_major(int(more), currency)


def totals_settings(plan: ImportPlan) -> dict[str, object]:
    """What the book keeps of the files' sums, as settings by table."""
    kept: dict[str, object] = {}
    for table in plan.tables:
        if table.subject is None:
            continue
        kept[_name(table.source.sha256, table.sheet, table.header_row)] = {
            "rows": table.rows,
            "taken": _taken(table),
            "columns": [_stored_total(total) for total in table.totals],
        }
    return kept


def _name(sha256: str, sheet: str, header_row: int) -> str:
    return f"{_SETTING}:{sha256[:16]}:{header_row}:{sheet}"


def _stored_total(total: ReadTotal) -> dict[str, object]:
    sums = {name: str(getattr(total, name)) for name in ("read", "not_taken", "merged", "passed_over")}
    return {
        "field": total.field, "header": total.header, "currency": total.currency, "cells": total.cells,
        "compared": total.compared, **sums,
    }  # fmt: skip


def _read_total(data: Mapping[str, Any]) -> ReadTotal:
    sums = {name: Decimal(data[name]) for name in ("read", "not_taken", "merged", "passed_over")}
    return ReadTotal(**{**data, **sums})


def totals_of_sources(workspace: Workspace, assessment: Assessment) -> dict[int, TableTotals]:
    """The totals of every imported table as the book is now, by the table's number.

    Tables of a time when the sums of files were not kept are left out.
    """
    found: dict[int, TableTotals] = {}
    frames, reporting = workspace.book.frames, workspace.policies.revenue.currency
    arr: _Worth | None = None
    for source in workspace.book.sources():
        kept = workspace.book.settings.get(_name(source.sha256, source.sheet, source.header_row))
        if kept is None:
            continue
        arr = arr or _Worth(assessment)
        keys: dict[str, Any] = workspace.book.source_keys(source.table_id)
        columns = _compared([_read_total(data) for data in kept["columns"]], {}, keys, frames, reporting)
        found[source.table_id] = TableTotals(
            source.path, source.file_name, source.sheet, kept["rows"], kept["taken"], _counts(frames, keys), columns,
            arr.of(keys),
        )  # fmt: skip
    return found
