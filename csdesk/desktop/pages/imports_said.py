"""What a person has said of the import in hand, and the options it is planned with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from csdesk.app.import_session import ImportOptions
from csdesk.intake.decisions import CellPlace, Decisions, FieldPlace, RowPlace

if TYPE_CHECKING:
    from csdesk.app.import_changes import ChangedField
    from csdesk.app.import_problems import FoundProblem
    from csdesk.intake.proposals import Meaning


def row_of(place: CellPlace) -> RowPlace:
    """The row a cell stands in."""
    return RowPlace(place.file, place.sheet, place.row)


@dataclass(slots=True)
class Said:
    """Everything that was said; each method is one thing a person does, and its opposite takes it back."""

    forced: dict[str, str] = field(default_factory=dict)
    cells: dict[CellPlace, str] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    skipped: set[tuple[str, str]] = field(default_factory=set)
    kept: set[FieldPlace] = field(default_factory=set)
    taken: set[FieldPlace] = field(default_factory=set)
    aside: set[RowPlace] = field(default_factory=set)
    header_rows: dict[tuple[str, str], int] = field(default_factory=dict)
    policies: dict[str, str] = field(default_factory=dict)
    same_as: dict[str, Meaning] = field(default_factory=dict)
    gone: dict[tuple[str, int], str] = field(default_factory=dict)  # (record, key) → churned, ended, keep

    def options(self, as_of: date | None, *, remember: bool) -> ImportOptions:
        """The options of a plan: a copy, which later words do not change."""
        decisions = Decisions(
            cells=dict(self.cells), words=dict(self.words), skipped=frozenset(self.skipped), kept=frozenset(self.kept),
            taken=frozenset(self.taken), aside=frozenset(self.aside), header_rows=dict(self.header_rows),
        )  # fmt: skip
        return ImportOptions(
            as_of, dict(self.forced), remember=remember, decisions=decisions, policies=dict(self.policies),
            same_as=dict(self.same_as), gone=dict(self.gone),
        )  # fmt: skip

    def read_as(self, found: FoundProblem, text: str) -> None:
        """A cell is read as that text; a name is that customer."""
        self.aside.discard(row_of(found.place))
        if found.proposal is None:
            self.cells[found.place] = text
            return
        meant = next((c.meaning for c in found.proposal.candidates if c.name == text), text)
        self.same_as[found.proposal.name] = meant

    def read_alike(self, found: FoundProblem, text: str) -> None:
        """Every cell of the same field that says the same is read as that text."""
        if found.problem.field is not None:
            self.cells.pop(found.place, None)
            self.words[found.problem.field, found.problem.value.strip()] = text

    def keep_aside(self, found: FoundProblem) -> None:
        """Its row gives nothing; a name that makes a customer makes one of its own."""
        if found.proposal is not None and found.proposal.makes:
            self.same_as[found.proposal.name] = None
        else:
            self.cells.pop(found.place, None)
            self.aside.add(row_of(found.place))

    def take_back(self, found: FoundProblem) -> None:
        """It is as it was before anybody said anything; a word said in an earlier import is read as it stands."""
        self.aside.discard(row_of(found.place))
        if found.proposal is not None:
            self.same_as.pop(found.proposal.name, None)
            return
        said = (found.problem.field or "", found.problem.value.strip())
        if self.cells.pop(found.place, None) is None and found.mended and self.words.pop(said, None) is None:
            self.words[said] = said[1]

    def tick(self, change: ChangedField, *, taken: bool) -> None:
        """A change is made, or not."""
        place = FieldPlace(change.record, change.key, change.field)
        add, drop = (self.taken, self.kept) if taken else (self.kept, self.taken)
        drop.discard(place)
        add.add(place)

    def let_win(self, code: str, winner: str) -> None:
        """Who wins in a field from now on; what was said of its single changes does not count any more."""
        self.policies[code] = winner
        record, _, name = code.partition(".")
        for places in (self.kept, self.taken):
            places -= {place for place in places if (place.record, place.field) == (record, name)}

    def read_word(self, code: str, text: str, choice: str) -> None:
        """A text of a field means a choice."""
        self.words[code, text] = choice

    def take_sheet(self, file: str, sheet: str, *, taken: bool) -> None:
        """A sheet is read, or skipped."""
        if taken:
            self.skipped.discard((file, sheet))
        else:
            self.skipped.add((file, sheet))

    def set_header(self, file: str, sheet: str, row: int | None) -> None:
        """The last row of a sheet's header, from 1; None is as detected."""
        if row is None:
            self.header_rows.pop((file, sheet), None)
        else:
            self.header_rows[file, sheet] = row
