"""The last look before a file goes to a customer: is anything in it that is not theirs to see?"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from csdesk.model.errors import CSDeskError
from csdesk.model.fields import Audience, Kind, record_type, record_types
from csdesk.model.messages import Message
from csdesk.model.money import to_major
from csdesk.publish.audience import own_rows, shareable
from csdesk.publish.package_text import package_texts
from csdesk.publish.token_search import NameSearch, folded

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

LeakKind = Literal["account", "label", "text", "amount", "thumbnail"]
_SHORTEST_TEXT = 6
_LEAST_AMOUNT = 10_000  # five digits
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?")
# Free text of ours about a customer. Other internal text is codes and names, which the allow-list keeps out.
_FREE_TEXT = {
    "account": ("notes", "next_step", "tags", "touch_reason"),
    "touchpoint": ("text",),
    "decision": ("why", "next_step", "churn_reason", "root_cause"),
    "event": ("reason", "text"),
    "feedback": ("text",),
    "touch_assignment": ("reason",),
    "health_override": ("reason",),
    "agenda_mark": ("reason",),
}
_LABELS = (
    "health score", "ヘルススコア", "at-risk account", "risk reason", "リスク要因", "renewal forecast", "更新予測", "weighted forecast",
    "加重予測", "expected loss", "high touch", "low touch", "tech touch", "ハイタッチ", "ロータッチ", "テックタッチ", "lifetime value",
    "顧客生涯価値", "cross-sell", "クロスセル", "upsell", "アップセル", "churn risk", "解約リスク", "CSM's view", "CSMの見立て",
    "internal only", "社外秘", "list price", "割引率",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that must not leave the house, and the part of the file it was found in."""

    kind: LeakKind
    found: str
    part: str


@dataclass(frozen=True, slots=True)
class WatchList:
    """What is looked for.

    Attributes:
        names: all accounts' names, so that the longest one wins.
        harmless: names that may stand there: the account's own, and words of our own slides.
        phrases: folded internal labels and free texts, with what they are.
        amounts: internal amounts in major units.
    """

    names: NameSearch
    harmless: frozenset[str]
    phrases: tuple[tuple[str, LeakKind], ...]
    amounts: frozenset[Decimal]


class LeakFound(CSDeskError):
    """A customer's file held something internal and was withheld."""

    def __init__(self, file: str, leaks: tuple[Leak, ...]) -> None:
        first = leaks[0]
        super().__init__(
            Message(
                "{file} was withheld: {what} stands in it ({n} findings).",
                file=file,
                what=described(first),
                n=len(leaks),
            ),
            Message(
                "It stands in {place}. Correct the data or the text, or leave that slide out.", place=place_of(first)
            ),
        )
        self.leaks = leaks


def described(leak: Leak) -> Message:
    """What was found, in words."""
    if leak.kind == "account":
        return Message("another account’s name “{found}”", found=leak.found)
    if leak.kind == "label":
        return Message("the internal term “{found}”", found=leak.found)
    if leak.kind == "amount":
        return Message("the internal amount {found}", found=leak.found)
    if leak.kind == "thumbnail":
        return Message("a preview picture")
    return Message("the internal text “{found}”", found=leak.found[:60])


def slide_of(leak: Leak) -> int | None:
    """The number of the slide it was found on; None where it stands elsewhere in the file."""
    found = re.fullmatch(r"ppt/slides/slide(\d+)\.xml", leak.part)
    return int(found[1]) if found else None


def place_of(leak: Leak) -> Message:
    """Where it was found, in words."""
    number = slide_of(leak)
    if number is not None:
        return Message("slide {n}", n=number)
    if leak.part.startswith("ppt/notesSlides/"):
        return Message("the speaker notes")
    if leak.part.startswith(("ppt/charts/", "ppt/embeddings/")):
        return Message("the data of a chart")
    if leak.part.startswith(("ppt/slideMasters/", "ppt/slideLayouts/", "ppt/theme/", "ppt/notesMasters/")):
        return Message("the template")
    return Message("the properties of the file ({part})", part=leak.part)


def watch_list(assessment: Assessment, account_key: int, wording: Iterable[str] = (), presenter: str = "") -> WatchList:
    """What a file for that account must not hold.

    ``wording`` is our own text of the file without any values; ``presenter`` what the user
    typed for it. Names that are words of ours, and internal texts that the customer's own
    shareable data hold as well, are no leaks.
    """
    accounts = assessment.frames.frame("account")
    names = NameSearch(accounts["name"].dropna().astype(str).tolist())
    own = accounts.loc[accounts["key"] == account_key, "name"].dropna().astype(str)
    ours = [*wording, presenter]
    harmless = {folded(name) for text in ours for name in names.found_in(text)} | {folded(name) for name in own}
    texts, numbers = _shareable_values(assessment, account_key)
    known = "\n".join(folded(text) for text in [*texts, presenter])
    phrases: list[tuple[str, LeakKind]] = [(folded(label), "label") for label in _LABELS]
    worded = "\n".join(folded(text) for text in wording)
    for text in _free_texts(assessment, account_key):
        key = folded(text)
        if len(key) >= _SHORTEST_TEXT and key not in worded:
            phrases.append((key, "text"))
    kept = tuple(dict.fromkeys(phrase for phrase in phrases if phrase[0] not in known))
    amounts = _amounts(assessment, account_key) - numbers
    return WatchList(names, frozenset(harmless), kept, frozenset(amounts))


