from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.intake.outcome import PlanOptions
from csdesk.intake.plan import make_plan
from csdesk.intake.sheets import Workbook
from csdesk.intake.sources import unpacked_cells
from csdesk.model.errors import JobCancelled
from csdesk.model.fields import stored_dtypes
from csdesk.model.messages import Message
from csdesk.model.problems import Severity
from tests.intake.made_sheets import Value
from tests.intake.made_tables import Book, counts, mapped, only, plan_of, problems, records_of, table_of, updates

CUSTOMERS = table_of(
    ["Account ID", "Account Name", "CSM", "Industry", "電話"],
    ["A-1", "Aozora", "佐藤", "IT", "03-1"],
    ["A-2", "Minato", "鈴木", None, None],
    sheet="Customers",
)
CONTRACTS = table_of(
    ["契約番号", "顧客ID", "製品", "契約開始日", "契約終了日", "月額", "自動更新", "解約予告期間"],
    ["K-1", "A-1", "Base", "2026/4/1", "2027/3/31", "30,000円", "あり", "3ヶ月前までに書面で"],
    ["K-2", "A-2", "Base", "令和8年10月1日", "令和9年9月30日", "5万円", "なし", "60日前"],
    sheet="Contracts",
)


def test_a_customer_list_and_a_contract_list_become_accounts_and_contracts() -> None:
    plan = plan_of(CUSTOMERS, CONTRACTS)
    assert counts(plan, "account") == (2, 0, 0, 0, 0)
    assert counts(plan, "contract", table=1) == (2, 0, 0, 0, 0)
    first, second = records_of(plan, "account")
    assert first == {
        "key": 1, "external_id": "A-1", "name": "Aozora", "csm": "佐藤", "industry": "IT", "custom": '{"電話": "03-1"}',
    }  # fmt: skip
    assert second == {"key": 2, "external_id": "A-2", "name": "Minato", "csm": "鈴木"}
    contract = records_of(plan, "contract")[0]
    assert contract == {
        "key": 1, "account_key": 1, "external_id": "K-1", "product": "Base", "start": date(2026, 4, 1), "end": date(2027, 3, 31),
        "amount": 30_000, "basis": "monthly", "currency": "JPY", "auto_renew": True, "notice_n": 3, "notice_unit": "months",
        "notice_written": True,
    }  # fmt: skip
    assert records_of(plan, "contract")[1]["end"] == date(2027, 9, 30)
    assert records_of(plan, "contract")[1]["amount"] == 50_000


def test_inserted_frames_are_in_frame_form() -> None:
    for record, change in plan_of(CUSTOMERS, CONTRACTS).records.items():
        assert {n: str(t) for n, t in change.inserted.dtypes.items()} == {
            n: {"string[pyarrow]": "string"}.get(t, t) for n, t in stored_dtypes(record).items()
        }


def test_the_order_of_tables_does_not_matter() -> None:
    plan = plan_of(CONTRACTS, CUSTOMERS)
    assert counts(plan, "contract") == (2, 0, 0, 0, 0)
    assert counts(plan, "account", table=1) == (2, 0, 0, 0, 0)


def test_the_same_file_again_changes_nothing() -> None:
    book = Book(plan_of(CUSTOMERS, CONTRACTS))
    again = plan_of(CUSTOMERS, CONTRACTS, book=book)
    assert again.changes_nothing
    assert counts(again, "account") == (0, 0, 2, 0, 0)
    assert counts(again, "contract", table=1) == (0, 0, 2, 0, 0)


def test_an_edited_list_shows_exactly_the_edits_and_blank_cells_erase_nothing() -> None:
    book = Book(plan_of(CUSTOMERS, CONTRACTS))
    edited = table_of(
        ["Account ID", "Account Name", "CSM", "Industry", "電話"],
        ["A-1", "Aozora", "田中", None, "03-9"],
        ["A-2", "Minato", "鈴木", "Retail", None],
        ["A-3", "Sakura", None, None, None],
    )
    plan = plan_of(edited, book=book)
    assert counts(plan, "account") == (1, 2, 0, 0, 0)
    assert sorted(updates(plan, "account")) == [
        (1, "csm", "佐藤", "田中"),
        (1, "custom", '{"電話": "03-1"}', '{"電話": "03-9"}'),
        (2, "industry", None, "Retail"),
    ]
    assert only(plan, "account") == {"key": 3, "external_id": "A-3", "name": "Sakura"}


