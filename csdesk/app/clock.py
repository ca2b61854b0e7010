"""The one place that asks what day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today() -> date:
    """The date on this computer."""
    return datetime.now().date()


def now() -> datetime:
    """This moment, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
