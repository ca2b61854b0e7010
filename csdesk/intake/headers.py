"""Header texts: what is the same header, which unit it states, which fields it may mean."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from csdesk.intake.parted_headers import whole_header
from csdesk.intake.survey_questions import asks_score, asks_words
from csdesk.intake.values.amounts import CODES, parse_currency
from csdesk.model.fields import Field, Kind, Origin, record_types
from csdesk.model.fields import field as catalogue_field

# Records people keep lists of; the others are made inside the program.
_LISTED = (
    "account", "contact", "contract", "decision", "measurement", "ticket", "response", "invoice", "event", "touchpoint",
    "objective", "milestone", "task", "feedback", "rate", "touch_assignment",
)  # fmt: skip
_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_UNIT = re.compile(
    r"単位:?|円|千円|万円|百万円|億円|[$¥€£]|税込み?|税抜き?|税別|%|％|日|月|[ヶケかカ]月|年|人|名|件|席|回|秒|分|"
    r"時間|days?|months?|years?|hours?|hrs?|secs?|seconds?|in thousands|thousands?|in millions|millions?|k|m|[$¥€£]?[km]|"
    r"in cents|cents|utc|jst|gmt|(?:in|ex)cl(?:uding|\.)? (?:tax|vat)|list|txt|text|date|必須|任意|net|gross|\d+\s*[-–~〜～]\s*\d+点?|\d+段階|\d+点満点|gb|mb|tb|monthly|annual|yearly|quarterly|per month|per year|月額|年額|半角|yyyy[-/]mm[-/]dd|metadata",
)
_SCALES = (("百万円", 1e6), ("億円", 1e8), ("千円", 1e3), ("万円", 1e4))
_THOUSANDS = re.compile(r"in thousands|\(\s*(?:thousands|[$¥€£]?k|[a-z]{3} k)\s*\)|[$¥€£]000s?")
_MILLIONS = re.compile(r"in millions|\(\s*(?:millions|[$¥€£]?m|[a-z]{3} m)\s*\)")
_CENTS = re.compile(r"\bcents?\b|_cents?$")


@dataclass(frozen=True, slots=True)
class HeaderUnit:
    """What a header or a title says about the values below it.

    Attributes:
        scale: multiply a bare amount by it.
        currency: ISO code, or None.
        tax: ``included``, ``excluded`` or None.
        utc: times of day are UTC.
        counts: what a bare number counts, where it says so.
    """

    scale: float = 1.0
    currency: str | None = None
    tax: Literal["included", "excluded"] | None = None
    utc: bool = False
    percent: bool = False
    counts: Literal["days", "months", "years"] | None = None


def tidy(text: str) -> str:
    """The header in normal width and lower case, line breaks as blanks."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()


def header_key(text: str) -> str:
    """What is compared: letters, digits and % alone."""
    return "".join(sign for sign in tidy(text) if sign.isalnum() or sign == "%")


def without_unit(text: str) -> str:
    """The header without brackets that only state a unit, and without a trailing currency code."""
    plain = _BRACKETS.sub(lambda m: "" if _is_unit(m[1]) else m[0], tidy(text))
    plain = re.sub(r"[_\s]in[_\s](?:thousands|millions|cents)$|[_\s]cents$", "", plain.strip())
    words = re.split(r"[_\s]+", plain)
    return " ".join(words[:-1]) if len(words) > 1 and words[-1].upper() in CODES else plain


def _is_unit(inside: str) -> bool:
    parts = [part.strip() for part in re.split(r"[・,、/:]+", inside) if part.strip()]
    return _states_unit(inside.strip()) or all(
        _states_unit(part) or all(map(_states_unit, part.split())) for part in parts
    )


def _states_unit(text: str) -> bool:
    return _UNIT.fullmatch(text) is not None or text.upper() in CODES


