"""The key figures of an assessment: of the book or a part of it, over a period that runs or is over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from csdesk.rules.figures import Figures, figures
from csdesk.rules.health import BANDS
from csdesk.rules.ledger import revalued
from csdesk.rules.selection import PartKind, Selection, accounts_of, lines_of, parts_of
from csdesk.rules.timeline import texts

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment


def figures_of(assessment: Assessment, since: date, until: date, within: Selection | None) -> Figures:
    """Every key figure between two days; ``until`` is not later than the as-of date.

    Raises:
        CSDeskError: a currency has no rate for the last day of a period that is over, or for its first
            where the book does not compare in constant currency.
    """
    by_touch = within is not None and within.kind == "touch"
    tiers = assessment.tiers if by_touch or len(assessment.frames.frame("touch_assignment")) else None
    return figures(
        ledger_on(assessment, until), assessment.frames, assessment.policies, since, until,
        _bands(assessment, until), tiers, assessment.renewals, seen_from=assessment.as_of, within=within,
        revenue=assessment.revenue if until >= assessment.as_of else None,
    )  # fmt: skip


def ledger_on(assessment: Assessment, day: date) -> pd.DataFrame:
    """The ledger at the exchange rates of a day."""
    if day >= assessment.as_of:
        return assessment.ledger
    return revalued(assessment.ledger, assessment.frames.frame("rate"), assessment.policies, day)


def ledger_within(assessment: Assessment, within: Selection | None) -> pd.DataFrame:
    """The ledger of a part of the book; all of it for None."""
    if within is None:
        return assessment.ledger
    tiers = assessment.tiers if within.kind == "touch" else None
    return lines_of(assessment.ledger, accounts_of(assessment.frames.frame("account"), tiers, within), within)


def figure_parts(assessment: Assessment, kind: PartKind) -> list[Selection]:
    """The parts of the book of that kind: tiers, CSMs, products, groups, accounts."""
    tiers = assessment.tiers if kind == "touch" else pd.Series(dtype="string[pyarrow]")
    return parts_of(kind, assessment.frames.frame("account"), assessment.ledger, tiers)


def _bands(assessment: Assessment, day: date) -> pd.Series[Any]:
    """Health band by account key on a day."""
    now = day == assessment.as_of
    found = assessment.accounts["band"] if now else texts(assessment.recorded(day).scores.band, BANDS)
    return pd.Series(found.array, index=assessment.customers.keys)
