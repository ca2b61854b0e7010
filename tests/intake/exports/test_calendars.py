from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from csdesk.model.problems import Severity
from tests.intake.exports.made_exports import customers, imported, undisturbed, whole, with_contacts
from tests.intake.made_tables import problems

KNOWN = (
    ("Kitano Foods", "C-1", "kitano.example"),
    ("Kitano Foods Europe", "C-2"),
    ("北野食品", "C-3", "kitano.jp.example"),
)
GOOGLE = "Subject,Start Date,Start Time,End Date,End Time,All Day Event,Description,Location,Private\n"


def test_google_calendar_names_the_customer_in_the_subject_or_by_a_guest(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "calendar.csv",
        GOOGLE
        + "QBR Kitano Foods Europe,05/01/2026,10:00 AM,05/01/2026,11:00 AM,FALSE,,Room 2,FALSE\n"
        + 'Weekly,11/12/2026,09:30 AM,11/12/2026,10:00 AM,FALSE,"With mei@kitano.example,\nthen tea",,TRUE\n',
        book=customers(*KNOWN),
    )
    assert undisturbed(plan)
    assert whole(plan, "touchpoint") == {
        "touchpoint": [
            {
                "account_key": 2, "date": date(2026, 5, 1), "text": "QBR Kitano Foods Europe",
                "custom": {
                    "Start Time": "10:00 AM", "End Date": "05/01/2026", "End Time": "11:00 AM", "All Day Event": "FALSE",
                    "Location": "Room 2", "Private": "FALSE",
                },
            },
            {
                "account_key": 1, "date": date(2026, 11, 12), "text": "Weekly",
                "custom": {
                    "Start Time": "09:30 AM", "End Date": "11/12/2026", "End Time": "10:00 AM", "All Day Event": "FALSE",
                    "Description": "With mei@kitano.example,\nthen tea", "Private": "TRUE",
                },
            },
        ]
    }  # fmt: skip


def test_meetings_that_name_no_customer_or_two_are_left_out_and_told(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "calendar.csv",
        GOOGLE
        + "Dentist,05/01/2026,10:00 AM,05/01/2026,11:00 AM,FALSE,,,TRUE\n"
        + "Kitano Foods and 北野食品,05/02/2026,10:00 AM,05/02/2026,11:00 AM,FALSE,,,FALSE\n"
        + "Kitano Foodstuffs,05/03/2026,10:00 AM,05/03/2026,11:00 AM,FALSE,,,FALSE\n",
        book=customers(*KNOWN),
    )
    assert whole(plan) == {}
    assert problems(plan) == [("A2", "no_such_account"), ("A3", "no_such_account"), ("A4", "no_such_account")]
    assert {p.severity for p in plan.tables[0].problems} == {Severity.REJECTED}


OUTLOOK = (
    "件名,開始日,開始時刻,終了日,終了時刻,終日イベント,アラーム オン/オフ,アラーム日付,アラーム時刻,会議の開催者,必須出席者,"
    "任意出席者,リソース,プライベート,経費情報,公開する時間帯の種類,支払い条件,場所,内容,秘密度,分類,優先度\n"
)
MEETING = (
    "定例会,2026/9/10,10:00:00,2026/09/10,11:00:00,FALSE,TRUE,2026/09/10,9:45:00,佐伯 悠,佐伯 悠;前田 葵,,,FALSE,,2,,会議室A,"
    "議題は後日,標準,顧客,標準\n"
)


def test_outlook_in_japanese_ties_a_meeting_by_who_attends(tmp_path: Path) -> None:
    book = with_contacts(customers(*KNOWN), ("北野食品", "前田 葵", "aoi@kitano.jp.example"))
    meeting = MEETING.replace("佐伯 悠;前田 葵", "佐伯 悠 <yu@ours.example>;前田 葵 <aoi@kitano.jp.example>")
    wide = imported(tmp_path / "予定表.csv", OUTLOOK + meeting, encoding="cp932", book=book)
    half = OUTLOOK.replace("終日イベント", "終日ｲﾍﾞﾝﾄ").replace("アラーム オン/オフ", "ｱﾗｰﾑ ｵﾝ/ｵﾌ")
    narrow = imported(tmp_path / "予定表2.csv", half + meeting, encoding="cp932", book=book)
    for plan in (wide, narrow):
        assert undisturbed(plan)
        (found,) = whole(plan, "touchpoint")["touchpoint"]
        kept = found.pop("custom")
        assert found == {"account_key": 3, "date": date(2026, 9, 10), "text": "定例会", "by": "佐伯 悠"}
        assert list(kept.values()) == [
            "10:00:00", "2026/09/10", "11:00:00", "FALSE", "TRUE", "2026/09/10", "9:45:00",
            "佐伯 悠 <yu@ours.example>;前田 葵 <aoi@kitano.jp.example>", "FALSE", "2", "会議室A", "議題は後日", "標準", "顧客",
            "標準",
        ]  # fmt: skip


