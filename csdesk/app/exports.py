"""What leaves the app, as the window and the command line ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from csdesk.i18n import Language
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.periods import FiscalPeriod, PeriodKind, parse_period, period_of
from csdesk.model.progress import Progress, Unwatched

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.charts.style import Look
    from csdesk.publish.deck import DeckRequest, WrittenDeck
    from csdesk.publish.images import Format, WrittenCharts
    from csdesk.publish.preview import Preview

PICTURES = ("png", "svg", "pdf")
NATIVE = ("pptx", "xlsx")


def write_summary(workspace: Workspace, path: Path, language: Language, progress: Progress | None = None) -> None:
    """Write the Excel summary.

    Raises:
        CSDeskError: the file cannot be written, or is no xlsx by its name.
    """
    from csdesk.publish import summary

    _require_ending(path, ".xlsx")
    summary.write_summary(workspace.assessment(), path, language, progress)


def chart_file_name(code: str, as_of: date, form: str) -> str:
    """As-of date and code, e.g. ``2026-11-22_renewals-by-month.png``."""
    from csdesk.publish import images

    return images.file_name(code, as_of, form)


def write_charts(
    workspace: Workspace, folder: Path, form: str, language: Language, progress: Progress | None = None
) -> WrittenCharts:
    """Write every chart that has data; the result names those that have none, and why."""
    from csdesk.publish import images

    folder.mkdir(parents=True, exist_ok=True)
    return images.write_charts(workspace.assessment(), folder, cast("Format", form), language, progress=progress)


def write_chart(workspace: Workspace, code: str, path: Path, language: Language, look: Look = "light") -> None:
    """Write one chart in the form its name ends with: a picture, or a slide or workbook with a native chart.

    Raises:
        CSDeskError: the name ends otherwise, the chart has no data, or the file cannot be written.
    """
    from csdesk.charts.canvas import Picture
    from csdesk.charts.catalogue import draw, picture
    from csdesk.publish import images

    form = path.suffix.removeprefix(".").lower()
    if form not in (*PICTURES, *NATIVE):
        raise CSDeskError(
            Message("Charts cannot be written as {form}.", form=path.suffix or path.name),
            Message("Choose one of: {choices}.", choices=", ".join((*PICTURES, *NATIVE))),
        )
    if form in PICTURES:
        images.write_chart(draw(code, workspace.assessment(), language, look), path, cast("Format", form), look)
        return
    found = picture(code, workspace.assessment())
    if not isinstance(found, Picture):
        raise CSDeskError(found)
    if form == "pptx":
        from csdesk.publish.chart_slide import write_chart_slide as write
    else:
        from csdesk.publish.chart_workbook import write_chart_workbook as write
    write(code, found, workspace.assessment(), path, language)


@dataclass(frozen=True, slots=True)
class SlideTexts:
    """Titles and speaker notes that the user wrote, by the code of their slide."""

    titles: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeckChoice:
    """How a deck is to be.

    Attributes:
        audience: ``customer`` or ``internal``.
        period: a fiscal quarter such as ``2026Q3``; None is the one of the as-of date.
        template: the user's own PowerPoint master.
        language: None is each customer's own, else English.
        sections: codes of the slides after the cover in the order wanted; None for all.
        texts: what the user wrote for the slides of an account, by its key.
    """

    audience: str = "customer"
    period: str | None = None
    template: Path | None = None
    language: str | None = None
    sections: tuple[str, ...] | None = None
    texts: Mapping[int, SlideTexts] = field(default_factory=dict)


def _period(workspace: Workspace, text: str | None) -> FiscalPeriod:
    calendar = workspace.policies.calendar
    return period_of(workspace.as_of, PeriodKind.QUARTER, calendar) if text is None else parse_period(text, calendar)


def _request(workspace: Workspace, account_key: int, choice: DeckChoice) -> DeckRequest:
    from csdesk.publish.deck import DeckRequest

    if choice.template is not None and not choice.template.is_file():
        raise CSDeskError(Message("There is no template {file}.", file=str(choice.template)))
    own = choice.texts.get(account_key, SlideTexts())
    return DeckRequest(
        account_key=account_key,
        audience=cast("Literal['customer', 'internal']", choice.audience),
        period=_period(workspace, choice.period),
        language=Language(choice.language or _language_of(workspace, account_key)),
        template=choice.template,
        sections=choice.sections,
        titles=own.titles,
        notes=own.notes,
    )


def _language_of(workspace: Workspace, account_key: int) -> str:
    frame = workspace.frame("account")
    found = frame.loc[frame["key"] == account_key, "language"].dropna()
    return str(found.iloc[0]) if len(found) else "en"


def write_deck(
    workspace: Workspace, account_key: int, path: Path, choice: DeckChoice, *, release: bool = False
) -> WrittenDeck:
    """Write the QBR deck of one account; a customer's deck is scanned before it is there.

    ``release`` writes it in spite of what the scan finds: for when a person has seen that.

    Raises:
        LeakFound: something internal was found in it; its ``leaks`` say what and where.
        CSDeskError: the file cannot be written.
    """
    from csdesk.publish import deck

    _require_ending(path, ".pptx")
    return deck.write_deck(workspace.assessment(), _request(workspace, account_key, choice), path, release=release)


def preview_deck(workspace: Workspace, account_key: int, choice: DeckChoice) -> Preview:
    """The slides that ``write_deck`` would write as marks for a screen, and why a section has none.

    Raises:
        CSDeskError: there is no such account, or the template cannot be used.
    """
    from csdesk.publish import preview

    return preview.preview_deck(workspace.assessment(), _request(workspace, account_key, choice))


def deck_period(workspace: Workspace, choice: DeckChoice) -> FiscalPeriod:
    """The fiscal quarter that a deck reviews."""
    return _period(workspace, choice.period)


def deck_accounts(workspace: Workspace) -> list[int]:
    """Whose decks are made in a batch: the high-touch accounts, the largest first."""
    accounts = workspace.assessment().accounts
    chosen = accounts[accounts["touch"] == "high"].sort_values("arr", ascending=False)
    return [int(key) for key in chosen["key"]]


@dataclass(frozen=True, slots=True)
class BuiltDeck:
    """One deck of a batch: ``deck`` is None where ``error`` says why it was not written."""

    account_key: int
    path: Path
    deck: WrittenDeck | None = None
    error: CSDeskError | None = None


def build_decks(
    workspace: Workspace, keys: Sequence[int], folder: Path, choice: DeckChoice, progress: Progress | None = None
) -> Iterator[BuiltDeck]:
    """Write a deck for each account, one after the other; one that cannot be written does not stop the others.

    What is finished stays. A cancel takes effect between two decks.

    Raises:
        JobCancelled: the user asked to stop.
    """
    watched = progress or Unwatched()
    folder.mkdir(parents=True, exist_ok=True)
    names = workspace.assessment().accounts.set_index("key")["name"]
    used: set[str] = set()
    for done, key in enumerate(keys):
        watched.report(done, len(keys), Message("Building the deck of {account}", account=str(names[key])))
        path = folder / _unused(deck_file_name(workspace, str(names[key]), choice), used)
        try:
            built = BuiltDeck(key, path, write_deck(workspace, key, path, choice))
        except CSDeskError as error:
            built = BuiltDeck(key, path, error=error)
        yield built
    watched.report(len(keys), len(keys))


def _unused(name: str, used: set[str]) -> str:
    """The file name, numbered if another account of the batch has it already."""
    stem, ending, number = name.removesuffix(".pptx"), ".pptx", 1
    while name.casefold() in used:
        number += 1
        name = f"{stem} {number}{ending}"
    used.add(name.casefold())
    return name


def write_decks(
    workspace: Workspace, folder: Path, choice: DeckChoice, progress: Progress | None = None
) -> Iterator[Path]:
    """Write a deck for every high-touch account, one after the other; what is finished stays.

    Raises:
        CSDeskError: a deck cannot be written.
        JobCancelled: the user asked to stop.
    """
    keys = deck_accounts(workspace)
    if not keys:
        raise CSDeskError(Message("No account is high touch, so there is no deck to make."))
    for built in build_decks(workspace, keys, folder, choice, progress):
        if built.error is not None:
            raise built.error
        yield built.path


def deck_file_name(workspace: Workspace, account: str, choice: DeckChoice) -> str:
    """``QBR_2026Q3_Tsukimi Robotics.pptx``: without characters that a file name cannot hold."""
    safe = re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", account).strip().rstrip(".") or "account"
    return f"QBR_{_period(workspace, choice.period).code}_{safe}.pptx"


def _require_ending(path: Path, ending: str) -> None:
    if path.suffix.lower() != ending:
        raise CSDeskError(
            Message("{file} does not end in {ending}.", file=path.name, ending=ending),
            Message("Name it {file}.", file=path.stem + ending),
        )
