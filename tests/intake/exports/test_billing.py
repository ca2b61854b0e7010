from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl

from tests.intake.exports.made_exports import customers, dropped, imported, reasons, undisturbed, whole
from tests.intake.made_tables import problems

TOKYO = ZoneInfo("Asia/Tokyo")


def test_stripe_subscriptions(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "subscriptions.csv",
        "id,Customer ID,Customer Email,Customer Name,Status,Amount,Interval,Cancellation Reason,Created (UTC),Start (UTC),"
        "Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),Trial End (UTC),Canceled At (UTC),"
        "Ended At (UTC),segment (metadata)\n"
        "sub_1,cus_1,ops@kitano.example,Kitano Foods,active,49.00,month,,2024-02-03 01:47,2024-02-03 01:47,"
        "2026-11-03 01:47,2026-12-03 01:47,,,,,gold\n"
        "sub_2,cus_1,ops@kitano.example,Kitano Foods,trialing,1200.00,year,,2026-11-10 20:00,2026-11-10 20:00,"
        "2026-11-10 20:00,2026-12-10 20:00,2026-11-10 20:00,2026-12-10 20:00,,,\n"
        "sub_3,cus_2,it@lumen.example,Lumen Optics,canceled,99.50,month,cancellation_requested,2025-01-01 00:00,"
        "2025-01-01 00:00,2026-09-01 00:00,2026-10-01 00:00,,,2026-09-14 16:30,2026-10-01 00:00,\n",
        zone=TOKYO,
    )
    assert undisturbed(plan)
    assert whole(plan, "account", "contact", "contract", "decision") == {
        "account": [{"external_id": "cus_1", "name": "Kitano Foods"}, {"external_id": "cus_2", "name": "Lumen Optics"}],
        "contact": [{"account_key": 1, "email": "ops@kitano.example"}, {"account_key": 2, "email": "it@lumen.example"}],
        "contract": [
            {
                "account_key": 1, "external_id": "sub_1", "start": date(2024, 2, 3), "end": date(2026, 12, 3),
                "amount": 4_900, "basis": "monthly", "billing": "monthly", "currency": "USD", "status": "active",
                "custom": {
                    "Created (UTC)": "2024-02-03 01:47", "Current Period Start (UTC)": "2026-11-03 01:47",
                    "segment (metadata)": "gold",
                },
            },
            {  # 20:00 in UTC is the next morning in Tokyo
                "account_key": 1, "external_id": "sub_2", "start": date(2026, 11, 11), "end": date(2026, 12, 11),
                "amount": 120_000, "basis": "annual", "billing": "annual", "currency": "USD", "status": "active", "trial": True,
                "custom": {
                    "Created (UTC)": "2026-11-10 20:00", "Current Period Start (UTC)": "2026-11-10 20:00",
                    "Trial Start (UTC)": "2026-11-10 20:00", "Trial End (UTC)": "2026-12-10 20:00",
                },
            },
            {
                "account_key": 2, "external_id": "sub_3", "start": date(2025, 1, 1), "end": date(2026, 10, 1),
                "amount": 9_950, "basis": "monthly", "billing": "monthly", "currency": "USD", "status": "ended",
                "notice_received": date(2026, 9, 15),
                "custom": {
                    "Created (UTC)": "2025-01-01 00:00", "Current Period Start (UTC)": "2026-09-01 00:00",
                    "Ended At (UTC)": "2026-10-01 00:00",
                },
            },
        ],
        "decision": [{"contract_key": 3, "churn_reason": "cancellation_requested"}],
    }  # fmt: skip


def test_stripe_subscriptions_with_the_columns_another_user_chose(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "subscriptions.csv",
        "id,Customer ID,Plan,Quantity,Currency,Status,Start Date (UTC),Current Period End (UTC),Cancel At Period End\n"
        "sub_9,cus_7,price_base,12,jpy,past_due,2026-04-01 00:00,2027-04-01 00:00,true\n",
    )
    assert undisturbed(plan)
    assert whole(plan, "account", "contract") == {
        "account": [{"external_id": "cus_7", "name": "cus_7"}],
        "contract": [
            {
                "account_key": 1, "external_id": "sub_9", "plan": "price_base", "seats": 12, "currency": "JPY",
                "status": "active", "start": date(2026, 4, 1), "end": date(2027, 4, 1), "auto_renew": False,
            }
        ],
    }  # fmt: skip


