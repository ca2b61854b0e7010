"""The executive summary: up to four numbers, what worked, what needs care, what we ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from csdesk.model.messages import Message
from csdesk.publish.findings import answers, goals, seats, support, tasks
from csdesk.publish.material import Material
from csdesk.publish.page import LEFT, WIDTH, Page, fitted
from csdesk.publish.slides.adoption import seat_titles
from csdesk.publish.slides.draft import Draft
from csdesk.publish.slides.goals import goal_titles
from csdesk.publish.slides.next_quarter import coming
from csdesk.publish.slides.plan import late_text
from csdesk.publish.slides.renewal import next_term
from csdesk.publish.slides.support import nps_text, urgent_text

_GAP = 0.3
_LINES = 7  # of a column; more would run into the source
_LOW_USE = 0.65
_RENEWAL_DAYS = 180


@dataclass(frozen=True, slots=True)
class Headline:
    """A number, what it counts, and a note."""

    number: str
    label: Message
    note: Message | None
    good: bool


@dataclass(frozen=True, slots=True)
class Points:
    """What the data say, sorted into good and not so good, and what is asked."""

    headlines: list[Headline]
    worked: list[Message]
    care: list[Message]
    ask: list[Message]


def summary_draft(material: Material) -> Draft | Message:
    """Left out where there is not one number to show."""
    found = points(material)
    if not found.headlines:
        return Message("Too little is known of {account} for a summary; that slide is left out.", account=material.name)
    source = Message(
        "Source: contracts, usage, tickets, survey answers and success plan as of {date}", date=material.as_of
    )
    return Draft(_titles(found), None, source, partial(_draw, found))


def points(material: Material) -> Points:
    """Everything the summary may say."""
    found = Points([], [], [], [])
    parts: tuple[Callable[[Material, Points], None], ...] = (_goals, _seats, _answers, _support, _plan, _term)
    for part in parts:
        part(material, found)
    return found


def _goals(material: Material, found: Points) -> None:
    known = [goal for goal in goals(material) if goal.state is not None]
    if not known:
        return
    met = [goal for goal in known if goal.state == "met"]
    behind = [goal for goal in known if goal.state == "behind"]
    found.headlines.append(Headline(f"{len(met)} / {len(known)}", Message("goals met"), None, not behind))
    if met:
        found.worked.append(goal_titles(known)[-1])
    found.care.extend(Message("“{goal}” is behind its date", goal=goal.text) for goal in behind[:1])


def _seats(material: Material, found: Points) -> None:
    use = seats(material)
    if use is None:
        return
    more = None if use.year_ago is None else use.active - use.year_ago
    note = None
    if more is not None:
        note = Message("{change} in 12 months", change=f"{more:+,d}".replace("-", "\u2212"))
    label = Message("active seats of {bought}", bought=use.bought) if use.bought else Message("active users")
    low = use.bought is not None and use.active < _LOW_USE * use.bought
    found.headlines.append(Headline(f"{use.active:,}", label, note, not low))
    (found.care if low else found.worked).append(seat_titles(use)[0])


def _answers(material: Material, found: Points) -> None:
    said = answers(material)
    score = nps_text(said) if said is not None else None
    if said is None or score is None or said.nps is None:
        return
    number = f"{said.nps:+d}".replace("-", "\u2212")
    found.headlines.append(Headline(number, Message("NPS"), Message("{n} answers", n=said.n), said.nps >= 0))
    (found.worked if said.nps >= 0 else found.care).append(Message("{score}, from {n} answers", score=score, n=said.n))


def _support(material: Material, found: Points) -> None:
    tickets = support(material)
    if tickets is None:
        return
    note = Message("{n} opened in 90 days", n=tickets.urgent_90)
    found.headlines.append(
        Headline(str(tickets.urgent_open), Message("urgent tickets open"), note, not tickets.urgent_open)
    )
    (found.care if tickets.urgent_open else found.worked).append(urgent_text(tickets))


def _plan(material: Material, found: Points) -> None:
    known = tasks(material)
    if not known:
        return
    done = [task for task in known if task.done]
    if len(found.headlines) < 4:
        share = f"{round(sum(task.share for task in known) / len(known) * 100)}%"
        note = Message("{k} of {n} tasks", k=len(done), n=len(known))
        found.headlines.append(
            Headline(share, Message("of the plan is done"), note, not any(task.late for task in known))
        )
    late = max(known, key=lambda task: task.late)
    if late.late:
        found.care.append(late_text(late))
    ahead = [task for task in coming(material) if not task.late]
    if ahead:
        found.ask.append(Message("Confirm “{task}” by {date}.", task=ahead[0].text, date=ahead[0].due))


def _term(material: Material, found: Points) -> None:
    term = next_term(material)
    if term is None or term.ends < material.as_of:
        return
    days = (term.ends - material.as_of).days
    if len(found.headlines) < 4:
        found.headlines.append(
            Headline(str(days), Message("days left in the term"), Message("{date}", date=term.ends), days > 30)
        )
    if days <= _RENEWAL_DAYS:
        found.ask.append(Message("Agree the term after {date}.", date=term.ends))
        if term.notice_by is not None:
            found.ask.append(Message("Notice is possible until {date}.", date=term.notice_by))


def _titles(found: Points) -> tuple[Message, ...]:
    said = [*found.worked[:1], *found.care[:1]]
    if len(said) == 2:
        return (Message("{first}; {second}", first=said[0], second=said[1]), *said)
    if said:
        return tuple(said)
    first = found.headlines[0]
    return (Message("{number} {label}", number=first.number, label=first.label),)


def _draw(found: Points, page: Page, top: float) -> None:
    shown = found.headlines[:4]
    wide = (WIDTH - _GAP * 3) / 4
    for place, item in enumerate(shown):
        left = LEFT + place * (wide + _GAP)
        page.box(left, top - 0.1, wide, 0.04, "ok_fill" if item.good else "risk_fill")
        page.text(left, top + 0.05, wide, item.number, 36, height=0.65, bold=True)
        page.text(
            left, top + 0.75, wide, fitted(page.say(item.label), wide, 13, 1, bold=True), 13, height=0.3, bold=True
        )
        if item.note is not None:
            page.text(left, top + 1.03, wide, fitted(page.say(item.note), wide, 12, 1), 12, height=0.3, colour="ink_3")
    columns = [
        (Message("What worked"), found.worked, False),
        (Message("What needs care"), found.care, False),
        (Message("What we ask today"), found.ask, True),
    ]
    _columns([column for column in columns if column[1]], page, top + 1.85)


def _columns(columns: list[tuple[Message, list[Message], bool]], page: Page, top: float) -> None:
    wide = (WIDTH - 2 * 0.45) / 3
    for place, (head, sentences, tinted) in enumerate(columns):
        left = LEFT + place * (wide + 0.45)
        if tinted:
            page.box(left, top - 0.2, wide, 2.65, "accent_tint")
            left += 0.25
        room = wide - (0.5 if tinted else 0)
        page.text(left, top, room, page.say(head), 14, height=0.3, bold=True, colour="accent" if tinted else "ink")
        height = top + 0.42
        left_over = _LINES
        for sentence in sentences[:3]:
            text = fitted(_sentence(page.say(sentence), page), room, 13, min(3, left_over))
            lines = next(n for n in (1, 2, 3) if n == 3 or fitted(text, room, 13, n) == text)
            page.text(left, height, room, text, 13, height=0.27 * lines, colour="ink" if tinted else "ink_2")
            height += 0.27 * lines + 0.12
            left_over -= lines
            if left_over <= 0:
                break


def _sentence(text: str, page: Page) -> str:
    """Titles become sentences: with a full stop."""
    stop = "。" if page.language.japanese else "."
    return text if text.endswith((".", "。")) else text + stop
