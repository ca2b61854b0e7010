"""What the user makes of the decks: their sections in order, and titles and notes of her own. The book keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from csdesk.app.exports import SlideTexts
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.jobs import Lane

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace

SETTING = "decks"
ORDER = ("summary", "goals", "adoption", "support", "plan", "next_quarter", "renewal", "health", "forecast")
TITLES, NOTES = "titles", "notes"


class DeckTexts:
    """Sections for all decks; titles and notes by account."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._workspace: Workspace | None = None
        self.order: tuple[str, ...] = ORDER
        self.dropped: frozenset[str] = frozenset()
        self._written: dict[str, dict[int, dict[str, str]]] = {TITLES: {}, NOTES: {}}

    def load(self, workspace: Workspace) -> None:
        """Read what the book keeps, once for each book."""
        if workspace is self._workspace:
            return
        self._workspace = workspace
        kept: dict[str, Any] = workspace.book.settings.get(SETTING) or {}
        order = [code for code in kept.get("order", []) if code in ORDER]
        self.order = (*order, *(code for code in ORDER if code not in order))
        self.dropped = frozenset(code for code in kept.get("dropped", []) if code in ORDER)
        for kind, by_account in self._written.items():
            by_account.clear()
            by_account.update({int(key): dict(texts) for key, texts in kept.get(kind, {}).items()})

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections wanted, in order."""
        return tuple(code for code in self.order if code not in self.dropped)

    @property
    def texts(self) -> Mapping[int, SlideTexts]:
        """Titles and notes by account."""
        keys = self._written[TITLES].keys() | self._written[NOTES].keys()
        return {key: SlideTexts(*(dict(self._written[kind].get(key, {})) for kind in (TITLES, NOTES))) for key in keys}

    def written(self, kind: str, account: int, slide: str) -> str:
        """The user's own title or notes of a slide; "" where there are none."""
        return self._written[kind].get(account, {}).get(slide, "")

    def write(self, kind: str, account: int, slide: str, text: str) -> None:
        """Keep a title or notes; an empty text takes them away."""
        own = self._written[kind].setdefault(account, {})
        if text.strip():
            own[slide] = text.strip()
        else:
            own.pop(slide, None)
        self._store()

    def arrange(self, order: tuple[str, ...], dropped: frozenset[str]) -> None:
        """Keep which sections the decks have, and in which order."""
        self.order, self.dropped = order, dropped
        self._store()

    def _store(self) -> None:
        workspace = self._workspace
        if workspace is None or workspace.read_only or workspace is not self._bridge.workspace:
            return
        data: dict[str, object] = {"order": list(self.order), "dropped": sorted(self.dropped)}
        for kind, by_account in self._written.items():
            data[kind] = {str(key): dict(texts) for key, texts in by_account.items() if texts}

        def write() -> None:
            workspace.book.settings[SETTING] = data

        self._bridge.jobs.run(write, lane=Lane.STORE, key=SETTING)
