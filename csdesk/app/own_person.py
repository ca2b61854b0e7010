"""Which CSM the person at this computer is: kept in the book by login, because several people share one book."""

from __future__ import annotations

import getpass

from csdesk.app.workspace import Workspace

SETTING = "me"


def login() -> str:
    """The name under which this person is signed in on this computer; "" where the system does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a process whose user has no name
        return ""


def own_name(workspace: Workspace) -> str | None:
    """The CSM this person said to be, else the person the book marks as ``me``; None where neither is known."""
    chosen = (workspace.book.settings.get(SETTING) or {}).get(login())
    if chosen:
        return str(chosen)
    people = workspace.frame("person")
    mine = people.loc[people["me"].fillna(value=False).astype(bool), "name"].dropna()
    return None if mine.empty else str(mine.iloc[0])


def own_names(workspace: Workspace) -> frozenset[str]:
    """Every way the sheets write that CSM: the name and the aliases of the person of that name."""
    name = own_name(workspace)
    if name is None:
        return frozenset()
    people = workspace.frame("person")
    aliases = people.loc[(people["name"] == name).fillna(value=False).to_numpy(dtype=bool), "aliases"].dropna()
    return frozenset([name, *(part.strip() for text in aliases for part in str(text).split(";") if part.strip())])


def remember_own_name(workspace: Workspace, name: str | None) -> None:
    """Keep who this person is; None forgets it.

    Raises:
        CSDeskError: the book is open for reading only.
    """
    workspace.require_writable()
    kept = dict(workspace.book.settings.get(SETTING) or {})
    kept.pop(login(), None)
    workspace.book.settings[SETTING] = {**kept, login(): name} if name else kept
