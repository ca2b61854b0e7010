from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.intake.exports.made_exports import customers, dropped, imported, reasons, undisturbed, whole
from tests.intake.made_tables import updates

FOOTER = (
    '\n"Grand Totals (2 records)"\n"Confidential Information - Do Not Distribute"\n'
    '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n'
)


def test_opportunities_give_customers_and_no_revenue(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "report1790001122334.csv",
        "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Probability,Owner,Next Step\n"
        '006A000001a2b3c,Kitano Foods - Plant 2,Kitano Foods,Negotiation,"$1,234,567",9/30/2026,75%,Dana Reyes,Send the form\n'
        '006A000001a2b3d,Lumen Optics - Add-on,Lumen Optics,Prospecting,"$80,000",12/15/2026,20%,Ivo Marsh,\n' + FOOTER,
    )
    assert undisturbed(plan)
    assert dropped(plan) == [(5, "footer"), (6, "footer"), (7, "footer")]
    assert whole(plan, "account") == {
        "account": [
            {
                "name": "Kitano Foods", "sales_owner": "Dana Reyes", "next_step": "Send the form",
                "custom": {
                    "Opportunity ID": "006A000001a2b3c", "Opportunity Name": "Kitano Foods - Plant 2", "Stage": "Negotiation",
                    "Amount": "$1,234,567", "Close Date": "9/30/2026", "Probability": "75%",
                },
            },
            {
                "name": "Lumen Optics", "sales_owner": "Ivo Marsh",
                "custom": {
                    "Opportunity ID": "006A000001a2b3d", "Opportunity Name": "Lumen Optics - Add-on", "Stage": "Prospecting",
                    "Amount": "$80,000", "Close Date": "12/15/2026", "Probability": "20%",
                },
            },
        ]
    }  # fmt: skip
    assert reasons(plan)["Amount"].startswith("A deal is no contract yet")


RENEWALS = (
    "Territory Region,Opportunity Owner,Account Name,Opportunity Name,Stage,Forecast Category,Total Amount Currency,"
    "Total Amount,Billed iARR Currency,Billed iARR,ARR to Renew Currency,ARR to Renew,Billed Downsell iARR Currency,"
    "Billed Downsell iARR,Fiscal Period,Close Date,Opportunity Next Steps,Type\n"
    'EMEA,Dana Reyes,Kitano Foods,Kitano Foods Renewal,Negotiation,Commit,EUR,"132,000.00",EUR,"12,000.00",EUR,'
    '"120,000.50",EUR,0.00,Q1-2027,3/31/2027,Send the form,Renewal\n'
    'JAPAC,Ivo Marsh,Lumen Optics,Lumen Optics Renewal,Prospecting,Best Case,JPY,"4,800,000",JPY,0,JPY,"5,400,000",'
    'JPY,"-600,000",Q4-2026,12/15/2026,,Renewal\n'
)


def test_renewal_report_takes_the_arr_in_the_currency_of_its_twin_column(tmp_path: Path) -> None:
    plan = imported(tmp_path / "report.csv", RENEWALS + FOOTER)
    assert undisturbed(plan)
    assert dropped(plan) == [(5, "footer"), (6, "footer"), (7, "footer")]
    assert whole(plan, "account", "contract", "decision") == {
        "account": [
            {"name": "Kitano Foods", "region": "EMEA", "sales_owner": "Dana Reyes", "next_step": "Send the form"},
            {"name": "Lumen Optics", "region": "JAPAC", "sales_owner": "Ivo Marsh"},
        ],
        "contract": [
            {
                "account_key": 1, "product": "Kitano Foods Renewal", "end": date(2027, 3, 31), "amount": 12_000_050,
                "basis": "annual", "currency": "EUR", "seen_on": date(2026, 11, 22),
                "custom": {
                    "Stage": "Negotiation", "Total Amount Currency": "EUR", "Total Amount": "132,000.00",
                    "Billed iARR Currency": "EUR", "Billed iARR": "12,000.00", "Billed Downsell iARR Currency": "EUR",
                    "Billed Downsell iARR": "0.00", "Fiscal Period": "Q1-2027", "Type": "Renewal",
                },
            },
            {
                "account_key": 2, "product": "Lumen Optics Renewal", "end": date(2026, 12, 15), "amount": 5_400_000,
                "basis": "annual", "currency": "JPY", "seen_on": date(2026, 11, 22),
                "custom": {
                    "Stage": "Prospecting", "Total Amount Currency": "JPY", "Total Amount": "4,800,000",
                    "Billed iARR Currency": "JPY", "Billed iARR": "0", "Billed Downsell iARR Currency": "JPY",
                    "Billed Downsell iARR": "-600,000", "Fiscal Period": "Q4-2026", "Type": "Renewal",
                },
            },
        ],
        "decision": [{"contract_key": 1, "forecast": "commit"}, {"contract_key": 2, "forecast": "likely"}],
    }  # fmt: skip


