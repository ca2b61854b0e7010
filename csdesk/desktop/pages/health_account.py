"""The worked example of the page: which account, and its score set by hand or lifted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from csdesk.app.edits import plain_value
from csdesk.app.health_edits import lift_override, override_of, set_override
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.pages.health_dialogs import EVENTS
from csdesk.desktop.pages.health_session import HealthSession
from csdesk.desktop.pages.health_worked import WorkedExample, raw_words
from csdesk.desktop.prompts import Form, Prompts
from csdesk.desktop.translation import language, tr
from csdesk.desktop.wording import choice_text
from csdesk.model.errors import CSDeskError
from csdesk.model.fields import record_type
from csdesk.model.messages import Message
from csdesk.model.periods import add_months

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment
    from csdesk.rules.health_what_if import WhatIf

_BANDS = ("healthy", "watch", "at_risk", "no_data")


class AccountPane(QWidget):
    """One account worked through; by default the largest that changes band, else the largest of all."""

    def __init__(self, session: HealthSession, bridge: Bridge, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._bridge, self._prompts = session, bridge, prompts
        self._chosen: int | None = None
        self._assessment: Assessment | None = None
        self._largest = 0
        self._kept: tuple[int, dict[str, object], int, str] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 20, 8)
        self.worked = WorkedExample()
        self.worked.account_chosen.connect(self._choose)
        self.worked.override_asked.connect(self._ask_override)
        self.worked.lift_asked.connect(self._lift)
        column.addWidget(self.worked)

    def set_accounts(self, assessment: Assessment) -> None:
        """The accounts there are now."""
        self._assessment, self._kept = assessment, None
        accounts = assessment.accounts
        self.worked.set_names([str(name) for name in accounts["name"].dropna()])
        arr = accounts["arr"].to_numpy(dtype="float64", na_value=-1.0)
        self._largest = int(arr.argmax()) if len(arr) else 0

    @property
    def key(self) -> int | None:
        """The account that is worked through."""
        if self._assessment is None or not len(self._assessment.accounts):
            return None
        return int(self._assessment.accounts["key"].iloc[self._place()])

    def _place(self) -> int:
        assessment, found = self._assessment, self._session.found
        if assessment is None:
            return 0
        wanted = self._chosen
        if wanted is None and found is not None and len(found.changed):
            wanted = int(found.changed["account_key"].iloc[0])
        if wanted is None:
            return self._largest
        places = (assessment.accounts["key"] == wanted).to_numpy().nonzero()[0]
        return int(places[0]) if len(places) else self._largest

    def _choose(self, name: str) -> None:
        if self._assessment is None:
            return
        names = self._assessment.accounts["name"].fillna("").str.casefold()
        found = names.str.contains(name.casefold(), regex=False).to_numpy().nonzero()[0]
        exact = (names == name.casefold()).to_numpy().nonzero()[0]
        if len(found):
            self._chosen = int(self._assessment.accounts["key"].iloc[int((exact if len(exact) else found)[0])])
            if self._session.found is not None:
                self.show_what_if(self._session.found)

    def show_what_if(self, found: WhatIf) -> None:
        """Show the account by a draft."""
        from csdesk.rules.health_what_if import worked_parts

        assessment = self._assessment
        if assessment is None or not len(assessment.accounts):
            return
        place = self._place()
        row, answers, told = self._facts(assessment, place)
        parts = worked_parts(found, place)
        live, draft = found.live.computed[place], found.draft.computed[place]
        name, was, now = str(row.get("name") or ""), _exact(live), _exact(draft)
        if was == now:
            title = Message("Worked example: {account} {before}", account=name, before=was)
        else:
            title = Message("Worked example: {account} {before} → {after}", account=name, before=was, after=now)
        before, after = _BANDS[found.live.band[place]], _BANDS[found.draft.band[place]]
        band = Message("stays {band}", band=choice_text(after)) if before == after else Message("becomes {band}", band=choice_text(after))  # fmt: skip
        stays = ", ".join([tr(band), *self._why(found, place)])
        said = [(part, raw_words(part, row, answers)) for part in parts]
        self.worked.show_worked(tr(title), stays, said, told)
        writable = self._session.workspace is not None and not self._session.workspace.read_only
        self.worked.by_hand.setEnabled(writable)
        self.worked.lift.setEnabled(writable)

    def _why(self, found: WhatIf, place: int) -> list[str]:
        """The open event that holds the band down, and which of several models scored the account."""
        draft, number = self._session.draft, int(found.draft.model[place])
        if draft is None or not 0 <= number < len(draft.models):
            return [tr(Message("no model is meant for it"))]
        model, said = draft.models[number], []
        if found.draft.cap[place] >= 0:
            event = dict(EVENTS)[model.caps[found.draft.cap[place]][0]]
            said.append(tr(Message("held down: {event}", event=event)))
        if len(draft.models) > 1:
            said.append(tr(Message("by model {name}", name=model.name)))
        return said

    def _facts(self, assessment: Assessment, place: int) -> tuple[dict[str, object], int, str]:
        """The row, the number of answers, and who set the score by hand: the same while a draft changes."""
        if self._kept is None or self._kept[0] != place:
            row = {str(name): plain_value(value) for name, value in assessment.accounts.iloc[place].items()}
            self._kept = (place, row, self._answers(place), self._told(int(str(row["key"]))))
        return self._kept[1:]

    def _answers(self, place: int) -> int:
        if self._assessment is None:
            return 0
        window = self._assessment.scored(self._assessment.as_of).signals.signal("nps_mean").window
        return int(window.last[place] - window.first[place])

    def _told(self, key: int) -> str:
        workspace = self._session.workspace
        held = override_of(workspace, key) if workspace is not None else None
        if held is None:
            return ""
        text = Message("Set by hand to {score} until {day}: {reason} ({author})")
        return tr(
            Message(
                text.text, score=round(float(str(held["score"]))), day=held["expires_on"] if isinstance(held["expires_on"], date) else None,
                reason=str(held["reason"] or ""), author=str(held["author"] or "–"),
            )
        )  # fmt: skip

    def _ask_override(self) -> None:
        workspace, key = self._session.workspace, self.key
        if workspace is None or key is None:
            return
        from csdesk.app.own_person import own_name

        kind = record_type("health_override")
        fields = tuple(kind.field(name) for name in ("score", "reason", "expires_on"))
        held = override_of(workspace, key) or {}
        values = {"score": held.get("score"), "reason": held.get("reason"), "expires_on": held.get("expires_on") or add_months(workspace.as_of, 3)}  # fmt: skip
        hint = Message("The computed score stays visible. From the day after the expiry it counts again.")
        title = Message("Set the health score by hand")
        answers = self._prompts.fill_in(Form(title, fields, values, required=("score", "reason", "expires_on"), hint=hint))  # fmt: skip
        if answers is None:
            return
        score, until = answers["score"], answers["expires_on"]
        author = own_name(workspace) or ""
        try:
            change_set = set_override(
                workspace, key, float(str(score)), str(answers["reason"] or ""),
                until if isinstance(until, date) else None, author,
            )  # fmt: skip
        except CSDeskError as error:
            self._bridge.failed.emit(error)
            return
        self._bridge.apply(change_set)

    def _lift(self) -> None:
        if (key := self.key) is not None:
            self._bridge.edit(lambda workspace: lift_override(workspace, key))


def _exact(points: float) -> str:
    return "–" if points != points else language().number(float(points), 1)
