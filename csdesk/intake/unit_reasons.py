"""The unit a header or a title states, said as the reason for what was done to the amounts; and units of durations."""

from __future__ import annotations

import re

from csdesk.intake.headers import tidy
from csdesk.model.messages import Message

_CENTS = Message("These amounts are in cents; they were divided by 100.")
_SAID = {
    ("header", 1e3): Message("The header says thousands; the amounts were multiplied by 1,000."),
    ("header", 1e4): Message("The header says ten thousands (万); the amounts were multiplied by 10,000."),
    ("header", 1e6): Message("The header says millions; the amounts were multiplied by 1,000,000."),
    ("header", 1e8): Message("The header says hundred millions (億); the amounts were multiplied by 100,000,000."),
    ("title", 1e3): Message("The title says thousands; the amounts were multiplied by 1,000."),
    ("title", 1e4): Message("The title says ten thousands (万); the amounts were multiplied by 10,000."),
    ("title", 1e6): Message("The title says millions; the amounts were multiplied by 1,000,000."),
    ("title", 1e8): Message("The title says hundred millions (億); the amounts were multiplied by 100,000,000."),
    ("format", 1e3): Message("The number format shows thousands; the amounts were multiplied by 1,000."),
    ("format", 1e4): Message("The number format shows ten thousands (万); the amounts were multiplied by 10,000."),
    ("format", 1e6): Message("The number format shows millions; the amounts were multiplied by 1,000,000."),
    ("format", 1e8): Message(
        "The number format shows hundred millions (億); the amounts were multiplied by 100,000,000."
    ),
}
_HOURS = re.compile(r"時間[)\]]?$|\bhours?\b|\bhrs?\b|\(h\)|_hours?$|_hrs?$")
_MINUTES = re.compile(r"分[)\]]?$|\bminutes?\b|\bmins?\b|\(m\)|_minutes?$|_mins?$")


def scale_reason(scale: float, by: str) -> Message:
    """What was done to amounts of that scale.

    Args:
        by: what said so: ``header``, ``format`` (of the numbers) or ``title``.

    Raises:
        KeyError: no header states such a scale.
    """
    return _CENTS if scale < 1 else _SAID[by, scale]


def seconds_of(header: str) -> float:
    """How many seconds a bare number under the header counts: 利用時間（分） 60, Usage (hours) 3600, else 1."""
    plain = tidy(header)
    inside = re.search(r"[(\[（【]([^)\]）】]*)[)\]）】]\s*$", plain)
    stated = inside[1] if inside else plain if plain.isascii() else ""
    if _HOURS.search(stated) or stated in ("時間", "h"):
        return 3_600.0
    return 60.0 if _MINUTES.search(stated) or stated in ("分", "m", "min") else 1.0
