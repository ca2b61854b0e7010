"""A recipe laid over a table: the meaning of its columns, and the rows that count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.mapping import CUSTOM, ColumnChoice, custom_code
from csdesk.intake.profiles import profile
from csdesk.intake.recipes import Recipe, RecipeColumn, header_forms, recognised, under_title
from csdesk.intake.sheets import DroppedRow, RawColumn, Table
from csdesk.model.fields import field
from csdesk.model.messages import Message

_MOST_SAY_SO = 0.8
_MOST_HEADER_ROWS = 3
_WORKED_OUT = Message("CSDesk works this out itself; the column is left in the file.")


def recipe_of(table: Table) -> Recipe | None:
    """The recipe whose export this table is, or None."""
    by_headers = (r for r in recognised(table.headers) if r.says is None or _says(table, r))
    return next(by_headers, None) or under_title(table.title)


def _says(table: Table, recipe: Recipe) -> bool:
    """Whether most rows that hold anything in one of the recipe's columns hold one of its words there."""
    headers, words = recipe.says or (frozenset(), ())
    said = filled = pa.array([False] * table.rows)
    pattern = "(?i)" + "|".join(map(re.escape, words))
    for header, column in zip(table.headers, table.columns, strict=True):
        if headers & set(header_forms(header)):
            said = pc.or_(said, pc.fill_null(pc.match_substring_regex(column.texts, pattern), False))
            filled = pc.or_(filled, pc.is_valid(column.texts))
    count = pc.sum(filled).as_py() or 0
    return count > 0 and (pc.sum(said).as_py() or 0) >= _MOST_SAY_SO * count


def recipe_columns(recipe: Recipe, table: Table) -> dict[int, RecipeColumn]:
    """Column → what the recipe says about it; columns it does not know are left out."""
    found: dict[int, RecipeColumn] = {}
    taken: set[str] = set()
    total = None if recipe.lines is None else recipe.lines.total
    for i, header in sorted(enumerate(table.headers), key=lambda column: column[1] != total):
        said = next((recipe.columns[form] for form in header_forms(header) if form in recipe.columns), None)
        if said is None:
            said = _alike(recipe, header, table.columns[i], taken)
        if said is not None and said.field in taken:
            said = replace(said, field=CUSTOM, why="")
        if said is not None:
            found[i] = said
            taken |= {said.field} - {CUSTOM}
    return found


def _alike(recipe: Recipe, header: str, column: RawColumn, taken: set[str]) -> RecipeColumn | None:
    key = header_forms(header)[0]
    for words, said in recipe.like:
        fits = said.field not in taken and any(word in key for word in words)
        if fits and (said.field == CUSTOM or profile(column, field(said.field))):
            return said
    return None


def recipe_choice(recipe: Recipe, header: str, said: RecipeColumn) -> ColumnChoice:
    """The recipe's word on a column, with its reason."""
    if said.left_out:
        return ColumnChoice(header, None, 1.0, Message(said.why) if said.why else _WORKED_OUT)
    code = custom_code(recipe.record) if said.field == CUSTOM else said.field
    if said.why:
        reason = Message(said.why)
    elif said.field == CUSTOM:
        reason = Message(
            "The headers are those of an export from {system}; this column is kept as it is.", system=recipe.system
        )
    else:
        reason = Message(
            "The headers are those of an export from {system}, where this column has this meaning.",
            system=recipe.system,
        )
    return ColumnChoice(header, code, 1.0, reason)


def rows_that_count(table: Table) -> Table:
    """The table without the rows its recipe leaves out, which are noted: parts of the header, details, other people's.

    Where several rows may be of one record, it says so.
    """
    recipe = recipe_of(table)
    if recipe is not None and recipe.several:
        table = replace(table, grouped=True)
    if recipe is None or not (recipe.only or recipe.skip_to):
        return table
    counts = pa.array([True] * table.rows)
    for header, column in zip(table.headers, table.columns, strict=True):
        for form in header_forms(header):
            if form in recipe.only:
                wanted = pa.array(sorted(recipe.only[form]), pa.string())
                counts = pc.and_(counts, pc.is_in(pc.utf8_trim_whitespace(column.texts), value_set=wanted))
    head = _rows_of_header(table, recipe.skip_to) if recipe.skip_to else 0
    kept = pc.cast(pc.indices_nonzero(counts), pa.int64())
    kept = kept.filter(pc.greater_equal(kept, head))
    if len(kept) == table.rows:
        return table
    out = pc.invert(pc.is_in(pa.array(np.arange(table.rows)), value_set=kept))
    numbers = table.row_numbers.filter(out).to_pylist()
    left_out = [DroppedRow(row, "header" if place < head else "detail") for place, row in enumerate(numbers)]
    return replace(
        table,
        columns=tuple(column.taken(kept) for column in table.columns),
        row_numbers=table.row_numbers.take(kept),
        dropped=tuple(sorted((*table.dropped, *left_out), key=lambda drop: drop.row)),
    )


def _rows_of_header(table: Table, text: str) -> int:
    """How many of the first rows still belong to the header: up to the last that holds the text."""
    first = [column.texts[:_MOST_HEADER_ROWS].to_pylist() for column in table.columns]
    holding = [place for column in first for place, cell in enumerate(column) if cell and text in cell]
    return max(holding, default=-1) + 1


def ties_of(recipe: Recipe, headers: Sequence[str]) -> tuple[int, ...]:
    """The columns that may name the customer in passing, in the order of the recipe."""
    forms = [header_forms(header) for header in headers]
    return tuple(i for wanted in recipe.tied_by for i, own in enumerate(forms) if wanted in own)
