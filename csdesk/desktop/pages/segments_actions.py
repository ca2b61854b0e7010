"""What a person does on the Segments page: apply, hold by hand, decide on candidates, set hours, edit plays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from csdesk.app.own_person import login, own_name
from csdesk.desktop.bridge import Announcement
from csdesk.desktop.jobs import Lane
from csdesk.desktop.pages.segments_side import CandidateRow, OverrideRow, SidePane
from csdesk.desktop.pages.segments_texts import TIER_TITLES, TIERS, amount_text
from csdesk.desktop.prompts import Form
from csdesk.desktop.translation import language, tr
from csdesk.model.errors import CSDeskError
from csdesk.model.fields import Field, Kind, field, record_type
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.desktop.pages.segments import SegmentsPage
    from csdesk.desktop.pages.segments_plays import PlaysDialog
    from csdesk.rules.assessment import Assessment

SOON = 30  # days before its end from which an override stands out
_ACCOUNT = Field("touch_assignment", "account", Kind.TEXT, "Account", "顧客")
_AGAIN = Field("touch_assignment", "again_on", Kind.DATE, "Look again on", "再確認日")


class SegmentsActions:
    """The edits of the page, and the questions before them."""

    def __init__(self, page: SegmentsPage) -> None:
        self._page = page
        self.dialog: PlaysDialog | None = None

    def connect_side(self, side: SidePane) -> None:
        """Wire the side pane."""
        side.override_asked.connect(self.add_override)
        side.lifted.connect(self.lift)
        side.approved.connect(self.approve)
        side.deferred.connect(lambda row: self.put_off(row, rejected=False))
        side.rejected.connect(lambda row: self.put_off(row, rejected=True))
        side.log_asked.connect(self.show_log)

    @property
    def _workspace(self) -> Workspace | None:
        return self._page.bridge.workspace

    def _author(self, workspace: Workspace) -> str:
        return own_name(workspace) or login()

    def _write(self, work: Callable[[], Any]) -> None:
        """Run an edit that returns a journal entry in the store lane, and say what was done."""

        def done(entry: Any) -> None:
            if entry is not None:
                self._page.bridge.announced.emit(Announcement(entry.intention, undoable=True))

        self._page.bridge.jobs.run(work, done=done, lane=Lane.STORE)

    # The trial

    def apply(self) -> None:
        """Put the trial into force and move who is ticked, as one step."""
        from dataclasses import replace

        from csdesk.app.touch_edits import Moves, apply_moves
        from csdesk.rules.touch_candidates import candidate_fingerprint
        from csdesk.rules.touch_words import change_text

        page, workspace = self._page, self._workspace
        book, found, trial = page.book, page.found, page.trial
        if workspace is None or book is None or found is None or trial is None or not page.dirty:
            return
        kept = page.side.moves.moves.kept
        after = replace(found.touch, tier=book.live.tier, standing=book.live.standing)
        counted = replace(book.inputs, value=found.value).counted(trial)
        to, stay = {}, {}
        for place in found.moves.tolist():
            key = int(book.keys[place])
            if key in kept:
                facts = candidate_fingerprint(after, counted, place)
                stay[key] = (TIERS[int(book.live.standing[place])], facts)
            else:
                to[key] = TIERS[int(found.touch.by_value[place])]
        text = change_text(book, trial)
        why, author = tr(text) if text is not None else "", self._author(workspace)
        self._write(lambda: apply_moves(workspace, trial, Moves(to, stay), why, author))

    # Overrides

    def add_override(self) -> None:
        """Ask for account, tier, reason and end, and hold the account there."""
        from csdesk.app.finding import find_account
        from csdesk.app.touch_edits import set_override

        page, workspace = self._page, self._workspace
        if workspace is None:
            return
        fields = (
            _ACCOUNT,
            *(record_type("touch_assignment").field(name) for name in ("touch", "reason", "expires_on")),
        )
        names = tuple(sorted(workspace.frame("account")["name"].dropna()))
        values = page.prompts.fill_in(
            Form(
                Message("Hold an account in a tier"), fields, self._marked(), ("account", "touch", "reason", "expires_on"),
                accept=Message("Hold"), hint=Message("Its value does not move it until the end date."),
                suggestions={"account": names},
            )
        )  # fmt: skip
        if values is None:
            return
        try:
            key = find_account(workspace, str(values["account"] or ""))
            made = set_override(workspace, key, _word(values["touch"]), _word(values["reason"]), values["expires_on"], self._author(workspace))  # type: ignore[arg-type]  # fmt: skip
        except CSDeskError as error:
            page.prompts.show_error(error)
            return
        page.bridge.apply(made)

    def _marked(self) -> dict[str, object]:
        """The account that is marked among the moves, and the tier it has: what somebody most likely wants to hold."""
        index = self._page.side.moves.currentIndex()
        if not index.isValid():
            return {}
        row = self._page.side.moves.moves.row(index.row())
        return {"account": row.name, "touch": row.was}

    def lift(self, key: object) -> None:
        """End an override; the account returns to the tier its value gives."""
        from csdesk.app.touch_edits import lift_override

        page, workspace = self._page, self._workspace
        if workspace is None or page.assessment is None or not isinstance(key, int):
            return
        cut = page.assessment.segmentation
        tier = TIERS[int(cut.touch.by_value[page.assessment.customers.places.of(pd.array([key]).to_numpy("int64"))[0]])]
        author = self._author(workspace)
        page.bridge.edit(lambda book: lift_override(book, key, tier, author))

    # Candidates

    def approve(self, row: CandidateRow) -> None:
        """Ask why, and move the account."""
        from csdesk.app.touch_edits import approve_moves

        workspace = self._workspace
        title = Message("Move {account} to {tier}", account=row.name, tier=tr(TIER_TITLES[TIERS.index(row.now)]))
        values = self._page.prompts.fill_in(
            Form(title, (field("touch_assignment.reason"),), {}, accept=Message("Approve"))
        )
        if workspace is None or values is None:
            return
        author, reason = self._author(workspace), _word(values["reason"])
        self._page.bridge.edit(lambda book: approve_moves(book, {row.key: row.to}, reason, author))

    def put_off(self, row: CandidateRow, *, rejected: bool) -> None:
        """Ask why, and until when where it is deferred, and leave the account where it is."""
        from csdesk.app.touch_edits import put_off_move

        title = Message("Reject the move of {account}", account=row.name) if rejected else Message("Defer the move of {account}", account=row.name)  # fmt: skip
        reason = field("touch_assignment.reason")
        form = Form(
            title, (reason,) if rejected else (reason, _AGAIN), {}, ("reason",),
            accept=Message("Reject") if rejected else Message("Defer"),
            hint=Message("It comes back when its facts change: another cut, another tier, or 20% more or less."),
        )  # fmt: skip
        values = self._page.prompts.fill_in(form)
        if values is None:
            return
        why, until = _word(values["reason"]), values.get("again_on")
        self._page.bridge.edit(
            lambda book: put_off_move(book, row.key, row.facts, why, until, rejected=rejected)  # type: ignore[arg-type]
        )

    def show_decisions(self, assessment: Assessment) -> None:
        """Fill the side pane with overrides and candidates."""
        from csdesk.rules.touch_candidates import candidate_fingerprint
        from csdesk.rules.touch_decisions import open_candidates, overrides

        page, cut = self._page, assessment.segmentation
        workspace = self._workspace
        if page.book is None:
            return
        counted = cut.inputs.counted(assessment.policies.touch)
        held = [_override_row(row, assessment) for row in overrides(assessment).itertuples(index=False)]
        rows = [
            CandidateRow(
                int(page.book.keys[place]), str(page.book.names[place]), amount_text(int(cut.inputs.value[place]), page.book.currency),
                TIERS[int(cut.touch.tier[place])], TIERS[int(cut.touch.computed[place])], TIERS[int(cut.touch.by_value[place])],
                candidate_fingerprint(cut.touch, counted, place),
            )
            for place in open_candidates(assessment).tolist()
        ]  # fmt: skip
        page.side.show_decisions(held, rows, writable=workspace is not None and not workspace.read_only)

    # The rest

    def set_hours(self, csm: str) -> None:
        """Ask for the hours of a CSM."""
        from csdesk.app.touch_edits import set_hours

        workspace = self._workspace
        if workspace is None or workspace.read_only:
            return
        people = workspace.frame("person")
        own = people[(people["name"] == csm).fillna(value=False).astype(bool)]
        fields = tuple(record_type("person").field(name) for name in ("hours", "programme_hours"))
        known = {f.name: float(own[f.name].iloc[0]) for f in fields if len(own) and pd.notna(own[f.name].iloc[0])}
        hint = Message("Where nothing is set, the hours of a full-time CSM count: {hours} a month.", hours=language().number(workspace.policies.touch.full_time_hours, 1))  # fmt: skip
        values = self._page.prompts.fill_in(Form(Message("Hours of {csm}", csm=csm), fields, known, hint=hint))
        if values is None:
            return
        try:
            made = set_hours(workspace, csm, values["hours"], values["programme_hours"])  # type: ignore[arg-type]
        except CSDeskError as error:
            self._page.prompts.show_error(error)
            return
        self._page.bridge.apply(made)

    def edit_plays(self, tier: str) -> None:
        """Open the plays of a tier; Save writes them."""
        from csdesk.app.touch_edits import set_plays
        from csdesk.desktop.pages.segments_plays import PlaysDialog
        from csdesk.rules.plays import play_text

        workspace = self._workspace
        if workspace is None or workspace.read_only:
            return
        plays = [(play, tr(play_text(play))) for play in workspace.policies.plays.of(tier)]
        title = tr(Message("What {tier} is given", tier=TIER_TITLES[TIERS.index(tier)]))
        dialog = self.dialog = PlaysDialog(tier, title, plays, self._page.window())

        def keep() -> None:
            given = dialog.plays()  # read here: the dialog is gone when the other thread writes
            self._write(lambda: set_plays(workspace, tier, given))

        dialog.accepted.connect(keep)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_log(self) -> None:
        """Open the log."""
        from csdesk.desktop.pages.segments_log import SegmentsLog

        dialog = SegmentsLog(self._page.bridge, self._page.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _word(value: object) -> str:
    return "" if value is None else str(value)


def _override_row(row: Any, assessment: Assessment) -> OverrideRow:
    ends, tone = _ends(row, assessment)
    if not pd.isna(row.author):
        ends = Message("{ends}, {author}", ends=ends, author=str(row.author))
    reason = "" if pd.isna(row.reason) else str(row.reason)
    return OverrideRow(int(row.account_key), str(row.account), str(row.touch), reason, tr(ends), tone)


def _ends(row: Any, assessment: Assessment) -> tuple[Message, str]:
    """When an override ends, and how loudly that is said."""
    if pd.isna(row.until):
        return Message("No end date"), "watch"
    day = row.until.date()
    left = (day - assessment.as_of).days
    if left < 0:
        return Message("Ended {day}", day=day), "risk"
    if left <= SOON:
        return Message("Expires in {n} days, {day}", n=left, day=language().day(day, year=False)), "watch"
    return Message("Expires {day}", day=day), ""
