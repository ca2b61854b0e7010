"""Lists that CSDesk wrote carry the keys of the accounts; in the book they came from, those say who a row is.

A list does not name its book, and keys begin at 1 in every book. So a key counts for a row whose name or number is
that account's too, and for its other rows where most rows of the list are such.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from csdesk.intake.headers import header_key
from csdesk.intake.identity import IDENTITIES, AccountRegister, Texts
from csdesk.intake.proposals import Candidate, Proposal
from csdesk.intake.rows import Rows
from csdesk.model.keys import read_key, written_key
from csdesk.model.messages import Message

_FEW = 3  # rows of a list of which nobody can say which book it comes from; more would only be asked about in vain
_WHY = Message("The row has the key of this customer.")
_AGAINST = Message("The list may come from another book, in which the key is somebody else's.")


def keys_by_own_key(rows: Rows, texts: Texts, accounts: AccountRegister) -> Any:
    """The account keys of rows that nothing else identifies, where their list comes from this book; -1 elsewhere.

    Args:
        texts: what identifies each row otherwise.
    """
    given, none = _given(rows, accounts), np.full(len(rows), -1, dtype=np.int64)
    if given is None:
        return none
    found = accounts.find(texts) if texts else none
    agree = _agree(texts, given, accounts)
    differ = (given >= 0) & ~agree
    trusted = agree | (differ if agree.sum() >= max(1, int(differ.sum())) else False)
    claimed = np.isin(given, found[found >= 0]) | pd.Series(given).duplicated(keep=False).to_numpy()
    return np.where((found < 0) & trusted & ~claimed, given, -1)


def key_proposals(rows: Rows, keys: Any, accounts: AccountRegister, skipped: set[str]) -> list[Proposal]:
    """A proposal for each named row of a short list whose key is an account's that no other row of the list has.

    ``skipped``: names that were proposed already, and more from now on.
    """
    given = _given(rows, accounts)
    column = rows.mapping.column_of("account.name")
    if given is None or column is None:
        return []
    asked = (given >= 0) & ((keys < 0) | (keys >= accounts.first_new)) & ~np.isin(given, keys) & ~rows.rejected
    names, known = rows.values["account.name"].to_pylist(), accounts.own("name", given)
    if asked.sum() > _FEW:
        return []
    found = []
    for row in np.flatnonzero(asked).tolist():
        if names[row] and known[row] and names[row] not in skipped:
            candidate = Candidate(int(given[row]), known[row], new=False, why=_WHY, against=_AGAINST)
            number = rows.table.row_numbers[row].as_py()
            header, makes = rows.table.headers[column], rows.mapping.establishes
            found.append(Proposal(names[row], header, column, number, 1, makes, (candidate,)))
    skipped |= {proposal.name for proposal in found}
    return found


def _given(rows: Rows, accounts: AccountRegister) -> Any:
    """The key each row gives, of an account of the book, else -1; None where the table is no list of CSDesk."""
    recipe = rows.mapping.recipe
    prefix = written_key("account", 0)[:-1]
    if recipe is None or recipe.says is None or prefix not in recipe.says[1]:
        return None
    column = next((i for i, h in enumerate(rows.table.headers) if header_key(h) in recipe.says[0]), None)
    if column is None:
        return None
    texts = rows.table.columns[column].texts.to_pylist()
    numbers = [None if text is None else read_key("account", text.strip()) for text in texts]
    given = np.array([-1 if number is None else number for number in numbers], dtype=np.int64)
    held = pd.notna(accounts.own("name", given)) & (given < accounts.first_new)
    return np.where(held, given, -1)


def _agree(texts: Texts, given: Any, accounts: AccountRegister) -> Any:
    """Mask of rows that say of the account what it says itself: its number, or its name."""
    agree = np.zeros(len(given), dtype=bool)
    for identity in IDENTITIES:
        if identity in texts:
            mine = texts[identity].to_numpy(zero_copy_only=False)
            agree |= (mine == accounts.own(identity, given)) & ~pd.isna(mine)
    return agree & (given >= 0)
