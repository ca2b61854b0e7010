"""Which field each column of a table is: with a confidence, a reason, and a question where nobody can know."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import replace

import pyarrow.compute as pc

from csdesk.intake.doubts import decide
from csdesk.intake.exact_names import BESIDE, own_id, resolved
from csdesk.intake.headers import Candidates, candidates, fingerprint, header_key, overlapping, unit_of, without_number
from csdesk.intake.mapping import CUSTOM, IGNORED, PART_OF_INVOICE, ColumnChoice, Mapping, Surroundings, custom_code
from csdesk.intake.month_meaning import month_choice, told_months, with_revenue
from csdesk.intake.months import month_columns
from csdesk.intake.own_words import own_word
from csdesk.intake.person_names import joined_names, name_parts
from csdesk.intake.plain_logs import plain_log
from csdesk.intake.profiles import profile, tells_months
from csdesk.intake.recipe_tables import recipe_choice, recipe_columns, recipe_of, ties_of
from csdesk.intake.recipes import Recipe, RecipeColumn
from csdesk.intake.row_numbers import COUNTS, numbers_customers, only_counts
from csdesk.intake.shared_hosts import names_no_customer
from csdesk.intake.sheets import Table
from csdesk.intake.subjects import (
    ACCOUNT_IDS,
    AMBIGUOUS,
    FIELDLESS,
    ID_HEADERS,
    LOG_AMOUNTS,
    OTHER_SYSTEMS,
    asked_key,
    is_part_of_invoice,
    subject_of,
)
from csdesk.model.fields import Kind, Origin, field
from csdesk.model.messages import Message

_REMEMBERED = Message("You chose this before for a table with these headers.")
_FORCED = Message("You said so.")
_EXACT = Message("The header is a name of this field.")
_NO_PLACE = Message("Measurements have no place for this column; only its source is kept.")
_KEPT = Message("No field has this name; the column is kept as it is.")
_COMPUTED = Message("CSDesk works this out itself; the column is kept as it is.")
_NOT_CUSTOMERS = Message("Nothing in this table says which customer a row belongs to; only its source is kept.")
_ONE_HOST = Message("Almost all rows have the same address, so it tells no customer from another; it is kept as it is.")
_NAME_PART = Message("Part of a name; the whole name stands in a column of its own.")
_TWICE = Message("Another column already gives this field; this one is kept as it is.")
_SAME_NAME = Message("Another column has the same name and other values; the other one was taken.")
_IN_SUCH_A_TABLE = Message("In a table of this kind the header means this field, and the values fit.")
_ASK = Message("The header may mean several things.")
_LEFT_OUT = Message("You left this column out.")


def propose(
    table: Table,
    file_name: str = "",
    remembered: MappingType[str, str] | None = None,
    forced: MappingType[str, str] | None = None,
    surroundings: Surroundings | None = None,
) -> Mapping:
    """What each column of the table is.

    Args:
        remembered: header → field code (``custom``, ``ignore``) a person chose for such a table earlier.
        forced: the same, said now; headers are compared without width, case and blanks.

    In this order: what a person said, exact names, names within the header, the values.
    Headers such as 更新日 or Amount are asked unless the other columns or the values decide.
    """
    said = {header_key(h): (code, _REMEMBERED) for h, code in (remembered or {}).items()}
    said |= {header_key(h): (code, _FORCED) for h, code in (forced or {}).items()}
    hints = [table.sheet, table.title, file_name]
    around = surroundings or Surroundings()
    months = month_columns(table.headers, hints, around.as_of, around.fiscal_first_month)
    recipe = _standing_recipe(table, said)
    own = recipe_columns(recipe, table) if recipe and recipe.record else {}
    own = {i: column for i, column in own.items() if header_key(table.headers[i]) not in said}
    found = [_candidates(header, own.get(i), said) for i, header in enumerate(table.headers)]
    months = told_months(months, table, hints, said, found)
    found, pays = with_revenue(found, table, months, hints, said)
    subject = recipe.record if recipe else subject_of(table.headers, found, bool(months) and not pays, hints)
    if recipe is None and subject == "account":
        subject = plain_log(table, found) or subject
    if recipe is None and _numbered_otherwise(table, found, subject):
        found = [
            Candidates() if header_key(h) in OTHER_SYSTEMS else f for h, f in zip(table.headers, found, strict=True)
        ]
    choices = []
    for i, header in enumerate(table.headers):
        if recipe and i in own:
            choices.append(recipe_choice(recipe, header, own[i]))
        elif i in months and said.get(header_key(header), (None,))[0] not in (CUSTOM, IGNORED):
            choices.append(month_choice(table, i, months, hints, subject, said, found))
        else:
            choices.append(_choice(table, i, found, subject, said))
    if subject is None and ((recipe and recipe.why) or is_part_of_invoice(table.headers, found)):
        reason = Message(recipe.why) if recipe and recipe.why else PART_OF_INVOICE
        choices = [replace(choice, reason=reason) for choice in choices]
    ranks = [2 if header_key(h) in said else int(i in own) for i, h in enumerate(table.headers)]
    choices = _by_other_columns(table, choices, subject, ranks)
    columns = _without_doubles(table, choices, subject, ranks)
    if subject == "measurement":
        columns = [replace(c, reason=_NO_PLACE) if c.field is None and c.reason == _KEPT else c for c in columns]
    holder, establishes = _standing(table, subject, columns)
    if recipe:
        holder, establishes = subject, establishes if recipe.establishes is None else recipe.establishes
    if holder != subject:
        columns = [replace(c, field=custom_code(holder)) if c.field == custom_code(subject) else c for c in columns]
    return Mapping(
        subject, tuple(columns), fingerprint(table.headers), holder, establishes, recipe,
        {i: column for i, column in own.items() if columns[i].field == column.field},
        ties_of(recipe, table.headers) if recipe else _ties(subject, columns),
    )  # fmt: skip


def _ties(subject: str | None, columns: Sequence[ColumnChoice]) -> tuple[int, ...]:
    """Contacts belong to the customer whose domain their address has, where nothing else says whose they are."""
    return tuple(i for i, c in enumerate(columns) if subject == "contact" and c.field == "contact.email")


def _by_other_columns(
    table: Table, choices: Sequence[ColumnChoice], subject: str | None, ranks: Sequence[int]
) -> list[ColumnChoice]:
    """The choices with what only the other columns tell: addresses that say nothing, names that stand in parts."""
    found = list(choices)
    kept = custom_code(subject)
    known = [i for i, c in enumerate(choices) if c.field in ACCOUNT_IDS and c.field != "account.domain"]
    for i, choice in enumerate(choices):
        if choice.field == "account.domain" and ranks[i] < 2 and names_no_customer(table, i, known):
            found[i] = replace(choice, field=kept, confidence=0.5, reason=_ONE_HOST)
    joined, parts = joined_names(table.headers), name_parts(table.headers)
    if joined is not None and parts is not None and subject is not None:
        first, last = table.headers[parts.first], table.headers[parts.last]
        reason = Message("The name was put together from {first} and {last}.", first=first, last=last)
        if not ranks[joined]:
            found[joined] = replace(found[joined], reason=reason)
        for i, choice in enumerate(choices):
            if choice.choices == ("contact.name",):  # how the parts are read aloud
                found[i] = replace(choice, confidence=0.5, reason=_KEPT, choices=())
        for i in parts.columns:
            if ranks[i] < 2:
                found[i] = replace(found[i], field=kept, confidence=1.0, reason=_NAME_PART, choices=())
    return found


def _standing_recipe(table: Table, said: MappingType[str, tuple[str, Message]]) -> Recipe | None:
    """The recipe of the export this is; none where it takes nothing and a person says otherwise."""
    recipe = recipe_of(table)
    if recipe is None or recipe.record is not None:
        return recipe
    fields = {said[key][0] for h in table.headers if (key := header_key(h)) in said}
    return None if fields - {CUSTOM, IGNORED} else recipe


def _candidates(header: str, own: RecipeColumn | None, said: MappingType[str, tuple[str, Message]]) -> Candidates:
    if own is not None:
        return Candidates() if own.field == CUSTOM else Candidates((field(own.field),))
    return _said_candidates(said, header) or candidates(without_number(header))


def _standing(table: Table, subject: str | None, columns: Sequence[ColumnChoice]) -> tuple[str | None, bool]:
    """Which record keeps the unknown columns, and whether the rows make accounts."""
    codes = {c.field: i for i, c in enumerate(columns)}
    if subject == "account":
        return subject, _lists_customers(table, codes)
    if subject == "event" and set(codes) & LOG_AMOUNTS:
        return subject, "account.name" in codes or "account.external_id" in codes
    if subject != "contract":
        return subject, False
    key = next((codes[code] for code in ACCOUNT_IDS if code in codes), None)
    if key is None or "contract.external_id" in codes:
        return subject, "account.name" in codes
    ids = table.columns[key].texts.drop_null()
    one_each = len(ids) == pc.count_distinct(ids).as_py()
    return ("account" if one_each else subject), one_each or "account.name" in codes


def _numbered_otherwise(table: Table, found: Sequence[Candidates], subject: str | None) -> bool:
    """Whether columns such as external_id hold what yet another system calls the row, and not its customer's number."""
    if subject == "account":
        return _has_machine_ids(table)
    return any(
        field.code == "account.external_id" and header_key(header) not in OTHER_SYSTEMS
        for header, fields in zip(table.headers, found, strict=True)
        for field in fields.explicit
    )


