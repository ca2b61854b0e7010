"""What the rules of the agenda look at: the conclusions about every account as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from csdesk.model.policies import Policies
from csdesk.model.renewal_tasks import renewal_of
from csdesk.rules.customers import Customers
from csdesk.rules.facts import Facts
from csdesk.rules.health import Scores
from csdesk.rules.open_events import OpenEvent
from csdesk.rules.segmentation import Segmentation
from csdesk.rules.signals import Signals
from csdesk.rules.timeline import NO_DAY, Flags, Floats, Ints, day_number, day_numbers, whole

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Lines:
    """The contract lines of current accounts, one entry each.

    Attributes:
        annual: minor units of the reporting currency.
        state, forecast: codes, "" where there is none.
        planned: somebody wrote a next step or a reason for this renewal, or its tasks are there.
    """

    place: Ints
    annual: Ints
    renewal_on: Ints
    notice_by: Ints
    state: NDArray[Any]
    forecast: NDArray[Any]
    planned: Flags


@dataclass(frozen=True, slots=True)
class Scene:
    """One entry an account, but for ``lines``.

    Attributes:
        live: the account has contracts that have not all ended.
        arr: minor units of the reporting currency, 0 for none.
        next_step: somebody wrote one on the account.
        cut: how the book is cut into tiers.
    """

    today: int
    compared_to: int
    policies: Policies
    customers: Customers
    facts: Facts
    lines: Lines
    live: Flags
    arr: Ints
    tier: Ints
    cut: Segmentation
    begun: Ints
    next_step: Flags
    renewal_on: Ints
    scores: Scores
    scores_before: Scores
    change: Floats
    signals: Signals
    signals_before: Signals
    events: dict[str, tuple[OpenEvent, ...]]


def scene_of(assessment: Assessment) -> Scene:
    """The scene of an assessment."""
    cut, tenure = assessment.segmentation, assessment.tenure
    now, then = assessment.scored(assessment.as_of), assessment.scored(assessment.compared_to)
    accounts = assessment.accounts
    return Scene(
        today=day_number(assessment.as_of),
        compared_to=then.day_number,
        policies=assessment.policies,
        customers=assessment.customers,
        facts=assessment.facts,
        lines=_lines(assessment),
        live=(cut.arr >= 0) & (tenure.ended == NO_DAY),
        arr=np.maximum(cut.arr, 0),
        tier=cut.touch.tier,
        cut=cut,
        begun=tenure.begun,
        next_step=accounts["next_step"].notna().to_numpy(),
        renewal_on=day_numbers(accounts["renewal_on"]),
        scores=now.scores,
        scores_before=then.scores,
        change=assessment.health_change,
        signals=now.signals,
        signals_before=then.signals,
        events=now.events,
    )


def _has_tasks(assessment: Assessment, states: pd.DataFrame) -> Flags:
    """Which renewals have a task of their timeline that is still to be done."""
    tasks = assessment.frames.frame("task")
    numbers = tasks.loc[tasks["done_on"].isna() & ~tasks["status"].isin(["done", "cancelled"]), "external_id"].dropna()
    keys = {key for number in numbers.tolist() if (key := renewal_of(number)) is not None}
    found = np.zeros(len(states), dtype=np.bool_)
    rows = np.flatnonzero(
        (states["contract_key"].isin([key for key, _ in keys]) & states["renewal_on"].notna()).to_numpy()
    )
    few = states.iloc[rows]
    found[rows] = [(k, on.date()) in keys for k, on in zip(few["contract_key"], few["renewal_on"], strict=True)]
    return found


def _lines(assessment: Assessment) -> Lines:
    states, ledger = assessment.states, assessment.ledger
    place = assessment.customers.places.of(whole(ledger["account_key"]))
    decisions = assessment.frames.frame("decision").drop_duplicates("contract_key", keep="last")
    decisions = decisions[decisions["contract_key"].notna()]
    at = pd.Index(decisions["contract_key"]).get_indexer(states["contract_key"])
    forecast = np.append(decisions["forecast"].fillna("").to_numpy(dtype=object), "")[at]
    planned = np.append((decisions["next_step"].notna() | decisions["why"].notna()).to_numpy(dtype=bool), False)[at]
    planned |= _has_tasks(assessment, states)
    kept = np.flatnonzero((place >= 0) & states["active"].to_numpy(dtype=bool))
    return Lines(
        place[kept],
        np.maximum(whole(ledger["annual"]), 0)[kept],
        day_numbers(states["renewal_on"])[kept],
        day_numbers(states["notice_by"])[kept],
        states["state"].fillna("").to_numpy(dtype=object)[kept],
        forecast[kept],
        planned[kept],
    )
