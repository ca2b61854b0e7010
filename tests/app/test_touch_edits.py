"""Edits of the touch model on a real book: what they write, what they refuse, and the log of all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from csdesk.app.touch_assigning import first_tiers
from csdesk.app.touch_edits import (
    Moves,
    apply_moves,
    approve_moves,
    lift_override,
    put_off_move,
    set_hours,
    set_override,
    set_plays,
)
from csdesk.app.touch_log import touch_log
from csdesk.app.workspace import Workspace
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.policies import Play, Policies, RevenuePolicy, TouchPolicy
from csdesk.rules.assessment import assess
from csdesk.rules.touch_decisions import open_candidates, overrides

AS_OF = date(2026, 11, 22)
CUTS = TouchPolicy(high_from=6_000_000, low_from=1_200_000)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Three customers: 5.5M held low until May, 9M assigned low, 0.5M."""
    path = tmp_path_factory.mktemp("touch") / "touch.csdesk"
    policies = Policies(revenue=RevenuePolicy(currency="JPY"), touch=CUTS)
    workspace = Workspace.create(path, policies, as_of=AS_OF)
    changes = [Change("account", key, None, {"name": name}) for key, name in enumerate(("Ao", "Beni", "Cha"), 1)]
    for key, amount in enumerate((5_500_000, 9_000_000, 500_000), 1):
        values = {"account_key": key, "start": date(2025, 1, 1), "amount": amount, "basis": "annual", "currency": "JPY"}
        changes.append(Change("contract", key, None, values))
    changes.append(Change("touch_assignment", 1, None, {"account_key": 2, "touch": "low", "author": "Mika"}))
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


def tiers(workspace: Workspace) -> dict[str, str]:
    accounts = workspace.assessment().accounts
    return dict(zip(accounts["name"], accounts["touch"], strict=True))


def lines(workspace: Workspace, key: int | None = None) -> list[tuple[Any, ...]]:
    return [(line.kind, line.account_key, line.was, line.now, line.why) for line in touch_log(workspace, key)]


def test_a_moved_cut_and_its_moves_are_one_step(workspace: Workspace) -> None:
    entry = apply_moves(workspace, replace(CUTS, high_from=5_000_000), Moves({1: "high"}, {}), "High from 5.0M", "Mika")
    assert entry is not None
    assert (workspace.policies.touch.high_from, tiers(workspace)["Ao"]) == (5_000_000, "high")
    assert lines(workspace, 1) == [("moved", 1, None, "high", "High from 5.0M")]
    assert [line.kind for line in touch_log(workspace)][:2] == ["moved", "policy"]
    workspace.undo()
    assert (workspace.policies.touch.high_from, tiers(workspace)["Ao"]) == (6_000_000, "low")
    assert lines(workspace, 1) == []


def test_an_account_that_is_kept_out_of_the_moves_stays_and_is_no_candidate(workspace: Workspace) -> None:
    facts = "touch_candidate:0:1:4000000:1"  # 5.5M is one step of 20% past 4.0M
    apply_moves(workspace, replace(CUTS, high_from=4_000_000), Moves({}, {1: ("low", facts)}), "kept", "Mika")
    assert tiers(workspace)["Ao"] == "low"
    assert workspace.assessment().accounts["touch_candidate"].tolist() == [True, True, False]
    assert open_candidates(workspace.assessment()).tolist() == [1]
    assert ("rejected", 1, "low", "high", "kept") in lines(workspace, 1)


def test_cuts_do_not_pass_each_other(workspace: Workspace) -> None:
    with pytest.raises(CSDeskError, match="Low touch cannot begin above high touch"):
        apply_moves(workspace, replace(CUTS, high_from=1_000_000), Moves({}, {}), "", "Mika")


def test_a_candidate_is_approved_with_its_reason(workspace: Workspace) -> None:
    assert open_candidates(workspace.assessment()).tolist() == [1]
    workspace.apply(approve_moves(workspace, {2: "high"}, "Grew", "Ken"))
    assert tiers(workspace)["Beni"] == "high"
    assert open_candidates(workspace.assessment()).tolist() == []
    line = touch_log(workspace, 2)[0]
    assert (line.kind, line.was, line.now, line.who, line.why) == ("moved", "low", "high", "Ken", "Grew")


