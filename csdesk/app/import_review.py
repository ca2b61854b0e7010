"""What an import would do, counted and compared, for a person to look at before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import pandas as pd

from csdesk.app.edits import plain_value
from csdesk.app.import_writing import PlannedFrames, settled_policies
from csdesk.model.fields import record_type
from csdesk.model.problems import CellProblem

if TYPE_CHECKING:
    from csdesk.app.import_session import ImportSession
    from csdesk.intake.outcome import ImportPlan
    from csdesk.rules.assessment import Assessment

SHOWN_CHANGES = 2000  # changes listed one by one; the counts hold all
SHOWN_PROBLEMS = 2000


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field of a known record that would change."""

    record: str
    key: int
    account: str
    contract: str
    field: str
    before: object
    after: object
    currency: str


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A bad cell, with its file and the account of its row, where that is known."""

    file: str
    problem: CellProblem


@dataclass(frozen=True, slots=True)
class Effect:
    """The book before and after; amounts in minor units of the reporting currency."""

    accounts: tuple[int, int]
    arr: tuple[int | None, int | None]
    due: tuple[int, int]  # accounts that renew within 90 days
    currency: str


@dataclass(frozen=True, slots=True)
class Review:
    """Everything the review step shows. Counts are of records."""

    new: int
    changed: int
    unchanged: int
    rejected: int
    new_by_record: dict[str, int]
    changes: tuple[ChangedField, ...]
    change_count: int
    problems: tuple[FoundProblem, ...]
    problem_count: int
    effect: Effect


def review_of(session: ImportSession, now: Assessment) -> Review:
    """The review of a planned import beside the assessment of the book as it is; nothing is written."""
    plan = session.plan
    if plan is None:
        raise ValueError("the import has not been planned")
    counts = [counts for table in plan.tables for counts in table.records.values()]
    problems = (FoundProblem(t.source.file_name, p) for t in plan.tables for p in t.problems)
    return Review(
        new=sum(c.new for c in counts),
        changed=sum(c.changed for c in counts),
        unchanged=sum(c.unchanged for c in counts),
        rejected=sum(c.rejected for c in counts),
        new_by_record={record: len(made.inserted) for record, made in plan.records.items() if len(made.inserted)},
        changes=tuple(_changes(session, plan)),
        change_count=sum(len(made.updated) for made in plan.records.values()),
        problems=tuple(islice(problems, SHOWN_PROBLEMS)),
        problem_count=sum(len(table.problems) for table in plan.tables),
        effect=_effect(session, plan, now),
    )


def _changes(session: ImportSession, plan: ImportPlan) -> Sequence[ChangedField]:
    shown: list[tuple[str, pd.DataFrame]] = []
    for record, made in plan.records.items():
        known = {f.name for f in record_type(record).fields} | {"custom"}
        left = SHOWN_CHANGES - sum(len(rows) for _, rows in shown)
        rows = made.updated[made.updated["field"].isin(known)].head(left)
        if len(rows):
            shown.append((record, rows))
    frame, reporting = session.workspace.frame, session.workspace.policies.revenue.currency
    found: list[ChangedField] = []
    for record, rows in shown:
        keys = set(rows["key"].tolist())
        contracts = {key: key for key in keys} if record == "contract" else {}
        owners = {key: key for key in keys} if record == "account" else _named(frame(record), "account_key", keys)
        names = _named(frame("account"), "name", set(owners.values()))
        numbers = _named(frame("contract"), "external_id", set(contracts.values()))
        for row in rows.itertuples(index=False):
            key = int(row.key)
            found.append(
                ChangedField(
                    record, key, str(names.get(owners.get(key), "")), str(numbers.get(contracts.get(key), "")),
                    str(row.field), plain_value(row.before), plain_value(row.after), reporting,
                )
            )  # fmt: skip
    return found


def _named(frame: pd.DataFrame, column: str, keys: set[Any]) -> dict[Any, Any]:
    """Key → value of a column, of these records where they have one."""
    if column not in frame.columns:
        return {}
    rows = frame.loc[frame["key"].isin(keys), ["key", column]].dropna()
    return dict(zip(rows["key"].tolist(), rows[column].tolist(), strict=True))


def _effect(session: ImportSession, plan: ImportPlan, now: Assessment) -> Effect:
    from csdesk.rules.assessment import assess
    from csdesk.rules.headline import headline

    workspace = session.workspace
    frames = PlannedFrames(workspace.book.frames, plan)
    policies = settled_policies(workspace, plan, frames, session.fallback_currency(), session.as_of)
    policies = policies or workspace.policies
    before, after = headline(now), headline(assess(frames, policies, now.as_of, now))
    return Effect(
        accounts=(before.accounts, after.accounts),
        arr=(before.arr, after.arr),
        due=(before.due, after.due),
        currency=policies.revenue.currency,
    )
