"""The review step of an import: four counts that filter, problems, changes, new records, and the effect at the side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from csdesk.desktop.pages.imports_boxes import CHANGED, GONE, NEW, PROBLEMS, UNCHANGED, Boxes
from csdesk.desktop.pages.imports_changes import ChangeList, NewList
from csdesk.desktop.pages.imports_gone import GoneList
from csdesk.desktop.pages.imports_paged import FetchRows
from csdesk.desktop.pages.imports_problems import ProblemList
from csdesk.desktop.pages.imports_said import Said
from csdesk.desktop.pages.imports_sheet import Fetch, no_cells
from csdesk.desktop.pages.imports_side import Excerpt, ReviewSide
from csdesk.desktop.pages.imports_turns import Turns
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.labels import line
from csdesk.desktop.widgets.states import EmptyState
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.cell_page import CellPage
    from csdesk.app.import_problems import FoundProblem
    from csdesk.app.import_review import Review
    from csdesk.app.import_view import ImportView, SeenTable

_NAMES = ("account.name", "account.external_id", "contract.external_id")
_ALL, _HIGHEST = 10_000, 16_777_215
_FEW = 8  # changes that are seen at a glance
_AROUND = 1  # rows above and below the cell in the excerpt


class ReviewStep(QFrame):
    """What would be new, changed, unchanged and left out. ``decided`` after anything was said."""

    decided = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fetch: Fetch = no_cells
        self._view: ImportView | None = None
        self._asked: FoundProblem | None = None
        self.turns = Turns(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.boxes = Boxes()
        self.boxes.chosen.connect(lambda _: self._arrange())
        outer.addWidget(self.boxes)
        outer.addWidget(line())
        row = QHBoxLayout()
        row.setSpacing(0)
        lists = QVBoxLayout()
        lists.setSpacing(0)
        self.problems, self.changes, self.new, self.gone = ProblemList(), ChangeList(), NewList(), GoneList()
        self.nothing, self._nothing_layout = QFrame(), QVBoxLayout()
        self.nothing.setLayout(self._nothing_layout)
        for part, stretch in (
            (self.problems, 0), (self.gone, 2), (self.changes, 3), (self.new, 2), (self.nothing, 1),
        ):  # fmt: skip
            lists.addWidget(part, stretch)
        lists.addStretch()  # what no list needs stays below them
        row.addLayout(lists, 1)
        row.addWidget(line(vertical=True))
        self.side = ReviewSide()
        row.addWidget(self.side)
        outer.addLayout(row, 1)
        self.problems.decided.connect(self.decided)
        self.problems.chosen.connect(self._show_cell)
        self.changes.decided.connect(self.decided)
        self.gone.decided.connect(self.decided)

    def show_view(self, view: ImportView, said: Said) -> None:
        """Show what the import would do."""
        self._view = view
        review, plan = view.review, view.number
        self.boxes.show_review(review)
        self.turns.start(
            (
                self._arrange,
                lambda: self.problems.show_review(plan, review, said),
                lambda: self.gone.show_review(plan, review, said),
                lambda: self.changes.show_review(plan, review, said),
                lambda: self.new.show_review(plan, review),
                lambda: self.side.show_review(review),
                self._arrange,
            )
        )

    def fetch_rows(self, fetch: FetchRows) -> None:
        """Have the lists fetch what comes into sight by this."""
        tables = (
            self.problems.table.problems,
            self.changes.table.changes,
            self.new.table.records,
            self.gone.table.gone,
        )
        for model in tables:
            model.rows.fetch = fetch

    def panes(self) -> Sequence[QWidget]:
        """What F6 steps through."""
        return (self.boxes, self.problems, self.gone, self.changes, self.new, self.side)

    def _arrange(self) -> None:
        """Show the lists that the chosen box lets through, each as high as it needs to be."""
        if self._view is None:
            return
        review, only = self._view.review, self.boxes.current
        shown = {
            PROBLEMS: bool(review.problems) and only in ("", PROBLEMS),
            CHANGED: bool(review.changes) and only in ("", CHANGED),
            NEW: bool(review.new_records) and only in ("", NEW),
            GONE: bool(review.vanished) and only in ("", GONE),
        }
        parts = {PROBLEMS: self.problems, CHANGED: self.changes, NEW: self.new, GONE: self.gone}
        for code, part in parts.items():
            part.setVisible(shown[code])
        several = sum(shown.values()) > 1
        few = len(review.changes) <= _FEW
        rooms = ((self.problems, 7), (self.gone, 4), (self.new, 5 if shown[CHANGED] and not few else _ALL))
        for part, most in rooms:
            self._fit(part, most if several else _ALL)
        self._fit_changes(len(review.changes), few=several and few)
        table = self.problems.table
        self._show_nothing(review, only, visible=not any(shown.values()))
        self._show_cell(self._asked if shown[PROBLEMS] else None)
        if shown[PROBLEMS] and self._asked is None and table.currentIndex().isValid():
            self._show_cell(table.problems.found(table.currentIndex().row()))

    def _fit_changes(self, rows: int, *, few: bool) -> None:
        """No higher than its few rows need, whichever of them are shown; as high as there is room where they are many."""
        most = self.changes.head.maximumHeight() + self.changes.table.height_of(rows)
        self.changes.setMaximumHeight(most if few else _HIGHEST)

    @staticmethod
    def _fit(part: ProblemList | GoneList | NewList, rows: int) -> None:
        """Let a list be as high as so many rows at most; the room that is left goes to the others."""
        part.table.most_rows = rows if rows < _ALL else 0
        part.table.setMaximumHeight(part.table.wanted_height(rows) if rows < _ALL else _HIGHEST)
        fixed = QSizePolicy.Policy.Fixed if rows < _ALL else QSizePolicy.Policy.Expanding
        part.setSizePolicy(QSizePolicy.Policy.Preferred, fixed)
        part.table.updateGeometry()

    def _show_nothing(self, review: Review, only: str, *, visible: bool) -> None:
        from csdesk.desktop.pages.imports_side import clear

        clear(self._nothing_layout)
        self.nothing.setVisible(visible)
        if not visible:
            return
        title = {
            NEW: Message("Nothing is new"), CHANGED: Message("Nothing changes"), PROBLEMS: Message("No problems"),
        }.get(only, Message("The book says the same already"))  # fmt: skip
        text = Message("Every cell of the files could be read.")
        if only in ("", UNCHANGED):
            text = Message(
                "{n} records stand in the book exactly as in the files. Nothing needs to be imported.",
                n=review.unchanged,
            )
            if not (self._view is not None and self._view.changes_nothing):
                title = Message("Unchanged")
                text = Message("{n} records stand in the book exactly as in the files.", n=review.unchanged)
        elif only in (NEW, CHANGED):
            text = Message("No record of the files belongs here.")
        self._nothing_layout.addWidget(EmptyState("check", title, text), 0, Qt.AlignmentFlag.AlignCenter)

    def _show_cell(self, found: FoundProblem | None) -> None:
        """Show where a problem stands; its rows are fetched where they are not at hand."""
        self._asked = found
        table = self._table_of(found) if found is not None else None
        if found is None or table is None:
            self.side.show_cell("", None, ())
            return
        problem = found.problem
        place = f"{problem.sheet}!{problem.cell}" if problem.sheet else problem.cell
        said = [tr(problem.message), tr(problem.hint)]
        if found.others is not None:
            said.append(tr(found.others))
        first = max(0, problem.row - 1 - _AROUND)
        if table.head.first <= first and first + 2 * _AROUND < table.head.first + len(table.head.texts[0]):
            self.side.show_cell(place, excerpt_of(table, table.head, found), said)
            return
        self.side.show_cell(place, None, said)

        def arrived(page: CellPage) -> None:
            if self._asked is found:
                self.side.show_cell(place, excerpt_of(table, page, found), said)

        self.fetch(table.place, first, arrived)

    def _table_of(self, found: FoundProblem) -> SeenTable | None:
        tables = self._view.tables if self._view is not None else ()
        return next((t for t in tables if (t.path, t.sheet) == (found.place.file, found.place.sheet)), None)


def excerpt_of(table: SeenTable, page: CellPage, found: FoundProblem) -> Excerpt | None:
    """Three rows around a cell: who the row is, the column before, the column itself."""
    column = found.place.column
    named = next((c.number for code in _NAMES for c in table.columns if c.choice.field == code), None)
    wanted = sorted({n for n in (named, column - 1, column) if n is not None and 0 <= n < len(page.texts)})
    if column >= len(page.texts):
        return None
    rows = [row for row in range(found.place.row - _AROUND, found.place.row + _AROUND + 1) if row >= 1]
    inside = [row for row in rows if 0 <= row - 1 - page.first < len(page.texts[column])]
    texts = tuple(tuple(page.texts[n][row - 1 - page.first] for n in wanted) for row in inside)
    return Excerpt(tuple(wanted), tuple(inside), texts, (found.place.row, column))


def import_text(review: Review, *, nothing: bool) -> str:
    """What the button says that writes the import."""
    if nothing:
        return tr(Message("Nothing to import"))
    taken = review.rows - review.rejected
    if review.rejected:
        return tr(Message("Import {n} rows, keep {m} aside", n=taken, m=review.rejected))
    return tr(Message("Import {n} rows", n=language().number(taken)))