def _has_machine_ids(table: Table) -> bool:
    """Whether a column ID holds what a system made, by which its other exports refer; people count 1, 2, 3."""
    ids = next((table.columns[i].texts.drop_null() for i, h in enumerate(table.headers) if header_key(h) == "id"), None)
    return ids is not None and len(ids) > 0 and pc.min(pc.utf8_length(ids)).as_py() >= 8


def _lists_customers(table: Table, codes: MappingType[str | None, int]) -> bool:
    """A list of customers names them, or holds each once; tags and answers repeat a number."""
    if set(codes) & {"account.name", "account.corporate_number"} or "account.external_id" not in codes:
        return True
    ids = table.columns[codes["account.external_id"]].texts.drop_null()
    return bool(pc.count_distinct(ids).as_py() >= 0.9 * len(ids))


def _said_candidates(said: MappingType[str, tuple[str, Message]], header: str) -> Candidates | None:
    code = said.get(header_key(header), ("", _FORCED))[0]
    return Candidates((field(code),)) if "." in code and not code.endswith(f".{CUSTOM}") else None


def _choice(
    table: Table,
    column: int,
    found: Sequence[Candidates],
    subject: str | None,
    said: MappingType[str, tuple[str, Message]],
) -> ColumnChoice:
    header = table.headers[column]
    if header_key(header) in said:
        return _as_said(header, *said[header_key(header)], subject)
    if subject is None:
        return ColumnChoice(header, None, 1.0, _NOT_CUSTOMERS)
    kept = custom_code(subject)
    if asked_key(header) in AMBIGUOUS:
        decided, choices = decide(table, column, found, subject)
        if decided:
            return ColumnChoice(
                header, decided, 0.85, Message("The other columns and the values show which field this is.")
            )
        if choices:
            return ColumnChoice(header, kept, 0.0, _ASK, choices)
        return ColumnChoice(header, kept, 0.5, _KEPT)
    if only_counts(table, column, subject):
        return ColumnChoice(header, None, 0.8, COUNTS)
    if header_key(header) in ID_HEADERS:
        code = own_id(subject, found)
        if code == "contract.external_id" and numbers_customers(table, found):
            code = "account.external_id"
        return ColumnChoice(header, code or kept, 0.8 if code else 0.5, _EXACT if code else _KEPT)
    if _is_currency_twin(table.headers, column, found):
        reason = Message("The header names the currency of another column.")
        return ColumnChoice(header, "contract.currency", 0.9, reason)
    if (exact := resolved(found[column], subject, found, header)) is not None:
        if exact.origin is Origin.COMPUTED:
            return ColumnChoice(header, kept, 1.0, _COMPUTED)
        return ColumnChoice(header, exact.code, 1.0, _EXACT)
    return _guess(table, column, subject, kept)


