"""The timeline of renewals: which step falls on which day, for each contract that comes up (DOMAIN section 7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import numpy as np
import pandas as pd

from csdesk.model.messages import Message
from csdesk.model.renewal_timeline import NOTICE, TimelinePolicy, TimelineStep
from csdesk.rules.months import NONE, dates, day, days

# The steps that ship with the program, by code.
TEXTS: Mapping[str, Message] = MappingProxyType(
    {
        "facts": Message("Renewal: check the facts of the contract"),
        "evidence": Message("Renewal: gather evidence of value, first forecast"),
        "diagnose": Message("Renewal: diagnose risks and plan"),
        NOTICE: Message("Renewal: last day for notice"),
        "proposal": Message("Renewal: propose with value"),
        "commercial": Message("Renewal: agree on terms and price"),
        "signature": Message("Renewal: get the signature"),
        "signed": Message("Renewal: everything signed"),
        "lessons": Message("Renewal: lessons learned"),
        "mail": Message("Renewal: send the renewal mail"),
        "reminder": Message("Renewal: send the reminder"),
    }
)
_COMING = ("upcoming", "notice_open", "locked_in", "assumed_renewed", "overdue")


def step_text(step: TimelineStep) -> Message:
    """What a step is called: in the words of the book, else those of the program."""
    return TEXTS[step.code] if not step.text and step.code in TEXTS else Message("{text}", text=step.text or step.code)


def step_code(step: TimelineStep) -> str:
    """What tells a step from the others of its tier, whatever it is called later."""
    return step.code or f"T{step.days:+d} {step.text}"


def steps_of(renewals: pd.DataFrame, policy: TimelinePolicy, as_of: date) -> pd.DataFrame:
    """The steps still ahead of renewals that are not decided: rows of ``renewal_list``, those without a date left out.

    Columns: ``contract_key``, ``account_key`` (int64), ``csm`` (text), ``renewal_on``, ``due``
    (``datetime64[s]``), ``step`` (position in ``policy.steps``), sorted by contract and day. A step on the
    notice deadline falls away where there is none. Accounts without a tier have no steps.
    """
    open_rows = renewals[renewals["state"].isin(_COMING) & renewals["renewal_on"].notna()]
    parts = []
    for place, step in enumerate(policy.steps):
        rows = open_rows[(open_rows["touch"] == step.tier).fillna(False).to_numpy(dtype=bool)]
        on = days(rows["notice_by"] if step.code == NOTICE else rows["renewal_on"])
        due = np.where(np.isnat(on), NONE, on + np.timedelta64(step.days, "D"))
        ahead = due >= day(as_of)
        part = rows.loc[ahead, ["contract_key", "account_key", "csm", "renewal_on"]].reset_index(drop=True)
        parts.append(part.assign(due=dates(due[ahead]), step=place))
    if not parts:
        return open_rows[["contract_key", "account_key", "csm", "renewal_on"]].head(0).assign(due=dates(days(open_rows["renewal_on"].head(0))), step=0)  # fmt: skip
    joined = pd.concat(parts, ignore_index=True)
    return joined.sort_values(["contract_key", "due", "step"], kind="stable", ignore_index=True)
