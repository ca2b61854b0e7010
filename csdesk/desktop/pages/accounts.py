"""The list of accounts."""

from __future__ import annotations

from csdesk.desktop.pages.page import Page
from csdesk.model.messages import Message


class AccountsPage(Page):
    """Accounts as a table, with filters and a side pane."""

    code = "accounts"
    title = Message("Accounts")
