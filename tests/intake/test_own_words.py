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


def test_our_own_person_is_the_csm_in_lists_and_who_called_in_logs() -> None:
    for header in ("社内担当", "当社担当", "弊社担当"):
        customers = table_of(["会社名", header, "契約開始日", "月額"], ["アオイ", "佐藤", "2026-01-01", 100])
        assert mapped(plan_of(customers))[header] == "account.csm"
        log = table_of(["接触日", "会社名", header, "対応内容"], ["2026-11-01", "アオイ", "佐藤", "定例"])
        assert mapped(plan_of(log))[header] == "touchpoint.by"


def test_a_list_with_both_sides_people_keeps_making_customers() -> None:
    plan = plan_of(
        table_of(
            ["会社名", "先方担当者", "メールアドレス", "弊社担当"], ["アオイ", "田中", "tanaka@aoi.example", "佐藤"]
        )
    )
    (account,) = records_of(plan, "account")
    (contact,) = records_of(plan, "contact")
    assert (account["name"], account["csm"]) == ("アオイ", "佐藤")
    assert (contact["name"], contact["email"]) == ("田中", "tanaka@aoi.example")


def test_the_number_of_an_inquiry_is_that_of_its_ticket() -> None:
    for header in ("受付番号", "お問い合わせ番号", "問い合わせ番号", "問合せ番号"):
        table = table_of(
            ["顧客名", "件名", "受付日", "ステータス", header],
            ["Blue Fern", "ログイン不可", "2026-11-03", "対応中", "Q-17"],
        )
        (ticket,) = records_of(plan_of(_CUSTOMERS, table), "ticket")
        assert (ticket["external_id"], ticket["subject"], ticket["status"]) == ("Q-17", "ログイン不可", "対応中")


def test_the_number_of_an_application_is_no_ticket_beside_a_contract() -> None:
    plan = plan_of(table_of(["会社名", "受付番号", "契約開始日", "月額"], ["アオイ", "Q-1", "2026-01-01", 100]))
    assert plan.tables[0].subject == "contract"
    assert mapped(plan)["受付番号"] == "account.custom"


def test_the_number_of_a_subscription_is_that_of_the_contract() -> None:
    for header in ("sub_id", "Sub ID", "Subscription No"):
        plan = plan_of(table_of(["Customer", header, "MRR"], ["Blue Fern", "S-1", 100], ["Blue Fern", "S-2", 50]))
        assert [(r["external_id"], r["amount"]) for r in records_of(plan, "contract")] == [("S-1", 100), ("S-2", 50)]


def test_whether_a_contract_renews_by_itself() -> None:
    for header in ("自動更新有無", "自動更新の有無", "更新有無"):
        plan = plan_of(table_of(["会社名", "月額", header], ["アオイ", 100, "有"], ["ベニ", 200, "無"]))
        assert [r["auto_renew"] for r in records_of(plan, "contract")] == [True, False]


def test_names_of_recurring_amounts() -> None:
    monthly, annual = (100, "monthly"), (100, "annual")
    for header, worth in {
        "Current ARR": annual, "Total ARR": annual, "年額利用料": annual, "年間利用料": annual,
        "Monthly Revenue": monthly, "monthly_revenue": monthly, "月額利用料": monthly, "利用料（月額）": monthly,
    }.items():  # fmt: skip
        (contract,) = records_of(plan_of(table_of(["Customer", header], ["Blue Fern", 100])), "contract")
        assert (contract["amount"], contract["basis"]) == worth, header
    fee = plan_of(table_of(["Customer", "Subscription amount"], ["Blue Fern", 100]))
    assert mapped(fee)["Subscription amount"] == "contract.amount"
