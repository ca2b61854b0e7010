"""Texts that repeat a million times (metric, feature), kept once and pointed to by number."""

from __future__ import annotations

import pyarrow as pa
from sqlalchemy.engine import Connection

from csdesk.book.payload import one_array


class Words:
    """The table ``word`` of a book, read when first needed."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._known_to = 0

    def forget(self) -> None:
        """Read the table again next time: a transaction was taken back, or somebody else wrote."""
        self._ids, self._known_to = {}, 0

    def _refresh(self, connection: Connection) -> None:
        rows = connection.exec_driver_sql("SELECT text, id FROM word WHERE id > ?", (self._known_to,)).fetchall()
        for text, number in rows:
            self._ids[text] = number
            self._known_to = max(self._known_to, number)

    def ids(self, connection: Connection, texts: pa.Array) -> pa.Array:
        """The numbers of texts (int64); new texts are written into the book."""
        self._refresh(connection)
        encoded = one_array(texts).dictionary_encode()
        new = [t for t in encoded.dictionary.to_pylist() if t is not None and t not in self._ids]
        if new:
            connection.exec_driver_sql("INSERT INTO word (text) VALUES (?)", [(text,) for text in new])
            self._refresh(connection)
        numbers = pa.array([self._ids.get(t) for t in encoded.dictionary.to_pylist()], pa.int64())
        return numbers.take(encoded.indices)

    def texts(self, connection: Connection, ids: pa.Array) -> pa.Array:
        """The texts behind numbers."""
        self._refresh(connection)
        by_number: list[str | None] = [None] * (self._known_to + 1)
        for text, number in self._ids.items():
            by_number[number] = text
        return pa.array(by_number, pa.string()).take(ids)
