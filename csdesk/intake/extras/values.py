"""What was found beside the values of a sheet, and how it crosses from the worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

MOST_LISTED = 200  # of each sort on a sheet; beyond that only the number is kept
MOST_SIGNS = 80  # of a formula, a comment or a text box


@dataclass(frozen=True, slots=True)
class Extra:
    """One formula, object or comment.

    Attributes:
        kind: ``formula``, ``comment``, ``chart``, ``picture``, ``shape``, ``control``, ``embedded``.
        row, column: from 0; -1 where it has no cell.
        text: the formula without its =, what the comment or the text box says; "" where not known.
    """

    kind: str
    row: int = -1
    column: int = -1
    text: str = ""


@dataclass(slots=True)
class SheetExtras:
    """What a sheet holds beside its values.

    Attributes:
        formulas: the first of them; ``formula_count`` counts all.
        formulas_known: False where the sheet was too large to be searched for them.
        objects: charts, pictures, shapes, controls, embedded documents.
        comments: of xls, xlsb and ods; those of xlsx are marks of the sheet.
    """

    formulas: list[Extra] = field(default_factory=list)
    formula_count: int = 0
    formulas_known: bool = True
    objects: list[Extra] = field(default_factory=list)
    comments: list[Extra] = field(default_factory=list)

    def add_formula(self, row: int, column: int, text: str) -> None:
        """Count a formula, and list it if it is among the first."""
        self.formula_count += 1
        if len(self.formulas) < MOST_LISTED:
            self.formulas.append(Extra("formula", row, column, text[:MOST_SIGNS]))


def as_data(found: Mapping[str, SheetExtras]) -> dict[str, Any]:
    """For JSON."""
    return {name: asdict(extras) for name, extras in found.items()}


def from_data(data: Mapping[str, Any]) -> dict[str, SheetExtras]:
    """What ``as_data`` made."""
    lists = ("formulas", "objects", "comments")
    return {
        name: SheetExtras(**{**extras, **{sort: [Extra(**one) for one in extras[sort]] for sort in lists}})
        for name, extras in data.items()
    }
