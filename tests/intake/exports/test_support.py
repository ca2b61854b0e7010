from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.intake.exports.made_exports import customers, imported, reasons, undisturbed, whole, with_contacts
from tests.intake.made_tables import problems

KNOWN = (("Kitano Foods", "C-1", "kitano.example"), ("Lumen Optics", "C-2", "lumen.example"))


def test_zendesk_tickets(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "export-2026-11-20.csv",
        "Summation column,Id,Requester,Requester id,Requester external id,Requester email,Requester domain,Submitter,"
        "Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,Assigned at,Organization,"
        "Due date,Initially assigned at,Solved at,Resolution time,Satisfaction Score,Group stations,Assignee stations,"
        "Reopens,Replies,First reply time in minutes,First reply time in minutes within business hours,"
        "First resolution time in minutes,Full resolution time in minutes,Area [list],Order no [txt]\n"
        "1,80001,Mei Kitano,37001,,mei@kitano.example,kitano.example,Mei Kitano,Sora,Support,Login fails,sso login,Solved,"
        "Urgent,Mail,Incident,2026-10-02 09:12,2026-10-03 11:00,2026-10-02 09:20,Kitano Foods,,2026-10-02 09:20,"
        "2026-10-03 10:59,26,Good,1,1,0,3,8,8,1547,1547,Login,A-17\n"
        "1,80002,Jo Lumen,37002,,jo@lumen.example,lumen.example,Jo Lumen,-,Support,Price of seats,,Open,-,Web,Question,"
        "2026-11-18 16:40,2026-11-18 16:40,,,2026-11-30,,,,Unoffered,1,0,0,0,,,,,,\n",
        book=customers(*KNOWN),
    )
    assert undisturbed(plan)
    assert whole(plan, "ticket") == {
        "ticket": [
            {
                "account_key": 1, "external_id": "80001", "opened": date(2026, 10, 2), "closed": date(2026, 10, 3),
                "severity": "urgent", "status": "Solved", "csat": 5.0, "subject": "Login fails",
                "custom": {
                    "Summation column": "1", "Requester": "Mei Kitano", "Requester id": "37001",
                    "Requester email": "mei@kitano.example", "Requester domain": "kitano.example",
                    "Submitter": "Mei Kitano", "Assignee": "Sora", "Group": "Support", "Tags": "sso login", "Via": "Mail",
                    "Ticket type": "Incident", "Updated at": "2026-10-03 11:00", "Assigned at": "2026-10-02 09:20",
                    "Initially assigned at": "2026-10-02 09:20", "Resolution time": "26", "Group stations": "1",
                    "Assignee stations": "1", "Reopens": "0", "Replies": "3", "First reply time in minutes": "8",
                    "First reply time in minutes within business hours": "8", "First resolution time in minutes": "1547",
                    "Full resolution time in minutes": "1547", "Area [list]": "Login", "Order no [txt]": "A-17",
                },
            },
            {
                "account_key": 2, "external_id": "80002", "opened": date(2026, 11, 18), "status": "Open",
                "subject": "Price of seats",
                "custom": {
                    "Summation column": "1", "Requester": "Jo Lumen", "Requester id": "37002",
                    "Requester email": "jo@lumen.example", "Requester domain": "lumen.example", "Submitter": "Jo Lumen",
                    "Assignee": "-", "Group": "Support", "Via": "Web", "Ticket type": "Question",
                    "Updated at": "2026-11-18 16:40", "Due date": "2026-11-30", "Group stations": "1",
                    "Assignee stations": "0", "Reopens": "0", "Replies": "0",
                },
            },
        ]
    }  # fmt: skip
    assert reasons(plan)["Satisfaction Score"] == "Zendesk says Good or Bad; they count as 5 and 1."


FRESHDESK = (
    "Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,Resolved time,Closed time,"
    "Last update time,Initial response time,Time tracked,First response time (in hrs),Resolution time (in hrs),"
    "Agent interactions,Customer interactions,Resolution status,First response status,Tags,Survey results,Product,"
    "Full name,Contact ID\n"
)
TICKET = (
    "401,Login fails,Closed,High,Email,Incident,Sora,Support,2026-10-02 09:12:44,2026-10-03 09:12:44,2026-10-02 20:15:00,"
    "2026-10-05 08:00:00,2026-10-05 08:00:00,2026-10-02 09:30:00,00:25:00,00:17:16,11:02:16,2,1,Within SLA,Within SLA,"
    '"sso,login",Happy,Base,Mei Kitano,8123456789012345678\n'
)


