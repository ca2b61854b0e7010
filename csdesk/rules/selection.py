"""A part of a book: a tier, a CSM's accounts, a product, a group of companies, one account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from csdesk.rules.frames import Frames

PartKind = Literal["touch", "csm", "product", "group", "account"]
PART_KINDS: tuple[PartKind, ...] = get_args(PartKind)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of a book figures are about.

    Attributes:
        kind: ``touch`` (value: code of the tier), ``csm`` (name), ``product`` (as the contracts write it), ``group``
            (name of the parent: it and every account under it), ``account`` (key).
        value: which one; "" stands for accounts without a CSM and for contracts without a product.
    """

    kind: PartKind
    value: str | int


class PartFrames:
    """The records of some accounts and contracts; what belongs to nobody (rates, targets, people) is there whole."""

    def __init__(self, frames: Frames, accounts: NDArray[np.int64], contracts: NDArray[np.int64]) -> None:
        self._frames, self._accounts, self._contracts = frames, accounts, contracts
        self._made: dict[str, pd.DataFrame] = {}

    def frame(self, record: str) -> pd.DataFrame:
        """The rows of that type that belong to the part."""
        if record not in self._made:
            self._made[record] = self._narrowed(record, self._frames.frame(record))
        return self._made[record]

    def version(self, record: str) -> int:
        """The version of the whole table."""
        return self._frames.version(record)

    def _narrowed(self, record: str, frame: pd.DataFrame) -> pd.DataFrame:
        own = {"account": self._accounts, "contract": self._contracts}.get(record)
        if own is not None:
            return frame[frame["key"].isin(own)].reset_index(drop=True)
        for column, keys in (("contract_key", self._contracts), ("account_key", self._accounts)):
            if column in frame.columns:
                return frame[frame[column].isin(keys).to_numpy(dtype=bool)].reset_index(drop=True)
        return frame


def accounts_of(accounts: pd.DataFrame, tiers: pd.Series[Any] | None, within: Selection) -> NDArray[np.int64] | None:
    """Keys of the accounts of a part; None for a product, which is a part of the contracts.

    ``accounts`` is the account frame, archived ones too; ``tiers`` the tier by account key.
    """
    if within.kind == "product":
        return None
    if within.kind == "touch":
        known = pd.Series(dtype="object") if tiers is None else tiers
        return np.asarray(known.index[(known == within.value).fillna(False)].to_numpy(dtype=np.int64))
    choose: dict[str, Callable[[], pd.Series[Any]]] = {
        "csm": lambda: accounts["csm"].fillna("") == within.value,
        "group": lambda: accounts["parent"].fillna(accounts["name"]) == within.value,
        "account": lambda: accounts["key"] == within.value,
    }
    chosen = choose[within.kind]().to_numpy(dtype=bool, na_value=False)
    return np.asarray(accounts["key"].to_numpy(dtype=np.int64)[chosen])


def lines_of(ledger: pd.DataFrame, keys: NDArray[np.int64] | None, within: Selection) -> pd.DataFrame:
    """The ledger lines of a part; ``keys`` are those of ``accounts_of``."""
    mine = ledger["product"] == within.value if keys is None else ledger["account_key"].isin(keys)
    return ledger[mine.to_numpy(dtype=bool)].reset_index(drop=True)


def parts_of(kind: PartKind, accounts: pd.DataFrame, ledger: pd.DataFrame, tiers: pd.Series[Any]) -> list[Selection]:
    """Every part of that kind that holds a contract line, in the order of their names (tiers: high first).

    What has no CSM, or no product, comes last.
    """
    if kind == "touch":
        held = set(tiers.reindex(ledger["account_key"].unique()).dropna())
        return [Selection("touch", tier) for tier in ("high", "low", "tech") if tier in held]
    owners = accounts[accounts["key"].isin(ledger["account_key"])]
    if kind == "account":
        return [Selection("account", int(key)) for key in owners.sort_values(["name", "key"])["key"]]
    named: dict[str, pd.Series[Any]] = {
        "csm": owners["csm"].fillna(""),
        "group": owners["parent"].fillna(owners["name"]),
        "product": ledger["product"],
    }
    names = sorted({str(name) for name in named[kind]}, key=lambda name: (not name, name))
    return [Selection(kind, name) for name in names]
