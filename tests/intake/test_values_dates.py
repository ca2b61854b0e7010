from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.intake.cells import column_of
from csdesk.intake.values.cells import cells_of
from csdesk.intake.values.dates import DateStyle, day_order, has_two_readings, parse_date, read_dates
from tests.intake.made_tables import column

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-08-01", date(2026, 8, 1)),
        ("2026/8/1", date(2026, 8, 1)),
        ("2026.7.20", date(2026, 7, 20)),
        ("２０２６／０８／０１", date(2026, 8, 1)),
        ("2026年3月31日", date(2026, 3, 31)),
        ("2026年3月末", date(2026, 3, 31)),
        ("2026年2月末日", date(2026, 2, 28)),
        ("令和8年3月31日", date(2026, 3, 31)),
        ("R8.3.31", date(2026, 3, 31)),
        ("R08/03/31", date(2026, 3, 31)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("H31.4.30", date(2019, 4, 30)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("令7/4/1", date(2025, 4, 1)),
        ("令7.4.1", date(2025, 4, 1)),
        ("令元年5月1日", date(2019, 5, 1)),
        ("平31/4/30", date(2019, 4, 30)),
        ("昭64.1.7", date(1989, 1, 7)),
        ("2025/4/1（令7）", date(2025, 4, 1)),
        ("20260801", date(2026, 8, 1)),
        ("202608", date(2026, 8, 1)),
        ("46112", date(2026, 3, 31)),
        ("2026/4/1(水)", date(2026, 4, 1)),
        ("2026年4月1日（水曜日）", date(2026, 4, 1)),
        ("28 Nov 2026", date(2026, 11, 28)),
        ("28-Nov-26", date(2026, 11, 28)),
        ("November 28, 2026", date(2026, 11, 28)),
        ("Sat, 28 Nov 2026", date(2026, 11, 28)),
        ("Apr-26", date(2026, 4, 1)),
        ("2024-07-28 03:00", date(2024, 7, 28)),
        ("2026-08-01T23:59:59.123", date(2026, 8, 1)),
        ("2026/08/01 9:05 PM", date(2026, 8, 1)),
    ],
)
def test_a_date_is_read_in_every_way_people_write_it(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize("text", ["2026-13-01", "2026-02-30", "soon", "12", "1234567", "3月31日", "更新待ち", "2026-"])
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert parse_date(text) is None


def test_one_cell_above_twelve_decides_for_the_whole_column() -> None:
    assert day_order(["16-10-2024", "07-08-2023"]) == "dmy"
    assert day_order(["1/2/2023", "1/13/2024"]) == "mdy"
    assert day_order(["03-04-2024", "05-06-2024"]) is None
    assert day_order(["26/7/31", "25/12/1"]) == "ymd"
    assert parse_date("07-08-2023", DateStyle("dmy")) == date(2023, 8, 7)
    assert parse_date("07-08-2023", DateStyle("mdy")) == date(2023, 7, 8)


def test_only_dates_that_differ_by_order_have_two_readings() -> None:
    assert has_two_readings("03/04/2026")
    assert not has_two_readings("04/04/2026")
    assert not has_two_readings("13/04/2026")
    assert not has_two_readings("2026-04-03")


@given(DAYS)
def test_day_first_and_month_first_read_back_what_was_written(day: date) -> None:
    assert parse_date(f"{day.day:02}-{day.month:02}-{day.year}", DateStyle("dmy")) == day
    assert parse_date(f"{day.month}/{day.day}/{day.year}", DateStyle("mdy")) == day


@given(st.dates(date(2019, 5, 1), date(2099, 12, 31)))
def test_the_reiwa_era_begins_in_may_2019(day: date) -> None:
    year = day.year - 2018
    assert parse_date(f"令和{'元' if year == 1 else year}年{day.month}月{day.day}日") == day


def test_a_month_alone_is_its_last_day_in_a_column_of_ends() -> None:
    assert parse_date("2027年3月", DateStyle(month_end=True)) == date(2027, 3, 31)
    assert parse_date("2027/2", DateStyle(month_end=True)) == date(2027, 2, 28)


def test_a_time_with_zone_becomes_the_day_of_the_books_zone() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert parse_date("2026-08-01T20:00:00Z", DateStyle(zone=tokyo)) == date(2026, 8, 2)
    assert parse_date("2014-02-03 16:47", DateStyle(from_utc=True, zone=tokyo)) == date(2014, 2, 4)
    assert parse_date("2014-02-03 16:47", DateStyle(zone=tokyo)) == date(2014, 2, 3)
    assert parse_date("2026-08-01T00:30:00+09:00", DateStyle(zone=UTC)) == date(2026, 7, 31)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-08-01 16:30 JST", date(2026, 8, 1)),
        ("2026-08-01 14:30 -0330", date(2026, 8, 2)),  # 18:00 in London, 03:00 in Tokyo
        ("2026-08-01 8:30 pm GMT", date(2026, 8, 2)),
        ("2026-08-01T00:00:00-05:00", date(2026, 8, 1)),  # midnight of a zone is how programs write a day
        ("2026-08-01T25:00:00Z", None),
        ("2026-08-01T20:61:00Z", None),
        ("1785888000", date(2026, 8, 5)),  # seconds since 1970
    ],
)
def test_zones_in_every_habit_in_tokyo(text: str, day: date | None) -> None:
    assert parse_date(text, DateStyle(zone=timezone(timedelta(hours=9)))) == day


