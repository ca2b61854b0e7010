from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from csdesk.intake.sources import unpacked_cells
from tests.intake.exports.made_exports import customers, dropped, imported, reasons, undisturbed, whole

KNOWN = (("Kitano Foods", "C-1", "kitano.example"), ("Lumen Optics", "C-2", "lumen.example"))
LIKELY = "How likely are you to recommend Base to a colleague?"
WHY = "What is the main reason for your score?"


def test_surveymonkey_has_questions_above_and_answers_below(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "Customer survey.csv",
        "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,Custom Data 1,"
        f"{LIKELY},{WHY},Which parts do you use?,\n"
        ",,,,,,,,,Response,Open-Ended Response,Search,Reports\n"
        "114000000001,443000001,11/03/2026 10:15:00 AM,11/03/2026 10:19:21 AM,203.0.113.7,,,,C-1,9,Fast help,Search,Reports\n"
        "114000000002,443000001,11/04/2026 08:00:00 AM,11/04/2026 08:02:10 AM,203.0.113.8,jo@lumen.example,Jo,Lumen,,4,,,Reports\n",
        book=customers(*KNOWN),
    )
    assert undisturbed(plan)
    assert whole(plan, "response") == {
        "response": [
            {
                "account_key": 1, "respondent": "114000000001", "date": date(2026, 11, 3), "score": 9.0, "comment": "Fast help",
                "custom": {
                    "Collector ID": "443000001", "Start Date": "11/03/2026 10:15:00 AM", "IP Address": "203.0.113.7",
                    "Which parts do you use? / Search": "Search", "Which parts do you use? / Reports": "Reports",
                },
            },
            {
                "account_key": 2, "respondent": "114000000002", "date": date(2026, 11, 4), "score": 4.0,
                "custom": {
                    "Collector ID": "443000001", "Start Date": "11/04/2026 08:00:00 AM", "IP Address": "203.0.113.8",
                    "Email Address": "jo@lumen.example", "First Name": "Jo", "Last Name": "Lumen",
                    "Which parts do you use? / Reports": "Reports",
                },
            },
        ]
    }  # fmt: skip


def test_typeform_has_a_token_questions_with_line_breaks_and_times_in_utc(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "responses.csv",
        f'#,"{LIKELY}\n(0 = not at all)","{WHY}",email,Start Date (UTC),Submit Date (UTC),Network ID\n'
        'k3v1token,10,"It works,\nalways",mei@kitano.example,2026-11-03 20:10:00,2026-11-03 20:15:00,a1b2c3\n'
        "k3v2token,0,,jo@lumen.example,2026-11-04 03:10:00,2026-11-04 03:11:00,d4e5f6\n",
        book=customers(*KNOWN),
        zone=ZoneInfo("Asia/Tokyo"),
    )
    assert undisturbed(plan)
    assert whole(plan, "response") == {
        "response": [
            {  # 20:15 in UTC is the next morning in Tokyo
                "account_key": 1, "respondent": "k3v1token", "date": date(2026, 11, 4), "score": 10.0,
                "comment": "It works,\nalways",
                "custom": {"email": "mei@kitano.example", "Start Date (UTC)": "2026-11-03 20:10:00", "Network ID": "a1b2c3"},
            },
            {
                "account_key": 2, "respondent": "k3v2token", "date": date(2026, 11, 4), "score": 0.0,
                "custom": {"email": "jo@lumen.example", "Start Date (UTC)": "2026-11-04 03:10:00", "Network ID": "d4e5f6"},
            },
        ]
    }  # fmt: skip


QUALTRICS = {
    "StartDate": "Start Date", "EndDate": "End Date", "Status": "Response Type", "IPAddress": "IP Address",
    "Progress": "Progress", "Duration (in seconds)": "Duration (in seconds)", "Finished": "Finished",
    "RecordedDate": "Recorded Date", "ResponseId": "Response ID", "RecipientLastName": "Recipient Last Name",
    "RecipientFirstName": "Recipient First Name", "RecipientEmail": "Recipient Email",
    "ExternalReference": "External Data Reference", "LocationLatitude": "Location Latitude",
    "LocationLongitude": "Location Longitude", "DistributionChannel": "Distribution Channel", "UserLanguage": "User Language",
}  # fmt: skip
ANSWERS = (
    '2026-11-03 10:15:00,2026-11-03 10:19:21,IP Address,203.0.113.7,100,261,True,2026-11-03 10:19:22,R_1abc,,,,C-1,43.1,141.3,email,EN,9,"Fast, kind"\n'
    "2026-11-04 08:00:00,2026-11-04 08:02:10,IP Address,203.0.113.8,100,130,True,2026-11-04 08:02:11,R_2def,Lumen,Jo,jo@lumen.example,,52.5,13.4,anonymous,DE,4,\n"
)


