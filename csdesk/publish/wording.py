"""A language that remembers which texts of our own it was asked for."""

from __future__ import annotations

from csdesk.i18n import Language
from csdesk.model.messages import Message


class RecordingLanguage(Language):
    """Speaks as the language given; ``wording`` holds the texts with their values left empty.

    A deck is full of our own words. Knowing them, the scan for leaks can tell the word
    "Support" in our title from the customer of that name.
    """

    def __init__(self, language: Language) -> None:
        super().__init__(language.code)
        self._language = language
        self.wording: set[str] = set()

    def text(self, message: Message | str) -> str:
        """The message in the language, remembered without its values."""
        plain = Message(message) if isinstance(message, str) else message
        empty = Message(plain.text, **dict.fromkeys(plain.arguments, ""))
        self.wording.add(self._language.text(empty))
        return super().text(plain)
