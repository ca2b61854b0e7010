"""The reader's language, installed once for the whole window."""

from __future__ import annotations

from csdesk.i18n import Language
from csdesk.model.messages import Message

_installed = [Language("en")]


def install_language(language: Language) -> None:
    """Make this the language of every text made from now on; windows rebuild their pages after it."""
    _installed[0] = language


def language() -> Language:
    """The installed language."""
    return _installed[0]


def tr(message: Message | str) -> str:
    """The text of a message in the installed language."""
    return _installed[0].text(message)
