"""A list that CSDesk wrote comes back: its keys say who a row is in the book it came from, and in no other."""

from __future__ import annotations

from typing import Any

from csdesk.intake.outcome import ImportPlan
from tests.intake.made_sheets import Value
from tests.intake.made_tables import Book, only, plan_of, records_of, table_of, updates

NAMES = ("青空商事", "さくら工業", "ミナト運輸", "北斗食品")
BOOK = Book(plan_of(table_of(["会社名", "担当CSM"], *((name, "佐藤") for name in NAMES))))
HEADERS = ["顧客名", "担当CSM", "ARR", "キー"]


def back(*rows: tuple[Value, ...], **options: Any) -> ImportPlan:
    return plan_of(table_of(HEADERS, *rows), book=BOOK, **options)


def row(key: int, name: str, csm: str = "佐藤") -> tuple[Value, ...]:
    return (name, csm, 100, f"acc-{key}")


def test_an_edited_name_is_an_edit_of_the_customer_whose_key_the_row_has() -> None:
    plan = back(row(1, "青空ホールディングス"), row(2, NAMES[1]), row(3, NAMES[2], "鈴木"), row(4, NAMES[3]))
    assert not records_of(plan, "account")
    assert updates(plan, "account") == [(1, "name", "青空商事", "青空ホールディングス"), (3, "csm", "佐藤", "鈴木")]


def test_an_edited_english_list_and_one_without_keys() -> None:
    english = table_of(["Account", "CSM", "Key"], ("Aozora Inc", "佐藤", "acc-1"), (NAMES[1], "鈴木", "acc-2"))
    assert updates(plan_of(english, book=BOOK), "account")[0] == (1, "name", "青空商事", "Aozora Inc")
    plan = back((NAMES[0], "鈴木", 100, None), row(2, NAMES[1]), row(3, NAMES[2]))
    assert updates(plan, "account") == [(1, "csm", "佐藤", "鈴木")]


def test_keys_of_another_book_say_nothing() -> None:
    others = ("Kite", "Lumen", "Otterline", "Kestrel")
    plan = back(*(row(key, name) for key, name in enumerate(others, 1)))
    assert [one["name"] for one in records_of(plan, "account")] == list(others)
    assert not updates(plan, "account")
    assert not plan.tables[0].proposals


def test_one_row_alone_is_asked_about() -> None:
    plan = back(row(1, "青空ホールディングス"))
    (proposal,) = plan.tables[0].proposals
    assert ([c.key for c in proposal.candidates], proposal.unambiguous) == ([1], False)
    assert only(plan, "account")["name"] == "青空ホールディングス"
    said = back(row(1, "青空ホールディングス"), same_as={"青空ホールディングス": 1})
    assert not records_of(said, "account")


def test_a_name_that_another_customer_has_goes_to_that_one_and_a_key_twice_to_nobody() -> None:
    plan = back(row(1, NAMES[1]), row(3, NAMES[2]), row(4, NAMES[3]))
    assert plan.changes_nothing
    twice = back(row(1, "青空A"), row(1, "青空B"), row(2, NAMES[1]), row(3, NAMES[2]))
    assert [one["name"] for one in records_of(twice, "account")] == ["青空A", "青空B"]
