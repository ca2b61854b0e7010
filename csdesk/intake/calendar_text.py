"""iCalendar text (RFC 5545) → rows: one an event, one column a property."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa

from csdesk.intake.cells import text_column
from csdesk.intake.sheets import RawColumn

_BEGIN = b"BEGIN:VCALENDAR"
# Columns every calendar has, in this order; what else events hold stands behind them.
_FIRST = ("UID", "SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION", "ORGANIZER", "ATTENDEE")
_DATES = frozenset(("DTSTART", "DTEND", "DTSTAMP", "CREATED", "LAST-MODIFIED", "RECURRENCE-ID"))
_LINE = re.compile(r"([A-Za-z0-9-]+)((?:;[^:;=]+=(?:\"[^\"]*\"|[^\":;])*)*):(.*)")
_PARAMETER = re.compile(r";([^:;=]+)=(\"[^\"]*\"|[^\":;]*)")
_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?")
_ESCAPED = re.compile(r"\\([\\;,nN])")


def is_calendar(data: bytes) -> bool:
    """Whether the text is a calendar."""
    return data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").upper().startswith(_BEGIN)


def unfolded(data: bytes) -> bytes:
    """The text with long lines joined again; folding cuts between bytes, so within characters too."""
    return re.sub(rb"\r?\n[ \t]", b"", data)


def calendar_columns(text: str) -> tuple[RawColumn, ...]:
    """The events as columns of texts: property names in the first row, then a row an event.

    Dates and times are written as ISO, with the offset of their zone where they name one. The end of
    an all-day event is its last day. Several attendees are parted by "; ". Alarms, time zones and
    to-dos are left out.
    """
    events = _events(text)
    names = [*_FIRST, *sorted({name for event in events for name in event} - set(_FIRST))]
    return tuple(text_column(pa.array([name, *(event.get(name) for event in events)], pa.string())) for name in names)


def _events(text: str) -> list[dict[str, str]]:
    events: list[dict[str, str]] = []
    inside: list[str] = []
    for line in re.split(r"\r\n?|\n", text):
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        name, value = found[1].upper(), found[3]
        if name == "BEGIN":
            inside.append(value.strip().upper())
            if inside[-1] == "VEVENT":
                events.append({})
        elif name == "END":
            inside = inside[:-1]
        elif inside and inside[-1] == "VEVENT":
            said = _value(name, found[2], value)
            if said:
                events[-1][name] = f"{events[-1][name]}; {said}" if name in events[-1] else said
    return events


def _value(name: str, parameters: str, value: str) -> str:
    if name in _DATES:
        return _moment(value, _parameter(parameters, "TZID"), ends_a_day=name == "DTEND" and "T" not in value)
    if name in ("ORGANIZER", "ATTENDEE"):
        address = re.sub("(?i)^mailto:", "", value.strip())
        person = _parameter(parameters, "CN")
        return f"{person} <{address}>" if person and person != address else address
    return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], value).strip()


def _parameter(parameters: str, name: str) -> str:
    return next((value.strip('"') for key, value in _PARAMETER.findall(parameters) if key.upper() == name), "")


def _moment(value: str, zone: str, *, ends_a_day: bool) -> str:
    """20261105T100000 in Asia/Tokyo → 2026-11-05T10:00:00+09:00; what is no moment stays as it is."""
    found = _MOMENT.fullmatch(value.strip())
    if found is None:
        return value
    try:
        if found[4] is None:
            day = date(int(found[1]), int(found[2]), int(found[3]))
            return (day - timedelta(days=ends_a_day)).isoformat()
        moment = datetime(*(int(part) for part in found.groups()[:6]))  # type: ignore[arg-type]
        if found[7]:
            return moment.isoformat() + "Z"
        return moment.replace(tzinfo=ZoneInfo(zone)).isoformat() if zone else moment.isoformat()
    except (ZoneInfoNotFoundError, OSError):
        return moment.isoformat()
    except (ValueError, OverflowError):
        return value
