"""What a deck is made from: the rows of one account that its audience may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from csdesk.i18n import Language
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.periods import FiscalPeriod
from csdesk.model.renewal_tasks import is_renewal_task
from csdesk.publish.audience import own_rows, shareable

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

Readers = Literal["customer", "internal"]
# The day a fact is dated by; later facts are not seen.
_DATED = {"measurement": "date", "ticket": "opened", "response": "date"}
_RECORDS = ("measurement", "ticket", "response", "objective", "milestone", "task", "contact")


@dataclass(frozen=True, slots=True)
class Internal:
    """What only a deck for colleagues holds."""

    account: pd.Series[Any]
    health_parts: pd.DataFrame
    agenda: pd.DataFrame
    renewals: pd.DataFrame
    currency: str


@dataclass(frozen=True, slots=True)
class Material:
    """One account, seen as of a day by one audience.

    Attributes:
        account: shareable columns of the account.
        contracts: those running on the day (or, if none does, the last to end), with ``renewal_on, notice_by``.
        all_contracts: every contract line of the account, for series over time.
        records: shareable rows by record type, nothing dated after the day.
        internal: None for the customer.
    """

    as_of: date
    period: FiscalPeriod
    language: Language
    audience: Readers
    presenter: str
    account: pd.Series[Any]
    contracts: pd.DataFrame
    all_contracts: pd.DataFrame
    records: dict[str, pd.DataFrame]
    internal: Internal | None

    @property
    def name(self) -> str:
        """What the account is called."""
        return str(self.account["name"])


def gather(
    assessment: Assessment,
    account_key: int,
    audience: Readers,
    period: FiscalPeriod,
    language: Language,
    presenter: str,
) -> Material:
    """Everything the slides of one account may use.

    Raises:
        CSDeskError: there is no such account.
    """
    account = shareable("account", assessment.accounts, account_key)
    if account.empty:
        raise CSDeskError(Message("There is no account with that key."))
    frames = assessment.frames
    records = {}
    for record in _RECORDS:
        frame = _still_there(frames.frame(record), assessment.as_of) if record == "contact" else frames.frame(record)
        records[record] = _seen(record, shareable(record, frame, account_key), assessment.as_of)
    contracts = shareable("contract", assessment.contracts, account_key)
    return Material(
        assessment.as_of, period, language, audience, presenter, account.iloc[0],
        _running(contracts, assessment.as_of), contracts, records,
        _internal(assessment, account_key) if audience == "internal" else None,
    )  # fmt: skip


def _still_there(contacts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    left = contacts["left_on"].notna() & (contacts["left_on"] <= pd.Timestamp(as_of))
    return contacts[~left]


def _seen(record: str, rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    if record == "task":  # what is done about a renewal is ours, not the plan shared with the customer
        return rows[~rows["external_id"].map(is_renewal_task).astype(bool)].reset_index(drop=True)
    if record not in _DATED:
        return rows
    day = rows[_DATED[record]]
    return rows[day.notna() & (day <= pd.Timestamp(as_of))].reset_index(drop=True)


def _running(contracts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    today = pd.Timestamp(as_of)
    begun = contracts["start"].isna() | (contracts["start"] <= today)
    running = contracts[begun & (contracts["end"].isna() | (contracts["end"] >= today))]
    if running.empty:
        running = contracts[begun & (contracts["end"] == contracts.loc[begun, "end"].max())]
    return running.sort_values("end", kind="stable").reset_index(drop=True)


def _internal(assessment: Assessment, account_key: int) -> Internal:
    return Internal(
        own_rows("account", assessment.accounts, account_key).iloc[0],
        own_rows("health_part", assessment.health_parts, account_key),
        assessment.agenda_of(account_key),
        own_rows("renewal", assessment.renewals, account_key),
        assessment.policies.revenue.currency,
    )
