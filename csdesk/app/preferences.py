"""What this person likes on this computer: language, theme, recent books. Never results."""

from __future__ import annotations

import json
import locale
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Literal

from csdesk.app.paths import preferences_file

Theme = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Preferences:
    """Choices that change nothing but the view."""

    language: str = "en"
    theme: Theme = "system"
    scale: int = 100  # percent
    recent: tuple[str, ...] = ()

    def with_recent(self, book: Path) -> Preferences:
        """The book on top of the list of recent ones."""
        kept = [entry for entry in self.recent if entry != str(book)]
        return replace(self, recent=(str(book), *kept)[:8])


def system_language() -> str:
    """Japanese where the computer speaks Japanese, else English."""
    name = locale.getlocale()[0] or ""
    return "ja" if name.lower().startswith(("ja", "japanese")) else "en"


def load_preferences(path: Path | None = None) -> Preferences:
    """The stored preferences; a missing or damaged file gives the defaults."""
    try:
        data = json.loads((path or preferences_file()).read_text("utf-8"))
    except (OSError, ValueError):
        return Preferences(language=system_language())
    known = {field.name for field in fields(Preferences)}
    kept = {name: value for name, value in data.items() if name in known}
    return Preferences(**{**kept, "recent": tuple(kept.get("recent", ()))})


def save_preferences(preferences: Preferences, path: Path | None = None) -> None:
    """Write the preferences beside and rename them into place."""
    target = path or preferences_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".new")
    beside.write_text(json.dumps(asdict(preferences), ensure_ascii=False, indent=1), "utf-8")
    beside.replace(target)
