"""Text for people, kept untranslated and comparable until somebody shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from csdesk.model.money import Money

MessageValue = str | int | float | date | Money | None


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """A sentence with named placeholders, in English, which is also its translation key.

    ``Message("{n} rows were read.", n=3)``. Values stay typed (dates, money, numbers)
    so that whoever renders the message can format them for the reader's language.
    A value may itself be a Message.
    """

    text: str
    values: tuple[tuple[str, MessageValue | Message], ...] = field(default=())

    def __init__(self, text: str, /, **values: MessageValue | Message) -> None:
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "values", tuple(sorted(values.items())))

    def __str__(self) -> str:
        """The English sentence with plain values: for logs and tests, not for screens."""
        return self.text.format(**{name: str(value) for name, value in self.values})

    @property
    def arguments(self) -> Mapping[str, MessageValue | Message]:
        """The values by name."""
        return dict(self.values)