def test_changed_dates_amounts_and_flags_are_plain_values() -> None:
    book = Book(plan_of(CUSTOMERS, CONTRACTS))
    edited = table_of(
        ["契約番号", "顧客ID", "契約終了日", "月額", "自動更新"], ["K-1", "A-1", "2028/3/31", 35000, "なし"]
    )
    assert sorted(updates(plan_of(edited, book=book), "contract")) == [
        (1, "amount", 30_000, 35_000),
        (1, "auto_renew", True, False),
        (1, "end", date(2027, 3, 31), date(2028, 3, 31)),
    ]


def test_new_unknown_columns_are_added_to_those_the_record_has() -> None:
    book = Book(plan_of(CUSTOMERS))
    more = table_of(["Account ID", "住所"], ["A-1", '東京都"港区"'])
    ((_, _, _, after),) = updates(plan_of(more, book=book), "account")
    assert json.loads(after) == {"電話": "03-1", "住所": '東京都"港区"'}


def test_rows_of_one_record_that_agree_are_one_and_those_that_differ_are_told() -> None:
    plan = plan_of(
        table_of(
            ["Account ID", "Account Name", "CSM"],
            ["A-1", "Aozora", "佐藤"],
            ["A-1", "Aozora", None],
            ["A-2", "Minato", "鈴木"],
            ["A-2", "Minato", "田中"],
        )
    )
    assert counts(plan, "account") == (2, 0, 0, 0, 1)
    assert [r["csm"] for r in records_of(plan, "account")] == ["佐藤", "田中"]
    assert problems(plan) == [("C5", "conflicting_rows")]
    assert plan.tables[0].problems[0].severity is Severity.NOTE


def test_only_an_unreadable_key_date_amount_or_currency_rejects_a_row() -> None:
    plan = plan_of(
        table_of(
            ["顧客名", "契約開始日", "契約終了日", "年額", "席数", "自動更新"],
            ["A", "2026/4/1", "2027/3/31", 100, "many", "perhaps"],
            ["B", "2026/4/1", "someday", 100, 5, "有"],
            ["C", "2026/4/1", "2027/3/31", "#REF!", 5, "有"],
            ["D", "2026/4/1", None, "未定", 5, "有"],
            [None, "2026/4/1", None, 100, 5, "有"],
        )
    )
    assert problems(plan) == [
        ("E2", "not_a_number"), ("F2", "not_yes_or_no"), ("C3", "not_a_date"), ("D4", "error_cell"), ("A6", "no_account_key"),
    ]  # fmt: skip
    assert [p.severity for p in plan.tables[0].problems] == [
        "left_empty",
        "left_empty",
        "rejected",
        "rejected",
        "rejected",
    ]
    assert counts(plan, "contract") == (2, 0, 0, 3, 0)
    assert [r["name"] for r in records_of(plan, "account")] == ["A", "D"]


def test_an_error_cell_of_an_unknown_column_is_told_and_left_out() -> None:
    plan = plan_of(table_of(["Account ID", "利用率"], ["A-1", "#DIV/0!"], ["A-2", "80%"]))
    assert problems(plan) == [("B2", "error_cell")]
    assert [r.get("custom") for r in records_of(plan, "account")] == [None, '{"利用率": "80%"}']


def test_rows_of_unknown_customers_are_rejected_with_the_name_that_would_have_done() -> None:
    book = Book(plan_of(table_of(["顧客名", "業種"], ["株式会社アオゾラ", "IT"])))
    tickets = table_of(
        ["Ticket ID", "会社名", "Opened", "Priority"],
        ["T-1", "株式会社アオゾラ", "2026-10-01", "High"],
        ["T-2", "アオゾラ㈱", "2026-10-02", "Low"],
        ["T-3", "ミナト", "2026-10-03", "Low"],
    )
    plan = plan_of(tickets, book=book)
    assert counts(plan, "ticket") == (1, 0, 0, 2, 0)
    assert problems(plan) == [("B3", "no_such_account"), ("B4", "no_such_account")]
    assert [p.suggestion for p in plan.tables[0].problems] == ["株式会社アオゾラ", None]


