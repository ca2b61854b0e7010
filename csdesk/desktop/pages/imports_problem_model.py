"""The problems of an import as a list: what stands in the file, why it stopped, what is suggested, what was said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from csdesk.app.import_place import PROBLEMS, SWEEP_ACCEPT, ProblemCounts
from csdesk.desktop.fonts import MEDIUM, font
from csdesk.desktop.pages.imports_paged import PagedRows
from csdesk.desktop.pages.imports_table import ROW_ROLE, Index
from csdesk.desktop.translation import language, tr
from csdesk.model.fields import record_type
from csdesk.model.messages import Message
from csdesk.model.problems import Severity

if TYPE_CHECKING:
    from csdesk.app.import_problems import FoundProblem
    from csdesk.app.import_review import Review

_ROOT = QModelIndex()
HEADS = (
    Message("Cell"), Message("Account"), Message("Field"), Message("In the file"), Message("Why it stopped"),
    Message("Suggested"), Message(""),
)  # fmt: skip
CELL, ACCOUNT, FIELD, IN_FILE, WHY, SUGGESTED, ACTIONS = range(7)
ACCEPT, EDIT, ASIDE, BACK = "accept", "edit", "aside", "back"
OPEN, ACCEPTED, KEPT_ASIDE = "open", "accepted", "aside"
_LEAVING = {
    True: Message("Kept aside is only this cell: its row goes in without it, and the text stays in the source."),
    False: Message("Kept aside is the whole row: it stays in the source, and nothing of it goes in."),
}


_SHORT = {
    "not_a_date": Message("Not a date"),
    "not_a_number": Message("Not a number"),
    "not_a_whole_number": Message("Not a whole number"),
    "not_a_percentage": Message("Not a percentage"),
    "not_an_amount": Message("Not an amount"),
    "not_a_choice": Message("Unknown value"),
    "not_a_currency": Message("Unknown currency"),
    "not_yes_or_no": Message("Neither yes nor no"),
    "not_a_term": Message("Not a term"),
    "not_a_notice": Message("Not a notice period"),
    "not_a_corporate_number": Message("Wrong check digit"),
    "error_cell": Message("Error in the cell"),
    "too_small": Message("Less than possible"),
    "formula_without_value": Message("Formula without a value"),
    "digits_lost": Message("Digits were lost"),
    "no_such_account": Message("No such account"),
    "no_account_key": Message("No account named"),
    "no_such_contract": Message("No such contract"),
    "similar_name": Message("Like a known name"),
    "conflicting_rows": Message("Rows disagree"),
    "ambiguous_dates": Message("Day or month first?"),
    "ends_before_it_starts": Message("Ends before it starts"),
    "mended": Message("Read as you decided"),
}


def short_reason(found: FoundProblem) -> str:
    """Why a cell stopped, in a few words; the whole sentence stands beside the sheet and in the tooltip."""
    if found.problem.code == "not_a_date" and found.problem.suggestion is not None:
        return tr(Message("No such day"))
    return tr(_SHORT.get(found.problem.code, found.problem.message))


def field_label(code: str | None) -> str:
    """What a field is called; "" for none."""
    if code is None:
        return ""
    record, _, name = code.partition(".")
    found = next((f for f in record_type(record).fields if f.name == name), None)
    return language().label(found) if found is not None else name


def state_of(found: FoundProblem) -> str:
    """What became of a problem so far."""
    if found.proposal is not None and found.proposal.decided and found.proposal.answer is None:
        return KEPT_ASIDE
    if found.mended and not found.left_out:
        return ACCEPTED
    return KEPT_ASIDE if found.aside or found.left_out else OPEN


def state_text(state: str, found: FoundProblem) -> str:
    """The same in words: of what is kept aside also whether that is the cell or its row."""
    if state == ACCEPTED:
        return tr(Message("Accepted"))
    if state != KEPT_ASIDE:
        return ""
    if found.proposal is not None:
        return tr(Message("A customer of its own") if found.proposal.makes else Message("Row kept aside"))
    return tr(Message("Cell left out") if found.row_lives or found.left_out else Message("Row kept aside"))


def may_accept(found: FoundProblem) -> bool:
    """Whether there is a suggestion that can be taken without a further look."""
    return found.problem.suggestion is not None and (found.proposal is None or found.proposal.unambiguous)


def may_leave_out(found: FoundProblem) -> bool:
    """Whether the cell or its row is lost unless somebody mends it."""
    return found.proposal is None and found.problem.severity is not Severity.NOTE


class ProblemModel(QAbstractTableModel):
    """Found problems, with what was said of each."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: PagedRows[FoundProblem] = PagedRows(PROBLEMS, self._arrived)
        self.counts = ProblemCounts()
        self._said: dict[int, str] = {}  # row → what became of it since the plan was made
        self._read: dict[int, str] = {}  # row → the text that was just typed for it
        self._swept = ""

    def show(self, plan: int, review: Review) -> None:
        """Show the problems of another plan."""
        self.beginResetModel()
        self.counts = review.problem_counts
        self.rows.show(plan, self.counts.listed, review.problems)
        self._said, self._read, self._swept = {}, {}, ""
        self.endResetModel()

    def _arrived(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, ACTIONS))

    def found(self, row: int) -> FoundProblem | None:
        """The problem in a row; None until it has come."""
        return self.rows.at(row)

    def state(self, row: int) -> str:
        """What became of a problem, as said last."""
        if row in self._said:
            return self._said[row]
        found = self.rows.at(row)
        state = OPEN if found is None else state_of(found)
        if found is None or state != OPEN or not self._swept:
            return state
        reached = (may_accept if self._swept == SWEEP_ACCEPT else may_leave_out)(found)
        return (ACCEPTED if self._swept == SWEEP_ACCEPT else KEPT_ASIDE) if reached else OPEN

    def set_state(self, row: int, state: str, text: str | None = None) -> None:
        """Show at once what was said, before it is planned."""
        found, before = self.rows.at(row), self.state(row)
        self._said[row] = state
        if text is not None:
            self._read[row] = text
        if found is not None and OPEN in (before, state) and before != state:
            self._count(found, -1 if before == OPEN else 1)
        self.dataChanged.emit(self.index(row, 0), self.index(row, ACTIONS))

    def _count(self, found: FoundProblem, opened: int) -> None:
        now = self.counts
        self.counts = replace(
            now, settled=now.settled - opened, suggested=max(0, now.suggested + opened * may_accept(found)),
            costly=max(0, now.costly + opened * may_leave_out(found)),
        )  # fmt: skip

    def sweep(self, what: str) -> None:
        """Show at once what was said of all that are open, listed or not."""
        self._swept, now = what, self.counts
        reached = now.suggested if what == SWEEP_ACCEPT else now.costly
        self.counts = replace(now, settled=now.settled + reached, suggested=0, costly=0)
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, ACTIONS))

    def suggestion(self, row: int) -> str | None:
        """What is suggested for a row, or what it is read as."""
        found = self.rows.at(row)
        return self._read.get(row, found.problem.suggestion if found is not None else None)

    def actions(self, row: int) -> tuple[str, ...]:
        """What can be done with a row."""
        found = self.rows.at(row)
        if found is None:
            return ()
        if self.state(row) != OPEN:
            return (BACK,)
        accept = (ACCEPT,) if found.problem.suggestion is not None else ()
        edit = () if found.proposal is not None else (EDIT,)
        return (*accept, *edit, ASIDE)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """The problems listed."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The columns above."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heads."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return tr(HEADS[section]) if HEADS[section].text else ""
        return font(11.5, MEDIUM) if role == Qt.ItemDataRole.FontRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says."""
        row, column = index.row(), index.column()
        found = self.rows.at(row) if index.isValid() else None
        if found is None or role == ROW_ROLE:
            return found
        if role == Qt.ItemDataRole.ToolTipRole and column == ACTIONS:
            return tr(_LEAVING[found.row_lives or found.left_out])
        if role == Qt.ItemDataRole.ToolTipRole and column in (WHY, SUGGESTED):
            return f"{tr(found.problem.message)} {tr(found.problem.hint)}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.EditRole):
            return self._text(row, column, found)
        return None

    def _text(self, row: int, column: int, found: FoundProblem) -> str:
        if column == ACTIONS:
            return state_text(self.state(row), found)
        texts = (
            found.problem.cell, found.account, field_label(found.problem.field), found.problem.value,
            short_reason(found), self.suggestion(row) or "",
        )  # fmt: skip
        return texts[column]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be chosen; what is suggested can be written over."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and index.column() == SUGGESTED and EDIT in self.actions(index.row()):
            return usual | Qt.ItemFlag.ItemIsEditable
        return usual