def test_freshdesk_tickets_are_tied_by_the_contact_who_asked(tmp_path: Path) -> None:
    book = with_contacts(customers(*KNOWN), ("Kitano Foods", "Mei Kitano", "mei@kitano.example"))
    plan = imported(tmp_path / "tickets.csv", FRESHDESK + TICKET, book=book)
    assert undisturbed(plan)
    assert whole(plan, "ticket") == {
        "ticket": [
            {
                "account_key": 1, "external_id": "401", "opened": date(2026, 10, 2), "closed": date(2026, 10, 2),
                "severity": "high", "status": "Closed", "csat": 4.0, "subject": "Login fails",
                "custom": {
                    "Source": "Email", "Type": "Incident", "Agent": "Sora", "Group": "Support",
                    "Due by Time": "2026-10-03 09:12:44", "Closed time": "2026-10-05 08:00:00",
                    "Last update time": "2026-10-05 08:00:00", "Initial response time": "2026-10-02 09:30:00",
                    "Time tracked": "00:25:00", "First response time (in hrs)": "00:17:16",
                    "Resolution time (in hrs)": "11:02:16", "Agent interactions": "2", "Customer interactions": "1",
                    "Resolution status": "Within SLA", "First response status": "Within SLA", "Tags": "sso,login",
                    "Product": "Base", "Full name": "Mei Kitano", "Contact ID": "8123456789012345678",
                },
            }
        ]
    }  # fmt: skip


def test_a_contact_of_two_customers_ties_a_ticket_to_neither(tmp_path: Path) -> None:
    book = with_contacts(
        customers(*KNOWN),
        ("Kitano Foods", "Mei Kitano", "mei@kitano.example"),
        ("Lumen Optics", "Mei Kitano", "mk@b.example"),
    )
    plan = imported(tmp_path / "tickets.csv", FRESHDESK + TICKET, book=book)
    assert whole(plan) == {}
    assert problems(plan) == [("Y2", "no_such_account")]


def test_freshservice_writes_the_same_headers_in_other_letters(tmp_path: Path) -> None:
    book = with_contacts(customers(*KNOWN), ("Kitano Foods", "Mei Kitano", "mei@kitano.example"))
    plan = imported(
        tmp_path / "tickets.csv",
        "Ticket Id,Subject,Status,Priority,Agent,Created Time,Resolved Time,Company Name,Survey Results\n"
        "#INC-7,Login fails,Resolved,Medium,Sora,2026-10-02 09:12:44,2026-10-02 20:15:00,Lumen Optics,\n".replace(
            "#", ""
        ),
        book=book,
    )
    assert undisturbed(plan)
    assert whole(plan, "ticket") == {
        "ticket": [
            {
                "account_key": 2, "external_id": "INC-7", "opened": date(2026, 10, 2), "closed": date(2026, 10, 2),
                "severity": "normal", "status": "Resolved", "subject": "Login fails", "custom": {"Agent": "Sora"},
            }
        ]
    }  # fmt: skip


def test_intercom_companies(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "companies.csv",
        "Company name,Company ID,Company last seen,Company created at,People,Monthly Spend,Plan,Company size,"
        "Company industry,Tags\n"
        'Kitano Foods,co_1,2026-11-18 04:10:00,2024-02-01 10:00:00,42,1200.50,Base,250,Food,"gold,east"\n'
        "Lumen Optics,co_2,,2025-07-15 00:00:00,7,0,Free,,Optics,\n",
    )
    assert undisturbed(plan)
    assert whole(plan, "account", "contract", "measurement") == {
        "account": [
            {
                "external_id": "co_1", "name": "Kitano Foods", "signup": date(2024, 2, 1), "plan": "Base", "employees": "250",
                "industry": "Food", "tags": "gold; east", "custom": {"Company last seen": "2026-11-18 04:10:00"},
            },
            {"external_id": "co_2", "name": "Lumen Optics", "signup": date(2025, 7, 15), "plan": "Free", "industry": "Optics"},
        ],
        "contract": [
            {"account_key": 1, "amount": 120_050, "basis": "monthly", "currency": "USD", "seen_on": date(2026, 11, 22)},
            {"account_key": 2, "amount": 0, "basis": "monthly", "currency": "USD", "seen_on": date(2026, 11, 22)},
        ],
        "measurement": [
            {"account_key": 1, "metric": "seats_used", "date": date(2026, 11, 22), "value": 42.0},
            {"account_key": 2, "metric": "seats_used", "date": date(2026, 11, 22), "value": 7.0},
        ],
    }  # fmt: skip