def test_stripe_payments_are_paid_invoices_and_what_failed_is_left_out(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "unified_payments.csv",
        "id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,"
        "Converted Amount Refunded,Fee,Tax,Converted Currency,Mode,Status,Statement Descriptor,Customer ID,"
        "Customer Description,Customer Email,Captured,Card ID,Card Last4,Card Brand,Invoice ID\n"
        "ch_1,Subscription update,Payment complete.,2026-11-03 01:48,49.00,0.00,usd,49.00,0.00,1.72,0.00,usd,Live,Paid,,"
        "cus_1,,ops@kitano.example,TRUE,card_1,4242,Visa,in_1\n"
        "ch_2,Subscription update,The bank declined the payment.,2026-11-04 01:48,5400,0,jpy,36.10,0.00,0.00,0.00,usd,Live,"
        "Failed,,cus_2,,it@lumen.example,FALSE,card_2,0002,Visa,in_2\n"
        "ch_3,Subscription update,Payment complete.,2026-11-05 01:48,5400,0,jpy,36.10,0.00,1.30,0.00,usd,Live,Paid,,"
        "cus_2,,it@lumen.example,TRUE,card_2,0002,Visa,in_2\n",
        book=customers(("Kitano Foods", "cus_1"), ("Lumen Optics", "cus_2")),
    )
    assert undisturbed(plan)
    assert dropped(plan) == [(3, "detail")]
    common = {
        "Description": "Subscription update", "Seller Message": "Payment complete.", "Tax": "0.00", "Converted Currency": "usd",
        "Mode": "Live", "Status": "Paid", "Captured": "TRUE", "Card Brand": "Visa", "Converted Amount Refunded": "0.00",
    }  # fmt: skip
    assert whole(plan, "invoice") == {
        "invoice": [
            {
                "account_key": 1, "external_id": "in_1", "paid": date(2026, 11, 3), "amount": 4_900, "currency": "USD",
                "custom": common | {
                    "id": "ch_1", "Amount Refunded": "0.00", "Converted Amount": "49.00", "Fee": "1.72",
                    "Customer Email": "ops@kitano.example", "Card ID": "card_1", "Card Last4": "4242",
                },
            },
            {
                "account_key": 2, "external_id": "in_2", "paid": date(2026, 11, 5), "amount": 5_400, "currency": "JPY",
                "custom": common | {
                    "id": "ch_3", "Amount Refunded": "0", "Converted Amount": "36.10", "Fee": "1.30",
                    "Customer Email": "it@lumen.example", "Card ID": "card_2", "Card Last4": "0002",
                },
            },
        ]
    }  # fmt: skip


def test_chargebee_subscriptions_are_in_cents_and_yen_are_not(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "subscriptions.csv",
        "id,customer_id,plan_id,status,current_term_start,current_term_end,mrr,created_at,cancelled_at,cancel_reason,"
        "cancel_reason_code,currency_code\n"
        "Azq1,cb_1,base-yearly,active,1774996200,1806532199,250000,1743460200,,,,USD\n"
        "Azq2,cb_2,base-monthly,non_renewing,1793491200,1796083199,4800,1743460200,1794009600,not_paid,Budget,JPY\n"
        "Azq3,cb_3,base-monthly,in_trial,2026-11-10T00:00:00Z,2026-11-23T14:59:59Z,0,2026-11-10T00:00:00Z,,,,EUR\n"
        "Azq4,cb_4,base-monthly,cancelled,2026-09-01 00:00:00,2026-09-30 14:59:59,9900,2025-11-10 00:00:00,"
        "2026-09-30 14:59:59,,Moved,EUR\n",
        zone=TOKYO,
    )
    assert undisturbed(plan)
    assert reasons(plan)["mrr"] == "Chargebee writes amounts in cents."
    assert whole(plan, "account", "contract", "decision") == {
        "account": [{"external_id": f"cb_{n}", "name": f"cb_{n}"} for n in (1, 2, 3, 4)],
        "contract": [
            {  # 1774996200 is 2026-03-31 22:30 UTC, 1806532199 a year less a second later
                "account_key": 1, "external_id": "Azq1", "plan": "base-yearly", "start": date(2026, 4, 1),
                "end": date(2027, 4, 1), "amount": 250_000, "basis": "monthly", "currency": "USD", "status": "active",
                "auto_renew": True, "custom": {"created_at": "1743460200"},
            },
            {  # 1793491200 is 2026-11-01 00:00 UTC, 1796083199 thirty days less a second later
                "account_key": 2, "external_id": "Azq2", "plan": "base-monthly", "start": date(2026, 11, 1),
                "end": date(2026, 12, 1), "amount": 4_800, "basis": "monthly", "currency": "JPY", "status": "active",
                "auto_renew": False, "notice_received": date(2026, 11, 7),
                "custom": {"created_at": "1743460200", "cancel_reason_code": "Budget"},
            },
            {
                "account_key": 3, "external_id": "Azq3", "plan": "base-monthly", "start": date(2026, 11, 10),
                "end": date(2026, 11, 23), "amount": 0, "basis": "monthly", "currency": "EUR", "status": "active",
                "trial": True, "custom": {"created_at": "2026-11-10T00:00:00Z"},
            },
            {
                "account_key": 4, "external_id": "Azq4", "plan": "base-monthly", "start": date(2026, 9, 1),
                "end": date(2026, 9, 30), "amount": 9_900, "basis": "monthly", "currency": "EUR", "status": "ended",
                "notice_received": date(2026, 9, 30),
                "custom": {"created_at": "2025-11-10 00:00:00", "cancel_reason_code": "Moved"},
            },
        ],
        "decision": [{"contract_key": 2, "churn_reason": "not_paid"}],
    }  # fmt: skip


