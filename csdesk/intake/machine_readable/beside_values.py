"""Rules 1-7 and 1-8: values instead of formulas, and nothing drawn on the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow.compute as pc

from csdesk.intake.extras.values import Extra
from csdesk.intake.machine_readable.examined import found_on_sheet, shown
from csdesk.intake.machine_readable.report import MOST_CELLS, Finding
from csdesk.intake.sheets import CellKind, Workbook
from csdesk.model.messages import Message
from csdesk.model.problems import column_letters

UNKNOWN = Message("This could not be looked up in the file, because parts of it are damaged.")
TOO_LARGE = Message("Formulas were not looked for on sheets that are too large: {sheets}.")

_KINDS = {
    "chart": Message("Charts stand on the sheet."),
    "picture": Message("Pictures stand on the sheet."),
    "shape": Message("Shapes or text boxes stand on the sheet."),
    "control": Message("Buttons or other controls stand on the sheet."),
    "embedded": Message("Documents are embedded in the sheet."),
}
_UNSTORED = Message("The results of formulas are not stored in the file: other programs see blank cells.")
_STORE = Message("Open the file in Excel, save it, and paste the cells as values.")
_MOVE = Message("Move them to a sheet or file of their own; what they say belongs into cells.")


def values_not_formulas(workbook: Workbook) -> Iterator[Finding]:
    """1-7."""
    hint = Message("Copy the cells and paste them as values.")
    for sheet, extras in (workbook.extras or {}).items():
        if not extras.formula_count:
            continue
        cells = _cells(extras.formulas)
        value = f"={extras.formulas[0].text}" if extras.formulas and extras.formulas[0].text else ""
        yield Finding(sheet, cells, shown(value), Message("Cells hold formulas."), hint, extras.formula_count)
    for one in workbook.sheets:
        for number, column in enumerate(one.columns):
            mask = pc.fill_null(pc.match_substring_regex(column.texts, r"^=[A-Za-z(+\-\"0-9@]"), False)
            if workbook.format in ("delimited", "zip"):
                yield from found_on_sheet(one, number, mask, Message("Cells hold formulas."), hint)
                continue
            mask = pc.and_(mask, pc.equal(column.kinds, int(CellKind.ERROR)))  # the reader's way to say so
            yield from found_on_sheet(one, number, mask, _UNSTORED, _STORE)


def formulas_unchecked(workbook: Workbook) -> Message | None:
    """Why 1-7 could not be checked."""
    if workbook.extras is None:
        return UNKNOWN
    large = [name for name, extras in workbook.extras.items() if not extras.formulas_known]
    return Message(TOO_LARGE.text, sheets=", ".join(large)) if large else None


def nothing_drawn(workbook: Workbook) -> Iterator[Finding]:
    """1-8; comments too, because they float over the cells and get lost in other programs."""
    for sheet, extras in (workbook.extras or {}).items():
        for kind, message in _KINDS.items():
            drawn = sorted((one for one in extras.objects if one.kind == kind), key=lambda one: (one.row, one.column))
            if drawn:
                words = next((one.text for one in drawn if one.text), "")
                yield Finding(sheet, _cells(drawn), shown(words), message, _MOVE, len(drawn))
    for sheet, comments in _comments(workbook).items():
        yield Finding(
            sheet, _cells(comments), shown(comments[0].text), Message("Cells carry comments."),
            Message("Write what they say into a column of its own."), len(comments),
        )  # fmt: skip


def _comments(workbook: Workbook) -> dict[str, list[Extra]]:
    found = {sheet: list(extras.comments) for sheet, extras in (workbook.extras or {}).items()}
    for sheet in workbook.sheets:
        marks = [Extra("comment", one.row, one.column, one.text) for one in sheet.marks if one.kind == "comment"]
        found[sheet.name] = found.get(sheet.name) or marks
    return {sheet: comments for sheet, comments in found.items() if comments}


def _cells(found: Sequence[Extra]) -> tuple[str, ...]:
    placed = [one for one in found if one.row >= 0 and one.column >= 0]
    return tuple(f"{column_letters(one.column)}{one.row + 1}" for one in placed[:MOST_CELLS])
