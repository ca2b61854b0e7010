from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from csdesk.intake.columns import propose
from csdesk.intake.mapping import Surroundings
from tests.intake.made_sheets import Value
from tests.intake.made_tables import plan_of, table_of


def fields(
    headers: list[str], *rows: list[Value], forced: Mapping[str, str] | None = None, name: str = ""
) -> dict[str, str | None]:
    mapping = propose(table_of(headers, *(rows or ([None] * len(headers),))), name, forced=forced)
    return {c.header: c.field for c in mapping.columns}


def asked(headers: list[str], *rows: list[Value]) -> dict[str, tuple[str, ...]]:
    mapping = propose(table_of(headers, *(rows or ([None] * len(headers),))))
    return {c.header: c.choices for c in mapping.columns if c.choices}


def test_the_same_header_means_what_the_kind_of_table_makes_of_it() -> None:
    accounts = fields(["account_id", "account_name", "seats", "plan_tier", "is_trial", "churn_flag"])
    assert accounts["seats"] == "account.seats"
    assert accounts["plan_tier"] == "account.plan"
    assert accounts["churn_flag"] == "account.status"
    contracts = fields(["subscription_id", "account_id", "start_date", "seats", "plan_tier", "is_trial", "churn_flag"])
    assert contracts["account_id"] == "account.external_id"
    assert contracts["start_date"] == "contract.start"
    assert contracts["seats"] == "contract.seats"
    assert contracts["plan_tier"] == "contract.plan"
    assert contracts["is_trial"] == "contract.trial"
    assert contracts["churn_flag"] == "contract.status"


def test_the_subject_is_what_a_column_numbers() -> None:
    subjects = {
        "ticket": ["ticket_id", "account_id", "submitted_at", "priority"],
        "measurement": ["usage_id", "subscription_id", "usage_date", "feature_name", "usage_count"],
        "event": ["churn_event_id", "account_id", "churn_date", "reason_code"],
        "invoice": ["請求書番号", "取引先名", "請求日", "お支払期限", "合計金額"],
        "response": ["会社名", "回答者", "回答日", "推奨度"],
        "contact": ["会社名", "部署名", "役職", "氏名", "e-mail"],
        "touchpoint": ["顧客名", "面談日", "面談内容"],
        "contract": ["顧客名", "開始日", "終了日"],
        "account": ["顧客ID", "顧客名", "業種"],
        None: ["ID", "Zip Code", "Population"],
    }
    found = {propose(table_of(headers, [None] * len(headers))).subject: headers for headers in subjects.values()}
    assert found == subjects


def test_a_ticket_export_without_the_word_ticket_is_known_by_its_columns() -> None:
    found = fields(["Id", "Organization", "Subject", "Status", "Priority", "Created at", "Solved at"])
    assert found["Id"] == "ticket.external_id"
    assert found["Organization"] == "account.name"
    assert found["Priority"] == "ticket.severity"
    assert found["Created at"] == "ticket.opened"
    assert found["Solved at"] == "ticket.closed"
    assert found["Status"] == "ticket.status"


def test_ambiguous_headers_are_asked_and_kept_meanwhile() -> None:
    headers = ["顧客名", "更新日", "担当者", "金額", "区分"]
    assert set(asked(headers)) == {"更新日", "担当者", "金額", "区分"}
    assert set(fields(headers).values()) == {"account.name", "account.custom"}
    assert "contract.renewal_date" in asked(headers)["更新日"]
    assert "account.csm" in asked(headers)["担当者"]


def test_the_other_columns_decide_what_is_ambiguous_alone() -> None:
    assert fields(["顧客名", "開始日", "終了日"])["終了日"] == "contract.end"
    assert fields(["契約番号", "顧客名", "金額"])["金額"] == "contract.amount"
    assert fields(["Ticket ID", "Account ID", "Status"])["Status"] == "ticket.status"
    assert fields(["Task ID", "Account ID", "Owner"])["Owner"] == "task.owner"
    assert asked(["顧客名", "業種", "終了日"])["終了日"] == ("contract.end", "event.date")


def test_the_values_decide_what_a_status_is() -> None:
    headers = ["顧客名", "契約番号", "月額", "ステータス"]
    found = fields(headers, ["A", "K-1", 100, "契約中"], ["B", "K-2", 200, "解約済み"])
    assert found["ステータス"] == "contract.status"
    assert "ステータス" in asked(headers, ["A", "K-1", 100, "赤"], ["B", "K-2", 200, "青"])


