"""The three numbers an import is judged by, without working out the rest of an assessment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from csdesk.rules import renewals
from csdesk.rules.customers import current
from csdesk.rules.ledger import arr_by_account

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

SOON = pd.Timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Headline:
    """A book in three numbers.

    Attributes:
        accounts: current ones.
        arr: of them, in minor units of the reporting currency; None while no contract is known.
        due: accounts that renew within 90 days.
    """

    accounts: int
    arr: int | None
    due: int


def headline(assessment: Assessment) -> Headline:
    """The headline of a book as of the assessment's day; the same numbers as ``Assessment.accounts`` adds up to."""
    accounts = current(assessment.frames.frame("account"))
    contracts = assessment.frames.frame("contract")
    arr = arr_by_account(assessment.ledger, assessment.as_of)
    ours = pd.Index(accounts["key"])
    coming = renewals.account_renewals(assessment.states, contracts).set_index("account_key")["renewal_on"]
    coming = coming[coming.index.isin(ours)]
    start = pd.Timestamp(assessment.as_of)
    return Headline(
        accounts=len(accounts),
        arr=int(arr[arr.index.isin(ours)].sum()) if len(contracts) else None,
        due=int(((coming >= start) & (coming <= start + SOON)).sum()),
    )
