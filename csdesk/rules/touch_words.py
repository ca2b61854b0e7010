"""What a what-if of the touch model says, in sentences."""

from __future__ import annotations

from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.model.policies import TouchPolicy
from csdesk.rules.touch import HIGH, LOW, TIERS
from csdesk.rules.touch_whatif import Effect, TouchBook, WhatIf

TIER_NAMES = (Message("High touch"), Message("Low touch"), Message("Tech touch"))
METHODS = {
    "cutoffs": Message("two cut-offs"),
    "percentiles": Message("shares of the accounts"),
    "capacity": Message("the hours of the CSMs"),
}
BASES = {"arr": Message("ARR"), "ltv": Message("LTV")}


def title(book: TouchBook, found: WhatIf, moved: int, before: Effect, after: Effect) -> Message:
    """The finding: what the change is, how many accounts it moves, how many CSMs it puts over capacity."""
    change = change_text(book, found.policy)
    if change is None:
        return standing_title(before, book)
    if not moved:
        return Message("{change} moves no account", change=change)
    over = int((after.over(book.staff) & ~before.over(book.staff)).sum())
    relieved = int((before.over(book.staff) & ~after.over(book.staff)).sum())
    moves = _moves(moved)
    if over:
        return Message("{change} {moves} and puts {csms} over capacity", change=change, moves=moves, csms=_csms(over))
    if relieved:
        return Message("{change} {moves} and takes {csms} back under capacity", change=change, moves=moves, csms=_csms(relieved))  # fmt: skip
    return Message("{change} {moves}", change=change, moves=moves)


def _moves(n: int) -> Message:
    return Message("moves 1 account") if n == 1 else Message("moves {n} accounts", n=n)


def _csms(n: int) -> Message:
    return Message("1 CSM") if n == 1 else Message("{n} CSMs", n=n)


def change_text(book: TouchBook, policy: TouchPolicy) -> Message | None:
    """What is different from the policy in force; None where nothing that makes tiers is."""
    live = book.policy
    if policy.basis != live.basis:
        return Message("Cutting by {basis} instead of {former}", basis=BASES[policy.basis], former=BASES[live.basis])
    if policy.method != live.method:
        return Message("Cutting by {method}", method=METHODS[policy.method])
    if policy.method == "cutoffs":
        return _cuts_text(book, policy)
    if (policy.top_share, policy.next_share) != (live.top_share, live.next_share):
        return Message("Other shares: {high}% high and {low}% low", high=round(policy.top_share * 100), low=round(policy.next_share * 100))  # fmt: skip
    if modifiers(policy) != modifiers(live):
        return Message("Other modifiers")
    return None


def modifiers(policy: TouchPolicy) -> tuple[bool, bool, bool]:
    """The switches beside the value: strategic, onboarding, group."""
    return policy.strategic_is_high, policy.onboarding_one_up, policy.group_together


def _cuts_text(book: TouchBook, policy: TouchPolicy) -> Message | None:
    live = book.live.cutoffs
    high, low = policy.high_from, policy.low_from
    if live is None or high is None or low is None:
        return Message("Other modifiers") if modifiers(policy) != modifiers(book.policy) else None
    moved = [(HIGH, live.high_from, high), (LOW, live.low_from, low)]
    moved = [(tier, was, now) for tier, was, now in moved if was != now]
    if len(moved) == 2:
        return Message("High from {high} and Low from {low}", high=Money(high, book.currency), low=Money(low, book.currency))  # fmt: skip
    if not moved:
        return Message("Other modifiers") if modifiers(policy) != modifiers(book.policy) else None
    tier, was, now = moved[0]
    amounts = {"was": Money(was, book.currency), "now": Money(now, book.currency)}
    if tier == HIGH:
        lowering, raising = Message("Lowering the High cut from {was} to {now}"), Message("Raising the High cut from {was} to {now}")  # fmt: skip
    else:
        lowering, raising = Message("Lowering the Low cut from {was} to {now}"), Message("Raising the Low cut from {was} to {now}")  # fmt: skip
    return Message((lowering if now < was else raising).text, **amounts)


def standing_title(now: Effect, book: TouchBook) -> Message:
    """The finding while nothing is on trial."""
    total = int(now.arr.sum())
    over = int(now.over(book.staff).sum())
    share = round(100 * int(now.arr[HIGH]) / total) if total else 0
    n = int(now.accounts[HIGH])
    said = Message("1 high-touch account carries {share}% of ARR") if n == 1 else Message("{n} high-touch accounts carry {share}% of ARR")  # fmt: skip
    carried = Message(said.text, n=n, share=share)
    if over:
        return Message("{carried}; {csms} over capacity", carried=carried, csms=_csms(over))
    return carried


def why_moves(book: TouchBook, found: WhatIf, place: int) -> Message:
    """Why an account would move: which cut it is over or below."""
    cut = found.touch
    reason = cut.reasons[int(cut.reason[place])]
    if found.policy.method != "cutoffs" or cut.cutoffs is None or cut.computed[place] != cut.by_value[place]:
        return reason
    to, now = int(cut.computed[place]), int(book.live.tier[place])
    edges = (cut.cutoffs.high_from, cut.cutoffs.low_from)
    if to < now:
        return Message("over {cut}", cut=Money(edges[to], book.currency))
    return Message("below {cut}", cut=Money(edges[min(to, len(TIERS) - 1) - 1], book.currency))
