from __future__ import annotations

from csdesk.intake.headers import header_key
from csdesk.intake.mapping import CUSTOM
from csdesk.intake.recipes import RecipeColumn, recipes, recognised
from csdesk.intake.subjects import AMBIGUOUS
from csdesk.model.fields import Kind, Origin, field, record_types
from tests.architecture.test_texts import JAPANESE, read_po


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
        assert len(particular) >= 2, recipe.code


def test_headers_are_compared_as_everywhere() -> None:
    assert {key for recipe in recipes() for key in recipe.columns if key != header_key(key)} == {"#"}
