"""A key figure with its definition, and what it is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from csdesk.model.messages import Message
from csdesk.model.policies import Policies
from csdesk.rules.frames import Frames
from csdesk.rules.movements import Bridge
from csdesk.rules.revenue import Revenue

Unit = Literal["money", "ratio", "number", "count", "days", "points"]
Keys = NDArray[np.int64]


def _nobody() -> Keys:
    return np.empty(0, dtype=np.int64)


def together(sentences: Sequence[Message]) -> Message | None:
    """Sentences one after the other as one message; None where there are none."""
    whole: Message | None = None
    for sentence in sentences:
        whole = sentence if whole is None else Message("{first} {next}", first=whole, next=sentence)
    return whole


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure and everything needed to believe it.

    Attributes:
        value: minor units of the reporting currency for ``money``, a fraction for ``ratio`` (0.85 is 85%); None: not measured.
        definition: the formula in words.
        period: first and last day it is about; both the same for a figure of one day.
        n: how many accounts, contracts or answers it was made from.
        left_out: which rows are not in it and why; None where all are.
        record: the record type of ``keys``.
        keys: what the figure was counted or added from, for "which are these?".
    """

    code: str
    value: float | int | None
    unit: Unit
    definition: Message
    period: tuple[date, date]
    n: int
    left_out: Message | None = None
    record: str = "account"
    keys: Keys = field(default_factory=_nobody, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Figures:
    """All key figures of a period.

    Attributes:
        currency: the reporting currency of every ``money`` figure and of the bridge.
        numbers: the figures by code.
    """

    since: date
    as_of: date
    currency: str
    bridge: Bridge
    numbers: Mapping[str, Figure]

    def __getitem__(self, code: str) -> Figure:
        return self.numbers[code]

    def behind(self, code: str) -> Keys:
        """The keys of the records behind a figure (of its ``record`` type)."""
        return self.numbers[code].keys


@dataclass(frozen=True, slots=True)
class Scope:
    """What figures are made from, and the period they are about.

    Attributes:
        ledger: the lines of the part the figures are about, at the exchange rates of ``as_of``.
        as_of: last day of the period.
        seen_from: the day whose knowledge the ledger is; later than ``as_of`` for a period that is over.
        whole: the ledger of the whole book.
        revenue: the revenue lines of ``ledger``.
    """

    ledger: pd.DataFrame
    frames: Frames
    policies: Policies
    since: date
    as_of: date
    seen_from: date
    whole: pd.DataFrame
    revenue: Revenue

    @property
    def is_over(self) -> bool:
        """Whether the period ended before the day the book is seen from."""
        return self.as_of < self.seen_from

    @property
    def period(self) -> tuple[date, date]:
        """The period as figures name it."""
        return (self.since, self.as_of)

    @property
    def today(self) -> tuple[date, date]:
        """The as-of day as a period."""
        return (self.as_of, self.as_of)
