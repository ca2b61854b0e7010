"""Which account a row belongs to: by id, corporate number, domain, exact name; never by a similar name.

What an account was known by before, or is known by elsewhere (its aliases), counts where nothing of today's does.
What a person said of a name comes before the name itself, and after everything stronger.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.names import folded_names

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

    @property
    def held(self) -> tuple[Any, Any]:
        """All texts (no nulls) and their keys."""
        if not self._parts:
            return pa.array([], pa.string()), np.empty(0, dtype=np.int64)
        return pa.concat_arrays([texts for texts, _ in self._parts]), np.concatenate([keys for _, keys in self._parts])

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

    def __init__(
        self,
        known: pd.DataFrame,
        next_key: int,
        aliases: pd.DataFrame | None = None,
        same_as: Mapping[str, int | str | None] | None = None,
    ) -> None:
        """``aliases``: frame of ``alias``; ``same_as``: see ``PlanOptions``."""
        self.next_key = self.first_new = next_key
        self._lookups = {identity: _Lookup() for identity in IDENTITIES}
        self._aliases = {identity: _Lookup() for identity in IDENTITIES}
        self._own: list[pd.DataFrame] = []
        self._folded = self._folded_of = pa.array([], pa.string())
        self._said = {name: _followed(name, same_as) for name in same_as} if same_as else {}
        if aliases is not None and len(aliases):
            for identity, some in aliases.groupby(aliases["identity"].fillna("name")):
                self.remember(str(identity), pa.array(some["text"].array, pa.string()), some["account_key"].to_numpy(dtype=np.int64))  # fmt: skip
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
            if identity == "name" and self._said:
                keys = np.where(keys < 0, self.said(values)[0], keys)
            found = self._lookups[identity].find(values)
            found = np.where(found < 0, self._aliases[identity].find(values), found)
            found = np.where(keys < 0, found, -1)
            rows = np.flatnonzero(found >= 0)
            if len(rows) and place:
                rows = rows[self._agree(texts, IDENTITIES[:place], rows, found[rows])]
            keys[rows] = found[rows]
        return keys

    def _agree(self, texts: Texts, stronger: tuple[str, ...], rows: Any, keys: Any) -> Any:
        """Mask: the account contradicts no stronger identity of the row, nor do two rows claim it with different ones."""
        fine = np.ones(len(rows), dtype=bool)
        own = self._own_frame()
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
        waits = self.said(texts["name"])[1] if self._said and "name" in texts else np.zeros(len(keys), dtype=bool)
        keys = self._made(texts, keys, wanted & ~waits)
        if (waits & (keys < 0)).any():  # for the account of another name, which may be made by now
            keys = np.where(keys < 0, self.find(texts), keys)
            keys = self._made(texts, keys, wanted)
        return keys

    def _made(self, texts: Texts, keys: Any, wanted: Any) -> Any:
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

    def said(self, names: Any) -> tuple[Any, Any]:
        """What a person said of names: the key of the account each means (-1 where none is known, or nothing was
        said), and the mask of those that are to have the account of another name of this import."""
        keys = np.full(len(names), -1, dtype=np.int64)
        waits = np.zeros(len(names), dtype=bool)
        if not self._said:
            return keys, waits
        at = pc.fill_null(pc.index_in(names, value_set=pa.array(list(self._said), pa.string()), skip_nulls=True), -1)
        places = at.to_numpy(zero_copy_only=False)
        held = set(self._own_frame()["key"].tolist()) if self._own else set()
        for place, means in enumerate(self._said.values()):
            rows = places == place
            if isinstance(means, str):
                waits |= rows
                means = int(self._lookups["name"].find(pa.array([means], pa.string()))[0])
            if means is not None and means in held and rows.any():
                keys[rows] = means
        return keys, waits

    def remember(self, identity: str, texts: Any, keys: Any) -> None:
        """Let accounts be found by these texts from now on, where no account of today has them."""
        texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
        self._aliases[identity].add(_without_public(texts) if identity == "domain" else texts, keys)

    def by_alias(self, identity: str, texts: Any) -> Any:
        """The key of the only account that is also known by each text, else -1."""
        return self._aliases[identity].find(texts)

    def own(self, identity: str, keys: Any) -> Any:
        """What accounts themselves have for an identity (object array, None where absent)."""
        frame = self._own_frame() if self._own else pd.DataFrame({"key": []})
        if identity not in frame:
            return np.full(len(keys), None, dtype=object)
        place = pd.Index(frame["key"]).get_indexer(keys)
        found = frame[identity].to_numpy(dtype=object)[place]
        return np.where((place < 0) | pd.isna(found), None, found)

    def _own_frame(self) -> pd.DataFrame:
        own = pd.concat(self._own, ignore_index=True) if len(self._own) > 1 else self._own[0]
        self._own = [own]
        return own

    @property
    def names(self) -> tuple[Any, Any]:
        """All names (pyarrow strings, no nulls) and their keys."""
        return self._lookups["name"].held

    @property
    def all_names(self) -> tuple[Any, Any]:
        """The same, and then the names that accounts are known by otherwise."""
        (names, keys), (also, owners) = self.names, self._aliases["name"].held
        return pa.concat_arrays([names, also]), np.concatenate([keys, owners])

    @property
    def folded_names(self) -> Any:
        """``all_names`` folded, each name once."""
        names = self.all_names[0]
        if len(self._folded) != len(names) or not self._folded_of.equals(names):
            self._folded, self._folded_of = folded_names(names), names
        return self._folded

    @property
    def has_aliases(self) -> bool:
        """Whether any account is known otherwise than by what it has itself, or a person said so."""
        return bool(self._said) or any(len(lookup.held[0]) for lookup in self._aliases.values())


def _followed(name: str, same_as: Mapping[str, int | str | None]) -> int | str | None:
    """Where a name leads in the end: A is B, and B is account 14."""
    seen, means = {name}, same_as[name]
    while isinstance(means, str) and means in same_as and means not in seen:
        seen.add(means)
        further = same_as[means]
        if further is None:
            break
        means = further
    return None if means == name else means


def _frame(keys: Any, held: Texts) -> pd.DataFrame:
    return pd.DataFrame({"key": keys, **{i: v.to_numpy(zero_copy_only=False) for i, v in held.items()}})


def _without_public(domains: Any) -> Any:
    public = pc.is_in(domains, value_set=pa.array(_PUBLIC_DOMAINS, pa.string()))
    return pc.if_else(public, pa.scalar(None, pa.string()), domains)
