"""The customer of rows that name one only in passing: a contact's e-mail or name, a domain, a name within a text.

Only what is exactly known counts. A text that names two customers names none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.identity import AccountRegister
from csdesk.intake.rows import Rows

_EMAIL = re.compile(r"[a-z0-9._%+\-]+@([a-z0-9\-]+(?:\.[a-z0-9\-]+)+)")
_LIST = re.compile(r"[;,；、]")  # between the people of a list
# What may follow a company's name although it is written in the same script: 青空商事様, 青空商事の定例.
_AFTER = frozenset("様御殿氏社の向へとはがをに")


class CustomerTies:
    """What customers and their contacts are known by, for texts that mention them."""

    def __init__(self, accounts: AccountRegister, contacts: pd.DataFrame) -> None:
        """``contacts``: columns name, email, account_key (absent ones allowed)."""
        self._accounts = accounts
        self._people = {**_only(contacts, "name"), **_only(contacts, "email")}
        self._names: dict[str, int] = {}
        names, keys = accounts.all_names
        for name, key in zip(names.to_pylist(), keys.tolist(), strict=True):
            folded = _folded(name)
            if len(folded) >= (3 if folded.isascii() else 2):
                self._names[folded] = key if self._names.get(folded, key) == key else -1
        self._beginnings = {name[:size] for name in self._names for size in range(1, len(name) + 1)}

    def find(self, rows: Rows, keys: Any, columns: Sequence[int]) -> Any:
        """The keys with those of rows that had none (-1) and mention a customer in one of the columns."""
        for column in columns:
            lost = np.flatnonzero(keys < 0)
            if not len(lost):
                break
            encoded = rows.table.columns[column].texts.take(pa.array(lost)).dictionary_encode()
            mentioned = np.array([*self._mentioned(encoded.dictionary), -1], dtype=np.int64)
            codes = pc.fill_null(encoded.indices, len(mentioned) - 1).to_numpy(zero_copy_only=False)
            keys = keys.copy()
            keys[lost] = mentioned[codes]
        return keys

    def _mentioned(self, texts: pa.StringArray) -> list[int]:
        """For each distinct text the account it mentions, or -1."""
        listed = [_folded(text) for text in texts.to_pylist()]
        addresses = [list(_EMAIL.finditer(text)) for text in listed]
        domains = list(dict.fromkeys(match[1] for found in addresses for match in found))
        held = self._accounts.find({"domain": pa.array(domains, pa.string())}) if domains else []
        by_domain = dict(zip(domains, map(int, held), strict=True))
        found = []
        for text, matches in zip(listed, addresses, strict=True):
            people = {self._people.get(part.strip(), -1) for part in _LIST.split(text)}
            people |= {self._people.get(m[0], by_domain[m[1]]) for m in matches}
            known = people - {-1}
            only = known.pop() if len(known) == 1 else -1
            found.append(only if only >= 0 or known or len(matches) == 1 else self._named_within(text))
        return found

    def _named_within(self, text: str) -> int:
        """The only account whose whole name stands in the text; of names that overlap the longest counts."""
        keys: set[int] = set()
        at = 0
        while at < len(text):
            size = 0 if _joined(text[at - 1 : at], text[at]) else self._longest_at(text, at)
            if size:
                keys.add(self._names[text[at : at + size]])
            at += size or 1
        return keys.pop() if len(keys) == 1 else -1

    def _longest_at(self, text: str, at: int) -> int:
        """The length of the longest name that begins there and is a word of its own; 0 where there is none."""
        found, size = 0, 1
        while at + size <= len(text) and text[at : at + size] in self._beginnings:
            end = at + size
            if text[at:end] in self._names and _ends_at(text, end):
                found = size
            size += 1
        return found


def contacts_of(rows: Rows, keys: Any) -> pd.DataFrame:
    """The contacts a table names: columns name, email, account_key; empty where it names none."""
    if not rows.has("contact.name", "contact.email"):
        return pd.DataFrame({"name": [], "email": [], "account_key": []})
    known = pa.array(keys >= 0)
    columns = {name: rows.text(f"contact.{name}").filter(known).to_pandas() for name in ("name", "email")}
    return pd.DataFrame({**columns, "account_key": keys[keys >= 0]})


def _only(contacts: pd.DataFrame, column: str) -> dict[str, int]:
    """Folded text → the only account that has a contact of that name or address."""
    if column not in contacts or not len(contacts):
        return {}
    known = contacts[[column, "account_key"]].dropna()
    texts = known[column].astype("str").map(_folded)
    keys = known["account_key"].astype("int64").groupby(texts.to_numpy()).agg(["min", "max"])
    same = keys[keys["min"] == keys["max"]]
    return dict(zip(same.index.tolist(), same["min"].tolist(), strict=True))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _ends_at(text: str, end: int) -> bool:
    after = text[end : end + 1]
    return after in _AFTER or not _joined(text[end - 1], after)


def _joined(left: str, right: str) -> bool:
    """Whether two characters belong to one word: letters of the same script."""
    return bool(left and right) and left.isalnum() and right.isalnum() and _script(left) == _script(right)


def _script(sign: str) -> str:
    return "ascii" if sign.isascii() else unicodedata.name(sign, " ").split()[0]
