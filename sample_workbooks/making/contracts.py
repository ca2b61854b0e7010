"""Contract lines: the terms of a customer by product, with numbers and states as an accounts department lists them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from making.book import Account, Former, Term

PLATFORM, SUPPORT = "Platform", "Premium support"
SUPPORT_NUMBERS = {"Tsukimi Robotics": "C-1043", "かぐや宇宙開発": "C-1121", "銀河鉄道物流": "C-1122"}
SUPPORT_SINCE_THE_CURRENT_TERM = "銀河鉄道物流"
WITHOUT_AUTO_RENEWAL = {"Bramblegate Insurance", "浦島トラベル", "Nettlewick Foods"}
REMARKS = {"Tsukimi Robotics": "名古屋工場 導入中", "Copperfinch Audio": "席数削減の相談", "天狗運輸": "担当者交代"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the contract list; ``arr`` in thousands of yen a year, ``state`` in the words of the list."""

    name: str
    number: str
    product: str
    start: date
    end: date
    arr: int
    seats: int | None
    notice_days: int
    auto_renew: bool
    state: str
    remark: str = ""


def _products(customer: str, term: Term, current: bool) -> Iterator[tuple[str, int, int | None]]:
    """Product, amount and seats of a term; support is a tenth of what a customer with support pays."""
    has_support = customer in SUPPORT_NUMBERS and (current or customer != SUPPORT_SINCE_THE_CURRENT_TERM)
    support = term.arr // 10 if has_support else 0
    yield PLATFORM, term.arr - support, term.seats
    if support:
        yield SUPPORT, support, None


def lines_of(customer: Account | Former) -> list[Line]:
    """The lines of one customer, the current term first. Earlier terms carry their first month as a suffix."""
    left = isinstance(customer, Former)
    found = []
    for place, term in enumerate(customer.terms):
        for product, amount, seats in _products(customer.name, term, place == 0):
            number = customer.contract if product == PLATFORM else SUPPORT_NUMBERS[customer.name]
            suffix = f"-{term.start:%y%m}" if place else ""
            last = place == 0
            found.append(
                Line(
                    name=customer.name,
                    number=number + suffix,
                    product=product,
                    start=term.start,
                    end=term.end,
                    arr=amount,
                    seats=seats,
                    notice_days=customer.notice_days,
                    auto_renew=not left and customer.name not in WITHOUT_AUTO_RENEWAL,
                    state=("解約済" if left else "契約中") if last else "更新済",
                    remark=REMARKS.get(customer.name, "") if last and product == PLATFORM else "",
                )
            )
    return found
