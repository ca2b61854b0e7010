from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.model.notice import Notice, NoticeUnit, notice_by, parse_notice


@pytest.mark.parametrize(
    ("end", "n", "unit", "expected"),
    [
        (date(2027, 3, 31), 3, "months", date(2026, 12, 31)),
        (date(2026, 5, 31), 3, "months", date(2026, 2, 28)),
        (date(2026, 2, 28), 3, "months", date(2025, 11, 30)),
        (date(2026, 12, 31), 30, "days", date(2026, 12, 1)),
        (date(2027, 2, 15), 60, "days", date(2026, 12, 17)),
    ],
)
def test_the_notice_deadline_is_the_last_safe_day(end: date, n: int, unit: NoticeUnit, expected: date) -> None:
    assert notice_by(end, n, unit) == expected


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 24))
def test_a_longer_notice_never_ends_later(end: date, n: int) -> None:
    for unit in ("days", "months"):
        assert notice_by(end, n + 1, unit) < notice_by(end, n, unit)
    assert notice_by(end, 0, "days") == end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3ヶ月前までに書面で", Notice(3, "months", True)),
        ("期間満了の3ヶ月前までに書面による申出", Notice(3, "months", True)),
        ("３か月前", Notice(3, "months")),
        ("3ヵ月", Notice(3, "months")),
        ("３カ月前", Notice(3, "months")),
        ("三ヶ月", Notice(3, "months")),
        ("十二箇月前まで", Notice(12, "months")),
        ("2月前", Notice(2, "months")),
        ("半年前", Notice(6, "months")),
        ("1年前", Notice(12, "months")),
        ("60日前", Notice(60, "days")),
        ("六〇日前", Notice(60, "days")),
        ("九十日前", Notice(90, "days")),
        ("百八十日前", Notice(180, "days")),
        ("2週間前", Notice(14, "days")),
        ("90 days", Notice(90, "days")),
        ("90-day notice", Notice(90, "days")),
        ("3 months' written notice", Notice(3, "months", True)),
        ("Three (3) months prior notice, in writing", Notice(3, "months", True)),
        ("ninety days", Notice(90, "days")),
        ("1 month", Notice(1, "months")),
        ("3 months (90 days)", Notice(3, "months")),
        ("60", Notice(60, "days")),
        ("60.0", Notice(60, "days")),
        ("６０", Notice(60, "days")),
        ("", None),
        ("なし", None),
        ("別途協議", None),
        ("2026年12月31日", None),
        ("3月末日", None),
        ("10営業日前", None),
        ("1.5ヶ月", None),
    ],
)
def test_notice_clauses_are_read_as_people_write_them(text: str, expected: Notice | None) -> None:
    assert parse_notice(text, "days") == expected


def test_a_bare_number_counts_in_the_unit_of_its_column() -> None:
    assert parse_notice("3", "months") == Notice(3, "months")