BACKLOG = (
    "ID,Project ID,Project Name,Key ID,Key,Issue Type ID,Issue Type,Category ID,Category Name,Version ID,Version,Subject,"
    "Description,Status ID,Status,Priority ID,Priority,Milestone ID,Milestone,Resolution ID,Resolution,Assignee ID,Assignee,"
    "Create User ID,Created by,Created Date,Parent issue key,Start Date,Due date,Estimated Hours,Actual Hours,"
    "Update User ID,Updated by,Updated,Attachment,Shared File,Comment1,Comment2\n"
)


def test_backlog_issues_are_tasks_of_the_customer_the_project_is_named_after(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "Backlog-Issues-20261120-1015.csv",
        BACKLOG
        + '9001,77,Kitano Foods rollout,1,KIT-1,5,Task,,,,,Train the admins,"Two sessions,\none recording",2,In Progress,3,'
        "Normal,,,,,12,佐伯 悠,12,佐伯 悠,2026/10/01 09:00:00,,2026/10/05,2026/11/30,4,1.5,12,佐伯 悠,2026/11/10 09:00:00,,,"
        "First one held,Second on Friday\n"
        "9002,77,Kitano Foods rollout,2,KIT-2,5,Task,,,,,Import the users,,4,Closed,2,High,,,0,Fixed,13,堀 千夏,12,佐伯 悠,"
        "2026/10/01 09:05:00,KIT-1,,2026/10/31,,,13,堀 千夏,2026/10/30 17:00:00,,,,\n",
        book=customers(*KNOWN),
    )
    assert undisturbed(plan)
    common = {"Project ID": "77", "Project Name": "Kitano Foods rollout", "Issue Type ID": "5", "Issue Type": "Task"}
    assert whole(plan, "task") == {
        "task": [
            {
                "account_key": 1, "external_id": "KIT-1", "text": "Train the admins", "owner": "佐伯 悠", "status": "started",
                "start": date(2026, 10, 5), "due": date(2026, 11, 30),
                "custom": common | {
                    "ID": "9001", "Key ID": "1", "Description": "Two sessions,\none recording", "Status ID": "2",
                    "Priority ID": "3", "Priority": "Normal", "Assignee ID": "12", "Create User ID": "12",
                    "Created by": "佐伯 悠", "Created Date": "2026/10/01 09:00:00", "Estimated Hours": "4",
                    "Actual Hours": "1.5", "Update User ID": "12", "Updated by": "佐伯 悠", "Updated": "2026/11/10 09:00:00",
                    "Comment1": "First one held", "Comment2": "Second on Friday",
                },
            },
            {
                "account_key": 1, "external_id": "KIT-2", "text": "Import the users", "owner": "堀 千夏", "status": "done",
                "due": date(2026, 10, 31),
                "custom": common | {
                    "ID": "9002", "Key ID": "2", "Status ID": "4", "Priority ID": "2", "Priority": "High",
                    "Resolution ID": "0", "Resolution": "Fixed", "Assignee ID": "13", "Create User ID": "12",
                    "Created by": "佐伯 悠", "Created Date": "2026/10/01 09:05:00", "Parent issue key": "KIT-1",
                    "Update User ID": "13", "Updated by": "堀 千夏", "Updated": "2026/10/30 17:00:00",
                },
            },
        ]
    }  # fmt: skip


def test_backlog_in_japanese(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "Backlog-Issues.csv",
        "プロジェクト名,キー,種別,件名,詳細,状態,優先度,担当者,開始日,期限日,予定時間,実績時間,コメント1\n"
        "北野食品様導入,KIT-1,タスク,管理者研修,,処理済み,中,佐伯 悠,2026/10/05,2026/11/30,4,1.5,一回目済み\n",
        encoding="cp932",
        book=customers(("北野食品", "C-1"), ("北野", "C-2")),
    )
    assert undisturbed(plan)
    assert whole(plan, "task") == {
        "task": [
            {
                "account_key": 1, "external_id": "KIT-1", "text": "管理者研修", "owner": "佐伯 悠", "status": "done",
                "start": date(2026, 10, 5), "due": date(2026, 11, 30),
                "custom": {
                    "プロジェクト名": "北野食品様導入", "種別": "タスク", "優先度": "中", "予定時間": "4",
                    "実績時間": "1.5", "コメント1": "一回目済み",
                },
            }
        ]
    }  # fmt: skip
