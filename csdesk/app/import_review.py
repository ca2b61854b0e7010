"""What an import would do, counted and compared, for a person to look at before it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from csdesk.app.import_changes import ChangedField
from csdesk.app.import_lists import ReviewLists
from csdesk.app.import_new import NewRecord
from csdesk.app.import_place import ProblemCounts
from csdesk.app.import_problems import FoundProblem
from csdesk.app.import_totals import TableTotals, control_totals
from csdesk.app.import_vanished import Vanished

if TYPE_CHECKING:
    from csdesk.app.import_session import ImportSession
    from csdesk.intake.outcome import ImportPlan
    from csdesk.rules.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Effect:
    """The book before and after; amounts in minor units of the reporting currency."""

    accounts: tuple[int, int]
    arr: tuple[int | None, int | None]
    due: tuple[int, int]  # accounts that renew within 90 days
    currency: str
    moved: int = 0  # contracts of the book whose renewal date is another one after it
    rescored: int = 0  # accounts whose health is worked out anew: a record of theirs is new or changes


@dataclass(frozen=True, slots=True)
class Review:
    """Everything the review step shows. Counts are of records, and of all; of each list only the beginning is here.

    Attributes:
        changes: the first of them, taken and withheld; ``change_groups`` counts them all by group,
            ``change_taken`` those that are made, and ``change_codes`` says which fields are in each group.
        rows: of all tables that are read; ``rejected`` of them give nothing.
        new_records: the first of them.
        totals: what each table adds up to beside what the book makes of it.
        vanished: the first of what stood in earlier files of the same sources and is missing now.
    """

    new: int
    changed: int
    unchanged: int
    rejected: int
    new_by_record: dict[str, int]
    changes: tuple[ChangedField, ...]
    change_count: int
    withheld_count: int
    problems: tuple[FoundProblem, ...]
    problem_counts: ProblemCounts
    effect: Effect
    change_groups: dict[str, int] = field(default_factory=dict)
    change_taken: dict[str, int] = field(default_factory=dict)
    change_codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: int = 0
    new_records: tuple[NewRecord, ...] = ()
    vanished: tuple[Vanished, ...] = ()
    vanished_count: int = 0
    totals: tuple[TableTotals, ...] = ()


def review_of(session: ImportSession, now: Assessment, lists: ReviewLists | None = None) -> Review:
    """The review of a planned import beside the assessment of the book as it is; nothing is written.

    ``lists`` are those of its plan, where they are kept to be looked at further down.
    """
    plan = session.plan
    if plan is None:
        raise ValueError("the import has not been planned")
    listed = lists or ReviewLists(session, plan)
    counts = [counts for table in plan.tables for counts in table.records.values()]
    later = _later(session, plan, now)
    return Review(
        new=sum(c.new for c in counts),
        changed=sum(made.updated["key"].nunique() for made in plan.records.values()),
        unchanged=sum(c.unchanged for c in counts),
        rejected=sum(c.rejected for c in counts),
        new_by_record={record: len(made.inserted) for record, made in plan.records.items() if len(made.inserted)},
        changes=listed.changes(),
        change_count=sum(len(made.updated) for made in plan.records.values()),
        withheld_count=sum(len(made.withheld) for made in plan.records.values() if made.withheld is not None),
        problems=listed.found(),
        problem_counts=listed.problems.counts(),
        effect=_effect(session, plan, now, later),
        change_groups=listed.counted(listed.differences),
        change_taken=listed.taken(),
        change_codes=listed.codes(),
        rows=sum(table.rows for table in plan.tables if table.subject is not None),
        new_records=listed.new(),
        vanished=listed.gone(),
        vanished_count=len(session.vanished),
        totals=control_totals(session, later),
    )


def _later(session: ImportSession, plan: ImportPlan, now: Assessment) -> Assessment:
    """The book as it would be after the import, assessed."""
    return session.planned(plan, now).assessment


def _effect(session: ImportSession, plan: ImportPlan, now: Assessment, later: Assessment) -> Effect:
    from csdesk.rules.headline import headline

    before, after = headline(now), headline(later)
    return Effect(
        accounts=(before.accounts, after.accounts),
        arr=(before.arr, after.arr),
        due=(before.due, after.due),
        currency=later.policies.revenue.currency,
        moved=_moved(now, later),
        rescored=_rescored(session, plan),
    )


def _rescored(session: ImportSession, plan: ImportPlan) -> int:
    """How many accounts have a record that is new or changes, or are one."""
    touched: list[pd.Series] = []
    for record, made in plan.records.items():
        if record == "account":
            touched += [made.inserted["key"], made.updated["key"]]
        elif "account_key" in made.inserted.columns:
            known = session.workspace.frame(record)
            touched.append(made.inserted["account_key"])
            touched.append(known.loc[known["key"].isin(made.updated["key"]), "account_key"])
    keys = [part.dropna().astype("int64") for part in touched if len(part)]
    return int(pd.concat(keys, ignore_index=True).nunique()) if keys else 0


def _moved(now: Assessment, later: Assessment) -> int:
    """How many contracts of the book renew on another day after the import."""
    columns = ["contract_key", "renewal_on"]
    both = now.states[columns].merge(later.states[columns], on="contract_key", suffixes=("", "_later")).dropna()
    return int((both["renewal_on"] != both["renewal_on_later"]).sum())
