"""Finding any of 100,000 names in a text as whole tokens, the longest first."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

_SPACE = re.compile(r"\s+")
# Japanese has no spaces: what may follow a name without being part of a longer one, and what may stand before it.
_FOLLOWS = frozenset("のはがをにへともでやかよね様殿氏社御向宛側")
_BEFORE = ("株式会社", "有限会社", "合同会社")


def folded(text: str) -> str:
    """Text as it is compared: width, case and runs of space do not matter."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).casefold().strip()


def _kind(character: str) -> str:
    code = ord(character)
    if 0x3041 <= code <= 0x309F:
        return "hiragana"
    if 0x30A0 <= code <= 0x30FF or 0x31F0 <= code <= 0x31FF:
        return "katakana"
    if 0x3400 <= code <= 0x9FFF or code in (0x3005, 0x3007) or code >= 0x20000:
        return "kanji"
    return "word" if character.isalnum() or character == "_" else ""


def _apart(before: str, after: str) -> bool:
    """Whether a token ends between two characters."""
    one, other = _kind(before), _kind(after)
    return not one or not other or one != other


class NameSearch:
    """Names, ready to be looked for in texts."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, str] = {}
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in names:
            key = folded(name)
            if len(key) < 2 or (key.isdigit() and len(key) < 6):
                continue  # a letter or a small number is nobody's name
            self._names[key] = name
            lengths[key[:2]].add(len(key))
        self._lengths = {start: sorted(found, reverse=True) for start, found in lengths.items()}

    def found_in(self, text: str) -> list[str]:
        """The names in the text, in order, each as often as it occurs."""
        line = folded(text)
        found: list[str] = []
        place = 0
        while place < len(line) - 1:
            length = self._match(line, place)
            if length:
                found.append(self._names[line[place : place + length]])
            place += length or 1
        return found

    def _match(self, line: str, place: int) -> int:
        lengths = self._lengths.get(line[place : place + 2])
        if lengths is None or not _begins(line, place):
            return 0
        for length in lengths:
            if line[place : place + length] in self._names and _ends(line, place + length):
                return length
        return 0


def _begins(line: str, place: int) -> bool:
    return place == 0 or _apart(line[place - 1], line[place]) or line.endswith(_BEFORE, 0, place)


def _ends(line: str, place: int) -> bool:
    return place >= len(line) or line[place] in _FOLLOWS or _apart(line[place - 1], line[place])