def test_names_that_only_resemble_each_other_are_asked_never_joined() -> None:
    book = Book(plan_of(table_of(["顧客名", "業種"], ["株式会社アオゾラ", "IT"])))
    plan = plan_of(table_of(["顧客名", "業種"], ["アオゾラ㈱", "IT"], ["ミナト", "IT"]), book=book)
    assert counts(plan, "account") == (2, 0, 0, 0, 0)
    (question,) = plan.questions
    assert question.choices == ("acc-1",)
    assert str(question.message) == 'Is "アオゾラ㈱" the same customer as "株式会社アオゾラ"?'


def test_usage_finds_its_customer_through_the_contract_of_this_import_or_of_the_book() -> None:
    usage = table_of(
        ["subscription_id", "usage_date", "feature_name", "usage_count"],
        ["K-1", "2026-10-01", "search", 3],
        ["K-2", "2026-10-01", "search", 4],
        ["K-9", "2026-10-01", "search", 5],
    )
    together = plan_of(usage, CONTRACTS, CUSTOMERS)
    later = plan_of(usage, book=Book(plan_of(CUSTOMERS, CONTRACTS)))
    for plan in (together, later):
        assert [(r["account_key"], r["metric"], r["value"]) for r in records_of(plan, "measurement")] == [
            (1, "feature_uses", 3.0),
            (2, "feature_uses", 4.0),
        ]
        assert problems(plan) == [("A4", "no_such_account")]


def test_usage_of_one_day_adds_up_once_and_active_users_never_do() -> None:
    usage = table_of(
        ["Account ID", "Usage date", "Logins", "Active users"],
        ["A-1", "2026-10-01", 3, 10],
        ["A-1", "2026-10-01", 4, 12],
        ["A-1", "2026-10-02", 5, None],
    )
    plan = plan_of(CUSTOMERS, usage)
    found = {(r["metric"], r["date"].day): r["value"] for r in records_of(plan, "measurement")}
    assert found == {("logins", 1): 7.0, ("logins", 2): 5.0, ("active_users", 1): 12.0}
    again = plan_of(CUSTOMERS, usage, book=Book(plan))
    assert again.changes_nothing


def test_wide_months_become_measurements_on_the_last_day_of_each_month() -> None:
    wide = table_of(["取引先名", "4月", "5月", "3月"], ["Aozora", 10, None, "30"], title="アクティブユーザー 2026年度")
    plan = plan_of(CUSTOMERS, wide, fiscal_first_month=4)
    found = [(r["metric"], r["date"], r["value"]) for r in records_of(plan, "measurement")]
    assert found == [("active_users", date(2026, 4, 30), 10.0), ("active_users", date(2027, 3, 31), 30.0)]


def test_churn_events_and_reactivations() -> None:
    events = table_of(
        ["churn_event_id", "account_id", "churn_date", "reason_code", "refund_amount_usd", "is_reactivation"],
        ["E-1", "A-1", "2026-10-01", "price", 4.03, "FALSE"],
        ["E-2", "A-2", "2026-10-02", "price", None, "TRUE"],
    )
    plan = plan_of(CUSTOMERS, events)
    first, second = records_of(plan, "event")
    assert (first["kind"], first["amount"], first["currency"]) == ("churn", 403, "USD")
    assert second["kind"] == "reactivation"
    assert "currency" not in second


def test_forecasts_in_a_contract_list_are_decisions_of_its_contracts() -> None:
    forecast = table_of(["契約番号", "更新予測", "見込額", "確度(%)"], ["K-2", "見込み", 600_000, 80])
    plan = plan_of(CUSTOMERS, CONTRACTS, forecast)
    assert only(plan, "decision") == {
        "key": 1, "contract_key": 2, "forecast": "likely", "expected_amount": 600_000, "probability": 0.8,
    }  # fmt: skip


def test_tasks_name_their_objective() -> None:
    objectives = table_of(["Objective ID", "Account ID", "Objective"], ["O-1", "A-1", "Save an hour"])
    tasks = table_of(
        ["Task ID", "Account ID", "Objective ID", "Task"], ["T-1", "A-1", "O-1", "Train"], ["T-2", "A-1", None, "Ask"]
    )
    plan = plan_of(CUSTOMERS, objectives, tasks)
    assert [r.get("objective_key") for r in records_of(plan, "task")] == [1, None]


