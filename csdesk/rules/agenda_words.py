"""What the agenda says: for each rule what is asked (one line) and why (the numbers behind it)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.rules.frames import Frames
from csdesk.rules.timeline import NO_DAY, day_of

Words = tuple[Message, Message]
Values = Mapping[str, Any]

TIER_NAMES = (Message("high touch"), Message("low touch"), Message("tech touch"))
PLAYS: Mapping[str, Message] = {
    "intent_mail": Message("Draft intent email"),
    "plan_renewal": Message("Plan the renewal"),
    "save_plan": Message("Plan the rescue"),
    "open_usage": Message("Open usage"),
    "map_sponsor": Message("Map a new sponsor"),
    "escalate": Message("Escalate"),
    "build_deck": Message("Build QBR deck"),
    "log_call": Message("Log or plan a call"),
    "call_back": Message("Call back"),
    "remind_payment": Message("Remind of payment"),
    "replan": Message("Replan milestones"),
    "open_plan": Message("Open the plan"),
    "fix_data": Message("Fix the data"),
    "draft_quote": Message("Draft quote"),
    "review_touch": Message("Review the touch"),
    "review_plays": Message("Review the plays"),
}


# The fields sentences quote, by record.
_QUOTED = {
    "invoice": ("external_id", "amount", "currency"),
    "response": ("respondent", "comment"),
    "task": ("text",),
    "contact": ("name", "title"),
    "event": ("text",),
    "ticket": ("subject",),
    "touch_assignment": ("reason",),
}


class Wording:
    """Makes the sentences of agenda items from their values; ``keys`` are the records they quote, by type."""

    def __init__(self, frames: Frames, currency: str, keys: Mapping[str, set[int]]) -> None:
        self._currency = currency
        self._rows = {record: _quoted(frames.frame(record), record, wanted) for record, wanted in keys.items()}

    def of(self, rule: str, variant: str, values: Values) -> Words:
        """What is asked and why, for one item."""
        return _WORDS[rule, variant](self, values)

    def money(self, minor: Any) -> Money:
        """An amount of the reporting currency."""
        return Money(int(minor), self._currency)

    def text(self, record: str, key: Any, name: str) -> Any:
        """The value of a field of a quoted record, None where it is absent."""
        value = self._rows.get(record, {}).get(int(key), {}).get(name)
        return None if value is None or value is pd.NA else value


def _quoted(frame: pd.DataFrame, record: str, wanted: set[int]) -> dict[int, dict[str, Any]]:
    part = frame.loc[frame["key"].isin(wanted), ["key", *_QUOTED[record]]]
    names = _QUOTED[record]
    columns = [part[name].tolist() for name in names]
    return {
        key: dict(zip(names, values, strict=True))
        for key, values in zip(part["key"].tolist(), zip(*columns, strict=True), strict=True)
    }


def joined(*sentences: Message | None) -> Message:
    """The sentences one after the other."""
    said = [sentence for sentence in sentences if sentence is not None]
    if not said:
        return Message("{nothing}", nothing="")  # an empty text is the head of a catalogue
    whole = said[0]
    for following in said[1:]:
        whole = Message("{first} {second}", first=whole, second=following)
    return whole


def _renews(values: Values) -> Message | None:
    day = day_of(values["renewal"])
    return None if day is None else Message("Renews {day}.", day=day)


def _seats(values: Values) -> Message | None:
    active, seats = values["active"], values["seats"]
    if math.isnan(active) or math.isnan(seats):
        return None
    return Message("{active} of {seats} seats active.", active=round(active), seats=round(seats))


def _days(n: Any) -> Message:
    return Message("1 day") if int(n) == 1 else Message("{n} days", n=int(n))


def _notice_deadline(_: Wording, v: Values) -> Words:
    left = int(v["left"])
    if left == 0:
        ask = Message("Notice deadline today")
    elif left == 1:
        ask = Message("Notice deadline tomorrow")
    else:
        ask = Message("Notice deadline in {days}", days=_days(left))
    notice, renewal = day_of(v["notice"]), day_of(v["renewal"])
    return ask, Message("They can cancel until {notice}; renews {renewal}.", notice=notice, renewal=renewal)


def _without_plan(words: Wording, v: Values) -> Words:
    ask = Message("Renews in {days} without a plan", days=_days(v["left"]))
    why = Message("{amount} renews {day}; there is no forecast and no next step.", amount=words.money(v["stake"]), day=day_of(v["renewal"]))  # fmt: skip
    return ask, why


def _renewal_overdue(words: Wording, v: Values) -> Words:
    ask = Message("Renewal overdue {days}", days=_days(-v["left"]))
    return ask, Message("{amount} ended {day} and nobody has written what became of it.", amount=words.money(v["stake"]), day=day_of(v["renewal"]))  # fmt: skip


def _health_fall(_: Wording, v: Values) -> Words:
    before, now = int(v["before"]), int(v["now"])
    driver = _driver(v["metric"], v["raw"])
    if driver is None:
        ask = Message("Health {before} → {now}", before=before, now=now)
    else:
        ask = Message("Health {before} → {now}: {driver}", before=before, now=now, driver=driver)
    was = v["active_before"]
    seats = _seats(v)
    if seats is not None and not math.isnan(was) and round(was) != round(v["active"]):
        seats = Message(
            "{active} of {seats} seats active, was {was}.",
            active=round(v["active"]), seats=round(v["seats"]), was=round(was),
        )  # fmt: skip
    renews = _renews(v)
    if seats is None and renews is None:
        return ask, Message("{n} points less than on {day}.", n=before - now, day=day_of(v["since"]))
    return ask, joined(seats, renews)


def _driver(metric: str, raw: float) -> Message | None:
    """What moved the score most, in a few words."""
    if math.isnan(raw):
        return None
    percent = math.floor(raw * 100 + 0.5) if abs(raw) < 1e6 else 0
    spoken: dict[str, Callable[[], Message]] = {
        "seat_use": lambda: Message("{percent}% of seats active", percent=percent),
        "login_trend": lambda: (
            Message("logins {percent}%", percent=percent)
            if percent <= 0
            else Message("logins +{percent}%", percent=percent)
        ),
        "features_used": lambda: Message("key features used: {n}", n=int(raw)),
        "nps_mean": lambda: Message("mean NPS answer {score}", score=_decimal(raw)),
        "urgent_tickets": lambda: Message("{n} urgent tickets per 100 seats", n=_decimal(raw)),
        "last_contact": lambda: Message("no contact for {days}", days=_days(raw)),
        "invoice_overdue": lambda: Message("invoice overdue {days}", days=_days(raw)),
    }
    return spoken[metric]() if metric in spoken else None


def _decimal(value: float) -> str:
    return f"{math.floor(value * 10 + 0.5) / 10:.1f}"


def _champion_left(words: Wording, v: Values) -> Words:
    ask = Message("Champion left")
    day = day_of(v["on"])
    if v["record"] == "contact":
        name, title = words.text("contact", v["key"], "name"), words.text("contact", v["key"], "title")
        if name and title:
            return ask, joined(Message("{name}, {title}, left on {day}.", name=name, title=title, day=day), _renews(v))
        if name:
            return ask, joined(Message("{name} left on {day}.", name=name, day=day), _renews(v))
    return ask, joined(Message("Known since {day}.", day=day), _said(words, v), _renews(v))


def _said(words: Wording, v: Values) -> Message | None:
    said = words.text("event", v["key"], "text") if v["record"] == "event" else None
    return None if said is None else Message("“{text}”", text=_short(said))


def _short(text: str) -> str:
    flat = " ".join(str(text).split())
    return flat if len(flat) <= 80 else flat[:79] + "…"


def _escalation(words: Wording, v: Values) -> Words:
    subject = words.text("ticket", v["key"], "subject") if v["record"] == "ticket" else None
    said = _said(words, v) if subject is None else Message("“{text}”", text=_short(subject))
    return Message("Escalation open"), joined(Message("Since {day}.", day=day_of(v["on"])), said, _renews(v))


def _notice_received(words: Wording, v: Values) -> Words:
    told = Message("They gave notice on {day}.", day=day_of(v["on"]))
    renewal = day_of(v["renewal"])
    ends = None if renewal is None else Message("The contract ends {day}.", day=renewal)
    return Message("Notice received"), joined(told, _said(words, v), ends)


def _urgent_open(_: Wording, v: Values) -> Words:
    ask = Message("{n} urgent tickets open 5 days or more", n=int(v["n"]))
    health = None if math.isnan(v["health"]) else Message("Health {score}.", score=int(v["health"]))
    return ask, joined(_renews(v), health)


def _overdue_payment(words: Wording, v: Values) -> Words:
    number, amount = words.text("invoice", v["key"], "external_id"), words.text("invoice", v["key"], "amount")
    currency = words.text("invoice", v["key"], "currency")
    days, due = _days(v["days"]), day_of(v["due"])
    if number:
        ask = Message("Invoice {number} overdue {days}", number=number, days=days)
    else:
        ask = Message("Invoice overdue {days}", days=days)
    if amount is None:
        return ask, Message("It was due {day}.", day=due)
    money = words.money(amount) if currency is None else Money(int(amount), str(currency))
    return ask, Message("{amount} was due {day}.", amount=money, day=due)


def _contact_cadence(_: Wording, v: Values) -> Words:
    if v["never"]:
        return Message("No contact on record"), joined(_target(v), _renews(v))
    return Message("No contact for {days}", days=_days(v["days"])), joined(_target(v), _renews(v))


def _onboarding(_: Wording, v: Values) -> Words:
    ask = Message("Onboarding overdue {days}", days=_days(v["days"]))
    return ask, joined(Message("It was due {day}.", day=day_of(v["due"])), _seats(v))


def _detractor(words: Wording, v: Values) -> Words:
    who, comment = (words.text("response", v["key"], name) for name in ("respondent", "comment"))
    score = int(v["score"])
    if who:
        ask = Message("NPS answer of {score} from {who}", score=score, who=who)
    else:
        ask = Message("NPS answer of {score}", score=score)
    said = None if comment is None else Message("“{text}”", text=_short(comment))
    return ask, joined(said, Message("Answered {day}; no contact since.", day=day_of(v["on"])))


def _dormant(_: Wording, v: Values) -> Words:
    last = Message("Last seen {day}.", day=day_of(v["last"]))
    seats = None if math.isnan(v["seats"]) else Message("{n} seats bought.", n=round(v["seats"]))
    return Message("No login for {days}", days=_days(v["days"])), joined(last, seats)


def _upsell(_: Wording, v: Values) -> Words:
    ask = Message("Ready for upsell: {percent}% seats used", percent=int(v["percent"]))
    return ask, Message(
        "{active} of {seats} seats, health {health}.",
        active=round(v["active"]), seats=round(v["seats"]), health=int(v["health"]),
    )  # fmt: skip


def _play_missed(_: Wording, v: Values) -> Words:
    return Message("Not kept: {play}", play=v["play"]), joined(_last_time(v), _target(v), _renews(v))


def _programme_missed(_: Wording, v: Values) -> Words:
    nobody = Message("No account of the tier had it since.")
    return Message("Not held: {play}", play=v["play"]), joined(_last_time(v), nobody, _target(v))


def _target(v: Values) -> Message:
    return Message("The target for {tier} is {days}.", tier=TIER_NAMES[int(v["tier"])], days=_days(v["target"]))


def _last_time(v: Values) -> Message:
    day = day_of(v["last"])
    return Message("Never so far.") if day is None else Message("The last was on {day}.", day=day)


def _touch_candidate(words: Wording, v: Values) -> Words:
    why = Message("LTV is {amount}; it is {tier} now.") if v["ltv"] else Message("ARR is {amount}; it is {tier} now.")
    now = Message(why.text, amount=words.money(v["value"]), tier=TIER_NAMES[int(v["from"])])
    return Message("Should move to {tier}", tier=TIER_NAMES[int(v["to"])]), now


def _override_ended(words: Wording, v: Values) -> Words:
    ask, why = Message("Override ended: {tier} again", tier=TIER_NAMES[int(v["tier"])]), words.text("touch_assignment", v["key"], "reason")  # fmt: skip
    told = Message("Set by hand to {tier} until {day}.", tier=TIER_NAMES[int(v["was"])], day=day_of(v["until"]))
    return ask, joined(told, None if why is None else Message("“{text}”", text=_short(why)))


def _task_overdue(words: Wording, v: Values) -> Words:
    n, days, text = int(v["n"]), _days(v["days"]), words.text("task", v["key"], "text")
    oldest = Message("“{text}” was due {day}.", text=_short(text or "—"), day=day_of(v["due"]))
    if n == 1:
        return Message("Task overdue {days}", days=days), oldest
    return Message("{n} tasks overdue", n=n), oldest


def _qbr_due(_: Wording, v: Values) -> Words:
    if v["last"] == NO_DAY:
        return Message("No QBR yet"), joined(Message("One is due every {days}.", days=_days(v["target"])), _renews(v))
    return Message("QBR due"), joined(Message("The last was on {day}.", day=day_of(v["last"])), _renews(v))


def _qbr_ahead(_: Wording, v: Values) -> Words:
    left = int(v["left"])
    ask = Message("QBR today") if left == 0 else Message("QBR in {days}", days=_days(left))
    return ask, joined(Message("It is planned for {day}.", day=day_of(v["due"])), _renews(v))


def _data_problem(_: Wording, v: Values) -> Words:
    n = int(v["n"])
    if n == 1:
        return Message("Renewal date missing"), Message("A contract has no end, so its renewal and notice are unknown.")
    return Message("{n} renewal dates missing", n=n), Message("Contracts have no end, so renewal and notice are unknown.")  # fmt: skip


_WORDS: Mapping[tuple[str, str], Callable[[Wording, Values], Words]] = {
    ("notice_deadline", ""): _notice_deadline,
    ("renewal_without_plan", ""): _without_plan,
    ("renewal_without_plan", "overdue"): _renewal_overdue,
    ("health_fall", ""): _health_fall,
    ("event_cap", "champion_left"): _champion_left,
    ("event_cap", "escalation"): _escalation,
    ("event_cap", "notice_received"): _notice_received,
    ("event_cap", "urgent_open"): _urgent_open,
    ("overdue_payment", ""): _overdue_payment,
    ("contact_cadence", ""): _contact_cadence,
    ("contact_cadence", "play"): _play_missed,
    ("contact_cadence", "programme"): _programme_missed,
    ("onboarding", ""): _onboarding,
    ("detractor", ""): _detractor,
    ("dormant", ""): _dormant,
    ("upsell", ""): _upsell,
    ("touch_candidate", ""): _touch_candidate,
    ("touch_candidate", "ended"): _override_ended,
    ("task_overdue", ""): _task_overdue,
    ("qbr_due", ""): _qbr_due,
    ("qbr_due", "ahead"): _qbr_ahead,
    ("data_problem", ""): _data_problem,
}
