"""The commands of the command line: what each takes, and the use case it calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from csdesk import __version__
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message

app = typer.Typer(
    name="csdesk", add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="The desk of a customer success manager. csdesk [BOOK] [FILE...] opens the window.",
)  # fmt: skip
publish = typer.Typer(rich_markup_mode=None, help="Write sheets, slides and pictures.")
app.add_typer(publish, name="publish")


def run(arguments: Sequence[str]) -> int:
    """Run a command.

    Raises:
        CSDeskError: it was typed wrongly, or the user's files are not as they should be.
    """
    try:
        result = app(_in_order(arguments), prog_name="csdesk", standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except SystemExit as ended:  # typer ends the program itself where nobody reads its output
        raise BrokenPipeError from ended
    except _Mistyped as error:
        raise CSDeskError(Message("{problem}", problem=error.format_message())) from error
    if result == _INTERRUPTED:
        raise KeyboardInterrupt
    return result if isinstance(result, int) else 0


_INTERRUPTED = 130  # what typer makes of Ctrl-C


def _in_order(arguments: Sequence[str]) -> list[str]:
    """``publish BOOK summary`` as ``publish summary BOOK``: the book stands first in every command."""
    words = list(arguments)
    kinds = {command.name or getattr(command.callback, "__name__", "") for command in publish.registered_commands}
    if len(words) > 1 and words[0] == "publish" and words[1] not in kinds and not words[1].startswith("-"):
        if len(words) == 2 or words[2].startswith("-"):
            raise CSDeskError(Message("Say what to publish: {choices}.", choices=", ".join(sorted(kinds))))
        words[1], words[2] = words[2], words[1]
    return words


# typer brings its own copy of click; this is the class above every error of usage.
_Mistyped: Any = typer.BadParameter.__mro__[2]


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CSDeskError(Message("{text} is not a date.", text=text), Message("Write dates as 2026-11-22.")) from None


Book = Annotated[Path, typer.Argument(metavar="BOOK", help="The book, a .csdesk file.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="D", help="Compute as of this date (2026-11-22).")]
To = Annotated[Path, typer.Option("--to", help="Where to write.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
LanguageCode = Annotated[str, typer.Option("--language", metavar="en|ja", help="Language of what is written.")]


@app.callback(invoke_without_command=True)
def csdesk(
    version: Annotated[bool, typer.Option("--version", help="Say which version this is.", is_eager=True)] = False,
) -> None:
    """The desk of a customer success manager. csdesk [BOOK] [FILE...] opens the window."""
    if version:
        print(f"csdesk {__version__}")


@app.command("import")
def import_(
    book: Book,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Spreadsheets to read.")],
    as_of: AsOf = None,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", metavar="HEADER=record.field", help="Say what a column means.")
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="CUR", help="Currency of amounts that name none.")
    ] = None,
    keep_going: Annotated[bool, typer.Option("--keep-going", help="Leave out files that cannot be read.")] = False,
    accept_similar: Annotated[
        bool, typer.Option("--accept-similar", help="Join a name that resembles one known customer only.")
    ] = False,
    vanished: Annotated[
        str, typer.Option("--vanished", metavar="churned|ended|keep", help="What is missing since the last file.")
    ] = "keep",
    hidden: Annotated[
        str, typer.Option("--hidden", metavar="take|leave", help="Hidden rows, columns and sheets count or not.")
    ] = "take",
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="Encoding of texts, where the one found is wrong.")
    ] = None,
    from_1904: Annotated[
        bool, typer.Option("--from-1904", help="Numbers of days count from 1904, as old programs on a Mac wrote them.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    as_json: Json = False,
) -> int:
    """Read spreadsheets into a book; a missing book is made."""
    from csdesk.cli.importing import import_files

    return import_files(
        book,
        files,
        _day(as_of),
        mapping or [],
        currency,
        keep_going,
        dry_run,
        as_json,
        accept_similar,
        vanished,
        hidden,
        encoding,
        from_1904,
    )


Since = Annotated[str | None, typer.Option("--from", metavar="D", help="From this date.")]
Until = Annotated[str | None, typer.Option("--to", metavar="D", help="Up to this date.")]
FiguresPeriod = Annotated[
    str | None, typer.Option("--period", metavar="2026Q3", help="Figures of a fiscal quarter, half, year or a month.")
]
Only = Annotated[
    str | None,
    typer.Option("--only", metavar="KIND=VALUE", help="Figures of a part: segment=high, csm=NAME, product=NAME."),
]


@app.command()
def show(
    book: Book,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="accounts, contracts, renewals, figures, agenda ...")],
    as_of: AsOf = None,
    since: Since = None,
    until: Until = None,
    period: FiguresPeriod = None,
    by: Annotated[str | None, typer.Option("--by", metavar="segment|csm|product", help="Figures of each part.")] = None,
    only: Only = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV.")] = False,
    encoding: Annotated[
        str, typer.Option("--encoding", metavar="utf-8|utf-8-sig|cp932", help="Of CSV; the last two are for Excel.")
    ] = "utf-8",
    as_json: Json = False,
) -> None:
    """Show what a book holds and what follows from it."""
    from csdesk.cli.showing import show_listing

    form: Any = "json" if as_json else "csv" if as_csv else "table"
    show_listing(book, what, _day(as_of), _day(since), _day(until), form, encoding, period, by, only)


@app.command()
def explain(
    book: Book,
    subject: Annotated[
        str, typer.Argument(metavar="ACCOUNT|FIGURE", help="A key, an external id or a unique name; or a figure: nrr.")
    ],
    field: Annotated[str | None, typer.Argument(metavar="FIELD", help="For example health, arr, notice_by.")] = None,
    as_of: AsOf = None,
    since: Since = None,
    until: Until = None,
    period: FiguresPeriod = None,
    only: Only = None,
    as_json: Json = False,
) -> None:
    """Lead from a figure to the rule, the inputs and the cells it came from."""
    from csdesk.cli.explaining import show_explanation

    show_explanation(book, subject, field, _day(as_of), _day(since), _day(until), period, only, as_json)


@publish.command()
def summary(book: Book, to: To, as_of: AsOf = None, language: LanguageCode = "en") -> None:
    """Write the Excel summary."""
    from csdesk.cli.publishing import publish_summary

    publish_summary(book, to, _day(as_of), language)


Audience = Annotated[str, typer.Option("--audience", metavar="customer|internal", help="Who will see it.")]
Period = Annotated[str | None, typer.Option("--period", metavar="2026Q3", help="The fiscal quarter under review.")]
DeckLanguage = Annotated[str | None, typer.Option("--language", metavar="en|ja", help="Default: each customer's own.")]
Template = Annotated[Path | None, typer.Option("--template", metavar="T.pptx", help="A PowerPoint master to use.")]


@publish.command()
def deck(
    book: Book,
    account: Annotated[str, typer.Option("--account", metavar="KEY", help="A key, an external id or a unique name.")],
    to: To,
    audience: Audience = "customer",
    period: Period = None,
    template: Template = None,
    language: DeckLanguage = None,
    as_of: AsOf = None,
) -> None:
    """Write the QBR deck of one account."""
    from csdesk.cli.publishing import publish_deck

    publish_deck(book, account, to, audience, period, template, language, _day(as_of))


@publish.command()
def decks(
    book: Book,
    to: To,
    audience: Audience = "customer",
    period: Period = None,
    template: Template = None,
    language: DeckLanguage = None,
    as_of: AsOf = None,
) -> None:
    """Write a QBR deck for every high-touch account."""
    from csdesk.cli.publishing import publish_decks

    publish_decks(book, to, audience, period, template, language, _day(as_of))


@publish.command()
def charts(
    book: Book,
    to: To,
    format: Annotated[str, typer.Option("--format", metavar="png|svg|pdf")] = "png",
    as_of: AsOf = None,
    language: LanguageCode = "en",
) -> None:
    """Write every chart as a picture."""
    from csdesk.cli.publishing import publish_charts

    publish_charts(book, to, format, _day(as_of), language)


@app.command()
def undo(
    book: Book,
    entry: Annotated[
        int | None, typer.Option("--entry", metavar="N", help="An older entry; what later ones touched is kept.")
    ] = None,
) -> None:
    """Take the last change of a book back, or an older one."""
    from csdesk.cli.journal import undo_last, undo_older

    undo_last(book) if entry is None else undo_older(book, entry)


@app.command()
def redo(book: Book) -> None:
    """Do again what was undone last."""
    from csdesk.cli.journal import redo_last

    redo_last(book)


@app.command()
def check(book: Book) -> int:
    """Look whether a book is sound."""
    from csdesk.cli.journal import check_book

    return check_book(book)


@app.command()
def lint(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Spreadsheets to check.")],
    as_json: Json = False,
    language: LanguageCode = "en",
) -> int:
    """Check spreadsheets against the fifteen rules for tables that machines can read; no book is needed."""
    from csdesk.cli.linting import lint_spreadsheets

    return lint_spreadsheets(files, as_json, language)


@app.command()
def demo(
    to: Annotated[Path, typer.Option("--to", help="Where to write.")] = Path("out"),
    no_window: Annotated[bool, typer.Option("--no-window", help="Do not open the window.")] = False,
) -> int:
    """Build a book from the sample workbooks, publish from it, and open the window."""
    from csdesk.cli.demonstration import run_demo

    return run_demo(to, window=not no_window)
