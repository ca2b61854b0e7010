from __future__ import annotations

from datetime import date

import pytest

from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.money import Money


def test_a_message_keeps_its_values_typed_until_it_is_shown() -> None:
    message = Message(
        "{account} renews on {day} for {amount}.", account="Acme", day=date(2026, 12, 31), amount=Money(1200, "JPY")
    )
    assert message.arguments == {"account": "Acme", "amount": Money(1200, "JPY"), "day": date(2026, 12, 31)}
    assert str(message) == "Acme renews on 2026-12-31 for JPY 1200."


def test_messages_are_the_same_whatever_the_order_of_their_values() -> None:
    assert Message("{a} {b}", a=1, b=2) == Message("{a} {b}", b=2, a=1)
    assert len({Message("{a}", a=1), Message("{a}", a=1), Message("{a}", a=2)}) == 2


def test_a_message_may_hold_another() -> None:
    assert str(Message("Not done: {why}", why=Message("{n} rows are missing.", n=3))) == "Not done: 3 rows are missing."


def test_a_value_that_is_missing_is_a_bug_not_a_blank() -> None:
    with pytest.raises(KeyError):
        str(Message("{n} rows"))


def test_errors_for_people_say_what_happened_and_what_to_do() -> None:
    error = CSDeskError(Message("There is no rate for {currency}.", currency="EUR"), Message("Add one."))
    assert str(error) == "There is no rate for EUR. Add one."
    assert str(CSDeskError(Message("Nothing to do."))) == "Nothing to do."
