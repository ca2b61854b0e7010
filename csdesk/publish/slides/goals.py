"""Goals and value: what was agreed, where it stands, how far it is."""

from __future__ import annotations

from functools import partial

from csdesk.model.messages import Message
from csdesk.model.money import round_half_up
from csdesk.publish.deck_table import Cell, ColumnOf, draw_table
from csdesk.publish.findings import Goal, goals
from csdesk.publish.material import Material
from csdesk.publish.native_charts import Series, bars
from csdesk.publish.page import LEFT, Page, fitted
from csdesk.publish.slides.draft import Draft

_SHOWN = 6
STATES = {"met": Message("Met"), "on_course": Message("On course"), "behind": Message("Behind")}
_COLOURS = {"met": "ok", "on_course": "watch", "behind": "risk"}
_SIGNS = {"met": "●", "on_course": "■", "behind": "▲"}


def goals_draft(material: Material) -> Draft | Message:
    """Left out where the account has no objective."""
    found = goals(material)
    if not found:
        return Message("No goals have been agreed with {account}; that slide is left out.", account=material.name)
    agreed = [goal.agreed for goal in found if goal.agreed is not None]
    lead = (
        Message("Goals agreed from {first}; as of {date}", first=min(agreed), date=material.as_of)
        if agreed
        else Message("As of {date}", date=material.as_of)
    )
    source = Message("Source: success plan as of {date}", date=material.as_of)
    return Draft(goal_titles(found), lead, source, partial(_draw, found[:_SHOWN]))


def goal_titles(found: list[Goal]) -> tuple[Message, ...]:
    """The count of goals met, and the one that needs the most attention."""
    met = sum(1 for goal in found if goal.state == "met")
    n = len(found)
    short = _met(met, n)
    rest = [goal for goal in found if goal.state not in ("met", None)]
    if not rest:
        return (short,)
    last = rest[-1]
    share = f"{int(round_half_up((last.share or 0.0) * 100))}%"
    if met == 0 and n == 1:
        return (
            Message("“{goal}” is {share} of the way", goal=last.text, share=share),
            Message("The goal is {share} of the way", share=share),
        )
    return (Message("{met}; “{goal}” is {share} of the way", met=short, goal=last.text, share=share), short)


def _met(met: int, n: int) -> Message:
    if met == n:
        return Message("The goal is met") if n == 1 else Message("All {n} goals are met", n=n)
    if met == 0:
        return Message("None of {n} goals is met yet", n=n)
    return Message("1 of {n} goals is met", n=n) if met == 1 else Message("{k} of {n} goals are met", k=met, n=n)


def value_text(value: float | None, unit: str, page: Page) -> str:
    """A number with its unit: 95%, 2 days; 2 日 without a space in Japanese."""
    if value is None:
        return "—"
    digits = 0 if float(value).is_integer() else 1
    number = page.language.number(float(value), digits)
    tight = unit.startswith("%") or page.language.japanese
    return f"{number}{'' if tight else ' '}{unit}".strip()


def _draw(found: list[Goal], page: Page, top: float) -> None:
    shown = [goal for goal in found if goal.share is not None]
    across = len(shown) > 1  # one bar alone says no more than the table
    if across:
        page.text(LEFT, top, 4.4, page.say(Message("Way from start to target, %")), 12, bold=True, colour="ink_2")
        values = [float(int(round_half_up((goal.share or 0.0) * 100))) for goal in shown]
        names = [fitted(goal.text, 1.75, 12, 2) for goal in shown]
        series = Series(page.say(Message("Way from start to target, %")), values, "accent")
        bars(page, (LEFT - 0.1, top + 0.3, 4.6, min(0.75 * len(shown) + 0.3, 4.4)), names, [series], '0"%"', 100)
    left = 5.4 if across else LEFT
    wide = 7.27 if across else 12.0
    columns = [
        ColumnOf(page.say(Message("Goal")), wide - 4.6),
        ColumnOf(page.say(Message("Then")), 0.95, "right"),
        ColumnOf(page.say(Message("Now")), 0.95, "right"),
        ColumnOf(page.say(Message("Target")), 0.95, "right"),
        ColumnOf("", 1.75),
    ]
    draw_table(page, left, top, columns, [_row(goal, page) for goal in found], 0.62)


def _row(goal: Goal, page: Page) -> list[Cell]:
    state = f"{_SIGNS[goal.state]} {page.say(STATES[goal.state])}" if goal.state else ""
    due = page.say(Message("by {date}", date=goal.due)) if goal.due else ""
    return [
        Cell(goal.text, bold=True),
        Cell(value_text(goal.start, goal.unit, page), colour="ink_3"),
        Cell(value_text(goal.now, goal.unit, page), bold=True),
        Cell(value_text(goal.target, goal.unit, page)),
        Cell(f"   {state}", colour=_COLOURS.get(goal.state or "", "ink"), second=f"    {due}" if due else ""),
    ]
