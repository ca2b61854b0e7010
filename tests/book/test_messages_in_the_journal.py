from __future__ import annotations

from datetime import date

import pytest

from csdesk.book.stored_messages import message_json, read_message
from csdesk.model.messages import Message
from csdesk.model.money import Money

NESTED = Message("Set {field} of {account}", field=Message("Next step"), account="竜宮マリン")


@pytest.mark.parametrize(
    "message",
    [
        Message("Import"),
        Message("{n} rows, {share}", n=3, share=0.25),
        Message("{on}: {amount} {none}", on=date(2026, 11, 28), amount=Money(-5, "JPY"), none=None),
        Message("Undone: {what}", what=NESTED),
    ],
)
def test_a_message_comes_back_from_the_journal_as_it_was(message: Message) -> None:
    assert read_message(message_json(message)) == message


def test_what_is_no_message_is_refused() -> None:
    with pytest.raises(ValueError, match="not a message"):
        read_message('"Import"')
