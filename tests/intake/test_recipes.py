from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from csdesk.intake.columns import propose
from csdesk.intake.headers import header_key
from csdesk.intake.mapping import CUSTOM
from csdesk.intake.recipes import RecipeColumn, _loaded, recipes, recognised
from csdesk.intake.subjects import AMBIGUOUS
from csdesk.model.fields import Kind, Origin, field, record_types
from tests.architecture.test_texts import JAPANESE
from tests.intake.made_tables import plan_of, table_of


def _said() -> list[tuple[str, RecipeColumn]]:
    found = []
    for recipe in recipes():
        found += [(recipe.code, c) for c in recipe.columns.values()]
        found += [(recipe.code, c) for _, c in (*recipe.like, *recipe.also)]
        found += [(recipe.code, RecipeColumn(code)) for code in recipe.titled]
    return found


def test_every_field_a_recipe_names_can_be_read_from_a_column() -> None:
    for recipe, column in _said():
        if column.field != CUSTOM:
            wanted = field(column.field)
            assert wanted.origin is not Origin.COMPUTED, (recipe, column.field)
            assert wanted.kind is not Kind.KEY, (recipe, column.field)


def test_every_recipe_is_of_a_record_or_says_why_not() -> None:
    for recipe in recipes():
        assert recipe.record in record_types() or (recipe.record is None and recipe.why), recipe.code
        assert recipe.record or not recipe.columns, recipe.code


def test_every_reason_of_a_recipe_has_a_japanese_text() -> None:
    with (JAPANESE / "intake.po").open("rb") as source:
        known = {str(m.id) for m in read_po(source) if m.id and m.string}
    whys = {c.why for _, c in _said()} | {recipe.why for recipe in recipes()}
    assert whys - known - {""} == set()


def test_a_recipe_is_found_by_its_headers_in_any_order_and_spelling() -> None:
    headers = ["status", "ID", "Current Term End", "current_term_start", "PLAN_ID", "customer id", "anything"]
    assert [r.code for r in recognised(headers)] == ["chargebee_subscriptions"]
    assert recognised(["id", "name", "status"]) == ()
    assert recognised(["取引先名", "年額", "契約終了日"]) == ()


def test_no_recipe_is_recognised_by_headers_that_any_list_may_have() -> None:
    for recipe in recipes():
        particular = [some for some in recipe.needs if not some & AMBIGUOUS]
        assert len(particular) >= 2 or (not recipe.needs and all(len(words) > 6 for words in recipe.under)), recipe.code


def test_headers_are_compared_as_everywhere() -> None:
    assert {key for recipe in recipes() for key in recipe.columns if key != header_key(key)} == {"#"}


def test_what_was_chosen_before_counts_more_than_a_recipe() -> None:
    headers = ["id", "customer_id", "plan_id", "current_term_start", "current_term_end", "mrr", "setup"]
    table = table_of(headers, ["S-1", "C-1", "base", "2026-04-01", "2027-03-31", "5000", "x"])
    fresh = propose(table)
    again = propose(table, remembered={"mrr": "custom", "plan_id": "contract.product"})
    assert [c.field for c in fresh.columns] == [
        "contract.external_id", "account.external_id", "contract.plan", "contract.start", "contract.end", "contract.mrr",
        "contract.custom",
    ]  # fmt: skip
    assert [c.field for c in again.columns][2:6] == [
        "contract.product",
        "contract.start",
        "contract.end",
        "contract.custom",
    ]
    assert str(again.columns[5].reason) == "You chose this before for a table with these headers."
    assert set(again.by_recipe) == {0, 1, 3, 4}


def test_a_recipe_that_takes_nothing_gives_way_to_a_person() -> None:
    table = table_of(["Session source / medium", "Sessions", "Key events"], ["C-1", 3, 1])
    assert propose(table).subject is None
    said = propose(table, forced={"Session source / medium": "account.external_id"})
    assert said.columns[0].field == "account.external_id"
    assert said.subject is not None


def test_a_file_with_a_word_no_recipe_has_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text('system = "Odd"\nneeds = ["a"]\nwhy = "x"\ncolumn = 1\n', "utf-8")
    with pytest.raises(ValueError, match="recipe odd: unknown column"):
        _loaded(tmp_path / "odd.toml")


def test_a_column_that_is_left_out_gives_nothing_and_says_why() -> None:
    table = table_of(["Key", "Account", "ARR (JPY)", "CSM", "Colour"], ["acc-3", "Kestrel", 5, "Mika", "red"])
    assert [(c.field, str(c.reason)) for c in propose(table).columns] == [
        (None, "CSDesk works this out itself; the column is left in the file."),
        ("account.name", "The headers are those of an export from CSDesk, where this column has this meaning."),
        (None, "CSDesk works this out itself; the column is left in the file."),
        ("account.csm", "The headers are those of an export from CSDesk, where this column has this meaning."),
        ("account.custom", "No field has this name; the column is kept as it is."),
    ]
    foreign = table_of(["Key", "Account", "ARR (JPY)", "CSM"], ["7", "Kestrel", 5, "Mika"])
    assert propose(foreign).columns[2].field == "contract.arr"


@pytest.mark.parametrize(
    ("code", "record"),
    [
        ("csdesk_accounts", "account"), ("csdesk_show_accounts", "account"), ("csdesk_show_contracts", "contract"),
        ("csdesk_show_events", "event"), ("csdesk_show_invoices", "invoice"), ("csdesk_show_tickets", "ticket"),
        ("csdesk_show_measurements", "measurement"), ("csdesk_show_responses", "response"),
    ],
)  # fmt: skip
def test_every_field_of_our_own_exports_is_read_or_left_out_in_both_languages(code: str, record: str) -> None:
    recipe = next(r for r in recipes() if r.code == code)
    for one in record_types()[record].fields:
        if one.origin is not Origin.INPUT and one.code != "account.seats_active":
            taken = one.origin is Origin.STORED and one.kind is not Kind.KEY
            for header in (one.name,) if "show" in code else (one.label, one.label_ja):
                said = recipe.columns[header_key(header)]
                assert (said.field, said.left_out) == ((one.code, False) if taken else (CUSTOM, True)), header


def test_the_plan_says_whose_export_a_table_is() -> None:
    garoon = table_of(["開始日", "開始時刻", "終了日", "終了時刻", "予定", "予定詳細"], *([[None] * 6]))
    plan = plan_of(garoon, table_of(["顧客名", "業種"], ["青空", "IT"]))
    assert [table.system for table in plan.tables] == ["Garoon", ""]
    assert [table.as_data()["system"] for table in plan.tables] == ["Garoon", None]
