"""Column groups that repeat (製品1, 月額1, 製品2, 月額2 …) parted into one table a group.

Each part has the columns all groups share and those of one group, under the same headers, so that
every cell keeps its own place on the sheet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.headers import candidates
from csdesk.intake.months import month_of
from csdesk.intake.recipes import recognised
from csdesk.intake.sheets import Table
from csdesk.intake.subjects import CONTRACT_MAKING

_MOST_GROUPS = 60
_NUMBERED = re.compile(r"(?P<base>.*?\D)[\s_\-]*(?P<number>\d{1,2})|(?P<again>.+) \((?P<nth>\d{1,2})\)")
# Groups of these are worth a row each: another contract, another contact, another day.
_OWN_ROWS = CONTRACT_MAKING | {"contact.name", "contact.email", "touchpoint.date", "measurement.date", "event.date"}
# Tables of these have rows of their own; what repeats in them are details of one record.
_OWN_RECORD = ("invoice.external_id", "ticket.external_id", "task.external_id", "event.external_id")


@dataclass(frozen=True, slots=True)
class _Groups:
    bases: tuple[str, ...]
    columns: tuple[tuple[int, ...], ...]  # one tuple a group, in the order of ``bases``


def parted(table: Table) -> list[Table]:
    """The table, or one table a group where groups of columns repeat that give records of their own."""
    groups = _groups(table.headers)
    if groups is None or not _gives_rows(table, groups) or recognised(table.headers):
        return [table]
    grouped = {column for columns in groups.columns for column in columns}
    shared = [column for column in range(len(table.headers)) if column not in grouped]
    filled = [_filled(table, columns) for columns in groups.columns]
    any_filled = filled[0]
    for mask in filled[1:]:
        any_filled = pc.or_(any_filled, mask)
    filled[0] = pc.or_(filled[0], pc.invert(any_filled))  # rows without any group are not lost
    parts = []
    for number, (columns, mask) in enumerate(zip(groups.columns, filled, strict=True)):
        if number == 0 or pc.any(mask).as_py():
            parts.append(_part(table, shared, columns, groups.bases, mask, first=number == 0))
    return parts


def _groups(headers: Sequence[str]) -> _Groups | None:
    """Two or more headers that come again together, in the same order, numbered or not."""
    named = [_split(header, headers) for header in headers]
    numbers: dict[str, list[tuple[int, int]]] = {}
    for column, (base, number) in enumerate(named):
        numbers.setdefault(base, []).append((number, column))
    several = {base: sorted(found) for base, found in numbers.items() if len(found) > 1}
    if len(several) < 2:
        return None
    most = max(len(found) for found in several.values())
    bases = [base for base, found in several.items() if len(found) == most and _counts_up(found)]
    if len(bases) < 2 or most > _MOST_GROUPS:
        return None
    columns = tuple(tuple(several[base][nth][1] for base in bases) for nth in range(most))
    in_order = all(max(one) < min(other) for one, other in pairwise(columns))
    return _Groups(tuple(bases), columns) if in_order else None


def _counts_up(found: Sequence[tuple[int, int]]) -> bool:
    numbers = [number for number, _ in found]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1)


def _split(header: str, headers: Sequence[str]) -> tuple[str, int]:
    """Base and number: 製品2 → 製品, 2; Name (2) → Name, 2; Name → Name, 1 where Name (2) or Name2 is there."""
    text = unicodedata.normalize("NFKC", header).strip()
    if month_of(text) is None and (found := _NUMBERED.fullmatch(text)):
        return (found["base"] or found["again"]).strip(" _-"), int(found["number"] or found["nth"])
    return text, 1


def _gives_rows(table: Table, groups: _Groups) -> bool:
    codes = {field.code for base in groups.bases for field in candidates(base).explicit}
    others = {field.code for header in table.headers for field in candidates(header).explicit}
    return bool(codes & _OWN_ROWS) and not others & set(_OWN_RECORD)


def _filled(table: Table, columns: Sequence[int]) -> pa.Array:
    mask = pc.is_valid(table.columns[columns[0]].texts)
    for column in columns[1:]:
        mask = pc.or_(mask, pc.is_valid(table.columns[column].texts))
    return mask


def _part(
    table: Table, shared: Sequence[int], columns: Sequence[int], bases: Sequence[str], mask: pa.Array, *, first: bool
) -> Table:
    rows = pc.cast(pc.indices_nonzero(mask), pa.int64())
    order = sorted([*shared, *columns])
    named = dict(zip(columns, bases, strict=True))
    formats = table.number_formats
    return replace(
        table,
        headers=tuple(named.get(place, table.headers[place]) for place in order),
        columns=tuple(table.columns[place].taken(rows) for place in order),
        row_numbers=table.row_numbers.take(rows),
        column_numbers=tuple(table.column_numbers[place] for place in order),
        dropped=table.dropped if first else (),
        notes=table.notes if first else (),
        number_formats=tuple(formats[place] for place in order) if formats else (),
        kept_names=tuple(table.headers[place] for place in order),
    )
