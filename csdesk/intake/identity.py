"""Which account a row belongs to: by id, corporate number, domain, exact name; never by a similar name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# In order of trust. Names and domains may be shared; what is shared identifies nobody.
IDENTITIES = ("external_id", "corporate_number", "domain", "name")
# Anybody may have an address there, so it says nothing about the company.
_PUBLIC_DOMAINS = (
    "gmail.com", "yahoo.co.jp", "yahoo.com", "outlook.com", "outlook.jp", "hotmail.com", "icloud.com", "docomo.ne.jp", "ezweb.ne.jp", "softbank.ne.jp",
)  # fmt: skip
Texts = Mapping[str, Any]  # identity → pyarrow string array, one entry a row


class _Lookup:
    """Texts of one identity → key of the only account that has it."""

    def __init__(self) -> None:
        self._parts: list[tuple[Any, Any]] = []
        self._texts: Any = pa.array([], pa.string())
        self._keys: Any = np.empty(0, dtype=np.int64)
        self._stale = False

    def add(self, texts: Any, keys: Any) -> None:
        valid = pc.is_valid(texts).to_numpy(zero_copy_only=False)
        if valid.any():
            self._parts.append((texts.filter(pa.array(valid)), keys[valid]))
            self._stale = True

    def find(self, texts: Any) -> Any:
        """The key for each text, -1 where there is none or more than one."""
        if self._stale:
            self._rebuild()
        if not len(self._texts):
            return np.full(len(texts), -1, dtype=np.int64)
        at = pc.fill_null(pc.index_in(texts, value_set=self._texts), -1).to_numpy(zero_copy_only=False)
        return np.where(at >= 0, self._keys[at], -1)

    def _rebuild(self) -> None:
        texts = pa.concat_arrays([part for part, _ in self._parts])
        keys = np.concatenate([part for _, part in self._parts])
        encoded = texts.dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False)
        only = np.full(len(encoded.dictionary), -1, dtype=np.int64)
        only[codes] = keys
        only[codes[only[codes] != keys]] = -1
        self._texts, self._keys, self._stale = encoded.dictionary, only, False


class AccountRegister:
    """All accounts an import can refer to: those of the book, then those its own tables make."""

    def __init__(self, known: pd.DataFrame, next_key: int) -> None:
        self.next_key = next_key
        self._lookups = {identity: _Lookup() for identity in IDENTITIES}
        self._own: list[pd.DataFrame] = []
        if len(known):
            keys = known["key"].to_numpy()
            self._add({i: pa.array(known[i].array, pa.string()) for i in IDENTITIES}, keys)

    def _add(self, texts: Texts, keys: Any) -> None:
        held = {}
        for identity in IDENTITIES:
            values = texts.get(identity)
            if values is not None:
                values = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
                values = _without_public(values) if identity == "domain" else values
                self._lookups[identity].add(values, keys)
                held[identity] = values
        self._own.append(_frame(keys, held))

    def find(self, texts: Texts) -> Any:
        """The key of each row's account, -1 where it is unknown (or two accounts may be meant)."""
        size = len(next(iter(texts.values()))) if texts else 0
        keys = np.full(size, -1, dtype=np.int64)
        for place, identity in enumerate(IDENTITIES):
            if identity not in texts:
                continue
            values = _without_public(texts[identity]) if identity == "domain" else texts[identity]
            found = np.where(keys < 0, self._lookups[identity].find(values), -1)
            rows = np.flatnonzero(found >= 0)
            if len(rows) and place:
                rows = rows[self._agree(texts, IDENTITIES[:place], rows, found[rows])]
            keys[rows] = found[rows]
        return keys

    def _agree(self, texts: Texts, stronger: tuple[str, ...], rows: Any, keys: Any) -> Any:
        """Mask: the account contradicts no stronger identity of the row, nor do two rows claim it with different ones."""
        fine = np.ones(len(rows), dtype=bool)
        own = pd.concat(self._own, ignore_index=True) if len(self._own) > 1 else self._own[0]
        self._own = [own]
        place = pd.Index(own["key"]).get_indexer(keys)
        for identity in stronger:
            if identity not in texts:
                continue
            mine = texts[identity].take(pa.array(rows)).to_numpy(zero_copy_only=False)
            has = ~pd.isna(mine)
            if identity in own:
                theirs = own[identity].to_numpy()[place]
                fine &= ~(has & ~pd.isna(theirs) & (mine != theirs))
            claims = pd.DataFrame({"key": keys[has], "claim": mine[has]}).groupby("key")["claim"].nunique()
            fine &= ~(has & np.isin(keys, claims.index[claims > 1]))
        return fine

    def establish(self, texts: Texts, wanted: Any) -> Any:
        """Like ``find``, but rows (mask ``wanted``) of unknown accounts make them; -1 only without any identity."""
        keys = self.find(texts)
        for identity in IDENTITIES:
            if identity not in texts:
                continue
            values = _without_public(texts[identity]) if identity == "domain" else texts[identity]
            rows = np.flatnonzero(wanted & (keys < 0) & pc.is_valid(values).to_numpy(zero_copy_only=False))
            if not len(rows):
                continue
            encoded = values.take(pa.array(rows)).dictionary_encode()
            codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
            first = np.zeros(len(encoded.dictionary), dtype=np.int64)
            first[codes[::-1]] = rows[::-1]
            keys[rows] = self.next_key + codes
            self._add({i: v.take(pa.array(first)) for i, v in texts.items()}, self.next_key + np.arange(len(first)))
            self.next_key += len(first)
            left = wanted & (keys < 0)
            if left.any():
                keys = np.where(keys < 0, self.find(texts), keys)
        return keys

    @property
    def names(self) -> tuple[Any, Any]:
        """All names (pyarrow strings, no nulls) and their keys."""
        parts = self._lookups["name"]._parts
        if not parts:
            return pa.array([], pa.string()), np.empty(0, dtype=np.int64)
        return pa.concat_arrays([t for t, _ in parts]), np.concatenate([k for _, k in parts])


def _frame(keys: Any, held: Texts) -> pd.DataFrame:
    return pd.DataFrame({"key": keys, **{i: v.to_numpy(zero_copy_only=False) for i, v in held.items()}})


def _without_public(domains: Any) -> Any:
    public = pc.is_in(domains, value_set=pa.array(_PUBLIC_DOMAINS, pa.string()))
    return pc.if_else(public, pa.scalar(None, pa.string()), domains)