def _is_currency_twin(headers: Sequence[str], column: int, found: Sequence[Candidates]) -> bool:
    """Whether this is "ARR Currency" beside "ARR", as Salesforce writes amounts."""
    rest = header_key(headers[column]).removesuffix("currency")
    if not rest or rest == header_key(headers[column]):
        return False
    beside = (fields for other, fields in zip(headers, found, strict=True) if header_key(other) == rest)
    return any(f.record == "contract" and f.kind is Kind.MONEY for fields in beside for f in fields.explicit)


def _as_said(header: str, code: str, reason: Message, subject: str | None) -> ColumnChoice:
    if code == IGNORED:
        return ColumnChoice(header, None, 1.0, _LEFT_OUT)
    if code == CUSTOM or code.endswith(f".{CUSTOM}"):
        return ColumnChoice(header, custom_code(subject), 1.0, reason)
    wanted = field(code)
    if wanted.origin is Origin.COMPUTED or wanted.kind is Kind.KEY:
        return ColumnChoice(header, custom_code(subject), 1.0, _COMPUTED)
    return ColumnChoice(header, code, 1.0, reason)


def _guess(table: Table, column: int, subject: str, kept: str | None) -> ColumnChoice:
    """What words within the header or the values suggest."""
    header = table.headers[column]
    own = own_word(header, subject)
    cells = table.columns[column]
    if own is not None and (profile(cells, field(own)) or (field(own).kind is Kind.DATE and tells_months(cells))):
        return ColumnChoice(header, own, 0.8, _IN_SUCH_A_TABLE)
    near = None if header_key(header) in FIELDLESS else overlapping(header)
    if near is not None and near[0].record in BESIDE.get(subject, (subject,)):
        candidate, safe = near
        if safe and profile(table.columns[column], candidate):
            reason = Message("The header contains a name of this field, and the values fit.")
            return ColumnChoice(header, candidate.code, 0.7, reason)
        if candidate.kind is not Kind.ID and profile(table.columns[column], candidate):
            return ColumnChoice(header, kept, 0.3, _ASK, (candidate.code,))
    return ColumnChoice(header, kept, 0.5, _KEPT)


