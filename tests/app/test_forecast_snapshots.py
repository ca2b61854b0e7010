"""Forecasts are kept in the book once a week, and held against what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from csdesk.app.clock import today
from csdesk.app.edits import set_decision
from csdesk.app.forecast_snapshots import (
    due_snapshot,
    is_own_day,
    keep_snapshot,
    kept_snapshots,
    past_accuracy,
    snapshot_days,
)
from csdesk.app.renewal_edits import Closing, close_renewal
from csdesk.app.workspace import Workspace
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.messages import Message
from csdesk.model.policies import Policies

FIRST = date(2026, 8, 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Two renewals of 1,200 on 30 September 2026, forecast as commit and at risk."""
    made = Workspace.create(tmp_path / "forecast.csdesk", Policies(), as_of=FIRST)
    line = {"basis": "annual", "currency": "USD", "amount": 1200, "start": date(2025, 10, 1), "end": date(2026, 9, 30)}
    changes = [Change("account", key, None, {"name": f"Account {key}"}) for key in (1, 2)]
    changes += [Change("contract", key, None, {"account_key": key, **line}) for key in (1, 2)]
    made.apply(ChangeSet(Message("made"), tuple(changes)))
    made.apply(set_decision(made, [1], {"forecast": "commit"}))
    made.apply(set_decision(made, [2], {"forecast": "at_risk", "expected_amount": 600}))
    yield made
    made.close()


def keep(workspace: Workspace, day: date) -> bool:
    workspace.as_of = day
    made = due_snapshot(workspace, workspace.assessment())
    if made is not None:
        keep_snapshot(workspace, made)
    return made is not None


def test_a_forecast_is_kept_once_a_week_and_never_of_the_past(workspace: Workspace) -> None:
    entries = len(workspace.book.history())
    kept = [keep(workspace, date(2026, 8, day)) for day in (1, 1, 7, 8, 3, 20)]
    assert kept == [True, False, False, True, False, True]
    assert snapshot_days(workspace) == [date(2026, 8, 1), date(2026, 8, 8), date(2026, 8, 20)]
    assert len(workspace.book.history()) == entries
    rows = kept_snapshots(workspace)[0].rows
    assert rows.drop(columns="renewal_on").to_numpy().tolist() == [[1, "commit", 1200, 1200], [2, "at_risk", 1200, 600]]
    assert rows["renewal_on"].dt.date.tolist() == [date(2026, 9, 30)] * 2


def test_only_the_day_of_the_book_itself_is_forecast(workspace: Workspace) -> None:
    assert [is_own_day(workspace, day) for day in (today(), FIRST)] == [True, False]
    workspace.book.settings["as_of"] = "2026-08-01"
    assert [is_own_day(workspace, day) for day in (today(), FIRST)] == [False, True]


def test_what_was_forecast_is_held_against_the_renewals_that_were_closed(workspace: Workspace) -> None:
    keep(workspace, FIRST)
    workspace.as_of = date(2026, 10, 5)
    workspace.apply(close_renewal(workspace, 1, Closing("reduced", amount=900)))
    workspace.apply(close_renewal(workspace, 2, Closing("lost")))
    table = past_accuracy(workspace, workspace.assessment())
    assert table[["forecast", "n", "by_count", "due", "expected", "weighted", "actual", "by_value"]].to_numpy().tolist() == [
        ["commit", 1, 1.0, 1200, 1200, 1080, 900, 0.75],
        ["at_risk", 1, 0.0, 1200, 600, 360, 0, 0.0],
    ]  # fmt: skip
    path = workspace.path
    workspace.close()
    with Workspace.open(path, as_of=date(2026, 10, 5)) as again:
        assert past_accuracy(again, again.assessment())["n"].tolist() == [1, 1]


def test_without_a_kept_forecast_nothing_is_said(workspace: Workspace) -> None:
    assert past_accuracy(workspace, workspace.assessment()).empty