def test_a_tier_or_health_of_somebody_else_is_kept_but_is_no_field() -> None:
    found = propose(table_of(["Account ID", "Health score", "Tier"], ["A", 80, "high"]))
    assert [c.field for c in found.columns] == ["account.external_id", "account.custom", "account.custom"]
    assert not found.columns[1].choices


def test_what_a_person_says_counts_first() -> None:
    found = fields(
        ["顧客名", "更新日", "備考2", "メモ"],
        forced={"更新日": "contract.renewal_date", "備考２": "ignore", "メモ": "custom"},
    )
    assert found["更新日"] == "contract.renewal_date"
    assert found["備考2"] is None
    assert found["メモ"] == "account.custom" or found["メモ"] == "contract.custom"


def test_what_was_remembered_counts_like_something_said() -> None:
    table = table_of(["顧客名", "担当者"], ["A", "佐藤"])
    found = propose(table, remembered={"担当者": "account.csm"})
    assert found.column_of("account.csm") == 1


def test_only_one_column_gives_a_field() -> None:
    found = fields(["Account ID", "Account Name", "Company", "Industry"])
    assert found["Account Name"] == "account.name"
    assert found["Company"] == "account.custom"


def test_unknown_columns_of_a_list_with_one_row_a_customer_stay_with_the_customer() -> None:
    one_each = propose(table_of(["顧客名", "年額", "電話"], ["A", 1, "x"], ["B", 2, "y"]))
    several = propose(table_of(["顧客名", "年額", "電話"], ["A", 1, "x"], ["A", 2, "y"]))
    assert (one_each.holder, one_each.columns[2].field) == ("account", "account.custom")
    assert (several.holder, several.columns[2].field) == ("contract", "contract.custom")


def test_month_columns_are_usage_where_something_says_what_is_counted() -> None:
    headers = ["取引先名", "4月", "5月", "6月"]
    table = table_of(headers, ["A", 1, 2, 3], title="2026年度 ログイン回数")
    found = propose(table, surroundings=Surroundings(date(2026, 11, 22), 4))
    assert [c.field for c in found.columns[1:]] == ["measurement.logins"] * 3
    assert [c.month for c in found.columns[1:]] == [date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)]
    silent = propose(table_of(headers, ["A", 1, 2, 3]), surroundings=Surroundings(date(2026, 11, 22), 4))
    assert "measurement.logins" in silent.columns[1].choices
    assert not silent.columns[2].choices


def test_what_is_said_about_one_month_counts_for_all() -> None:
    table = table_of(["取引先名", "2026年4月", "2026年5月", "2026年6月"], ["A", 1, 2, 3])
    found = propose(table, forced={"2026年4月": "measurement.sessions"})
    assert [c.field for c in found.columns[1:]] == ["measurement.sessions"] * 3
    assert found.columns[3].month == date(2026, 6, 30)


def test_a_customer_list_with_months_beside_stays_a_customer_list() -> None:
    found = propose(
        table_of(["顧客名", "業種", "担当CSM", "2026年4月", "2026年5月", "2026年6月"], ["A", "IT", "佐藤", 1, 2, 3]),
        "ログイン",
    )
    assert found.subject == "account"
    assert found.columns[3].field == "measurement.logins"


def test_a_table_without_customers_is_left_in_peace() -> None:
    found = propose(table_of(["店舗", "月", "売上", "区分"], ["新宿", 4, 100, "直営"]))
    assert found.subject is None
    assert [c.field for c in found.columns] == [None] * 4
    assert not any(c.choices for c in found.columns)


def test_of_two_columns_of_one_name_with_other_values_one_is_asked() -> None:
    plan = plan_of(table_of(["会社名", "ARR", "ARR (2)", "担当者", "担当者 (2)"], ["イロハ", 100, 120, "佐藤", "山本"]))
    asked = {q.header: q.choices for q in plan.tables[0].questions}
    assert asked["ARR (2)"] == ("contract.arr",)
    assert asked["担当者"] == asked["担当者 (2)"]


def test_of_two_columns_that_say_the_same_none_is_asked() -> None:
    plan = plan_of(table_of(["会社名", "ARR", "ARR (2)"], ["イロハ", 100, 100]))
    assert plan.tables[0].questions == ()


def test_an_address_of_the_billed_is_not_asked_to_be_a_customers_name() -> None:
    headers = ["会社名", "請求先メール", "請求先住所", "契約開始日", "月額"]
    row: list[Value] = ["アオイ", "a@aoi.example", "東京都", "2026-01-01", 100]
    assert asked(headers, row) == {}
    assert fields(headers, row)["請求先メール"] == fields(headers, row)["請求先住所"] == "account.custom"
