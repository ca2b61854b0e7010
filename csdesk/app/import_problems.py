"""The bad cells of an import with what a person needs to mend them: whose row it is, and the cells around."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from csdesk.intake.decisions import CellPlace
from csdesk.model.filenames import file_text
from csdesk.model.problems import CellProblem

if TYPE_CHECKING:
    from csdesk.app.import_session import ImportSession
    from csdesk.intake.outcome import ImportPlan, TablePlan
    from csdesk.intake.sheets import Table

SHOWN_PROBLEMS = 2000  # listed one by one; the counts hold all
_NAMES = ("account.name", "account.external_id", "contract.external_id", "account.domain")


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A bad cell, with its file and what its row is called.

    Attributes:
        account: the text of the row's account, as it stands; empty where no column says.
        like_it: how many cells of the same field say the same.
    """

    place: CellPlace
    file: str
    account: str
    problem: CellProblem
    like_it: int

    @property
    def mended(self) -> bool:
        """Whether a person has said how it is read."""
        return self.problem.code == "mended"


def found_problems(session: ImportSession, plan: ImportPlan) -> Iterator[FoundProblem]:
    """At most ``SHOWN_PROBLEMS`` of them in the order of the files."""
    tables = [table for file in session.files for table in file.tables]
    made = zip((t for t in plan.tables), tables, strict=True)
    return islice((found for plan_of, table in made for found in _of_table(plan_of, table)), SHOWN_PROBLEMS)


def _of_table(made: TablePlan, table: Table) -> Iterator[FoundProblem]:
    naming = next((i for code in _NAMES for i, c in enumerate(made.columns) if c.field == code), None)
    rows: dict[int, int] = {}
    alike: dict[tuple[str | None, str], int] = {}
    for problem in made.problems:
        alike[problem.field, problem.value] = alike.get((problem.field, problem.value), 0) + 1
    for problem in made.problems:
        account = ""
        if naming is not None:
            rows = rows or {number: position for position, number in enumerate(table.row_numbers.to_pylist())}
            if problem.row in rows:
                account = table.columns[naming].texts[rows[problem.row]].as_py() or ""
        place = CellPlace(file_text(made.source.path), problem.sheet, problem.row, problem.column)
        same = alike[problem.field, problem.value]
        yield FoundProblem(place, made.source.file_name, account, problem, same)
