"""The pages of the window. A new page is one line in ``PAGES``; its module loads when it is first opened."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.desktop.pages.page import Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page and how the rail shows it.

    Attributes:
        module, name: where the class is.
        icon: Lucide name.
        rail: among the pages of the rail; the account page is reached through an account, the settings at its foot.
        lower: in the rail's second group, under the line.
    """

    code: str
    title: Message
    icon: str
    module: str
    name: str
    rail: bool = True
    lower: bool = False

    def load(self) -> type[Page]:
        """Import the page's module and give its class."""
        page: type[Page] = getattr(import_module(f"csdesk.desktop.pages.{self.module}"), self.name)
        return page


PAGES: tuple[PageEntry, ...] = (
    PageEntry("today", Message("Today"), "sun", "today", "TodayPage"),
    PageEntry("accounts", Message("Accounts"), "building-complex", "accounts", "AccountsPage"),
    PageEntry("account", Message("Account"), "building-complex", "account", "AccountPage", rail=False),
    PageEntry("renewals", Message("Renewals"), "calendar-clock", "renewals", "RenewalsPage"),
    PageEntry("segments", Message("Segments"), "layers", "segments", "SegmentsPage"),
    # Word joiner: on the rail the page has a shorter name in Japanese than the score of that name.
    PageEntry("health", Message("Health\u2060"), "activity", "health", "HealthPage"),
    PageEntry("charts", Message("Charts"), "chart-column", "charts", "ChartsPage"),
    PageEntry("qbr", Message("QBR"), "presentation", "qbr", "QbrPage"),
    PageEntry("import", Message("Import"), "file-input", "imports", "ImportPage", lower=True),
    PageEntry("settings", Message("Settings"), "settings-2", "settings", "SettingsPage", rail=False),
)


def page_entry(code: str) -> PageEntry | None:
    """The page of that code, if there is one."""
    return next((entry for entry in PAGES if entry.code == code), None)
