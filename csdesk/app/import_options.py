"""What is said of an import beside its files: the day, the columns, the decisions of the review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from csdesk.intake.decisions import CellPlace, Decisions
from csdesk.intake.proposals import Meaning
from csdesk.model.errors import CSDeskError
from csdesk.model.fields import Kind, Origin, record_types
from csdesk.model.fields import field as catalogue_field
from csdesk.model.messages import Message


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user says about an import beside the files.

    Attributes:
        as_of: the day the files describe; None is the workspace's own.
        forced: header → field code.
        currency: of amounts that name none; for a new book also its reporting currency.
        remember: keep the forced columns for files with the same headers or of the same name.
        decisions: what was said of single cells, words, sheets and changes.
        policies: field code → who wins where file and book differ (``newer``, ``mine``, ``ask``), as said now;
            what was said in earlier imports is in the book.
        same_as: name in the files → the account it means; see ``PlanOptions.same_as``.
        accept_similar: every name that resembles one account only, and against which nothing speaks, is that account.
        gone: (record, key) of what stood in the last file of the source and is missing → ``churned``, ``ended``, ``keep``.
        gone_otherwise: the same for everything missing that ``gone`` does not name.
        sweeps: decisions for every open problem, in the order they were said: ``accept`` or ``aside``.
        spared: cell or name → how many of ``sweeps`` do not count for it, because it was taken back or said otherwise.
        ruled: field code → whether its changes are made, but for those that ``decisions`` names one by one.
    """

    as_of: date | None = None
    forced: Mapping[str, str] = field(default_factory=dict)
    currency: str | None = None
    remember: bool = True
    decisions: Decisions = field(default_factory=Decisions)
    policies: Mapping[str, str] = field(default_factory=dict)
    same_as: Mapping[str, Meaning] = field(default_factory=dict)
    accept_similar: bool = False
    gone: Mapping[tuple[str, int], str] = field(default_factory=dict)
    gone_otherwise: str = "keep"
    sweeps: tuple[str, ...] = ()
    spared: Mapping[CellPlace | str, int] = field(default_factory=dict)
    ruled: Mapping[str, bool] = field(default_factory=dict)


def parse_forced(pairs: Sequence[str]) -> dict[str, str]:
    """``HEADER=record.field`` as a mapping.

    Raises:
        CSDeskError: a pair has no ``=`` or names no field.
    """
    forced: dict[str, str] = {}
    for pair in pairs:
        header, equals, code = pair.rpartition("=")
        if not equals or not header:
            raise CSDeskError(
                Message("“{pair}” does not say which field.", pair=pair), Message("Write HEADER=record.field.")
            )
        if code not in ("custom", "ignore") and code not in (f"{record}.custom" for record in record_types()):
            _require_importable(code)
        forced[header] = code
    return forced


def _require_importable(code: str) -> None:
    try:
        wanted = catalogue_field(code)
    except KeyError:
        raise CSDeskError(
            Message("There is no field {code}.", code=code), Message("Write for example Amount=contract.arr.")
        ) from None
    if wanted.origin is Origin.COMPUTED or wanted.kind is Kind.KEY:
        raise CSDeskError(
            Message("CSDesk works out {code} itself; no column can give it.", code=code),
            Message("Write for example Amount=contract.arr."),
        )
