"""Values of a row that no column of their own gives: by a recipe, second in a column, or above the table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from csdesk.intake.added_columns import is_japanese
from csdesk.intake.header_texts import BORDER
from csdesk.intake.headers import HeaderUnit, header_key, unit_of
from csdesk.intake.recipe_values import also_read, from_minor, titled, titled_text
from csdesk.model.fields import Kind
from csdesk.model.fields import field as field_of

if TYPE_CHECKING:
    from csdesk.intake.rows import Rows

_ABOVE = ("Title", "表題")  # what a line above the table is called where its values are shown


def add_by_recipe(rows: Rows) -> None:
    """What a recipe says beyond single columns: cents by currency, second fields of a column, values of the title."""
    for own in rows.mapping.by_recipe.values():
        if own.minor and own.field in rows.values:
            currency = rows.values.get(f"{own.field.split('.')[0]}.currency", rows.values.get("contract.currency"))
            rows.values[own.field] = from_minor(rows.values[own.field], currency)
            rows.units[own.field] = replace(rows.units[own.field], scale=0.01)
    recipe = rows.mapping.recipe
    if recipe is None or recipe.record is None:
        return
    keys = [header_key(header) for header in rows.table.headers]
    for header, own in recipe.also:
        if header in keys and own.field not in rows.values:
            place = keys.index(header)
            rows.values[own.field] = also_read(rows.table.columns[place], own)
            rows.also.append((rows.table.column_numbers[place], rows.table.headers[place], own.field))
    for code, words in recipe.titled.items():
        value = titled(rows.table.title, words, code, len(rows)) if code not in rows.values else None
        if value is not None:
            rows.values[code] = value
            rows.above[code] = titled_text(rows.table.title, words)


def note_currency_above(rows: Rows, of_title: HeaderUnit) -> None:
    """Remember the line above the table that names the currency of its amounts, where no column does."""
    if not of_title.currency:
        return
    line = next((line for line in rows.table.title.split("\n") if unit_of(line).currency), rows.table.title)
    line = line.replace(BORDER, " ")
    for code, unit in rows.units.items():
        currency = f"{code.split('.')[0]}.currency"
        told = currency in rows.values or currency not in ("contract.currency", "invoice.currency")
        if not told and field_of(code).kind is Kind.MONEY and unit.currency == of_title.currency:
            rows.above[currency] = (_ABOVE[is_japanese(rows.table)], line)
