"""What a person has said of the import in hand, and the options it is planned with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from csdesk.app.import_options import ImportOptions
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
    sweeps: list[str] = field(default_factory=list)
    spared: dict[CellPlace | str, int] = field(default_factory=dict)
    ruled: dict[str, bool] = field(default_factory=dict)
    hidden: dict[tuple[str, str], str] = field(default_factory=dict)
    encodings: dict[str, str] = field(default_factory=dict)  # file → what its text is read as

    def options(self, as_of: date | None, *, remember: bool) -> ImportOptions:
        """The options of a plan: a copy, which later words do not change."""
        decisions = Decisions(
            cells=dict(self.cells), words=dict(self.words), skipped=frozenset(self.skipped), kept=frozenset(self.kept),
            taken=frozenset(self.taken), aside=frozenset(self.aside), header_rows=dict(self.header_rows),
            hidden=dict(self.hidden),
        )  # fmt: skip
        return ImportOptions(
            as_of, dict(self.forced), remember=remember, decisions=decisions, policies=dict(self.policies),
            same_as=dict(self.same_as), gone=dict(self.gone), sweeps=tuple(self.sweeps), spared=dict(self.spared),
            ruled=dict(self.ruled),
        )  # fmt: skip

    def _settle_singly(self, found: FoundProblem) -> None:
        """What was decided for all until now does not count for this one."""
        self.aside.discard(row_of(found.place))
        if self.sweeps:
            self.spared[found.place if found.proposal is None else found.proposal.name] = len(self.sweeps)

    def read_as(self, found: FoundProblem, text: str) -> None:
        """A cell is read as that text; a name is that customer."""
        self._settle_singly(found)
        if found.proposal is None:
            self.cells[found.place] = text
            return
        meant = next((c.meaning for c in found.proposal.candidates if c.name == text), text)
        self.same_as[found.proposal.name] = meant

    def sweep(self, what: str) -> None:
        """A decision for every open problem: ``accept`` its suggestion, or leave it ``aside``."""
        self.sweeps.append(what)

    def take_sweeps_back(self) -> None:
        """No decision for all counts any more."""
        self.sweeps.clear()
        self.spared.clear()

    def read_alike(self, found: FoundProblem, text: str) -> None:
        """Every cell of the same field that says the same is read as that text."""
        if found.problem.field is not None:
            self.cells.pop(found.place, None)
            self.words[found.problem.field, found.problem.value.strip()] = text

    def keep_aside(self, found: FoundProblem) -> None:
        """The cell is left out where its row can do without it, else the row; a name makes a customer of its own."""
        self._settle_singly(found)
        if found.proposal is not None and found.proposal.makes:
            self.same_as[found.proposal.name] = None
        elif found.row_lives:
            self.cells[found.place] = ""
        else:
            self.cells.pop(found.place, None)
            self.aside.add(row_of(found.place))

    def take_back(self, found: FoundProblem) -> None:
        """It is as it was before anybody said anything; a word said in an earlier import is read as it stands."""
        name = found.place if found.proposal is None else found.proposal.name
        swept = self.spared.get(name, 0) < len(self.sweeps)
        self._settle_singly(found)
        if found.proposal is not None:
            self.same_as.pop(found.proposal.name, None)
            return
        said = (found.problem.field or "", found.problem.value.strip())
        single = self.cells.pop(found.place, None) is not None
        if not single and not swept and found.mended and self.words.pop(said, None) is None:
            self.words[said] = said[1]

    def tick(self, change: ChangedField, *, taken: bool) -> None:
        """A change is made, or not."""
        place = FieldPlace(change.record, change.key, change.field)
        add, drop = (self.taken, self.kept) if taken else (self.kept, self.taken)
        drop.discard(place)
        add.add(place)

    def rule(self, codes: Iterable[str], *, taken: bool) -> None:
        """Every change of these fields is made, or none; what was said of single ones does not count any more."""
        for code in codes:
            self.ruled[code] = taken
            self._forget_singles(code)

    def let_win(self, code: str, winner: str) -> None:
        """Who wins in a field from now on; what was said of its single changes does not count any more."""
        self.policies[code] = winner
        self.ruled.pop(code, None)
        self._forget_singles(code)

    def _forget_singles(self, code: str) -> None:
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

    def on_hidden(self, file: str, sheet: str, answer: str) -> None:
        """Hidden parts of a sheet count (``take``), or not (``leave``)."""
        self.hidden[file, sheet] = answer

    def encode(self, file: str, encoding: str) -> None:
        """A text is read as that encoding; "" is as it is found."""
        if encoding:
            self.encodings[file] = encoding
        else:
            self.encodings.pop(file, None)

    def set_header(self, file: str, sheet: str, row: int | None) -> None:
        """The last row of a sheet's header, from 1; None is as detected."""
        if row is None:
            self.header_rows.pop((file, sheet), None)
        else:
            self.header_rows[file, sheet] = row
