"""Habits of company names (section 9.5): one test each. Likeness proposes; only a person joins."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from csdesk.intake.names import folded_names, valid_corporate_number
from csdesk.model.messages import Message
from tests.intake.made_tables import Book, counts
from tests.intake.requirements.files import imported, text_file, values


def same(*names: str) -> bool:
    """Whether the names are folded to one."""
    return len(set(folded_names(pa.array(names)).to_pylist())) == 1


def asked(tmp_path: Path, known: str, new: str) -> list[Message]:
    """What is asked about a new name beside a known one."""
    book = Book(imported(text_file(tmp_path / "known.csv", f'顧客名,担当CSM\n"{known}",佐藤\n')))
    plan = imported(text_file(tmp_path / "new.csv", f'顧客名,担当CSM\n"{new}",佐藤\n'), book)
    assert counts(plan, "account") == (1, 0, 0, 0, 0)  # never joined by likeness
    return [question.message for question in plan.questions]


def test_width_and_case_fold_to_one(tmp_path: Path) -> None:
    assert same("ABC(株)", "ＡＢＣ(株)", "abc㈱", "Abc（株）")
    (question,) = asked(tmp_path, "ABC株式会社", "ａｂｃ株式会社")
    assert dict(question.values) == {"new": "ａｂｃ株式会社", "known": "ABC株式会社"}


def test_the_ways_to_write_a_legal_form_fold_to_one() -> None:
    assert same("株式会社青空", "(株)青空", "（株）青空", "㈱青空", "青空ｶ)", "ｶ)青空")
    assert same("有限会社青空", "(有)青空", "㈲青空")
    assert same("Acme Co., Ltd.", "Acme Inc.", "ACME", "Acme GmbH", "Acme K.K.")


def test_a_form_in_front_and_behind_is_asked_never_joined(tmp_path: Path) -> None:
    """703 companies are registered as 株式会社アシスト and 63 as アシスト株式会社: they are different ones."""
    assert same("株式会社アシスト", "アシスト株式会社", "アシスト", "有限会社アシスト")
    (question,) = asked(tmp_path, "株式会社アシスト", "アシスト株式会社")
    assert question.text == 'Is "{new}" the same customer as "{known}"?'


def test_blanks_middle_dots_hyphens_and_long_vowels_fold_to_one() -> None:
    assert same("エー・ビー・シー", "エービーシー", "エー ビー シー", "ｴｰﾋﾞｰｼｰ", "エイビーシー".replace("エイ", "エー"))
    assert same("Aozora-Works", "Aozora Works", "AOZORA WORKS")


def test_another_script_is_another_name_until_a_person_says_otherwise(tmp_path: Path) -> None:
    assert not same("ABC", "エービーシー")
    assert asked(tmp_path, "ABC株式会社", "エービーシー株式会社") == []


def test_forms_of_address_and_branches_are_taken_off_only_to_compare(tmp_path: Path) -> None:
    assert same("青空商事株式会社 様", "青空商事株式会社御中", "青空商事株式会社")
    file = text_file(tmp_path / "a.csv", "顧客名,担当CSM\n青空商事株式会社 東京支店 様,佐藤\nさくら工業 御中,鈴木\n")
    assert values(imported(file), "account", "name") == [("青空商事株式会社 東京支店",), ("さくら工業",)]
    (question,) = asked(tmp_path, "青空商事株式会社", "青空商事株式会社 東京支店")
    assert dict(question.values)["known"] == "青空商事株式会社"


def test_old_and_new_forms_of_a_character_fold_to_one() -> None:
    assert same("髙島屋", "高島屋")
    assert same("山﨑製作所", "山崎製作所")
    assert same("齋藤商店", "斎藤商店", "斉藤商店", "齊藤商店")
    assert same("大澤工業", "大沢工業")


@pytest.mark.parametrize(
    "form",
    [
        "株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "一般社団法人", "一般財団法人", "公益社団法人", "公益財団法人",
        "特定非営利活動法人", "NPO法人", "学校法人", "医療法人", "社会福祉法人", "宗教法人", "協同組合", "独立行政法人", "国立大学法人",
        "医療法人社団", "農業協同組合",
    ],
)  # fmt: skip
def test_the_legal_forms_of_japan_are_known_wherever_they_stand(form: str) -> None:
    assert same(f"{form}青空", f"青空{form}", "青空")


def test_a_company_within_the_name_of_a_deal_is_its_customer(tmp_path: Path) -> None:
    deals = text_file(
        tmp_path / "deals.csv",
        "商談名,年額,契約開始日\n青空商事株式会社様向け導入,100,2026/4/1\nさくら工業 様_更新2026,200,2026/5/1\n社内検証,300,2026/6/1\n",
    )
    plan = imported(deals)
    assert values(plan, "account", "name") == [("青空商事株式会社",), ("さくら工業",)]
    assert values(plan, "contract", "account_key", "amount") == [(1, 100), (2, 200)]


def test_the_check_digit_of_a_corporate_number_is_verified(tmp_path: Path) -> None:
    assert valid_corporate_number("7123456789012") == "7123456789012"  # 9 - 74 mod 9 = 7
    assert valid_corporate_number("T7123456789012") == "7123456789012"
    assert valid_corporate_number("8123456789012") is None
    file = text_file(tmp_path / "a.csv", "法人番号,顧客名\n7123456789012,青空商事\n8123456789012,さくら工業\n")
    plan = imported(file)
    assert values(plan, "account", "corporate_number", "name") == [("7123456789012", "青空商事"), (None, "さくら工業")]
    again = text_file(tmp_path / "b.csv", "法人番号,顧客名\n7123-4567-8901-2,アオゾラ商事\n")
    assert counts(imported(again, Book(plan)), "account")[:2] == (0, 1)  # the same company under a new name
