"""The day a customer left, in a column of a list: until then the contract of the row counted, and not after."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.headers import header_key
from csdesk.intake.rows import Rows
from csdesk.model.messages import Message

# What may be told of a customer although its contracts go on.
_EVENTS = frozenset(map(header_key, ("churn_date", "Churned at")))
# What only contracts have.
_CANCELLATIONS = frozenset(
    map(
        header_key,
        ["Ended At (UTC)", "cancelled_at", "Cancellation date", "解約日", "解約年月日", "解約年月", "解約月", "解約確定日", "解約予定日", "契約解除日", "退会日", "退会年月日"],
    )
)  # fmt: skip
CHURN_DATES = _EVENTS | _CANCELLATIONS
ENDS_CONTRACTS = Message("A contract ends on the day its customer left.")


def churned_on(rows: Rows) -> Any:
    """The day each row's customer left, ``datetime64[D]``, NaT absent; None where no column says so."""
    column = rows.mapping.column_of("event.date")
    if column is None or header_key(rows.table.headers[column]) not in CHURN_DATES:
        return None
    return rows.values["event.date"].astype("datetime64[D]")


def says_cancelled(rows: Rows) -> bool:
    """Whether the day is that of a cancelled contract, or stands in a list of contracts."""
    column = rows.mapping.column_of("event.date")
    if column is None:
        return False
    header = header_key(rows.table.headers[column])
    return header in _CANCELLATIONS or (header in _EVENTS and rows.mapping.subject == "contract")


def ended_by(churned: Any, start: Any, end: Any) -> Any:
    """The ends of contracts, none later than the day the customer left; a contract that starts after it stays."""
    ends_then = ~np.isnat(churned) & ~(start > churned) & ~(end < churned)
    return np.where(ends_then, churned, end)


def with_ended(status: pa.Array, churned: Any, start: Any) -> pa.Array:
    """The status of each row (string array), ended where it says nothing and the customer left."""
    left = pa.array(~np.isnat(churned) & ~(start > churned))
    return pc.coalesce(status, pc.if_else(left, pa.scalar("ended"), pa.scalar(None, pa.string())))
