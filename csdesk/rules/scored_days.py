"""The scores of an assessment on any day, each worked out once and lent on while what it is made from stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from csdesk.rules.parts import Same
from csdesk.rules.scoring import Scored, ScoringInputs, measured_on, scored_on
from csdesk.rules.signals import SeatLines

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment


def scoring_inputs(assessment: Assessment) -> ScoringInputs:
    """What scores are made from, for any day and any models."""
    frame, policies = assessment.frames.frame, assessment.policies
    customers, ledger, contracts = assessment.customers, assessment.ledger, frame("contract")
    seats = assessment.parts.get(
        "seats",
        (Same(ledger), Same(customers), assessment.versions("contract")),
        lambda: SeatLines(customers, ledger, contracts),
    )
    tier = assessment.segmentation.touch.tier
    return ScoringInputs(
        customers, assessment.tenure, assessment.facts, seats, contracts, frame("health_override"), tier,
        policies.health, assessment.as_of,
    )  # fmt: skip


def scored(assessment: Assessment, day: date) -> Scored:
    """Health as of a day by today's models; on every day the components count that have data on the as-of date."""
    measured = None if day == assessment.as_of else assessment.scored(assessment.as_of).scores.measured
    key = (*made_from(assessment), assessment.policies.health, measured)
    return assessment.parts.get(f"scored {day}", key, lambda: scored_on(assessment.scoring_inputs, day, measured))


def recorded(assessment: Assessment, day: date) -> Scored:
    """Health as of a day by the models that were in force on it."""
    models = assessment.policies.health_on(day)
    if models == assessment.policies.health:
        return assessment.scored(day)

    def make() -> Scored:
        inputs = replace(assessment.scoring_inputs, models=models)
        return scored_on(inputs, day, measured_on(inputs, assessment.as_of, models))

    return assessment.parts.get(f"recorded {day}", (*made_from(assessment), models), make)


def made_from(assessment: Assessment) -> tuple[object, ...]:
    """What every score of the assessment depends on, beside day and models."""
    return (
        Same(assessment.facts), Same(assessment.ledger), Same(assessment.tenure), Same(assessment.segmentation),
        assessment.versions("contract", "health_override"), assessment.as_of,
    )  # fmt: skip
