"""The timeline of renewals as tasks, written in one edit and never twice."""

from __future__ import annotations

from collections.abc import Callable, Collection

from csdesk.app.workspace import Workspace
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.messages import Message
from csdesk.model.renewal_tasks import task_number
from csdesk.rules.renewal_steps import step_code, step_text, steps_of


def plan_renewals(workspace: Workspace, contract_keys: Collection[int], text_of: Callable[[Message], str]) -> ChangeSet:
    """Make the tasks of the steps that lie ahead of those renewals; ``text_of`` puts them into the writer's words.

    A task that was made before, done or deleted from the template since, is not made again. The owner is the
    account's CSM; the tasks are ours and no matter of the success plan shared with the customer.
    """
    assessment = workspace.assessment()
    renewals = assessment.renewals
    policy = workspace.policies.timeline
    rows = steps_of(renewals[renewals["contract_key"].isin(list(contract_keys))], policy, assessment.as_of)
    known = set(workspace.frame("task")["external_id"].dropna())
    key = workspace.next_key("task")
    changes = []
    for row in rows.itertuples():
        step = policy.steps[int(row.step)]
        number = task_number(int(row.contract_key), row.renewal_on.date(), step_code(step))
        if number in known:
            continue
        known.add(number)
        values: dict[str, object] = {
            "account_key": int(row.account_key), "external_id": number, "text": text_of(step_text(step)),
            "due": row.due.date(), "side": "ours",
        }  # fmt: skip
        if isinstance(row.csm, str):
            values["owner"] = row.csm
        changes.append(Change("task", key, None, values))
        key += 1
    return ChangeSet(Message("Plan renewals: {n} tasks", n=len(changes)), tuple(changes))
