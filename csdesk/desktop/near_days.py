"""Dates without a year where the year is clear: half a year back, less than a year ahead."""

from __future__ import annotations

from datetime import date

from csdesk.desktop.translation import language
from csdesk.i18n import Language

BACK, AHEAD = 182, 330


class NearDays(Language):
    """The reader's language with short dates in its sentences: 28 Nov; 11/28."""

    def __init__(self, as_of: date) -> None:
        super().__init__(language().code)
        self._as_of = as_of

    def day(self, day: date, *, year: bool = True) -> str:
        """The day; with its year only where it would not be clear."""
        clear = -BACK <= (day - self._as_of).days <= AHEAD
        return super().day(day, year=year and not clear)
