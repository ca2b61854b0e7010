"""Columns CSDesk has no field for, kept as JSON text beside the record."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.mapping import CUSTOM
from csdesk.intake.rows import Rows
from csdesk.intake.sheets import CellKind


def custom_json(rows: Rows) -> Any:
    """One JSON object of header → text a row, as a pyarrow string array; null where every cell is blank."""
    members = []
    taken: set[str] = set()
    for column, choice in enumerate(rows.mapping.columns):
        if choice.field is None or not choice.field.endswith(f".{CUSTOM}"):
            continue
        own = rows.table.kept_names[column] if rows.table.kept_names else choice.header
        name = _unique(own or f"column {column + 1}", taken)
        members.append(_members(name, rows.table.columns[column].texts, np.asarray(rows.table.columns[column].kinds)))
    if not members:
        return None
    joined = pc.binary_join_element_wise(*members, "")
    full = pc.binary_join_element_wise("{", pc.utf8_slice_codeunits(joined, start=2), "}", "")
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), full)


def _unique(header: str, taken: set[str]) -> str:
    name, number = header, 2
    while name in taken:
        name, number = f"{header} ({number})", number + 1
    taken.add(name)
    return name


def _members(name: str, texts: Any, kinds: Any) -> Any:
    """``, "name": "text"`` where the cell is neither blank nor an error, else nothing."""
    texts = pc.utf8_trim_whitespace(texts)
    blank = pc.equal(texts, "")
    if (kinds == CellKind.ERROR).any():
        blank = pc.or_(blank, pa.array(kinds == CellKind.ERROR))
    texts = pc.if_else(blank, pa.scalar(None, pa.string()), texts)
    if _needs_escapes(texts):
        texts = _escaped(texts)
    start = f', {json.dumps(name, ensure_ascii=False)}: "'
    return pc.coalesce(pc.binary_join_element_wise(start, texts, '"', ""), "")


def _needs_escapes(texts: Any) -> bool:
    """Whether any text has a quote, a backslash or a control character; looked for in all of them at once."""
    data = texts.buffers()[2]
    signs = np.frombuffer(data, dtype=np.uint8) if data is not None and data.size else np.empty(0, dtype=np.uint8)
    return bool(((signs < 0x20) | (signs == 0x22) | (signs == 0x5C)).any())


def _escaped(texts: Any) -> Any:
    """The texts as they stand inside JSON quotes; each distinct one once."""
    encoded = texts.dictionary_encode()
    distinct = [json.dumps(text, ensure_ascii=False)[1:-1] for text in encoded.dictionary.to_pylist()]
    return pa.array(distinct, pa.string()).take(encoded.indices)


def merged_custom(before: str | None, after: str) -> str:
    """The older object with the newer one laid over it."""
    return json.dumps({**(json.loads(before) if before else {}), **json.loads(after)}, ensure_ascii=False)


def joined_custom(before: str, after: str) -> str:
    """The members of both lines of one record; where they say different things, both, a line each."""
    members = json.loads(before)
    for name, text in json.loads(after).items():
        said = members.get(name)
        if said is None:
            members[name] = text
        elif text not in said.split("\n"):
            members[name] = f"{said}\n{text}"
    return json.dumps(members, ensure_ascii=False)
