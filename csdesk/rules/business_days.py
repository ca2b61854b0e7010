"""Working days of a country: deadlines move back to the last one before a weekend or holiday."""

from __future__ import annotations

from functools import cache

import numpy as np

from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.rules.months import Days

# The years holiday laws are known for; outside them only weekends are taken off.
_FIRST_YEAR, _LAST_YEAR = 1950, 2099


def previous_business_day(deadlines: Days, country: str) -> Days:
    """Each day itself where it is a working day, else the last working day before it; NaT stays NaT.

    Raises:
        CSDeskError: nobody knows the holidays of that country.
    """
    known = ~np.isnat(deadlines)
    years = np.unique(deadlines[known].astype("datetime64[Y]")).astype(int) + 1970
    free = [d for year in years.tolist() if _FIRST_YEAR <= year <= _LAST_YEAR for d in _holidays(country, year)]
    moved = deadlines.copy()
    moved[known] = np.busday_offset(deadlines[known], 0, roll="backward", holidays=free)
    return moved


@cache
def _holidays(country: str, year: int) -> tuple[np.datetime64, ...]:
    # Loaded when first asked for: most books leave deadlines where they are.
    from holidays import country_holidays
    from holidays.utils import list_supported_countries

    if country not in list_supported_countries():
        raise CSDeskError(
            Message("The holidays of “{country}” are not known.", country=country),
            Message("Choose another holiday country in the settings, as two letters such as JP or US."),
        )
    found = country_holidays(country, years=[year - 1, year])
    return tuple(np.datetime64(day, "D") for day in sorted(found))
