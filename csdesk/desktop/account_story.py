"""Everything the account page shows beside the side pane's details. No Qt; worked out off the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from csdesk.app.edits import plain_value
from csdesk.desktop.account_details import AccountDetails, account_details, health_part_list

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.rules.assessment import Assessment

Row = Mapping[str, object]
RECENT = 60
# Of a source record the field whose cell is shown.
SOURCE_FIELDS = {
    "measurement": "value", "ticket": "opened", "response": "score", "invoice": "due", "touchpoint": "date",
    "account": "sentiment", "event": "date",
}  # fmt: skip
# What the tabs list, and the field each list is ordered by: newest first, plans in the order of their time.
TABLES = {
    "objective": "start", "task": "start", "touchpoint": "date", "ticket": "opened", "response": "date", "feedback": "date",
    "contact": "name", "alias": "text",
}  # fmt: skip
RISING = frozenset({"start", "name", "text"})


@dataclass(frozen=True, slots=True)
class PartSource:
    """Where a health component's latest fact stands: ``usage.xlsx, Usage!F18``; the number of facts behind it."""

    file: str
    place: str
    facts: int


@dataclass(frozen=True, slots=True)
class AccountStory:
    """The account's row and parts, and its records as plain rows, newest first."""

    details: AccountDetails
    changes: Mapping[str, float]  # component → points of the model gained since ``compared_to``
    compared_to: date
    sources: Mapping[str, PartSource]
    contracts: tuple[Row, ...]
    decision: Row
    tasks: tuple[Row, ...]
    objectives: tuple[Row, ...]
    responses: tuple[Row, ...]
    feedback: tuple[Row, ...]
    touchpoints: tuple[Row, ...]
    overdue: tuple[str, ...]  # numbers of the invoices that are due and not paid
    tables: Mapping[str, pd.DataFrame]  # record type → its rows of this account, newest first; contracts as assessed


def account_story(workspace: Workspace, assessment: Assessment, key: int) -> AccountStory | None:
    """Collect it; None where there is no such account."""
    details = account_details(workspace, assessment, key, RECENT)
    if details is None:
        return None
    own = assessment.health_parts[assessment.health_parts["account_key"] == key]
    contracts = assessment.contracts[assessment.contracts["account_key"] == key]
    return AccountStory(
        details=details,
        changes=_changes(assessment, key, details),
        compared_to=assessment.compared_to,
        sources={
            str(row.component): found for row in own.itertuples() if (found := _source(workspace, row)) is not None
        },
        contracts=_rows(contracts, "end"),
        decision=_decision(workspace, contracts),
        tasks=_rows(_of(workspace, "task", key), "start", newest=False),
        objectives=_rows(_of(workspace, "objective", key), "start", newest=False),
        responses=_rows(_answers(workspace, key, assessment), "date"),
        feedback=_rows(_dated(_of(workspace, "feedback", key), "date", assessment.as_of), "date"),
        touchpoints=_rows(_dated(_of(workspace, "touchpoint", key), "date", assessment.as_of), "date"),
        overdue=_overdue(workspace, key, assessment.as_of),
        tables={
            "contract": _ordered(contracts, "end"),
            **{name: _ordered(_of(workspace, name, key), by) for name, by in TABLES.items()},
        },
    )


def _overdue(workspace: Workspace, key: int, as_of: date) -> tuple[str, ...]:
    invoices = _of(workspace, "invoice", key)
    day = pd.Timestamp(as_of)
    open_ = (invoices["due"] < day) & (invoices["paid"].isna() | (invoices["paid"] > day))
    return tuple(str(number) for number in invoices.loc[open_.to_numpy(dtype=bool), "external_id"].dropna())


def _ordered(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    return frame.sort_values(by, ascending=by in RISING, na_position="last", kind="stable").reset_index(drop=True)


def _of(workspace: Workspace, record: str, key: int) -> pd.DataFrame:
    frame = workspace.frame(record)
    return frame[(frame["account_key"] == key).fillna(False).to_numpy(dtype=bool)]


def _answers(workspace: Workspace, key: int, assessment: Assessment) -> pd.DataFrame:
    """The survey answers NPS is made from: those of the model's window."""
    frame = _dated(_of(workspace, "response", key), "date", assessment.as_of)
    first = pd.Timestamp(assessment.as_of) - pd.Timedelta(days=assessment.policies.health[0].nps_days)
    return frame[(frame["date"] > first).to_numpy(dtype=bool)]


def _dated(frame: pd.DataFrame, column: str, as_of: date) -> pd.DataFrame:
    return frame[(frame[column] <= pd.Timestamp(as_of)).to_numpy(dtype=bool)]


def _rows(frame: pd.DataFrame, by: str, *, newest: bool = True) -> tuple[Row, ...]:
    ordered = frame.sort_values(by, ascending=not newest, na_position="first", kind="stable")
    names = [str(name) for name in ordered.columns]
    return tuple(
        {name: plain_value(value) for name, value in zip(names, row, strict=True)}
        for row in ordered.itertuples(index=False, name=None)
    )


def _decision(workspace: Workspace, contracts: pd.DataFrame) -> Row:
    current = contracts[contracts["state"].isin(["upcoming", "notice_open", "locked_in", "overdue", "assumed_renewed"])]
    decisions = workspace.frame("decision")
    found = decisions[decisions["contract_key"].isin(current["key"])]
    rows = _rows(found, "key", newest=False)
    expected = [row["expected_amount"] for row in rows if isinstance(row["expected_amount"], int)]
    first = next((row["forecast"] for row in rows if row["forecast"]), None)
    return {"forecast": first, "expected": sum(expected) if expected else None}


def _source(workspace: Workspace, row: object) -> PartSource | None:
    record, keys = getattr(row, "source_record", None), getattr(row, "source_keys", None)
    if not isinstance(record, str) or record not in SOURCE_FIELDS or keys is None or not len(keys):
        return None
    cells = workspace.book.trace(record, int(keys[-1]), SOURCE_FIELDS[record])[:1]
    if not cells:
        return None
    cell = cells[0]
    place = f"{cell.sheet}!{cell.cell}" if cell.sheet and not cell.file.startswith(cell.sheet) else cell.cell
    return PartSource(cell.file or cell.by_hand, place, len(keys))


def _changes(assessment: Assessment, key: int, details: AccountDetails) -> dict[str, float]:
    from csdesk.rules.health_parts import health_parts

    if len(assessment.accounts) > 20_000:
        return {}  # worth a second of computing, but not for a number in the margin
    then = health_parts(assessment.customers.keys, assessment.scored(assessment.compared_to).scores)
    before = {part.component: part.earned for part in health_part_list(then[then["account_key"] == key])}
    changes = {}
    for part in details.parts:
        old = before.get(part.component)
        if part.earned is not None and old is not None:
            changes[part.component] = part.earned - old
    return changes
