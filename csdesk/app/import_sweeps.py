"""One decision for every open problem of an import, however many there are: said once, worked out where they are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from csdesk.app.import_place import SWEEP_ACCEPT
from csdesk.intake.decisions import CellPlace, RowPlace
from csdesk.model.problems import CellProblem, Severity

if TYPE_CHECKING:
    from csdesk.app.import_options import ImportOptions
    from csdesk.app.import_problems import Problems
    from csdesk.intake.proposals import Meaning


@dataclass(frozen=True, slots=True)
class Swept:
    """What a decision for all came to.

    Attributes:
        what: ``accept`` or ``aside``.
    """

    what: str
    cells: Mapping[CellPlace, str] = field(default_factory=dict)
    aside: frozenset[RowPlace] = frozenset()
    same_as: Mapping[str, Meaning] = field(default_factory=dict)


def swept(problems: Problems, what: str) -> Swept:
    """What a decision for all open problems means for each: its suggestion, or leaving the cell out, or its row."""
    cells: dict[CellPlace, str] = {}
    rows: set[RowPlace] = set()
    same_as: dict[str, Meaning] = {}
    for place, about in problems.open():
        if not isinstance(about, CellProblem):
            if what == SWEEP_ACCEPT and about.unambiguous:
                same_as[about.name] = about.candidates[0].meaning
        elif what == SWEEP_ACCEPT:
            mend = problems.mend(about)
            if mend is not None:
                cells[place] = mend.text
        elif about.severity is Severity.REJECTED:
            rows.add(RowPlace(place.file, place.sheet, place.row))
        elif about.severity is Severity.LEFT_EMPTY:
            cells[place] = ""
    return Swept(what, cells, frozenset(rows), same_as)


def with_swept(options: ImportOptions, done: list[Swept]) -> ImportOptions:
    """The options with what was decided for all; what was said of single cells and names counts more.

    ``ImportOptions.spared`` says which of them a cell or a name was taken out of: those before that number.
    """
    if not done:
        return options
    spared = options.spared
    rows_spared: dict[RowPlace, int] = {}
    for place, before in spared.items():
        if not isinstance(place, str):
            row = RowPlace(place.file, place.sheet, place.row)
            rows_spared[row] = max(before, rows_spared.get(row, 0))
    cells: dict[CellPlace, str] = {}
    aside: set[RowPlace] = set()
    same_as: dict[str, Meaning] = {}
    for number, one in enumerate(done):
        cells |= {place: text for place, text in one.cells.items() if spared.get(place, 0) <= number}
        aside |= {row for row in one.aside if rows_spared.get(row, 0) <= number}
        same_as |= {name: meant for name, meant in one.same_as.items() if spared.get(name, 0) <= number}
    said = options.decisions
    decisions = replace(said, cells={**cells, **said.cells}, aside=said.aside | aside)
    return replace(options, decisions=decisions, same_as={**same_as, **options.same_as})
