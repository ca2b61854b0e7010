"""Cells read otherwise than they stand in the file, because a person said how; and changes she does not want."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.decisions import Decisions, FieldPlace
from csdesk.intake.mapping import Mapping as ColumnMapping
from csdesk.intake.sheets import CellKind, RawColumn, Table
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, Severity


@dataclass(frozen=True, slots=True)
class Mended:
    """A cell that is read as another text; row and column by position in the table."""

    row: int
    column: int
    stood: str
    read: str
    field: str | None


def mended(table: Table, mapping: ColumnMapping, file: str, decisions: Decisions) -> tuple[Table, list[Mended]]:
    """The table with the texts that were decided in place of its own, and which cells those are."""
    found = _single_cells(table, mapping, file, decisions)
    found += _words(table, mapping, decisions.words, {(m.row, m.column) for m in found})
    if not found:
        return table, []
    columns = list(table.columns)
    for position in {m.column for m in found}:
        columns[position] = _column(columns[position], {m.row: m.read for m in found if m.column == position})
    return replace(table, columns=tuple(columns)), found


def _single_cells(table: Table, mapping: ColumnMapping, file: str, decisions: Decisions) -> list[Mended]:
    ours = {place: text for place, text in decisions.cells.items() if (place.file, place.sheet) == (file, table.sheet)}
    if not ours:
        return []
    rows = {number: position for position, number in enumerate(table.row_numbers.to_pylist())}
    columns = {number: position for position, number in enumerate(table.column_numbers)}
    found = []
    for place, text in ours.items():
        row, column = rows.get(place.row), columns.get(place.column)
        if row is not None and column is not None:
            stood = table.columns[column].texts[row].as_py() or ""
            found.append(Mended(row, column, stood, text, mapping.columns[column].field))
    return found


def _words(
    table: Table, mapping: ColumnMapping, words: Mapping[tuple[str, str], str], taken: set[tuple[int, int]]
) -> list[Mended]:
    found = []
    for column, choice in enumerate(mapping.columns):
        ours = {text: read for (code, text), read in words.items() if code == choice.field}
        if not ours:
            continue
        texts = table.columns[column].texts
        for row in np.flatnonzero(_is_any(texts, list(ours))).tolist():
            if (row, column) not in taken:
                stood = texts[row].as_py()
                found.append(Mended(row, column, stood, ours[stood.strip()], choice.field))
    return found


def _is_any(texts: pa.StringArray, words: Sequence[str]) -> Any:
    trimmed = pc.utf8_trim_whitespace(texts)
    return pc.is_in(trimmed, value_set=pa.array(words, pa.string())).to_numpy(zero_copy_only=False)


def _column(column: RawColumn, read: Mapping[int, str]) -> RawColumn:
    """The column with other texts in some rows: text cells, as if somebody had typed them."""
    mask = np.zeros(len(column), dtype=bool)
    mask[list(read)] = True
    given = pa.array(mask)
    texts = pa.array([read[row] or None for row in sorted(read)], pa.string())
    kinds = pa.array([CellKind.TEXT if read[row] else CellKind.BLANK for row in sorted(read)], pa.uint8())
    return RawColumn(
        pc.replace_with_mask(column.kinds, given, kinds),
        pc.replace_with_mask(column.texts, given, texts),
        pc.replace_with_mask(column.numbers, given, pa.nulls(len(read), pa.float64())),
    )


def kept_aside(table: Table, file: str, decisions: Decisions) -> Any:
    """Which rows of the table a person keeps aside; a flag each."""
    numbers = [place.row for place in decisions.aside if (place.file, place.sheet) == (file, table.sheet)]
    if not numbers:
        return np.zeros(table.rows, dtype=bool)
    found = pc.is_in(table.row_numbers, value_set=pa.array(numbers, pa.int64()))
    return found.to_numpy(zero_copy_only=False)


def mended_notes(table: Table, cells: Sequence[Mended]) -> list[CellProblem]:
    """A note for each cell that was read otherwise, with what stands in the file."""
    return [
        CellProblem(
            code="mended", severity=Severity.NOTE, sheet=table.sheet, row=table.row_numbers[m.row].as_py(),
            column=table.column_numbers[m.column], value=m.stood, field=m.field, suggestion=m.read,
            message=Message("Read as “{text}”, as you decided.", text=m.read) if m.read else Message("Left empty, as you decided."),
            hint=Message("The source keeps what stands in the file."),
        )
        for m in cells
    ]  # fmt: skip


def kept_changes(updated: pd.DataFrame, record: str, decisions: Decisions) -> Any:
    """Which changes of known records (form of ``RecordPlan.updated``) a person does not want; a flag each."""
    if not len(updated) or not decisions.keeps_any():
        return np.zeros(len(updated), dtype=bool)
    mine = {code.partition(".")[2] for code in decisions.mine if code.partition(".")[0] == record}
    stays = (updated["field"].isin(mine) & updated["before"].notna()).to_numpy(dtype=bool)
    return (stays & ~_among(updated, record, decisions.taken)) | _among(updated, record, decisions.kept)


def _among(updated: pd.DataFrame, record: str, places: Collection[FieldPlace]) -> Any:
    single = {(place.key, place.field) for place in places if place.record == record}
    if not single:
        return np.zeros(len(updated), dtype=bool)
    pairs = zip(updated["key"].tolist(), updated["field"].tolist(), strict=True)
    return np.fromiter((pair in single for pair in pairs), dtype=bool, count=len(updated))
