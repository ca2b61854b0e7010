"""The bad cells of an import with what a person needs to mend them: whose row it is, and the cells around."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from csdesk.app.import_mends import Mend, mend_of
from csdesk.app.import_place import ProblemCounts
from csdesk.intake.decisions import CellPlace, RowPlace
from csdesk.model.fields import Kind, field
from csdesk.model.filenames import file_text
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, Severity

if TYPE_CHECKING:
    from csdesk.app.import_session import ImportSession
    from csdesk.intake.outcome import ImportPlan, TablePlan
    from csdesk.intake.proposals import Proposal
    from csdesk.intake.sheets import Table

_NAMES = ("account.name", "account.external_id", "contract.external_id", "account.domain")
_OTHERS = {
    Kind.DATE: Message("{n} other cells in this column are dates."),
    Kind.MONEY: Message("{n} other cells in this column are amounts."),
    Kind.INTEGER: Message("{n} other cells in this column are numbers."),
    Kind.NUMBER: Message("{n} other cells in this column are numbers."),
    Kind.RATIO: Message("{n} other cells in this column are percentages."),
    Kind.CHOICE: Message("{n} other cells in this column hold a value that CSDesk knows."),
}
_READ = Message("{n} other cells in this column could be read.")
_NONE_READ = Message("No other cell in this column could be read. Is the column what it was taken for?")


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A bad cell, with its file and what its row is called; ``problem.suggestion`` is what it most likely means.

    Attributes:
        account: the text of the row's account, as it stands; empty where no column says.
        like_it: how many cells of the same field say the same.
        proposal: of a name that may mean a customer there is; ``problem.suggestion`` is that customer's name.
        aside: a person keeps the row aside.
        others: how the other cells of the column compare; None where that says nothing.
    """

    place: CellPlace
    file: str
    account: str
    problem: CellProblem
    like_it: int
    proposal: Proposal | None = None
    aside: bool = False
    others: Message | None = None

    @property
    def mended(self) -> bool:
        """Whether a person has said how it is read."""
        return self.problem.code == "mended" or (self.proposal is not None and self.proposal.decided)

    @property
    def left_out(self) -> bool:
        """Whether a person left the cell out: its row goes in without it."""
        return self.problem.code == "mended" and not self.problem.suggestion

    @property
    def row_lives(self) -> bool:
        """Whether the row goes in without this cell, which is not required."""
        return self.problem.severity is Severity.LEFT_EMPTY


@dataclass(frozen=True, slots=True)
class _Entry:
    """A problem before anything is looked up for it: its table, and the cell or the name."""

    table: int
    about: CellProblem | Proposal


class Problems:
    """The problems of a plan in the order of the files; mere notes after what costs something."""

    def __init__(self, session: ImportSession, plan: ImportPlan) -> None:
        tables = [table for file in session.files for table in file.tables]
        self._tables = [_TableProblems(*pair) for pair in zip(plan.tables, tables, strict=True)]
        self._aside = session.settled.decisions.aside
        self._mends: dict[tuple[str, str | None, str], Mend | None] = {}
        self.entries = [
            _Entry(number, about)
            for notes in (False, True)
            for number, table in enumerate(self._tables)
            for about in table.entries(notes=notes)
        ]

    def found(self, first: int, count: int) -> tuple[FoundProblem, ...]:
        """Some of them, from a place on."""
        some = self.entries[first : first + count]
        wanted: dict[int, list[int]] = {}
        for entry in some:
            wanted.setdefault(entry.table, []).append(entry.about.row)
        named = {table: self._tables[table].named(rows) for table, rows in wanted.items()}
        return tuple(self._found(entry, named[entry.table].get(entry.about.row, "")) for entry in some)

    def _found(self, entry: _Entry, account: str) -> FoundProblem:
        table, about = self._tables[entry.table], entry.about
        place, file = table.place(about), table.made.source.file_name
        if not isinstance(about, CellProblem):
            return FoundProblem(place, file, about.name, _of_name(table, about), 1, about)
        mend = self.mend(about)
        shown = replace(about, suggestion=mend.text if mend is not None else None)
        if mend is not None and mend.why is not about.message:
            shown = replace(shown, message=mend.why, hint=Message("It may mean {text}.", text=mend.text))
        same = table.alike[about.field, about.value]
        aside = RowPlace(place.file, place.sheet, place.row) in self._aside
        return FoundProblem(place, file, account, shown, same, None, aside, table.others(about))

    def mend(self, problem: CellProblem) -> Mend | None:
        """What a cell most likely means."""
        if problem.suggestion is not None:
            return mend_of(problem)
        key = (problem.code, problem.field, problem.value)
        if key not in self._mends:
            self._mends[key] = mend_of(problem)
        return self._mends[key]

    def open(self) -> Iterator[tuple[CellPlace, CellProblem | Proposal]]:
        """Those nobody has settled, with their place."""
        for entry in self.entries:
            about, place = entry.about, self._tables[entry.table].place(entry.about)
            settled = about.code == "mended" if isinstance(about, CellProblem) else about.decided
            if not settled and RowPlace(place.file, place.sheet, place.row) not in self._aside:
                yield place, about

    def suggests(self, about: CellProblem | Proposal) -> bool:
        """Whether there is a suggestion that can be taken without a further look."""
        return self.mend(about) is not None if isinstance(about, CellProblem) else about.unambiguous

    def counts(self) -> ProblemCounts:
        """How many there are of each kind."""
        left = [about for _, about in self.open()]
        return ProblemCounts(
            listed=len(self.entries),
            settled=len(self.entries) - len(left),
            suggested=sum(self.suggests(about) for about in left),
            costly=sum(costs(about) for about in left),
        )


