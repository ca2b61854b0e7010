"""People whose names stand in two columns: contact lists of several programs, and the kind of thing itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from csdesk.intake.person_names import name_parts
from tests.intake.exports.made_exports import customers, imported, reasons, undisturbed, whole
from tests.intake.made_tables import problems

KNOWN = (("Kitano Foods", "C-1", "kitano.example"), ("Lumen Optics", "C-2", "lumen.example"))


def test_hubspot_contacts(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "hubspot-crm-exports-all-contacts-2026-11-20.csv",
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Job Title,Lead Status\n"
        "501,Mei,Kitano,mei@kitano.example,+81 11 000,Dana Reyes,Kitano Foods,Head of IT,OPEN\n"
        "502,Jo,,jo@lumen.example,,,,,\n",
        book=customers(*KNOWN),
    )
    assert undisturbed(plan)
    assert whole(plan, "contact") == {
        "contact": [
            {
                "account_key": 1, "name": "Mei Kitano", "email": "mei@kitano.example", "title": "Head of IT",
                "custom": {
                    "Record ID": "501", "First Name": "Mei", "Last Name": "Kitano", "Phone Number": "+81 11 000",
                    "Contact owner": "Dana Reyes", "Lead Status": "OPEN",
                },
            },
            {  # the company stands nowhere; the address has its domain
                "account_key": 2, "name": "Jo", "email": "jo@lumen.example",
                "custom": {"Record ID": "502", "First Name": "Jo"},
            },
        ]
    }  # fmt: skip


def test_salesforce_contact_report(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "report.csv",
        "First Name,Last Name,Title,Account Name,Email,Phone\nMei,Kitano,Head of IT,Kitano Foods,mei@kitano.example,011\n",
        book=customers(*KNOWN),
    )
    assert undisturbed(plan)
    assert whole(plan, "contact") == {
        "contact": [
            {
                "account_key": 1, "name": "Mei Kitano", "email": "mei@kitano.example", "title": "Head of IT",
                "custom": {"First Name": "Mei", "Last Name": "Kitano", "Phone": "011"},
            }
        ]
    }  # fmt: skip
    assert reasons(plan)["Full name"] == "The name was put together from First Name and Last Name."
    assert reasons(plan)["First Name"] == "Part of a name; the whole name stands in a column of its own."


def test_salesforce_contacts_in_japanese_with_the_family_name_first(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "report.csv",
        "名,姓,役職,取引先名,電話,メール\n葵,前田,部長,北野食品,011,aoi@kitano.example\n",
        encoding="cp932",
        book=customers(("北野食品", "C-1")),
    )
    assert undisturbed(plan)
    assert whole(plan, "contact") == {
        "contact": [
            {
                "account_key": 1, "name": "前田 葵", "email": "aoi@kitano.example", "title": "部長",
                "custom": {"名": "葵", "姓": "前田", "電話": "011"},
            }
        ]
    }  # fmt: skip


def test_hubspot_contacts_in_japanese(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "hubspot-crm-exports.csv",
        "レコードID,名,姓,Eメール,電話番号,コンタクト担当者\n501,葵,前田,aoi@kitano.example,011,佐伯 悠\n",
        book=customers(*KNOWN),
    )
    assert undisturbed(plan)
    assert whole(plan, "contact") == {
        "contact": [
            {
                "account_key": 1, "name": "前田 葵", "email": "aoi@kitano.example",
                "custom": {"レコードID": "501", "名": "葵", "姓": "前田", "電話番号": "011", "コンタクト担当者": "佐伯 悠"},
            }
        ]
    }  # fmt: skip


def test_google_contacts(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "contacts.csv",
        "First Name,Middle Name,Last Name,Nickname,Organization Name,Organization Title,Notes,E-mail 1 - Label,"
        "E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\n"
        "Mei,K.,Kitano,,Kitano Foods,Head of IT,,Work,mei@kitano.example,Work,011\n",
        book=customers(*KNOWN),
    )
    assert undisturbed(plan)
    assert whole(plan, "contact") == {
        "contact": [
            {
                "account_key": 1, "name": "Mei K. Kitano", "email": "mei@kitano.example", "title": "Head of IT",
                "custom": {
                    "First Name": "Mei", "Middle Name": "K.", "Last Name": "Kitano", "E-mail 1 - Label": "Work",
                    "Phone 1 - Label": "Work", "Phone 1 - Value": "011",
                },
            }
        ]
    }  # fmt: skip


def test_outlook_contacts_whose_title_is_a_way_to_address_people(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "contacts.csv",
        "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Phone,E-mail Address\n"
        "Ms.,Mei,,Kitano,,Kitano Foods,IT,Head of IT,011,mei@kitano.example\n",
        book=customers(*KNOWN),
    )
    assert undisturbed(plan)
    assert whole(plan, "contact") == {
        "contact": [
            {
                "account_key": 1, "name": "Mei Kitano", "email": "mei@kitano.example", "title": "Head of IT",
                "custom": {
                    "Title": "Ms.", "First Name": "Mei", "Last Name": "Kitano", "Department": "IT", "Business Phone": "011",
                },
            }
        ]
    }  # fmt: skip


def test_outlook_contacts_in_japanese(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "連絡先.csv",
        "敬称,名,ミドル ネーム,姓,会社名,部署,役職,会社電話,電子メール アドレス\n様,葵,,前田,北野食品,商品開発部,部長,011,aoi@kitano.example\n",
        encoding="cp932",
        book=customers(("北野食品", "C-1")),
    )
    assert undisturbed(plan)
    assert whole(plan, "contact") == {
        "contact": [
            {
                "account_key": 1, "name": "前田 葵", "email": "aoi@kitano.example", "title": "部長",
                "custom": {"敬称": "様", "名": "葵", "姓": "前田", "部署": "商品開発部", "会社電話": "011"},
            }
        ]
    }  # fmt: skip


def test_zuora_contacts(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "contact.csv",
        "id,account_id,address_1,city,country,created_date,first_name,last_name,mobile_phone,personal_email,state,"
        "updated_date,work_email,work_phone\n"
        "2c92c0f967640caa01,C-1,1 Main St,Sapporo,Japan,2026-01-05 12:07:17.000000,Mei,Kitano,,mei@home.example,,"
        "2026-01-05 12:07:17.000000,mei@kitano.example,011\n",
        book=customers(*KNOWN),
    )
    (contact,) = whole(plan, "contact")["contact"]
    assert contact.pop("custom") == {
        "id": "2c92c0f967640caa01", "address_1": "1 Main St", "city": "Sapporo", "country": "Japan",
        "created_date": "2026-01-05 12:07:17.000000", "first_name": "Mei", "last_name": "Kitano",
        "personal_email": "mei@home.example", "updated_date": "2026-01-05 12:07:17.000000", "work_phone": "011",
    }  # fmt: skip
    assert contact == {"account_key": 1, "name": "Mei Kitano", "email": "mei@kitano.example"}


def test_a_contract_list_with_the_contact_in_two_columns(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "list.csv",
        "顧客名,契約番号,契約終了日,月額,担当者姓,担当者名,担当者姓カナ,担当者名カナ,メールアドレス\n"
        "北野食品,K-1,2027/3/31,50000,前田,葵,マエダ,アオイ,aoi@kitano.example\n",
        currency="JPY",
    )
    assert undisturbed(plan)
    assert whole(plan, "account", "contact", "contract") == {
        "account": [{"name": "北野食品"}],
        "contact": [{"account_key": 1, "name": "前田 葵", "email": "aoi@kitano.example"}],
        "contract": [
            {
                "account_key": 1, "external_id": "K-1", "end": date(2027, 3, 31), "amount": 50_000, "basis": "monthly",
                "currency": "JPY", "seen_on": date(2026, 11, 22),
                "custom": {"担当者姓": "前田", "担当者名": "葵", "担当者姓カナ": "マエダ", "担当者名カナ": "アオイ"},
            }
        ],
    }  # fmt: skip


def test_where_the_whole_name_stands_already_none_is_added(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "contacts.csv",
        "Account Name,Contact Name,First Name,Last Name,Email\nKitano Foods,Mei Kitano,Mei,Kitano,mei@kitano.example\n",
        book=customers(*KNOWN),
    )
    assert undisturbed(plan)
    assert len(plan.tables[0].columns) == 5
    assert whole(plan, "contact") == {
        "contact": [
            {
                "account_key": 1, "name": "Mei Kitano", "email": "mei@kitano.example",
                "custom": {"First Name": "Mei", "Last Name": "Kitano"},
            }
        ]
    }  # fmt: skip


def test_contacts_that_name_no_company_belong_to_the_domain_of_their_address(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "contacts.csv",
        "Account Name,Full name,Email\n,Mei Kitano,mei@kitano.example\n,Jo Free,jo@gmail.com\nLumen Optics,Al Lumen,\n",
        book=customers(*KNOWN),
    )
    assert [(c["account_key"], c["name"]) for c in whole(plan, "contact")["contact"]] == [
        (1, "Mei Kitano"),
        (2, "Al Lumen"),
    ]
    assert problems(plan) == [("C3", "no_such_account")]


@pytest.mark.parametrize(
    ("headers", "parts"),
    [
        (["First Name", "Last Name"], (0, 1)),
        (["Surname", "Forename"], (1, 0)),
        (["family_name", "given_name"], (1, 0)),
        (["contactFirstName", "contactLastName"], (0, 1)),
        (["氏名（姓）", "氏名（名）"], (1, 0)),
        (["名字", "名前"], (1, 0)),
        (["Billing Address First Name", "Billing Address Last Name"], None),
        (["セイ", "メイ"], None),
        (["First Name", "Contact Last Name"], None),
        (["会社名", "姓"], None),
    ],
)
def test_headers_that_are_the_two_parts_of_a_name(headers: list[str], parts: tuple[int, int] | None) -> None:
    found = name_parts(headers)
    assert (None if found is None else (found.first, found.last)) == parts