def test_renewal_opportunities_are_the_contracts_that_come_up(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "report.csv",
        "Opportunity ID,Opportunity Name,Account Name,Stage,Amount Currency,Amount,Close Date,Probability,Owner,Type\n"
        '006A000001a2b3c,Plant 2,Kitano Foods,Negotiation,GBP,"24,000.00",2027-03-31,75%,Dana Reyes,Renewal\n'
        "006A000001a2b3d,Plant 3,Kitano Foods,Negotiation,GBP,6000.00,2027-06-30,40%,Dana Reyes,Renewal\n",
    )
    assert undisturbed(plan)
    assert whole(plan, "account", "contract", "decision") == {
        "account": [{"name": "Kitano Foods", "sales_owner": "Dana Reyes"}],
        "contract": [
            {
                "account_key": 1, "external_id": "006A000001a2b3c", "product": "Plant 2", "end": date(2027, 3, 31),
                "amount": 2_400_000, "basis": "annual", "currency": "GBP", "seen_on": date(2026, 11, 22),
                "custom": {"Stage": "Negotiation", "Type": "Renewal"},
            },
            {
                "account_key": 1, "external_id": "006A000001a2b3d", "product": "Plant 3", "end": date(2027, 6, 30),
                "amount": 600_000, "basis": "annual", "currency": "GBP", "seen_on": date(2026, 11, 22),
                "custom": {"Stage": "Negotiation", "Type": "Renewal"},
            },
        ],
        "decision": [{"contract_key": 1, "probability": 0.75}, {"contract_key": 2, "probability": 0.4}],
    }  # fmt: skip


JAPANESE = "取引先名,商談名,フェーズ,完了予定日,金額,確度(%),商談 所有者,商談 所有者: 部署,次のステップ,現契約終了日,リードソース,売上予測カテゴリ\n"


def test_japanese_labels_in_shift_jis(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "report.csv",
        JAPANESE
        + '㈱髙瀬商会,髙瀬商会様向け 増設,提案,2027/01/20,"1,200,000",40,佐伯 悠,営業二部,見積の再提出,2027/03/31,紹介,達成予測\n'
        "みなと印刷株式会社,みなと印刷様向け 追加,商談,2027/02/10,300000,20,堀 千夏,営業一部,,,Web,パイプライン\n",
        encoding="cp932",
        currency="JPY",
    )
    assert undisturbed(plan)
    assert whole(plan, "account", "contract") == {
        "account": [
            {
                "name": "㈱髙瀬商会", "sales_owner": "佐伯 悠", "next_step": "見積の再提出",
                "custom": {
                    "商談名": "髙瀬商会様向け 増設", "フェーズ": "提案", "完了予定日": "2027/01/20", "金額": "1,200,000",
                    "確度(%)": "40", "商談 所有者: 部署": "営業二部", "リードソース": "紹介", "売上予測カテゴリ": "達成予測",
                },
            },
            {
                "name": "みなと印刷株式会社", "sales_owner": "堀 千夏",
                "custom": {
                    "商談名": "みなと印刷様向け 追加", "フェーズ": "商談", "完了予定日": "2027/02/10", "金額": "300000",
                    "確度(%)": "20", "商談 所有者: 部署": "営業一部", "リードソース": "Web", "売上予測カテゴリ": "パイプライン",
                },
            },
        ],
        "contract": [{"account_key": 1, "end": date(2027, 3, 31), "seen_on": date(2026, 11, 22)}],
    }  # fmt: skip


