"""The first minute: a book made from the sample workbooks, and everything that is published from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from csdesk.app import exports
from csdesk.app.finding import find_account
from csdesk.app.import_files import read_files
from csdesk.app.import_options import ImportOptions
from csdesk.app.import_session import ImportSession
from csdesk.app.paths import SAMPLE_BOOK
from csdesk.app.workspace import Workspace
from csdesk.i18n import Language
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.policies import Calendar, Policies, RevenuePolicy, TouchPolicy
from csdesk.model.progress import Progress, Unwatched
from csdesk.resources import sample_workbooks

AS_OF = date(2026, 11, 22)
HOURS = (
    ("Mika Sato", 54.0, 0.0), ("Ken Tanaka", 54.0, 0.0), ("Yui Kobayashi", 54.0, 0.0), ("Daniel Reyes", 48.0, 0.0),
    ("Aya Nakamura", 40.0, 30.0),
)  # fmt: skip
READABLE = (".xlsx", ".xls", ".xlsb", ".ods", ".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made, and where."""

    book: Path
    summary: Path
    deck: Path
    charts: tuple[Path, ...]


def demo_policies() -> Policies:
    """The settings of the invented company: yen, April, and its two cut-offs."""
    return Policies(
        calendar=Calendar(fiscal_first_month=4, holiday_country="JP", time_zone="Asia/Tokyo"),
        revenue=RevenuePolicy(currency="JPY"),
        touch=TouchPolicy(high_from=6_000_000, low_from=1_200_000),
    )


def sample_files() -> list[Path]:
    """The sample workbooks, in the order of their names."""
    files = sorted(path for path in sample_workbooks().iterdir() if path.suffix in READABLE)
    if not files:
        raise CSDeskError(Message("The sample workbooks are missing."), Message("Install CSDesk again."))
    return files


def build_book(path: Path, progress: Progress | None = None) -> None:
    """Make the demo book from the sample workbooks.

    Raises:
        CSDeskError: there is a book of that name that holds more than the demo.
    """
    _put_away(path)
    with Workspace.create(path, demo_policies(), as_of=AS_OF) as workspace:
        watched = progress or Unwatched()
        session = ImportSession(workspace, read_files(sample_files(), watched), ImportOptions(as_of=AS_OF))
        session.commit(watched)
        workspace.apply(_hours(workspace))
        workspace.book.settings["as_of"] = AS_OF.isoformat()


def _hours(workspace: Workspace) -> ChangeSet:
    """What the invented CSMs have in a month; one of them runs the programmes for the many."""
    key = workspace.next_key("person")
    changes = (
        Change("person", number, None, {"name": name, "hours": hours, **({"programme_hours": own} if own else {})})
        for number, (name, hours, own) in enumerate(HOURS, key)
    )
    return ChangeSet(Message("Set hours of {n} CSMs", n=len(HOURS)), tuple(changes))


def _put_away(path: Path) -> None:
    """Make room for a new demo book; one that somebody has edited is kept under another name."""
    if not path.exists():
        return
    with Workspace.open(path) as earlier:
        untouched = len(earlier.book.history()) <= 2  # the import and the hours
    if untouched:
        path.unlink()
        return
    number = 1
    while (kept := path.with_name(f"{path.stem} earlier {number}{path.suffix}")).exists():
        number += 1
    path.rename(kept)


def make_demo(folder: Path, say: Callable[[str], None], progress: Progress | None = None) -> Demo:
    """Book, summary, one QBR deck and all charts, into a folder; ``say`` is told where each is."""
    folder.mkdir(parents=True, exist_ok=True)
    book = folder / SAMPLE_BOOK
    build_book(book, progress)
    say(f"Book     {book}")
    english = Language("en")
    with Workspace.open(book, as_of=AS_OF) as workspace:
        summary = folder / f"{AS_OF.isoformat()}_summary.xlsx"
        exports.write_summary(workspace, summary, english)
        say(f"Summary  {summary}")
        deck = folder / "QBR_FY2026Q3_Tsukimi Robotics.pptx"
        key = find_account(workspace, "Tsukimi Robotics")
        exports.write_deck(workspace, key, deck, exports.DeckChoice("customer", "2026Q3", None, "en"))
        say(f"Deck     {deck}")
        charts = exports.write_charts(workspace, folder / "charts", "png", english)
        say(f"Charts   {folder / 'charts'} ({len(charts.paths)} pictures)")
    return Demo(book, summary, deck, charts.paths)
