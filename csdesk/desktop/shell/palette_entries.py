"""What the palette offers: the accounts of the book, then the commands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from csdesk.desktop.account_forms import log_touchpoint
from csdesk.desktop.commands import Desk, all_commands, can_write
from csdesk.desktop.own_person import csm_names, say_who_i_am
from csdesk.desktop.pages import page_entry
from csdesk.desktop.pages.settings_sections import SECTIONS
from csdesk.desktop.shell.palette import PaletteEntry
from csdesk.desktop.translation import language, tr
from csdesk.desktop.wording import choice_text
from csdesk.model.messages import Message
from csdesk.model.money import Money

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment


def palette_entries(desk: Desk) -> list[PaletteEntry]:
    """Commands that make sense now, then accounts, then who one may be."""
    commands = [
        PaletteEntry(tr(found.text), partial(found.run, desk), found.icon, keys=found.shortcut.replace("+", " "))
        for found in all_commands()
        if found.palette and found.when(desk)
    ]
    assessment = desk.bridge.assessment
    if assessment is None:
        return commands
    commands += settings_entries(desk)
    return commands + account_entries(desk, assessment) + person_entries(desk, assessment)


def settings_entries(desk: Desk) -> list[PaletteEntry]:
    """One entry a section of the settings, found by the names of what stands in it."""
    entries = []
    for section in SECTIONS:
        words = [tr(text) for text in (*(setting.label for setting in section.settings), *section.words)]
        text = tr(Message("Settings: {section}", section=section.title))
        run = partial(desk.open_page, "settings", section.code)
        entries.append(PaletteEntry(text, run, "settings-2", search=" ".join(words)))
    return entries


def person_entries(desk: Desk, assessment: Assessment) -> list[PaletteEntry]:
    """I am …, for every CSM: whose accounts Mine and My high touch show."""
    if not can_write(desk):
        return []
    return [
        PaletteEntry(tr(Message("I am {name}", name=name)), partial(say_who_i_am, desk.bridge, name), "users")
        for name in csm_names(assessment)
    ]


def _doings(desk: Desk, key: int, name: str) -> list[PaletteEntry]:
    """What can be done with the account that was found."""
    deck = PaletteEntry(tr(Message("Build QBR deck: {account}", account=name)), partial(desk.open_page, "qbr", key), "presentation")  # fmt: skip
    if not can_write(desk):
        return [deck]
    log = partial(log_touchpoint, desk.bridge, desk.prompts, key)
    return [deck, PaletteEntry(tr(Message("Log touchpoint: {account}", account=name)), log, "phone")]


def account_entries(desk: Desk, assessment: Assessment) -> list[PaletteEntry]:
    """One entry an account: name, touch and ARR; found by kana, too."""
    accounts = assessment.accounts
    code = "account" if page_entry("account") else "accounts"
    columns = (accounts[name].tolist() for name in ("key", "name", "kana", "touch", "arr"))
    currency = assessment.policies.revenue.currency
    entries = []
    for key, name, kana, touch, arr in zip(*columns, strict=True):
        if not isinstance(name, str):
            continue
        parts = [choice_text(touch)] if isinstance(touch, str) else []
        if isinstance(arr, int):
            parts.append(language().money(Money(arr, currency)))
        search = kana if isinstance(kana, str) else ""
        more = partial(_doings, desk, int(key), name)
        entries.append(PaletteEntry(name, partial(desk.open_page, code, int(key)), "building-complex", ", ".join(parts), search=search, more=more))  # fmt: skip
    return entries
