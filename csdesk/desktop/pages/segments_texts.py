"""What the Segments page says: figures of lanes and rows as text, from what the rules worked out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from csdesk.desktop.pages.segments_coverage import CoverageRow
from csdesk.desktop.pages.segments_moves import MoveRow
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.cut_histogram import HistogramTexts
from csdesk.desktop.widgets.tier_lane import LaneFigures
from csdesk.desktop.wording import choice_text
from csdesk.model.messages import Message
from csdesk.model.money import Money, minor_digits, to_minor

if TYPE_CHECKING:
    from csdesk.model.policies import Play, TouchPolicy
    from csdesk.rules.touch import Cutoffs
    from csdesk.rules.touch_whatif import Effect, TouchBook, WhatIf

TIERS = ("high", "low", "tech")
TIER_TITLES = (Message("High touch"), Message("Low touch"), Message("Tech touch"))
_BANDS = ("healthy", "watch", "at_risk", "no_data")
_UNITS = {
    "k": 1_000,
    "m": 1_000_000,
    "b": 1_000_000_000,
    "千": 1_000,
    "万": 10_000,
    "百万": 1_000_000,
    "億": 100_000_000,
}
# What a play looks like, by its code, else by what fulfils it.
_PLAY_ICONS = {
    "monthly_call": "user-check", "success_plan": "chart-gantt", "executive_sponsor": "handshake",
    "quarterly_check": "stethoscope", "half_year_review": "clipboard-check", "renewal_quote": "file-text",
    "help_centre": "bot", "renewal_notice": "bell",
}  # fmt: skip
_KIND_ICONS = {"qbr": "presentation", "mail": "mail", "webinar": "video", "event": "users", "meeting": "users", "call": "phone"}  # fmt: skip


def play_icon(play: Play) -> str:
    """The Lucide name of what stands before a play."""
    if play.code in _PLAY_ICONS:
        return _PLAY_ICONS[play.code]
    return _KIND_ICONS.get(play.kinds[0] if play.kinds else "", "list-checks")


def amount_text(minor: int, currency: str) -> str:
    """An amount in running text."""
    return language().money(Money(int(minor), currency))


def axis_text(minor: int, currency: str) -> str:
    """An amount on the axis: without the decimal that says nothing."""
    return re.sub(r"\.0(?=[kMB])", "", amount_text(minor, currency))


def read_amount(text: str, currency: str) -> int | None:
    """An amount as people type it, in minor units: 5.0M, ¥5,000,000, 500万; None where it is none."""
    bare = re.sub(r"[,\s¥$€£円]|JPY|USD|EUR|GBP", "", unicodedata.normalize("NFKC", text)).lower()
    bare = bare.replace(currency.lower(), "")
    found = re.fullmatch(r"(?:([\d.]+)億)?(?:([\d.]+)(百万|万|千|k|m|b)?)?", bare)
    if not bare or found is None:
        return None
    try:
        total = Decimal(found[1] or 0) * _UNITS["億"] + Decimal(found[2] or 0) * _UNITS.get(found[3] or "", 1)
    except InvalidOperation:
        return None
    return to_minor(total, currency) if total > 0 else None


def axis_amounts(least: int, most: int, currency: str) -> dict[int, str]:
    """1, 2 and 5 of each power of ten between two amounts; fewer where there are many."""
    found: list[int] = []
    power = 1
    while power <= most:
        found += [part * power for part in (1, 2, 5) if least <= part * power <= most]
        power *= 10
    if len(found) > 12:
        found = [value for value in found if str(value)[0] == "1"]
    return {value: axis_text(value, currency) for value in found}


def axis_ends(values: Sequence[int], cuts: Sequence[int]) -> tuple[int, int]:
    """The round amounts between which all values and cuts stand, with some room."""
    known = [int(value) for value in (*values[:1], *values[-1:], *cuts) if value > 0] or [1, 1000]
    return max(1, int(_nice_below(min(known) * 0.85))), _nice_below(max(known) * 1.15, above=True)


def _nice_below(value: float, *, above: bool = False) -> int:
    power: int = 10 ** max(0, len(str(int(max(1, value)))) - 1)
    steps = [part * power for part in (1, 2, 5, 10)]
    if above:
        return next(step for step in steps if step >= value)
    return max(step for step in steps if step <= max(1, value))


def histogram_texts(
    book: TouchBook, cuts: Cutoffs, policy: TouchPolicy, amounts: dict[int, str], counted: int
) -> HistogramTexts:
    """The words of the histogram."""
    currency, live = book.currency, book.live.boundaries
    shown = {"high": cuts.high_from, "low": cuts.low_from}
    was = {"high": live.high_from, "low": live.low_from}
    same = policy.method == book.policy.method == "cutoffs" and policy.basis == book.policy.basis
    ghosts = {name: was[name] for name in shown if same and was[name] != shown[name]}
    spoken = {
        "high": Message("High touch from {amount}; arrow keys move it", amount=Money(cuts.high_from, currency)),
        "low": Message("Low touch from {amount}, tech touch below; arrow keys move it", amount=Money(cuts.low_from, currency)),
    }  # fmt: skip
    summary = Message(
        "{n} accounts by value; high touch from {high}, low touch from {low}",
        n=counted, high=Money(cuts.high_from, currency), low=Money(cuts.low_from, currency),
    )  # fmt: skip
    return HistogramTexts(
        tiers=tuple(tr(text) for text in TIER_TITLES),  # type: ignore[arg-type]
        amounts=amounts,
        cuts={name: amount_text(value, currency) for name, value in shown.items()},
        live={name: tr(Message("live cut {amount}", amount=Money(value, currency))) for name, value in ghosts.items()},
        spoken={name: tr(text) for name, text in spoken.items()},
        summary=tr(summary),
    )


def lane_figures(tier: int, after: Effect, before: Effect, policy: TouchPolicy, currency: str) -> LaneFigures:
    """What the lane of a tier shows."""
    count, was = int(after.accounts[tier]), int(before.accounts[tier])
    total = int(after.arr.sum())
    share, live = (int(effect.arr[tier]) / total if total else 0.0 for effect in (after, before))
    hours = (policy.hours_high, policy.hours_low, policy.hours_tech)[tier]
    arr = amount_text(int(after.arr[tier]), currency)
    words = tr(Message("{n} accounts", n=count))
    bands = [(band, int(n)) for band, n in zip(_BANDS, after.bands[tier], strict=True) if n or band != "no_data"]
    health = ", ".join(f"{choice_text(band)} {n}" for band, n in bands)
    return LaneFigures(
        hours=tr(Message("{hours} h per account a month", hours=language().number(hours, 1))),
        count=language().number(count),
        accounts=tr(Message("account") if count == 1 else Message("accounts")),
        was=tr(Message("was {n}", n=was)) if was != count else "",
        arr=arr,
        share_text=language().percent(share, 1),
        share=share,
        live_share=live,
        bands=bands,
        spoken=f"{tr(TIER_TITLES[tier])}: {words}, {arr}, {language().percent(share, 1)}; {health}",
    )


def coverage_rows(book: TouchBook, after: Effect, before: Effect) -> list[CoverageRow]:
    """One row a CSM with accounts or hours, accounts without one, and the team."""
    rows, staff = [], book.staff
    for place, name in enumerate([*staff.names, None]):
        counts = tuple(int(n) for n in after.by_csm[place])
        was = before.by_csm[place]
        if name is None and not sum(counts) and not was.sum():
            continue
        rows.append(
            CoverageRow(
                name, counts, tuple(c - int(w) for c, w in zip(counts, was, strict=True)), sum(counts),  # type: ignore[arg-type]
                amount_text(int(after.arr_by_csm[place]), book.currency),
                float(after.needed[place]), float(before.needed[place]), float(staff.available[place]), float(staff.programme[place]),
            )
        )  # fmt: skip
    counts = tuple(int(n) for n in after.accounts)
    changes = tuple(int(n) - int(w) for n, w in zip(after.accounts, before.accounts, strict=True))
    team = CoverageRow(
        None, counts, changes, sum(counts), amount_text(int(after.arr.sum()), book.currency),  # type: ignore[arg-type]
        float(after.needed.sum()), float(before.needed.sum()), float(staff.available.sum()), float(staff.programme.sum()), team=True,
    )  # fmt: skip
    return [*rows, team]


def move_row(book: TouchBook, found: WhatIf, place: int, *, held: bool) -> MoveRow:
    """An account of the list of moves."""
    from csdesk.rules.timeline import day_of
    from csdesk.rules.touch_words import why_moves

    was, now = int(book.live.tier[place]), int(found.touch.computed[place])
    key, name = int(book.keys[place]), str(book.names[place])
    amount = amount_text(int(found.value[place]), book.currency)
    if held:
        until = day_of(int(book.until[place]))
        tier = choice_text(TIERS[was])
        why = Message("Stays {tier}: override without end", tier=tier) if until is None else Message("Stays {tier}: override until {day}", tier=tier, day=until)  # fmt: skip
        return MoveRow(key, name, amount, TIERS[was], TIERS[now], tr(why), held=True)
    hours = (found.policy.hours_high, found.policy.hours_low, found.policy.hours_tech)
    change = language().signed(hours[now] - hours[was], 1)
    why, csm = why_moves(book, found, place), int(book.staff.of[place])
    if csm < len(book.staff.names):
        why = Message("{why}; {csm} {change} h", why=why, csm=_short_name(book.staff.names[csm]), change=change)
    return MoveRow(key, name, amount, TIERS[was], TIERS[now], tr(why))


def _short_name(name: str) -> str:
    """The family name of a name in Latin letters; other names stay whole."""
    return name.split()[-1] if name.isascii() and name.split() else name


def copied_moves(rows: Sequence[MoveRow], ticked: Sequence[bool]) -> str:
    """The list of moves as tab-separated text with headers."""
    heads = (Message("Account"), Message("Amount"), Message("From"), Message("To"), Message("Why"), Message("Moves"))
    lines = ["\t".join(tr(head) for head in heads)]
    for row, moves in zip(rows, ticked, strict=True):
        cells = (row.name, row.amount, choice_text(row.was), choice_text(row.now), row.why, tr(Message("Yes") if moves else Message("No")))  # fmt: skip
        lines.append("\t".join(" ".join(cell.split()) for cell in cells))
    return "\n".join(lines)


def typed_amount(minor: int, currency: str) -> str:
    """An amount as a field holds it while it is edited."""
    return f"{minor / 10 ** minor_digits(currency):,.{minor_digits(currency)}f}"
