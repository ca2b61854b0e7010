"""Notice clauses as a person types them, on their way into a contract."""

from __future__ import annotations

from csdesk.model.changes import Values
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.notice import parse_notice


def with_notice(values: Values) -> Values:
    """The values of a contract with its clause (``notice``) taken apart into ``notice_n, notice_unit, notice_written``.

    Raises:
        CSDeskError: the clause names no period.
    """
    if "notice" not in values:
        return values
    others = {name: value for name, value in values.items() if name != "notice"}
    if values["notice"] is None:
        return others
    clause = str(values["notice"])
    found = parse_notice(clause)
    if found is None:
        raise CSDeskError(
            Message("“{text}” names no notice period.", text=clause), Message("Write it like 60 days, or 3 months in writing.")
        )  # fmt: skip
    return {**others, "notice_n": found.n, "notice_unit": found.unit, "notice_written": found.written}
