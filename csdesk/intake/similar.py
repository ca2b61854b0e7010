"""Which names of a table may mean an account there already is: alike without legal form, width, blanks and marks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
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


def similar_names(
    rows: Rows, keys: Any, accounts: AccountRegister, same_as: Mapping[str, Meaning], skipped: set[str]
) -> list[Proposal]:
    """A proposal for every name of the table that is new, or nobody's, and resembles an account's; and for every
    name about which something was decided. ``skipped``: names that were proposed already, and more from now on.
    """
    if not rows.has("account.name"):
        return []
    names = rows.values["account.name"]
    decided = pc.is_in(names, value_set=pa.array(list(same_as), pa.string())).to_numpy(zero_copy_only=False)
    unknown = (keys < 0) | ((keys >= accounts.first_new) & rows.mapping.establishes)
    wanted = pc.is_valid(names).to_numpy(zero_copy_only=False) & ~rows.rejected & (unknown | decided)
    at = np.flatnonzero(wanted)
    if not len(at):
        return []
    bearers = pd.DataFrame({"name": names.take(pa.array(at)).to_numpy(zero_copy_only=False), "key": keys[at], "at": at})
    named = bearers.groupby("name", sort=False).agg(key=("key", "min"), last=("key", "max"), at=("at", "min"), rows=("at", "size")).reset_index()  # fmt: skip
    named = named[~named["name"].isin(skipped)].reset_index(drop=True)
    found: list[Proposal] = []
    for name, some in _pairs(named, accounts, same_as):
        bearer = _Bearer(rows, accounts, name, some.iloc[0])
        proposal = bearer.proposal(some, same_as)
        if proposal is not None:
            found.append(proposal)
    skipped |= {proposal.name for proposal in found}
    return found


def _pairs(
    named: pd.DataFrame, accounts: AccountRegister, same_as: Mapping[str, Meaning]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each name with the accounts of the same folded name: columns of ``named``, ``other`` (key), ``known`` (name)."""
    named = named.assign(fold=_folded(named["name"]))
    texts, keys = accounts.all_names
    known = pd.DataFrame({"known": texts.to_numpy(zero_copy_only=False), "other": keys})
    known = known.assign(fold=_folded(known["known"]))
    known = known[(known["fold"] != "") & known["fold"].isin(named["fold"])]
    known = known[known.groupby("fold").cumcount() < _OFFERED].drop_duplicates(["fold", "other"])
    decided = named["name"].isin(list(same_as))
    pairs = named.merge(known, on="fold")
    own = pairs["other"] == pairs["key"]
    pairs = pairs[~own | (pairs["name"].isin(list(same_as)) & (pairs["known"] != pairs["name"]))]
    alone = named[decided & ~named["name"].isin(pairs["name"])].assign(other=-1, known="")
    for name, some in pd.concat([pairs, alone], ignore_index=True).groupby("name", sort=False):
        yield str(name), some


def _folded(names: pd.Series) -> Any:
    return folded_names(pa.array(names.tolist(), pa.string())).to_numpy(zero_copy_only=False)


class _Bearer:
    """A name of the table with its first row."""

    def __init__(self, rows: Rows, accounts: AccountRegister, name: str, first: Any) -> None:
        self._rows, self._accounts, self._name, self._first = rows, accounts, name, first
        place = int(first["at"])
        self._says = {identity: values[place].as_py() for identity, values in identities(rows).items()}

    def proposal(self, pairs: pd.DataFrame, same_as: Mapping[str, Meaning]) -> Proposal | None:
        """The proposal, or None where every account that is called so is certainly another one."""
        candidates = self._candidates([int(key) for key in pairs["other"] if key >= 0])
        decided = self._name in same_as
        answer = same_as.get(self._name)
        if decided and answer is not None and all(c.meaning != answer for c in candidates):
            candidates = (*self._chosen(answer), *candidates)
        if not candidates and not decided:
            return None
        column = self._rows.mapping.column_of("account.name") or 0
        row = self._rows.table.row_numbers[int(self._first["at"])].as_py()
        return Proposal(
            self._name, self._rows.table.headers[column], column, row, int(self._first["rows"]),
            self._rows.mapping.establishes, candidates, decided, answer,
        )  # fmt: skip

    def _candidates(self, keys: list[int]) -> tuple[Candidate, ...]:
        first_new, own = self._accounts.first_new, int(self._first["key"])
        in_book = sorted(key for key in keys if key < first_new)
        chosen = in_book or sorted(key for key in keys if own < 0 or key < own)[:1]
        made = []
        for key in chosen:
            theirs = {i: self._accounts.own(i, np.array([key]))[0] for i in IDENTITIES}
            differing = [i for i in IDENTITIES[:3] if self._says.get(i) and theirs[i] and self._says[i] != theirs[i]]
            if "corporate_number" in differing or ("external_id" in differing and key >= first_new):
                continue  # the register, or the very list, says that these are two
            known = theirs["name"] or self._name
            why = _SPELLING if _spelled(known) == _spelled(self._name) else _FORM
            made.append(Candidate(key, known, key >= first_new, why, self._against(differing, theirs)))
        return tuple(made)

    def _against(self, differing: list[str], theirs: Mapping[str, Any]) -> Message | None:
        if self._first["last"] != self._first["key"]:
            return Message("Several customers of this file bear this name.")
        if not differing:
            return None
        words = {
            "external_id": Message("The IDs differ: {mine} and {theirs}.", mine=self._says[differing[0]], theirs=theirs[differing[0]]),
            "domain": Message("The domains differ: {mine} and {theirs}.", mine=self._says[differing[0]], theirs=theirs[differing[0]]),
        }  # fmt: skip
        return words[differing[0]]

    def _chosen(self, answer: Meaning) -> tuple[Candidate, ...]:
        if isinstance(answer, str):
            key = int(self._accounts.find({"name": pa.array([answer], pa.string())})[0])
            return (Candidate(key, answer, new=True, why=_CHOSEN),) if key >= 0 else ()
        name = self._accounts.own("name", np.array([answer]))[0] if answer is not None else None
        return (Candidate(answer, name, new=False, why=_CHOSEN),) if answer is not None and name else ()


def _spelled(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