def costs(about: CellProblem | Proposal) -> bool:
    """Whether a cell or its row is lost."""
    return isinstance(about, CellProblem) and about.severity is not Severity.NOTE


class _TableProblems:
    """The problems of one table."""

    def __init__(self, made: TablePlan, table: Table) -> None:
        self.made, self.table = made, table
        self.path = file_text(made.source.path)
        self.alike = Counter((problem.field, problem.value) for problem in made.problems)
        self._columns = {number: position for position, number in enumerate(table.column_numbers)}
        self._bad = Counter(p.column for p in made.problems if p.severity is not Severity.NOTE)
        self._others: dict[int, int] = {}

    def entries(self, *, notes: bool) -> Iterator[CellProblem | Proposal]:
        """What is listed of the table: names and what costs something, or mere notes."""
        made = self.made
        if not notes:
            yield from (proposal for proposal in made.proposals if proposal.candidates)
        names = {proposal.name for proposal in made.proposals}
        mended = {(p.row, p.column) for p in made.problems if p.code == "mended"}
        wrong = {(p.row, p.column) for p in made.problems if not _is_note(p) and p.code != "mended"}
        for problem in made.problems:
            told = problem.code == "no_such_account" and problem.value.strip() in names
            twice = problem.code == "mended" and (problem.row, problem.column) in wrong & mended
            if _is_note(problem) is notes and not told and not twice:
                yield problem

    def place(self, about: CellProblem | Proposal) -> CellPlace:
        """Where a problem stands."""
        column = about.column if isinstance(about, CellProblem) else self.table.column_numbers[about.column]
        return CellPlace(self.path, self.made.sheet, about.row, column)

    def named(self, rows: list[int]) -> dict[int, str]:
        """Row of the sheet → the text of its account."""
        column = next((i for code in _NAMES for i, c in enumerate(self.made.columns) if c.field == code), None)
        if column is None:
            return {}
        places = pc.index_in(pa.array(rows, pa.int64()), value_set=self.table.row_numbers).to_pylist()
        texts = self.table.columns[column].texts
        return {row: texts[at].as_py() or "" for row, at in zip(rows, places, strict=True) if at is not None}

    def others(self, problem: CellProblem) -> Message | None:
        """How the other cells of a bad cell's column compare."""
        column = self._columns.get(problem.column)
        if column is None or problem.field is None or not costs(problem) or problem.field.endswith(".custom"):
            return None
        if column not in self._others:
            cells = self.table.columns[column].texts
            nothing = self.made.columns[column].nothing
            self._others[column] = len(cells) - cells.null_count - nothing - self._bad[problem.column]
        n = self._others[column]
        if n <= 0:
            return _NONE_READ if self._bad[problem.column] > 1 else None
        return Message(_OTHERS.get(field(problem.field).kind, _READ).text, n=n)


def _is_note(problem: CellProblem) -> bool:
    return problem.severity is Severity.NOTE and problem.code != "mended"


def _of_name(table: _TableProblems, proposal: Proposal) -> CellProblem:
    """A name that may mean a customer there is, as something to accept or not."""
    likely = proposal.candidates[0]
    return CellProblem(
        code="similar_name", severity=Severity.NOTE, sheet=table.made.sheet, row=proposal.row,
        column=table.table.column_numbers[proposal.column], value=proposal.name, message=likely.why,
        hint=likely.against or proposal.question, field="account.name", suggestion=likely.name,
    )  # fmt: skip
