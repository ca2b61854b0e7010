"""Retention and churn of a group of accounts (DOMAIN section 4).

The formulas take what each account was worth at the opening and at the closing, in the same order
and unit. Where nothing was there to be kept they give None: not measured, never 0 and never infinite.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from csdesk.rules.movements import Bridge


@dataclass(frozen=True, slots=True)
class Cohort:
    """The accounts with ARR at the opening.

    Attributes:
        keys: account keys.
        opening, closing: ARR in minor units, int64.
        left_out: accounts whose closing holds contracts without a start date: nobody can say what they
            were worth at the opening, so they are in no rate.
    """

    keys: NDArray[np.int64]
    opening: NDArray[np.int64]
    closing: NDArray[np.int64]
    left_out: int = 0

    @property
    def churned(self) -> NDArray[np.int64]:
        """Keys of the accounts that had ARR and have none."""
        gone: NDArray[np.int64] = self.keys[self.closing == 0]
        return gone


def cohort(ends: pd.DataFrame, opening: pd.Series[int] | None = None) -> Cohort:
    """The cohort of a frame of ``movements.both_ends`` (or of ``movements.changes``).

    ``opening`` replaces the opening amounts, by account key: at the exchange rates of that day.
    """
    had = ends["opening"] > 0
    clear = ~ends["unclear"]
    rows = ends[had & clear]
    keys = rows["account_key"].to_numpy()
    before = rows["opening"].to_numpy() if opening is None else opening.reindex(keys, fill_value=0).to_numpy()
    return Cohort(keys, before, rows["closing"].to_numpy(), int((~clear).sum()))


def share(part: float, whole: float) -> float | None:
    """A part of a whole; None where there is no whole."""
    return part / whole if whole > 0 else None


def net_retention(opening: ArrayLike, closing: ArrayLike) -> float | None:
    """NRR: what the accounts with ARR at the opening are worth now, against then. 1.0 is all of it."""
    a0, a1 = np.asarray(opening), np.asarray(closing)
    return share(float(a1[a0 > 0].sum()), float(a0.sum()))


def gross_retention(opening: ArrayLike, closing: ArrayLike) -> float | None:
    """GRR: the same without growth of any account, so never above 1."""
    a0, a1 = np.asarray(opening), np.asarray(closing)
    return share(float(np.minimum(a0, a1).sum()), float(a0.sum()))


def customer_churn(opening: ArrayLike, closing: ArrayLike) -> float | None:
    """Accounts that had ARR and have none, against the accounts that had."""
    a0, a1 = np.asarray(opening), np.asarray(closing)
    return share(int(((a0 > 0) & (a1 == 0)).sum()), int((a0 > 0).sum()))


def revenue_churn(
    opening: ArrayLike, closing: ArrayLike, base: Literal["opening", "closing"] = "opening"
) -> float | None:
    """ARR of the churned accounts against the opening ARR, or against what remains of it (``closing``)."""
    a0, a1 = np.asarray(opening), np.asarray(closing)
    lost = float(a0[a1 == 0].sum())
    return share(lost, float(a0.sum()) - (lost if base == "closing" else 0.0))


def annualised(monthly: float | None) -> float | None:
    """The churn of a year of months like this one: 1 - (1 - m)^12."""
    return None if monthly is None else 1 - (1 - monthly) ** 12


def quick_ratio(bridge: Bridge) -> float | None:
    """What came in against what went: (new + reactivation + expansion) / (churn + contraction)."""
    return share(bridge.new + bridge.reactivation + bridge.expansion, bridge.churn + bridge.contraction)
