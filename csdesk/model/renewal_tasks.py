"""How the tasks of a renewal's timeline are numbered, so that they are known again."""

from __future__ import annotations

from datetime import date

_PREFIX = "renewal:"


def task_number(contract_key: int, renewal_on: date, step: str) -> str:
    """The number of the task of a step of the renewal of a contract on a day."""
    return f"{_PREFIX}{contract_key}:{renewal_on.isoformat()}:{step}"


def is_renewal_task(number: object) -> bool:
    """Whether a task belongs to the timeline of a renewal, which is no matter of the customer's."""
    return isinstance(number, str) and number.startswith(_PREFIX)
