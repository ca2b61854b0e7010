"""A new account is opened as soon as the figures know it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from csdesk.desktop.bridge import Bridge
from csdesk.desktop.prompts import Prompts

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment


class MadeAccount:
    """Asks for a new account, waits for the figures that know it, then has it opened."""

    def __init__(self, bridge: Bridge, open_account: Callable[[int], object]) -> None:
        self._bridge, self._open = bridge, open_account
        self._made: int | None = None
        bridge.assessment_ready.connect(self._look)
        bridge.book_opened.connect(self._forget)

    def ask(self, prompts: Prompts) -> None:
        """Ask for the fields, and make the account."""
        from csdesk.desktop.account_forms import new_account

        new_account(self._bridge, prompts, self._show)

    def _forget(self) -> None:
        self._made = None

    def _show(self, key: int) -> None:
        self._made = key
        self._look(self._bridge.assessment)  # they may know it already

    def _look(self, assessment: Assessment | None) -> None:
        if self._made is None or assessment is None:
            return
        made = self._made

        def known() -> bool:
            return bool((assessment.accounts["key"] == made).any())

        def show(found: bool) -> None:
            if found and self._made == made:
                self._made = None
                self._open(made)

        self._bridge.jobs.run(known, done=show)
