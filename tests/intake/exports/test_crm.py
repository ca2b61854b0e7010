from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.intake.exports.made_exports import customers, imported, undisturbed, whole
from tests.intake.made_tables import updates

SEEN = date(2026, 11, 22)


def test_hubspot_companies(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "hubspot-crm-exports-all-companies-2026-11-20.csv",
        "Record ID,Company name,Company domain name,Company owner,Country/Region,Annual Revenue,Industry,Lifecycle Stage,Tags\n"
        "9001234567,Kitano Foods,kitanofoods.example,Dana Reyes,Japan,120000000,FOOD_PRODUCTION,customer,gold;east\n"
        "9001234568,Lumen Optics,lumen.example,,Germany,,MEDICAL_DEVICES,opportunity,\n",
    )
    assert undisturbed(plan)
    assert whole(plan, "account") == {
        "account": [
            {
                "external_id": "9001234567", "name": "Kitano Foods", "domain": "kitanofoods.example", "csm": "Dana Reyes",
                "region": "Japan", "industry": "FOOD_PRODUCTION", "tags": "gold; east",
                "custom": {"Annual Revenue": "120000000", "Lifecycle Stage": "customer"},
            },
            {
                "external_id": "9001234568", "name": "Lumen Optics", "domain": "lumen.example", "region": "Germany",
                "industry": "MEDICAL_DEVICES", "custom": {"Lifecycle Stage": "opportunity"},
            },
        ]
    }  # fmt: skip


def test_hubspot_companies_in_japanese(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "hubspot-crm-exports.csv",
        "レコードID,会社名,会社ドメイン名,会社担当者,業種,市区町村,従業員数\n"
        "9001234567,北野食品株式会社,kitano.example,佐伯 悠,食品,札幌市,250\n",
    )
    assert undisturbed(plan)
    assert whole(plan, "account") == {
        "account": [
            {
                "external_id": "9001234567", "name": "北野食品株式会社", "domain": "kitano.example", "csm": "佐伯 悠",
                "industry": "食品", "employees": "250", "custom": {"市区町村": "札幌市"},
            }
        ]
    }  # fmt: skip


DEALS = (
    "Record ID,Deal Name,Last Activity Date,State,Deal Stage,Close Date,Deal owner,Amount,Pipeline,Associated Product\n"
)


def test_hubspot_deals_name_the_customer_in_the_name_of_the_deal(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "hubspot-crm-exports-all-deals-2026-08-27.csv",
        DEALS
        + "70001,Kitano Foods - Plant 2,2026-08-20 10:15,CA,Contract Sent,2026-09-30 17:00,Dana Reyes,15000,Sales,Base;Audit\n",
        book=customers(("Kitano Foods", "C-1"), ("Lumen Optics", "C-2")),
    )
    assert undisturbed(plan)
    assert sorted(updates(plan, "account")) == [
        (
            1, "custom", None,
            '{"Record ID": "70001", "Deal Name": "Kitano Foods - Plant 2", "Last Activity Date": "2026-08-20 10:15", '
            '"State": "CA", "Deal Stage": "Contract Sent", "Close Date": "2026-09-30 17:00", "Amount": "15000", '
            '"Pipeline": "Sales", "Associated Product": "Base;Audit"}',
        ),
        (1, "sales_owner", None, "Dana Reyes"),
    ]  # fmt: skip


