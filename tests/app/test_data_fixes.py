"""Problems of the data are mended one by one or all alike, and are gone then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from csdesk.app.data_fixes import FIXES, fix_flaws
from csdesk.app.edits import stored_values
from csdesk.app.workspace import Workspace
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.policies import Policies, TouchPolicy

AS_OF = date(2026, 11, 22)
LINES: tuple[Mapping[str, Any], ...] = (
    {"start": date(2027, 3, 1), "end": date(2026, 3, 1)},
    {"start": date(2025, 5, 1), "auto_renew": True, "renewal_term_months": 6},
    {"start": date(2025, 11, 1), "end": date(2026, 10, 31)},
    {"start": date(2025, 10, 1), "end": date(2026, 9, 30)},
    {"start": date(2026, 1, 1), "end": date(2026, 12, 31), "product": "Core"},
    {"start": date(2026, 6, 1), "end": date(2027, 5, 31), "product": "Core", "account_key": 5},
    {"end": date(2027, 2, 28), "seen_on": date(2026, 7, 1)},
    {"start": date(2026, 2, 1), "end": date(2027, 1, 31)},
    {"start": date(2026, 2, 1), "end": date(2027, 1, 31)},
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """One contract for each thing that can be wrong; account 8 is marked as churned, 9 churned on 1 October."""
    path = tmp_path_factory.mktemp("fixes") / "fixes.csdesk"
    workspace = Workspace.create(path, Policies(touch=TouchPolicy(high_from=500_000, low_from=50_000)), as_of=AS_OF)
    changes = []
    for key, line in enumerate(LINES, 1):
        lifecycle = {"lifecycle": "churned"} if key == 8 else {}
        changes.append(Change("account", key, None, {"name": f"Account {key}", **lifecycle}))
        values = {"account_key": key, "amount": 100_000, "basis": "annual", "currency": "USD", **line}
        changes.append(Change("contract", key, None, values))
    changes.append(Change("event", 1, None, {"account_key": 9, "kind": "churn", "date": date(2026, 10, 1)}))
    changes.append(
        Change("touch_assignment", 1, None, {"account_key": 3, "touch": "high", "override": True, "expires_on": date(2026, 10, 1)})
    )  # fmt: skip
    changes.append(Change("touch_assignment", 2, None, {"account_key": 4, "touch": "tech"}))
    workspace.apply(ChangeSet(Message("made"), tuple(changes)))
    yield workspace
    workspace.close()


@pytest.fixture
def workspace(made: Workspace) -> Iterator[Workspace]:
    """The book, and afterwards as it was."""
    entries = sum(entry.done for entry in made.book.history())
    yield made
    while sum(entry.done for entry in made.book.history()) > entries:
        made.undo()


def mend(workspace: Workspace, rule: str) -> None:
    lint = workspace.assessment().lint
    flaws = lint[lint["rule"] == rule]
    assert len(flaws), rule
    workspace.apply(fix_flaws(workspace, flaws, "Mika"))
    left = workspace.assessment().lint
    assert not (left["rule"] == rule).any()


def span(workspace: Workspace, key: int) -> tuple[Any, Any]:
    row = stored_values(workspace, "contract", [key])[key]
    return row["start"], row["end"]


def test_start_and_end_are_swapped(workspace: Workspace) -> None:
    mend(workspace, "end_before_start")
    assert span(workspace, 1) == (date(2026, 3, 1), date(2027, 3, 1))


def test_a_missing_end_is_the_one_of_the_term_that_runs(workspace: Workspace) -> None:
    mend(workspace, "renewal_missing")  # six months each from May 2025: the fourth term begins in November 2026
    assert span(workspace, 2) == (date(2025, 5, 1), date(2027, 4, 30))


def test_all_overdue_contracts_are_renewed_in_one_step(workspace: Workspace) -> None:
    lint = workspace.assessment().lint
    assert lint.loc[lint["rule"] == "renewal_past", "key"].tolist() == [3, 4]
    mend(workspace, "renewal_past")
    latest = workspace.book.history()[0]
    assert str(latest.intention) == "Renew on the same terms: 2 records"
    assert latest.counts == {"contract": 2, "decision": 2}
    frame = workspace.frame("contract")
    starts = [(int(row.account_key), row.start.date()) for row in frame[frame["key"] > 9].itertuples()]
    assert sorted(starts) == [(3, date(2026, 11, 1)), (4, date(2026, 10, 1))]


def test_the_earlier_of_two_contracts_ends_where_the_later_starts(workspace: Workspace) -> None:
    mend(workspace, "overlap")
    assert span(workspace, 5) == (date(2026, 1, 1), date(2026, 5, 31))
    assert span(workspace, 6) == (date(2026, 6, 1), date(2027, 5, 31))


def test_a_missing_start_is_the_day_it_was_first_seen(workspace: Workspace) -> None:
    mend(workspace, "start_missing")
    assert span(workspace, 7) == (date(2026, 7, 1), date(2027, 2, 28))


def test_the_contracts_of_who_is_gone_end(workspace: Workspace) -> None:
    mend(workspace, "churn_flag")
    assert span(workspace, 8)[1] == date(2026, 11, 21)
    mend(workspace, "churn_event")
    assert span(workspace, 9)[1] == date(2026, 9, 30)
    arr = workspace.assessment().accounts.set_index("key")["arr"]
    assert arr.reindex([8, 9]).fillna(0).tolist() == [0, 0]


def test_tiers_and_overrides_follow_the_value(workspace: Workspace) -> None:
    mend(workspace, "override_ended")
    mend(workspace, "tier")
    touch = workspace.assessment().accounts.set_index("key")["touch"]
    assert touch.reindex([3, 4]).tolist() == ["low", "low"]


def test_one_of_many_is_mended_alone(workspace: Workspace) -> None:
    lint = workspace.assessment().lint
    one = lint[(lint["rule"] == "renewal_past") & (lint["key"] == 4)]
    workspace.apply(fix_flaws(workspace, one, "Mika"))
    left = workspace.assessment().lint
    assert left.loc[left["rule"] == "renewal_past", "key"].tolist() == [3]


def test_what_only_a_person_knows_is_refused(workspace: Workspace) -> None:
    lint = workspace.assessment().lint
    with pytest.raises(CSDeskError, match="cannot mend"):
        fix_flaws(workspace, lint, "Mika")
    assert "duplicate" not in FIXES