def test_outlook_in_english(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "calendar.csv",
        "Subject,Start Date,Start Time,End Date,End Time,All day event,Reminder on/off,Meeting Organizer,Required Attendees,"
        "Categories,Location,Priority,Private\n"
        "Weekly,9/15/2026,10:00:00 AM,9/15/2026,11:00:00 AM,False,True,Dana Reyes,Dana Reyes; Mei Kitano,Customer,,Normal,False\n",
        book=with_contacts(customers(*KNOWN), ("Kitano Foods", "Mei Kitano", "mei@kitano.example")),
    )
    assert undisturbed(plan)
    assert whole(plan, "touchpoint") == {
        "touchpoint": [
            {
                "account_key": 1, "date": date(2026, 9, 15), "text": "Weekly", "by": "Dana Reyes",
                "custom": {
                    "Start Time": "10:00:00 AM", "End Date": "9/15/2026", "End Time": "11:00:00 AM", "All day event": "False",
                    "Reminder on/off": "True", "Required Attendees": "Dana Reyes; Mei Kitano", "Categories": "Customer",
                    "Priority": "Normal", "Private": "False",
                },
            }
        ]
    }  # fmt: skip


def test_garoon(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "schedule.csv",
        "開始日,開始時刻,終了日,終了時刻,予定,予定詳細,メモ\n"
        "2026/10/07,13:00:00,2026/10/07,14:00:00,往訪,北野食品様 定例,資料は前日までに\n"
        "2026/10/08,,2026/10/08,,,Kitano Foods QBR,\n",
        encoding="cp932",
        book=customers(*KNOWN),
    )
    assert undisturbed(plan)
    assert whole(plan, "touchpoint") == {
        "touchpoint": [
            {
                "account_key": 3, "date": date(2026, 10, 7), "kind": "meeting", "text": "北野食品様 定例",
                "custom": {"開始時刻": "13:00:00", "終了日": "2026/10/07", "終了時刻": "14:00:00", "メモ": "資料は前日までに"},
            },
            {
                "account_key": 1, "date": date(2026, 10, 8), "text": "Kitano Foods QBR", "custom": {"終了日": "2026/10/08"},
            },
        ]
    }  # fmt: skip


ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Calendar 1.0//EN
BEGIN:VTIMEZONE
TZID:Asia/Tokyo
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:ev-1@example
DTSTAMP:20261101T000000Z
DTSTART;TZID=Asia/Tokyo:20261112T090000
DTEND;TZID=Asia/Tokyo:20261112T100000
SUMMARY:定例\\, 11月
LOCATION:会議室A
DESCRIPTION:議題は後日\\n資料なし
ORGANIZER;CN="Saeki; Yu":mailto:yu@ours.example
ATTENDEE;CN=前田 葵;ROLE=REQ-PARTICIPANT:mailto:aoi@kitano.jp.example
ATTENDEE;CN=Yu:MAILTO:yu@ours.example
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
CATEGORIES:顧客
RRULE:FREQ=WEEKLY;COUNT=4
BEGIN:VALARM
TRIGGER:-PT15M
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:ev-2@example
DTSTART;VALUE=DATE:20261118
DTEND;VALUE=DATE:20261120
SUMMARY:Workshop with Kitano Foods
END:VEVENT
BEGIN:VEVENT
UID:ev-3@example
DTSTART:20261120T200000Z
DTEND:20261120T210000Z
SUMMARY:Kitano Foods Europe call
END:VEVENT
END:VCALENDAR
"""


def _folded(text: str) -> bytes:
    """Lines as RFC 5545 wants them: at most 75 octets, cut wherever that falls, ended by CRLF."""
    lines = [line.encode() for line in text.splitlines()]
    return b"".join(b"\r\n ".join(line[at : at + 74] for at in range(0, len(line), 74)) + b"\r\n" for line in lines)


def test_icalendar(tmp_path: Path) -> None:
    text = ICS.replace("議題は後日", "議題は後日お送りしますので、それまでに前回の宿題を終えておいてください。")
    (tmp_path / "calendar.ics").write_bytes(_folded(text))
    plan = imported(tmp_path / "calendar.ics", book=customers(*KNOWN), zone=ZoneInfo("Asia/Tokyo"))
    assert undisturbed(plan)
    assert whole(plan, "touchpoint") == {
        "touchpoint": [
            {
                "account_key": 3, "date": date(2026, 11, 12), "text": "定例, 11月",
                "custom": {
                    "UID": "ev-1@example", "DTEND": "2026-11-12T10:00:00+09:00", "LOCATION": "会議室A",
                    "DESCRIPTION": "議題は後日お送りしますので、それまでに前回の宿題を終えておいてください。\n資料なし",
                    "ORGANIZER": "Saeki; Yu <yu@ours.example>",
                    "ATTENDEE": "前田 葵 <aoi@kitano.jp.example>; Yu <yu@ours.example>", "CATEGORIES": "顧客",
                    "DTSTAMP": "2026-11-01T00:00:00Z", "RRULE": "FREQ=WEEKLY;COUNT=4",
                    "X-MICROSOFT-CDO-BUSYSTATUS": "BUSY",
                },
            },
            {  # two days: the end is the first day after it
                "account_key": 1, "date": date(2026, 11, 18), "text": "Workshop with Kitano Foods",
                "custom": {"UID": "ev-2@example", "DTEND": "2026-11-19"},
            },
            {  # 20:00 in UTC is the next morning in Tokyo
                "account_key": 2, "date": date(2026, 11, 21), "text": "Kitano Foods Europe call",
                "custom": {"UID": "ev-3@example", "DTEND": "2026-11-20T21:00:00Z"},
            },
        ]
    }  # fmt: skip
