"""What was made of a table's columns, as data."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from datetime import date

from csdesk.intake.recipes import Recipe, RecipeColumn
from csdesk.model.messages import Message

CUSTOM = "custom"  # suffix of the code of a column kept as it is: ``account.custom``
IGNORED = "ignore"  # what a person writes to leave a column out
SKIPPED = Message("You decided to skip this sheet.")
PART_OF_INVOICE = Message(
    "Each row is a payment, a credit or a line of an invoice and no invoice itself; only its source is kept."
)


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What was made of one column.

    Attributes:
        field: qualified code; ``account.custom`` (of the table's record) where it is kept as it is,
            None where it is left out.
        confidence: 0 to 1.
        choices: codes to choose from where this is a question.
        month: for a wide month column the last day of that month.
        nothing: how many cells hold a word for nothing (-, なし, N/A, 未定) and were taken as blank.
    """

    header: str
    field: str | None
    confidence: float
    reason: Message
    choices: tuple[str, ...] = ()
    month: date | None = None
    nothing: int = 0


@dataclass(frozen=True, slots=True)
class Mapping:
    """What was made of a table's columns.

    Attributes:
        subject: the record the table is a list of, or None where nothing ties it to customers.
        holder: the record that keeps the columns without a field: the subject, or the account where
            each row of a contract list is another account.
        establishes: its rows make accounts that are not known yet; others only refer to them.
        fingerprint: the name under which a person's choices for this set of headers are remembered.
        recipe: of the export this is, or None.
        by_recipe: column → what the recipe says, where its word stood.
        ties: columns that may name the customer in passing, where no other does.
    """

    subject: str | None
    columns: tuple[ColumnChoice, ...]
    fingerprint: str
    holder: str | None = None
    establishes: bool = False
    recipe: Recipe | None = None
    by_recipe: MappingType[int, RecipeColumn] = field(default_factory=dict)
    ties: tuple[int, ...] = ()

    def ignored(self) -> Mapping:
        """The same columns, none of which gives anything: the sheet is skipped."""
        columns = tuple(replace(c, field=None, reason=SKIPPED, choices=(), month=None) for c in self.columns)
        return Mapping(None, columns, self.fingerprint)

    def column_of(self, code: str) -> int | None:
        """The column that holds a field, or None."""
        return next((i for i, c in enumerate(self.columns) if c.field == code), None)

    @property
    def fields(self) -> dict[str, int]:
        """Field code → column, customs and months left out."""
        return {
            c.field: i
            for i, c in enumerate(self.columns)
            if c.field and c.month is None and not c.field.endswith(f".{CUSTOM}")
        }


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known beside the headers: for wide months without a year."""

    as_of: date = date(2000, 1, 1)
    fiscal_first_month: int = 4


def custom_code(subject: str | None) -> str | None:
    """The code of a column kept as it is in a table of that record.

    Measurements keep none: several rows become one number.
    """
    return f"{subject}.{CUSTOM}" if subject and subject != "measurement" else None
