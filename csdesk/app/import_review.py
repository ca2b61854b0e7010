"""What an import would do, counted and compared, for a person to look at before it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from csdesk.app.import_changes import ChangedField, all_differences, changed_fields
from csdesk.app.import_new import NewRecord, new_records
from csdesk.app.import_problems import FoundProblem, found_problems
from csdesk.app.import_totals import TableTotals, control_totals
from csdesk.app.import_vanished import SHOWN_VANISHED, Vanished
from csdesk.app.import_writing import PlannedFrames, settled_policies

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


@dataclass(frozen=True, slots=True)
class Review:
    """Everything the review step shows. Counts are of records.

    Attributes:
        changes: at most ``SHOWN_CHANGES`` of them, taken and withheld; ``change_groups`` counts them all by group.
        rows: of all tables that are read; ``rejected`` of them give nothing.
        new_records: at most ``SHOWN_NEW`` of them.
        totals: what each table adds up to beside what the book makes of it.
        vanished: at most ``SHOWN_VANISHED`` of what stood in earlier files of the same sources and is missing now.
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
    problem_count: int
    effect: Effect
    change_groups: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    new_records: tuple[NewRecord, ...] = ()
    vanished: tuple[Vanished, ...] = ()
    vanished_count: int = 0
    totals: tuple[TableTotals, ...] = ()


def review_of(session: ImportSession, now: Assessment) -> Review:
    """The review of a planned import beside the assessment of the book as it is; nothing is written."""
    plan = session.plan
    if plan is None:
        raise ValueError("the import has not been planned")
    counts = [counts for table in plan.tables for counts in table.records.values()]
    differences = all_differences(plan)
    later = _later(session, plan, now)
    return Review(
        new=sum(c.new for c in counts),
        changed=sum(made.updated["key"].nunique() for made in plan.records.values()),
        unchanged=sum(c.unchanged for c in counts),
        rejected=sum(c.rejected for c in counts),
        new_by_record={record: len(made.inserted) for record, made in plan.records.items() if len(made.inserted)},
        changes=tuple(changed_fields(session, differences)),
        change_count=sum(len(made.updated) for made in plan.records.values()),
        withheld_count=sum(len(made.withheld) for made in plan.records.values() if made.withheld is not None),
        problems=tuple(found_problems(session, plan)),
        problem_count=sum(len(table.problems) for table in plan.tables),
        effect=_effect(now, later),
        change_groups=differences["group"].value_counts().to_dict(),
        rows=sum(table.rows for table in plan.tables if table.subject is not None),
        new_records=tuple(new_records(session, plan)),
        vanished=session.vanished[:SHOWN_VANISHED],
        vanished_count=len(session.vanished),
        totals=control_totals(session, later),
    )


def _later(session: ImportSession, plan: ImportPlan, now: Assessment) -> Assessment:
    """The book as it would be after the import, assessed."""
    from csdesk.rules.assessment import assess

    workspace = session.workspace
    frames = PlannedFrames(workspace.book.frames, plan)
    policies = settled_policies(workspace, plan, frames, session.fallback_currency(), session.as_of)
    return assess(frames, policies or workspace.policies, now.as_of, now)


def _effect(now: Assessment, later: Assessment) -> Effect:
    from csdesk.rules.headline import headline

    before, after = headline(now), headline(later)
    return Effect(
        accounts=(before.accounts, after.accounts),
        arr=(before.arr, after.arr),
        due=(before.due, after.due),
        currency=later.policies.revenue.currency,
        moved=_moved(now, later),
    )


def _moved(now: Assessment, later: Assessment) -> int:
    """How many contracts of the book renew on another day after the import."""
    columns = ["contract_key", "renewal_on"]
    both = now.states[columns].merge(later.states[columns], on="contract_key", suffixes=("", "_later")).dropna()
    return int((both["renewal_on"] != both["renewal_on_later"]).sum())
