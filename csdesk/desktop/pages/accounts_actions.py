"""What the buttons of the side pane do."""

from __future__ import annotations

from csdesk.app import edits
from csdesk.desktop import account_forms
from csdesk.desktop.pages.accounts_inspector import AccountInspector
from csdesk.desktop.pages.page import Page
from csdesk.desktop.shell.explanation_dialog import open_explanation


def wire_inspector(page: Page, pane: AccountInspector) -> None:
    """Let the side pane of a page edit the book and open accounts."""
    bridge, prompts = page.bridge, page.prompts
    pane.closed.connect(pane.hide)
    pane.explanation_asked.connect(lambda key: open_explanation(bridge, key, pane.title.text(), "health", parent=page))
    pane.opened.connect(page.account_opened)
    pane.next_step_set.connect(lambda key, text, on: bridge.edit(lambda book: edits.set_next_step(book, [key], text, on)))  # fmt: skip
    pane.touchpoint_asked.connect(lambda key: account_forms.log_touchpoint(bridge, prompts, key))
    pane.edit_asked.connect(lambda key: account_forms.edit_account(bridge, prompts, key))
    pane.contract_asked.connect(lambda key: account_forms.new_contract(bridge, prompts, key))
    pane.archive_asked.connect(lambda key: account_forms.archive_accounts(bridge, [key]))
    pane.delete_asked.connect(lambda key: account_forms.delete_accounts(bridge, [key]))
