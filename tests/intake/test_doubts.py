"""A header of several meanings: what the rest of the table decides, and what is asked."""

from __future__ import annotations

import pytest

from csdesk.intake.doubts import Decision, decide
from csdesk.intake.headers import candidates
from tests.intake.made_sheets import Value
from tests.intake.made_tables import table_of


def decided(subject: str, header: str, cells: list[Value], *others: str) -> Decision:
    """What the header means in a table with these other headers, whose cells are blank."""
    headers = [header, *others]
    table = table_of(headers, *([cell, *(None for _ in others)] for cell in cells))
    return decide(table, 0, [candidates(h) for h in headers], subject)


DAYS: list[Value] = ["2026-11-01", "2026-12-01"]


@pytest.mark.parametrize(
    ("subject", "header", "others", "found"),
    [
        ("contract", "次回更新", (), "contract.renewal_date"),
        ("contact", "次回更新", (), None),
        ("task", "開始日", (), "task.start"),
        ("contract", "開始日", ("終了日",), "contract.start"),
        ("contract", "終了日", ("契約番号",), "contract.end"),
        ("event", "日付", (), "event.date"),
        ("event", "日付", ("Event date",), None),
        ("ticket", "日時", (), "ticket.opened"),
    ],
)
def test_a_date_goes_where_the_table_leads(subject: str, header: str, others: tuple[str, ...], found: str | None) -> None:  # fmt: skip
    assert decided(subject, header, DAYS, *others)[0] == found


def test_a_date_in_a_list_of_customers_is_asked() -> None:
    assert decided("account", "日付", DAYS) == (None, ("contract.start", "contract.end", "account.signup"))
    assert decided("account", "開始日", DAYS) == (None, ("contract.start", "account.signup"))
    assert decided("account", "終了日", DAYS) == (None, ("contract.end", "event.date"))
    assert decided("ticket", "終了日", DAYS) == (None, ())
    assert decided("account", "更新日", DAYS) == (None, ("contract.renewal_date",)), "of the record or of the contract"
    assert decided("account", "次回更新", ["soon", "later"]) == (None, ("contract.renewal_date",)), "no date at all"


def test_a_status_is_told_by_its_words() -> None:
    running: list[Value] = ["契約中", "解約", "契約中"]
    assert decided("contract", "状態", running)[0] == "contract.status"
    assert decided("account", "状態", running)[0] == "account.status"
    assert decided("account", "状態", ["onboarding", "adopting"])[0] == "account.lifecycle"
    assert decided("ticket", "状態", ["foo"]) == ("ticket.status", ())
    assert decided("contact", "状態", running) == (None, ()), "no list of customers"
    asked = ("account.status", "account.lifecycle", "contract.status", "decision.forecast")
    assert decided("account", "状態", ["A", "B"]) == (None, asked)
    assert decided("contract", "Status", running, "Contract status") == (None, asked), "another column has that meaning"


def test_a_kind_is_of_what_the_rows_are() -> None:
    assert decided("feedback", "区分", ["anything"]) == ("feedback.category", ())
    assert decided("event", "区分", ["upgrade", "downgrade"]) == ("event.kind", ())
    assert decided("event", "区分", ["甲", "乙"]) == (None, ())
    assert decided("account", "区分", ["甲", "乙"]) == (
        None, ("account.industry", "contract.product", "contract.plan")
    )  # fmt: skip


def test_a_name_is_of_the_person_or_the_customer() -> None:
    names: list[Value] = ["Aoba", "Blue Fern", "Rota"]
    assert decided("contact", "名称", names) == ("contact.name", ())
    assert decided("contact", "名称", names, "Contact name") == (None, ())
    assert decided("account", "名称", names) == ("account.name", ())
    twice: list[Value] = ["Aoba", "Aoba", "Aoba"]
    assert decided("account", "名称", twice) == (None, ("account.name", "contact.name")), "one name thrice"
    assert decided("account", "名称", twice, "法人番号") == ("account.name", ()), "a number tells them apart"
    assert decided("account", "名称", names, "Account name") == (None, ("account.name", "contact.name"))


def test_an_owner_and_an_amount_are_asked_in_lists() -> None:
    assert decided("touchpoint", "担当者", ["Sato"]) == ("touchpoint.by", ())
    assert decided("contact", "担当者", ["Sato"])[1] == ("account.csm", "account.sales_owner", "contact.name")
    assert decided("ticket", "担当者", ["Sato"]) == (None, ())
    assert decided("invoice", "金額", [100]) == ("invoice.amount", ())
    assert decided("contract", "金額", [100], "契約番号") == ("contract.amount", ())
    assert decided("contract", "金額", [100], "契約番号", "契約金額") == (None, ())
    assert decided("account", "金額", [100])[0] is None
    assert decided("ticket", "金額", [100]) == (None, ())


def test_a_header_of_one_meaning_is_no_doubt() -> None:
    assert decided("account", "ARR", [100]) == (None, ())


def test_what_started_is_a_contract_beside_contracts_alone() -> None:
    assert decided("contract", "Started", DAYS, "ARR") == ("contract.start", ())
    assert decided("contract", "Ends", DAYS, "Started") == ("contract.end", ())
    assert decided("account", "Started", DAYS) == (None, ("contract.start", "account.signup"))
    for subject in ("task", "ticket", "measurement", "touchpoint"):
        assert decided(subject, "Started", DAYS, "Ends") == (None, ())


def test_the_customers_own_person_is_a_contact_in_lists() -> None:
    names: list[Value] = ["田中 一", "山田 太郎"]
    for header in ("先方担当者", "お客様担当者", "ご担当者"):
        assert decided("contract", header, names, "会社名") == ("contact.name", ())
        assert decided("account", header, names, "氏名") == (None, ()), "that one is named already"
        assert decided("touchpoint", header, names) == (None, ())


def test_a_contact_is_a_name_beside_an_address_and_asked_alone() -> None:
    assert decided("contract", "Contact", ["Mia Wong"], "Contact email") == ("contact.name", ())
    assert decided("contact", "Contact", ["Mia Wong"]) == ("contact.name", ())
    assert decided("account", "Contact", ["Mia Wong"]) == (None, ("contact.name", "contact.email"))
    assert decided("ticket", "Contact", ["Mia Wong"]) == (None, ())


def test_a_fee_is_an_amount_like_any_other() -> None:
    assert decided("contract", "利用料", [100], "契約開始日") == ("contract.amount", ())
    assert "contract.mrr" in decided("account", "利用料", [100])[1]
