"""The bad cells of an import with what a person needs to mend them: whose row it is, and the cells around."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from csdesk.app.import_mends import mend_of
from csdesk.intake.decisions import CellPlace
from csdesk.model.filenames import file_text
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, Severity

if TYPE_CHECKING:
    from csdesk.app.import_session import ImportSession
    from csdesk.intake.outcome import ImportPlan, TablePlan
    from csdesk.intake.proposals import Proposal
    from csdesk.intake.sheets import Table

SHOWN_PROBLEMS = 1000  # listed one by one; the counts hold all
_NAMES = ("account.name", "account.external_id", "contract.external_id", "account.domain")


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A bad cell, with its file and what its row is called; ``problem.suggestion`` is what it most likely means.

    Attributes:
        account: the text of the row's account, as it stands; empty where no column says.
        like_it: how many cells of the same field say the same.
        proposal: of a name that may mean a customer there is; ``problem.suggestion`` is that customer's name.
    """

    place: CellPlace
    file: str
    account: str
    problem: CellProblem
    like_it: int
    proposal: Proposal | None = None

    @property
    def mended(self) -> bool:
        """Whether a person has said how it is read."""
        return self.problem.code == "mended" or (self.proposal is not None and self.proposal.decided)


def found_problems(session: ImportSession, plan: ImportPlan) -> Iterator[FoundProblem]:
    """At most ``SHOWN_PROBLEMS`` of them in the order of the files; mere notes after what costs something."""
    tables = [table for file in session.files for table in file.tables]
    made = list(zip((t for t in plan.tables), tables, strict=True))
    parts = (_of_table(plan_of, table, notes=notes) for notes in (False, True) for plan_of, table in made)
    return islice(chain.from_iterable(parts), SHOWN_PROBLEMS)


def _is_note(problem: CellProblem) -> bool:
    return problem.severity is Severity.NOTE and problem.code != "mended"


def _of_table(made: TablePlan, table: Table, *, notes: bool) -> Iterator[FoundProblem]:
    names = {proposal.name: proposal for proposal in made.proposals}
    if not notes:
        yield from (_of_name(made, table, proposal) for proposal in made.proposals if proposal.candidates)
    naming = next((i for code in _NAMES for i, c in enumerate(made.columns) if c.field == code), None)
    rows: dict[int, int] = {}
    alike: dict[tuple[str | None, str], int] = {}
    for problem in made.problems:
        alike[problem.field, problem.value] = alike.get((problem.field, problem.value), 0) + 1
    mended = {(p.row, p.column) for p in made.problems if p.code == "mended"}
    wrong = {(p.row, p.column) for p in made.problems if not _is_note(p) and p.code != "mended"}
    for problem in made.problems:
        at = (problem.row, problem.column)
        told = problem.value.strip() in names and problem.code == "no_such_account"
        if _is_note(problem) is not notes or told or (problem.code == "mended" and at in wrong & mended):
            continue
        account = ""
        if naming is not None:
            rows = rows or {number: position for position, number in enumerate(table.row_numbers.to_pylist())}
            if problem.row in rows:
                account = table.columns[naming].texts[rows[problem.row]].as_py() or ""
        place = CellPlace(file_text(made.source.path), problem.sheet, problem.row, problem.column)
        same = alike[problem.field, problem.value]
        mend = mend_of(problem)
        shown = replace(problem, suggestion=mend.text if mend is not None else None)
        if mend is not None and mend.why is not problem.message:
            shown = replace(shown, message=mend.why, hint=Message("It may mean {text}.", text=mend.text))
        yield FoundProblem(place, made.source.file_name, account, shown, same)


def _of_name(made: TablePlan, table: Table, proposal: Proposal) -> FoundProblem:
    """A name that may mean a customer there is, as something to accept or not."""
    likely = proposal.candidates[0]
    column = table.column_numbers[proposal.column]
    problem = CellProblem(
        code="similar_name", severity=Severity.NOTE, sheet=made.sheet, row=proposal.row, column=column,
        value=proposal.name, message=likely.why, hint=likely.against or proposal.question, field="account.name",
        suggestion=likely.name,
    )  # fmt: skip
    place = CellPlace(file_text(made.source.path), made.sheet, proposal.row, column)
    return FoundProblem(place, made.source.file_name, proposal.name, problem, 1, proposal)