def test_hubspot_renewals_are_contracts(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "hubspot-crm-exports-all-deals-2026-08-27.csv",
        DEALS
        + "70001,Kitano Foods FY27,2026-08-20 10:15,CA,Contract Sent,2027-03-31 17:00,Dana Reyes,15000,Renewals,Base\n"
        + "70002,Lumen Optics FY27,,NY,Appointment,2027-06-30 17:00,Ivo Marsh,9000.50,Renewals,Base\n",
        book=customers(("Kitano Foods", "C-1"), ("Lumen Optics", "C-2")),
    )
    assert undisturbed(plan)
    assert sorted(updates(plan, "account")) == [
        (1, "sales_owner", None, "Dana Reyes"),
        (2, "sales_owner", None, "Ivo Marsh"),
    ]
    assert whole(plan, "account", "contract") == {
        "account": [],
        "contract": [
            {
                "account_key": 1, "external_id": "70001", "product": "Base", "end": date(2027, 3, 31), "amount": 1_500_000,
                "basis": "annual", "currency": "USD", "seen_on": SEEN,
                "custom": {
                    "Deal Name": "Kitano Foods FY27", "Last Activity Date": "2026-08-20 10:15", "State": "CA",
                    "Deal Stage": "Contract Sent", "Pipeline": "Renewals",
                },
            },
            {
                "account_key": 2, "external_id": "70002", "product": "Base", "end": date(2027, 6, 30), "amount": 900_050,
                "basis": "annual", "currency": "USD", "seen_on": SEEN,
                "custom": {"Deal Name": "Lumen Optics FY27", "State": "NY", "Deal Stage": "Appointment", "Pipeline": "Renewals"},
            },
        ],
    }  # fmt: skip


ZOHO = "Record Id,Deal Name,Account Name,Account Name.id,Contact Name,Stage,Closing Date,Amount,Lead Source,Description,Type\n"


def test_zoho_deals_keep_their_sixteen_digit_numbers(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "Deals.csv",
        ZOHO
        + '4876871000000123451,Plant 2,Kitano Foods,4876871000000123001,Mei Kitano,Qualification,2026-11-15,"95,570.69",'
        'Trade Show,"Wants a demo,\nthen a price",New Business\n'
        '4876871000000123452,Add-on,Lumen Optics,4876871000000123002,,Needs Analysis,10/01/2026,"$12,400.00",,,New Business\n',
    )
    assert undisturbed(plan)
    assert whole(plan, "account", "contact") == {
        "account": [
            {
                "external_id": "4876871000000123001", "name": "Kitano Foods",
                "custom": {
                    "Record Id": "4876871000000123451", "Deal Name": "Plant 2", "Stage": "Qualification",
                    "Closing Date": "2026-11-15", "Amount": "95,570.69", "Lead Source": "Trade Show",
                    "Description": "Wants a demo,\nthen a price", "Type": "New Business",
                },
            },
            {
                "external_id": "4876871000000123002", "name": "Lumen Optics",
                "custom": {
                    "Record Id": "4876871000000123452", "Deal Name": "Add-on", "Stage": "Needs Analysis",
                    "Closing Date": "10/01/2026", "Amount": "$12,400.00", "Type": "New Business",
                },
            },
        ],
        "contact": [{"account_key": 1, "name": "Mei Kitano"}],
    }  # fmt: skip


def test_zoho_renewals_have_dates_of_both_forms_in_one_column(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "Deals.csv",
        ZOHO
        + '4876871000000123451,Renewal Base,Kitano Foods,4876871000000123001,,Negotiation,2026-11-15,"95,570.69",,,Renewal\n'
        '4876871000000123452,Renewal Add-on,Lumen Optics,4876871000000123002,,Negotiation,10/31/2026,"$12,400.00",,,Renewal\n',
    )
    assert undisturbed(plan)
    assert whole(plan, "account", "contract") == {
        "account": [
            {"external_id": "4876871000000123001", "name": "Kitano Foods"},
            {"external_id": "4876871000000123002", "name": "Lumen Optics"},
        ],
        "contract": [
            {
                "account_key": 1, "external_id": "4876871000000123451", "product": "Renewal Base", "end": date(2026, 11, 15),
                "amount": 9_557_069, "basis": "annual", "currency": "USD", "seen_on": SEEN,
                "custom": {"Stage": "Negotiation", "Type": "Renewal"},
            },
            {
                "account_key": 2, "external_id": "4876871000000123452", "product": "Renewal Add-on", "end": date(2026, 10, 31),
                "amount": 1_240_000, "basis": "annual", "currency": "USD", "seen_on": SEEN,
                "custom": {"Stage": "Negotiation", "Type": "Renewal"},
            },
        ],
    }  # fmt: skip