@pytest.mark.parametrize("rejected", [True, False])
def test_a_rejected_or_deferred_candidate_does_not_come_back_until_its_facts_change(
    workspace: Workspace, rejected: bool
) -> None:
    # 9M is two steps of 20% past 6M
    workspace.apply(put_off_move(workspace, 2, "touch_candidate:0:1:6000000:2", "One-off", rejected=rejected))
    assert open_candidates(workspace.assessment()).tolist() == []
    assert "touch_candidate" not in workspace.assessment().agenda["rule"].tolist()
    assert lines(workspace, 2)[0] == ("rejected" if rejected else "deferred", 2, "low", "high", "One-off")
    contract = Change("contract", 2, {"amount": 9_000_000}, {"amount": 12_000_000})
    workspace.apply(ChangeSet(Message("grew"), (contract,)))
    assert open_candidates(workspace.assessment()).tolist() == [1]


def test_putting_a_candidate_off_needs_a_reason(workspace: Workspace) -> None:
    with pytest.raises(CSDeskError, match="A reason is needed"):
        put_off_move(workspace, 2, "", "  ", rejected=True)


def test_an_override_has_reason_author_and_end_and_is_lifted(workspace: Workspace) -> None:
    workspace.apply(set_override(workspace, 3, "high", "Board member", date(2027, 3, 31), "Ken"))
    assert tiers(workspace)["Cha"] == "high"
    held = overrides(workspace.assessment())
    assert held[["account", "touch", "reason", "author", "ended"]].to_numpy().tolist() == [
        ["Cha", "high", "Board member", "Ken", False]
    ]
    assert touch_log(workspace, 3)[0].until == date(2027, 3, 31)
    workspace.apply(lift_override(workspace, 3, "tech", "Mika"))
    assert tiers(workspace)["Cha"] == "tech"
    assert [line.kind for line in touch_log(workspace, 3)] == ["lifted", "override"]
    assert (touch_log(workspace, 3)[0].was, touch_log(workspace, 3)[0].who) == ("high", "Mika")


@pytest.mark.parametrize(
    ("reason", "until", "said"),
    [
        ("", date(2027, 3, 31), "A reason is needed"),
        ("Because", None, "needs an end date"),
        ("Because", date(2026, 11, 21), "is past"),
    ],
)
def test_an_override_without_reason_or_end_is_refused(
    workspace: Workspace, reason: str, until: date | None, said: str
) -> None:
    with pytest.raises(CSDeskError, match=said):
        set_override(workspace, 3, "high", reason, until, "Ken")


def test_hours_make_a_person_once_and_change_her_then(workspace: Workspace) -> None:
    workspace.apply(set_hours(workspace, "Aya", 40.0, 30.0))
    workspace.apply(set_hours(workspace, "Aya", 48.0, None))
    people = workspace.frame("person")
    assert people[["name", "hours"]].to_numpy().tolist() == [["Aya", 48.0]]
    assert people["programme_hours"].isna().all()
    with pytest.raises(CSDeskError, match="0 to 744"):
        set_hours(workspace, "Aya", 900.0, None)


def test_plays_are_edited_tier_by_tier(workspace: Workspace) -> None:
    before = workspace.policies.plays.of("low")
    set_plays(workspace, "high", [Play("high", text="Coffee each week", days=7)])
    assert [play.text for play in workspace.policies.plays.of("high")] == ["Coffee each week"]
    assert workspace.policies.plays.of("low") == before
    with Workspace.open(workspace.path, writable=False, as_of=AS_OF) as again:
        assert again.policies.plays.of("high")[0].days == 7
    assert set_plays(workspace, "low", before) is None
    for wrong in (Play("low"), Play("low", text="x", days=0)):
        with pytest.raises(CSDeskError):
            set_plays(workspace, "low", [wrong])


def test_an_import_assigns_whom_nobody_assigned_by_value_and_without_an_author(workspace: Workspace) -> None:
    frames, policies = workspace.book.frames, workspace.policies
    made = first_tiers(assess(frames, policies, AS_OF), 7)
    assert made is not None
    assert made[["key", "account_key", "touch"]].to_numpy().tolist() == [[7, 1, "low"], [8, 3, "tech"]]
    assert first_tiers(assess(frames, replace(policies, touch=TouchPolicy()), AS_OF), 7) is None
