"""The dialogs in which a renewal is judged, or closed as renewed, reduced or lost. They ask, then edit the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from csdesk.app.edits import set_decision, stored_values
from csdesk.app.renewal_edits import Closing, Outcome, Term, close_renewal, term_of
from csdesk.app.target_edits import set_target
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.field_text import read_text
from csdesk.desktop.prompts import Form, Prompts
from csdesk.model.errors import CSDeskError
from csdesk.model.fields import Field, field
from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.model.periods import DAY
from csdesk.rules.forecast import TARGET_FIGURE, halves_of, target_share

if TYPE_CHECKING:
    import pandas as pd

OUTCOMES: tuple[tuple[Outcome, Message, str], ...] = (
    ("renewed", Message("Renewed…"), "circle-check"),
    ("reduced", Message("Reduced…"), "trending-down"),
    ("lost", Message("Lost…"), "circle-x"),
)
_NEXT = ("decision.decided_on", "contract.renewal_term_months", "contract.seats", "decision.uplift", "contract.amount")
_LOST = (
    "decision.decided_on", "decision.stated_code", "decision.churn_reason", "decision.cause_code", "decision.root_cause",
)  # fmt: skip
_JUDGED = (
    "decision.risk_reason",
    "decision.probability",
    "decision.why",
    "decision.next_step",
    "decision.next_step_date",
)
_TITLES = {
    "renewed": Message("Close renewal: renewed"),
    "reduced": Message("Close renewal: reduced"),
    "lost": Message("Close renewal: lost"),
}


def ask_judgement(bridge: Bridge, prompts: Prompts, contract_keys: Sequence[int]) -> None:
    """Ask what puts renewals at risk, how probable they are and what is done; for several, what is left empty stays."""
    workspace = bridge.workspace
    if workspace is None or workspace.read_only or not contract_keys:
        return
    fields = tuple(field(code) for code in _JUDGED)
    values: dict[str, object] = {}
    if len(contract_keys) == 1:
        frame = workspace.frame("decision")
        known = frame.loc[frame["contract_key"] == contract_keys[0], "key"].tolist()
        values = {
            one.name: held[one.name] for held in stored_values(workspace, "decision", known).values() for one in fields
        }
    hint = Message("Forecast and expected amount are edited in the list.")
    if len(contract_keys) > 1:
        hint = Message("For {n} contracts; what is left empty stays as it is.", n=len(contract_keys))
    answer = prompts.fill_in(Form(Message("Judge renewal"), fields, values, currency=workspace.policies.revenue.currency, hint=hint))  # fmt: skip
    if answer is None:
        return
    single = len(contract_keys) == 1
    changed = {
        name: value for name, value in answer.items() if (value != values.get(name) if single else value is not None)
    }
    if changed:
        bridge.edit(lambda book: set_decision(book, contract_keys, changed))


def ask_closing(bridge: Bridge, prompts: Prompts, contract_key: int, outcome: Outcome | None = None) -> None:
    """Ask what became of a renewal, unless that is given, then for what belongs to it, and write both as one edit."""
    workspace = bridge.workspace
    if workspace is None or workspace.read_only:
        return
    if outcome is None:
        chosen = prompts.choose(Message("What became of the renewal?"), [text for _, text, _ in OUTCOMES])
        if chosen is None:
            return
        outcome = OUTCOMES[chosen][0]
    try:
        term = term_of(workspace, contract_key)
    except CSDeskError as error:
        prompts.show_error(error)
        return
    closed_as = outcome
    answer = prompts.fill_in(_form(closed_as, term, str(term.contract["currency"] or workspace.policies.revenue.currency), workspace.as_of))  # fmt: skip
    if answer is not None:
        closing = _closing(closed_as, answer)
        bridge.edit(lambda book: close_renewal(book, contract_key, closing))


def ask_target(bridge: Bridge, prompts: Prompts, listed: pd.DataFrame | None) -> None:
    """Ask what share of what comes up should renew, for each fiscal half that is listed, and write the answers."""
    workspace = bridge.workspace
    if workspace is None or workspace.read_only or listed is None:
        return
    policies, targets = workspace.policies, workspace.frame("target")
    for half in halves_of(listed, policies):
        now = target_share(half.start, targets, policies)
        answer = prompts.ask_text(Message("Target of renewals"), Message("Share of what is due in {half} that should renew", half=half.label), f"{round(now * 100, 2):g}%")  # fmt: skip
        if answer is None:
            return
        try:
            value = _share(answer)
        except CSDeskError as error:
            prompts.show_error(error)
            return
        if value != now:
            code = half.code
            bridge.edit(lambda book, code=code, value=value: set_target(book, policies.calendar, TARGET_FIGURE, code, value))  # type: ignore[misc]  # fmt: skip


def _share(answer: str) -> float | None:
    """A share as typed, 94% or 0.94; None takes the target away.

    Raises:
        CSDeskError: it is no share.
    """
    value = read_text(field("decision.probability"), answer, "")
    if value is not None and (not isinstance(value, (int, float)) or not 0 <= value <= 1.5):
        raise CSDeskError(Message("A target is a share, e.g. 94%."))
    return None if value is None else float(value)


def _form(outcome: Outcome, term: Term, currency: str, today: object) -> Form:
    fields: tuple[Field, ...] = tuple(field(code) for code in (_LOST if outcome == "lost" else _NEXT))
    values: dict[str, object] = {"decided_on": today}
    if outcome == "lost":
        hint = Message("The contract ends on {day}. What the customer says and what was behind it may differ.", day=term.end)  # fmt: skip
        return Form(_TITLES[outcome], fields, values, ("decided_on", "stated_code"), currency, hint=hint)
    now = term.contract["amount"]
    values |= {"renewal_term_months": term.months, "seats": term.contract["seats"]}
    hint = Message(
        "The next contract starts on {day}. Without an amount, seats and uplift are applied to today's {amount}.",
        day=term.end + DAY,
        amount=Money(now, currency) if isinstance(now, int) else "",
    )
    return Form(_TITLES[outcome], fields, values, ("decided_on", "renewal_term_months"), currency, hint=hint)


def _closing(outcome: Outcome, answer: Mapping[str, object]) -> Closing:
    held = dict(answer)
    decided_on, months, seats = (held.pop(name, None) for name in ("decided_on", "renewal_term_months", "seats"))
    uplift, amount = held.pop("uplift", None), held.pop("amount", None)
    return Closing(
        outcome, decided_on, months, seats, uplift, amount, {name: value for name, value in held.items() if value is not None}  # type: ignore[arg-type]
    )  # fmt: skip