NAMELESS = (
    "id,customer_id,plan_id,status,current_term_start,current_term_end,mrr,currency_code\n"
    "Azq1,cb_1,base,active,2026-04-01T00:00:00Z,2027-03-31T23:59:59Z,250000,USD\n"
    "Azq2,cb_2,base,active,2026-04-01T00:00:00Z,2027-03-31T23:59:59Z,9900,USD\n"
)


def test_numbers_of_another_system_do_not_double_the_customers(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "subscriptions.csv", NAMELESS, book=customers(("Kitano Foods", "C-1"), ("Lumen Optics", "C-2"))
    )
    assert whole(plan) == {}
    assert problems(plan) == [("B2", "no_such_account"), ("B3", "no_such_account")]


def test_a_new_customer_among_known_numbers_is_made(tmp_path: Path) -> None:
    plan = imported(tmp_path / "subscriptions.csv", NAMELESS, book=customers(("Kitano Foods", "cb_1")))
    assert undisturbed(plan)
    found = whole(plan, "account", "contract")
    assert found["account"] == [{"external_id": "cb_2", "name": "cb_2"}]
    assert [c["account_key"] for c in found["contract"]] == [1, 2]


def test_chargebee_customers_name_the_customers_of_the_subscriptions(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "customers.csv",
        "id,first_name,last_name,email,company,auto_collection,created_at,billing_address_country\n"
        "cb_1,Mei,Kitano,mei@kitano.example,Kitano Foods,on,1743460200,JP\n",
        zone=TOKYO,
    )
    assert undisturbed(plan)
    assert whole(plan, "account", "contact") == {
        "account": [
            {  # 1743460200 is 2025-03-31 22:30 UTC
                "external_id": "cb_1", "name": "Kitano Foods", "signup": date(2025, 4, 1), "region": "JP",
                "custom": {"first_name": "Mei", "last_name": "Kitano", "auto_collection": "on"},
            }
        ],
        "contact": [{"account_key": 1, "name": "Mei Kitano", "email": "mei@kitano.example"}],
    }  # fmt: skip


def test_chargebee_sends_a_zip_of_both(tmp_path: Path) -> None:
    subscriptions = (
        "id,customer_id,plan_id,status,current_term_start,current_term_end,mrr,currency_code\n"
        "Azq1,cb_1,base-yearly,active,2026-04-01T00:00:00Z,2027-03-31T23:59:59Z,250000,USD\n"
        "Azq2,cb_2,base-monthly,active,2026-11-01T00:00:00Z,2026-11-30T23:59:59Z,9900,EUR\n"
    )
    people = (
        "id,first_name,last_name,email,company,auto_collection\ncb_1,Mei,Kitano,mei@kitano.example,Kitano Foods,on\n"
    )
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("subscriptions.csv", subscriptions)
        archive.writestr("customers.csv", people)
    plan = imported(tmp_path / "export.zip")
    assert undisturbed(plan)
    assert whole(plan, "account", "contact", "contract") == {
        "account": [
            {
                "external_id": "cb_1", "name": "Kitano Foods",
                "custom": {"first_name": "Mei", "last_name": "Kitano", "auto_collection": "on"},
            },
            {"external_id": "cb_2", "name": "cb_2"},
        ],
        "contact": [{"account_key": 1, "name": "Mei Kitano", "email": "mei@kitano.example"}],
        "contract": [
            {
                "account_key": 1, "external_id": "Azq1", "plan": "base-yearly", "start": date(2026, 4, 1),
                "end": date(2027, 3, 31), "amount": 250_000, "basis": "monthly", "currency": "USD", "status": "active",
                "auto_renew": True,
            },
            {
                "account_key": 2, "external_id": "Azq2", "plan": "base-monthly", "start": date(2026, 11, 1),
                "end": date(2026, 11, 30), "amount": 9_900, "basis": "monthly", "currency": "EUR", "status": "active",
                "auto_renew": True,
            },
        ],
    }  # fmt: skip


