"""Every metric a health model can be made of: what it is called, its unit, what a book needs for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

import numpy as np

from csdesk.model.messages import Message
from csdesk.model.policies import HealthComponent, HealthModel
from csdesk.rules.health import signal_code
from csdesk.rules.health_weights import whole_weights
from csdesk.rules.signals import Signals

# What a raw value counts: a share of 1, a change as a share, days, points from 0 to 10 or 1 to 5, or things.
Unit = Literal["share", "change", "days", "of_ten", "of_five", "nps", "per_100", "count", "hours"]


@dataclass(frozen=True, slots=True)
class HealthMetric:
    """A metric with the marks proposed for it.

    Attributes:
        code: of the signal (``signals.Signals.signal``).
        means: one sentence, how the raw value is worked out.
        needs: which records and columns a book needs for it.
        zero, full: raw values for 0 and 100 points.
    """

    code: str
    label: Message
    unit: Unit
    means: Message
    needs: Message
    zero: float
    full: float

    def component(self, weight: float) -> HealthComponent:
        """A component of this metric with the proposed marks."""
        return HealthComponent(
            self.code, weight, "manual" if self.code == "sentiment" else "linear", self.zero, self.full
        )


_USAGE = Message("Usage with a date: {columns}", columns=Message("active users or seats used, and seats bought"))
_TICKETS = Message("Tickets with opening date and severity")
_TOUCHPOINTS = Message("Touchpoints with a date")
_ANSWERS = Message("Survey answers from 0 to 10 with a date")

_LISTED = (
    HealthMetric("seat_use", Message("Active seats"), "share", Message("Active users now, of the seats bought."), _USAGE, 0.30, 0.90),
    HealthMetric("login_trend", Message("Login trend"), "change", Message("Logins a day in the last 30 days against the 90 days before."), Message("Logins or sessions with a date, for 60 days at least"), -0.30, 0.10),
    HealthMetric("features_used", Message("Key features"), "count", Message("How many of the book's 8 most used features were used in 90 days."), Message("Uses by feature, or a column with the number of features used"), 1, 6),
    HealthMetric("nps_mean", Message("NPS, mean"), "of_ten", Message("Mean answer from 0 to 10 over 365 days."), _ANSWERS, 5, 9),
    HealthMetric("urgent_tickets", Message("Urgent tickets"), "per_100", Message("Urgent tickets opened in 90 days, for each 100 seats."), _TICKETS, 4, 0),
    HealthMetric("last_contact", Message("Last contact"), "days", Message("Days since the last touchpoint, with an executive where there was any."), _TOUCHPOINTS, 120, 30),
    HealthMetric("invoice_overdue", Message("Invoice overdue"), "days", Message("Days the oldest unpaid invoice is past due."), Message("Invoices with due date and payment date"), 45, 0),
    HealthMetric("sentiment", Message("CSM's view"), "of_five", Message("The CSM's own view from 1 to 5, while it counts."), Message("A view from 1 to 5 on the account"), 1, 5),
    HealthMetric("mood", Message("Mood of touchpoints"), "of_five", Message("Mean mood of the touchpoints of 90 days, 1 to 5."), Message("Touchpoints with a mood"), 1, 5),
    HealthMetric("any_contact", Message("Any contact"), "days", Message("Days since the last touchpoint of any kind."), _TOUCHPOINTS, 90, 14),
    HealthMetric("events_attended", Message("Events attended"), "count", Message("Events and webinars attended in 365 days."), Message("Touchpoints of the kinds event or webinar"), 0, 3),
    HealthMetric("community", Message("Community attended"), "count", Message("Touchpoints of 365 days whose text names the community or a user group."), _TOUCHPOINTS, 0, 2),
    HealthMetric("trainings", Message("Trainings"), "count", Message("Touchpoints of 365 days whose text names a training or workshop."), _TOUCHPOINTS, 0, 2),
    HealthMetric("marketing_responses", Message("Response to marketing"), "count", Message("Touchpoints of 365 days whose text names a campaign or newsletter."), _TOUCHPOINTS, 0, 3),
    HealthMetric("nps", Message("NPS"), "nps", Message("Share of answers 9 and 10 less that of 0 to 6, over 365 days."), _ANSWERS, -20, 50),
    HealthMetric("csat", Message("CSAT of tickets"), "of_five", Message("Mean satisfaction with the tickets of 90 days."), Message("Tickets with a satisfaction score"), 2, 5),
    HealthMetric("seats_active", Message("Active users"), "count", Message("Active users, or seats used, as last counted."), _USAGE, 0, 50),
    HealthMetric("logins", Message("Logins"), "count", Message("Logins of the last 30 days."), Message("Logins with a date"), 0, 100),
    HealthMetric("sessions", Message("Sessions"), "count", Message("Sessions of the last 30 days."), Message("Sessions with a date"), 0, 100),
    HealthMetric("feature_uses", Message("Feature uses"), "count", Message("Uses of features in the last 30 days."), Message("Uses by feature with a date"), 0, 100),
    HealthMetric("usage_seconds", Message("Usage time"), "hours", Message("Time in the product in the last 30 days."), Message("Usage time with a date"), 0, 36_000),
    HealthMetric("errors", Message("Errors"), "count", Message("Errors met in the last 30 days."), Message("Errors with a date"), 50, 0),
    HealthMetric("storage", Message("Storage"), "count", Message("Storage used, as last counted."), Message("Storage with a date"), 0, 100),
    HealthMetric("trend:active_users", Message("Trend of active users"), "change", Message("The last 30 days against the mean of the three periods before."), Message("Active users with a date, for 120 days at least"), -0.30, 0.10),
    HealthMetric("trend:feature_uses", Message("Trend of feature uses"), "change", Message("The last 30 days against the mean of the three periods before."), Message("Uses by feature with a date, for 120 days at least"), -0.30, 0.10),
    HealthMetric("trend:usage_seconds", Message("Trend of usage time"), "change", Message("The last 30 days against the mean of the three periods before."), Message("Usage time with a date, for 120 days at least"), -0.30, 0.10),
)  # fmt: skip

HEALTH_METRICS: Mapping[str, HealthMetric] = MappingProxyType({metric.code: metric for metric in _LISTED})


def shares_with_data(signals: Signals) -> dict[str, float]:
    """For every metric the share of accounts that have a value, 0 to 1."""
    return {
        code: float((~np.isnan(signals.signal(code).value)).mean()) if len(signals.days) else 0.0
        for code in HEALTH_METRICS
    }


def fitted_model(signals: Signals, model: HealthModel | None = None) -> tuple[HealthModel, tuple[str, ...]]:
    """The default model (or another) without the components no account has data for, and their metrics.

    The weights of what stays are scaled to add up to 100. Without any data the model stays whole.
    """
    base = model or HealthModel()
    known = [c for c in base.components if not np.isnan(signals.signal(signal_code(c)).value).all()]
    left_out = tuple(c.metric for c in base.components if c not in known)
    if not known or not left_out:
        return base, left_out
    weights = whole_weights([c.weight for c in known])
    components = tuple(replace(c, weight=float(weight)) for c, weight in zip(known, weights, strict=True))
    return replace(base, components=components), left_out
