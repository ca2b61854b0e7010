"""How the tasks of a renewal's timeline are numbered, so that they are known again."""

from __future__ import annotations

import re
from datetime import date

_PREFIX = "renewal:"
_NUMBER = re.compile(r"renewal:(\d+):(\d{4}-\d\d-\d\d):.+")


def task_number(contract_key: int, renewal_on: date, step: str) -> str:
    """The number of the task of a step of the renewal of a contract on a day."""
    return f"{_PREFIX}{contract_key}:{renewal_on.isoformat()}:{step}"


def renewal_of(number: object) -> tuple[int, date] | None:
    """The contract and the day of the renewal whose timeline a task belongs to; None for any other task."""
    found = _NUMBER.fullmatch(number) if isinstance(number, str) else None
    return (int(found[1]), date.fromisoformat(found[2])) if found else None


def is_renewal_task(number: object) -> bool:
    """Whether a task belongs to the timeline of a renewal, which is no matter of the customer's."""
    return renewal_of(number) is not None
