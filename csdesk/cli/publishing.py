"""``csdesk publish``: sheets, slides and pictures from a book."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from csdesk.app import exports
from csdesk.app.finding import find_account
from csdesk.app.progress import terminal_progress
from csdesk.cli.opening import opened
from csdesk.i18n import LANGUAGES, Language
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message


def _language(code: str | None) -> str | None:
    return None if code is None else _choice(code, LANGUAGES)


def _choice(text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        raise CSDeskError(
            Message("{text} is not possible here.", text=text),
            Message("Choose one of: {choices}.", choices=", ".join(choices)),
        )
    return text


def publish_summary(book: Path, to: Path, as_of: date | None, language: str) -> None:
    """Write the Excel summary and say where."""
    spoken = Language(_choice(language, LANGUAGES))
    with opened(book, as_of) as workspace, terminal_progress(spoken) as progress:
        exports.write_summary(workspace, to, spoken, progress)
    print(to)


def publish_deck(
    book: Path, account: str, to: Path, audience: str, period: str | None, template: Path | None,
    language: str | None, as_of: date | None,
) -> None:  # fmt: skip
    """Write the deck of one account and say where, and what was left out."""
    asked = exports.DeckChoice(_choice(audience, ("customer", "internal")), period, template, _language(language))
    with opened(book, as_of) as workspace:
        deck = exports.write_deck(workspace, find_account(workspace, account), to, asked)
    for sentence in deck.left_out:
        print(Language("en").text(sentence), file=sys.stderr)
    print(to)


def publish_decks(
    book: Path, to: Path, audience: str, period: str | None, template: Path | None, language: str | None,
    as_of: date | None,
) -> None:  # fmt: skip
    """Write a deck for every high-touch account and say where."""
    asked = exports.DeckChoice(_choice(audience, ("customer", "internal")), period, template, _language(language))
    with opened(book, as_of) as workspace, terminal_progress(Language("en")) as progress:
        written = list(exports.write_decks(workspace, to, asked, progress))
    for path in written:
        print(path)


def publish_charts(book: Path, to: Path, form: str, as_of: date | None, language: str) -> None:
    """Write every chart that has data and say where; say which have none."""
    spoken = Language(_choice(language, LANGUAGES))
    _choice(form, ("png", "svg", "pdf"))
    with opened(book, as_of) as workspace, terminal_progress(spoken) as progress:
        written = exports.write_charts(workspace, to, form, spoken, progress)
    for sentence in written.left_out:
        print(spoken.text(sentence), file=sys.stderr)
    for path in written.paths:
        print(path)