def test_a_table_without_customers_gives_nothing_and_is_kept_as_source() -> None:
    plan = plan_of(table_of(["ID", "Zip Code", "Population"], [1, 90001, 54492]))
    assert plan.changes_nothing
    assert plan.tables[0].records == {}
    assert problems(plan) == [("A2", "no_account_column")]
    assert unpacked_cells(plan.tables[0].source.cells).column("c1").to_pylist() == ["90001"]


def test_a_contract_list_that_names_no_customer_is_told_once() -> None:
    plan = plan_of(
        table_of(["契約ID", "契約日", "契約金額"], ["K-1", "令和8年4月1日", 1_280_000], ["K-2", "R8.5.15", 940_000])
    )
    assert plan.changes_nothing
    assert [p.code for p in plan.tables[0].problems] == ["no_account_column"]


def test_a_contract_list_with_names_alone_makes_its_customers() -> None:
    plan = plan_of(
        table_of(
            ["取引先名", "契約番号", "年額"],
            ["青空商事 様", "K-1", 120],
            ["青空商事", "K-2", 240],
            ["港製作所", "K-3", 360],
        )
    )
    assert [r["name"] for r in records_of(plan, "account")] == ["青空商事", "港製作所"]
    assert [r["account_key"] for r in records_of(plan, "contract")] == [1, 1, 2]


def test_accounts_are_found_by_id_then_corporate_number_then_domain_then_name() -> None:
    book = Book(
        plan_of(
            table_of(
                ["顧客名", "顧客ID", "法人番号", "ドメイン"],
                ["青空", "A-1", "7123456789012", "aozora.example"],
                ["港", None, None, "minato.example"],
                ["桜", None, None, None],
            )
        )
    )
    plan = plan_of(
        table_of(
            ["顧客名", "顧客ID", "法人番号", "ドメイン", "業種"],
            ["青空（新）", "A-1", None, None, "IT"],
            ["青空製作所", None, "7123456789012", None, "IT"],
            ["港（新）", None, None, "https://www.minato.example/index", "IT"],
            ["桜", "A-3", None, None, "IT"],
            ["青空", "A-9", None, None, "IT"],
        ),
        book=book,
    )
    new = only(plan, "account")
    assert (new["key"], new["external_id"]) == (4, "A-9")
    assert [u for u in updates(plan, "account") if u[1] == "external_id"] == [(3, "external_id", None, "A-3")]


def test_a_wrong_corporate_number_is_left_out_and_told() -> None:
    plan = plan_of(table_of(["顧客名", "法人番号"], ["青空", "1123456789012"]))
    assert problems(plan) == [("B2", "not_a_corporate_number")]
    assert only(plan, "account") == {"key": 1, "name": "青空"}


def test_an_account_without_a_name_is_called_by_its_id_until_it_has_one() -> None:
    first = plan_of(table_of(["Customer ID", "Gender"], ["8779-QRDMV", "Male"]))
    assert only(first, "account")["name"] == "8779-QRDMV"
    again = plan_of(table_of(["Customer ID", "Gender"], ["8779-QRDMV", "Male"]), book=Book(first))
    assert again.changes_nothing


def test_each_record_knows_the_row_of_the_sheet_it_came_from() -> None:
    plan = plan_of(CUSTOMERS, CONTRACTS)
    source = plan.tables[1].source
    assert source.origins["contract"].keys.tolist() == [1, 2]
    assert source.origins["contract"].rows.tolist() == [2, 3]
    assert source.fields[3] == "contract.start"
    cells = unpacked_cells(source.cells)
    assert cells.column("row").to_pylist() == [2, 3]
    assert cells.column("c3").to_pylist() == ["2026/4/1", "令和8年10月1日"]


def test_a_measurement_of_a_wide_sheet_is_led_to_its_own_month() -> None:
    wide = table_of(
        ["顧客名", "2026年9月", "2026年10月", "2026年11月"], ["青空", 5, None, 7], ["港", 1, 2, 3], sheet="ログイン回数"
    )
    plan = plan_of(table_of(["顧客名"], ["青空"], ["港"]), wide)
    values = {r["key"]: r["value"] for r in records_of(plan, "measurement")}
    origin = plan.tables[1].source.origins["measurement"]
    found = {
        (row, column): values[key]
        for key, row, column in zip(origin.keys.tolist(), origin.rows.tolist(), origin.columns.tolist(), strict=True)
    }
    assert found == {(2, 1): 5, (3, 1): 1, (3, 2): 2, (2, 3): 7, (3, 3): 3}


