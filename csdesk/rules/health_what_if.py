"""What an edited health model would do: where the accounts land, which change band, one account worked through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csdesk.model.policies import HealthModel
from csdesk.rules.health import BANDS, Part, Scores
from csdesk.rules.parts import Same
from csdesk.rules.scored_days import made_from
from csdesk.rules.scoring import limits_of, rescored, signals_on, windows_of
from csdesk.rules.signals import Signals
from csdesk.rules.timeline import NO_DAY, Flags, Ints, texts
from csdesk.rules.touch import TIERS

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

BIN = 5  # points a bar of the histogram is wide
BINS = 100 // BIN


@dataclass(frozen=True, slots=True)
class BandCount:
    """Accounts and ARR (minor units) in a band, by the live models and by the draft."""

    band: str
    live: int
    draft: int
    arr_live: int
    arr_draft: int


@dataclass(frozen=True, slots=True)
class WorkedPart:
    """One component of one account: points earned of its weight, before and after; None where it has no data or no part.

    ``raw`` is the value behind it (of the draft, else of the live model).
    """

    metric: str
    raw: float | None
    weight: float | None
    earned: float | None
    weight_live: float | None
    earned_live: float | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The draft beside what is live, over the accounts that are customers.

    Attributes:
        accounts: how many are compared.
        bins_live: accounts by score, ``BIN`` points each; 100 counts into the last.
        bins_draft: the same by band (row, in the order of ``BANDS``) and score.
        bands: one entry a band, ``no_data`` last.
        changed: accounts whose band differs, largest ARR first: ``account_key, account, touch, band_live, live,
            band_draft, draft`` (scores as shown, Int64), ``arr`` (Int64 minor).
        shares: by (model, position of the component) the share of the accounts it concerns that have data.
    """

    live: Scores
    draft: Scores
    accounts: int
    bins_live: Ints
    bins_draft: Ints
    bands: tuple[BandCount, ...]
    changed: pd.DataFrame
    shares: dict[tuple[int, int], float]


def what_if(assessment: Assessment, models: tuple[HealthModel, ...]) -> WhatIf:
    """Score the book with other models, from the signals that are there, and compare."""
    live = assessment.scored(assessment.as_of)
    signals = signals_for(assessment, models)
    inputs = replace(assessment.scoring_inputs, models=models)
    events = live.events if limits_of(models) == limits_of(assessment.policies.health) and signals is live.signals else None  # fmt: skip
    draft = rescored(inputs, assessment.as_of, signals, models, events=events).scores
    here = assessment.tenure.ended == NO_DAY
    arr = np.maximum(assessment.segmentation.arr, 0)
    return WhatIf(
        live.scores, draft, int(here.sum()),
        _binned(live.scores, here).sum(axis=0), _binned(draft, here),
        _band_counts(live.scores, draft, here, arr), _changed(assessment, live.scores, draft, here, arr),
        _shares(models, draft, here),
    )  # fmt: skip


def signals_for(assessment: Assessment, models: tuple[HealthModel, ...]) -> Signals:
    """The signals of the as-of date; read anew only where the windows of the models differ from the live ones."""
    windows = windows_of(models)
    if windows == windows_of(assessment.policies.health):
        return assessment.scored(assessment.as_of).signals
    return assessment.parts.get(
        f"signals {windows}",
        (*made_from(assessment), Same(assessment.scoring_inputs.seats)),
        lambda: signals_on(assessment.scoring_inputs, assessment.as_of, models),
    )


def _binned(scores: Scores, here: Flags) -> Ints:
    known = here & ~np.isnan(scores.shown)
    at = np.minimum(np.nan_to_num(scores.shown[known]).astype(np.int64) // BIN, BINS - 1)
    cells = np.bincount(scores.band[known] * BINS + at, minlength=len(BANDS) * BINS)
    return cells.reshape(len(BANDS), BINS).astype(np.int64)


def _band_counts(live: Scores, draft: Scores, here: Flags, arr: Ints) -> tuple[BandCount, ...]:
    def of(scores: Scores) -> tuple[Ints, Ints]:
        count = np.bincount(scores.band[here], minlength=len(BANDS))
        worth = np.zeros(len(BANDS), dtype=np.int64)
        np.add.at(worth, scores.band[here], arr[here])
        return count, worth

    (before, worth_before), (after, worth_after) = of(live), of(draft)
    return tuple(
        BandCount(band, int(before[n]), int(after[n]), int(worth_before[n]), int(worth_after[n]))
        for n, band in enumerate(BANDS)
    )


def _changed(assessment: Assessment, live: Scores, draft: Scores, here: Flags, arr: Ints) -> pd.DataFrame:
    at = np.flatnonzero(here & (live.band != draft.band))
    at = at[np.argsort(-arr[at], kind="stable")]
    accounts = assessment.accounts
    return pd.DataFrame(
        {
            "account_key": accounts["key"].to_numpy()[at],
            "account": accounts["name"].take(at).reset_index(drop=True),
            "touch": texts(assessment.segmentation.touch.tier[at], TIERS),
            "band_live": texts(live.band[at], BANDS),
            "live": _shown(live, at),
            "band_draft": texts(draft.band[at], BANDS),
            "draft": _shown(draft, at),
            "arr": pd.Series(arr[at], dtype="Int64"),
        }
    )


def _shown(scores: Scores, at: Ints) -> object:
    absent = np.isnan(scores.shown[at])
    return pd.arrays.IntegerArray(np.where(absent, 0, scores.shown[at]).astype(np.int64), absent)


def _shares(models: tuple[HealthModel, ...], draft: Scores, here: Flags) -> dict[tuple[int, int], float]:
    shares = {(number, at): 0.0 for number, model in enumerate(models) for at in range(len(model.components))}
    for part in draft.parts:
        concerned = here & (draft.model == part.model)
        own = concerned & (part.weight > 0) if (part.weight[concerned] > 0).any() else concerned
        at = models[part.model].components.index(part.component)
        shares[part.model, at] = float((~np.isnan(part.points[own])).mean()) if own.any() else 0.0
    return shares


def worked_parts(found: WhatIf, place: int) -> tuple[WorkedPart, ...]:
    """The components of the account at that place, those of the draft first, then what only the live model has."""
    now, before = _parts_of(found.draft, place), _parts_of(found.live, place)
    rows = []
    for metric in dict.fromkeys((*now, *before)):
        new, old = now.get(metric), before.get(metric)
        raw = float((new or old).signal.value[place])  # type: ignore[union-attr]
        rows.append(WorkedPart(metric, None if np.isnan(raw) else raw, *_earned(new, place), *_earned(old, place)))
    return tuple(rows)


def _parts_of(scores: Scores, place: int) -> dict[str, Part]:
    return {
        part.component.metric: part
        for part in scores.parts
        if part.model == scores.model[place] and part.weight[place] > 0
    }


def _earned(part: Part | None, place: int) -> tuple[float | None, float | None]:
    if part is None:
        return None, None
    weight, points = float(part.weight[place]), float(part.points[place])
    return weight, None if np.isnan(points) else weight * points / 100