def test_every_japanese_label_of_a_report(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "report.csv",
        "取引先名,商談名,フェーズ,完了予定日,金額,確度(%),商談 所有者,商談 所有者: 部署,次のステップ,現契約終了日,失注理由,受注/失注理由詳細,"
        "リードソース,売上予測カテゴリ\n"
        '㈱髙瀬商会,増設,失注,2026/09/30,"1,200,000",0,佐伯 悠,営業二部,半年後に連絡,2027/03/31,価格,他社が半額,紹介,対象外\n',
        encoding="cp932",
        currency="JPY",
    )
    assert undisturbed(plan)
    assert whole(plan, "account", "contract") == {
        "account": [
            {
                "name": "㈱髙瀬商会", "sales_owner": "佐伯 悠", "next_step": "半年後に連絡",
                "custom": {
                    "商談名": "増設", "フェーズ": "失注", "完了予定日": "2026/09/30", "金額": "1,200,000", "確度(%)": "0",
                    "商談 所有者: 部署": "営業二部", "失注理由": "価格", "受注/失注理由詳細": "他社が半額", "リードソース": "紹介",
                    "売上予測カテゴリ": "対象外",
                },
            }
        ],
        "contract": [{"account_key": 1, "end": date(2027, 3, 31), "seen_on": date(2026, 11, 22)}],
    }  # fmt: skip


def test_japanese_renewals(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "report.csv",
        JAPANESE
        + '㈱髙瀬商会,2027年度 更新,提案,2027/03/31,"1,200,000",40,佐伯 悠,営業二部,見積の再提出,2027/03/31,紹介,達成予測\n',
        currency="JPY",
    )
    assert undisturbed(plan)
    assert whole(plan, "account", "contract", "decision") == {
        "account": [{"name": "㈱髙瀬商会", "sales_owner": "佐伯 悠", "next_step": "見積の再提出"}],
        "contract": [
            {
                "account_key": 1, "product": "2027年度 更新", "end": date(2027, 3, 31), "amount": 1_200_000,
                "basis": "annual", "currency": "JPY", "seen_on": date(2026, 11, 22),
                "custom": {"フェーズ": "提案", "商談 所有者: 部署": "営業二部", "リードソース": "紹介"},
            }
        ],
        "decision": [{"contract_key": 1, "forecast": "likely", "probability": 0.4}],
    }  # fmt: skip


def test_several_deals_of_a_customer_are_all_kept(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "report.csv",
        "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Owner\n"
        "006A000001a2b3c,Plant 2,Kitano Foods,Negotiation,1000,9/30/2026,Dana Reyes\n"
        "006A000001a2b3d,Plant 3,Kitano Foods,Negotiation,2000,12/15/2026,Dana Reyes\n",
    )
    assert undisturbed(plan)
    assert whole(plan, "account") == {
        "account": [
            {
                "name": "Kitano Foods", "sales_owner": "Dana Reyes",
                "custom": {
                    "Opportunity ID": "006A000001a2b3c\n006A000001a2b3d", "Opportunity Name": "Plant 2\nPlant 3",
                    "Stage": "Negotiation", "Amount": "1000\n2000", "Close Date": "9/30/2026\n12/15/2026",
                },
            }
        ]
    }  # fmt: skip


def test_the_customer_may_stand_only_in_the_name_of_the_deal(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "report.csv",
        "商談名,フェーズ,完了予定日,金額,商談 所有者\n髙瀬商会様向け 増設,提案,2027/01/20,1200000,佐伯 悠\n",
        encoding="cp932",
        book=customers(("髙瀬商会", "C-1"), ("髙瀬", "C-2")),
        currency="JPY",
    )
    assert undisturbed(plan)
    assert sorted(updates(plan, "account")) == [
        (
            1, "custom", None,
            '{"商談名": "髙瀬商会様向け 増設", "フェーズ": "提案", "完了予定日": "2027/01/20", "金額": "1200000"}',
        ),
        (1, "sales_owner", None, "佐伯 悠"),
    ]  # fmt: skip
    assert reasons(plan)["顧客名"] == "The report names no customer; it was taken from the names of the deals."


