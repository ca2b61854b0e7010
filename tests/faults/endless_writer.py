"""A process that imports into a book until somebody kills it."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pandas as pd

from csdesk.book.batches import Batch
from csdesk.book.book import Book
from csdesk.model.messages import Message

ROWS = 1_000  # accounts, and as many contracts, an import


def _text(values: list[str]) -> object:
    return pd.array(values, dtype="string[pyarrow]")


def write_until_killed(path: Path, told: Connection) -> None:
    """Import, undo and redo for ever; the book never grows by more than one import.

    Says so when the book is open, and after each transaction.
    """
    with Book.open(path) as book:
        told.send(True)
        while True:
            account, contract = book.next_key("account"), book.next_key("contract")
            keys = np.arange(ROWS)
            names = _text([f"Account {n}" for n in keys])
            accounts = pd.DataFrame({"key": keys + account, "name": names, "csm": _text(["Ann"] * ROWS)})
            points = pd.array(keys + account, dtype="Int64")
            contracts = pd.DataFrame({"key": keys + contract, "account_key": points})
            book.write(Message("Import"), [Batch("account", accounts), Batch("contract", contracts)])
            told.send(True)
            for step in (book.undo, book.redo, book.undo):
                step()
                told.send(True)
