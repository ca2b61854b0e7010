"""Tables as the interfaces of systems and data warehouses give them: one file a kind of record, numbers for names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from csdesk.intake.shared_hosts import names_no_customer
from tests.intake.exports.made_exports import customers, dropped, imported, reasons, undisturbed, whole
from tests.intake.made_tables import applied, plan_of, problems, table_of

KNOWN = (("Kitano Foods", "3701", "kitano.example"), ("Lumen Optics", "3702", "lumen.example"))
API = "https://help.zendesk.example/api/v2/organizations"


def test_zendesk_organizations_have_an_address_of_zendesk_and_no_domain(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "organizations.csv",
        "id,created_at,details,external_id,group_id,name,notes,shared_comments,shared_tickets,updated_at,url\n"
        f"370326104793,2026-02-13 22:45:02,,K-1,,Kitano Foods,Calls back,FALSE,FALSE,2026-02-13 22:45:02,{API}/370326104793.json\n"
        f"370326181493,2026-02-13 22:50:18,,,,Lumen Optics,,FALSE,TRUE,2026-02-13 22:50:18,{API}/370326181493.json\n",
    )
    assert undisturbed(plan)
    kept = {"created_at": "2026-02-13 22:45:02", "updated_at": "2026-02-13 22:45:02", "shared_comments": "FALSE"}
    later = {"created_at": "2026-02-13 22:50:18", "updated_at": "2026-02-13 22:50:18", "shared_comments": "FALSE"}
    assert whole(plan, "account") == {
        "account": [
            {
                "external_id": "370326104793", "name": "Kitano Foods", "notes": "Calls back",
                "custom": kept | {"external_id": "K-1", "shared_tickets": "FALSE", "url": f"{API}/370326104793.json"},
            },
            {
                "external_id": "370326181493", "name": "Lumen Optics",
                "custom": later | {"shared_tickets": "TRUE", "url": f"{API}/370326181493.json"},
            },
        ]
    }  # fmt: skip


def test_a_column_of_addresses_with_one_host_is_no_domain(tmp_path: Path) -> None:
    rows = [f"C-{n},Customer {n},https://crm.ours.example/companies/{n}" for n in range(1, 6)]
    plan = imported(tmp_path / "list.csv", "\n".join(["Customer ID,Customer Name,URL", *rows, ""]))
    assert undisturbed(plan)
    assert whole(plan, "account")["account"][0] == {
        "external_id": "C-1", "name": "Customer 1", "custom": {"URL": "https://crm.ours.example/companies/1"},
    }  # fmt: skip
    assert reasons(plan)["URL"].startswith("Almost all rows have the same address")


@pytest.mark.parametrize(
    ("urls", "names", "nobodys"),
    [
        (["a.example", "b.example", "c.example"], "abc", False),
        (["https://x.example/a", "https://www.x.example/b", "http://x.example:80/c"], "abc", True),
        (["x.example", "x.example"], "ab", False),  # two of a group may share it
        (["x.example", "x.example", "x.example"], "aaa", False),  # one customer
        (["x.example"] * 4 + ["y.example"], "abcde", True),
        (["x.example"] * 3 + ["y.example"] * 2, "abcde", False),
        (["https://ours.example/api/v2/users/1.json"], "a", True),
        ([None, None, None], "abc", False),
    ],
)
def test_which_addresses_are_nobodys(urls: list[str | None], names: str, nobodys: bool) -> None:
    table = table_of(["Name", "URL"], *zip(names, urls, strict=True))
    assert names_no_customer(table, 1, [0]) is nobodys


def test_zendesk_users_belong_to_their_organization_and_agents_are_nobodys_contacts(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "users.csv",
        "id,active,alias,created_at,email,external_id,name,notes,only_private_comments,organization_id,phone,role,"
        "ticket_restriction,url\n"
        "1111,TRUE,,2026-02-26 22:55:12,sora@ours.example,,Sora Agent,,FALSE,3701,,agent,,\n"
        "2222,TRUE,,2026-02-26 22:41:37,mei@kitano.example,K-77,Mei Kitano,,FALSE,3701,011,end-user,requested,https://z.example/2222.json\n"
        "3333,TRUE,,2026-02-26 22:41:37,jo@lumen.example,,Jo Lumen,,FALSE,,,end-user,requested,\n",
        book=customers(*KNOWN),
    )
    assert undisturbed(plan)
    assert dropped(plan) == [(2, "detail")]
    common = {
        "active": "TRUE", "created_at": "2026-02-26 22:41:37", "only_private_comments": "FALSE", "role": "end-user",
        "ticket_restriction": "requested",
    }  # fmt: skip
    assert whole(plan, "contact") == {
        "contact": [
            {
                "account_key": 1, "name": "Mei Kitano", "email": "mei@kitano.example",
                "custom": common
                | {"id": "2222", "external_id": "K-77", "phone": "011", "url": "https://z.example/2222.json"},
            },
            {"account_key": 2, "name": "Jo Lumen", "email": "jo@lumen.example", "custom": common | {"id": "3333"}},
        ]
    }  # fmt: skip


def test_zendesk_tickets_have_their_own_id_and_their_organization(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "tickets.csv",
        "id,assignee_id,created_at,description,external_id,organization_id,priority,requester_id,status,subject,"
        "submitter_id,ticket_form_id,type,updated_at,url,via_channel\n"
        "1595,,2026-02-19 01:54:52,It fails,E-9,3702,high,77,open,Login fails,77,36,incident,2026-02-19 01:55:11,"
        "https://z.example/api/v2/tickets/1595.json,web\n",
        book=customers(*KNOWN),
    )
    assert undisturbed(plan)
    assert whole(plan, "ticket") == {
        "ticket": [
            {
                "account_key": 2, "external_id": "1595", "opened": date(2026, 2, 19), "severity": "high", "status": "open",
                "subject": "Login fails",
                "custom": {
                    "description": "It fails", "external_id": "E-9", "requester_id": "77", "submitter_id": "77",
                    "ticket_form_id": "36", "type": "incident", "updated_at": "2026-02-19 01:55:11",
                    "url": "https://z.example/api/v2/tickets/1595.json", "via_channel": "web",
                },
            }
        ]
    }  # fmt: skip


def test_what_another_system_calls_a_row_is_not_its_customer_where_a_column_names_that() -> None:
    tickets = table_of(
        ["id", "external_id", "account_id", "subject", "priority", "created_at"],
        ("81", "X-1", "3701", "Login fails", "high", "2026-10-01"),
    )
    (ticket,) = whole(plan_of(tickets, book=customers(*KNOWN)), "ticket")["ticket"]
    assert (ticket["account_key"], ticket["external_id"]) == (1, "81")
    assert ticket["custom"] == {"external_id": "X-1"}


@pytest.mark.parametrize(
    "header",
    [
        "id,account_id,adjustment_date,amount,amount_home_currency,invoice_id,number,reason_code,source_transaction_number,transaction_currency",
        "id,account_id,amount,created_date,invoice_id,payment_id,refund_amount,invoice_number,transaction_currency,x",
        "payment_id,customer_id,invoice_id,amount,currency,method,paid_at,note,x,y",
        "id,account_id,charge_amount,charge_date,invoice_id,quantity,service_start_date,service_end_date,subscription_id,tax_amount",
    ],
)
def test_payments_credits_and_lines_of_invoices_are_no_invoices(tmp_path: Path, header: str) -> None:
    plan = imported(tmp_path / "rows.csv", f"{header}\n1,3701,5,6,7,8,9,10,11,12\n", book=customers(*KNOWN))
    assert whole(plan) == {}
    assert problems(plan) == [("A2", "nothing_to_take")]
    said = set(reasons(plan).values())
    assert said <= {
        "Each row is a payment, a credit or a line of an invoice and no invoice itself; only its source is kept.",
        "Payments and credits settle invoices and are none themselves, so only the source is kept.",
    }


def test_an_invoice_list_with_a_number_of_its_rows_is_one_of_invoices(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "invoices.csv",
        "id,Customer ID,Invoice ID,Invoice date,Due date,Amount due\n1,3701,INV-1,2026-10-01,2026-10-31,120.50\n",
        book=customers(*KNOWN),
    )
    assert undisturbed(plan)
    assert whole(plan, "invoice")["invoice"] == [
        {
            "account_key": 1, "external_id": "INV-1", "issued": date(2026, 10, 1), "due": date(2026, 10, 31),
            "amount": 12_050, "currency": "USD", "custom": {"id": "1"},
        }
    ]  # fmt: skip


CHARGES = (
    "id,account_id,charge_number,charge_type,effective_end_date,effective_start_date,mrr,name,quantity,rate_plan_id,"
    "subscription_id,tcv,transaction_currency\n"
)
CHARGE = "8a01,3701,C-00000025,Recurring,2027-04-01,2026-04-01,{mrr},{name},{seats},rp1,sub01,{tcv},EUR\n"


def test_zuora_charges_are_lines_of_their_subscription(tmp_path: Path) -> None:
    text = CHARGES + CHARGE.format(mrr="100.50", name="Base", seats=5, tcv="1206.00")
    text += CHARGE.format(mrr="20", name="Audit", seats=1, tcv="240").replace("8a01", "8a02").replace("25,", "26,")
    plan = imported(tmp_path / "rate_plan_charge.csv", text, book=customers(*KNOWN))
    assert undisturbed(plan)
    shared = {
        "account_key": 1, "start": date(2026, 4, 1), "end": date(2027, 3, 31), "basis": "monthly", "currency": "EUR",
    }  # fmt: skip
    kept = {"charge_type": "Recurring", "rate_plan_id": "rp1"}
    assert whole(plan, "contract") == {
        "contract": [
            shared | {
                "external_id": "sub01 / Base", "product": "Base", "amount": 10_050, "seats": 5,
                "custom": kept | {"id": "8a01", "charge_number": "C-00000025", "tcv": "1206.00"},
            },
            shared | {
                "external_id": "sub01 / Audit", "product": "Audit", "amount": 2_000, "seats": 1,
                "custom": kept | {"id": "8a02", "charge_number": "C-00000026", "tcv": "240"},
            },
        ]
    }  # fmt: skip


def test_effective_dates_are_the_term_of_a_contract() -> None:
    table = table_of(
        ["Customer Name", "MRR", "Effective Start Date", "Effective End Date"],
        ("Kitano Foods", 100, "2026-04-01", "2027-03-31"),
        ("Lumen Optics", None, "2026-05-01", "2027-04-30"),
    )
    plan = plan_of(table)
    assert not plan.questions
    assert [(c["start"], c["end"]) for c in whole(plan, "account", "contract")["contract"]] == [
        (date(2026, 4, 1), date(2027, 3, 31)), (date(2026, 5, 1), date(2027, 4, 30)),
    ]  # fmt: skip


SUMS = table_of(["id", "account_number", "name", "mrr"], ("0000000000003701", "A-1", "Kitano Foods", 120))
LINES = table_of(
    ["subscription_id", "customer_id", "product", "mrr", "start_date", "end_date"],
    ("s1", "0000000000003701", "Base", 100, "2026-04-01", "2027-03-31"),
    ("s2", "0000000000003701", "Audit", 20, "2026-04-01", "2027-03-31"),
)


def test_what_a_customer_pays_in_all_does_not_count_beside_its_contracts() -> None:
    together = plan_of(SUMS, LINES)
    assert [c["amount"] for c in whole(together, "account", "contract")["contract"]] == [100, 20]
    assert ("D2", "known_one_by_one") in problems(together)
    alone = plan_of(SUMS)
    assert [c["amount"] for c in whole(alone, "account", "contract")["contract"]] == [120]


def test_a_list_with_sums_changes_nothing_once_the_contracts_are_known() -> None:
    book = customers()
    for record, change in plan_of(SUMS, LINES).records.items():
        book.frames[record] = applied(book.frame(record), change.inserted, change.updated)
    assert plan_of(SUMS, book=book).changes_nothing


def test_the_sum_of_an_earlier_list_is_archived_when_its_contracts_come() -> None:
    book = customers()
    for record, change in plan_of(SUMS).records.items():
        book.frames[record] = applied(book.frame(record), change.inserted, change.updated)
    plan = plan_of(LINES, book=book)
    assert [c["amount"] for c in whole(plan, "contract")["contract"]] == [100, 20]
    change = plan.records["contract"].updated
    assert change[["key", "field", "after"]].to_numpy().tolist() == [[1, "archived", True]]


def test_contracts_that_ended_or_cost_nothing_known_leave_the_sum() -> None:
    over = table_of(
        ["subscription_id", "customer_id", "mrr", "start_date", "end_date"],
        ("s1", "0000000000003701", 100, "2020-04-01", "2021-03-31"),
        ("s2", "0000000000003701", None, "2026-04-01", "2027-03-31"),
    )
    amounts = [c.get("amount") for c in whole(plan_of(SUMS, over), "account", "contract")["contract"]]
    assert sorted(a for a in amounts if a is not None) == [100, 120]


TASK = (
    "Id,AccountId,ActivityDate,CompletedDateTime,Description,OwnerId,Priority,Status,Subject,TaskSubtype,WhatId,WhoId\n"
    "00T1,3701,2026-11-11,2026-11-12T09:00:00Z,Asked for seats,005A,Normal,Completed,Call about seats,Call,006A,003A\n"
    "00T2,3702,2026-12-01,,,005A,High,Not Started,Send the quote,Task,,\n"
)


def test_salesforce_tasks_are_tasks_and_no_tickets(tmp_path: Path) -> None:
    plan = imported(tmp_path / "Task.csv", TASK, book=customers(*KNOWN))
    assert undisturbed(plan)
    assert whole(plan, "task") == {
        "task": [
            {
                "account_key": 1, "external_id": "00T1", "text": "Call about seats", "due": date(2026, 11, 11),
                "done_on": date(2026, 11, 12), "status": "done",
                "custom": {
                    "Description": "Asked for seats", "OwnerId": "005A", "Priority": "Normal", "TaskSubtype": "Call",
                    "WhatId": "006A", "WhoId": "003A",
                },
            },
            {
                "account_key": 2, "external_id": "00T2", "text": "Send the quote", "due": date(2026, 12, 1), "status": "open",
                "custom": {"OwnerId": "005A", "Priority": "High", "TaskSubtype": "Task"},
            },
        ]
    }  # fmt: skip


def test_salesforce_events_are_touchpoints(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "Event.csv",
        "Id,AccountId,ActivityDate,ActivityDateTime,DurationInMinutes,EndDateTime,OwnerId,Subject,Type,WhatId,WhoId\n"
        "00U1,3701,2026-11-11,2026-11-11T02:00:00Z,30,2026-11-11T02:30:00Z,005A,Weekly,Call,,003A\n"
        "00U2,3702,2026-11-12,2026-11-12T02:00:00Z,60,2026-11-12T03:00:00Z,005A,Plans,Golf,,\n",
        book=customers(*KNOWN),
    )
    assert undisturbed(plan)
    assert whole(plan, "touchpoint") == {
        "touchpoint": [
            {
                "account_key": 1, "date": date(2026, 11, 11), "kind": "call", "text": "Weekly",
                "custom": {
                    "Id": "00U1", "ActivityDateTime": "2026-11-11T02:00:00Z", "DurationInMinutes": "30",
                    "EndDateTime": "2026-11-11T02:30:00Z", "OwnerId": "005A", "Type": "Call", "WhoId": "003A",
                },
            },
            {
                "account_key": 2, "date": date(2026, 11, 12), "text": "Plans",
                "custom": {
                    "Id": "00U2", "ActivityDateTime": "2026-11-12T02:00:00Z", "DurationInMinutes": "60",
                    "EndDateTime": "2026-11-12T03:00:00Z", "OwnerId": "005A", "Type": "Golf",
                },
            },
        ]
    }  # fmt: skip


def test_things_to_do_with_a_subject_and_a_priority_are_tasks_wherever_they_come_from() -> None:
    table = table_of(
        ["Account Name", "Subject", "Priority", "Due date", "Status"],
        ("Kitano Foods", "Send the quote", "High", "2026-12-01", "Not started"),
    )
    (task,) = whole(plan_of(table, book=customers(*KNOWN)), "task")["task"]
    assert (task["account_key"], task["text"], task["due"]) == (1, "Send the quote", date(2026, 12, 1))
