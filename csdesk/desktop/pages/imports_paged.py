"""Rows of a list that another process holds: fetched a page at a time as they come into sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from csdesk.app.import_place import ALL, LIST_ROWS, ListPlace

T = TypeVar("T")
FetchRows = Callable[[ListPlace, Callable[[Sequence[object]], object]], object]
_KEPT_PAGES = 60


def no_rows(place: ListPlace, done: Callable[[Sequence[object]], object]) -> None:
    """Nobody has the rows."""


class PagedRows(Generic[T]):
    """The rows of one list of one plan. ``arrived(first, last)`` is called when more of them are there."""

    def __init__(self, kind: str, arrived: Callable[[int, int], object]) -> None:
        self.fetch: FetchRows = no_rows
        self.count = 0
        self._place, self._arrived = ListPlace(0, kind, 0), arrived
        self._pages: dict[int, Sequence[T]] = {}
        self._asked: set[int] = set()

    def show(self, plan: int, count: int, first_rows: Sequence[T], group: str = ALL) -> None:
        """Hold the rows of another plan or group; its first ones are at hand where they are given."""
        self._place, self.count = ListPlace(plan, self._place.kind, 0, group), count
        self._pages, self._asked = ({0: first_rows} if first_rows else {}), set()

    def __len__(self) -> int:
        return self.count

    def at(self, row: int) -> T | None:
        """A row; None until its page has come."""
        number, place = divmod(row, LIST_ROWS)
        page = self._pages.get(number)
        if page is None:
            self._ask(number)
            return None
        return page[place] if place < len(page) else None

    def loaded(self) -> dict[int, T]:
        """The rows that are at hand, by their place."""
        pages = self._pages.items()
        return {number * LIST_ROWS + place: row for number, page in pages for place, row in enumerate(page)}

    def _ask(self, number: int) -> None:
        if number in self._asked or not 0 <= number * LIST_ROWS < self.count:
            return
        self._asked.add(number)
        wanted = self._place._replace(first=number * LIST_ROWS)
        self.fetch(wanted, lambda rows: self._take(wanted, rows))

    def _take(self, place: ListPlace, rows: Sequence[object]) -> None:
        if place._replace(first=0) != self._place or not rows:
            return  # of a plan or a group that is not shown any more
        number = place.first // LIST_ROWS
        self._asked.discard(number)
        self._pages[number] = rows  # type: ignore[assignment]
        if len(self._pages) > _KEPT_PAGES:
            self._pages.pop(next(iter(self._pages)))
        self._arrived(place.first, place.first + len(rows) - 1)
