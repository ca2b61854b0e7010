"""How much time, memory and room a stranger's file may take before it is given up."""

from __future__ import annotations

from dataclasses import dataclass

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost.

    Attributes:
        seconds: for any file; larger ones get more, see ``seconds_for``.
        seconds_per_megabyte: added for each megabyte above the first five.
        memory: bytes the worker process may hold.
        file_bytes: size of the file itself.
        cells: cells kept over all sheets, blank ones inside the used range included.
        inflated_bytes: what the parts of a zipped workbook may come to, unpacked.
        inflation: how many times larger than packed a part of more than
            ``inflation_from`` bytes may be; spreadsheets of honest data stay under 150.
    """

    seconds: float = 30.0
    seconds_per_megabyte: float = 1.5
    memory: int = 2_000 * _MEGABYTE
    file_bytes: int = 1_000 * _MEGABYTE
    cells: int = 60_000_000
    inflated_bytes: int = 4_000 * _MEGABYTE
    inflation: int = 300
    inflation_from: int = 100 * _MEGABYTE

    def seconds_for(self, size: int) -> float:
        """The time a file of that many bytes may take."""
        return self.seconds + self.seconds_per_megabyte * max(0.0, size / _MEGABYTE - 5.0)
