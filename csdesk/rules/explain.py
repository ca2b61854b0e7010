"""Where a value of an account comes from: the rule in words, the records it read, and its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csdesk.model.fields import Origin, record_type
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

MOST_SOURCES = 50


@dataclass(frozen=True, slots=True)
class Input:
    """A stored value that was read."""

    record: str
    key: int
    field: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One value and why it is what it is.

    Attributes:
        field: name of the account's field; for parts of a score the metric, for a contract line ``arr``.
        value: as in the frame, absent as None, dates as ``date``; money in minor units.
        definition: the rule in words.
        inputs: the stored values it was made from.
        parts: what it is composed of.
    """

    field: str
    value: object
    definition: Message
    inputs: tuple[Input, ...] = ()
    parts: tuple[Explanation, ...] = ()


def explain(assessment: Assessment, account_key: int, field: str) -> Explanation:
    """The explanation of a stored or computed field of a current account.

    Raises:
        KeyError: there is no such account or field.
    """
    known = record_type("account").field(field)
    place = int(assessment.customers.places.of(np.asarray([account_key]))[0])
    if place < 0:
        raise KeyError(account_key)
    value = plain(assessment.accounts.at[place, field])
    if known.origin is Origin.STORED:
        return Explanation(field, value, Message("Stored on the account."), (Input("account", account_key, field),))
    from csdesk.rules.explain_computed import COMPUTED, Asked

    return COMPUTED[field](Asked(assessment, account_key, place, field, value))


def plain(value: Any) -> object:
    """A value of a frame in plain Python; absent is None."""
    if isinstance(value, Message):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if isinstance(value, np.generic) else value
