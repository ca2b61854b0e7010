"""A big invented book: accounts with one contract each, and a measurement a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from csdesk.book.batches import Batch
from csdesk.book.book import Book
from csdesk.model.fields import stored_dtypes
from csdesk.model.messages import Message
from csdesk.model.policies import Policies, RevenuePolicy, TouchPolicy

AS_OF = date(2026, 11, 22)
_PLACES = ("Tokyo", "Osaka", "Nagoya", "Fukuoka", "Sapporo", "横浜", "札幌", "Kobe")
_TRADES = ("Works", "Robotics", "Logistics", "Foods", "Printing", "製作所", "倉庫", "Optics", "Energy", "Bakery")
_CSMS = ("Mika Sato", "Ken Tanaka", "Yui Kobayashi", "Daniel Reyes", "Aya Nakamura")
_INDUSTRIES = ("Manufacturing", "Logistics", "Banking", "Energy", "Retail", "Publishing")
_PRODUCTS = ("Core", "Insight", "Flow")


def write_large_book(path: Path, accounts: int, months: int) -> Path:
    """A book of that many accounts, as many contracts, and ``months`` measurements an account; made once, then kept."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"unfinished-{path.name}")
    unfinished.unlink(missing_ok=True)
    policies = Policies(
        revenue=RevenuePolicy(currency="JPY"), touch=TouchPolicy(high_from=30_000_000, low_from=15_000_000)
    )
    random = np.random.default_rng(accounts)
    with Book.create(unfinished, policies) as book:
        contracts = _contracts(accounts, random)
        batches = [
            Batch("account", _accounts(accounts, random)),
            Batch("contract", contracts),
            Batch("measurement", _measurements(contracts["seats"].to_numpy(), months, random)),
        ]
        book.write(Message("Invented accounts"), batches)
    return unfinished.rename(path)


def _accounts(count: int, random: np.random.Generator) -> pd.DataFrame:
    keys = np.arange(1, count + 1)
    places, trades = _picked(_PLACES, count, random), _picked(_TRADES, count, random)
    return _frame(
        "account",
        key=keys,
        external_id=[f"A-{key:06d}" for key in keys],
        name=[f"{place} {trade} {key}" for place, trade, key in zip(places, trades, keys, strict=True)],
        csm=_picked(_CSMS, count, random),
        industry=_picked(_INDUSTRIES, count, random),
        region=places,
        signup=_days("2021-01-01", random.integers(0, 1800, count)),
    )


def _contracts(count: int, random: np.random.Generator) -> pd.DataFrame:
    started = random.integers(0, 720, count)
    return _frame(
        "contract",
        key=np.arange(1, count + 1),
        account_key=np.arange(1, count + 1),
        external_id=[f"C-{key:06d}" for key in range(1, count + 1)],
        product=_picked(_PRODUCTS, count, random),
        start=_days("2024-12-01", started),
        end=_days("2026-11-30", started),
        amount=random.integers(10, 4000, count) * 10_000,
        basis=["annual"] * count,
        currency=["JPY"] * count,
        seats=random.integers(5, 600, count),
        auto_renew=random.random(count) < 0.5,
        notice_n=random.choice([30, 60, 90], count),
        notice_unit=["days"] * count,
    )


def _measurements(seats: np.ndarray, months: int, random: np.random.Generator) -> pd.DataFrame:
    """Active users at the end of each month, account by account; the last month ended before ``AS_OF``."""
    accounts = len(seats)
    ends = pd.date_range(end=AS_OF, periods=months, freq="ME").to_numpy().astype("datetime64[s]")
    used = np.repeat(seats, months) * random.uniform(0.2, 1.0, accounts * months)
    return _frame(
        "measurement",
        key=np.arange(1, accounts * months + 1),
        account_key=np.repeat(np.arange(1, accounts + 1), months),
        metric=np.full(accounts * months, "active_users"),
        date=np.tile(ends, accounts),
        value=np.floor(used.astype("float64")),
    )


def _picked(choices: Sequence[str], count: int, random: np.random.Generator) -> np.ndarray:
    return np.array(choices, dtype=object)[random.integers(0, len(choices), count)]


def _days(first: str, after: np.ndarray) -> np.ndarray:
    return (np.datetime64(first) + after.astype("timedelta64[D]")).astype("datetime64[s]")


def _frame(record: str, **columns: object) -> pd.DataFrame:
    dtypes = {name: dtype for name, dtype in stored_dtypes(record).items() if name in columns}
    return pd.DataFrame(columns).astype(dtypes)
