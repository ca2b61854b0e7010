"""Messages as JSON and back, so that the journal can be read in either language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from csdesk.model.messages import Message
from csdesk.model.money import Money


def message_json(message: Message) -> str:
    """A message as JSON text."""
    return json.dumps(as_json(message), ensure_ascii=False, separators=(",", ":"))


def read_message(text: str) -> Message:
    """The message behind ``message_json``.

    Raises:
        ValueError: the text is not one.
    """
    message = of_json(json.loads(text))
    if not isinstance(message, Message):
        raise ValueError(f"not a message: {text!r}")
    return message


def as_json(value: Any) -> Any:
    """A message or one of its values as plain JSON data; what JSON has no type for is named."""
    if isinstance(value, Message):
        return {"text": value.text, "values": {name: as_json(inner) for name, inner in value.values}}
    if isinstance(value, Money):
        return {"money": [value.minor, value.currency]}
    if isinstance(value, date):
        return {"date": value.isoformat()[:10]}
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"no value of a message: {value!r}")


def of_json(data: Any) -> Any:
    """The value behind ``as_json``."""
    if not isinstance(data, Mapping):
        return data
    if "money" in data:
        return Money(*data["money"])
    if "date" in data:
        return date.fromisoformat(data["date"])
    return Message(data["text"], **{name: of_json(inner) for name, inner in data["values"].items()})
