"""Weights that add up to 100."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csdesk.rules.health_weights import whole_weights, with_weight

DRAWN = (25, 20, 15, 15, 10, 10, 5)


def test_the_others_share_what_is_left_in_proportion() -> None:
    assert with_weight((50, 30, 20), 0, 60) == (60, 24, 16)
    assert with_weight((50, 30, 20), 0, 100) == (100, 0, 0)
    assert with_weight((100, 0, 0), 0, 50) == (50, 25, 25)


def test_locked_weights_stay_and_bound_the_moved_one() -> None:
    locked = {0, 2, 4, 5, 6}
    assert with_weight(DRAWN, 1, 25, locked) == (25, 25, 15, 10, 10, 10, 5)  # as drawn
    assert with_weight(DRAWN, 1, 90, locked) == (25, 35, 15, 0, 10, 10, 5)
    assert with_weight((60, 40), 1, 10, {0}) == (60, 40)  # nothing else may move


def test_whole_numbers_keep_the_sum_by_largest_remainder() -> None:
    assert whole_weights((1, 1, 1)) == (34, 33, 33)
    assert whole_weights((0, 0)) == (50, 50)
    assert whole_weights(()) == ()


@given(st.lists(st.integers(0, 100), min_size=2, max_size=9), st.data())
def test_whatever_moves_the_sum_stays_100(weights: list[int], data: st.DataObject) -> None:
    start = whole_weights(weights)
    at = data.draw(st.integers(0, len(weights) - 1))
    locked = data.draw(st.sets(st.integers(0, len(weights) - 1)))
    moved = with_weight(start, at, data.draw(st.integers(-20, 140)), locked)
    assert sum(moved) == 100
    assert all(moved[place] == start[place] for place in locked - {at})
    assert min(moved) >= 0