def test_day_first_dates_without_any_proof_are_taken_and_told() -> None:
    plan = plan_of(table_of(["Account ID", "Signup date"], ["A-1", "03-04-2024"], ["A-2", "05-06-2024"]))
    assert records_of(plan, "account")[0]["signup"] == date(2024, 4, 3)
    assert problems(plan) == [("B2", "ambiguous_dates")]


def test_one_date_column_decides_for_the_others_of_its_table() -> None:
    plan = plan_of(
        table_of(
            ["Ticket ID", "Account ID", "Opened", "Closed"],
            ["T-1", "A-1", "03-04-2024", "17-04-2024 03:00"],
            ["T-2", "A-1", "05-06-2024", None],
        ),
        CUSTOMERS,
    )
    assert [r["opened"] for r in records_of(plan, "ticket")] == [date(2024, 4, 3), date(2024, 6, 5)]
    assert problems(plan) == []


def test_what_a_person_says_about_a_column_is_followed() -> None:
    table = table_of(["顧客名", "担当者", "ひみつ"], ["青空", "佐藤", "x"])
    asked = plan_of(table)
    assert mapped(asked)["担当者"] == "account.custom"
    assert [q.header for q in asked.questions] == ["担当者"]
    told = plan_of(table, forced={"担当者": "account.csm", "ひみつ": "ignore"})
    assert only(told, "account") == {"key": 1, "name": "青空", "csm": "佐藤"}
    assert not told.questions
    assert mapped(told)["ひみつ"] is None
    remembered = plan_of(table, remembered={told.tables[0].fingerprint: {"担当者": "account.csm"}})
    assert only(remembered, "account")["csm"] == "佐藤"


def test_the_plan_as_data_has_the_shape_other_programs_rely_on() -> None:
    (file,) = plan_of(CUSTOMERS).as_data()
    assert set(file) == {"path", "tables", "refused", "notes", "encoding", "encoding_guessed", "hidden"}
    (table,) = file["tables"]
    assert {"sheet", "header_row", "rows", "columns", "records", "problems", "questions", "dropped"} <= set(table)
    first = {"header": "Account ID", "field": "account.external_id", "confidence": 1.0, "nothing": 0}
    assert table["columns"][0] == first
    assert table["records"] == {"account": {"new": 2, "changed": 0, "unchanged": 0, "rejected": 0, "conflicting": 0}}
    json.dumps(file)


def test_keys_go_on_where_the_book_stands() -> None:
    book = Book(plan_of(CUSTOMERS))
    plan = plan_of(table_of(["Account ID"], ["A-7"], ["A-8"]), book=book)
    assert plan.records["account"].inserted["key"].tolist() == [3, 4]


@pytest.mark.parametrize("rows", [0, 1])
def test_an_empty_table_gives_nothing(rows: int) -> None:
    plan = plan_of(table_of(["Account ID", "ARR", "Start"], *([[None, None, None]] * rows)))
    assert plan.changes_nothing


def test_many_rows_keep_their_order_and_their_customers() -> None:
    rows: list[list[Value]] = [[f"A-{n:04}", f"Customer {n}", 1000 + n, "2026-04-01"] for n in range(3000)]
    plan = plan_of(table_of(["Account ID", "Account Name", "MRR", "Start Date"], *rows))
    contracts = plan.records["contract"].inserted
    assert contracts["account_key"].tolist() == list(range(1, 3001))
    assert np.array_equal(contracts["amount"].to_numpy(dtype=np.int64), np.arange(1000, 4000))


def test_answers_without_a_name_are_all_counted_and_counted_once() -> None:
    answers = table_of(
        ["Account ID", "Answered on", "NPS score"],
        ["A-1", "2026-10-01", 9], ["A-1", "2026-10-01", 9], ["A-1", "2026-10-01", 3], ["A-2", "2026-10-01", 9],
    )  # fmt: skip
    plan = plan_of(CUSTOMERS, answers)
    assert [r["score"] for r in records_of(plan, "response")] == [9, 9, 3, 9]
    assert plan_of(CUSTOMERS, answers, book=Book(plan)).changes_nothing


