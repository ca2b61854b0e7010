"""What the lint report says: the fifteen rules, and for each what was found, where, and how to mend it.

The rules are those of 総務省「統計表における機械判読可能なデータの表記方法の統一ルール」 of 18 December 2020,
numbered as there: 1-1 to 1-13 about cells, 2-1 and 2-2 about tables.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from csdesk.model.messages import Message

MOST_CELLS = 20  # addresses listed with a finding; ``count`` tells the rest

RULES: Mapping[str, Message] = MappingProxyType(
    {
        "1-1": Message("The file is Excel or CSV"),
        "1-2": Message("One datum in a cell"),
        "1-3": Message("Numbers are numbers, without text"),
        "1-4": Message("No merged cells"),
        "1-5": Message("No blanks or line breaks for looks"),
        "1-6": Message("No item name is left out"),
        "1-7": Message("Values instead of formulas"),
        "1-8": Message("No drawn objects"),
        "1-9": Message("The unit is stated"),
        "1-10": Message("No machine-dependent characters"),
        "1-11": Message("Years in the western calendar"),
        "1-12": Message("Regions by code or full name"),
        "1-13": Message("Agreed signs where a number is missing"),
        "2-1": Message("The data is not cut into pieces"),
        "2-2": Message("One table on a sheet"),
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that breaks a rule, in one cell or in several of the same kind.

    Attributes:
        cells: the first addresses (``D47``, ``A1:C1``); empty where it concerns the sheet or the file.
        value: what the first cell says.
        count: how many cells, ranges or rows it concerns.
    """

    sheet: str
    cells: tuple[str, ...]
    value: str
    message: Message
    hint: Message
    count: int = 1

    @property
    def cell(self) -> str:
        """The first address, "" where there is none."""
        return self.cells[0] if self.cells else ""

    @property
    def place(self) -> str:
        """Sheet and first cells in short: ``売上!B2, B3, B4 …``."""
        cells = ", ".join(self.cells[:3]) + (" …" if len(self.cells) > 3 else "")
        return f"{self.sheet}!{cells}" if self.sheet and cells else self.sheet or cells


@dataclass(frozen=True, slots=True)
class RuleReport:
    """What became of one rule.

    Attributes:
        unchecked: why the rule could not be checked, wholly or for some sheets; None where it was.
        checked: whether it could be checked for any sheet.
    """

    rule: str
    findings: tuple[Finding, ...] = ()
    unchecked: Message | None = None
    checked: bool = True

    @property
    def title(self) -> Message:
        """The rule in a few words."""
        return RULES[self.rule]

    @property
    def ok(self) -> bool | None:
        """Whether the rule is kept; None where that is not known."""
        return False if self.findings else True if self.checked else None

    @property
    def count(self) -> int:
        """How many cells, ranges, rows or sheets break it."""
        return sum(finding.count for finding in self.findings)


@dataclass(frozen=True, slots=True)
class LintReport:
    """All fifteen rules of one file, in order."""

    path: str
    rules: tuple[RuleReport, ...]

    @property
    def broken(self) -> int:
        """How many rules are broken."""
        return sum(1 for rule in self.rules if rule.findings)

    def as_data(self, text: Callable[[Message], str]) -> list[dict[str, Any]]:
        """The rules for JSON; ``text`` writes a message in somebody's language."""
        return [
            {
                "rule": rule.rule,
                "title": text(rule.title),
                "ok": rule.ok,
                "count": rule.count,
                "unchecked": None if rule.unchecked is None else text(rule.unchecked),
                "findings": [
                    {
                        "sheet": found.sheet, "cell": found.cell, "cells": list(found.cells), "count": found.count,
                        "value": found.value, "message": text(found.message), "hint": text(found.hint),
                    }
                    for found in rule.findings
                ],
            }
            for rule in self.rules
        ]  # fmt: skip


def reported(
    findings: Iterable[tuple[str, Finding]], unchecked: Mapping[str, Message], nowhere: Collection[str] = ()
) -> tuple[RuleReport, ...]:
    """The fifteen rules in order, each with its findings as they came; those of a sheet that say the same are one.

    Args:
        unchecked: rule → why it could not be checked everywhere.
        nowhere: of these, the rules that could not be checked anywhere.
    """
    by_rule: dict[str, dict[tuple[str, Message], Finding]] = {rule: {} for rule in RULES}
    for rule, finding in findings:
        key = (finding.sheet, finding.message)
        known = by_rule[rule].get(key)
        by_rule[rule][key] = finding if known is None else _together(known, finding)
    return tuple(
        RuleReport(rule, tuple(found.values()), unchecked.get(rule), rule not in nowhere)
        for rule, found in by_rule.items()
    )


def _together(first: Finding, second: Finding) -> Finding:
    cells = (first.cells + second.cells)[:MOST_CELLS]
    return replace(first, cells=cells, count=first.count + second.count)
