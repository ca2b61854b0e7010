"""Drafts of health models, made live in one step, and scores set by hand."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from csdesk.app.health_edits import (
    discard_draft,
    keep_draft,
    kept_draft,
    lift_override,
    make_live,
    override_of,
    set_override,
)
from csdesk.app.workspace import Changed, Workspace
from csdesk.model.errors import CSDeskError
from csdesk.model.policies import HealthModel
from tests.desktop.desktop_books import AS_OF, small_book

AT = datetime(2026, 11, 22, 9, 38, tzinfo=UTC)
STRICT = (replace(HealthModel(), watch_from=60),)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = small_book(tmp_path / "small.csdesk")
    yield made
    made.close()


def test_a_draft_is_kept_in_the_book_and_gone_when_it_is_what_is_live(workspace: Workspace) -> None:
    keep_draft(workspace, STRICT, "Mika Sato", AT)
    again = kept_draft(workspace)
    assert again is not None
    assert (again.models, again.by, again.at) == (STRICT, "Mika Sato", AT)
    assert keep_draft(workspace, workspace.policies.health, "Mika Sato", AT) is None
    assert kept_draft(workspace) is None


def test_making_a_draft_live_is_one_step_to_undo_and_brings_the_draft_back(workspace: Workspace) -> None:
    told: list[Changed] = []
    workspace.listeners.append(told.append)
    keep_draft(workspace, STRICT, "Mika Sato", AT)
    before = len(workspace.book.history())
    entry = make_live(workspace, STRICT)
    assert entry is not None
    assert str(entry.intention) == "Make health model default version 2 live"
    assert len(workspace.book.history()) == before + 1
    assert kept_draft(workspace) is None
    live = workspace.policies.health[0]
    assert (live.version, live.live_since, live.watch_from) == (2, AS_OF, 60)
    assert workspace.policies.health_on(date(2026, 11, 21)) == (HealthModel(),)
    workspace.undo()
    assert workspace.policies.health == (HealthModel(),)
    assert kept_draft(workspace) is not None
    workspace.redo()
    assert workspace.policies.health[0].version == 2
    assert len(told) == 3


def test_a_discarded_draft_comes_back_by_undo(workspace: Workspace) -> None:
    keep_draft(workspace, STRICT, "Mika Sato", AT)
    discard_draft(workspace)
    assert kept_draft(workspace) is None
    workspace.undo()
    assert kept_draft(workspace) is not None


@pytest.mark.parametrize(
    "model", [replace(HealthModel(), components=()), replace(HealthModel(), watch_from=80)], ids=["weights", "bands"]
)
def test_a_model_that_cannot_score_is_refused(workspace: Workspace, model: HealthModel) -> None:
    with pytest.raises(CSDeskError):
        make_live(workspace, (model,))


def test_two_models_of_one_name_are_refused(workspace: Workspace) -> None:
    with pytest.raises(CSDeskError, match="same name"):
        make_live(workspace, (HealthModel(), replace(HealthModel(), touch=("high",))))


def test_a_score_set_by_hand_counts_and_is_lifted(workspace: Workspace) -> None:
    workspace.apply(set_override(workspace, 1, 40, "Merger talks", date(2026, 12, 31), "Mika Sato"))
    row = workspace.assessment().accounts.set_index("key").loc[1]
    assert (row["health"], row["band"]) == (40, "at_risk")
    held = override_of(workspace, 1)
    assert held is not None
    assert (held["reason"], held["author"], held["expires_on"]) == ("Merger talks", "Mika Sato", date(2026, 12, 31))
    workspace.apply(set_override(workspace, 1, 55, "Calmer", date(2026, 12, 31), "Mika Sato"))
    assert workspace.assessment().accounts.set_index("key").loc[1, "health"] == 55
    workspace.apply(lift_override(workspace, 1))
    assert override_of(workspace, 1) is None
    assert workspace.frame("health_override").empty  # it was set today and never counted on another day
    workspace.undo()
    assert override_of(workspace, 1) is not None


def test_a_lifted_score_stays_on_record_for_the_days_before(workspace: Workspace) -> None:
    workspace.as_of = date(2026, 11, 1)
    workspace.apply(set_override(workspace, 1, 40, "Merger talks", date(2026, 12, 31), "Mika Sato"))
    workspace.as_of = AS_OF
    workspace.apply(lift_override(workspace, 1))
    assert workspace.frame("health_override")["expires_on"].dt.date.tolist() == [date(2026, 11, 21)]
    assert workspace.assessment(date(2026, 11, 21)).accounts.set_index("key").loc[1, "health"] == 40
    assert override_of(workspace, 1) is None


@pytest.mark.parametrize(
    ("score", "reason", "until"),
    [(101, "x", date(2026, 12, 1)), (50, " ", date(2026, 12, 1)), (50, "x", date(2026, 11, 21)), (50, "x", None)],
)
def test_a_score_by_hand_needs_a_reason_and_a_day(
    workspace: Workspace, score: float, reason: str, until: date | None
) -> None:
    with pytest.raises(CSDeskError):
        set_override(workspace, 1, score, reason, until, "Mika Sato")


def test_a_new_book_holds_its_health_model_whole_so_that_another_default_changes_no_score(workspace: Workspace) -> None:
    with closing(sqlite3.connect(workspace.path)) as connection:
        (text,) = connection.execute("SELECT value FROM setting WHERE name = 'policies'").fetchone()
    (held,) = json.loads(text)["health"]
    assert (held["version"], held["healthy_from"], held["watch_from"], held["missing"]) == (1, 70, 50, "drop")
    assert [(part["metric"], part["weight"], part["zero"], part["full"]) for part in held["components"]] == [
        ("seat_use", 25, 0.30, 0.90), ("login_trend", 20, -0.30, 0.10), ("features_used", 15, 1, 6), ("nps_mean", 15, 5, 9),
        ("urgent_tickets", 10, 4, 0), ("last_contact", 10, 120, 30), ("invoice_overdue", 5, 45, 0),
    ]  # fmt: skip
    assert held.keys() == {one.name for one in fields(HealthModel)}
