"""``csdesk import``: spreadsheets into a book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from csdesk.cli.interrupts import ending_at_once, tidied_by, writing
from csdesk.cli.ticking import Ticked, files_data, required_decision, ticked
from csdesk.intake.decisions import LEAVE, TAKE, Decisions
from csdesk.intake.sandbox import start_reading
from csdesk.intake.text_encoding import ENCODINGS, encoding_named
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.import_session import ImportSession
    from csdesk.app.workspace import Workspace
    from csdesk.book.journal import Entry
    from csdesk.intake.proposals import Proposal


def import_files(
    book: Path, files: Sequence[Path], as_of: date | None, mapping: Sequence[str], currency: str | None,
    keep_going: bool, dry_run: bool, as_json: bool, accept_similar: bool = False, vanished: str = "keep",
    hidden: str = "take", encoding: str | None = None, from_1904: bool = False,
) -> int:  # fmt: skip
    """Read the files, write what they say as one entry, and say what happened.

    Raises:
        CSDeskError: a file or the book is not as it should be; nothing was written.
    """
    missing = next((path for path in files if not path.is_file()), None)
    if missing is not None and not keep_going:
        raise CSDeskError(Message("There is no file {file}.", file=str(missing)), Message("Check the name."))
    required_decision(vanished)
    decisions, chosen = Decisions(hidden_otherwise=_on_hidden(hidden), every_from_1904=from_1904), _encoding(encoding)
    with ExitStack() as stack:
        stack.enter_context(ending_at_once())
        # The workers read while this process loads what it needs to understand.
        readings = [stack.enter_context(start_reading(path, encoding=chosen)) for path in files]
        from csdesk.app.forecast_snapshots import keep_if_due
        from csdesk.app.import_files import read_files, require_headers
        from csdesk.app.import_options import ImportOptions, parse_forced
        from csdesk.app.import_session import ImportSession
        from csdesk.app.progress import terminal_progress
        from csdesk.i18n import Language

        _load_what_writes()
        forced = parse_forced(mapping)
        progress = stack.enter_context(terminal_progress(Language("en")))
        read = read_files(files, progress, keep_going=keep_going, readings=readings)
        first = next((file.refused for file in read if file.refused is not None), None)
        if first is not None and all(file.refused is not None for file in read):
            raise first
        require_headers(read, forced)
        options = ImportOptions(
            as_of,
            forced,
            _currency(currency),
            accept_similar=accept_similar,
            gone_otherwise=vanished,
            decisions=decisions,
        )
        with _book_to_fill(book, _currency(currency), as_of, dry_run) as workspace:
            session = ImportSession(workspace, read, options)
            session.make_plan(progress)
            told = ticked(session)
            entry: Entry | None = None
            if not dry_run:
                with writing():
                    entry = session.commit(progress)
                    with suppress(CSDeskError):  # without a rate there is no forecast yet; figures say which is missing
                        keep_if_due(workspace)
    # Told only after the book is closed: a reader who has gone must not undo what was written.
    _report(session, told, None if entry is None else entry.id, as_json, dry_run)
    return 0


def _load_what_writes() -> None:
    """Import planning and the book now: once the file is read they would keep everybody waiting."""
    for name in ("csdesk.intake.layout", "csdesk.intake.plan", "csdesk.book.book", "csdesk.app.import_writing"):
        import_module(name)


@contextmanager
def _book_to_fill(book: Path, currency: str | None, as_of: date | None, dry_run: bool) -> Iterator[Workspace]:
    """The book, opened; a missing one is made, and taken away again where the import fails."""
    from csdesk.app.new_book import new_policies
    from csdesk.app.workspace import Workspace

    if book.exists():
        with _unlocked(book), Workspace.open(book, writable=not dry_run, as_of=as_of) as workspace:
            yield workspace
    elif dry_run:
        with (
            TemporaryDirectory() as folder,
            tidied_by(partial(rmtree, folder, ignore_errors=True)),
            Workspace.create(Path(folder) / book.name, new_policies(currency), as_of) as workspace,
        ):
            yield workspace
    else:
        try:
            with (
                tidied_by(partial(_take_away, book)),
                _unlocked(book),
                Workspace.create(book, new_policies(currency), as_of) as workspace,
            ):
                yield workspace
        except BaseException:
            _take_away(book)
            raise


def _unlocked(book: Path) -> AbstractContextManager[None]:
    """Leave no lock behind where the process is ended: on another computer nobody could tell that we are gone."""
    from csdesk.book.lock import release_own_lock

    return tidied_by(partial(release_own_lock, book))


def _take_away(book: Path) -> None:
    from csdesk.book.opening import unfinished_path

    unfinished = unfinished_path(book)
    for path in (book, unfinished):
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)


def _currency(code: str | None) -> str | None:
    from csdesk.i18n_money import is_currency

    if code is not None and not is_currency(code.upper()):
        raise CSDeskError(Message("{code} is not a currency.", code=code), Message("Write for example JPY or USD."))
    return code.upper() if code else None


def _on_hidden(word: str) -> str:
    if word not in (TAKE, LEAVE):
        raise CSDeskError(
            Message("{word} is no answer to what is hidden.", word=word),
            Message("Choose one of: {choices}.", choices=f"{TAKE}, {LEAVE}"),
        )
    return word


def _encoding(name: str | None) -> str:
    """The encoding a person chose, as ``start_reading`` takes it; "" where it is to be found."""
    known = encoding_named(name) if name is not None else ""
    if known is None:
        raise CSDeskError(
            Message("{name} is no encoding that CSDesk reads.", name=name),
            Message("Choose one of: {choices}.", choices=", ".join(ENCODINGS)),
        )
    return known


def _report(session: ImportSession, told: Sequence[Ticked], entry: int | None, as_json: bool, dry_run: bool) -> None:
    from csdesk.cli.output import write_json
    from csdesk.i18n import Language

    plan = session.plan
    if plan is None:
        return
    text = Language("en").text
    if as_json:
        write_json({"entry": entry, "files": files_data(session, told, text)})
        return
    more = iter(told)
    for file in plan.files:
        print(Path(file.path).name)
        if file.refused is not None:
            print(f"  left out: {text(file.refused)}")
        if file.encoding_guessed:
            print(f"  read as {file.encoding}, which nothing in the file says; if words look wrong, use --encoding")
        for note in file.notes:
            print(f"  {text(note)}")
        for parts in file.hidden:
            print(f"  {text(parts.question)} (--hidden take or leave; now: {parts.decision})")
        for table in file.tables:
            _table(table, text)
            for line in next(more).lines(text):
                print(f"    {line}")
    if dry_run:
        print("Nothing was written: this was a dry run.")
    elif entry is None:
        print("Nothing has changed.")
    else:
        print(f"Written as entry {entry}. Take it back with: csdesk undo {session.workspace.path}")


def _table(table: Any, text: Any) -> None:
    print(f"  {table.sheet or 'table'}: {table.rows} rows, header in row {table.header_row}")
    for record, counts in table.records.items():
        parts = [f"{number} {name}" for name, number in counts.as_data().items() if number]
        print(f"    {record}: {', '.join(parts) or 'none'}")
    for problem in table.problems[:20]:
        print(f"    {problem.cell}: {text(problem.message)} {text(problem.hint)}")
    if len(table.problems) > 20:
        print(f"    and {len(table.problems) - 20} more; see csdesk show BOOK problems")
    for question in (q for q in table.questions if q.column >= 0):  # names that resemble others follow
        print(f"    {question.header}: {text(question.message)}")
    for proposal in table.proposals[:20]:
        _proposal(proposal, text)
    if len(table.proposals) > 20:
        print(f"    and {len(table.proposals) - 20} more names that resemble known ones; see --json")


def _proposal(proposal: Proposal, text: Any) -> None:
    """A name that may be a known customer's: what was decided, or what --accept-similar would do."""
    names = ", ".join(c.name for c in proposal.candidates)
    if proposal.answer is not None:
        chosen = next((c.name for c in proposal.candidates if c.meaning == proposal.answer), names)
        print(f"    {proposal.header}: {proposal.name} was taken for {chosen} (rows: {proposal.rows})")
    elif not proposal.decided:
        accept = "--accept-similar joins them" if proposal.unambiguous else "join them by hand in the window"
        doubts = " ".join(text(c.against) for c in proposal.candidates if c.against is not None)
        print(f"    {proposal.header}: {proposal.name} may be {names} (rows: {proposal.rows}). {doubts or ''}".rstrip() + f" ({accept})")  # fmt: skip
