"""The rows of a table kept as they stood: what "where does this come from" shows when the file is gone."""

from __future__ import annotations

import pyarrow as pa

from csdesk.intake.sheets import Table


def packed_cells(table: Table) -> bytes:
    """Texts and sheet row numbers as an Arrow IPC stream with zstd.

    Columns: ``row`` (int64, from 1), then ``c<n>`` (string) for sheet column n from 0.
    """
    names = ["row", *(f"c{number}" for number in table.column_numbers)]
    batch = pa.record_batch([table.row_numbers, *(column.texts for column in table.columns)], names=names)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def unpacked_cells(cells: bytes) -> pa.Table:
    """The table ``packed_cells`` made."""
    return pa.ipc.open_stream(cells).read_all()
