"""How a read workbook crosses from the worker to us: JSON lines of facts and Arrow buffers, never pickles.

Each frame is a length (8 bytes, little-endian) and that many bytes. JSON frames are
objects with one key that says what they are: ``file``, ``sheet``, ``extras``, ``refused``, ``done``.
A ``sheet`` is followed by one Arrow IPC stream with three columns for each of its columns.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import pyarrow as pa

    from csdesk.intake.sheets import Sheet, Workbook

_LENGTH = 8
_LONGEST = 1 << 36


class BrokenStream(Exception):
    """The worker stopped in the middle of a sentence."""


def write_frame(out: BinaryIO, body: bytes | memoryview) -> None:
    """One frame, flushed."""
    out.write(len(body).to_bytes(_LENGTH, "little"))
    out.write(body)
    out.flush()


def write_facts(out: BinaryIO, **facts: Any) -> None:
    """One frame of JSON."""
    write_frame(out, json.dumps(facts, ensure_ascii=False).encode("utf-8", errors="surrogatepass"))


def read_frame(source: BinaryIO) -> bytearray:
    """The next frame.

    Raises:
        BrokenStream: the other side stopped.
    """
    prefix = source.read(_LENGTH)
    if len(prefix) < _LENGTH:
        raise BrokenStream
    length = int.from_bytes(prefix, "little")
    if length > _LONGEST:
        raise BrokenStream
    body = bytearray(length)
    view = memoryview(body)
    while view:
        count = source.readinto(view[: 1 << 22])  # type: ignore[attr-defined]
        if not count:
            raise BrokenStream
        view = view[count:]
    return body


def facts_of(frame: bytearray) -> dict[str, Any]:
    """The object in a JSON frame."""
    facts = json.loads(bytes(frame).decode("utf-8", errors="surrogatepass"))
    return facts if isinstance(facts, dict) else {}


def write_sheet(out: BinaryIO, sheet: Sheet) -> None:
    """A sheet: its facts, then its columns."""
    import pyarrow as pa

    facts = {
        "name": sheet.name,
        "rows": sheet.rows,
        "columns": len(sheet.columns),
        "merges": [[m.top, m.left, m.bottom, m.right] for m in sheet.merges],
        "hidden": sheet.hidden,
        "formats": {str(column): text for column, text in sheet.number_formats.items()},
        "trouble": sheet.trouble is not None,
        "no_cells": sheet.no_cells,
        "hidden_rows": sheet.hidden_rows,
        "hidden_columns": sheet.hidden_columns,
        "marks": [[mark.row, mark.column, mark.kind, mark.text] for mark in sheet.marks],
    }
    write_facts(out, sheet=facts)
    arrays: list[pa.Array] = []
    for column in sheet.columns:
        whole_blank = column.numbers.null_count == len(column)
        arrays += [column.kinds, column.texts, pa.nulls(len(column)) if whole_blank else column.numbers]
    batch = pa.RecordBatch.from_arrays(arrays, names=[str(place) for place in range(len(arrays))])
    buffer = pa.BufferOutputStream()
    with pa.ipc.new_stream(buffer, batch.schema) as stream:
        stream.write_batch(batch)
    write_frame(out, memoryview(buffer.getvalue()))


def _sheet(facts: dict[str, Any], frame: bytearray) -> Sheet:
    import pyarrow as pa

    from csdesk.intake.refusals import sheet_trouble
    from csdesk.intake.sheets import CellMark, Merge, RawColumn, Sheet

    rows = int(facts["rows"])
    batch = pa.ipc.open_stream(pa.py_buffer(frame)).read_next_batch()
    no_numbers = pa.nulls(rows, pa.float64())
    columns = []
    for place in range(int(facts["columns"])):
        kinds, texts, numbers = (batch.column(3 * place + part) for part in range(3))
        columns.append(RawColumn(kinds, texts, no_numbers if pa.types.is_null(numbers.type) else numbers))
    return Sheet(
        name=facts["name"],
        rows=rows,
        columns=tuple(columns),
        merges=tuple(Merge(*ends) for ends in facts["merges"]),
        hidden=bool(facts["hidden"]),
        number_formats={int(column): text for column, text in facts["formats"].items()},
        trouble=sheet_trouble(facts["name"]) if facts["trouble"] else None,
        hidden_rows=tuple(facts["hidden_rows"]),
        hidden_columns=tuple(facts["hidden_columns"]),
        marks=tuple(CellMark(*mark) for mark in facts["marks"]),
        no_cells=facts.get("no_cells", ""),
    )


def sheets_of(frames: list[bytearray]) -> Iterator[tuple[dict[str, Any], Sheet]]:
    """The sheets in frames that come two by two."""
    for place in range(0, len(frames) - 1, 2):
        facts = facts_of(frames[place])["sheet"]
        yield facts, _sheet(facts, frames[place + 1])


def workbook_of(path: str, file: dict[str, Any], frames: list[bytearray]) -> Workbook:
    """The workbook from the facts about the file and the frames of its sheets."""
    from csdesk.intake.extras.values import from_data
    from csdesk.intake.sheets import Workbook

    return Workbook(
        path=path,
        format=file["format"],
        sheets=tuple(sheet for _, sheet in sheets_of(frames)),
        sha256=file["sha256"],
        encoding=file.get("encoding", ""),
        delimiter=file.get("delimiter", ""),
        encoding_guessed=file.get("guessed", False),
        from_1904=file.get("from_1904", False),
        extras=None if file.get("extras") is None else from_data(file["extras"]),
    )
