"""Windows over dated facts, against counting them one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from csdesk.rules.timeline import NO_DAY, Places, Timeline, grouped_min

FACTS = st.lists(
    st.tuples(st.integers(-1, 3), st.integers(-400, 400) | st.just(int(NO_DAY)), st.integers(-5, 5) | st.none()),
    max_size=40,
)


def timeline(facts: list[tuple[int, int, int | None]]) -> Timeline:
    place = np.asarray([p for p, _, _ in facts], dtype=np.int64)
    day = np.asarray([d for _, d, _ in facts], dtype=np.int64)
    value = np.asarray([np.nan if v is None else v for _, _, v in facts], dtype=np.float64)
    return Timeline(4, place, day, value, np.arange(len(facts), dtype=np.int64))


@given(FACTS, st.lists(st.integers(-420, 420), min_size=4, max_size=4), st.integers(0, 200))
def test_windows_hold_exactly_the_facts_of_their_days(
    facts: list[tuple[int, int, int | None]], until: list[int], back: int
) -> None:
    line = timeline(facts)
    days = np.asarray(until, dtype=np.int64)
    window = line.window(days - back, days)
    ever = line.ever(days)
    for place in range(4):
        mine = [(d, n, v) for n, (p, d, v) in enumerate(facts) if p == place and v is not None and d != NO_DAY]
        inside = sorted((d, n, v) for d, n, v in mine if until[place] - back < d <= until[place])
        assert line.key[window.first[place] : window.last[place]].tolist() == [n for _, n, _ in inside]
        assert line.total(window)[place] == sum(v for _, _, v in inside)
        assert ever.count[place] == sum(d <= until[place] for d, _, _ in mine)
        last = inside[-1] if inside else None
        assert line.last_day(window)[place] == (last[0] if last else NO_DAY)
        assert line.last_key(window)[place] == (last[1] if last else -1)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-50, 50)), max_size=20))
def test_the_least_value_of_each_account_and_where_it_stands(rows: list[tuple[int, int]]) -> None:
    place = np.asarray([p for p, _ in rows], dtype=np.int64)
    value = np.asarray([v for _, v in rows], dtype=np.int64)
    least, row = grouped_min(place, value, 4)
    for account in range(4):
        mine = [v for p, v in rows if p == account]
        assert (row[account] >= 0) == bool(mine)
        if mine:
            assert least[account] == min(mine) == value[row[account]]


def test_keys_find_their_place_and_strangers_do_not() -> None:
    places = Places(np.asarray([7, 3, 12], dtype=np.int64))
    assert places.of(np.asarray([3, 12, 7, 4, -1, 13, 99], dtype=np.int64)).tolist() == [1, 2, 0, -1, -1, -1, -1]
    assert Places(np.zeros(0, dtype=np.int64)).of(np.asarray([0, 1], dtype=np.int64)).tolist() == [-1, -1]
