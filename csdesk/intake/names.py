"""Company names and numbers: which spellings may be the same company, which numbers can be one."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

# Longer forms first: 医療法人社団 is no 医療法人 called 社団.
_FORMS = (
    "株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|一般財団法人|公益社団法人|公益財団法人|地方独立行政法人|独立行政法人|"
    "国立大学法人|公立大学法人|国立研究開発法人|社会福祉法人|社会医療法人|医療法人社団|医療法人財団|医療法人|学校法人|宗教法人|"
    "特定非営利活動法人|npo法人|税理士法人|監査法人|弁護士法人|農業協同組合|生活協同組合|事業協同組合|協同組合|"
    "\\((?:株|有|同|資|名|社|財|学|医|福|宗|特非|独)\\)|\\([カユド]\\)?$|\\([カユド]\\)|^[カユド]\\)|[カユド]\\)$|御中$|様$"
)
_PLACES = "(?:支店|支社|営業所|本社|本店|事業所|事業部|出張所|支部|支局)"
# 青空商事株式会社 東京支店, and without the blank where the legal form stands behind the name.
_BRANCH = rf"(?:\s+\S{{1,12}}{_PLACES}|(\S(?:株式会社|有限会社|合同会社|\(株\)))\S{{1,12}}{_PLACES})\s*(?:様|御中)?$"
_SUFFIXES = (
    r"(?:[\s,.&]+(?:and\s+)?(?:incorporated|inc|corporation|corp|company|co|limited|ltd|llc|llp|lp|plc|gmbh|mbh|ag|kg|ug|k\.?k|g\.?k|"
    r"kabushiki\s+kaisha|s\.?a|sas|sarl|s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|a\.?b|a/?s|oyj?|pty|pte|sdn|bhd)\b\.?)+\s*$"
)
# Forms of the same character.
_VARIANTS = {
    "髙": "高",
    "﨑": "崎",
    "齋": "斉",
    "斎": "斉",
    "齊": "斉",
    "澤": "沢",
    "邊": "辺",
    "邉": "辺",
    "濱": "浜",
    "廣": "広",
    "國": "国",
    **dict(
        zip("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ", strict=True)
    ),  # キヤノン, 三ケ日: large or small by habit
}


_USUAL = str.maketrans(_VARIANTS)
_ANY_VARIANT = f"[{''.join(_VARIANTS)}]"
_MARKS = r"[\s・･.,、'’\-‐‑–—―ー－−~〜∼_&/]+"


def folded_names(names: Any) -> Any:
    """Names (a pyarrow string array) without legal form, branch, form of address, width, case and blanks.

    Two companies may well share such a name, so it may only ever propose a match. Folding a folded name
    changes nothing.
    """
    folded = names
    while True:
        once = _folded_once(folded)
        if once.equals(folded):
            return once
        folded = once


def _folded_once(names: Any) -> Any:
    folded = pc.utf8_lower(pc.utf8_normalize(names, form="NFKC"))
    folded = pc.replace_substring_regex(folded, _BRANCH, r"\1")
    folded = pc.replace_substring_regex(pc.utf8_trim_whitespace(folded), r"\s*(?:様|御中)$", "")
    folded = pc.replace_substring_regex(folded, _FORMS, "")
    folded = pc.replace_substring_regex(folded, _SUFFIXES, "")
    folded = _in_usual_characters(folded)
    return pc.replace_substring_regex(folded, _MARKS, "")


def _in_usual_characters(names: Any) -> Any:
    held = pc.fill_null(pc.match_substring_regex(names, _ANY_VARIANT), fill_value=False)
    if not pc.any(held).as_py():
        return names
    usual = [name.translate(_USUAL) for name in names.filter(held).to_pylist()]
    return pc.replace_with_mask(names, held, pa.array(usual, names.type))


def valid_corporate_number(text: str) -> str | None:
    """The 13 digits of a Japanese corporate number (法人番号), or None where the check digit is wrong.

    The first digit is 9 minus (the sum of the other twelve, from the right times 1, 2, 1, 2 …, modulo 9).
    Numbers that end in nine zeros are placeholders.
    """
    digits = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).removeprefix("T").removeprefix("t")
    if not re.fullmatch(r"\d{13}", digits) or digits.endswith("0" * 9):
        return None
    total = sum(int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits[1:])))
    return digits if int(digits[0]) == 9 - total % 9 else None
