"""The files about what comes next: renewal forecast, success plans, what customers ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from making.book import AS_OF, Account, dice
from making.contracts import lines_of
from making.customer_files import ONBOARDING, champion, went_live
from making.sheets import Cell, Column, new_workbook, write_table, write_text
from making.stories import TSUKIMI

_WITHOUT_PLAN = "Ravensalt Chemicals"
_FORECAST = {"commit": "Commit", "likely": "Likely", "at_risk": "At risk", "expected_loss": "Churn"}


def write_forecast(folder: Path, accounts: Sequence[Account]) -> None:
    """What the CSMs expect of each current contract."""
    columns = [
        Column("Contract no.", 14), Column("Account name", 28), Column("Forecast", 12), Column("Expected ARR", 15, '"¥"#,##0'),
        Column("Risk reason", 14), Column("Why", 46),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    for account in accounts:
        for line in (n for n in lines_of(account) if n.state == "契約中"):
            expected = account.expected * 1000 * line.arr // account.arr
            rows.append([line.number, account.name, _FORECAST[account.forecast], expected, account.risk, account.why])
    book = new_workbook(folder / "renewal_forecast.xlsx", "Renewal forecast, November 2026")
    write_table(book, "Forecast", columns, rows)
    book.close()


_OBJECTIVES = [
    ("O-101", "Close the monthly plan in 2 days", "Working days to close the plan", "days", 5, 2, 2, date(2026, 2, 5), date(2026, 11, 30)),
    ("O-102", "Freeze plans on time", "Plans frozen on time", "%", 78, 95, 96, date(2026, 2, 5), date(2026, 11, 30)),
    ("O-103", "Nagoya plant rollout", "Rollout done", "%", 0, 100, 64, date(2026, 2, 5), date(2026, 12, 18)),
]  # fmt: skip
_TASKS = [
    ("T-101", "O-103", "Data mapping", "Hoshizora Works", "ours", date(2026, 9, 1), date(2026, 9, 26), date(2026, 9, 26), 1.0, "done", ""),
    ("T-102", "O-103", "Admin training, 2 sessions", "Hoshizora Works", "ours", date(2026, 9, 28), date(2026, 10, 16), date(2026, 10, 16), 1.0, "done", ""),
    ("T-103", "O-103", "Pilot, line 3", "J. Usui", "theirs", date(2026, 10, 12), date(2026, 11, 20), None, 0.9, "started", "two shifts trained"),
    ("T-104", "O-103", "Single sign-on", "Tsukimi IT", "theirs", date(2026, 11, 2), date(2026, 12, 4), None, 0.4, "started", "all sites sign in once"),
    ("T-105", "O-103", "Full rollout, 120 users", "Hoshizora and J. Usui", "both", date(2026, 11, 30), date(2026, 12, 18), None, 0.0, "open", "120 users signed in by 22 Dec"),
    ("T-106", "O-103", "Sync under 10 seconds on the plant network", "Hoshizora engineering", "ours", date(2026, 11, 18), date(2026, 12, 11), None, 0.2, "started", "tickets 4903 and 4911 closed"),
    ("T-107", "O-101", "Turn on scenario planning", "J. Usui", "theirs", date(2027, 1, 8), date(2027, 1, 29), None, 0.0, "open", "used in the February plan"),
    ("T-108", "O-102", "Turn on supplier view and alerts", "R. Mochida", "theirs", date(2027, 2, 1), date(2027, 2, 26), None, 0.0, "open", "8 of 8 key features in use"),
]  # fmt: skip
_GOALS = {
    "en": ("Bring every site on board", "Sites live", "Answer customers a day sooner", "Hours to answer"),
    "ja": ("全拠点での利用開始", "稼働拠点の割合", "月次報告の作成時間の短縮", "作成時間"),
}
_STEPS = {
    "en": ("Agree on the goal", "Train the administrators", "Bring the second team in", "Review the result"),
    "ja": ("目標の合意", "管理者研修", "第2チームの利用開始", "結果の振り返り"),
}


def _objective_rows(accounts: Sequence[Account]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for account in accounts:
        if account.name == TSUKIMI:
            rows += [[o[0], account.account_id, account.name, *o[1:]] for o in _OBJECTIVES]
        elif account.touch == "high" and account.name != _WITHOUT_PLAN:
            goals, agreed = _GOALS[account.language], AS_OF - timedelta(days=200)
            text, measure = goals[:2] if account.number % 2 else goals[2:]
            now = 20 + account.health // 2
            unit, values = (
                ("%", (20, 100, now)) if account.number % 2 else ("h", (24, 8, max(8, 28 - account.health // 5)))
            )
            due = min(account.terms[0].end, date(2027, 3, 31))
            rows.append(
                [
                    f"O-{200 + account.number}",
                    account.account_id,
                    account.name,
                    text,
                    measure,
                    unit,
                    *values,
                    agreed,
                    due,
                ]
            )
    return rows


def _task_rows(accounts: Sequence[Account]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for account in accounts:
        if account.name == TSUKIMI:
            rows += [[t[0], account.account_id, account.name, *t[1:]] for t in _TASKS]
        elif account.touch == "high" and account.name != _WITHOUT_PLAN:
            chance = dice("tasks", account.name)
            for step, text in enumerate(_STEPS[account.language]):
                start = date(2026, 8, 24) + timedelta(days=45 * step + chance.randrange(8))
                due = start + timedelta(days=30)
                done = due - timedelta(days=chance.randrange(1, 6)) if due <= AS_OF else None
                progress = 1.0 if done else 0.4 if start <= AS_OF else 0.0
                status = "done" if done else "started" if start <= AS_OF else "open"
                owner, side = (account.csm, "ours") if step % 2 == 0 else (champion(account), "theirs")
                rows.append(
                    [f"T-{200 + account.number}{step + 1}", account.account_id, account.name, f"O-{200 + account.number}", text, owner, side,
                     start, due, done, progress, status, None]
                )  # fmt: skip
    return rows


def _milestone_rows(accounts: Sequence[Account]) -> list[list[Cell]]:
    """First steps of the customers won in the last year: those live have them all."""
    names = (("Kick-off held", 6), ("Data loaded", 24), ("Admins trained", 35), ("First value", 60))
    rows: list[list[Cell]] = []
    for account in (a for a in accounts if len(a.terms) == 1):
        due = ONBOARDING.get(account.name)
        done_until = (
            {"Otterline Ferries": 1, "Pebble & Thrush": 0, "Gingerbread Robotics": 2}.get(account.name, 3) if due else 4
        )
        for step, (text, after) in enumerate(names):
            late = "Data migration" if account.name == "Otterline Ferries" and step == 1 else text
            target = account.since + timedelta(days=after) if not due or step < done_until else due
            done = account.since + timedelta(days=after - 1) if step < done_until else None
            if step == 3 and not due:
                done = went_live(account)
            rows.append([f"M-{account.number}{step + 1}", account.account_id, account.name, late, target, done, True])
    return rows


def write_plans(folder: Path, accounts: Sequence[Account]) -> None:
    """Success plans: objectives, tasks, milestones; one sheet each."""
    whose = [Column("Account ID", 12), Column("Account name", 26)]
    day = "yyyy-mm-dd"
    book = new_workbook(folder / "success_plans.xlsx", "Success plans")
    write_table(book, "Objectives", [
        Column("Objective ID", 12), *whose, Column("Objective", 36), Column("Measured by", 30), Column("Unit", 8), Column("Baseline", 10),
        Column("Target value", 12), Column("Actual", 10), Column("Agreed on", 13, day), Column("Objective due", 14, day),
    ], _objective_rows(accounts))  # fmt: skip
    write_table(book, "Tasks", [
        Column("Task ID", 10), *whose, Column("Objective ID", 12), Column("Task", 44), Column("Task owner", 24), Column("Side", 8),
        Column("Task start", 13, day), Column("Task due", 13, day), Column("Task done", 13, day), Column("Progress", 10, "0%"),
        Column("Task status", 12), Column("Success criterion", 34),
    ], _task_rows(accounts))  # fmt: skip
    write_table(book, "Milestones", [
        Column("Milestone ID", 13), *whose, Column("Milestone", 24), Column("Milestone due", 14, day), Column("Milestone done", 15, day),
        Column("Required", 10),
    ], _milestone_rows(accounts))  # fmt: skip
    book.close()


_ASKED_BY_TSUKIMI = (
    ("2026-11-14", "Planning", "One plan for all four plants", "Planned"), ("2026-11-13", "Compare", "Keep the last three plans side by side", "New"),
    ("2026-11-11", "Sync", "Work on when the plant network is slow", "In work"), ("2026-10-20", "Sign-in", "Single sign-on for shift terminals", "In work"),
    ("2026-10-02", "Rollout", "Freeze changes in the last week of the year", "Answered"), ("2026-09-17", "Alerts", "Tell the supplier when a part is late", "Planned"),
    ("2026-08-27", "Reports", "One page for the board", "Answered"), ("2026-07-14", "Seats", "Count shift terminals, not people", "Answered"),
    ("2026-06-11", "Import", "Read the parts list with its colours", "Declined"), ("2026-05-28", "Planning", "Plan in half days", "Answered"),
    ("2026-04-16", "Mobile", "See the plan on a phone", "Answered"), ("2026-03-05", "Reports", "Export of the compare view", "Answered"),
)  # fmt: skip
_ASKED = (
    ("Exports", "Exports take minutes since October", "In work"),
    ("Mobile", "A view for phones", "Planned"),
    ("Reports", "Totals by month", "New"),
)


def write_feedback(folder: Path, accounts: Sequence[Account]) -> None:
    """What customers ask the product team for."""
    lines: list[Sequence[Cell]] = [
        ("Feedback ID", "Account ID", "Feedback date", "Feedback category", "Feedback text", "Feedback status")
    ]
    number = 0
    for account in (a for a in accounts if a.touch != "tech"):
        asked: tuple[tuple[str, str, str, str], ...] = _ASKED_BY_TSUKIMI if account.name == TSUKIMI else ()
        if not asked and account.number % 3 == 0:
            category, text, status = _ASKED[account.number // 3 % 3]
            asked = (((AS_OF - timedelta(days=10 + 3 * account.number)).isoformat(), category, text, status),)
        for day, category, text, status in asked:
            number += 1
            lines.append((f"F-{number:03d}", account.account_id, day, category, text, status))
    write_text(folder / "feedback.csv", lines, "utf-8")
