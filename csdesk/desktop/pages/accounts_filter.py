"""Which accounts a list shows: conditions that are put together, and the views that come with the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from csdesk.desktop.translation import tr
from csdesk.desktop.wording import choice_text
from csdesk.model.messages import Message

UPSELL_SEAT_USE = 0.9


@dataclass(frozen=True, slots=True)
class AccountsFilter:
    """Conditions on accounts; all that are set must hold, within one any of its values.

    Attributes:
        renews_within, notice_within: days from the as-of date.
        upsell: healthy, with seats used from 90%.
        onboarding: in the onboarding stage, or with a target date and not done.
        archived: put away; these are left out of every other list.
    """

    renews_within: int | None = None
    notice_within: int | None = None
    touch: tuple[str, ...] = ()
    band: tuple[str, ...] = ()
    csm: tuple[str, ...] = ()
    lifecycle: tuple[str, ...] = ()
    renewal_state: tuple[str, ...] = ()
    upsell: bool = False
    onboarding: bool = False
    archived: bool = False

    def mask(self, accounts: pd.DataFrame, as_of: date) -> np.ndarray | None:
        """One boolean a row of the assessment's ``accounts``; None where every row fits."""
        parts = [_any_of(accounts[name], getattr(self, name)) for name in _CHOICES if getattr(self, name)]
        if self.renews_within is not None:
            parts.append(_within(accounts["renewal_on"], as_of, self.renews_within))
        if self.notice_within is not None:
            parts.append(_within(accounts["notice_by"], as_of, self.notice_within))
        if self.upsell:
            parts.append(_any_of(accounts["band"], ("healthy",)) & _numbers(accounts["seat_use"], UPSELL_SEAT_USE))
        if self.onboarding:
            waiting = accounts["onboarding_due"].notna() & accounts["onboarded_on"].isna()
            parts.append(_any_of(accounts["lifecycle"], ("onboarding",)) | waiting.to_numpy(dtype=bool))
        return np.logical_and.reduce(parts) if parts else None

    def conditions(self) -> dict[str, tuple[str, str]]:
        """Field → name and value as chips show them."""
        shown: dict[str, tuple[str, str]] = {}
        if self.renews_within is not None:
            shown["renews_within"] = (tr(Message("Renews in")), tr(Message("{n} days", n=self.renews_within)))
        if self.notice_within is not None:
            shown["notice_within"] = (tr(Message("Notice in")), tr(Message("{n} days", n=self.notice_within)))
        for name in _CHOICES:
            values: tuple[str, ...] = getattr(self, name)
            if values:
                shown[name] = (tr(CHOICE_NAMES[name]), tr(Message(", ")).join(choice_text(value) for value in values))
        flags = {
            "upsell": Message("Ready for upsell"),
            "onboarding": Message("Onboarding"),
            "archived": Message("Archived"),
        }
        for name, text in flags.items():
            if getattr(self, name):
                shown[name] = ("", tr(text))
        return shown

    def without(self, name: str) -> AccountsFilter:
        """The filter with one condition taken away."""
        empty = AccountsFilter()
        return AccountsFilter(**{**self.as_data(), name: getattr(empty, name)})

    def toggled(self, name: str, value: str) -> AccountsFilter:
        """The filter with one value of a condition turned on or off."""
        held: tuple[str, ...] = getattr(self, name)
        new = tuple(v for v in held if v != value) if value in held else (*held, value)
        return AccountsFilter(**{**self.as_data(), name: new})

    def as_data(self) -> dict[str, Any]:
        """As plain data, for the book."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> AccountsFilter:
        """The filter behind plain data; what is unknown is left out."""
        known = {f.name for f in fields(cls)}
        kept: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items() if k in known}
        return cls(**kept)


CHOICE_NAMES: Mapping[str, Message] = {
    "touch": Message("Touch"),
    "band": Message("Health"),
    "csm": Message("CSM"),
    "lifecycle": Message("Lifecycle"),
    "renewal_state": Message("Renewal"),
}
_CHOICES = tuple(CHOICE_NAMES)


def _any_of(values: pd.Series, wanted: tuple[str, ...]) -> np.ndarray:
    mask: np.ndarray = values.isin(list(wanted)).to_numpy(dtype=bool)
    return mask


def _within(values: pd.Series, as_of: date, days: int) -> np.ndarray:
    left = (values - pd.Timestamp(as_of)).dt.days
    mask: np.ndarray = ((left >= 0) & (left <= days)).to_numpy(dtype=bool)
    return mask


def _numbers(values: pd.Series, least: float) -> np.ndarray:
    mask: np.ndarray = values.to_numpy(dtype=np.float64, na_value=np.nan) >= least
    return mask


@dataclass(frozen=True, slots=True)
class AccountsView:
    """A named list: filter, order, columns and what it is grouped by. ``own`` views were saved by the user, their name is data."""

    code: str
    title: Message
    filter: AccountsFilter
    sort: str = ""
    descending: bool = False
    columns: tuple[str, ...] = ()
    own: bool = False
    group: str = ""

    def as_data(self) -> dict[str, Any]:
        """As plain data, for the book."""
        return {
            "name": self.title.text,
            "filter": self.filter.as_data(),
            "sort": self.sort,
            "descending": self.descending,
            "columns": list(self.columns),
            "group": self.group,
        }


def saved_view(data: Mapping[str, Any]) -> AccountsView:
    """The view behind plain data."""
    name = str(data.get("name", ""))
    return AccountsView(
        f"own:{name}", Message("{name}", name=name), AccountsFilter.from_data(data.get("filter", {})),
        str(data.get("sort", "")), bool(data.get("descending")), tuple(data.get("columns", ())), own=True,
        group=str(data.get("group", "")),
    )  # fmt: skip


def built_in_views(own_name: str | None) -> tuple[AccountsView, ...]:
    """The views that come with the program; the last one only for a CSM the book knows as oneself."""
    views = (
        AccountsView("all", Message("All accounts"), AccountsFilter(), "arr", descending=True),
        AccountsView("renewing", Message("Renewing in 120 days"), AccountsFilter(renews_within=120), "renewal_on"),
        AccountsView("at_risk", Message("At risk"), AccountsFilter(band=("at_risk",)), "health"),
        AccountsView("upsell", Message("Ready for upsell"), AccountsFilter(upsell=True), "arr", descending=True),
        AccountsView("onboarding", Message("Onboarding"), AccountsFilter(onboarding=True), "onboarding_due"),
    )
    if own_name is None:
        return views
    mine = AccountsFilter(touch=("high",), csm=(own_name,))
    return (*views, AccountsView("mine", Message("My high touch"), mine, "arr", descending=True))
