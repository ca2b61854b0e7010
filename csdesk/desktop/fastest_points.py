"""What to do next for the most health: each step named, with the points it brings. No Qt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csdesk.desktop.account_details import HealthPart
from csdesk.desktop.translation import language
from csdesk.desktop.wording import component_text
from csdesk.model.messages import Message
from csdesk.model.policies import HealthComponent, HealthModel

SHOWN = 3
# Done by one act of the CSM; the others take weeks of work with the customer and come after these.
ONE_ACT = ("features_used", "last_contact", "invoice_overdue", "sentiment", "events_attended")
ICONS = {
    "seat_use": "users", "login_trend": "log-in", "features_used": "puzzle", "nps_mean": "message-square",
    "urgent_tickets": "ticket", "last_contact": "phone", "invoice_overdue": "receipt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do; ``gain`` in points of the score (0 to 100)."""

    component: str
    text: Message
    gain: float
    icon: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the steps are worked out from beside the parts: seats, and the invoices that are overdue."""

    active: int | None
    bought: int | None
    invoices: tuple[str, ...] = ()


def fastest_steps(parts: Sequence[HealthPart], model: HealthModel, standing: Standing) -> tuple[Step, ...]:
    """At most three steps: those done by one act first, then the rest, each by its gain.

    The gain of a step is the difference of points it makes to its component × weight ÷ weights present.
    """
    total = sum(part.weight for part in parts if part.points is not None)
    components: Mapping[str, HealthComponent] = {component.metric: component for component in model.components}
    steps = []
    for part in parts:
        component = components.get(part.component)
        if component is None or part.earned is None or part.raw is None or not total:
            continue
        text, missing = _step(part, component, standing)
        gain = missing / total * 100
        if gain >= 0.05:
            steps.append(Step(part.component, text, gain, ICONS.get(part.component, "trending-up")))
    steps.sort(key=lambda step: (step.component not in ONE_ACT, -step.gain))
    return tuple(steps[:SHOWN])


def _step(part: HealthPart, component: HealthComponent, standing: Standing) -> tuple[Message, float]:
    """The words, and how many points of the model the step adds."""
    missing = part.weight - (part.earned or 0.0)
    full, raw = component.full, part.raw or 0.0
    speaks = language()
    if part.component == "features_used" and component.full > component.zero:
        one = part.weight / (component.full - component.zero)
        return Message("Turn on one more key feature ({n} of {full} in use)", n=round(raw), full=round(full)), min(one, missing)  # fmt: skip
    if part.component == "last_contact":
        return Message("Talk to them: the last contact was {n} days ago", n=round(raw)), missing
    if part.component == "invoice_overdue":
        return _settle(standing, round(raw)), missing
    if part.component == "seat_use" and standing.bought and standing.active is not None:
        more = max(1, math.ceil(full * standing.bought - 1e-9) - standing.active)
        return Message("Bring {n} more seats into use", n=more), missing
    if part.component == "login_trend":
        return Message("Bring logins from {now}% to {full}%", now=speaks.signed(raw * 100), full=speaks.signed(full * 100)), missing  # fmt: skip
    if part.component == "nps_mean":
        return Message("Answer the critics: mean score {now} to {full}", now=speaks.number(raw, 1), full=speaks.number(full, 0)), missing  # fmt: skip
    if part.component == "urgent_tickets":
        return Message("No more urgent tickets for {n} days", n=90), missing
    return Message("Raise: {part}", part=component_text(part.component)), missing


def _settle(standing: Standing, days: int) -> Message:
    if len(standing.invoices) == 1:
        return Message("Settle invoice {id}, {n} days overdue", id=standing.invoices[0], n=days)
    return Message("Settle the invoices that are {n} days overdue", n=days)
