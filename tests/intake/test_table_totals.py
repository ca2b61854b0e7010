"""Sums of amounts without what floats add to them."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from csdesk.intake.table_totals import exact_sum


def test_tenths_add_up_to_what_is_written() -> None:
    assert exact_sum(np.array([0.1, 0.2])) == Decimal("0.3")
    assert exact_sum(np.full(10, 0.1)) == Decimal(1)
    assert exact_sum(np.array([1e300, 1e300])) == Decimal("2E+300")
    assert exact_sum(np.array([])) == 0


@given(st.lists(st.decimals(min_value=-(10**10), max_value=10**10, places=2), max_size=50))
def test_any_amounts_in_cents_add_up_exactly(amounts: list[Decimal]) -> None:
    assert exact_sum(np.array([float(a) for a in amounts])) == sum(amounts, Decimal(0))
