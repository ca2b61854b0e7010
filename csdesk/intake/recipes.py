"""Recipes for the exports of known systems: small data files that say what each column means there.

A recipe is recognised by the headers alone. What a person says about a column counts more than it.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as of
from functools import cache
from pathlib import Path
from typing import Any, Literal

from csdesk.intake.headers import header_key, tidy
from csdesk.resources import resource_path

_COLUMN_KEYS = frozenset(("field", "why", "words", "minor", "utc", "order"))
_LEFT_OUT = "ignore"
_RECIPE_KEYS = frozenset(
    ("system", "record", "needs", "unless", "establishes", "why", "tied_by", "columns", "like", "also", "only", "says", "skip_to", "several", "titled", "lines", "under")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecipeColumn:
    """What one column means in an export.

    Attributes:
        field: qualified code, or ``custom`` where the column is kept as it is.
        left_out: the column is neither read nor kept; written as field ``ignore``.
        why: a sentence for people, which is also its translation key; "" for the usual one.
        words: what the system writes, in lower case → what it means; "" stands for nothing.
        minor: amounts are written in the smallest unit of their currency (cents; yen stay yen).
        utc: times of day are UTC although the header does not say so.
        order: what comes first in 03/04/2026; None: the values decide.
    """

    field: str
    why: str = ""
    words: Mapping[str, str] = of(default_factory=dict)
    minor: bool = False
    utc: bool = False
    order: Literal["mdy", "dmy", "ymd"] | None = None
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class RecipeLines:
    """How records stand over several rows.

    Attributes:
        head: the header of a column that only the first row of each record fills.
        amount: the header of what the rows add up to.
        tax: the header of the tax of each row, "" where there is none.
        on_top: header → words of rows whose tax comes on top of the amount.
        total: what the column with the sum is called.
    """

    head: str
    amount: str
    total: str
    tax: str = ""
    on_top: Mapping[str, frozenset[str]] = of(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a system's export looks like and means.

    Attributes:
        code: the name of its file without suffix.
        system: what people call the system.
        record: what its rows are; None: nothing CSDesk has records for.
        needs: the headers (as ``header_key``) by which it is recognised; of each set one must be there.
        unless: headers that it never has.
        under: how a line above its table begins; it is recognised by that where no other recipe is by its headers.
        establishes: whether its rows make customers that are not known yet; None: as for other tables.
        columns: header key → its meaning.
        like: (words, meaning): for headers that contain one of the words, where the values fit.
        also: a second field that a column gives.
        only: header key → the texts of the rows that count; the others are left out.
        several: several rows may be of one record; the columns kept as they are hold what each of them says.
        skip_to: a text that only stands in rows of the header; with them go the rows above.
        says: header keys and words: the recipe holds only where most rows say one of the words in one of the columns.
        tied_by: headers that name the customer in passing: by e-mail, a contact's name, or within a text.
        titled: field → the words in front of its value above the table.
        lines: how several rows make one record, or None.
        why: for recipes without record: why nothing is taken.
    """

    code: str
    system: str
    record: str | None
    needs: tuple[frozenset[str], ...]
    unless: frozenset[str] = frozenset()
    under: tuple[str, ...] = ()
    establishes: bool | None = None
    columns: Mapping[str, RecipeColumn] = of(default_factory=dict)
    like: tuple[tuple[tuple[str, ...], RecipeColumn], ...] = ()
    also: tuple[tuple[str, RecipeColumn], ...] = ()
    only: Mapping[str, frozenset[str]] = of(default_factory=dict)
    several: bool = False
    skip_to: str = ""
    says: tuple[frozenset[str], tuple[str, ...]] | None = None
    tied_by: tuple[str, ...] = ()
    titled: Mapping[str, str] = of(default_factory=dict)
    lines: RecipeLines | None = None
    why: str = ""


def header_forms(header: str) -> tuple[str, ...]:
    """The keys under which a recipe may know a header: the whole, and of two header rows the upper one."""
    parent = header.split(" / ", 1)[0]
    return (_key(header),) if parent == header else (_key(header), _key(parent))


def _key(header: str) -> str:
    """The key of a header; signs alone, such as Typeform's #, count as they are."""
    return header_key(header) or tidy(header)


def recognised(headers: Sequence[str]) -> tuple[Recipe, ...]:
    """The recipes whose headers all stand in the table, the most particular first."""
    keys = {form for header in headers for form in header_forms(header)}
    fitting = [r for r in recipes() if r.needs and all(some & keys for some in r.needs) and not r.unless & keys]
    return tuple(sorted(fitting, key=lambda r: (-len(r.needs) - (r.says is not None), r.code)))


def under_title(title: str) -> Recipe | None:
    """The recipe whose words begin a line of what stands above the table."""
    lines = [unicodedata.normalize("NFKC", line).strip() for line in title.splitlines()]
    return next((r for r in recipes() if any(line.startswith(words) for words in r.under for line in lines)), None)


@cache
def recipes() -> tuple[Recipe, ...]:
    """All recipes that ship with the program, by name.

    Raises:
        ValueError: a file holds what no recipe has.
    """
    return tuple(_loaded(path) for path in sorted(resource_path("recipes").glob("*.toml")))


def _loaded(path: Path) -> Recipe:
    data = tomllib.loads(path.read_text("utf-8"))
    _check(path.stem, data, _RECIPE_KEYS)
    columns = {_key(header): _column(path.stem, said) for header, said in data.get("columns", {}).items()}
    says = data.get("says")
    return Recipe(
        code=path.stem,
        system=data["system"],
        record=data.get("record"),
        needs=tuple(_keys(entry) for entry in data["needs"]),
        unless=_keys(data.get("unless", [])),
        under=tuple(unicodedata.normalize("NFKC", words) for words in data.get("under", [])),
        establishes=data.get("establishes"),
        columns=columns,
        like=tuple((tuple(said.pop("words_in_header")), _column(path.stem, said)) for said in data.get("like", [])),
        also=tuple((header_key(said.pop("header")), _column(path.stem, said)) for said in data.get("also", [])),
        only={header_key(header): frozenset(texts) for header, texts in data.get("only", {}).items()},
        several=data.get("several", False),
        skip_to=data.get("skip_to", ""),
        says=None if says is None else (_keys(says["columns"]), tuple(says["words"])),
        tied_by=tuple(header_key(header) for header in data.get("tied_by", [])),
        titled=data.get("titled", {}),
        lines=_lines(data["lines"]) if "lines" in data else None,
        why=data.get("why", ""),
    )


def _lines(said: Mapping[str, Any]) -> RecipeLines:
    on_top = {header_key(header): frozenset(words) for header, words in said.get("on_top", {}).items()}
    return RecipeLines(
        header_key(said["head"]), header_key(said["amount"]), said["total"], header_key(said.get("tax", "")), on_top
    )


def _keys(entry: str | Sequence[str]) -> frozenset[str]:
    return frozenset(map(header_key, [entry] if isinstance(entry, str) else entry))


def _column(recipe: str, said: str | dict[str, Any]) -> RecipeColumn:
    said = {"field": said} if isinstance(said, str) else said
    _check(recipe, said, _COLUMN_KEYS)
    if said["field"] == _LEFT_OUT:
        return RecipeColumn(**{**said, "field": "custom"}, left_out=True)
    return RecipeColumn(**said)


def _check(recipe: str, data: Mapping[str, Any], known: frozenset[str]) -> None:
    if unknown := set(data) - known:
        raise ValueError(f"recipe {recipe}: unknown {', '.join(sorted(unknown))}")