def test_recurly_accounts(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "accounts.csv",
        "account_code,account_email,account_username,account_company_name,account_first_name,account_last_name,"
        "account_has_billing_info,account_created_at,account_address1,account_address2,account_city,account_state,"
        "account_zip,account_country,parent_account_code\n"
        "ops@kitano.example,ops@kitano.example,mkitano,Kitano Foods,Mei,Kitano,TRUE,2024-05-01 09:00:00 UTC,1 Main St,,Sapporo,"
        "Hokkaido,060-0001,JP,\n"
        "acme-0007,it@lumen.example,,Lumen Optics,,,FALSE,2025-12-31 16:00:00 UTC,,,,,,DE,acme-0001\n"
        "acme-0008,,,,,,FALSE,2026-01-05 00:00:00 UTC,,,,,,,\n",
        zone=TOKYO,
    )
    assert undisturbed(plan)
    assert whole(plan, "account", "contact") == {
        "account": [
            {
                "external_id": "ops@kitano.example", "name": "Kitano Foods", "signup": date(2024, 5, 1), "region": "JP",
                "custom": {
                    "account_username": "mkitano", "account_first_name": "Mei", "account_last_name": "Kitano",
                    "account_has_billing_info": "TRUE", "account_address1": "1 Main St", "account_city": "Sapporo",
                    "account_state": "Hokkaido", "account_zip": "060-0001",
                },
            },
            {  # 16:00 in UTC is the next morning in Tokyo
                "external_id": "acme-0007", "name": "Lumen Optics", "signup": date(2026, 1, 1), "region": "DE",
                "custom": {"account_has_billing_info": "FALSE", "parent_account_code": "acme-0001"},
            },
            {
                "external_id": "acme-0008", "name": "acme-0008", "signup": date(2026, 1, 5),
                "custom": {"account_has_billing_info": "FALSE"},
            },
        ],
        "contact": [
            {"account_key": 1, "name": "Mei Kitano", "email": "ops@kitano.example"},
            {"account_key": 2, "email": "it@lumen.example"},
        ],
    }  # fmt: skip


def test_recurly_accounts_with_their_state(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "accounts.csv",
        "account_code,state,company_name,email,first_name,last_name,created_at\n"
        "acme-0007,Non-Renewing,Lumen Optics,it@lumen.example,,,2025-12-31T16:00:00Z\n"
        "acme-0008,Past Due,,,,,2026-01-05T00:00:00Z\n",
        zone=TOKYO,
    )
    assert undisturbed(plan)
    assert whole(plan, "account", "contact") == {
        "account": [
            {"external_id": "acme-0007", "name": "Lumen Optics", "status": "Non-Renewing", "signup": date(2026, 1, 1)},
            {"external_id": "acme-0008", "name": "acme-0008", "status": "Past Due", "signup": date(2026, 1, 5)},
        ],
        "contact": [{"account_key": 1, "email": "it@lumen.example"}],
    }
    assert reasons(plan)["state"] == "Recurly's state Non-Renewing says that notice was given."


