"""The everyday facts of a customer: chosen so that its health is that of the book, today and in the weeks before."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from making import stories
from making.book import AS_OF, EARLIER_IMPORT, FIRST_USAGE_DAY, TWELVE_WEEKS_AGO, Account, dice
from making.choosing import Choice, Missing, Wish, choose, users_before, weight_of, without_score_of
from making.facts import Answer, Facts, Invoice, Ticket, Touchpoint
from making.health import WEIGHTS, trend_for
from making.logins import logins_for
from making.surveys import answers

_SUBJECTS = {
    "en": ("Export to Excel", "New user", "Question about reports", "Password reset", "Wrong total in a report", "Mobile view"),
    "ja": ("Excel出力について", "ユーザー追加", "レポートの見方", "パスワード再設定", "集計値の確認", "スマートフォン表示"),
}  # fmt: skip
_URGENT = {
    "en": ("Nobody can sign in", "Data not updated", "Import stops", "Reports time out", "Plan cannot be saved", "Error after update"),
    "ja": ("ログインできない", "データが更新されない", "取込が止まる", "レポートが表示されない", "保存できない", "更新後のエラー"),
}  # fmt: skip
_EXECUTIVE = {
    "high": ("call", "meeting", "call"),
    "low": ("call", "webinar", "meeting"),
    "tech": ("webinar", "mail", "webinar"),
}
_TEXTS = {
    "call": ("Call with the sponsor: use and plans", "Call with the head of department"),
    "meeting": ("Meeting with the sponsor on goals", "Visit: walk through the team's day"),
    "qbr": ("Quarterly review",),
    "webinar": ("Owner joined the group workshop", "Owner attended the webinar"),
    "mail": ("Owner answered the monthly mail",),
}


def facts_of(account: Account, missing: Missing) -> Facts:
    """All facts of one customer."""
    facts = Facts(account)
    choice = choose(account, missing, stories.WISHES.get(account.name, Wish()))
    facts.answers = list(stories.ANSWERS.get(account.name) or answers(account, choice.scores))
    if account.name == stories.QUILLFERN:
        facts.answers = stories.fallen_admin(facts.answers)
    facts.tickets = [*(stories.TICKETS.get(account.name) or _urgent(account, choice)), *_plain_tickets(account)]
    if not missing.contact:
        facts.touchpoints = list(stories.TOUCHPOINTS.get(account.name) or ()) + _contacts(account, choice)
        facts.touchpoints += _answered(account, facts.answers)
    facts.invoices = _invoices(account, choice.overdue) + list(stories.INVOICES.get(account.name, ()))
    facts.features = _features(account, choice)
    _set_users(facts, weight_of(account, missing), with_logins=not missing.logins)
    if not missing.logins:
        _set_logins(facts, weight_of(account, missing))
    return facts


def wanted(account: Account, day: date) -> float:
    """The score to be had on a day: straight lines between the three known ones, level before."""
    if day < TWELVE_WEEKS_AGO:
        return account.health_long_ago
    known = [
        (TWELVE_WEEKS_AGO, account.health_long_ago),
        (EARLIER_IMPORT, account.health_before),
        (AS_OF, account.health),
    ]
    for (d0, s0), (d1, s1) in pairwise(known):
        if d0 <= day <= d1:
            return s0 + (s1 - s0) * (day - d0).days / (d1 - d0).days
    raise ValueError(day)


def _features(account: Account, choice: Choice) -> list[tuple[date, int]]:
    if account.name in stories.FEATURES:
        return stories.FEATURES[account.name]
    if choice.features is None or choice.features_before is None:
        return []
    change = date(2026, 11, 2) + timedelta(days=dice("features", account.name).randrange(10))
    return [(account.usage_from, choice.features_before), (change, choice.features)]


def _urgent(account: Account, choice: Choice) -> list[Ticket]:
    chance, words = dice("urgent", account.name), _URGENT[account.language]
    found = []
    for number in range(choice.urgent + choice.urgent_before):
        new = number < choice.urgent
        opened = (date(2026, 10, 26) if new else date(2026, 9, 8)) + timedelta(days=chance.randrange(18 if new else 40))
        closed: date | None = opened + timedelta(days=chance.randrange(1, 4))
        subject = words[(number + account.number) % len(words)]
        if account.name == "Saltmarsh Energy":
            opened, closed = date(2026, 11, 10) + timedelta(days=3 * number), None
            subject = stories.SALTMARSH_SUBJECTS[number % 3]
        found.append(Ticket(opened, closed, "urgent", subject, escalated=closed is None, csat=3 if closed else None))
    return found


def _plain_tickets(account: Account) -> list[Ticket]:
    chance, words = dice("tickets", account.name), _SUBJECTS[account.language]
    count = (
        {"high": 14, "low": 5, "tech": 2}[account.touch] + chance.randrange(3) + (account.name == stories.TSUKIMI) * 60
    )
    first = max(account.since, date(2025, 12, 1))
    days = max(1, (AS_OF - first).days - 2)
    found = []
    for number in range(count):
        opened = first + timedelta(days=chance.randrange(days))
        closed = opened + timedelta(days=chance.randrange(0, 9))
        severity = chance.choice(("high", "normal", "normal", "normal", "low"))
        subject = words[(number + account.number) % len(words)]
        found.append(
            Ticket(
                opened,
                closed if closed <= AS_OF else None,
                severity,
                subject,
                csat=chance.choice((None, 3, 4, 4, 5, 5)),
            )
        )
    return found


def _contacts(account: Account, choice: Choice) -> list[Touchpoint]:
    """Contacts with an executive every 45 days back from the last one, and the ordinary ones between."""
    chance = dice("contacts", account.name)
    told = account.name in (stories.TSUKIMI, stories.RYUGU)
    found = []
    if not told and choice.contact is not None:
        for number in range(4 if account.touch == "tech" else 9):
            day = AS_OF - timedelta(days=choice.contact + 45 * number)
            kind = _EXECUTIVE[account.touch][(number + account.number) % 3]
            if account.touch == "high":  # a review every other time, the last one lately
                kind = ("qbr", "call", "qbr", "meeting")[number % 4]
            found.append(Touchpoint(day, kind, _TEXTS[kind][account.number % len(_TEXTS[kind])], executive=True))
    quiet_since = AS_OF - timedelta(days=choice.contact) if account.name == "鶴亀保険" and choice.contact else AS_OF
    step = {"high": 19, "low": 55, "tech": 160}[account.touch]
    first = date(2026, 9, 25) if account.name == stories.TSUKIMI else AS_OF - timedelta(days=chance.randrange(3, 20))
    count = {"high": 9, "low": 4, "tech": 1}[account.touch] + 14 * (account.name == stories.TSUKIMI)
    for number in range(count):
        day = first - timedelta(days=(13 if account.name == stories.TSUKIMI else step) * number)
        if day < quiet_since:
            kind = ("mail", "call", "meeting")[number % 3]
            text = ("Mail on open questions", "Call with the administrator", "Working session with the users")[
                number % 3
            ]
            found.append(Touchpoint(day, kind, text))
    return found


def _answered(account: Account, given: list[Answer]) -> list[Touchpoint]:
    """Somebody calls after a low answer, but for the customers where the stories say that nobody has."""
    if account.name in (stories.QUILLFERN, stories.TSUKIMI, "鶴亀保険"):
        return []
    low = [a for a in given if a.score <= 6 and a.day.year == 2026]
    return [Touchpoint(a.day + timedelta(days=2), "call", f"Called {a.respondent} about the survey") for a in low]


def _invoices(account: Account, overdue: int) -> list[Invoice]:
    """Yearly in advance, large customers by the quarter; paid a little before the due day, but for the late one."""
    chance, found = dice("invoices", account.name), []
    quarters = 4 if account.touch == "high" else 1
    for term in account.terms[:3]:
        if term.end - term.start < timedelta(days=300) and term is not account.terms[-1] and term is account.terms[0]:
            continue  # the change within a term is charged with the next invoice
        for part in range(quarters):
            issued = term.start + timedelta(days=91 * part)
            if issued > AS_OF or issued > term.end:
                continue
            due = issued + timedelta(days=30)
            paid = due - timedelta(days=chance.randrange(0, 6))
            found.append(Invoice(issued, due, paid if paid <= AS_OF else None, term.arr * 1000 // quarters))
    if overdue:
        due = AS_OF - timedelta(days=overdue)
        found.append(Invoice(due - timedelta(days=30), due, None, max(20, account.arr // 20) * 1000))
    return found


def _set_users(facts: Facts, weight: int, *, with_logins: bool) -> None:
    account = facts.account
    if account.name in stories.USERS:
        facts.users = stories.USERS[account.name]
        return
    before = users_before(account, account.health_before, weight)
    start = min(account.since, date(2026, 4, 1))
    seats_then = account.terms[-1].seats
    long_ago = users_before(account, account.health_long_ago, weight)
    spring = max(1, round(long_ago * 0.97))
    facts.users = [
        (start, max(1, round(min(seats_then, account.users) * 0.3))),
        (start + timedelta(days=(FIRST_USAGE_DAY - start).days // 3), max(1, round(min(seats_then, spring) * 0.75))),
        (FIRST_USAGE_DAY, spring),
        (TWELVE_WEEKS_AGO, long_ago),
        (EARLIER_IMPORT, before),
        (AS_OF, account.users),
    ]
    for place, day in ((3, TWELVE_WEEKS_AGO), (4, EARLIER_IMPORT)):
        facts.users[place] = day, _corrected_users(facts, day, weight, with_logins)
    facts.users += [(day, _corrected_users(facts, day, weight, with_logins)) for day in _month_ends(account)]
    facts.users.sort()


def _corrected_users(facts: Facts, day: date, weight: int, with_logins: bool) -> int:
    """Users on a day, moved where the login trend alone could not give the wanted score."""
    users, seats = facts.users_on(day), facts.account.seats_on(day)
    if not seats:
        return users
    need = wanted(facts.account, day) / 100 * weight - without_score_of(facts.raw(day))
    beyond = need - min(19.2, max(0.8, need)) if with_logins else need
    return max(1, min(seats, round(users + beyond / WEIGHTS["seats"] * 0.6 * seats)))


def _month_ends(account: Account) -> list[date]:
    """Ends of months before TWELVE_WEEKS_AGO on which the login trend of the account is known."""
    firsts = [date(2026, month, 1) for month in range(1, 10)]
    ends = [first - timedelta(days=1) for first in firsts]
    return [day for day in ends if day - timedelta(days=119) >= account.usage_from]


def _set_logins(facts: Facts, weight: int) -> None:
    account = facts.account
    trends = {}
    weeks = {AS_OF - timedelta(days=7 * week) for week in range(12)}
    days = sorted({*weeks, EARLIER_IMPORT, date(2026, 9, 30), date(2026, 10, 31), *_month_ends(account)})
    for day in days:
        raw = facts.raw(day)
        known = sum(WEIGHTS[name] for name, value in raw.items() if value is not None) + WEIGHTS["logins"]
        need = wanted(account, day) / 100 * known - without_score_of(raw)
        low, high = (0.0, 20.0) if day == AS_OF else (0.5, 19.5)
        trends[day] = trend_for(min(high, max(low, need)))
    trends[AS_OF] = stories.FINAL_TREND.get(account.name, trends[AS_OF])
    if account.since > EARLIER_IMPORT:  # only a pilot before; nothing to resemble
        trends = {AS_OF: trends[AS_OF]}
    facts.logins = logins_for(facts, trends, stories.LOGINS_OF_NINETY_DAYS.get(account.name))
