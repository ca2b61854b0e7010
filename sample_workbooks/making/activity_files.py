"""The files about what customers do and say: usage, tickets, answers, invoices, touchpoints, events, feedback."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from making.book import AS_OF, Account, Former
from making.contracts import lines_of
from making.facts import Facts, Ticket, Touchpoint
from making.sheets import Cell, Column, new_workbook, write_table, write_text
from making.stories import TSUKIMI

_FIRST_MONTH = date(2024, 4, 1)
_SURVEY_STARTS = date(2026, 10, 1)


def days_of_usage(facts: Facts) -> list[date]:
    """The days from the first with usage to AS_OF."""
    first = facts.account.usage_from
    return [first + timedelta(days=n) for n in range((AS_OF - first).days + 1)]


def write_usage(folder: Path, everybody: Sequence[Facts]) -> None:
    """Usage by day, as exported from the product."""
    columns = [
        Column("Account ID", 12), Column("Account name", 28), Column("Usage date", 13), Column("Active users", 13, "#,##0"),
        Column("Logins", 10, "#,##0"), Column("Key features used", 18),
    ]  # fmt: skip
    book = new_workbook(folder / "usage_2026-11.xlsx", "Usage by day, to 22 November 2026")
    rows = (
        [f.account.account_id, f.account.name, day, f.users_on(day), f.logins.get(day), f.features_on(day)]
        for f in everybody
        for day in days_of_usage(f)
    )
    write_table(book, "Usage", columns, rows)
    book.close()


def _months() -> Iterator[date]:
    """The last day of each month of the long history, to October 2026."""
    first = _FIRST_MONTH
    while first <= date(2026, 10, 1):
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        yield following - timedelta(days=1)
        first = following


def write_monthly_users(folder: Path, everybody: Sequence[Facts], former: Sequence[Former]) -> None:
    """Active users by month, one column each, as an older Japanese export has them (CP932)."""
    months = list(_months())
    lines: list[Sequence[Cell]] = [
        ["アクティブユーザー数　月別（各月末時点）"],
        ["取引先名", *(f"{day.year}年{day.month}月" for day in months)],
    ]
    for facts in everybody:
        start = facts.account.since
        lines.append([facts.account.name, *(facts.users_on(day) if day >= start else None for day in months)])
    lines += [[one.name, *(_fading(one, day) for day in months)] for one in former]
    write_text(folder / "active_users_by_month.csv", lines, "cp932")


def _fading(former: Former, day: date) -> int | None:
    """Users of a customer on its way out: most of the seats a year before, few at the end."""
    end = former.terms[0].end
    if not former.since <= day <= end:
        return None
    left = min(1.0, (end - day).days / 365)
    return max(1, round(former.users + left * (former.terms[0].seats * 0.8 - former.users)))


def _numbered(everybody: Sequence[Facts]) -> Iterator[tuple[int, Facts, Ticket]]:
    """Tickets in order of opening, numbered around those whose number is told."""
    told = {t.number for f in everybody for t in f.tickets if t.number}
    tickets = sorted(
        ((t, f) for f in everybody for t in f.tickets), key=lambda p: (p[0].opened, p[1].account.number, p[0].subject)
    )
    last = 4903  # the number that the ticket of 18 November has
    before = sum(1 for t, _ in tickets if t.opened < date(2026, 11, 18))
    number = last - before - 40
    for ticket, facts in tickets:
        if ticket.number:
            yield ticket.number, facts, ticket
            continue
        number += 1
        while number in told:
            number += 1
        yield number, facts, ticket


def write_tickets(folder: Path, everybody: Sequence[Facts]) -> None:
    """Support tickets of a year."""
    lines: list[Sequence[Cell]] = [
        ("Ticket ID", "Account ID", "Opened", "Closed", "Severity", "Ticket status", "Escalated", "CSAT", "Subject")
    ]
    for number, facts, t in sorted(_numbered(everybody), key=lambda p: p[0]):
        status, escalated = "Closed" if t.closed else "Open", "Yes" if t.escalated else "No"
        lines.append(
            (
                number,
                facts.account.account_id,
                t.opened,
                t.closed,
                t.severity.capitalize(),
                status,
                escalated,
                t.csat,
                t.subject,
            )
        )
    write_text(folder / "tickets.csv", lines, "utf-8-sig")


def write_answers(folder: Path, everybody: Sequence[Facts]) -> None:
    """Survey answers: the current half-year, and those before it."""
    header = ("Account ID", "Account name", "Respondent", "Answered on", "Survey", "NPS score", "Comment")
    rows = [(f.account, a) for f in everybody for a in f.answers]
    now = [(account, a) for account, a in rows if a.day >= _SURVEY_STARTS]
    told = [pair for pair in now if pair[0].name == TSUKIMI]
    others = sorted((p for p in now if p[0].name != TSUKIMI), key=lambda p: (p[1].day, p[0].number, p[1].respondent))
    before = sorted(
        (p for p in rows if p[1].day < _SURVEY_STARTS), key=lambda p: (p[1].day, p[0].number, p[1].respondent)
    )
    now = [*others[:39], *told, *others[39:]]
    for name, survey, chosen in (("nps_fy26h2.csv", "NPS FY26 H2", now), ("nps_earlier.csv", "NPS", before)):
        lines: list[Sequence[Cell]] = [header]
        for account, a in chosen:
            lines.append((account.account_id, account.name, a.respondent, a.day, survey, a.score, a.comment))
        write_text(folder / name, lines, "utf-8")


def write_invoices(folder: Path, everybody: Sequence[Facts]) -> None:
    """Invoices, numbered by year in order of issue."""
    columns = [
        Column("Invoice no.", 12), Column("Account ID", 12), Column("Account name", 28), Column("Invoice date", 13), Column("Due date", 13),
        Column("Paid on", 13), Column("Invoice amount", 16, '"¥"#,##0'),
    ]  # fmt: skip
    invoices = sorted(
        ((i, f.account) for f in everybody for i in f.invoices), key=lambda p: (p[0].issued, p[1].number, p[0].due)
    )
    taken, counts = {i.number for i, _ in invoices if i.number}, dict.fromkeys(range(2020, 2030), 0)
    rows: list[list[Cell]] = []
    for invoice, account in invoices:
        number = invoice.number
        while not number or (number in taken and not invoice.number):
            counts[invoice.issued.year] += 1
            number = f"{invoice.issued:%y}-{counts[invoice.issued.year]:03d}"
        rows.append(
            [number, account.account_id, account.name, invoice.issued, invoice.due, invoice.paid, invoice.amount]
        )
    book = new_workbook(folder / "invoices.xlsx", "Invoices, to 22 November 2026")
    write_table(book, "Invoices", columns, rows)
    book.close()


def write_touchpoints(folder: Path, everybody: Sequence[Facts], former: Sequence[Former]) -> None:
    """Contacts with the customers, and the last ones with those who left."""
    columns = [
        Column("Account ID", 12), Column("Account name", 28), Column("Touchpoint date", 16), Column("Touchpoint type", 16),
        Column("With executive", 15), Column("Logged by", 16), Column("Touchpoint note", 60),
    ]  # fmt: skip
    spoken: list[tuple[Touchpoint, Account | Former]] = [(t, f.account) for f in everybody for t in f.touchpoints]
    spoken += [(t, one) for one in former for t in _before_leaving(one)]
    spoken.sort(key=lambda p: (p[0].day, p[1].number, p[0].text))
    book = new_workbook(folder / "touchpoints.xlsx", "Touchpoints, to 22 November 2026")
    rows: list[list[Cell]] = [
        [a.account_id, a.name, t.day, t.kind, t.executive, t.by or a.csm, t.text] for t, a in spoken
    ]
    write_table(book, "Touchpoints", columns, rows)
    book.close()


def _before_leaving(former: Former) -> list[Touchpoint]:
    """A review early in the last term, one call about the low use, then nothing."""
    end = lines_of(former)[0].end
    found = (
        Touchpoint(end - timedelta(days=240), "meeting", "Review of the first months", executive=True),
        Touchpoint(end - timedelta(days=150), "call", "Asked why so few of the seats are used", executive=True),
    )
    return [touchpoint for touchpoint in found if touchpoint.day >= former.since]


def write_events(folder: Path, everybody: Sequence[Facts], former: Sequence[Former]) -> None:
    """What happened to customers: who left, and who of theirs left."""
    ids = {f.account.name: f.account.account_id for f in everybody}
    lines: list[Sequence[Cell]] = [
        ("Account ID", "Event date", "Event type", "Reason", "Event note"),
        (ids["天狗運輸"], date(2026, 11, 14), "champion_left", None, "K. Hashimoto, IT lead, has left"),
        (ids["Saltmarsh Energy"], date(2026, 11, 16), "escalation", None, "Third urgent ticket open"),
    ]
    lines += [(one.account_id, lines_of(one)[0].end + timedelta(days=1), "churn", one.reason, None) for one in former]
    write_text(folder / "events.csv", lines, "utf-8")