def test_chartmogul_subscriptions_are_in_cents(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "subscriptions.csv",
        "CUSTOMER_UUID,CUSTOMER_EXTERNAL_IDS,CUSTOMER_NAME,CUSTOMER_EMAIL,PRIMARY_CONTACT_EMAIL,CUSTOMER_COUNTRY,"
        "CUSTOMER_SUBSCRIPTION_ID,BILLING_CONNECTOR_NAME,BILLING_SYSTEM,PLAN_UUID,PLAN_NAME,QUANTITY,MRR,ARR,CURRENCY,"
        "BILLING_CURRENCY,INTERVAL_UNIT,INTERVAL_COUNT\n"
        "cus_aa,C-1|C-9,Kitano Foods,ap@kitano.example,mei@kitano.example,JP,sub_aa,Stripe Live,Stripe,pl_1,Base|Audit,10,"
        "150050,1800600,USD,USD,month,1\n"
        "cus_bb,C-2,Lumen Optics,it@lumen.example,,DE,sub_bb,Stripe Live,Stripe,pl_2,Base,3,4800,57600,JPY,JPY,month,3\n",
    )
    assert undisturbed(plan)
    assert whole(plan, "account", "contact", "contract") == {
        "account": [
            {"external_id": "cus_aa", "name": "Kitano Foods", "region": "JP"},
            {"external_id": "cus_bb", "name": "Lumen Optics", "region": "DE"},
        ],
        "contact": [{"account_key": 1, "email": "mei@kitano.example"}],
        "contract": [
            {  # 1,800,600 cents are 18,006.00 dollars
                "account_key": 1, "external_id": "sub_aa", "plan": "Base|Audit", "seats": 10, "amount": 1_800_600,
                "basis": "annual", "currency": "USD", "seen_on": date(2026, 11, 22),
                "custom": {
                    "CUSTOMER_EXTERNAL_IDS": "C-1|C-9", "CUSTOMER_EMAIL": "ap@kitano.example",
                    "BILLING_CONNECTOR_NAME": "Stripe Live", "BILLING_SYSTEM": "Stripe", "PLAN_UUID": "pl_1",
                    "BILLING_CURRENCY": "USD", "INTERVAL_UNIT": "month", "INTERVAL_COUNT": "1",
                },
            },
            {
                "account_key": 2, "external_id": "sub_bb", "plan": "Base", "seats": 3, "amount": 57_600,
                "basis": "annual", "currency": "JPY", "seen_on": date(2026, 11, 22),
                "custom": {
                    "CUSTOMER_EXTERNAL_IDS": "C-2", "CUSTOMER_EMAIL": "it@lumen.example",
                    "BILLING_CONNECTOR_NAME": "Stripe Live", "BILLING_SYSTEM": "Stripe", "PLAN_UUID": "pl_2",
                    "BILLING_CURRENCY": "JPY", "INTERVAL_UNIT": "month", "INTERVAL_COUNT": "3",
                },
            },
        ],
    }  # fmt: skip
    assert reasons(plan)["MRR"] == "ChartMogul writes MRR and ARR in cents."


