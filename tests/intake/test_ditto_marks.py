"""〃, 同上 and a lone quotation mark mean the cell above, in columns that are a field."""

from __future__ import annotations

from datetime import date

from tests.intake.made_tables import plan_of, problems, records_of, table_of


def _contracts(*rows: list[str | int | None]) -> list[tuple[object, ...]]:
    plan = plan_of(table_of(["会社名", "製品", "契約開始日", "月額", "自動更新"], *rows))
    names = {r["key"]: r["name"] for r in records_of(plan, "account")}
    return [
        (names[r["account_key"]], r.get("product"), r.get("start"), r.get("amount"), r.get("auto_renew"))
        for r in records_of(plan, "contract")
    ]


def test_a_mark_means_the_cell_above_even_below_another_mark() -> None:
    assert _contracts(
        ["アオイ", "基本", "2026-01-01", 100, "有"],
        ["〃", "分析", "〃", "同上", '"'],
        ["　〃", "連携", "同上", 50, "無"],
        ["ベニ", "基本", "2026-03-01", 300, "有"],
    ) == [
        ("アオイ", "基本", date(2026, 1, 1), 100, True),
        ("アオイ", "分析", date(2026, 1, 1), 100, True),
        ("アオイ", "連携", date(2026, 1, 1), 50, False),
        ("ベニ", "基本", date(2026, 3, 1), 300, True),
    ]


def test_each_column_is_told_once_at_its_first_mark() -> None:
    plan = plan_of(
        table_of(
            ["会社名", "契約開始日", "月額"],
            ["アオイ", "2026-01-01", 100],
            ["ベニ", "〃", 200],
            ["クロ", "〃", "〃"],
        )
    )
    assert problems(plan) == [("B3", "filled_down"), ("C4", "filled_down")]
    told = [p.message.arguments["n"] for p in plan.tables[0].problems]
    assert told == [2, 1]


def test_a_mark_below_nothing_stays_a_fault() -> None:
    plan = plan_of(
        table_of(["会社名", "契約開始日", "月額"], ["アオイ", "〃", 100], ["ベニ", None, 200], ["クロ", "〃", 300])
    )
    assert problems(plan) == [("B2", "not_a_date"), ("B4", "not_a_date")]


def test_columns_kept_as_they_are_keep_their_marks() -> None:
    plan = plan_of(table_of(["会社名", "月額", "合言葉"], ["アオイ", 100, "山"], ["ベニ", 200, "〃"]))
    assert [r["custom"] for r in records_of(plan, "account")] == ['{"合言葉": "山"}', '{"合言葉": "〃"}']
    assert problems(plan) == []
