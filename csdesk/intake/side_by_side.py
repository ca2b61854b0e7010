"""Which columns of a sheet stand together: blank columns part two tables, or are only air within one."""

from __future__ import annotations

from itertools import pairwise

from csdesk.intake.grid import Grid
from csdesk.intake.header_rows import Header, find_header
from csdesk.intake.months import month_of

_MOST_MONTHS = 60
_FEWEST_MONTHS = 3
_MONTH_WORDS = frozenset({"月", "年月", "月度", "対象月", "計上月", "期間", "month", "months", "period"})

Columns = tuple[int, int]  # first and last


def column_groups(grid: Grid) -> list[Columns]:
    """The columns of each table of the sheet, from left to right."""
    groups: list[Columns] = []
    start: int | None = None
    for column in range(grid.width + 1):
        filled = column < grid.width and grid.filled_in_column(column) > 0
        if filled and start is None:
            start = column
        elif not filled and start is not None:
            groups.append((start, column - 1))
            start = None
    if len(groups) < 2:
        return groups
    if any(right - left < 1 for left, right in groups) or grid.merged_across(groups):
        return [(groups[0][0], groups[-1][1])]
    return _parted(grid, groups)


def _parted(grid: Grid, groups: list[Columns]) -> list[Columns]:
    """The groups, each joined to the one at its left unless it is a table of its own."""
    headers = [find_header(grid, 0, grid.rows, left, right) for left, right in groups]
    found = [header for header in headers if header is not None and header.last >= 0]
    if len(found) < len(groups):
        return [(groups[0][0], groups[-1][1])]
    tables = [[groups[0]]]
    heads = [[found[0]]]
    for group, header in zip(groups[1:], found[1:], strict=True):
        if _stands_apart(grid, tables[-1], heads[-1], group, header):
            tables.append([group])
            heads.append([header])
        else:
            tables[-1].append(group)
            heads[-1].append(header)
    return [(joined[0][0], joined[-1][1]) for joined in tables]


def _stands_apart(grid: Grid, joined: list[Columns], heads: list[Header], group: Columns, header: Header) -> bool:
    """Whether the group is a table of its own beside those at its left.

    It is where it begins as they do (顧客名 … | 会社名 …), where it is a run of months that they are not, and where
    it ends on another row. A word that comes twice says so too, unless only the left side says which customer
    a row is of: 開始日, 金額 | 開始日, 金額 are last year and this year of the same customer.
    """
    first, begins = heads[0].texts[0], header.texts[0]
    if begins and (begins == first or _means_the_same_customer(first, begins)):
        return True
    if _runs_through_months(grid, group, header) and not _runs_through_months(grid, joined[0], heads[0]):
        return True
    left_texts = {text for head in heads for text in head.texts if text}
    only_left = _names_customers(left_texts) and not _names_customers(header.texts)
    if left_texts & set(header.texts) and not only_left:
        return True
    ends = [grid.last_filled(joined[0][0], joined[-1][1]), grid.last_filled(*group)]
    # Rows that begin together and end a row apart: the last customer has a blank there, or a total has its words.
    near = max(1, (max(ends) - header.last) // 10) if header.first_data == heads[0].first_data else 0
    return abs(ends[0] - ends[1]) > near


def _customer_codes(header: str) -> set[str]:
    from csdesk.intake.headers import candidates
    from csdesk.intake.subjects import ACCOUNT_IDS

    return {field.code for field in candidates(header).explicit} & set(ACCOUNT_IDS) if header else set()


def _means_the_same_customer(first: str, second: str) -> bool:
    return bool(_customer_codes(first) & _customer_codes(second))


def _names_customers(headers: set[str] | tuple[str, ...]) -> bool:
    return any(_customer_codes(header) for header in headers)


def _runs_through_months(grid: Grid, columns: Columns, header: Header) -> bool:
    """Whether the first column counts months up, one a row: 月 above 4月, 5月, 6月 …, perhaps with a total below."""
    if header.texts[0].strip().casefold() not in _MONTH_WORDS:
        return False
    rows = grid.filled_rows(header.first_data, grid.rows, columns[0], columns[0], _MOST_MONTHS)
    months = [month_of(grid.row(row)[columns[0]][0]) for row in rows]
    if months and months[-1] is None:
        months.pop()
    known = [month[1] for month in months if month is not None]
    return len(known) == len(months) >= _FEWEST_MONTHS and all(b == a % 12 + 1 for a, b in pairwise(known))
