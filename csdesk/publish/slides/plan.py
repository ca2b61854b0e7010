"""Plan progress: the tasks as a Gantt of native shapes."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from csdesk.model.messages import Message
from csdesk.model.periods import add_months, month_start
from csdesk.publish.findings import Task, tasks
from csdesk.publish.material import Material
from csdesk.publish.page import LEFT, RIGHT, WIDTH, Page, fitted, width_in
from csdesk.publish.slides.draft import Draft

_SHOWN = 8
_BARS, _END = 5.0, 11.2  # where the time axis starts and ends, in inches


def plan_draft(material: Material) -> Draft | Message:
    """Left out where the account has no dated task."""
    found = [task for task in tasks(material) if task.due is not None]
    if not found:
        return Message("{account} has no success plan; that slide is left out.", account=material.name)
    share = f"{round(sum(task.share for task in found) / len(found) * 100)}%"
    return Draft(
        plan_titles(found),
        Message("Success plan, {n} tasks, {share} complete", n=len(found), share=share),
        Message("Source: success plan as of {date}", date=material.as_of),
        partial(_draw, _chosen(found, material.as_of), material.as_of),
    )


def plan_titles(found: list[Task]) -> tuple[Message, ...]:
    """What is late, else what comes next, beside how much is done."""
    done = sum(1 for task in found if task.done)
    count = (
        Message("{k} of {n} tasks are done", k=done, n=len(found))
        if done != 1
        else Message("1 of {n} tasks is done", n=len(found))
    )
    late = sorted((task for task in found if task.late), key=lambda task: -task.late)
    if late:
        said = late_text(late[0])
        return (Message("{first}; {second}", first=count, second=said), said, count)
    coming = [task for task in found if not task.done]
    if not coming:
        return (Message("All {n} tasks of the plan are done", n=len(found)),)
    upcoming = min(coming, key=lambda task: task.due or date.max)
    said = Message("“{task}” is due {date}", task=upcoming.text, date=upcoming.due)
    return (Message("{first}; {second}", first=count, second=said), said, count)


def late_text(task: Task) -> Message:
    """How late a task is."""
    if task.late == 1:
        return Message("“{task}” is 1 day late", task=task.text)
    return Message("“{task}” is {n} days late", task=task.text, n=task.late)


def _chosen(found: list[Task], as_of: date) -> list[Task]:
    """The tasks around today when there are more than fit: open ones first, then the latest done."""
    if len(found) <= _SHOWN:
        return found
    still_open = [task for task in found if not task.done][:_SHOWN]
    done = [task for task in found if task.done]
    kept = still_open + done[len(done) - (_SHOWN - len(still_open)) :] if len(still_open) < _SHOWN else still_open
    return sorted(kept, key=lambda task: (task.start or task.due or as_of, task.due or as_of))


def _span(found: list[Task], as_of: date) -> tuple[date, date]:
    starts = [task.start or task.due or as_of for task in found]
    ends = [task.due or as_of for task in found]
    first = month_start(min(*starts, as_of))
    return first, add_months(month_start(max(*ends, as_of)), 1)


def _draw(found: list[Task], as_of: date, page: Page, top: float) -> None:
    first, last = _span(found, as_of)
    row = min(0.6, (6.25 - top - 0.35) / len(found))

    def across(day: date) -> float:
        return _BARS + (_END - _BARS) * (day - first).days / max((last - first).days, 1)

    page.text(3.42, top, 1.5, page.say(Message("Owner")), 11, colour="ink_3")
    bottom = top + 0.35 + row * len(found)
    months = (last.year - first.year) * 12 + last.month - first.month
    every = -(-months // 6)
    for number in range(0, months, every):
        day = add_months(first, number)
        page.line(across(day), top, across(day), bottom, "line")
        page.text(
            across(day) + 0.06,
            top,
            1.2,
            page.language.month(day, year=number == 0 or day.month == 1),
            11,
            colour="ink_3",
        )
    for number, task in enumerate(found):
        y = top + 0.35 + row * number
        page.line(LEFT, y, LEFT + WIDTH, y, "line")
        _cell(page, LEFT, y, 2.65, row, task.text, "ink")
        _cell(page, 3.42, y, 1.5, row, task.owner, "ink_2")
        _bar(
            page, task, across(task.start or task.due or as_of), across((task.due or as_of) + timedelta(days=1)), y, row
        )
    page.line(LEFT, bottom, LEFT + WIDTH, bottom, "line")
    _today(page, across(as_of), top, bottom, as_of)


def _cell(page: Page, left: float, top: float, wide: float, row: float, text: str, colour: str) -> None:
    """One line at 13 points, or two smaller ones where the row is high enough."""
    whole = fitted(text, wide, 13, 1) == text or row < 0.42
    size = 13 if whole else 10.5
    page.text(
        left, top, wide, fitted(text, wide, size, 1 if whole else 2), size, height=row, colour=colour, middle=True
    )


def _bar(page: Page, task: Task, start: float, end: float, top: float, row: float) -> None:
    height = min(0.27, row * 0.5)
    y = top + (row - height) / 2
    wide = max(end - start, 0.08)
    full, edge, tint = (
        ("ok_fill", None, None)
        if task.done
        else ("watch_fill", "watch_fill", "watch_tint")
        if task.late
        else ("accent", "accent", "accent_tint")
    )
    if tint is not None:
        page.box(start, y, wide, height, tint, edge=edge, shape="rounded")
    if task.share > 0.02:
        page.box(start, y, wide * task.share, height, full, shape="rounded")
    text, colour = _beside(page, task)
    room = width_in(text, 11, bold=bool(task.late))
    left = start + wide + 0.1 if start + wide + 0.1 + room <= RIGHT else start - 0.1 - room
    page.text(left, top, room + 0.15, text, 11, height=row, bold=bool(task.late), colour=colour, middle=True)


def _beside(page: Page, task: Task) -> tuple[str, str]:
    if task.done:
        day = task.done_on or task.due
        return page.say(Message("done {day}", day=page.language.day(day, year=False))) if day else page.say(
            Message("done")
        ), "ink_2"
    share = f"{round(task.share * 100)}%"
    if task.late:
        return page.say(Message("{share}, {n} days late", share=share, n=task.late)), "watch"
    if task.share:
        return share, "ink_2"
    return page.language.day(task.due, year=False) if task.due else "", "ink_2"


def _today(page: Page, x: float, top: float, bottom: float, as_of: date) -> None:
    page.line(x, top - 0.05, x, bottom, "risk_fill", 1.5)
    text = page.language.day(as_of, year=False)
    wide = width_in(text, 11, bold=True) + 0.25
    page.box(x - wide / 2, bottom, wide, 0.24, "risk_fill")
    page.text(x - wide / 2, bottom, wide, text, 11, height=0.24, bold=True, colour="bg", align="center", middle=True)
