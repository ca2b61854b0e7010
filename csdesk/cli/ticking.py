"""What an import leaves to be decided and ticked off: who is gone, and what the files add up to beside the book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from csdesk.model.errors import CSDeskError
from csdesk.model.keys import written_key
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.import_session import ImportSession
    from csdesk.app.import_totals import TableTotals
    from csdesk.app.import_vanished import Vanished
    from csdesk.intake.outcome import ImportPlan, TablePlan

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Ticked:
    """What is told of one table beside its plan."""

    vanished: tuple[Vanished, ...] = ()
    totals: TableTotals | None = None

    def as_data(self, text: Callable[[Message], str]) -> dict[str, Any]:
        """For JSON: ``vanished`` and ``totals`` of the table."""
        return {
            "vanished": [_vanished_data(one) for one in self.vanished],
            "totals": None if self.totals is None else self.totals.as_data(text),
        }

    def lines(self, text: Callable[[Message], str]) -> list[str]:
        """For people, below the table."""
        found = []
        for one in self.vanished[:_SHOWN]:
            number = f", {one.number}" if one.number else ""
            found.append(f"missing since {one.file}: {one.account}{number} ({one.decision})")
        if len(self.vanished) > _SHOWN:
            found.append(f"and {len(self.vanished) - _SHOWN} more are missing; see --json")
        if any(one.decision == "keep" for one in self.vanished):
            found.append("nothing ends before you say so: --vanished churned or --vanished ended")
        for column in () if self.totals is None else self.totals.columns:
            book = "" if column.book is None else f", in the book {column.book:,f}"
            found.append(f"{column.file.header}: {column.file.read:,f} {column.file.currency}{book}")
            found += [f"  {text(message)}" for message in column.why]
        return found


def required_decision(word: str) -> str:
    """The word of ``--vanished``.

    Raises:
        CSDeskError: it is none of the three.
    """
    from csdesk.app.import_vanished import DECISIONS

    if word not in DECISIONS:
        raise CSDeskError(
            Message("{word} is no answer to what is missing.", word=word),
            Message("Choose one of: {choices}.", choices=", ".join(DECISIONS)),
        )
    return word


def ticked(session: ImportSession) -> list[Ticked]:
    """What is told of each table of the planned import, before it is written."""
    from csdesk.app.import_totals import planned_totals

    plan = session.plan
    if plan is None:
        return []
    totals = iter(planned_totals(session))
    first = _first_of_sheet(plan)
    return [
        Ticked(
            tuple(one for one in session.vanished if first[one.table] is table),
            next(totals) if table.subject is not None else None,
        )
        for table in plan.tables
    ]


def _first_of_sheet(plan: ImportPlan) -> dict[tuple[str, str], TablePlan]:
    found: dict[tuple[str, str], TablePlan] = {}
    for table in plan.tables:
        found.setdefault((table.source.path, table.sheet), table)
    return found


def files_data(session: ImportSession, told: Sequence[Ticked], text: Callable[[Message], str]) -> list[dict[str, Any]]:
    """The ``files`` of the JSON with both under each table; a suggestion is what the cell most likely means, or null."""
    from csdesk.app.import_mends import mend_of

    if session.plan is None:
        return []
    files: list[dict[str, Any]] = session.plan.as_data(text)
    tables = [table for file in files for table in file["tables"]]
    for table, plan in zip(tables, session.plan.tables, strict=True):
        for shown, problem in zip(table["problems"], plan.problems, strict=True):
            mend = mend_of(problem)
            shown["suggestion"] = None if mend is None else mend.text
    for table, more in zip(tables, told, strict=True):
        table |= more.as_data(text)
    return files


def _vanished_data(one: Vanished) -> dict[str, Any]:
    from csdesk.app.listings import major_number

    return {
        "record": one.record, "key": written_key(one.record, one.key), "account": one.account, "number": one.number,
        "arr": major_number(one.arr, one.currency), "currency": one.currency, "last_file": one.file,
        "last_seen": one.seen_on.isoformat(), "decision": one.decision,
    }  # fmt: skip