def scan(path: Path, watch: WatchList) -> tuple[Leak, ...]:
    """Everything on the list that stands anywhere in the file, each thing once."""
    found: dict[tuple[LeakKind, str], Leak] = {}
    for item in package_texts(path.read_bytes()):
        for kind, text in _leaks_in(item.text, item.numeric, watch):
            found.setdefault((kind, text), Leak(kind, text, item.part))
        if item.part.lower().startswith("docprops/thumbnail"):
            found.setdefault(("thumbnail", item.part), Leak("thumbnail", item.part, item.part))
    return tuple(found.values())


def _leaks_in(text: str, numeric: bool, watch: WatchList) -> list[tuple[LeakKind, str]]:
    found: list[tuple[LeakKind, str]] = [
        ("account", name) for name in watch.names.found_in(text) if folded(name) not in watch.harmless
    ]
    line = folded(text)
    found += [(kind, phrase) for phrase, kind in watch.phrases if phrase in line]
    if numeric and watch.amounts:
        found += [("amount", written) for written, value in _numbers(text) if value in watch.amounts]
    return found


def _numbers(text: str) -> list[tuple[str, Decimal]]:
    found = []
    for written in _NUMBER.findall(unicodedata.normalize("NFKC", text)):
        try:
            found.append((written, Decimal(written.replace(",", "")).normalize()))
        except InvalidOperation:
            continue
    return found


def _shareable_values(assessment: Assessment, account_key: int) -> tuple[list[str], set[Decimal]]:
    """Texts and numbers that the account may see."""
    texts: list[str] = []
    numbers: set[Decimal] = set()
    for record in record_types():
        frame = _frame(assessment, record)
        if "account_key" not in frame.columns and record != "account":
            continue
        rows = shareable(record, frame, account_key)
        currency = rows["currency"] if "currency" in rows.columns else None
        for name in rows.columns.drop("key"):
            kind = record_type(record).field(name).kind
            if kind in (Kind.TEXT, Kind.ID, Kind.TAGS):
                texts += [str(value) for value in rows[name].dropna()]
            elif kind is Kind.MONEY:
                numbers |= _major(rows[name], currency)
            elif kind in (Kind.INTEGER, Kind.NUMBER):
                numbers |= {Decimal(str(value)).normalize() for value in rows[name].dropna()}
    return texts, numbers


def _frame(assessment: Assessment, record: str) -> pd.DataFrame:
    if record == "account":
        return assessment.accounts
    return assessment.contracts if record == "contract" else assessment.frames.frame(record)


def _own(assessment: Assessment, record: str, account_key: int) -> pd.DataFrame:
    """The account's rows of a record, renewal decisions by way of their contracts."""
    frame = _frame(assessment, record)
    if record == "decision":
        contracts = assessment.contracts
        mine = contracts.loc[(contracts["account_key"] == account_key).fillna(False), ["key", "currency"]]
        named = mine.rename(columns={"key": "contract_key"})
        return frame.merge(named.astype({"contract_key": "Int64"}), on="contract_key", how="inner")
    return own_rows(record, frame, account_key)


def _free_texts(assessment: Assessment, account_key: int) -> list[str]:
    found: list[str] = []
    for record, names in _FREE_TEXT.items():
        rows = _own(assessment, record, account_key)
        for name in names:
            found += [str(value) for value in rows[name].dropna()]
        found += (
            [text for value in rows["custom"].dropna() for text in _custom_texts(str(value))]
            if "custom" in rows
            else []
        )
    return found


def _custom_texts(custom: str) -> list[str]:
    held = json.loads(custom)
    values = held.values() if isinstance(held, dict) else ()
    return [
        value for value in values if isinstance(value, str) and not value.replace(",", "").replace(".", "").isdigit()
    ]


def _amounts(assessment: Assessment, account_key: int) -> set[Decimal]:
    """Internal amounts of the account with five digits or more, in major units."""
    found: set[Decimal] = set()
    reporting = assessment.policies.revenue.currency
    for record in ("account", "contract", "decision"):
        rows = _own(assessment, record, account_key)
        for item in record_type(record).fields:
            if item.kind is Kind.MONEY and item.audience is Audience.INTERNAL and item.name in rows.columns:
                own = rows["currency"] if item.name != "annual" and "currency" in rows.columns else None
                found |= _major(rows[item.name], own, reporting)
    return {amount for amount in found if abs(amount) >= _LEAST_AMOUNT}


def _major(amounts: pd.Series[Any], currencies: pd.Series[Any] | None, otherwise: str = "USD") -> set[Decimal]:
    codes = (
        [otherwise] * len(amounts) if currencies is None else [otherwise if pd.isna(c) else str(c) for c in currencies]
    )
    return {
        to_major(int(minor), code).normalize() for minor, code in zip(amounts, codes, strict=True) if pd.notna(minor)
    }
