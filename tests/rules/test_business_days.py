from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from csdesk.model.errors import CSDeskError
from csdesk.rules.business_days import previous_business_day
from csdesk.rules.months import Days


def array(*days: date | None) -> Days:
    return np.array(days, dtype="datetime64[D]")


def test_weekends_and_holidays_move_back_to_the_working_day_before() -> None:
    asked = array(date(2026, 5, 8), date(2026, 5, 9), date(2026, 5, 6), date(2027, 1, 1))
    # 3 to 6 May 2026 are Japanese holidays (one of them in lieu), 2 and 3 May a weekend.
    expected = [date(2026, 5, 8), date(2026, 5, 8), date(2026, 5, 1), date(2026, 12, 31)]
    assert previous_business_day(asked, "JP").tolist() == expected


def test_countries_have_their_own_holidays() -> None:
    thanksgiving = array(date(2026, 11, 26))
    assert previous_business_day(thanksgiving, "US").tolist() == [date(2026, 11, 25)]
    assert previous_business_day(thanksgiving, "JP").tolist() == [date(2026, 11, 26)]


def test_a_missing_deadline_stays_missing_and_far_years_have_weekends_only() -> None:
    assert np.isnat(previous_business_day(array(None), "JP")).all()
    assert previous_business_day(array(date(2200, 1, 1)), "JP").tolist() == [date(2200, 1, 1)]  # a Wednesday


def test_an_unknown_country_is_named() -> None:
    with pytest.raises(CSDeskError, match="Atlantis"):
        previous_business_day(array(date(2026, 1, 1)), "Atlantis")
