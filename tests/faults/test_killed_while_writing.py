"""kill -9 at random moments: the book opens, and is as before or complete, never in between."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest

from csdesk.book.book import Book
from tests.faults.endless_writer import ROWS, write_until_killed
from tests.faults.ready_processes import server

KILLS = 50


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a server that forks")
def test_after_50_kills_at_random_moments_the_book_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "renewals.csdesk"
    Book.create(path).close()
    processes = server(monkeypatch)
    moments = random.Random(20261122)
    hot = 0
    for _ in range(KILLS):
        ours, theirs = processes.Pipe(duplex=False)
        writer = processes.Process(target=write_until_killed, args=(path, theirs))
        writer.start()
        for _ in range(1 + moments.randrange(3)):  # open, and up to two transactions: a slow computer gets there too
            assert ours.poll(60)
            ours.recv()
        time.sleep(moments.uniform(0, 0.06))
        writer.kill()
        writer.join()
        hot += Path(f"{path}-journal").exists()
        with Book.open(path, writable=moments.random() < 0.5) as book:  # reading, too, recovers first
            accounts, contracts = book.frames.frame("account"), book.frames.frame("contract")
            done = [entry for entry in book.history() if entry.done]
            assert len(accounts) == len(contracts) == ROWS * len(done)
            assert contracts["account_key"].isin(accounts["key"]).all()
            assert not accounts["name"].isna().any()
    with Book.open(path) as book:
        assert book.check() == []
        assert book.next_key("account") > ROWS
    assert hot, "no kill fell into a transaction: the moments are wrong"
