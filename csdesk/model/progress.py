"""How long work tells how far it is, and how it is told to stop."""

from __future__ import annotations

from typing import Protocol

from csdesk.model.messages import Message


class Progress(Protocol):
    """Whoever watches a job. Reporting is also the point where cancelling takes effect."""

    def report(self, done: float, total: float | None = None, message: Message | None = None) -> None:
        """Say how far the work is.

        Raises:
            JobCancelled: the user asked to stop.
        """


class Unwatched:
    """Nobody is looking."""

    def report(self, done: float, total: float | None = None, message: Message | None = None) -> None:
        """Do nothing."""
