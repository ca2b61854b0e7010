"""Which format a book has: a newer major is refused, a newer minor opens, an older one is migrated."""

from __future__ import annotations

from dataclasses import dataclass

APPLICATION_ID = 0x4353444B  # "CSDK", so that ``file`` and the book itself know a book


@dataclass(frozen=True, slots=True, order=True)
class FormatVersion:
    """Major and minor of the format, packed into SQLite's ``user_version``."""

    major: int
    minor: int

    @classmethod
    def unpacked(cls, number: int) -> FormatVersion:
        """The version behind a ``user_version``."""
        return cls(number >> 16, number & 0xFFFF)

    @property
    def packed(self) -> int:
        """The ``user_version`` of this version."""
        return self.major << 16 | self.minor

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


CURRENT = FormatVersion(1, 1)
