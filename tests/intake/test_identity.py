"""Whose row is this: by ID, corporate number, domain, name; likeness proposes, a person joins, the alias stays."""

from __future__ import annotations

import pytest

from csdesk.intake.outcome import ImportPlan
from csdesk.intake.proposals import Meaning, accepted
from tests.intake.made_tables import Book, counts, plan_of, records_of, table_of

NUMBER, OTHER_NUMBER = "7123456789012", "6010001000017"


def known(*rows: list[str | None], headers: tuple[str, ...] = ("顧客名", "担当CSM")) -> Book:
    return Book(plan_of(table_of(headers, *rows)))


def aliases(plan: ImportPlan) -> list[tuple[int, str, str]]:
    return [(r["account_key"], r["identity"], r["text"]) for r in records_of(plan, "alias")]


FULL = ("顧客ID", "法人番号", "ドメイン", "顧客名")


def test_what_identifies_more_strongly_counts_first() -> None:
    book = known(
        ["A-1", NUMBER, "aozora.example", "青空商事"], ["A-2", None, "sakura.example", "さくら工業"], headers=FULL
    )
    rows: list[list[str | None]] = [
        ["A-2", None, "aozora.example", "青空商事"],  # the ID is A-2's, whatever the rest says
        [None, NUMBER, None, "さくら工業"],  # the number is A-1's
        [None, None, "sakura.example", "青空商事"],  # the domain is A-2's
        [None, None, None, "青空商事"],
    ]
    contracts = table_of((*FULL, "契約番号", "年額"), *([*row, f"K-{n}", 100] for n, row in enumerate(rows)))
    made = records_of(plan_of(contracts, book=book), "contract")
    assert [record["account_key"] for record in made] == [2, 1, 2, 1]


def test_a_name_is_not_joined_against_a_stronger_identity() -> None:
    book = known([None, NUMBER, None, "株式会社アシスト"], headers=FULL)
    plan = plan_of(table_of(FULL, [None, "1180301018771", None, "株式会社アシスト"]), book=book)
    assert counts(plan, "account") == (1, 0, 0, 0, 0)
    assert plan.proposals == ()  # the register says that these are two companies


def test_a_wrong_check_digit_is_told_and_joins_nobody() -> None:
    book = known([None, NUMBER, None, "青空商事"], headers=FULL)
    wrong = "8" + NUMBER[1:]
    plan = plan_of(table_of(FULL, [None, wrong, None, "アオゾラ"], [None, wrong, None, "ミナト"]), book=book)
    assert counts(plan, "account") == (2, 0, 0, 0, 0)
    assert [(p.cell, p.code) for p in plan.tables[0].problems] == [
        ("B2", "not_a_corporate_number"), ("B3", "not_a_corporate_number"),
    ]  # fmt: skip
    assert str(plan.tables[0].problems[0].hint) == "Compare it with the register; 13 digits belong here."
    assert [r.get("corporate_number") for r in records_of(plan, "account")] == [None, None]


def test_front_and_back_forms_are_proposed_and_stay_two_without_an_answer() -> None:
    book = known(["株式会社アシスト", "佐藤"])
    file = table_of(["顧客名", "担当CSM"], ["アシスト株式会社", "鈴木"], ["アシスト株式会社", "鈴木"])
    plan = plan_of(file, book=book)
    assert counts(plan, "account") == (1, 0, 0, 0, 0)
    (proposal,) = plan.proposals
    assert (proposal.name, proposal.rows, proposal.row, proposal.makes) == ("アシスト株式会社", 2, 2, True)
    (candidate,) = proposal.candidates
    assert (candidate.key, candidate.name, candidate.new, candidate.against) == (1, "株式会社アシスト", False, None)
    assert proposal.unambiguous
    assert not proposal.decided


def test_an_accepted_name_is_an_alias_and_matches_exactly_next_time() -> None:
    book = known(["株式会社アオゾラ", "佐藤"])
    file = table_of(["顧客名", "担当CSM"], ["アオゾラ㈱", "佐藤"])
    first = plan_of(file, book=book)
    joined = plan_of(file, book=book, same_as=accepted(first.proposals, {}))
    assert records_of(joined, "account") == []
    assert not joined.records["account"]  # the name in the book stays
    assert aliases(joined) == [(1, "name", "アオゾラ㈱")]
    (answered,) = joined.proposals
    assert (answered.decided, answered.answer) == (True, 1)
    assert joined.questions == ()
    later = Book(plan_of(table_of(["顧客名", "担当CSM"], ["株式会社アオゾラ", "佐藤"])), joined)
    again = plan_of(file, book=later)
    assert again.changes_nothing
    assert again.proposals == ()
    name = again.tables[0].columns[0]
    assert str(name.reason) == "Rows that give another name or number of a customer, as somebody confirmed: 1"


def test_a_table_that_only_names_customers_takes_the_answer_too() -> None:
    book = known(["株式会社アオゾラ", "佐藤"])
    tickets = table_of(["Ticket ID", "会社名", "Opened", "Priority"], ["T-2", "アオゾラ㈱", "2026-10-02", "Low"])
    asked = plan_of(tickets, book=book)
    assert counts(asked, "ticket") == (0, 0, 0, 1, 0)
    (proposal,) = asked.proposals
    assert not proposal.makes
    told = plan_of(tickets, book=book, same_as={"アオゾラ㈱": 1})
    assert [r["account_key"] for r in records_of(told, "ticket")] == [1]
    assert aliases(told) == [(1, "name", "アオゾラ㈱")]