def _zuora(path: Path, account: str, headers: list[str], rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (
        ["Revenue Detail Report"], ["Accounting Period:", "Nov-2026"], ["Currency:", "EUR"], ["Account:", account], [],
        headers, *rows,
    ):  # fmt: skip
        sheet.append(line)
    book.save(path)
    return path


def test_zuora_revenue_detail_has_its_currency_and_account_above_the_table(tmp_path: Path) -> None:
    headers = [
        "Subscription Number", "Charge Number", "Charge Name", "Rate Plan Name", "Service Start Date", "Service End Date",
        "Contract Amount", "Recognized Revenue", "Unrecognized Revenue",
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [
            "A-S00000101",
            "C-00000201",
            "Base seats",
            "Base yearly",
            date(2026, 4, 1),
            date(2027, 3, 31),
            12000.5,
            8000,
            4000.5,
        ],
        ["A-S00000101", "C-00000202", "Audit", "Audit yearly", date(2026, 4, 1), date(2027, 3, 31), 2400, 1600, 800],
    ]
    plan = imported(_zuora(tmp_path / "RevenueDetail.xlsx", "Kitano Foods", headers, rows))
    assert undisturbed(plan)
    shared = {
        "account_key": 1, "start": date(2026, 4, 1), "end": date(2027, 3, 31), "basis": "total", "currency": "EUR",
    }  # fmt: skip
    assert whole(plan, "account", "contract") == {
        "account": [{"name": "Kitano Foods"}],
        "contract": [
            shared | {
                "external_id": "C-00000201", "product": "Base seats", "plan": "Base yearly", "amount": 1_200_050,
                "custom": {
                    "Subscription Number": "A-S00000101", "Recognized Revenue": "8000", "Unrecognized Revenue": "4000.5",
                },
            },
            shared | {
                "external_id": "C-00000202", "product": "Audit", "plan": "Audit yearly", "amount": 240_000,
                "custom": {
                    "Subscription Number": "A-S00000101", "Recognized Revenue": "1600", "Unrecognized Revenue": "800",
                },
            },
        ],
    }  # fmt: skip
    assert plan.tables[0].header_row == 6


def test_zuora_recognised_revenue_names_customers_and_no_price(tmp_path: Path) -> None:
    """The columns of the Accounting Period Revenue Detail as the maker describes them; a row an entry of a schedule."""
    head = [
        ["Accounting Period Name:", "Nov-2026"], ["Period:", "11/01/2026 - 11/30/2026"], ["Home Currency:", "USD"],
        ["Deferred Revenue Account:", "Deferred Revenue"], ["Deferred Revenue Account Type:", "Deferred Revenue"],
        ["Report Generated:", "12/01/2026 by Dana Reyes"], [],
    ]  # fmt: skip
    headers = [
        "Customer Account Number", "Customer Account Name", "Customer Account Currency", "Transaction Date",
        "Transaction Type", "Revenue Schedule Date", "Revenue Schedule Amount",
        "Recognized Prior to this Accounting Period", "Recognized in this Accounting Period",
        "Recognized after this Accounting Period",
    ]  # fmt: skip
    rows: list[list[str | int]] = [
        ["A-1", "Kitano Foods", "EUR", "01/01/2026", "Invoice Item", "01/01/2026", 1200, 1000, 100, 100],
        ["A-1", "Kitano Foods", "EUR", "02/01/2026", "Invoice Item", "02/01/2026", 240, 180, 20, 40],
        ["A-2", "Lumen Optics", "JPY", "03/01/2026", "Invoice Item Adjustment", "03/01/2026", -500, 0, -500, 0],
    ]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in head:
        sheet.append(line)
    sheet.append(headers)
    for values in rows:
        sheet.append(values)
    book.save(tmp_path / "RevenueDetail.xlsx")
    plan = imported(tmp_path / "RevenueDetail.xlsx")
    assert undisturbed(plan)
    assert plan.tables[0].header_row == 8
    assert whole(plan, "account") == {
        "account": [
            {
                "external_id": "A-1", "name": "Kitano Foods",
                "custom": {
                    "Customer Account Currency": "EUR", "Transaction Date": "01/01/2026\n02/01/2026",
                    "Transaction Type": "Invoice Item", "Revenue Schedule Date": "01/01/2026\n02/01/2026",
                    "Revenue Schedule Amount": "1200\n240", "Recognized Prior to this Accounting Period": "1000\n180",
                    "Recognized in this Accounting Period": "100\n20", "Recognized after this Accounting Period": "100\n40",
                },
            },
            {
                "external_id": "A-2", "name": "Lumen Optics",
                "custom": {
                    "Customer Account Currency": "JPY", "Transaction Date": "03/01/2026",
                    "Transaction Type": "Invoice Item Adjustment", "Revenue Schedule Date": "03/01/2026",
                    "Revenue Schedule Amount": "-500", "Recognized Prior to this Accounting Period": "0",
                    "Recognized in this Accounting Period": "-500", "Recognized after this Accounting Period": "0",
                },
            },
        ]
    }  # fmt: skip


def test_openpay_invoices_are_tied_by_the_domain_of_the_email(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "invoices.csv",
        "Invoice ID,Customer Email,Currency,Product Name,Total Amount,Period Start,Period End,Billing Interval,"
        "Billing Interval Count,Quantity,Tax Amount\n"
        "INV-1,ap@kitano.example,USD,Base,1200.00,2026-10-01,2026-12-31,month,3,10,96.00\n",
        book=customers(("Lumen Optics", "C-1", "lumen.example"), ("Kitano Foods", "C-2", "kitano.example")),
    )
    assert undisturbed(plan)
    assert whole(plan, "invoice") == {
        "invoice": [
            {
                "account_key": 2, "external_id": "INV-1", "issued": date(2026, 10, 1), "amount": 120_000, "currency": "USD",
                "custom": {
                    "Customer Email": "ap@kitano.example", "Product Name": "Base", "Period End": "2026-12-31",
                    "Billing Interval": "month", "Billing Interval Count": "3", "Quantity": "10", "Tax Amount": "96.00",
                },
            }
        ]
    }  # fmt: skip
