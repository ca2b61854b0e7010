"""Small things a book remembers by name, as JSON: policies, mappings, views, the as-of date."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

from sqlalchemy.engine import Connection

from csdesk.book.journal import SettingChange
from csdesk.model.errors import BookError, CSDeskError
from csdesk.model.messages import Message
from csdesk.model.policies import Policies, as_data, from_data
from csdesk.model.policy_checks import check_policies

POLICIES = "policies"


def setting_json(value: Any) -> str:
    """A setting as JSON text, always written the same way.

    Raises:
        TypeError: JSON has no form for the value.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def policies_json(policies: Policies) -> str:
    """The policies as JSON text.

    Raises:
        CSDeskError: they make no sense; no book holds such.
    """
    check_policies(policies)
    return setting_json(as_data(policies))


def read_policies(text: str | None) -> Policies:
    """The policies behind ``policies_json``; what an older program did not know is default."""
    return Policies() if text is None else from_data(Policies, json.loads(text))


def opened_policies(text: str | None) -> Policies:
    """The policies a book is opened with.

    Raises:
        BookError: somebody wrote settings into it that make no sense.
    """
    policies = read_policies(text)
    try:
        check_policies(policies)
    except CSDeskError as error:
        raise BookError(
            Message("The settings in this book cannot be used: {why}", why=error.message),
            Message("Open a backup from beside the book."),
        ) from error
    return policies


def stored_settings(connection: Connection) -> dict[str, str]:
    """All settings as JSON text by name."""
    rows = connection.exec_driver_sql("SELECT name, value FROM setting").fetchall()
    return {str(name): str(value) for name, value in rows}


def store_setting(connection: Connection, name: str, value: str | None) -> None:
    """Set a setting to a JSON text, or take it away."""
    if value is None:
        connection.exec_driver_sql("DELETE FROM setting WHERE name = ?", (name,))
    else:
        connection.exec_driver_sql(
            "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )


def setting_changes(
    connection: Connection, policies: Policies | None, settings: Mapping[str, Any] | None
) -> list[SettingChange]:
    """What becomes different if these were set; a setting of None is taken away."""
    wanted: dict[str, str | None] = {
        name: None if value is None else setting_json(value) for name, value in (settings or {}).items()
    }
    if policies is not None:
        wanted[POLICIES] = policies_json(policies)
    held = stored_settings(connection)
    return [SettingChange(n, held.get(n), new) for n, new in wanted.items() if held.get(n) != new]


class Settings(MutableMapping[str, Any]):
    """The settings of an open book by name, the policies left out.

    Setting one writes it at once, in a transaction of its own that is not history:
    how somebody looks at a book is nothing to undo. Values are whatever JSON can hold.
    """

    def __init__(self, held: Mapping[str, str], store: Callable[[str, str | None], None]) -> None:
        self._held = dict(held)
        self._store = store

    def replace(self, held: Mapping[str, str]) -> None:
        """Take over what now stands in the book."""
        self._held = dict(held)

    def __getitem__(self, name: str) -> Any:
        if name == POLICIES:
            raise KeyError(name)
        return json.loads(self._held[name])

    def __setitem__(self, name: str, value: Any) -> None:
        self._put(name, setting_json(value))

    def __delitem__(self, name: str) -> None:
        if name not in self:
            raise KeyError(name)
        self._put(name, None)

    def _put(self, name: str, value: str | None) -> None:
        if name == POLICIES:
            raise ValueError("policies are changed by an entry of the journal")
        if self._held.get(name) == value:
            return
        self._store(name, value)
        if value is None:
            self._held.pop(name)
        else:
            self._held[name] = value

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._held if name != POLICIES)

    def __len__(self) -> int:
        return len(self._held) - (POLICIES in self._held)
