"""Next quarter: what will be done, by whom, until when, and how to tell that it worked."""

from __future__ import annotations

from datetime import date
from functools import partial

from csdesk.model.messages import Message
from csdesk.model.periods import add_months
from csdesk.publish.deck_table import Cell, ColumnOf, draw_table
from csdesk.publish.findings import Task, tasks
from csdesk.publish.material import Material
from csdesk.publish.page import LEFT, Page
from csdesk.publish.slides.draft import Draft

_SHOWN = 6
_MONTHS = 5  # the rest of this quarter and all of the next


def coming(material: Material) -> list[Task]:
    """The open tasks due soon, earliest first; late ones lead."""
    until = add_months(material.as_of, _MONTHS)
    found = [task for task in tasks(material) if not task.done and task.due is not None and task.due <= until]
    return sorted(found, key=lambda task: task.due or date.max)


def next_quarter_draft(material: Material) -> Draft | Message:
    """Left out where no open task is due within five months."""
    found = coming(material)
    if not found:
        return Message(
            "No open task of {account} is due soon; the slide on the next quarter is left out.", account=material.name
        )
    named = sum(1 for task in found if task.owner)
    lead = (
        Message("{n} steps, each with an owner", n=len(found))
        if named == len(found) > 1
        else Message("{n} steps, {k} without an owner", n=len(found), k=len(found) - named)
        if named < len(found)
        else Message("One step")
    )
    shown = found[:_SHOWN]
    return Draft(
        _titles(found), lead, Message("Source: success plan as of {date}", date=material.as_of), partial(_draw, shown)
    )


def _titles(found: list[Task]) -> tuple[Message, ...]:
    first, last = found[0], found[-1]
    if len(found) == 1:
        return (
            Message("Next: {task} by {date}", task=first.text, date=first.due),
            Message("Next: one step by {date}", date=first.due),
        )
    return (
        Message("Next: {first}, then {last} by {date}", first=first.text, last=last.text, date=last.due),
        Message("Next: {first} by {date}, then {n} more steps", first=first.text, date=first.due, n=len(found) - 1),
        Message("{n} steps by {date}", n=len(found), date=last.due),
    )


def _draw(found: list[Task], page: Page, top: float) -> None:
    columns = [
        ColumnOf("", 0.43),
        ColumnOf(page.say(Message("What")), 4.25),
        ColumnOf(page.say(Message("Who")), 2.5),
        ColumnOf(page.say(Message("By")), 1.1),
        ColumnOf(page.say(Message("We know it worked when")), 3.72),
    ]
    rows = [
        [
            Cell(str(number), bold=True, colour="accent"),
            Cell(task.text, bold=True),
            Cell(task.owner or "—", colour="ink_2"),
            Cell(page.language.day(task.due, year=False) if task.due else "", bold=True),
            Cell(task.test or "—", colour="ink_2"),
        ]
        for number, task in enumerate(found, 1)
    ]
    draw_table(page, LEFT, top, columns, rows, min(0.72, (6.5 - top - 0.36) / len(rows)))