def test_account_report_has_a_blank_behind_a_header_and_an_empty_last_column(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "accounts.csv",
        "Account Owner,Account Name,Billing State,Type,Rating\nDana Reyes,Kitano Foods,CA,Customer,Hot\n"
        "Ivo Marsh,Lumen Optics,NY,Customer - Channel,\n" + FOOTER,
    )
    assert undisturbed(plan)
    assert whole(plan, "account") == {
        "account": [
            {"name": "Kitano Foods", "csm": "Dana Reyes", "region": "CA", "custom": {"Type": "Customer", "Rating": "Hot"}},
            {"name": "Lumen Optics", "csm": "Ivo Marsh", "region": "NY", "custom": {"Type": "Customer - Channel"}},
        ]
    }  # fmt: skip
    plan = imported(
        tmp_path / "list.csv",
        "Account Owner,Account Name,Sector,Supplier ,Current ACV,Potential ACV,\n"
        'Dana Reyes,Kitano Foods,Food,Ours,"$12,000","$30,000",\nIvo Marsh,Lumen Optics,Optics,Other,"$5,500",,\n',
    )
    assert undisturbed(plan)
    assert whole(plan, "account", "contract") == {
        "account": [
            {
                "name": "Kitano Foods", "csm": "Dana Reyes", "industry": "Food",
                "custom": {"Supplier": "Ours", "Potential ACV": "$30,000"},
            },
            {"name": "Lumen Optics", "csm": "Ivo Marsh", "industry": "Optics", "custom": {"Supplier": "Other"}},
        ],
        "contract": [
            {"account_key": 1, "amount": 1_200_000, "basis": "annual", "currency": "USD", "seen_on": date(2026, 11, 22)},
            {"account_key": 2, "amount": 550_000, "basis": "annual", "currency": "USD", "seen_on": date(2026, 11, 22)},
        ],
    }  # fmt: skip


def test_what_a_person_says_counts_more_than_a_recipe(tmp_path: Path) -> None:
    plan = imported(tmp_path / "report.csv", RENEWALS, forced={"Total Amount": "contract.arr", "Stage": "ignore"})
    assert [c["amount"] for c in whole(plan, "account", "contract", "decision")["contract"]] == [13_200_000, 4_800_000]
    choices = {c.header: (c.field, str(c.reason)) for c in plan.tables[0].columns}
    assert choices["Total Amount"] == ("contract.arr", "You said so.")
    assert choices["Stage"] == (None, "You left this column out.")
    assert choices["ARR to Renew"][0] == "contract.custom"


def test_other_names_for_the_columns_of_a_japanese_report(tmp_path: Path) -> None:
    plan = imported(
        tmp_path / "report.csv",
        "取引先名,案件名,商談フェーズ,受注予定日,商談MRR,所有者\n㈱髙瀬商会,増設,提案,2027/01/20,30000,佐伯 悠\n",
        currency="JPY",
    )
    assert undisturbed(plan)
    assert whole(plan, "account") == {
        "account": [
            {
                "name": "㈱髙瀬商会", "sales_owner": "佐伯 悠",
                "custom": {"案件名": "増設", "商談フェーズ": "提案", "受注予定日": "2027/01/20", "商談MRR": "30000"},
            }
        ]
    }  # fmt: skip
    plan = imported(
        tmp_path / "renewals.csv",
        "取引先名,案件名,商談フェーズ,クローズ日,商談MRR,所有者\n㈱髙瀬商会,2027年度 更新,提案,2027/03/31,30000,佐伯 悠\n",
        currency="JPY",
    )
    assert undisturbed(plan)
    assert whole(plan, "account", "contract")["contract"] == [
        {
            "account_key": 1, "product": "2027年度 更新", "end": date(2027, 3, 31), "amount": 30_000, "basis": "monthly",
            "currency": "JPY", "seen_on": date(2026, 11, 22), "custom": {"商談フェーズ": "提案"},
        }
    ]  # fmt: skip
