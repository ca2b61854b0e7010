"""Raw values of health metrics as people read and type them: 30%, −30%, 45 d, 5.0, 1 of 8."""

from __future__ import annotations

import re
import unicodedata

from csdesk.desktop.health_text import KEY_FEATURES
from csdesk.desktop.tables.painters import days_text
from csdesk.desktop.translation import language, tr
from csdesk.desktop.wording import component_text
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message

ICONS = {
    "seat_use": "users", "login_trend": "log-in", "features_used": "puzzle", "nps_mean": "face-slightly-smiling",
    "urgent_tickets": "ticket", "last_contact": "phone", "invoice_overdue": "receipt", "sentiment": "user-check",
    "mood": "message-square", "any_contact": "phone", "events_attended": "calendar", "community": "users",
    "trainings": "presentation", "marketing_responses": "mail", "nps": "face-slightly-smiling", "csat": "face-slightly-smiling",
}  # fmt: skip
_SHARES = ("share", "change")
_STEPS = {
    "share": 0.01, "change": 0.01, "days": 1.0, "of_ten": 0.1, "of_five": 0.1, "nps": 1.0, "per_100": 0.1,
    "count": 1.0, "hours": 3600.0,
}  # fmt: skip
_HOUR = 3600.0


def unit_of(metric: str) -> str:
    """The unit of a metric; things for one that is not in the list."""
    from csdesk.rules.health_metrics import HEALTH_METRICS

    return HEALTH_METRICS[metric].unit if metric in HEALTH_METRICS else "count"


def metric_text(metric: str) -> str:
    """The name of a metric."""
    from csdesk.rules.health_metrics import HEALTH_METRICS

    return tr(HEALTH_METRICS[metric].label) if metric in HEALTH_METRICS else component_text(metric)


def metric_help(metric: str) -> str:
    """How it is worked out and what a book needs for it."""
    from csdesk.rules.health_metrics import HEALTH_METRICS

    if metric not in HEALTH_METRICS:
        return metric_text(metric)
    found = HEALTH_METRICS[metric]
    return f"{tr(found.means)}\n{tr(Message('Needs: {records}', records=found.needs))}"


def mark_text(metric: str, value: float) -> str:
    """A mark as its field shows it."""
    unit, speaks = unit_of(metric), language()
    if unit == "share":
        return speaks.percent(value)
    if unit == "change":
        return f"{speaks.signed(value * 100)}%"
    if unit == "days":
        return days_text(round(value))
    if unit in ("of_ten", "of_five", "per_100"):
        return speaks.number(value, 1)
    if unit == "nps":
        return speaks.signed(value)
    if unit == "hours":
        return tr(Message("{n} h", n=speaks.number(value / _HOUR, 0 if (value / _HOUR).is_integer() else 1)))
    if metric == "features_used":
        return tr(Message("{n} of {total}", n=round(value), total=KEY_FEATURES))
    return speaks.number(value, 0 if float(value).is_integer() else 1)


def read_mark(metric: str, text: str) -> float:
    """What was typed into the field of a mark.

    Raises:
        CSDeskError: there is no number in it.
    """
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace(",", "")
    found = re.search(r"[-+]?\d+(?:\.\d+)?", plain)
    if found is None:
        raise CSDeskError(Message("“{text}” is not a number.", text=text), Message("Type digits, e.g. 1200."))
    value = float(found.group())
    unit = unit_of(metric)
    return value / 100 if unit in _SHARES else value * _HOUR if unit == "hours" else value


def mark_step(metric: str) -> float:
    """By how much an arrow key moves a mark."""
    return _STEPS[unit_of(metric)]


def moved_mark(metric: str, value: float, steps: int) -> float:
    """The mark that many steps on, without the dust of binary fractions."""
    return round(value + steps * mark_step(metric), 6)