def test_a_currency_beside_each_amount_is_the_contracts() -> None:
    plan = plan_of(
        table_of(
            ["Account Name", "ARR to Renew Currency", "ARR to Renew", "End Date"],
            ["A", "EUR", "1,000.50", "2027-03-31"],
        )
    )
    assert (only(plan, "contract")["currency"], only(plan, "contract")["amount"]) == ("EUR", 100_050)


def test_a_forecast_of_an_unknown_contract_is_told() -> None:
    forecast = table_of(["契約番号", "取引先名", "更新予測"], ["K-9", "Aozora", "確約"])
    plan = plan_of(CUSTOMERS, CONTRACTS, forecast)
    assert problems(plan) == [("A2", "no_such_contract")]
    assert counts(plan, "contract", table=2) == (0, 0, 0, 1, 0)


def test_a_person_can_tie_a_table_to_customers_that_nothing_else_ties() -> None:
    plan = plan_of(table_of(["店舗", "売上"], ["新宿店", 100], ["大阪店", None]), forced={"店舗": "account.name"})
    assert [r["name"] for r in records_of(plan, "account")] == ["新宿店", "大阪店"]


def test_a_column_said_to_be_what_the_rules_work_out_is_kept_and_no_more() -> None:
    plan = plan_of(table_of(["顧客名", "ランク"], ["青空", "A"]), forced={"ランク": "account.health"})
    assert only(plan, "account") == {"key": 1, "name": "青空", "custom": '{"ランク": "A"}'}


def test_the_headers_objective_and_account_name_no_keys_of_the_book() -> None:
    plan = plan_of(CUSTOMERS, table_of(["Task ID", "Account", "Objective", "Task"], ["T-1", "Aozora", "Grow", "Train"]))
    assert only(plan, "task")["custom"] == '{"Objective": "Grow"}'


class _Stop:
    def report(self, done: float, total: float | None = None, message: Message | None = None) -> None:
        raise JobCancelled


def test_an_import_can_be_stopped_while_it_is_worked_out() -> None:
    workbook = Workbook("a.csv", "delimited", (), "0" * 64)
    with pytest.raises(JobCancelled):
        make_plan([("a.csv", workbook, [CUSTOMERS])], Book(), PlanOptions(date(2026, 11, 22)), _Stop())


CELLS = st.one_of(st.none(), st.text(max_size=12), st.integers(-(10**9), 10**9), st.booleans())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_whatever_is_imported_is_unchanged_the_second_time(rows: list[tuple[int, Value, Value, Value]]) -> None:
    table = table_of(["Account ID", "Account Name", "MRR", "何か"], *([f"A-{n}", *cells] for n, *cells in rows))
    plan = plan_of(table)
    assert plan_of(table, book=Book(plan)).changes_nothing


def test_a_list_with_everything_in_one_row_gives_each_record_it_has_columns_for() -> None:
    plan = plan_of(
        table_of(
            [
                "Customer",
                "CSM",
                "ARR",
                "Renewal Date",
                "Health",
                "NPS",
                "Active users",
                "Licenses",
                "Last contact date",
                "Forecast",
            ],
            ["Aozora", "Sato", "$120k", "2027-04-01", 80, 9, 45, 60, "2026-10-01", "Commit"],
        )
    )
    assert only(plan, "account") == {"key": 1, "name": "Aozora", "csm": "Sato", "custom": '{"Health": "80"}'}
    contract = only(plan, "contract")
    assert (contract["amount"], contract["currency"], contract["end"], contract["seats"]) == (
        12_000_000,
        "USD",
        date(2027, 3, 31),
        60,
    )
    assert only(plan, "decision") == {"key": 1, "contract_key": 1, "forecast": "commit"}
    assert only(plan, "response") == {"key": 1, "account_key": 1, "date": date(2026, 11, 22), "score": 9.0}
    assert only(plan, "touchpoint") == {"key": 1, "account_key": 1, "date": date(2026, 10, 1), "kind": "meeting"}
    measured = only(plan, "measurement")
    assert (measured["metric"], measured["value"], measured["date"]) == ("active_users", 45.0, date(2026, 11, 22))


def test_the_columns_of_chartmogul_are_cents() -> None:
    plan = plan_of(
        table_of(
            ["CUSTOMER_UUID", "CUSTOMER_NAME", "CUSTOMER_SUBSCRIPTION_ID", "ARR", "CURRENCY"],
            ["u-1", "Aozora", "s-1", "1440000", "USD"],
        )
    )
    assert only(plan, "contract")["amount"] == 1_440_000


