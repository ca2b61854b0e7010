"""Columns as compressed Arrow blobs, the form in which the journal and the sources are kept."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

Keys = np.ndarray[tuple[int], np.dtype[np.int64]]

_ZSTD = pa.ipc.IpcWriteOptions(compression="zstd")


def packed(table: pa.Table) -> bytes:
    """A table as an Arrow stream, zstd inside."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=_ZSTD) as writer:
        writer.write_table(table)
    blob: bytes = sink.getvalue().to_pybytes()
    return blob


def unpacked(blob: bytes) -> pa.Table:
    """The table behind ``packed``; every column is one chunk.

    Raises:
        pyarrow.ArrowInvalid: the blob is damaged.
    """
    with pa.ipc.open_stream(pa.py_buffer(blob)) as reader:
        return reader.read_all().combine_chunks()


def packed_integers(**columns: Keys) -> bytes:
    """Columns of integers, most of them rising: differences compress to next to nothing."""
    return packed(pa.table({name: np.diff(values, prepend=np.int64(0)) for name, values in columns.items()}))


def unpacked_integers(blob: bytes) -> dict[str, Keys]:
    """The columns behind ``packed_integers``."""
    table = unpacked(blob)
    return {name: np.cumsum(table.column(name).to_numpy(), dtype=np.int64) for name in table.column_names}


def one_array(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column as one array, whatever it was."""
    if isinstance(column, pa.Array):
        return column
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
