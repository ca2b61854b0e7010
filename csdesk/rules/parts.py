"""Results kept under the things they were made from, and lent to the next assessment while those stand."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any, TypeVar

T = TypeVar("T")


class Same:
    """A value that as part of a key equals only itself."""

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other._value is self._value

    __hash__ = None  # type: ignore[assignment]


class Parts:
    """Named results, each made on first use.

    A result of ``earlier`` is taken over where it was made under an equal key.
    """

    def __init__(self, earlier: Parts | None = None) -> None:
        self._made: dict[str, tuple[tuple[object, ...], Any]] = {}
        self._lent = dict(earlier._made) if earlier is not None else {}
        self._lock = RLock()

    def get(self, name: str, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """The result of that name; ``key`` holds everything it depends on."""
        with self._lock:
            if name not in self._made:
                lent = self._lent.get(name)
                self._made[name] = lent if lent is not None and lent[0] == key else (key, make())
            made: T = self._made[name][1]
            return made

    def lent(self, name: str) -> Any:
        """What the earlier assessment had under that name, or None: for results that compare themselves."""
        found = self._lent.get(name)
        return None if found is None else found[1]
