"""Which names of a table may mean an account there already is: alike without legal form, width, blanks and marks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.identity import IDENTITIES, AccountRegister
from csdesk.intake.joins import identities
from csdesk.intake.names import folded_names
from csdesk.intake.proposals import Candidate, Meaning, Proposal
from csdesk.intake.rows import Rows
from csdesk.model.messages import Message

_OFFERED = 20  # accounts of one folded name that are offered
_SPELLING = Message("The names differ only in width, case or blanks.")
_FORM = Message("Without legal form, branch, marks and old characters the names are the same; companies of such names may still be different ones.")  # fmt: skip
_CHOSEN = Message("Somebody said so.")
_SEVERAL = Message("Several customers of this file bear this name.")


@dataclass(frozen=True, slots=True)
class _Bearer:
    """A name of the table.

    Attributes:
        key: of the account its first row has, -1 where it has none; ``last`` differs where it names several.
        at: its first row, by position.
        says: identity → what that row says.
    """

    name: str
    key: int
    last: int
    at: int
    rows: int
    says: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class _Known:
    """An account of a name that folds alike: its key, and what it has itself."""

    key: int
    own: Mapping[str, str | None]


def similar_names(
    rows: Rows, keys: Any, accounts: AccountRegister, same_as: Mapping[str, Meaning], skipped: set[str]
) -> list[Proposal]:
    """A proposal for every name of the table that is new, or nobody's, and resembles an account's; and for every
    name about which something was decided. ``skipped``: names that were proposed already, and more from now on.
    """
    if not rows.has("account.name") or (not same_as and _all_numbered(rows, keys, accounts)):
        return []
    named = _suspects(rows, keys, accounts, same_as)
    named = named[~named["name"].isin(skipped)]
    if not len(named):
        return []
    column = rows.mapping.column_of("account.name") or 0
    found: list[Proposal] = []
    for bearer, known in _pairs(named, rows, accounts, same_as):
        candidates = _candidates(bearer, known, accounts.first_new)
        decided, answer = bearer.name in same_as, same_as.get(bearer.name)
        if decided and answer is not None and all(c.meaning != answer for c in candidates):
            candidates = (*_chosen(accounts, answer), *candidates)
        if candidates or decided:
            row = rows.table.row_numbers[bearer.at].as_py()
            found.append(
                Proposal(
                    bearer.name, rows.table.headers[column], column, row, bearer.rows, rows.mapping.establishes,
                    candidates, decided, answer,
                )
            )  # fmt: skip
    skipped |= {proposal.name for proposal in found}
    return found


def _all_numbered(rows: Rows, keys: Any, accounts: AccountRegister) -> bool:
    """Whether every account there is comes from this table and has an ID of its own: then no two may be one."""
    numbers = rows.values.get("account.external_id")
    if numbers is None or accounts.has_aliases or rows.rejected.any():
        return False
    known, ours = accounts.names[1], keys[keys >= 0]
    if numbers.null_count or not len(known) or known.min() < accounts.first_new or len(ours) != len(keys):
        return False
    return bool(np.isin(known, ours).all())


def _suspects(rows: Rows, keys: Any, accounts: AccountRegister, same_as: Mapping[str, Meaning]) -> pd.DataFrame:
    """The names to ask about, one a row: name, fold, key, last, at, rows (see ``_Bearer``)."""
    names = rows.values["account.name"]
    decided = _decided(names, same_as)
    unknown = (keys < 0) | ((keys >= accounts.first_new) & rows.mapping.establishes)
    wanted = pc.is_valid(names).to_numpy(zero_copy_only=False) & ~rows.rejected & (unknown | decided)
    at = np.flatnonzero(wanted)
    encoded = names.take(pa.array(at)).dictionary_encode()
    codes, distinct = encoded.indices.to_numpy(zero_copy_only=False), encoded.dictionary
    first, last = np.full(len(distinct), np.iinfo(np.int64).max), np.full(len(distinct), -1, dtype=np.int64)
    np.minimum.at(first, codes, keys[at])
    np.maximum.at(last, codes, keys[at])
    place = np.zeros(len(distinct), dtype=np.int64)
    place[codes[::-1]] = at[::-1]
    folds = _folds(distinct, accounts)
    ask = _others_fold_alike(folds, first, accounts) | _decided(distinct, same_as)
    named = pd.DataFrame({"key": first, "last": last, "at": place, "rows": np.bincount(codes, minlength=len(distinct))})
    picked = pa.array(ask)
    return named[ask].assign(
        name=distinct.filter(picked).to_numpy(zero_copy_only=False), fold=folds.filter(picked).to_numpy(zero_copy_only=False)
    )  # fmt: skip


def _decided(names: Any, same_as: Mapping[str, Meaning]) -> Any:
    """Mask of the names about which something was decided."""
    return pc.is_in(names, value_set=pa.array(list(same_as), pa.string())).to_numpy(zero_copy_only=False)


def _folds(names: Any, accounts: AccountRegister) -> Any:
    """The names folded; most of them are those of accounts, which are folded once."""
    at = pc.index_in(names, value_set=accounts.all_names[0])
    held = accounts.folded_names.take(at)
    left = pc.is_null(at)
    if not pc.any(left).as_py():
        return held
    return pc.replace_with_mask(held, left, folded_names(names.filter(left)))


def _others_fold_alike(folds: Any, own: Any, accounts: AccountRegister) -> Any:
    """Mask: some account other than its own has a name that folds alike."""
    known, keys = accounts.folded_names, accounts.all_names[1]
    encoded = known.dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    least = np.full(len(encoded.dictionary) + 1, np.iinfo(np.int64).max)
    most = np.full(len(encoded.dictionary) + 1, -1, dtype=np.int64)
    np.minimum.at(least, codes, keys)
    np.maximum.at(most, codes, keys)
    at = pc.fill_null(pc.index_in(folds, value_set=encoded.dictionary), len(encoded.dictionary))
    place = at.to_numpy(zero_copy_only=False)
    full = pc.not_equal(folds, "").to_numpy(zero_copy_only=False)
    return full & (most[place] >= 0) & ((least[place] != own) | (most[place] != own))


def _pairs(
    named: pd.DataFrame, rows: Rows, accounts: AccountRegister, same_as: Mapping[str, Meaning]
) -> Iterator[tuple[_Bearer, list[_Known]]]:
    """Each name with the accounts of the same folded name."""
    texts, keys = accounts.all_names
    wanted = pc.is_in(accounts.folded_names, value_set=pa.array(named["fold"].tolist(), pa.string()))
    alike = wanted.to_numpy(zero_copy_only=False)
    known = pd.DataFrame({
        "fold": accounts.folded_names.filter(wanted).to_numpy(zero_copy_only=False),
        "text": texts.filter(wanted).to_numpy(zero_copy_only=False), "key": keys[alike],
    })  # fmt: skip
    known = known[known["fold"] != ""]
    known = known[known.groupby("fold").cumcount() < _OFFERED]
    own = {identity: accounts.own(identity, known["key"].to_numpy()) for identity in IDENTITIES}
    by_fold: dict[str, list[tuple[str, _Known]]] = {}
    for place, (fold, text, key) in enumerate(known.itertuples(index=False, name=None)):
        account = _Known(int(key), {identity: values[place] for identity, values in own.items()})
        by_fold.setdefault(fold, []).append((text, account))
    said = {i: v.take(pa.array(named["at"].to_numpy())).to_pylist() for i, v in identities(rows).items()}
    listed = named[["name", "key", "last", "at", "rows", "fold"]].itertuples(index=False, name=None)
    for place, (name, key, last, at, count, fold) in enumerate(listed):
        bearer = _Bearer(name, int(key), int(last), int(at), int(count), {i: v[place] for i, v in said.items()})
        others = {
            account.key: account
            for text, account in by_fold.get(fold, [])
            if account.key != key or (name in same_as and text != name)
        }
        yield bearer, list(others.values())


def _candidates(bearer: _Bearer, known: list[_Known], first_new: int) -> tuple[Candidate, ...]:
    """Accounts of the book; without such the first one of this import that was made before the name's own."""
    in_book = sorted((account for account in known if account.key < first_new), key=lambda account: account.key)
    made = [account for account in known if account.key >= first_new and (bearer.key < 0 or account.key < bearer.key)]
    found = []
    for account in in_book or sorted(made, key=lambda account: account.key)[:1]:
        differing = [i for i in IDENTITIES[:3] if bearer.says.get(i) and account.own[i] and bearer.says[i] != account.own[i]]  # fmt: skip
        new = account.key >= first_new
        if "corporate_number" in differing or ("external_id" in differing and new):
            continue  # the register, or the very list, says that these are two
        name = account.own["name"] or bearer.name
        why = _SPELLING if _spelled(name) == _spelled(bearer.name) else _FORM
        found.append(Candidate(account.key, name, new, why, _against(bearer, account, differing)))
    return tuple(found)


def _against(bearer: _Bearer, account: _Known, differing: list[str]) -> Message | None:
    if bearer.last != bearer.key:
        return _SEVERAL
    if not differing:
        return None
    mine, theirs = bearer.says[differing[0]], account.own[differing[0]]
    if differing[0] == "external_id":
        return Message("The IDs differ: {mine} and {theirs}.", mine=mine, theirs=theirs)
    return Message("The domains differ: {mine} and {theirs}.", mine=mine, theirs=theirs)


def _chosen(accounts: AccountRegister, answer: Meaning) -> tuple[Candidate, ...]:
    """The account somebody named although its name is nothing alike."""
    if isinstance(answer, str):
        key = int(accounts.find({"name": pa.array([answer], pa.string())})[0])
        return (Candidate(key, answer, new=True, why=_CHOSEN),) if key >= 0 else ()
    name = accounts.own("name", np.array([answer]))[0] if answer is not None else None
    return (Candidate(answer, name, new=False, why=_CHOSEN),) if answer is not None and name else ()


def _spelled(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