def _without_doubles(
    table: Table, choices: Sequence[ColumnChoice], subject: str | None, ranks: Sequence[int]
) -> list[ColumnChoice]:
    """Each field once: the column a person named keeps it, then the recipe's, the surest, the first."""
    best: dict[str, int] = {}
    for i, choice in enumerate(choices):
        if not choice.field or choice.month is not None or choice.field.endswith(f".{CUSTOM}"):
            continue
        have = best.get(choice.field)
        if have is None or _surer(choice, ranks[i]) > _surer(choices[have], ranks[have]):
            best[choice.field] = i
    return [
        _doubled(table, choice, custom_code(subject), (best[choice.field], i))
        if choice.field in best and best[choice.field] != i and choice.month is None
        else choice
        for i, choice in enumerate(choices)
    ]


def _doubled(table: Table, choice: ColumnChoice, kept: str | None, places: tuple[int, int]) -> ColumnChoice:
    """A second column of one field, kept as it is; which of two of the same name counts is asked."""
    first, second = (table.columns[place].texts for place in places)
    same_name = len({without_number(table.headers[place]) for place in places}) == 1
    if choice.field and same_name and not first.equals(second):
        return replace(choice, field=kept, confidence=0.0, reason=_SAME_NAME, choices=(choice.field,))
    return replace(choice, field=kept, confidence=0.5, reason=_TWICE)


def _surer(choice: ColumnChoice, rank: int) -> tuple[int, float, bool, bool]:
    """What decides between two columns of one field; of amounts side by side the one without tax, then the field's own name."""
    wanted = field(choice.field or "")
    labelled = header_key(choice.header) in (header_key(wanted.label), header_key(wanted.label_ja))
    return rank, choice.confidence, unit_of(choice.header).tax != "included", labelled


__all__ = ["ColumnChoice", "Mapping", "Surroundings", "propose"]
