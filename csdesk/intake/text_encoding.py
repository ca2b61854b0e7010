"""The encoding of a text file: BOM, then strict UTF-8, then the encodings Japanese and western programs write."""

from __future__ import annotations

import codecs

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a person may choose where the one that was found is wrong.
ENCODINGS = (
    "utf-8",
    "cp932",
    "euc_jp",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp1252",
    "gbk",
    "euc_kr",
    "big5",
    "iso2022_jp",
)
_SURE = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "iso2022_jp")  # strict UTF-8, or marked in the file
_OTHER_NAMES = {"shift_jis": "cp932", "utf-8-sig": "utf-8", "iso8859-1": "cp1252", "ascii": "utf-8", "gb2312": "gbk"}
_SAMPLE = 262_144
_LEAST = 0.1
_TELLING = 24


def decoded(data: bytes, chosen: str = "") -> tuple[str, str]:
    """The text and the name of its encoding; never fails, at worst windows-1252 with marks for odd bytes.

    Args:
        chosen: one of ``ENCODINGS``, as a person says; "" where it is to be found.
    """
    if chosen in ENCODINGS:
        return data.decode(chosen, errors="replace").lstrip("\ufeff"), chosen
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, errors="replace").lstrip("\ufeff"), name
    name = _wide_encoding(data)
    if name:
        return data.decode(name, errors="replace"), name
    if b"\x1b$B" in data or b"\x1b$@" in data:
        return data.decode("iso2022_jp_ext", errors="replace"), "iso2022_jp"
    for name in ("utf-8", *_japanese_order(data)):
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    name = _guessed(data)
    return data.decode(name, errors="replace"), name


def is_guess(found: str, chosen: str = "") -> bool:
    """Whether another encoding might be meant: nobody chose this one, and other encodings fit the bytes too."""
    return found not in _SURE and found != chosen


def encoding_named(name: str) -> str | None:
    """The one of ``ENCODINGS`` a person means by a name such as Shift_JIS or UTF8; None where she means none."""
    try:
        known = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return None
    known = _OTHER_NAMES.get(known, known)
    return known if known in ENCODINGS else None


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without BOM shows in NULs at every other place; "" where it does not."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    half = len(sample) // 2
    if half == 0 or len(data) % 2:
        return ""
    evens, odds = sample[0::2].count(0), sample[1::2].count(0)
    if odds > half // 5 and evens < odds // 4:
        return "utf-16-le"
    if evens > half // 5 and odds < evens // 4:
        return "utf-16-be"
    return ""


def _japanese_order(data: bytes) -> tuple[str, ...]:
    """CP932 and EUC-JP in order of likelihood, those left out that give no Japanese text.

    Both often decode the same bytes; kana are what tells: EUC-JP read as CP932 comes
    out as half-width katakana, and CP932 read as EUC-JP hardly ever decodes.
    """
    sample = data[:_SAMPLE]
    scores = {name: _japanese_score(sample, name) for name in ("cp932", "euc_jp")}
    if scores["euc_jp"] > scores["cp932"] and _is_korean(sample):
        return ("euc_kr",)
    return tuple(name for name in sorted(scores, key=scores.__getitem__, reverse=True) if scores[name] > _LEAST)


def _japanese_score(sample: bytes, name: str) -> float:
    try:
        text = codecs.getincrementaldecoder(name)().decode(sample, final=False)
    except UnicodeDecodeError:
        return 0.0
    letters = good = 0.0
    before = ""
    for ch in text:
        if ch > "\x7f":
            letters += 1
            # "México" in Latin-1 reads as a lone kanji among small letters; Japanese hardly ever does.
            good += -1.0 if "a" <= before <= "z" else _worth(ch, before)
        before = ch
    return max(0.0, good / letters) if letters else 0.0


_GOOD = (
    ("\u3000", "\u3020"),  # Japanese punctuation
    ("\u3041", "\u30ff"),  # kana
    ("\u3200", "\u33ff"),  # ㈱ ㎡
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),  # 﨑
    ("\uff01", "\uff5e"),  # full-width letters
)


def _worth(ch: str, before: str) -> float:
    if any(first <= ch <= last for first, last in _GOOD):
        return 1.0
    if "\uff61" <= ch <= "\uff9f":
        # Half-width katakana are real in accounting files, but also what wrong guesses look like.
        return 0.5 if before > "\x7f" else 0.1
    if "\u2160" <= ch <= "\u217f" or "\u2460" <= ch <= "\u2473":
        return 0.5
    return 0.0 if "\u2010" <= ch <= "\u25ff" else -0.5


def _is_korean(sample: bytes) -> bool:
    """Whether what EUC-JP takes for kanji without a single kana is Hangul."""
    try:
        text = codecs.getincrementaldecoder("euc_kr")().decode(sample, final=False)
    except UnicodeDecodeError:
        return False
    letters = [ch for ch in text if ch > "\x7f"]
    hangul = sum("\uac00" <= ch <= "\ud7a3" for ch in letters)
    return len(letters) >= 8 and hangul > 0.9 * len(letters)


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    if sum(byte > 0x7F for byte in data[:_SAMPLE]) < _TELLING:
        return "cp1252"  # a handful of accents is too little to guess from
    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best is not None else "cp1252"
