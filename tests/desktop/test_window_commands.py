"""The table of commands."""

from __future__ import annotations

from collections import Counter

import pytest
from lucide import get_icon_list

from csdesk.desktop.commands import all_commands, command
from csdesk.desktop.pages import PAGES


def test_codes_and_shortcuts_are_unique() -> None:
    codes = Counter(found.code for found in all_commands())
    shortcuts = Counter(found.shortcut for found in all_commands() if found.shortcut)
    assert [code for code, n in codes.items() if n > 1] == []
    assert [keys for keys, n in shortcuts.items() if n > 1] == []


def test_every_icon_exists() -> None:
    known = set(get_icon_list())
    assert [found.code for found in all_commands() if found.icon not in known] == []
    assert [entry.code for entry in PAGES if entry.icon not in known] == []


def test_an_unknown_command_is_no_command() -> None:
    with pytest.raises(KeyError):
        command("fly")


def test_every_page_can_be_loaded_and_has_the_code_of_its_entry() -> None:
    assert {entry.code: entry.load().code for entry in PAGES} == {entry.code: entry.code for entry in PAGES}
