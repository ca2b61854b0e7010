"""What a benchmark gives: ours, the peer's, the ratio, and the limit we hold ourselves to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One comparison. ``ratio`` is ours / peer; without a peer ``ours`` itself is held against the limit."""

    name: str
    ours: float
    peer: float | None
    limit: float
    unit: str
    peer_name: str

    @property
    def ratio(self) -> float:
        """Ours by the peer's, or ours where the limit is absolute."""
        return self.ours if self.peer is None else self.ours / self.peer

    @property
    def holds(self) -> bool:
        """Whether the limit is kept."""
        return self.ratio <= self.limit

    def as_row(self) -> dict[str, object]:
        """The row of ``benchmarks.json``."""
        return {
            "name": self.name,
            "ours": round(self.ours, 4),
            "peer": None if self.peer is None else round(self.peer, 4),
            "ratio": round(self.ratio, 3),
            "limit": self.limit,
            "unit": self.unit,
            "peer_name": self.peer_name,
            "holds": self.holds,
        }
