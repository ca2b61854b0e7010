from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.intake.calendar_text import calendar_columns, is_calendar, unfolded
from csdesk.intake.delimited import read_delimited
from csdesk.intake.limits import Limits
from csdesk.intake.refusals import Refused
from tests.intake.made_sheets import cells_of

PIECES = st.sampled_from(
    ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:", "DTSTART", "DTEND", ":", ";", "TZID=", "Asia", "../x", "/etc",
     "00010101", "20261332T990000", "99991231", "Z", '"', "\\n", "\\", "ATTENDEE;CN=", "\n", "é"]
)  # fmt: skip


def rows(body: str) -> list[dict[str, str | None]]:
    text = f"BEGIN:VCALENDAR\n{body}\nEND:VCALENDAR\n"
    names, *events = cells_of(read_delimited(text.encode(), "c", Limits()).sheet)
    return [{n: v for n, v in zip(map(str, names), event, strict=True) if v} for event in events]


def event(line: str) -> dict[str, str | None]:
    (found,) = rows(f"BEGIN:VEVENT\n{line}\nEND:VEVENT")
    return found


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("DTSTART:20261105T100000Z", "2026-11-05T10:00:00Z"),
        ("DTSTART:20261105T100000", "2026-11-05T10:00:00"),
        ("DTSTART;TZID=Asia/Tokyo:20261105T100000", "2026-11-05T10:00:00+09:00"),
        ('DTSTART;TZID="Asia/Tokyo":20261105T100000', "2026-11-05T10:00:00+09:00"),
        ("DTSTART;TZID=Tokyo Standard Time:20261105T100000", "2026-11-05T10:00:00"),
        ("DTSTART;TZID=Asia:20261105T100000", "2026-11-05T10:00:00"),
        ("DTSTART;VALUE=DATE:20261105", "2026-11-05"),
        ("DTEND;VALUE=DATE:20261105", "2026-11-04"),
        ("DTEND;VALUE=DATE:00010101", "00010101"),
        ("DTSTART:20261305", "20261305"),
        ("DTSTART:soon", "soon"),
        ("SUMMARY;LANGUAGE=en:a\\, b\\; c\\\\d\\ne", "a, b; c\\d\ne"),
        ('ATTENDEE;CN="A: B":mailto:a@b.example', "A: B <a@b.example>"),
        ("ATTENDEE:mailto:a@b.example", "a@b.example"),
    ],
)
def test_values_of_properties(line: str, value: str) -> None:
    assert list(event(line).values()) == [value]


def test_what_is_no_event_is_left_out() -> None:
    found = rows(
        "BEGIN:VTODO\nSUMMARY:Do\nEND:VTODO\nBEGIN:VEVENT\nSUMMARY:Meet\nBEGIN:VALARM\nSUMMARY:Ring\nEND:VALARM\nno line\nEND:VEVENT"
    )
    assert found == [{"SUMMARY": "Meet"}]
    assert rows("") == []


def test_only_calendars_are_calendars() -> None:
    assert is_calendar(b"\xef\xbb\xbfbegin:vcalendar\r\n")
    assert not is_calendar(b"name,begin:vcalendar\n")
    assert unfolded(b"SUMMARY:ab\r\n c\n\td") == b"SUMMARY:abcd"


def test_a_calendar_with_more_cells_than_allowed_is_refused() -> None:
    with pytest.raises(Refused):
        read_delimited(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\n", "c", Limits(cells=8))


@given(st.lists(PIECES, max_size=40))
def test_no_calendar_raises(pieces: list[str]) -> None:
    columns = calendar_columns("BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + "".join(pieces))
    assert len({len(column) for column in columns}) == 1
