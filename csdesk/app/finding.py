"""Which account is meant: a key, an external id or a unique name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csdesk.model.errors import CSDeskError
from csdesk.model.keys import read_key
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace


def is_account(workspace: Workspace, text: str) -> bool:
    """Whether that is the key, the external id or the name of an account."""
    frame = workspace.frame("account")
    key = read_key("account", text)
    named = (frame["external_id"] == text).fillna(False) | (frame["name"] == text).fillna(False)
    return bool(named.any()) or (key is not None and bool((frame["key"] == key).any()))


def find_account(workspace: Workspace, text: str) -> int:
    """The key of the account that is meant.

    Raises:
        CSDeskError: none is, or several are.
    """
    frame = workspace.frame("account")
    key = read_key("account", text)
    if key is not None and bool((frame["key"] == key).any()):
        return key
    for column in ("external_id", "name"):
        found = frame.loc[(frame[column] == text).fillna(False).astype(bool), "key"]
        if len(found) == 1:
            return int(found.iloc[0])
        if len(found) > 1:
            raise CSDeskError(
                Message("{n} accounts are called {name}.", n=len(found), name=text),
                Message("Use the key or the account ID."),
            )
    raise CSDeskError(
        Message("There is no account {name} in this book.", name=text),
        Message("Look with: csdesk show {book} accounts", book=workspace.title),
    )