def unit_of(text: str) -> HeaderUnit:
    """The unit a header or title states: 金額（千円・税抜）, ARR (USD), mrr_usd, Start (UTC), 通知期限(日)."""
    plain = tidy(text)
    scale = next((factor for word, factor in _SCALES if word in plain), 1.0)
    if scale == 1.0:
        scale = (
            1e3
            if _THOUSANDS.search(plain)
            else 1e6
            if _MILLIONS.search(plain)
            else 0.01
            if _CENTS.search(plain)
            else 1.0
        )
    return HeaderUnit(
        scale=scale,
        currency=_currency_of(plain),
        tax="included" if re.search(r"税込|incl\w*\.? (?:tax|vat)|tax incl|\bgross\b", plain)
        else "excluded" if re.search(r"税抜|税別|excl\w*\.? (?:tax|vat)|tax excl|\(net\)", plain) else None,
        utc=bool(re.search(r"\(utc\)|\butc\b|_utc$", plain)),
        percent="%" in plain or "percent" in plain,
        counts=_counts_of(plain),
    )  # fmt: skip


def _currency_of(plain: str) -> str | None:
    if (stated := re.search(r"(?:\bcurrency|通貨)\s*:\s*([a-z]{3})\b", plain)) and (code := parse_currency(stated[1])):
        return code
    if re.search(r"[(\[:：・\s](?:千|百万|万|億)?円[)\]・\s]?|[千万億]円|円\)", plain):
        return "JPY"
    for word in re.findall(r"[a-z]{3}|[$¥€£]", " ".join(_BRACKETS.findall(plain))):
        if code := parse_currency(word):
            return code
    last = re.split(r"[_\s]+", _BRACKETS.sub("", plain).strip())
    return parse_currency(last[-1]) if len(last) > 1 and last[-1].upper() in CODES else None


def _counts_of(plain: str) -> Literal["days", "months", "years"] | None:
    if re.search(r"\bdays?\b|\(日\)|日数|[, _]days?$|_days?\b", plain):
        return "days"
    if re.search(r"\bmonths?\b|月数|\([ヶケかカ]?月\)|_months?\b", plain):
        return "months"
    return "years" if re.search(r"\byears?\b|年数|\(年\)", plain) else None


def _readable(field: Field) -> bool:
    """Whether a column can be read as the field: not what the rules conclude, not keys of the book."""
    return field.origin is not Origin.COMPUTED and field.kind is not Kind.KEY


@cache
def _index() -> tuple[Mapping[str, tuple[Field, ...]], Mapping[str, tuple[Field, ...]]]:
    explicit: dict[str, dict[str, Field]] = {}
    general: dict[str, dict[str, Field]] = {}
    for record in (record_types()[code] for code in _LISTED):
        for field in record.fields:
            named = [*field.synonyms, *([field.code] if _readable(field) else [])]
            for text in named:
                explicit.setdefault(header_key(text), {})[field.code] = field
            if _readable(field):
                for text in (field.label, field.label_ja, field.name):
                    general.setdefault(header_key(text), {})[field.code] = field
    return ({k: tuple(v.values()) for k, v in explicit.items()}, {k: tuple(v.values()) for k, v in general.items()})


@dataclass(frozen=True, slots=True)
class Candidates:
    """The fields a header may mean.

    Attributes:
        explicit: by a synonym of the field or its qualified code.
        general: by its label or name, which several records share.
    """

    explicit: tuple[Field, ...] = ()
    general: tuple[Field, ...] = ()


def candidates(header: str) -> Candidates:
    """The fields a header may mean exactly: the whole header, without its unit, or the lower of two header rows.

    A question of a survey that has no such name is its score or its comment.
    """
    explicit, general = _index()
    forms = [header, without_unit(header), *_said_twice(header)]
    if whole := whole_header(without_unit(header)):
        forms.append(whole)
    if " / " in header:
        child = header.rsplit(" / ", 1)[1]
        forms += [child, without_unit(child)]
    for form in forms:
        key = header_key(form)
        if key in explicit or key in general:
            return Candidates(_per_period(explicit.get(key, ()), header), general.get(key, ()))
    if asks_score(header):
        return Candidates((catalogue_field("response.score"),))
    return Candidates(general=(catalogue_field("response.comment"),)) if asks_words(header) else Candidates()


def without_number(header: str) -> str:
    """The header as it stands in the file, without the number that tells it from another of the same name."""
    return re.sub(r" \(\d+\)$", "", header)


def named_exactly(header: str) -> bool:
    """Whether the whole header, as one word, is a name of a field."""
    explicit, _ = _index()
    return header_key(header) in explicit or header_key(without_unit(header)) in explicit


