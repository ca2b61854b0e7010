"""What a setting of the book is: its name, unit, limits, and how its value is read from and put into the policies."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.model.policies import Policies

SettingKind = Literal["whole", "number", "share", "money", "choice", "flag", "text"]
SettingValue = int | float | str | bool | None


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of the policies that a person may set.

    Attributes:
        code: where it stands: ``revenue.late_renewal_days``, ``agenda.weights.dormant``.
        label: its name as it stands within a sentence.
        note: one sentence on what it changes.
        kind: ``share`` is a ratio that people read as per cent, ``money`` minor units of the reporting currency.
        low, high: the least and greatest value, in the unit of the stored value.
        choices: code and name of each value there may be.
        open_ended: it may be absent (None).
    """

    code: str
    label: Message
    note: Message
    kind: SettingKind
    unit: Message | None = None
    low: float = 0.0
    high: float = math.inf
    choices: tuple[tuple[str | int, Message], ...] = ()
    open_ended: bool = False

    @property
    def part(self) -> str:
        """The part of the policies it belongs to: ``revenue``."""
        return self.code.split(".")[0]

    def of(self, policies: Policies) -> SettingValue:
        """Its value in the policies; 0 for a weight that they do not name."""
        part, name, *inner = self.code.split(".")
        held: Any = getattr(getattr(policies, part), name)
        value: SettingValue = held.get(inner[0], 0.0) if inner else held
        return value

    def put(self, policies: Policies, value: SettingValue) -> Policies:
        """The policies with another value of this setting, as it is given."""
        part, name, *inner = self.code.split(".")
        held = getattr(policies, part)
        wanted: Any = {**getattr(held, name), inner[0]: value} if inner else value
        changed: Mapping[str, Any] = {part: replace(held, **{name: wanted})}
        return replace(policies, **changed)

    def check(self, value: object) -> None:
        """Refuse a value that makes no sense by itself.

        Raises:
            CSDeskError: it is not of the setting's kind, or beyond its limits.
        """
        if value is None and self.open_ended:
            return
        if self.kind == "flag":
            fits, takes = isinstance(value, bool), Message("“{setting}” is on or off.", setting=self.label)
        elif self.kind == "choice":
            names = ", ".join(str(code) for code, _ in self.choices)
            fits = any(value == code and type(value) is type(code) for code, _ in self.choices)
            takes = Message("“{setting}” takes one of: {choices}.", setting=self.label, choices=names)
        elif self.kind == "text":
            fits = isinstance(value, str) and bool(value.strip())
            takes = Message("“{setting}” must not be empty.", setting=self.label)
        else:
            fits, takes = self._is_within(value), self._limits()
        if not fits:
            raise CSDeskError(takes)

    def _is_within(self, value: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            return False
        whole = self.kind not in ("whole", "money") or isinstance(value, int)
        return whole and self.low <= value <= self.high

    def _limits(self) -> Message:
        if self.kind == "share":
            low, high = f"{self.low * 100:g}%", f"{self.high * 100:g}%"
            return Message("“{setting}” takes a share from {low} to {high}.", setting=self.label, low=low, high=high)
        if self.high == math.inf:
            return Message("“{setting}” takes an amount that is not negative.", setting=self.label)
        low, high = f"{self.low:g}", f"{self.high:g}"
        if self.kind == "whole":
            return Message(
                "“{setting}” takes a whole number from {low} to {high}.", setting=self.label, low=low, high=high
            )
        return Message("“{setting}” takes a number from {low} to {high}.", setting=self.label, low=low, high=high)

    def said(self, value: SettingValue, currency: str) -> Message:
        """What the journal says when it is given that value: Set late renewal days to 45."""
        if self.kind == "flag":
            return Message("Turn on: {setting}", setting=self.label) if value else Message("Turn off: {setting}", setting=self.label)  # fmt: skip
        if value is None:
            return Message("Clear {setting}", setting=self.label)
        return Message("Set {setting} to {value}", setting=self.label, value=self._spoken(value, currency))

    def _spoken(self, value: SettingValue, currency: str) -> Message | Money | str:
        if self.kind == "choice":
            return next(name for code, name in self.choices if code == value)
        if self.kind == "money" and isinstance(value, int):
            return Money(value, currency)
        if isinstance(value, (int, float)):
            return f"{round(value * 100, 4):g}%" if self.kind == "share" else f"{value:g}"
        return str(value)
