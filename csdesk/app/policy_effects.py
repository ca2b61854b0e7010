"""What another value of a setting would do to the figures, before it is applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from csdesk.charts.words import FIGURES
from csdesk.model.messages import Message
from csdesk.model.periods import PeriodKind, period_of

if TYPE_CHECKING:
    from csdesk.model.policies import Policies
    from csdesk.rules.assessment import Assessment

Value = float | int | str | Message | None
Unit = Literal["money", "ratio", "number", "hours", "text"]
PARTS = ("calendar", "revenue", "touch", "renewals", "agenda")
MOST = 4  # effects that are shown
_REVENUE = ("arr", "nrr", "grr", "customer_churn", "revenue_churn", "ltv")
_TIERS = {"high": Message("High"), "low": Message("Low"), "tech": Message("Tech")}


@dataclass(frozen=True, slots=True)
class Effect:
    """A figure that would be another: what it is called, now, and then. Money in minor units."""

    label: Message
    before: Value
    after: Value
    unit: Unit


def effects(assessment: Assessment, policies: Policies, part: str) -> tuple[Effect, ...]:
    """Which of the figures that a part of the policies bears on would differ, at most ``MOST``.

    Raises:
        CSDeskError: with those settings a figure cannot be worked out, e.g. for want of an exchange rate.
    """
    from csdesk.rules.assessment import assess

    then = assess(assessment.frames, policies, assessment.as_of, assessment)
    before, after = measured(assessment, part), measured(then, part)
    found = [
        Effect(label, old, after[label][0], unit) for label, (old, unit) in before.items() if old != after[label][0]
    ]
    return tuple(found[:MOST])


def measured(assessment: Assessment, part: str) -> dict[Message, tuple[Value, Unit]]:
    """The figures that a part of the policies bears on: what they are called → value and unit."""
    if part == "revenue":
        numbers = assessment.figures().numbers
        return {FIGURES[code]: (numbers[code].value, _unit(numbers[code].unit)) for code in _REVENUE if code in numbers}
    if part == "touch":
        return _tiers(assessment)
    if part == "renewals":
        states = assessment.renewals["state"]
        return {
            FIGURES["weighted_forecast"]: (assessment.figures().numbers["weighted_forecast"].value, "money"),
            Message("Notice open"): (int((states == "notice_open").sum()), "number"),
            Message("Nearest notice deadline"): (_nearest(assessment), "text"),
        }
    if part == "agenda":
        agenda = assessment.agenda
        first = str(agenda["account"].iloc[0]) if len(agenda) else None
        return {Message("Accounts on Today"): (len(agenda), "number"), Message("First on Today"): (first, "text")}
    quarter = period_of(assessment.as_of, PeriodKind.QUARTER, assessment.policies.calendar)
    return {
        Message("Quarter of today"): (quarter.label, "text"),
        Message("Nearest notice deadline"): (_nearest(assessment), "text"),
    }


def _nearest(assessment: Assessment) -> str | None:
    days = assessment.renewals.loc[assessment.renewals["days_to_notice"] >= 0, "notice_by"].dropna()
    return f"{days.min():%Y-%m-%d}" if len(days) else None


def _tiers(assessment: Assessment) -> dict[Message, tuple[Value, Unit]]:
    segments = assessment.segments.set_index("touch")
    found: dict[Message, tuple[Value, Unit]] = {}
    for code, label in _TIERS.items():
        if code in segments.index:
            found[label] = int(segments.loc[code, "accounts"]), "number"
    found[Message("Hours needed")] = float(round(float(segments["hours"].sum()), 2)), "hours"
    found[Message("Hours available")] = float(round(float(assessment.capacity["available"].sum()), 2)), "hours"
    found[Message("Candidates for another tier")] = int(assessment.segmentation.candidates.sum()), "number"
    return found


def _unit(unit: str) -> Unit:
    return "money" if unit == "money" else "ratio" if unit == "ratio" else "number"