def _said_twice(header: str) -> list[str]:
    """The two names of a header that says the same in two languages: Customer Name（顧客名）."""
    found = _BRACKETS.search(tidy(header))
    if found is None or not (inside := found[1].strip()):
        return []
    explicit, _ = _index()
    names = [_BRACKETS.sub("", tidy(header)).strip(), inside]
    codes = [
        {f.code for key in (header_key(name), header_key(whole_header(name) or "")) for f in explicit.get(key, ())}
        for name in names
    ]
    return [whole_header(names[1]) or names[1], names[0]] if codes[0] & codes[1] else []


_PERIODS = (
    (re.compile(r"/\s*(?:月|months?\b|mo\b)|monthly|per month|月額"), "contract.mrr"),
    (re.compile(r"/\s*(?:年|years?\b|yr\b)|annual|yearly|per year|年額"), "contract.arr"),
    (re.compile(r"/\s*(?:四半期|quarter\b)|quarterly|per quarter"), "contract.quarterly_amount"),
)


def _per_period(fields: tuple[Field, ...], header: str) -> tuple[Field, ...]:
    """The fields, an amount being that of the period the header's unit states: 金額（千円/月）."""
    inside = " ".join(_BRACKETS.findall(tidy(header)))
    code = next((code for pattern, code in _PERIODS if pattern.search(inside)), None)
    if code is None:
        return fields
    return tuple(catalogue_field(code) if f.code == "contract.amount" else f for f in fields)


@cache
def _worded() -> tuple[tuple[frozenset[str], str, Field], ...]:
    found = []
    for record in (record_types()[code] for code in ("account", "contract", "contact", "decision", "measurement")):
        for field in record.fields:
            for text in field.synonyms if field.origin is not Origin.COMPUTED else ():
                words = frozenset(re.split(r"[^a-z0-9]+", tidy(text).replace("_", " "))) - {""}
                found.append((words if tidy(text).isascii() else frozenset(), header_key(text), field))
    return tuple(found)


# Words around a known header that change nothing about its meaning.
_HARMLESS = frozenset(
    [
        "current",
        "customer",
        "account",
        "contract",
        "our",
        "the",
        "of",
        "no",
        "number",
        "latest",
        "subscription",
        "company",
        "client",
        "value",
        "name",
        "utc",
        "effective",
        "date",
    ]
)
_HARMLESS_JA = (
    "現在の",
    "現在",
    "現",
    "直近",
    "直近の",
    "お客様",
    "今期",
    "当期",
    "当社",
    "弊社",
    "自社",
    "契約",
    "顧客",
    "の",
    "最新",
    "予定",
    "※",
    "*",
)


def overlapping(header: str) -> tuple[Field, bool] | None:
    """The field whose synonym stands inside the header, and whether what is left over changes nothing.

    Only synonyms of two words or four Japanese characters count; the longest wins.
    """
    words = frozenset(re.split(r"[^a-z0-9]+", without_unit(header).replace("_", " "))) - {""}
    key = header_key(without_unit(header))
    best: tuple[int, Field, bool] | None = None
    for known, known_key, field in _worded():
        if "id" in words and field.kind is not Kind.ID:
            continue  # the number of something is not its name
        if len(known) > 1 and known < words:
            weight, safe = 10 * len(known), words - known <= _HARMLESS
        elif (
            not known
            and len(known_key) >= 3
            and known_key != key
            and (key.endswith(known_key) or key.startswith(known_key))
        ):
            rest = key.removesuffix(known_key) if key.endswith(known_key) else key.removeprefix(known_key)
            if field.kind is Kind.TEXT and not key.endswith(known_key) and rest not in _HARMLESS_JA:
                continue  # 請求先メール is a mail address and no 請求先: the last word says what it is
            weight, safe = 5 * len(known_key), rest in _HARMLESS_JA
        else:
            continue
        if best is None or weight > best[0]:
            best = (weight, field, safe)
    return None if best is None else (best[1], best[2])


def fingerprint(headers: Iterable[str]) -> str:
    """A short name for this set of headers, under which its mapping is remembered."""
    return hashlib.sha256("\x1f".join(header_key(h) for h in headers).encode()).hexdigest()[:16]
