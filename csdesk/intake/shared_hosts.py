"""Web addresses that say nothing about a customer: links into one system, the same host in almost every row."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pyarrow.compute as pc

from csdesk.intake.sheets import Table

_LEAST = 3  # two companies of a group may share their address
_ALMOST_ALL = 0.8
_MACHINE = r"(?i)^https?://[^\s]*/(?:api|rest|services)/|\.json$"


def bare_hosts(addresses: Any) -> Any:
    """Hosts without scheme, user, www and path, in lower case (string arrays)."""
    bare = pc.replace_substring_regex(pc.utf8_lower(addresses), r"^(?:[a-z]+://)?(?:[^@/]*@)?(?:www\.)?", "")
    return pc.replace_substring_regex(bare, r"[/:?#].*$", "")


def names_no_customer(table: Table, column: int, identities: Collection[int]) -> bool:
    """Whether a column of web addresses cannot tell customers apart.

    Addresses for programs never do; others do not where almost all rows have one host although the
    columns ``identities`` (names, numbers) say that they are different customers.
    """
    texts = table.columns[column].texts
    filled = texts.is_valid()
    held = texts.filter(filled)
    if not len(held):
        return False
    if 2 * pc.sum(pc.match_substring_regex(held, _MACHINE)).as_py() > len(held):
        return True
    if len(held) < _LEAST:
        return False
    counts = pc.value_counts(bare_hosts(held))
    most = pc.max(counts.field("counts")).as_py()
    customers = max((pc.count_distinct(table.columns[i].texts.filter(filled)).as_py() for i in identities), default=1)
    return bool(most >= _ALMOST_ALL * len(held) and customers >= max(_LEAST, _ALMOST_ALL * len(held)))
