"""Targets of key figures by fiscal period, as edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csdesk.app.edits import EditableBook, stored_values
from csdesk.model.changes import Change, ChangeSet, change_of, collected
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.periods import parse_period

if TYPE_CHECKING:
    from csdesk.model.policies import Calendar


def set_target(book: EditableBook, calendar: Calendar, figure: str, period: str, value: float | None) -> ChangeSet:
    """Aim at a value in a fiscal period; None aims at nothing any more.

    Amounts are major units of the book's currency, rates fractions: 0.94 is 94%. A period is kept by its code.

    Raises:
        CSDeskError: there is no such figure, or the text names no period.
    """
    from csdesk.rules.figures import CODES

    if figure not in CODES:
        raise CSDeskError(
            Message("There is no figure {name}.", name=figure),
            Message("Choose one of: {choices}.", choices=", ".join(CODES)),
        )
    code = parse_period(period, calendar).code
    targets = book.frame("target")
    same = (targets["figure"] == figure) & (targets["period"] == code)
    keys = [int(key) for key in targets.loc[same.fillna(False).astype(bool), "key"]]
    before = stored_values(book, "target", keys)
    said = Message("Set the target of {figure} for {period}", figure=figure, period=code)
    if value is None:
        return ChangeSet(said, tuple(Change("target", key, before[key], None) for key in keys))
    if keys:
        return collected(said, [change_of("target", keys[-1], before[keys[-1]], {"value": value})])
    fresh = {"figure": figure, "period": code, "value": value}
    return ChangeSet(said, (Change("target", book.next_key("target"), None, fresh),))
