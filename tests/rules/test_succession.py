from __future__ import annotations

from datetime import date

import numpy as np

from csdesk.rules.succession import Lines, successors

Line = tuple[int, int, date, date | None]


def followed(*lines: Line, follows: list[bool] | None = None) -> list[int]:
    """Successor positions of (account, product, start, end) lines."""
    found: list[int] = successors(
        Lines(
            account=np.array([line[0] for line in lines], dtype=np.int64),
            product=np.array([line[1] for line in lines], dtype=np.int64),
            start=np.array([line[2] for line in lines], dtype="datetime64[D]"),
            end=np.array([line[3] for line in lines], dtype="datetime64[D]"),
            follows=np.array([True] * len(lines) if follows is None else follows, dtype=bool),
        ),
        60,
    ).tolist()
    return found


FIRST = (0, 1, date(2025, 1, 1), date(2025, 12, 31))


def test_the_first_line_after_the_end_follows() -> None:
    assert followed(FIRST, (0, 1, date(2026, 2, 1), None), (0, 1, date(2026, 1, 1), None)) == [2, -1, -1]


def test_a_line_after_the_end_goes_before_one_that_overlaps() -> None:
    assert followed(FIRST, (0, 1, date(2025, 11, 15), None), (0, 1, date(2026, 1, 20), None)) == [2, -1, -1]


def test_an_overlapping_line_follows_within_the_window_only() -> None:
    assert followed(FIRST, (0, 1, date(2025, 11, 1), None)) == [1, -1]
    assert followed(FIRST, (0, 1, date(2025, 10, 31), None)) == [-1, -1]


def test_lines_that_begin_together_do_not_follow_each_other() -> None:
    short = (0, 1, date(2025, 1, 1), date(2025, 1, 31))
    assert followed(short, short) == [-1, -1]


def test_two_lines_may_share_a_successor_and_months_follow_each_other() -> None:
    assert followed(FIRST, FIRST, (0, 1, date(2026, 1, 1), None)) == [2, 2, -1]
    months = [(0, 1, date(2026, m, 1), date(2026, m, 28)) for m in (1, 2, 3)]
    assert followed(*months) == [1, 2, -1]


def test_an_unknown_product_fits_every_other_of_the_account() -> None:
    assert followed((0, 0, *FIRST[2:]), (0, 2, date(2026, 1, 1), None)) == [1, -1]
    assert followed(FIRST, (0, 0, date(2026, 1, 5), None), (0, 2, date(2026, 1, 1), None)) == [1, -1, -1]
    assert followed(FIRST, (1, 0, date(2026, 1, 1), None)) == [-1, -1]


def test_what_may_not_follow_does_not() -> None:
    assert followed(FIRST, (0, 1, date(2026, 1, 1), None), follows=[True, False]) == [-1, -1]
    assert followed() == []
