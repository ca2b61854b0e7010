"""The middle column of the account page: revenue and seats, the success plan, the contracts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QMenu, QVBoxLayout, QWidget

from csdesk.desktop.account_story import AccountStory, Row
from csdesk.desktop.fonts import NORMAL, SEMIBOLD, scaled
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.gantt import Gantt, GanttRow
from csdesk.desktop.widgets.labels import ElidedLabel, SectionHeader, label, line
from csdesk.model.messages import Message
from csdesk.model.money import Money

CURRENT = ("upcoming", "notice_open", "locked_in", "overdue", "assumed_renewed", "decided", "evergreen", "no_date")


def plan_rows(story: AccountStory, as_of: date) -> list[GanttRow]:
    """The tasks as rows of a Gantt, the whole plan first, notice and renewal last."""
    tasks = [task for task in story.tasks if isinstance(task["start"], date) and isinstance(task["due"], date)]
    if not tasks:
        return []
    rows = []
    shares = [_progress(task) for task in tasks]
    name = next((str(o["text"]) for o in story.objectives if o["text"]), tr(Message("Success plan")))
    starts = [d for t in tasks if isinstance(d := t["start"], date)]
    dues = [d for t in tasks if isinstance(d := t["due"], date)]
    done = sum(shares) / len(shares)
    rows.append(GanttRow(name, min(starts), max(dues), done, language().percent(done), strong=True))
    for task, share in zip(tasks, shares, strict=True):
        rows.append(_task_row(task, share, as_of))
    marks = []
    row = story.details.row
    for field, token in (("notice_by", "risk_fill"), ("renewal_on", "ink")):
        day = row.get(field)
        if isinstance(day, date):
            marks.append((day, language().day(day, year=False), token))
    if marks:
        rows.append(GanttRow(tr(Message("Notice and renewal")), diamonds=tuple(marks), strong=True))
    return rows


def _progress(task: Row) -> float:
    if task["status"] == "done" or task["done_on"] is not None:
        return 1.0
    value = task["progress"]
    return float(value) if isinstance(value, (int, float)) else 0.0


def _task_row(task: Row, share: float, as_of: date) -> GanttRow:
    start, due = task["start"], task["due"]
    if not isinstance(start, date) or not isinstance(due, date):
        return GanttRow(str(task["text"] or ""))
    if share >= 1:
        return GanttRow(str(task["text"] or ""), start, due, 1.0, tr(Message("done")), "ok_fill")
    if due < as_of:
        note = tr(Message("{share}, {n} days late", share=language().percent(share), n=(as_of - due).days))
        return GanttRow(str(task["text"] or ""), start, due, share, note, "watch_fill")
    if start > as_of:
        return GanttRow(str(task["text"] or ""), start, due, share, tr(Message("starts {day}", day=language().day(start, year=False))))  # fmt: skip
    return GanttRow(str(task["text"] or ""), start, due, share, language().percent(share))


class PlanSection(QFrame):
    """The success plan, where there is one; ``all_asked`` by its link."""

    all_asked = Signal()

    def __init__(self, story: AccountStory, as_of: date, *, linked: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 10, 20, 10)
        column.setSpacing(4)
        goal = next((str(o["measure"] or o["text"]) for o in story.objectives if o["text"]), "")
        head = SectionHeader(Message("Success plan"), goal)
        if linked:
            head.add(button(Message("Open plan"), "link", clicked=self.all_asked.emit, small=True))
        column.addWidget(head)
        rows = plan_rows(story, as_of)
        if rows:
            column.addWidget(Gantt(rows, as_of))
        else:
            text = Message("No success plan yet. Import one as a list of tasks with start and due date.")
            column.addWidget(label(text, 12.5, tone="ink3", wrap=True))


class ContractsSection(QFrame):
    """The contracts that run or are to come; a click on the number edits, the menu deletes; ``all_asked`` by its link."""

    all_asked = Signal()

    def __init__(
        self,
        story: AccountStory,
        currency: str,
        edit: Callable[[int], object],
        delete: Callable[[int], object],
        archive: Callable[[int], object],
        add: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 10, 20, 12)
        column.setSpacing(2)
        rows = [row for row in story.contracts if row["state"] in CURRENT]
        head = SectionHeader(Message("Contracts"), _clause(rows))
        earlier = len(story.contracts) - len(rows)
        if earlier:
            head.add(button(tr(Message("{n} earlier", n=earlier)), "link", clicked=self.all_asked.emit, small=True))
        head.add(button(Message("New contract"), "link", clicked=add, small=True))
        column.addWidget(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(0)
        heads = (Message("No."), Message("Product"), Message("Term"), Message("Seats"), Message("Notice by"), Message("ARR"))  # fmt: skip
        for place, name in enumerate(heads):
            made = label(name, 12, tone="ink2")
            made.setFixedHeight(scaled(26))
            if place in (3, 5):
                made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(made, 0, place)
        for number, row in enumerate(rows):
            grid.addWidget(line(), 2 * number + 1, 0, 1, len(heads))
            self._add_row(grid, 2 * number + 2, row, currency, edit, delete, archive)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addStretch(1)

    def _add_row(
        self, grid: QGridLayout, at: int, row: Row, currency: str, edit: Callable[[int], object],
        delete: Callable[[int], object], archive: Callable[[int], object],
    ) -> None:  # fmt: skip
        key = int(str(row["key"]))
        name = button(str(row["external_id"] or tr(Message("Edit"))), "link", clicked=lambda: edit(key), small=True)
        name.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

        def menu() -> None:
            choices = QMenu(name)
            choices.addAction(tr(Message("Edit contract")), lambda: edit(key))
            choices.addAction(tr(Message("Archive contract")), lambda: archive(key))
            choices.addAction(tr(Message("Delete contract")), lambda: delete(key))
            choices.exec(name.mapToGlobal(name.rect().bottomLeft()))

        name.customContextMenuRequested.connect(lambda _: menu())
        grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignLeft)
        arr = row["annual"]
        notice = row["notice_by"]
        texts = (
            (str(row["product"] or "–"), False, NORMAL),
            (_term(row), False, NORMAL),
            (language().number(int(str(row["seats"]))) if row["seats"] is not None else "–", True, NORMAL),
            (language().day(notice) if isinstance(notice, date) else "–", False, NORMAL),
            (language().money(Money(int(str(arr)), currency)) if arr is not None else "–", True, SEMIBOLD),
        )
        for place, (text, right, weight) in enumerate(texts, start=1):
            made = label(text, 12.5, weight) if right else ElidedLabel(text, 12.5, weight, grow=False)
            made.setFixedHeight(scaled(28))
            if right:
                made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(made, at, place)


def _term(row: Row) -> str:
    """First and last day; whole months by their names: Feb 2026 – Jan 2027."""
    start, end, speaks = row["start"], row["end"], language()
    if isinstance(start, date) and isinstance(end, date) and start.day == 1 and (end + timedelta(days=1)).day == 1:
        first, last = speaks.month(start, year=True), speaks.month(end, year=True)
    else:
        first = speaks.day(start) if isinstance(start, date) else "–"
        last = speaks.day(end) if isinstance(end, date) else tr(Message("no end"))
    return tr(Message("{first} – {last}", first=first, last=last))


def _clause(rows: list[Row]) -> str:
    found = next((row for row in rows if row["notice_n"] is not None), None)
    if found is None:
        return ""
    n = int(str(found["notice_n"]))
    clause = Message("{n} months to cancel", n=n) if found["notice_unit"] == "months" else Message("{n} days to cancel", n=n)  # fmt: skip
    if found["auto_renew"]:
        return tr(Message("{clause}, renews automatically", clause=clause))
    return tr(clause)
