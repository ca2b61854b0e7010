"""The few texts of a column of choices, how often each stands there, and what each is read as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from csdesk.intake.values.cells import plain
from csdesk.intake.values.words import folded, vocabulary
from csdesk.model.fields import Kind, field

if TYPE_CHECKING:
    from csdesk.intake.decisions import Decisions
    from csdesk.intake.mapping import ColumnChoice
    from csdesk.intake.sheets import RawColumn

MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A text of a column of choices.

    Attributes:
        rows: how many cells hold it.
        read: the code of the choice it is read as; None where it is read as none.
    """

    text: str
    rows: int
    read: str | None


def choice_field(choice: ColumnChoice) -> str | None:
    """The field with a list of choices that a column is, or may be where that is still asked; None for other columns."""
    code = choice.choices[0] if choice.choices else choice.field
    if code is None or code.endswith(".custom"):
        return None
    found = field(code)
    return code if found.kind is Kind.CHOICE and found.choices else None


def seen_words(
    column: RawColumn, choice: ColumnChoice, decisions: Decisions, earlier: Mapping[str, Mapping[str, str]]
) -> tuple[SeenWord, ...]:
    """The texts of a column of choices, the commonest first; empty for other columns, and where there are many.

    Args:
        earlier: field code → text → what it is read as, from imports before.
    """
    code = choice_field(choice)
    if code is None:
        return ()
    counted = pc.value_counts(pc.utf8_trim_whitespace(column.texts.drop_null()))
    if len(counted) > MOST_WORDS:
        return ()
    found = [(entry["values"], entry["counts"]) for entry in counted.to_pylist() if entry["values"]]
    said = {**earlier.get(code, {}), **{text: read for (of, text), read in decisions.words.items() if of == code}}
    known = vocabulary(code)
    found.sort(key=lambda entry: (-entry[1], entry[0]))
    return tuple(SeenWord(text, rows, known.get(folded(plain(said.get(text, text))))) for text, rows in found)
