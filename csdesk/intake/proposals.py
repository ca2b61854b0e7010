"""Names that may mean an account there already is, as data: only a person, or an explicit flag, joins them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from csdesk.model.messages import Message

# The key of an account of the book, the name of another account of the same import, or None: an account of its own.
Meaning: TypeAlias = int | str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that a name may mean.

    Attributes:
        key: of the account, in the book or as planned.
        new: it is made by this very import, so that a decision names it by ``name``.
        why: what makes the names alike.
        against: what speaks against it; None where nothing does.
    """

    key: int
    name: str
    new: bool
    why: Message
    against: Message | None = None

    @property
    def meaning(self) -> Meaning:
        """What a decision for this candidate says."""
        return self.name if self.new else self.key


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name of a file that is nobody's so far but resembles others, or about which something was decided.

    Attributes:
        name: as the file writes it; the key of ``PlanOptions.same_as``.
        rows: how many rows of the table bear it.
        row: the first of them, as the sheet counts.
        column: from 0 in the table.
        makes: whether its rows make an account unless it is joined; else they are rejected.
        candidates: the likeliest first.
        decided: whether ``answer`` was said by a person or a flag.
    """

    name: str
    header: str
    column: int
    row: int
    rows: int
    makes: bool
    candidates: tuple[Candidate, ...]
    decided: bool = False
    answer: Meaning = None

    @property
    def unambiguous(self) -> bool:
        """Whether one account only may be meant and nothing speaks against it."""
        return len(self.candidates) == 1 and self.candidates[0].against is None

    @property
    def question(self) -> Message:
        """The question to the person."""
        known = self.candidates[0].name if self.candidates else ""
        return Message('Is "{new}" the same customer as "{known}"?', new=self.name, known=known)

    def as_data(self, text: Any = str) -> dict[str, Any]:
        """For JSON; ``text`` turns a Message into a sentence."""
        candidates = [
            {"account": c.name, "key": None if c.new else c.key, "why": text(c.why)}
            | {"against": None if c.against is None else text(c.against)}
            for c in self.candidates
        ]
        return {
            "name": self.name, "header": self.header, "row": self.row, "rows": self.rows, "candidates": candidates,
            "decided": self.decided, "answer": self.answer,
        }  # fmt: skip


def accepted(proposals: Iterable[Proposal], same_as: Mapping[str, Meaning]) -> dict[str, Meaning]:
    """What was decided, and for every name without a decision its only candidate, where nothing speaks against it."""
    found = {p.name: p.candidates[0].meaning for p in proposals if p.unambiguous and p.name not in same_as}
    return {**same_as, **found}
