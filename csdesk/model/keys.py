"""Keys as people and other programs write them: ``acc-14``, ``con-203``."""

from __future__ import annotations

_PREFIXES = {"account": "acc", "contract": "con"}


def written_key(record: str, key: int) -> str:
    """The key as text; unlike the bare number it cannot be taken for an external id."""
    return f"{_PREFIXES.get(record, record[:3])}-{key}"


def read_key(record: str, text: str) -> int | None:
    """The integer behind a written key, or None where the text is not one."""
    prefix, _, number = text.partition("-")
    return int(number) if prefix == _PREFIXES.get(record, record[:3]) and number.isdecimal() else None
