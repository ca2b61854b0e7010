"""Lets a few in at a time, in the order in which they came."""

from __future__ import annotations

import threading
from collections import deque


class Turnstile:
    """At most ``places`` are inside; those who wait may give up."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: deque[object] = deque()
        self._changed = threading.Condition()

    def enter(self, given_up: threading.Event, tick: float) -> bool:
        """Wait for a place; False if ``given_up`` was set before there was one. It is looked at every ``tick`` seconds."""
        ticket = object()
        with self._changed:
            self._waiting.append(ticket)
            try:
                while self._free == 0 or self._waiting[0] is not ticket:
                    if given_up.is_set():
                        return False
                    self._changed.wait(tick)
                self._free -= 1
                return True
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()

    def leave(self) -> None:
        """Free the place again."""
        with self._changed:
            self._free += 1
            self._changed.notify_all()
