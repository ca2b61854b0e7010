"""What an import would do, counted and compared, for a person to look at before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import pandas as pd

from csdesk.app.edits import plain_value
from csdesk.app.import_writing import planned_frames, settled_policies
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
    frames = planned_frames(session.workspace.book.frames, plan)
    accounts = _names(frames.frame("account"), "name")
    contracts = frames.frame("contract")
    numbers, owners = _names(contracts, "external_id"), _names(contracts, "account_key")
    reporting = session.workspace.policies.revenue.currency
    found: list[ChangedField] = []
    for record, made in plan.records.items():
        owner_of = _names(frames.frame(record), "account_key") if record != "account" else {}
        known = {f.name for f in record_type(record).fields} | {"custom"}
        for row in made.updated.head(SHOWN_CHANGES - len(found)).itertuples(index=False):
            if row.field not in known:
                continue
            key = int(row.key)
            contract = key if record == "contract" else -1
            owner = key if record == "account" else owners.get(contract, owner_of.get(key))
            found.append(
                ChangedField(
                    record, key, str(accounts.get(owner, "")), str(numbers.get(contract, "")), str(row.field),
                    plain_value(row.before), plain_value(row.after), reporting,
                )
            )  # fmt: skip
    return found


def _names(frame: pd.DataFrame, column: str) -> dict[object, object]:
    if column not in frame.columns:
        return {}
    named = frame[["key", column]].dropna()
    return dict(zip(named["key"].tolist(), named[column].tolist(), strict=True))


def _effect(session: ImportSession, plan: ImportPlan, now: Assessment) -> Effect:
    from csdesk.rules.assessment import assess

    workspace = session.workspace
    policies = settled_policies(workspace, plan, session.fallback_currency(), session.as_of) or workspace.policies
    after = assess(planned_frames(workspace.book.frames, plan), policies, now.as_of, now)
    return Effect(
        accounts=(len(now.accounts), len(after.accounts)),
        arr=(_total(now), _total(after)),
        due=(_due(now), _due(after)),
        currency=policies.revenue.currency,
    )


def _total(assessment: Assessment) -> int | None:
    arr = assessment.accounts["arr"]
    return int(arr.sum()) if arr.notna().any() else None


def _due(assessment: Assessment) -> int:
    days = assessment.accounts["renewal_on"]
    start = pd.Timestamp(assessment.as_of)
    return int(((days >= start) & (days <= start + pd.Timedelta(days=90))).sum())
