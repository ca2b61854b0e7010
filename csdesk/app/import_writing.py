"""An import plan as what the book writes: batches, sources, problems; and the book as it would be after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from csdesk.book.batches import Batch
from csdesk.book.problems import FileProblem
from csdesk.book.provenance import SourceTable
from csdesk.intake.outcome import ImportPlan, Origins, RecordPlan, TableSource
from csdesk.model.errors import CSDeskError
from csdesk.model.fields import record_types, stored_dtypes
from csdesk.model.policies import Policies
from csdesk.rules.ledger import arr_by_account
from csdesk.rules.touch import frozen_cutoffs

if TYPE_CHECKING:
    from csdesk.app.import_session import ImportSession
    from csdesk.rules.assessment import Assessment
    from csdesk.rules.frames import Frames


@dataclass(frozen=True, slots=True)
class PlannedBook:
    """The book as it would be after a plan.

    Attributes:
        settled: its policies, where the first import with contracts settles some.
        assessment: what follows from it on the day the files describe.
    """

    plan: ImportPlan
    settled: Policies | None
    assessment: Assessment


def planned_book(session: ImportSession, plan: ImportPlan, now: Assessment | None = None) -> PlannedBook:
    """The book after the plan; what the plan leaves as it is comes from the conclusions of today, where given.

    The first import with contracts settles the reporting currency and the cut-offs; a book whose currency or
    cut-offs were chosen keeps them.
    """
    from csdesk.rules.assessment import assess

    workspace, as_of = session.workspace, session.as_of
    frames, policies = PlannedFrames(workspace.book.frames, plan), workspace.policies
    contracts = plan.records.get("contract")
    if contracts is None or not len(contracts.inserted) or workspace.next_key("contract") != 1:
        return PlannedBook(plan, None, assess(frames, policies, as_of, now))
    policies = _with_currency(policies, plan, session.fallback_currency())
    assessment = assess(frames, policies, as_of, now)
    if policies.touch.high_from is None:
        with suppress(CSDeskError):  # without a rate amounts cannot be compared; it may come with the next file
            policies = _with_cutoffs(assessment)
            assessment = assess(frames, policies, as_of, assessment)
    return PlannedBook(plan, policies if policies != workspace.policies else None, assessment)


def batches_of(plan: ImportPlan) -> list[Batch]:
    """One batch a record type that changes, in the order in which they depend on each other."""
    found = [(record, plan.records[record]) for record in record_types() if plan.records.get(record)]
    return [Batch(record, made.inserted, made.updated) for record, made in found]


def sources_of(plan: ImportPlan) -> list[SourceTable]:
    """The tables as they stood, with which row gave which record."""
    return [_source(table.source) for table in plan.tables]


def _source(source: TableSource) -> SourceTable:
    columns = tuple(
        (number, header, source.fields.get(number))
        for number, header in zip(source.column_numbers, source.headers, strict=True)
    )
    return SourceTable(
        path=source.path,
        file_name=source.file_name,
        sha256=source.sha256,
        sheet=source.sheet,
        header_row=source.header_row,
        columns=(*columns, *source.also),
        cells=source.cells,
        origins={record: _places(origin) for record, origin in source.origins.items()},
    )


def _places(origin: Origins) -> tuple[Any, ...]:
    known = (origin.keys, origin.rows)
    return known if origin.columns is None else (*known, origin.columns)


def problems_of(plan: ImportPlan) -> Iterable[FileProblem]:
    """Every bad cell with its file."""
    for table in plan.tables:
        for problem in table.problems:
            yield FileProblem(table.source.file_name, problem)


def _with_currency(policies: Policies, plan: ImportPlan, fallback: str) -> Policies:
    """The policies with the currency of most contracts as that of the book, unless somebody chose one."""
    contracts = plan.records["contract"]
    if policies.revenue.currency != "USD":
        return policies
    used = contracts.inserted["currency"].dropna()
    reporting = str(used.mode().iloc[0]) if len(used) else fallback
    return replace(policies, revenue=replace(policies.revenue, currency=reporting))


def _with_cutoffs(assessment: Assessment) -> Policies:
    """The policies with the cut-offs that the values of the accounts suggest."""
    policies = assessment.policies
    cutoffs = frozen_cutoffs(arr_by_account(assessment.ledger, assessment.as_of), policies.touch)
    if cutoffs is None:
        return policies
    return replace(policies, touch=replace(policies.touch, high_from=cutoffs.high_from, low_from=cutoffs.low_from))


class PlannedFrames:
    """The frames as they would be after the import, each made when it is asked for; nothing is written."""

    def __init__(self, frames: Frames, plan: ImportPlan) -> None:
        self._now, self._plan = frames, plan
        self._made: dict[str, pd.DataFrame] = {}

    def frame(self, record: str) -> pd.DataFrame:
        """All records of that type."""
        made = self._plan.records.get(record)
        if not made:
            return self._now.frame(record)
        if record not in self._made:
            self._made[record] = _after(self._now.frame(record), record, made)
        return self._made[record]

    def version(self, record: str) -> int:
        """One more than the book's, where the import changes records of that type."""
        return self._now.version(record) + (1 if self._plan.records.get(record) else 0)


def _after(now: pd.DataFrame, record: str, made: RecordPlan) -> pd.DataFrame:
    dtypes: Mapping[str, str] = stored_dtypes(record)
    changed = now
    if len(made.updated):
        changed = now.set_index("key").copy()
        for name, group in made.updated.groupby("field"):
            values = pd.Series(group["after"].tolist(), index=group["key"].tolist()).astype(dtypes[str(name)])
            changed.loc[values.index, str(name)] = values
        changed = changed.reset_index()[list(now.columns)]
    if not len(made.inserted):
        return changed
    added = made.inserted.reindex(columns=list(dtypes)).astype(dict(dtypes))
    return added if not len(changed) else pd.concat([changed, added], ignore_index=True)