def test_a_column_takes_date_cells_serial_numbers_and_texts_side_by_side() -> None:
    found = read_dates(cells_of(column(date(2026, 4, 1), 46112, "2026-05-01", 20260601, None, "未定")), DateStyle())
    assert found.values.tolist() == [
        date(2026, 4, 1),
        date(2026, 3, 31),
        date(2026, 5, 1),
        date(2026, 6, 1),
        None,
        None,
    ]
    assert not len(found.positions)


def test_an_error_cell_is_never_read_as_blank() -> None:
    found = read_dates(cells_of(column("2026-05-01", "#REF!", None)), DateStyle())
    assert found.positions.tolist() == [1]
    assert found.faults[0].code == "error_cell"
    typed = read_dates(cells_of(column_of(["2026-05-01", "#N/A", "#Ref!"])), DateStyle())
    assert typed.positions.tolist() == [1, 2]


def test_open_ends_and_the_end_of_time_are_no_date_and_no_fault() -> None:
    found = read_dates(cells_of(column("9999-12-31", "自動更新", "-", "2026-05-01")), DateStyle())
    assert np.isnat(found.values).tolist() == [True, True, True, False]
    assert not len(found.positions)


def test_times_of_date_cells_in_utc_move_to_the_zone() -> None:
    cells = column(datetime(2026, 8, 1, 20, 0))
    style = DateStyle(from_utc=True, zone=timezone(timedelta(hours=9)))
    assert read_dates(cells_of(cells), style).values.tolist() == [date(2026, 8, 2)]


@given(st.lists(st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31)), min_size=1, max_size=5))
def test_year_first_dates_read_the_same_as_one_by_one(moments: list[datetime]) -> None:
    texts = [
        text
        for m in moments
        for text in (f"{m:%Y-%m-%d %H:%M:%S}", f"{m.year}/{m.month}/{m.day}", f"{m:%Y-%m-%dT%H:%M}")
    ]
    found = read_dates(cells_of(column(*texts)), DateStyle())
    assert found.values.tolist() == [parse_date(text) for text in texts]


def test_days_that_do_not_exist_are_faults() -> None:
    found = read_dates(cells_of(column("2026-02-30", "2026/13/01", "2026-02-28")), DateStyle())
    assert found.positions.tolist() == [0, 1]


def test_seconds_and_milliseconds_since_1970_are_times_in_utc() -> None:
    tokyo = DateStyle(zone=ZoneInfo("Asia/Tokyo"))
    # date -u -d @1774996200: 2026-03-31 22:30 UTC, which is 7:30 of the next day in Tokyo.
    for text in ("1774996200", "1774996200000"):
        assert parse_date(text) == date(2026, 3, 31)
        assert parse_date(text, tokyo) == date(2026, 4, 1)
        found = read_dates(cells_of(column(int(text), "2026-05-01")), tokyo)
        assert found.values.astype(str).tolist() == ["2026-04-01", "2026-05-01"]
