"""What the window asks of the lists of an import's review, and how many problems there are; needs no heavy library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

LIST_ROWS = 100  # sent at a time
PROBLEMS, CHANGES, NEW, GONE = "problems", "changes", "new", "gone"
ALL = "all"
SWEEP_ACCEPT, SWEEP_ASIDE = "accept", "aside"  # decisions for every open problem


class ListPlace(NamedTuple):
    """Rows of a list from ``first`` (from 0) on, as plan number ``plan`` has them; changes may be those of a group."""

    plan: int
    kind: str
    first: int
    group: str = ALL


@dataclass(frozen=True, slots=True)
class ProblemCounts:
    """How many problems there are, whatever is listed of them.

    Attributes:
        listed: all of them.
        settled: mended, or kept aside.
        suggested: open ones with a suggestion that can be taken without a further look.
        costly: open ones that cost a row or a cell.
    """

    listed: int = 0
    settled: int = 0
    suggested: int = 0
    costly: int = 0