def test_the_columns_of_stripe_subscriptions() -> None:
    headers = [
        "id",
        "Customer ID",
        "Customer Name",
        "Status",
        "Amount",
        "Interval",
        "Start (UTC)",
        "Current Period End (UTC)",
        "Currency",
    ]
    plan = plan_of(
        table_of(
            headers,
            ["sub_1", "cus_1", "Aozora", "canceled", "30.00", "month", "2024-01-01 00:00", "2026-12-01 00:00", "usd"],
        )
    )
    contract = only(plan, "contract")
    assert (contract["external_id"], contract["amount"], contract["basis"], contract["currency"]) == (
        "sub_1",
        3000,
        "monthly",
        "USD",
    )
    assert contract["status"] == "ended"


def test_the_columns_of_an_accounting_deal_list() -> None:
    deals = table_of(
        ["取引先", "管理番号", "決済期日", "決済日", "金額"], ["Aozora", "26-1", "2026/10/31", None, "11,000"]
    )
    assert only(plan_of(deals, CUSTOMERS), "invoice") == {
        "key": 1, "account_key": 1, "external_id": "26-1", "due": date(2026, 10, 31), "amount": 11_000, "currency": "JPY",
    }  # fmt: skip


def test_orders_and_deals_of_a_system_make_no_customers() -> None:
    deals = table_of(
        ["id", "account_id", "name", "amount", "is_deleted"],
        ["0061Q00000gY1", "0011Q00000gY0", "Foo 2027", "100", "false"],
    )
    alone = plan_of(deals)
    assert alone.changes_nothing
    exported = table_of(
        ["id", "account_number", "name", "mrr"],
        ["0011Q00000gY0", "CD-1", "Kestrel", "100"], ["0011Q00000gY9", "CD-2", "Otterline", "200"],
    )  # fmt: skip
    contracts = table_of(
        ["subscription_id", "account_id", "start_date", "end_date", "arr"],
        ["S-1", "0011Q00000gY9", "2026-04-01", "2027-03-31", "2400"],
    )
    plan = plan_of(deals, contracts, exported)
    accounts = records_of(plan, "account")
    assert [(a["external_id"], a["name"]) for a in accounts] == [
        ("0011Q00000gY0", "Kestrel"),
        ("0011Q00000gY9", "Otterline"),
    ]
    numbered = [c for c in records_of(plan, "contract") if c.get("external_id") == "S-1"]
    assert [c["account_key"] for c in numbered] == [2]


def test_a_running_number_is_not_the_number_customers_go_by() -> None:
    listed = table_of(
        ["ID", "Account Number", "Name", "CSM"], ["1", "C-17", "Kestrel", "Mika"], ["2", "C-18", "Lark", "Ken"]
    )
    assert [a["external_id"] for a in records_of(plan_of(listed), "account")] == ["C-17", "C-18"]


def test_tags_of_customers_make_no_customers() -> None:
    tags = table_of(["organization_id", "tag"], ["A-1", "vip"], ["A-1", "emea"], ["A-9", "vip"], ["A-9", "old"])
    assert plan_of(tags).changes_nothing
    named = table_of(["organization_id", "Organization name"], ["A-1", "Kestrel"])
    assert len(records_of(plan_of(named, tags), "account")) == 1


def test_products_are_no_customers() -> None:
    products = table_of(
        ["id", "external_id", "name", "product_code"],
        ["01t1G00000AAA", None, "Base", "x"],
        ["01t1G00000BBB", None, "Plus", "y"],
    )
    assert plan_of(products).changes_nothing


def test_unknown_columns_of_the_lines_of_one_record_replace_what_the_book_has() -> None:
    headers = ["契約番号", "色", "形", "年額", "顧客名"]
    first = plan_of(table_of(headers, ["K-1", "赤", None, 5, "青空商事"], ["K-1", None, "丸", None, "青空商事"]))
    (before,) = [r["custom"] for r in records_of(first, "contract")]
    assert json.loads(before) == {"色": "赤", "形": "丸"}
    later = plan_of(table_of(headers[:3], ["K-1", "青", None], ["K-1", None, "角"]), book=Book(first))
    ((_, name, _, after),) = updates(later, "contract")
    assert name == "custom"
    assert json.loads(after) == {"色": "青", "形": "角"}