def test_an_answer_may_join_names_that_are_nothing_alike() -> None:
    book = known(["ABC株式会社", "佐藤"])
    file = table_of(["顧客名", "担当CSM"], ["エービーシー", "佐藤"])
    assert plan_of(file, book=book).proposals == ()
    joined = plan_of(file, book=book, same_as={"エービーシー": 1})
    assert records_of(joined, "account") == []
    assert joined.proposals[0].answer == 1


def test_answers_lead_on_to_the_last_and_never_in_a_circle() -> None:
    book = known(["ABC株式会社", "佐藤"])
    file = table_of(["顧客名", "担当CSM"], ["甲", "佐藤"], ["乙", "鈴木"], ["丙", "高橋"])
    led = plan_of(file, book=book, same_as={"甲": "乙", "乙": "丙", "丙": 1})
    assert records_of(led, "account") == []
    apart = plan_of(file, book=book, same_as={"甲": "乙", "乙": None})
    assert [r["name"] for r in records_of(apart, "account")] == ["乙", "丙"]
    circle = plan_of(file, book=book, same_as={"甲": "乙", "乙": "甲"})
    assert {r["name"] for r in records_of(circle, "account")} >= {"丙"}


def test_a_name_of_its_own_is_asked_no_more() -> None:
    book = known(["株式会社アオゾラ", "佐藤"])
    plan = plan_of(table_of(["顧客名", "担当CSM"], ["アオゾラ㈱", "佐藤"]), book=book, same_as={"アオゾラ㈱": None})
    assert counts(plan, "account") == (1, 0, 0, 0, 0)
    assert aliases(plan) == []
    assert plan.questions == ()
    (proposal,) = plan.proposals
    assert (proposal.decided, proposal.answer) == (True, None)
    assert [c.key for c in proposal.candidates] == [1]


def test_names_of_one_file_are_proposed_to_each_other_and_joined_by_name() -> None:
    file = table_of(["顧客名", "業種"], ["株式会社アオゾラ", None], ["ミナト", "IT"], ["アオゾラ㈱", "物流"])
    first = plan_of(file)
    (proposal,) = first.proposals
    assert (proposal.name, proposal.candidates[0].name, proposal.candidates[0].new) == ("アオゾラ㈱", "株式会社アオゾラ", True)  # fmt: skip
    decided: dict[str, Meaning] = accepted(first.proposals, {})
    assert decided == {"アオゾラ㈱": "株式会社アオゾラ"}
    joined = plan_of(file, same_as=decided)
    assert [(r["name"], r.get("industry")) for r in records_of(joined, "account")] == [
        ("株式会社アオゾラ", "物流"), ("ミナト", "IT"),
    ]  # fmt: skip
    assert aliases(joined) == [(1, "name", "アオゾラ㈱")]


def test_other_ids_of_one_list_are_other_customers() -> None:
    file = table_of(["顧客ID", "顧客名"], ["1", "株式会社アシスト"], ["2", "アシスト株式会社"])
    assert plan_of(file).proposals == ()


def test_an_id_of_another_system_is_asked_but_never_accepted_by_flag() -> None:
    book = known(["C-1", "株式会社アオゾラ"], headers=("顧客ID", "顧客名"))
    file = table_of(["顧客ID", "顧客名"], ["B-9", "アオゾラ㈱"])
    (proposal,) = plan_of(file, book=book).proposals
    assert str(proposal.candidates[0].against) == "The IDs differ: B-9 and C-1."
    assert accepted([proposal], {}) == {}
    joined = plan_of(file, book=book, same_as={"アオゾラ㈱": 1})
    assert aliases(joined) == [(1, "external_id", "B-9"), (1, "name", "アオゾラ㈱")]
    assert not joined.records["account"]
    later = Book(plan_of(table_of(["顧客ID", "顧客名"], ["C-1", "株式会社アオゾラ"])), joined)
    renamed = plan_of(table_of(["顧客ID", "顧客名", "業種"], ["B-9", "アオゾラ物流", "物流"]), book=later)
    changes = {(c.key, c.field, c.after) for c in renamed.records["account"].updated.itertuples()}
    assert changes == {(1, "industry", "物流"), (1, "name", "アオゾラ物流")}


def test_of_several_accounts_none_is_accepted_by_flag() -> None:
    book = known(["株式会社アシスト", "佐藤"], ["有限会社アシスト", "鈴木"])
    (proposal,) = plan_of(table_of(["顧客名", "担当CSM"], ["アシスト", "田中"]), book=book).proposals
    assert [c.name for c in proposal.candidates] == ["株式会社アシスト", "有限会社アシスト"]
    assert accepted([proposal], {}) == {}


def test_a_row_under_another_name_yields_to_the_accounts_own_row() -> None:
    """A list that keeps both of two customers that were merged in the book changes nothing, month after month."""
    headers = ["顧客ID", "顧客名", "業種"]
    own = plan_of(table_of(headers, ["A-1", "青空商事", "IT"]))
    file = table_of(headers, ["A-1", "青空商事", "IT"], ["A-2", "アオゾラ", "物流"])
    merged = plan_of(file, book=Book(own), same_as={"アオゾラ": 1})
    assert aliases(merged) == [(1, "external_id", "A-2"), (1, "name", "アオゾラ")]
    again = plan_of(file, book=Book(own, merged))
    assert again.changes_nothing


@pytest.mark.parametrize("decided", [{"アオゾラ㈱": 99}, {"アオゾラ㈱": "どこにもない"}, {"アオゾラ㈱": "アオゾラ㈱"}])
def test_an_answer_that_leads_nowhere_leaves_an_account_of_its_own(decided: dict[str, Meaning]) -> None:
    plan = plan_of(table_of(["顧客名", "担当CSM"], ["アオゾラ㈱", "佐藤"]), same_as=decided)
    assert counts(plan, "account") == (1, 0, 0, 0, 0)
    assert aliases(plan) == []