def test_qualtrics_has_three_header_rows_and_seventeen_columns_of_its_own(tmp_path: Path) -> None:
    imports = ",".join('"{""ImportId"":""' + key[:1].lower() + key[1:] + '""}"' for key in (*QUALTRICS, "QID1", "QID2"))
    plan = imported(
        tmp_path / "qualtrics.csv",
        ",".join((*QUALTRICS, "Q1", "Q2")) + "\n" + ",".join(QUALTRICS.values()) + f',"{LIKELY}","{WHY}"\n'
        + imports + "\n" + ANSWERS,
        book=customers(*KNOWN),
    )  # fmt: skip
    assert undisturbed(plan)
    assert whole(plan, "response") == {
        "response": [
            {
                "account_key": 1, "respondent": "R_1abc", "date": date(2026, 11, 3), "score": 9.0, "comment": "Fast, kind",
                "custom": {
                    "Start Date": "2026-11-03 10:15:00", "End Date": "2026-11-03 10:19:21", "Response Type": "IP Address",
                    "IP Address": "203.0.113.7", "Progress": "100", "Duration (in seconds)": "261", "Finished": "True",
                    "Location Latitude": "43.1", "Location Longitude": "141.3", "Distribution Channel": "email",
                    "User Language": "EN",
                },
            },
            {
                "account_key": 2, "respondent": "R_2def", "date": date(2026, 11, 4), "score": 4.0,
                "custom": {
                    "Start Date": "2026-11-04 08:00:00", "End Date": "2026-11-04 08:02:10", "Response Type": "IP Address",
                    "IP Address": "203.0.113.8", "Progress": "100", "Duration (in seconds)": "130", "Finished": "True",
                    "Recipient Last Name": "Lumen", "Recipient First Name": "Jo", "Recipient Email": "jo@lumen.example",
                    "Location Latitude": "52.5", "Location Longitude": "13.4", "Distribution Channel": "anonymous",
                    "User Language": "DE",
                },
            },
        ]
    }  # fmt: skip


def test_qualtrics_has_three_header_rows(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "qualtrics.csv",
        "StartDate,EndDate,Finished,RecordedDate,ResponseId,RecipientEmail,ExternalReference,NPS\n"
        'Start Date,End Date,Finished,Recorded Date,Response ID,Recipient Email,External Data Reference,"'
        + LIKELY
        + '"\n'
        '"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}","{""ImportId"":""finished""}",'
        '"{""ImportId"":""recordedDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""recipientEmail""}",'
        '"{""ImportId"":""externalDataReference""}","{""ImportId"":""QID1""}"\n'
        "2026-11-03 10:15:00,2026-11-03 10:19:21,1,2026-11-03 10:19:22,R_1abc,,C-1,9\n"
        "2026-11-04 08:00:00,2026-11-04 08:02:10,1,2026-11-04 08:02:11,R_2def,jo@lumen.example,,4\n",
        book=customers(*KNOWN),
    )
    assert undisturbed(plan)
    assert dropped(plan) == [(1, "title"), (3, "header")]
    assert whole(plan, "response") == {
        "response": [
            {
                "account_key": 1, "respondent": "R_1abc", "date": date(2026, 11, 3), "score": 9.0,
                "custom": {"Start Date": "2026-11-03 10:15:00", "End Date": "2026-11-03 10:19:21", "Finished": "1"},
            },
            {
                "account_key": 2, "respondent": "R_2def", "date": date(2026, 11, 4), "score": 4.0,
                "custom": {
                    "Start Date": "2026-11-04 08:00:00", "End Date": "2026-11-04 08:02:10", "Finished": "1",
                    "Recipient Email": "jo@lumen.example",
                },
            },
        ]
    }  # fmt: skip


def test_google_analytics_names_no_customer_and_is_kept_as_source(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "Traffic_acquisition.csv",
        "# ----------------------------------------\n# Traffic acquisition\n# Account: Base\n# Property: base.example\n"
        "# ----------------------------------------\n#\n# All Users\n# Start date: 20260801\n# End date: 20260930\n"
        "Session primary channel group (Default Channel Group),Sessions,Engaged sessions,Key events\n"
        "Direct,1204,801,12\nOrganic Search,988,655,31\n",
    )
    assert undisturbed(plan)
    assert whole(plan) == {}
    (table,) = plan.tables
    assert (table.subject, table.header_row, table.rows) == (None, 10, 2)
    assert unpacked_cells(table.source.cells).to_pydict() == {
        "row": [11, 12], "c0": ["Direct", "Organic Search"], "c1": ["1204", "988"], "c2": ["801", "655"], "c3": ["12", "31"],
    }  # fmt: skip
    assert set(reasons(plan).values()) == {
        "Google Analytics counts visitors of a site and names no customer, so only the source is kept."
    }
