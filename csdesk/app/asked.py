"""What a listing of a book is asked for: days, a fiscal period, a part of the book, a language."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from csdesk.i18n import Language
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.periods import FiscalPeriod, add_months, parse_period

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.rules.selection import PartKind, Selection

# Kinds of which a book has a few; of accounts it has a hundred thousand.
SPLIT_BY = ("segment", "csm", "product")
# How the command line names the kinds of parts.
PART_NAMES: dict[str, PartKind] = {
    "segment": "touch", "touch": "touch", "csm": "csm", "product": "product", "group": "group", "account": "account",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What a listing is asked for.

    Attributes:
        period: a fiscal period as people write it; instead of ``since`` and ``until``.
        by: one of ``SPLIT_BY``: one row each.
        part: kind and value of the part it is about; an account by key, external id or name.
    """

    as_of: date
    since: date | None = None  # None: one year before for figures, the beginning for records
    until: date | None = None  # None: no end
    language: Language = field(default_factory=lambda: Language("en"))
    period: str | None = None
    by: str | None = None
    part: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The opening and the closing day of figures, and the fiscal period that has them, where one was named."""

    since: date
    until: date
    period: FiscalPeriod | None


def span_of(workspace: Workspace, asked: Asked) -> Span:
    """The days figures are asked for; a period that runs ends on the as-of date.

    Raises:
        CSDeskError: the text names no period, the period has not begun, or the days are the wrong way round.
    """
    from csdesk.rules.comparison import days_of

    if asked.period is not None:
        period = parse_period(asked.period, workspace.policies.calendar)
        since, end = days_of(period)
        if period.start > asked.as_of:
            raise CSDeskError(
                Message("{period} has not begun on {day}.", period=period.code, day=asked.as_of),
                Message("Name a period that has, or a later date with --as-of."),
            )
        return Span(since, min(end, asked.as_of), period)
    until = min(asked.until or asked.as_of, asked.as_of)
    since = asked.since or add_months(until, -12)
    if since >= until:
        raise CSDeskError(
            Message("The period would begin on {first} and end on {last}.", first=since, last=until),
            Message("The first day has to be before the last, and the last not after the as-of date."),
        )
    return Span(since, until, None)


def part_of(text: str | None) -> tuple[str, str] | None:
    """``csm=Mika`` as kind and value.

    Raises:
        CSDeskError: there is no such pair.
    """
    if text is None:
        return None
    kind, equals, value = text.partition("=")
    if not equals:
        raise CSDeskError(
            Message("{text} names no part of the book.", text=text),
            Message("Write it like segment=high, csm=NAME, product=NAME, group=NAME or account=KEY."),
        )
    return kind.strip(), value.strip()


def split_kind(name: str) -> PartKind:
    """The kind of part by which figures are split.

    Raises:
        CSDeskError: they are not split by that.
    """
    if name not in SPLIT_BY:
        raise CSDeskError(
            Message("Figures cannot be split by {name}.", name=name),
            Message("Choose one of: {choices}.", choices=", ".join(SPLIT_BY)),
        )
    return PART_NAMES[name]


def part_kind(name: str) -> PartKind:
    """The kind of part of that name.

    Raises:
        CSDeskError: there is none.
    """
    if name not in PART_NAMES:
        raise CSDeskError(
            Message("{text} names no part of the book.", text=name),
            Message("Choose one of: {choices}.", choices=", ".join(n for n in PART_NAMES if n != "touch")),
        )
    return PART_NAMES[name]


def selection_of(workspace: Workspace, asked: Asked) -> Selection | None:
    """The part of the book that is asked for; None for all of it.

    Raises:
        CSDeskError: there is no such part.
    """
    from csdesk.app.finding import find_account
    from csdesk.rules.assessed_figures import figure_parts
    from csdesk.rules.selection import Selection

    if asked.part is None:
        return None
    kind, value = part_kind(asked.part[0]), asked.part[1]
    if kind == "account":
        return Selection(kind, find_account(workspace, value))
    known = [str(part.value) for part in figure_parts(workspace.assessment(asked.as_of), kind)]
    if value not in known:
        names = ", ".join(name for name in known if name)
        look = Message("Look with: csdesk show {book} contracts", book=workspace.title)
        raise CSDeskError(
            Message("No contract of this book belongs to {value}.", value=value),
            Message("Choose one of: {choices}.", choices=names) if names else look,
        )
    return Selection(kind, value)
