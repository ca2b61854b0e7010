"""Changing one setting of the book: checked, said by its name, one step to undo."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from csdesk.app.new_book import new_policies
from csdesk.app.touch_edits import TIER_WORDS
from csdesk.model.changes import ChangeSet
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.policies import PlayPolicy, Policies
from csdesk.model.policy_catalogue import setting
from csdesk.model.policy_checks import check_policies

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.book.journal import Entry
    from csdesk.model.policy_settings import SettingValue

COUNTRY, ZONE = "calendar.holiday_country", "calendar.time_zone"
_NEVER_RESET = ("touch.high_from", "touch.low_from")  # their default is set by the first import


def changed_policies(policies: Policies, code: str, value: SettingValue) -> Policies:
    """The policies with another value of a setting.

    Raises:
        CSDeskError: the value makes no sense, by itself or beside the others.
    """
    wanted = setting(code)
    wanted.check(value)
    if code == COUNTRY and value not in known_countries():
        raise CSDeskError(
            Message("The holidays of “{country}” are not known.", country=str(value)),
            Message("Choose another country, as letters such as JP or US."),
        )
    if code == ZONE and value not in known_zones():
        raise CSDeskError(
            Message("“{zone}” is no time zone.", zone=str(value)), Message("Choose one such as Asia/Tokyo or UTC.")
        )
    changed = wanted.put(policies, value)
    check_policies(changed)
    return changed


def set_setting(workspace: Workspace, code: str, value: SettingValue) -> Entry | None:
    """Give a setting another value; None where it has it already.

    Raises:
        CSDeskError: the value makes no sense, or the book is open for reading only.
    """
    policies = changed_policies(workspace.policies, code, value)
    if policies == workspace.policies:
        return None
    said = setting(code).said(value, policies.revenue.currency)
    return workspace.apply(ChangeSet(said, ()), policies=policies)


def reset_plays(workspace: Workspace, tier: str) -> Entry | None:
    """Give a tier the plays that a new book has."""
    policies = workspace.policies
    plays = policies.plays.with_tier(tier, PlayPolicy().of(tier))
    if plays == policies.plays:
        return None
    said = Message("Give {tier} the plays of a new book", tier=TIER_WORDS[tier])
    return workspace.apply(ChangeSet(said, ()), policies=replace(policies, plays=plays))


def has_default(code: str) -> bool:
    """Whether a setting has a value that every new book starts with."""
    return code not in _NEVER_RESET


def default_value(code: str, language: str) -> SettingValue:
    """What a new book of that language starts with."""
    return setting(code).of(new_policies(language=language))


@cache
def known_countries(language: str = "en") -> dict[str, str]:
    """The countries whose holidays are known: code → name in that language, by name."""
    from babel import Locale
    from holidays.utils import list_supported_countries

    names = Locale(language).territories
    found = {code: str(names.get(code, code)) for code in list_supported_countries(include_aliases=False)}
    return dict(sorted(found.items(), key=lambda item: item[1]))


@cache
def known_zones() -> tuple[str, ...]:
    """The time zones this computer knows, by name; UTC first."""
    from zoneinfo import available_timezones

    named = sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix", "right"))
    )
    return ("UTC", *named)
