"""Where the model and the CSM see an account differently, and what speaks for the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csdesk.model.messages import Message
from csdesk.model.policies import HealthModel
from csdesk.rules.health import BANDS, NO_DATA, Part, Scores, half_up, manual
from csdesk.rules.health_metrics import HEALTH_METRICS
from csdesk.rules.timeline import NO_DAY, Flags, Floats, Ints, dates_of, texts

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

APART = 25.0  # points; less is no disagreement worth a talk
LONGEST = 200
SOURCES = ("account", "touchpoint", "override")
COLUMNS = ("account_key", "account", "csm", "health", "band", "said", "said_band", "said_on", "source", "gap", "arr", "why")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What people say of each account, in points from 0 to 100 (NaN: nothing), where and when they said it."""

    points: Floats
    source: Ints
    on: Ints


def disagreements(assessment: Assessment) -> pd.DataFrame:
    """Customers whose computed score lies in another band than a person's view and 25 points or more away.

    The view is a score set by hand, else the CSM's own view from 1 to 5 (0, 25, 50, 75, 100 points), else the
    mean mood of the touchpoints of 90 days. Columns: ``account_key, account, csm, health`` (the model's score),
    ``band, said`` (points), ``said_band, said_on, source`` (of ``SOURCES``), ``gap`` (model − person),
    ``arr`` (Int64 minor), ``why`` (Message). Opposite bands come first, then the larger ARR; at most ``LONGEST``.
    """
    now = assessment.scored(assessment.as_of)
    scores, models = now.scores, assessment.policies.health
    said = _said(assessment)
    shown = half_up(scores.computed)
    known = (assessment.tenure.ended == NO_DAY) & (scores.model >= 0) & ~np.isnan(said.points) & ~np.isnan(shown)
    known &= _band_of(shown, scores.coverage, scores.model, models) != NO_DATA
    ours = _band_of(shown, np.ones(len(shown)), scores.model, models)
    theirs = _band_of(half_up(said.points), np.ones(len(shown)), scores.model, models)
    gap = shown - said.points
    at = np.flatnonzero(known & (ours != theirs) & (np.abs(gap) >= APART))
    arr = np.maximum(assessment.segmentation.arr, 0)
    at = at[np.lexsort((-arr[at], -np.abs(ours - theirs)[at]))][:LONGEST]
    accounts = assessment.accounts
    found = {
        "account_key": accounts["key"].to_numpy()[at],
        "account": accounts["name"].take(at).reset_index(drop=True),
        "csm": accounts["csm"].take(at).reset_index(drop=True),
        "health": pd.Series(shown[at], dtype="Int64"),
        "band": texts(ours[at], BANDS),
        "said": pd.Series(said.points[at], dtype="Float64"),
        "said_band": texts(theirs[at], BANDS),
        "said_on": dates_of(said.on[at]),
        "source": texts(said.source[at], SOURCES),
        "gap": pd.Series(gap[at], dtype="Float64"),
        "arr": pd.Series(arr[at], dtype="Int64"),
        "why": pd.Series([_why(scores, place, gap[place] > 0) for place in at.tolist()], dtype=object),
    }
    return pd.DataFrame(found, columns=list(COLUMNS))


def _said(assessment: Assessment) -> Said:
    """By hand before view before mood."""
    now = assessment.scored(assessment.as_of)
    view, mood = now.signals.signal("sentiment"), now.signals.signal("mood")
    by_hand = now.scores.points != now.scores.computed
    by_hand &= ~np.isnan(now.scores.points)
    points = np.where(np.isnan(view.value), manual(mood.value), manual(view.value))
    source = np.where(np.isnan(view.value), 1, 0)
    on = np.where(np.isnan(view.value), mood.on, view.on)
    return Said(
        np.where(by_hand, now.scores.points, points), np.where(by_hand, 2, source), np.where(by_hand, NO_DAY, on)
    )


def _band_of(shown: Floats, coverage: Floats, model: Ints, models: tuple[HealthModel, ...]) -> Ints:
    """The band of scores by each account's own model, open events left aside."""
    healthy = np.asarray([m.healthy_from for m in models] or [0])[np.maximum(model, 0)]
    watch = np.asarray([m.watch_from for m in models] or [0])[np.maximum(model, 0)]
    least = np.asarray([m.minimum_coverage for m in models] or [0.0])[np.maximum(model, 0)]
    band = np.where(shown >= healthy, 0, np.where(shown >= watch, 1, 2))
    too_little: Flags = np.isnan(shown) | ~(np.round(coverage, 9) >= least)
    return np.where(too_little, NO_DATA, band).astype(np.int64)


def _why(scores: Scores, place: int, higher: bool) -> Message:
    """The two components that move the score most towards where it is."""
    parts = [part for part in scores.parts if part.weight[place] > 0 and not np.isnan(part.points[place])]

    def push(part: Part) -> float:
        points = part.points[place] if higher else 100.0 - part.points[place]
        return float(part.weight[place] * points)

    best = sorted((part for part in parts if push(part) > 0), key=push, reverse=True)[:2]
    named: list[Any] = [_label(part.component.metric) for part in best]
    if len(named) == 2:
        text = Message("{first} and {second} carry the score") if higher else Message("{first} and {second} cost most")
        return Message(text.text, first=named[0], second=named[1])
    if len(named) == 1:
        text = Message("{first} carries the score") if higher else Message("{first} costs most")
        return Message(text.text, first=named[0])
    return Message("The score stands between the marks")


def _label(metric: str) -> Message | str:
    return HEALTH_METRICS[metric].label if metric in HEALTH_METRICS else metric
