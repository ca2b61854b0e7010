"""Every command of the window: one table behind menus, buttons, the palette and the list of keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from csdesk.desktop.import_settings import export_import_settings, take_import_settings
from csdesk.desktop.pages import PAGES
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.desktop.bridge import Bridge
    from csdesk.desktop.documents import Documents
    from csdesk.desktop.pages.page import Page
    from csdesk.desktop.prompts import Prompts


class Desk(Protocol):
    """What commands may ask of the window."""

    bridge: Bridge
    prompts: Prompts

    @property
    def documents(self) -> Documents:
        """Books, files and the summary."""

    @property
    def page(self) -> Page | None:
        """The page on screen; None on the start page."""

    def open_page(self, code: str, target: object = None) -> None:
        """Show a page, and on it something in particular."""

    def go_back(self) -> None:
        """To where one came from."""

    def new_book(self) -> None:
        """Ask where, and make a book."""

    def open_book(self) -> None:
        """Ask which, and open it."""

    def close_book(self) -> None:
        """Back to the start page."""

    def import_files(self, files: list[Path] | None = None) -> None:
        """Take spreadsheets in; asks which where none are named."""

    def try_sample(self) -> None:
        """Make a book of the invented sample workbooks and show it."""

    def new_account(self) -> None:
        """Ask for the fields, and make an account."""

    def show_palette(self) -> None:
        """Search and run."""

    def show_keys(self) -> None:
        """The list of keys."""

    def show_settings(self) -> None:
        """Language, theme, text size, fiscal year."""

    def choose_as_of(self) -> None:
        """Another as-of date."""

    def next_pane(self) -> None:
        """Move the focus to the next pane."""

    def quit(self) -> None:
        """Close the window."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something the user can have done.

    Attributes:
        shortcut: as Qt writes it, e.g. ``Ctrl+Shift+Z``; "" where there is none.
        when: whether it makes sense now.
        palette: offered in the palette.
    """

    code: str
    text: Message
    icon: str
    run: Callable[[Desk], object]
    shortcut: str = ""
    when: Callable[[Desk], bool] = lambda desk: True
    palette: bool = True


def has_book(desk: Desk) -> bool:
    """A book is open."""
    return desk.bridge.workspace is not None


def can_write(desk: Desk) -> bool:
    """A book is open and may be changed."""
    return desk.bridge.workspace is not None and not desk.bridge.workspace.read_only


def _on_page(desk: Desk) -> bool:
    return desk.page is not None


def _opening(code: str) -> Callable[[Desk], object]:
    return lambda desk: desk.open_page(code)


def _deck(desk: Desk) -> None:
    """To the decks; from an account to its own."""
    desk.open_page("qbr", getattr(desk.page, "key", None))


def _at_hand(desk: Desk) -> list[int]:
    """The accounts that are selected in the list, or the one on screen."""
    page, table = desk.page, getattr(desk.page, "table", None)
    if page is not None and page.code == "accounts" and table is not None:
        return list(table.selected_keys()) if table.selected_rows() else []
    key = getattr(page, "key", None)
    return [key] if isinstance(key, int) else []


def _merge(desk: Desk) -> None:
    from csdesk.desktop.merge_dialog import open_merge

    if desk.page is not None:
        open_merge(desk.bridge, _at_hand(desk), desk.page)


def _split(desk: Desk) -> None:
    from csdesk.desktop.split_dialog import open_split

    if desk.page is not None:
        open_split(desk.bridge, _at_hand(desk)[0], desk.page)


def _renewal(desk: Desk) -> int | None:
    """The one renewal that is selected in the list."""
    chosen = getattr(desk.page, "chosen_renewals", None)
    keys = chosen() if callable(chosen) else []
    return keys[0] if len(keys) == 1 else None


def _close_renewal(desk: Desk) -> None:
    from csdesk.desktop.renewal_forms import ask_closing

    key = _renewal(desk)
    if key is not None:
        ask_closing(desk.bridge, desk.prompts, key)


def _history(desk: Desk) -> None:
    from csdesk.desktop.history_dialog import open_history

    if desk.page is not None:
        open_history(desk.bridge, desk.page)


def _data_problems(desk: Desk) -> None:
    from csdesk.desktop.data_problems_dialog import open_data_problems

    if desk.page is not None:
        open_data_problems(desk.bridge, desk.prompts, desk.page)


def _forecast_accuracy(desk: Desk) -> None:
    from csdesk.desktop.forecast_accuracy_dialog import open_forecast_accuracy

    if desk.page is not None:
        open_forecast_accuracy(desk.bridge, desk.page)


def _timeline(desk: Desk) -> None:
    from csdesk.desktop.timeline_dialog import open_timeline

    if desk.page is not None:
        open_timeline(desk.bridge, desk.page)


def _page_commands() -> tuple[Command, ...]:
    shown = [entry for entry in PAGES if entry.rail]
    return tuple(
        Command(f"page_{entry.code}", Message("Go to {page}", page=entry.title), entry.icon, _opening(entry.code), f"Ctrl+{position}", has_book)
        for position, entry in enumerate(shown, 1)
    )  # fmt: skip


def all_commands() -> tuple[Command, ...]:
    """The table, page commands first."""
    return (*_page_commands(), *_COMMANDS)


def command(code: str) -> Command:
    """The command of that code.

    Raises:
        KeyError: there is none.
    """
    for found in all_commands():
        if found.code == code:
            return found
    raise KeyError(code)


_COMMANDS: tuple[Command, ...] = (
    Command("palette", Message("Search or run a command"), "search", lambda d: d.show_palette(), "Ctrl+K", palette=False),
    Command("new_account", Message("New account"), "plus", lambda d: d.new_account(), "Ctrl+Shift+N", can_write),
    Command("import", Message("Import files"), "file-input", lambda d: d.import_files(), "Ctrl+I"),
    Command("lint", Message("Check a spreadsheet"), "list-checks", lambda d: d.documents.check_spreadsheets()),
    Command("export_import_settings", Message("Export import settings …"), "file-output", export_import_settings, "", has_book),
    Command("take_import_settings", Message("Take import settings …"), "file-cog", take_import_settings, "", can_write),
    Command("export", Message("Export"), "download", lambda d: d.page.export() if d.page else None, "Ctrl+E", _on_page),
    Command("summary", Message("Write the Excel summary"), "table", lambda d: d.documents.write_summary(), "", has_book),
    Command("deck", Message("Build QBR deck"), "presentation", _deck, "Ctrl+B", has_book),
    Command("undo", Message("Undo"), "undo-2", lambda d: d.bridge.undo(), "Ctrl+Z", can_write),
    Command("redo", Message("Redo"), "redo-2", lambda d: d.bridge.redo(), "Ctrl+Shift+Z", can_write),
    Command("history", Message("History…"), "list-clock", _history, "", has_book),
    Command("data_problems", Message("Data problems…"), "triangle-alert", _data_problems, "", has_book),
    Command("forecast_accuracy", Message("Forecast accuracy…"), "target", _forecast_accuracy, "", has_book),
    Command("timeline", Message("Timeline of renewals…"), "calendar-clock", _timeline, "", can_write),
    Command("filter", Message("Filter this list"), "list-filter", lambda d: d.page.focus_filter() if d.page else None, "Ctrl+F", _on_page),
    Command("as_of", Message("Change the as-of date"), "calendar", lambda d: d.choose_as_of(), "", has_book),
    Command("new_book", Message("New book"), "file-plus", lambda d: d.new_book(), "Ctrl+N"),
    Command("open_book", Message("Open a book"), "folder-open", lambda d: d.open_book(), "Ctrl+O"),
    Command("close_book", Message("Close the book"), "x", lambda d: d.close_book(), "Ctrl+W", has_book),
    Command("sample", Message("Try with sample data"), "sparkles", lambda d: d.try_sample()),
    Command("merge_accounts", Message("Merge accounts…"), "merge", _merge, "", lambda d: can_write(d) and len(_at_hand(d)) in (1, 2)),
    Command("split_account", Message("Split account…"), "split", _split, "", lambda d: can_write(d) and len(_at_hand(d)) == 1),
    Command("close_renewal", Message("Close renewal…"), "circle-check", _close_renewal, "Ctrl+Return", lambda d: can_write(d) and _renewal(d) is not None),
    Command("settings", Message("Settings"), "settings-2", lambda d: d.show_settings(), "Ctrl+,"),
    Command("keys", Message("List of keys"), "keyboard", lambda d: d.show_keys(), "Ctrl+/"),
    Command("back", Message("Back"), "arrow-left", lambda d: d.go_back(), "Alt+Left", has_book),
    Command("next_pane", Message("Next pane"), "columns-3", lambda d: d.next_pane(), "F6", palette=False),
    Command("quit", Message("Quit"), "log-out", lambda d: d.quit(), "Ctrl+Q"),
)  # fmt: skip
