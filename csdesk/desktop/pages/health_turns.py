"""Who would change band; who is seen differently by the CSM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from csdesk.desktop.pages.health_changes import TurnList, changed_turns, disagreement_turns
from csdesk.desktop.pages.health_session import HealthSession
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import SegmentedControl
from csdesk.desktop.widgets.labels import SectionHeader
from csdesk.model.messages import Message
from csdesk.model.money import Money

if TYPE_CHECKING:
    import pandas as pd

    from csdesk.rules.health_what_if import WhatIf


class TurnsPane(QWidget):
    """One of two lists; ``opened(account_key)``."""

    opened = Signal(object)

    def __init__(self, session: HealthSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._currency = session, "USD"
        self._found: WhatIf | None = None
        self._differ: pd.DataFrame | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 10)
        column.setSpacing(4)
        self.head = SectionHeader("", " ")
        self.kind = SegmentedControl(
            [("changes", Message("Live → draft")), ("differ", Message("CSM's view"))], "changes", Message("List")
        )
        self.kind.chosen.connect(lambda _: self._choose())
        self.head.add(self.kind)
        column.addWidget(self.head)
        self.list = TurnList()
        self.list.opened.connect(self.opened)
        self.list.all_asked.connect(self._fill)
        column.addWidget(self.list)

    def show_changes(self, found: WhatIf, currency: str) -> None:
        """Show who would change band; the other list follows when the figures are new."""
        if self._found is None or found.live is not self._found.live:
            self._differ = None
        self._found, self._currency = found, currency
        if self.kind.current == "changes":
            self._fill()
        elif self._differ is None:
            self._choose()

    def _choose(self) -> None:
        if self.kind.current == "differ" and self._differ is None:
            self._session.disagreements(self._take)
        else:
            self._fill()

    def _take(self, found: pd.DataFrame) -> None:
        self._differ = found
        self._fill()

    def _fill(self) -> None:
        if self.kind.current == "differ":
            if self._differ is not None:
                self._fill_differ(self._differ)
            return
        if self._found is None:
            return
        changed = self._found.changed
        total = int(changed["arr"].sum()) if len(changed) else 0
        self.head.title.setText(tr(Message("{n} accounts change band", n=len(changed))))
        amount = language().money(Money(total, self._currency))
        self.head.meta.setText(tr(Message("{amount} of ARR; largest first", amount=amount)) if len(changed) else "")
        turns = changed_turns(changed, self._currency, self.list.most)
        self.list.show_turns(turns, len(changed), Message("Nobody changes band."))

    def _fill_differ(self, found: pd.DataFrame) -> None:
        self.head.title.setText(tr(Message("{n} accounts are seen differently", n=len(found))))
        self.head.meta.setText(tr(Message("another band, 25 points or more away")) if len(found) else "")
        turns = disagreement_turns(found, self._currency, self.list.most)
        nothing = Message("Where a CSM gave a view, the model sees the same. Views from 1 to 5 stand on the account and on touchpoints.")  # fmt: skip
        self.list.show_turns(turns, len(found), nothing)
