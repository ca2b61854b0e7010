"""The views of the list: built in and saved, which one is on screen, columns and their widths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from csdesk.app.own_person import own_name
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.fonts import scale
from csdesk.desktop.jobs import Lane
from csdesk.desktop.pages.accounts_filter import AccountsFilter, AccountsView, built_in_views, saved_view
from csdesk.desktop.tables.columns import Column
from csdesk.desktop.tables.view import FrameTable
from csdesk.model.fields import record_type
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace

SETTING = "views.accounts"


class AccountsViews:
    """Kept in the book under ``views.accounts``; a book that is read-only keeps them for the session."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._own: list[AccountsView] = []
        self._columns: list[str] = []
        self._widths: dict[str, int] = {}
        self._me: str | None = None
        self._loaded_from: Workspace | None = None
        self.archived = pd.DataFrame({"key": pd.Series([], dtype="int64")})
        self.current = built_in_views(None)[0]
        self._start = "renewing"
        self._valued: pd.DataFrame | None = None
        self._values: dict[str, Sequence[str]] = {}

    @property
    def all(self) -> tuple[AccountsView, ...]:
        """Every view, in the order of the tabs."""
        put_away = AccountsView("archived", Message("Archived"), AccountsFilter(archived=True), "name")
        extra = (put_away,) if len(self.archived) else ()
        return (*built_in_views(self._me), *self._own, *extra)

    def load(self, workspace: Workspace) -> None:
        """Read what the book keeps, and which accounts are put away."""
        frame = workspace.frame("account")
        put_away = frame["archived"].fillna(value=False).astype(bool)
        self.archived = frame[put_away.to_numpy()].reset_index(drop=True)
        self._me = own_name(workspace)
        if self._loaded_from is not workspace:
            self._loaded_from = workspace
            kept: dict[str, Any] = workspace.book.settings.get(SETTING) or {}
            self._own = [saved_view(data) for data in kept.get("own", [])]
            self._columns = list(kept.get("columns", []))
            self._widths = {str(code): int(width) for code, width in kept.get("widths", {}).items()}
            self.choose(self._start)
        if self.current.code not in {view.code for view in self.all}:
            self.choose("all")

    def start_with(self, code: str) -> None:
        """Which view to show first."""
        self._start = code

    def choose(self, code: str) -> AccountsView:
        """Make a view the one on screen; one that is gone gives all accounts."""
        self.current = next((view for view in self.all if view.code == code), self.all[0])
        return self.current

    def columns(self) -> Sequence[str]:
        """The columns of the current view, else those chosen last; empty: the usual ones."""
        return self.current.columns or self._columns

    def with_widths(self, columns: Sequence[Column]) -> list[Column]:
        """The columns with the widths the user gave them."""
        return [replace(column, width=self._widths.get(column.code, column.width)) for column in columns]

    def keep_columns(self, codes: Sequence[str]) -> None:
        """Remember which columns are shown."""
        self._columns = list(codes)
        self._store()

    def keep_widths(self, table: FrameTable) -> None:
        """Remember widths and order after a column was moved or made wider."""
        shown = table.columns_as_shown()
        model = table.frame_model
        for place, column in enumerate(model.columns[:-1]):  # the last one fills what is left
            width = round(table.columnWidth(place) / scale())
            if width != column.width:
                self._widths[column.code] = width
        self._columns = [column.code for column in shown]
        self._store()

    def save(self, name: str, view: AccountsView) -> None:
        """Keep a view under a name; one of that name is replaced."""
        kept = saved_view({**view.as_data(), "name": name})
        self._own = [own for own in self._own if own.code != kept.code] + [kept]
        self.current = kept
        self._store()

    def forget(self) -> str:
        """Take the current view away, if it is the user's own; gives the code of the one to show."""
        self._own = [own for own in self._own if own.code != self.current.code]
        self._store()
        return "all"

    def values(self, accounts: pd.DataFrame) -> dict[str, Sequence[str]]:
        """What each condition may take: the choices of the catalogue that occur, and the CSMs."""
        if accounts is self._valued:
            return self._values
        values: dict[str, Sequence[str]] = {}
        for name in ("touch", "band", "lifecycle", "renewal_state"):
            there = set(accounts[name].dropna().unique().tolist()) if name in accounts else set()
            values[name] = [code for code in record_type("account").field(name).choices if code in there]
        values["csm"] = sorted(accounts["csm"].dropna().unique().tolist()) if "csm" in accounts else []
        self._valued, self._values = accounts, values
        return values

    def _store(self) -> None:
        workspace = self._loaded_from
        if workspace is None or workspace.read_only or workspace is not self._bridge.workspace:
            return
        data = {"own": [v.as_data() for v in self._own], "columns": self._columns, "widths": self._widths}

        def write() -> None:
            workspace.book.settings[SETTING] = data

        self._bridge.jobs.run(write, lane=Lane.STORE, key="views")
