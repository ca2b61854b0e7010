"""The timeline of renewals as tasks: which steps, on which days, and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from csdesk.app.renewal_tasks import plan_renewals
from csdesk.app.timeline_edits import TIERS, read_timeline, set_timeline, timeline_text
from csdesk.app.workspace import Workspace
from csdesk.i18n import Language
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.periods import PeriodKind, period_of
from csdesk.model.policies import Policies, TouchPolicy, as_data, from_data
from csdesk.model.renewal_tasks import is_renewal_task
from csdesk.model.renewal_timeline import DEFAULT_STEPS, TimelinePolicy, TimelineStep
from csdesk.publish.material import gather

AS_OF = date(2026, 11, 22)
POLICIES = Policies(touch=TouchPolicy(high_from=1_000, low_from=100))


@pytest.fixture
def workspace(tmp_path: object) -> Iterator[Workspace]:
    """A high-touch renewal on 31 March 2027 with three months' notice, a low-touch one on 15 January 2027."""
    made = Workspace.create(tmp_path / "tasks.csdesk", POLICIES, as_of=AS_OF)  # type: ignore[operator]
    line = {"basis": "annual", "currency": "USD", "start": date(2026, 4, 1)}
    changes = (
        Change("account", 1, None, {"name": "Ao", "csm": "Mika Sato"}),
        Change("account", 2, None, {"name": "Beni"}),
        Change("contract", 1, None, {**line, "account_key": 1, "amount": 5_000, "end": date(2027, 3, 31), "notice_n": 3, "notice_unit": "months"}),
        Change("contract", 2, None, {**line, "account_key": 2, "amount": 500, "end": date(2027, 1, 15)}),
    )  # fmt: skip
    made.apply(ChangeSet(Message("made"), changes))
    yield made
    made.close()


def tasks(workspace: Workspace, account: int) -> list[tuple[str, date]]:
    frame = workspace.frame("task")
    rows = frame[frame["account_key"] == account]
    return [(text, due.date()) for text, due in zip(rows["text"], rows["due"], strict=True)]


def test_the_steps_that_lie_ahead_become_tasks_of_the_csm(workspace: Workspace) -> None:
    edit = plan_renewals(workspace, [1, 2], Language("en").text)
    assert str(edit.intention) == "Plan renewals: 11 tasks"
    workspace.apply(edit)
    assert tasks(workspace, 1) == [  # 31 March 2027 less 120, 90, the notice deadline, 60, 30, 14, 7 and plus 30 days
        ("Renewal: gather evidence of value, first forecast", date(2026, 12, 1)),
        ("Renewal: diagnose risks and plan", date(2026, 12, 31)),
        ("Renewal: last day for notice", date(2026, 12, 31)),
        ("Renewal: propose with value", date(2027, 1, 30)),
        ("Renewal: agree on terms and price", date(2027, 3, 1)),
        ("Renewal: get the signature", date(2027, 3, 17)),
        ("Renewal: everything signed", date(2027, 3, 24)),
        ("Renewal: lessons learned", date(2027, 4, 30)),
    ]
    assert tasks(workspace, 2) == [  # 15 January 2027 is 54 days off: 60 days before it have passed; no notice clause
        ("Renewal: agree on terms and price", date(2026, 12, 16)),
        ("Renewal: everything signed", date(2027, 1, 8)),
        ("Renewal: lessons learned", date(2027, 2, 14)),
    ]
    frame = workspace.frame("task")
    assert set(frame["owner"].dropna()) == {"Mika Sato"}
    assert frame["external_id"].map(is_renewal_task).all()


def test_tasks_are_never_made_twice(workspace: Workspace) -> None:
    workspace.apply(plan_renewals(workspace, [1], Language("ja").text))
    assert tasks(workspace, 1)[-1][0] == "更新：振り返り"
    again = plan_renewals(workspace, [1, 2], Language("en").text)
    assert {change.after["account_key"] for change in again.changes if change.after} == {2}
    workspace.undo()
    assert len(plan_renewals(workspace, [1], Language("en").text).changes) == 8


def test_the_tasks_of_a_renewal_are_in_no_deck(workspace: Workspace) -> None:
    own = Change("task", 900, None, {"account_key": 1, "external_id": "T-1", "text": "Connect the ledger"})
    workspace.apply(ChangeSet(Message("plan"), (own,)))
    workspace.apply(plan_renewals(workspace, [1], Language("en").text))
    quarter = period_of(AS_OF, PeriodKind.QUARTER, POLICIES.calendar)
    material = gather(workspace.assessment(), 1, "customer", quarter, Language("en"), "Mika Sato")
    assert material.records["task"]["text"].tolist() == ["Connect the ledger"]


def test_the_template_is_edited_as_lines(workspace: Workspace) -> None:
    english = Language("en").text
    policy = workspace.policies.timeline
    shown = timeline_text(policy, "tech", english)
    assert shown == "-90 Renewal: send the renewal mail\n-30 Renewal: send the reminder"
    everything = [step for tier in TIERS for step in read_timeline(timeline_text(policy, tier, english), tier, english)]
    assert TimelinePolicy(tuple(everything)) == policy
    steps = read_timeline(
        "T-45: Call the sponsor\n\nnotice Renewal: last day for notice\n解約申出期限 確認\n+10 Ask", "low", english
    )
    assert steps == (
        TimelineStep("low", -45, text="Call the sponsor"), TimelineStep("low", 0, "notice"),
        TimelineStep("low", 0, "notice", "確認"), TimelineStep("low", 10, text="Ask"),
    )  # fmt: skip
    assert set_timeline(workspace, policy) is None
    set_timeline(workspace, TimelinePolicy(steps))
    assert workspace.policies.timeline.of("low") == steps
    for wrong in ("Call", "-9000 Call", "-30"):
        with pytest.raises(CSDeskError, match="no step of a timeline"):
            read_timeline(wrong, "high", english)


def test_the_template_is_a_setting_of_the_book(workspace: Workspace) -> None:
    step = TimelineStep("high", -45, text="Call the sponsor")
    policies = replace(POLICIES, timeline=TimelinePolicy((*TimelinePolicy().of("low"), step)))
    assert from_data(Policies, as_data(policies)) == policies
    workspace.apply(ChangeSet(Message("template"), ()), policies=policies)
    workspace.apply(plan_renewals(workspace, [1], Language("en").text))
    assert tasks(workspace, 1) == [("Call the sponsor", date(2027, 2, 14))]
    assert len(DEFAULT_STEPS) == 18
