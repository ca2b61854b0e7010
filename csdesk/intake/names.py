"""Company names and numbers: which spellings may be the same company, which numbers can be one."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pyarrow.compute as pc

_FORMS = (
    "株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|一般財団法人|公益社団法人|公益財団法人|社会福祉法人|学校法人|医療法人|"
    "特定非営利活動法人|npo法人|協同組合|\\((?:株|有|同|資|名|社|財|学|医|福|特非)\\)|御中|様$"
)
_SUFFIXES = r"[\s,.]+(?:incorporated|inc|corporation|corp|company|co|limited|ltd|llc|llp|plc|gmbh|ag|k\.?k|s\.?a|b\.?v|pty)\b\.?"
# Old and new forms of the same character.
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
}


def folded_names(names: Any) -> Any:
    """Names (a pyarrow string array) without legal form, width, case and blanks.

    Two companies may well share such a name, so it may only ever propose a match.
    """
    folded = pc.utf8_lower(pc.utf8_normalize(names, form="NFKC"))
    folded = pc.replace_substring_regex(folded, _FORMS, "")
    for _ in range(2):  # "Acme Co., Ltd."
        folded = pc.replace_substring_regex(folded, _SUFFIXES + r"\s*$", "")
    for old, new in _VARIANTS.items():
        folded = pc.replace_substring(folded, old, new)
    return pc.replace_substring_regex(folded, r"[\s・･.,、'’\-‐‑–—―ー－−~〜∼_&/]+", "")


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
