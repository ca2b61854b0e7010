"""Plain words whose meaning the kind of table decides."""

from __future__ import annotations

from tests.intake.made_tables import mapped, plan_of, records_of, table_of

_CUSTOMERS = table_of(["Customer"], ["Blue Fern"], sheet="Customers")


def test_title_and_state_of_a_ticket() -> None:
    table = table_of(
        ["Ticket #", "Customer", "Raised on", "Urgency", "Title", "State", "CSAT (1-5)"],
        ["T1", "Blue Fern", "2026-11-03", "High", "Login fails", "Closed", 4],
    )
    (ticket,) = records_of(plan_of(_CUSTOMERS, table), "ticket")
    assert (ticket["subject"], ticket["status"], ticket["csat"], ticket["severity"]) == (
        "Login fails",
        "Closed",
        4.0,
        "high",
    )


def test_a_month_beside_a_metric_is_when_it_was_counted() -> None:
    table = table_of(["Customer", "month", "active_users"], ["Blue Fern", "2026-08", 14], ["Blue Fern", "2026-09", 15])
    found = [(r["date"].isoformat(), r["value"]) for r in records_of(plan_of(_CUSTOMERS, table), "measurement")]
    assert found == [("2026-08-31", 14.0), ("2026-09-30", 15.0)]


def test_the_role_of_a_contact_counts_before_the_department() -> None:
    plan = plan_of(
        table_of(
            ["会社名", "部署", "役職", "氏名", "メール"],
            ["あかね", "情報システム部", "部長", "山本", "y@akane.example"],
        )
    )
    assert mapped(plan)["役職"] == "contact.title"
    assert mapped(plan)["部署"] == "contact.custom"


def test_an_amount_marked_net_counts_before_the_gross_one() -> None:
    plan = plan_of(
        table_of(["Customer", "Billing period", "Amount (gross)", "Amount (net)"], ["Blue Fern", "Monthly", 120, 100]),
        currency="GBP",
    )
    (contract,) = records_of(plan, "contract")
    assert (contract["amount"], contract["basis"], contract["tax"]) == (100_00, "monthly", "excluded")
