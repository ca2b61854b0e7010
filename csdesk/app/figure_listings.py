"""What ``csdesk show`` gives of figures: key figures, cohorts, months, forecast, segments and capacity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from csdesk.app.asked import Asked, Span, selection_of, span_of, split_kind
from csdesk.app.listings import Row, json_value, major_number
from csdesk.i18n import Language
from csdesk.model.errors import CSDeskError

if TYPE_CHECKING:
    import pandas as pd

    from csdesk.app.workspace import Workspace
    from csdesk.rules.assessment import Assessment
    from csdesk.rules.comparison import Compared
    from csdesk.rules.figure import Figure, Figures
    from csdesk.rules.selection import Selection

_BRIDGE = ("opening", "new", "reactivation", "upsell", "cross_sell", "contraction", "churn", "fx", "closing")


def figures(workspace: Workspace, asked: Asked) -> list[Row] | Row:
    """The key figures: ratios as fractions, money in major units, null where not measured; one row a part with ``by``.

    ``details`` says of each figure its formula, period, n, what was left out, the value of the period
    before, and the target.

    Raises:
        CSDeskError: there is no such period, or no such part.
    """
    span = span_of(workspace, asked)
    assessment = workspace.assessment(asked.as_of)
    if asked.by is None:
        return _figures_row(workspace, assessment, span, selection_of(workspace, asked), asked.language)
    from csdesk.rules.assessed_figures import figure_parts

    parts = figure_parts(assessment, split_kind(asked.by))
    return [{asked.by: part.value, **_figures_row(workspace, assessment, span, part, asked.language)} for part in parts]


def _figures_row(
    workspace: Workspace, assessment: Assessment, span: Span, within: Selection | None, language: Language
) -> Row:
    from csdesk.rules.comparison import compared, period_meant, targets_of

    found = assessment.figures(span.since, span.until, within)
    currency = found.currency
    row: Row = {"as_of": assessment.as_of.isoformat(), "from": span.since.isoformat(), "currency": currency}
    if span.until != assessment.as_of:
        row["to"] = span.until.isoformat()
    if span.period is not None:
        row["period"] = span.period.code
    row |= {code: _value(figure, figure.value, currency) for code, figure in found.numbers.items()}
    bridge = {name: major_number(getattr(found.bridge, name), currency) for name in _BRIDGE}
    if found.bridge.unexplained:
        bridge["unexplained"] = major_number(found.bridge.unexplained, currency)
    row["bridge"] = bridge
    meant = span.period or period_meant(span.since, span.until, workspace.policies.calendar)
    # A target is one of the whole book.
    targets = {} if within is not None else targets_of(workspace.frame("target"), meant, found)
    both = compared(found, _before(assessment, span, within), targets)
    row["details"] = {code: _details(one, currency, language) for code, one in both.items()}
    return row


def _before(assessment: Assessment, span: Span, within: Selection | None) -> Figures | None:
    """The figures of the period before; None where the book lacks an exchange rate of that time."""
    from csdesk.rules.comparison import days_before, days_of

    first, last = days_of(span.period.moved(-1)) if span.period else days_before(span.since, span.until)
    try:
        return assessment.figures(first, last, within)
    except CSDeskError:
        return None


def _value(figure: Figure, value: object, currency: str) -> object:
    return major_number(value, currency) if figure.unit == "money" else json_value(value)


def _details(one: Compared, currency: str, language: Language) -> Row:
    figure = one.figure
    return {
        "value": _value(figure, figure.value, currency),
        "unit": figure.unit,
        "formula": language.text(figure.definition),
        "from": figure.period[0].isoformat(),
        "to": figure.period[1].isoformat(),
        "n": figure.n,
        "left_out": language.text(figure.left_out) if figure.left_out else None,
        "before": _value(figure, one.before, currency),
        "change": _value(figure, one.change, currency),
        "target": _value(figure, one.target, currency),
        "gap": _value(figure, one.gap, currency),
    }


def cohorts(workspace: Workspace, asked: Asked) -> Row:
    """Retention by start quarter: ``rows`` has one row a start quarter and later quarter end.

    Raises:
        CSDeskError: there is no such part.
    """
    from csdesk.rules.assessed_figures import ledger_within
    from csdesk.rules.cohorts import cohorts as cohorts_of

    assessment = workspace.assessment(asked.as_of)
    ledger = ledger_within(assessment, selection_of(workspace, asked))
    found = cohorts_of(ledger, workspace.policies.calendar, asked.as_of)
    currency = workspace.policies.revenue.currency
    money = ("arr", "kept_arr", "kept_gross")
    return {
        "as_of": asked.as_of.isoformat(), "currency": currency, "formula": asked.language.text(found.definition),
        "n": found.n, "left_out": asked.language.text(found.left_out) if found.left_out else None,
        "rows": [_row(item, money, currency, rename={"code": "cohort", "age": "quarters_later"}) for item in _items(found.rows)],
    }  # fmt: skip


def trend(workspace: Workspace, asked: Asked) -> list[Row]:
    """One row a month: the bridge of the month, retention over the twelve months before, accounts and who left.

    Raises:
        CSDeskError: there is no such part.
    """
    from csdesk.rules.assessed_figures import ledger_within
    from csdesk.rules.trend import monthly

    ledger = ledger_within(workspace.assessment(asked.as_of), selection_of(workspace, asked))
    months = 12 if asked.since is None else max(1, _months(asked))
    currency = workspace.policies.revenue.currency
    money = ("arr", "mrr", *_BRIDGE, "unexplained")
    return [_row(item, money, currency) for item in _items(monthly(ledger, asked.as_of, months))]


def _months(asked: Asked) -> int:
    first = asked.since or asked.as_of
    return (asked.as_of.year - first.year) * 12 + asked.as_of.month - first.month + 1


def forecast(workspace: Workspace, asked: Asked) -> Row:
    """The renewal forecast, weighted and called: by category, and in ``rows`` by month and category.

    ``accuracy`` holds the forecasts kept in the book against what became of them: see ``forecast_accuracy.accuracy``.

    Of the renewals between the days asked for, or of a fiscal period, to its very end; of all where neither is given.

    Raises:
        CSDeskError: the text names no period.
    """
    import pandas as pd

    from csdesk.app.forecast_snapshots import past_accuracy, snapshot_days
    from csdesk.model.periods import parse_period
    from csdesk.rules.forecast import by_month, outlook, target_amount, totals

    assessment = workspace.assessment(asked.as_of)
    renewals = assessment.renewals
    first, last = asked.since, asked.until
    if asked.period is not None:
        period = parse_period(asked.period, workspace.policies.calendar)
        first, last = period.start, period.end
    if first is not None:
        renewals = renewals[renewals["renewal_on"] >= pd.Timestamp(first)]
    if last is not None:
        renewals = renewals[renewals["renewal_on"] <= pd.Timestamp(last)]
    currency = workspace.policies.revenue.currency
    money = ("up_for_renewal", "expected", "weighted")
    categories = [_row(item, money, currency) for item in _items(totals(renewals, workspace.policies))]
    seen, said = outlook(renewals), ("due", "expected", "weighted", "actual")
    target = target_amount(renewals, workspace.frame("target"), workspace.policies)
    return {
        "as_of": asked.as_of.isoformat(),
        "from": None if first is None else first.isoformat(),
        "to": None if last is None else last.isoformat(),
        "currency": currency,
        "contracts": seen.n, "contracts_called": seen.called_n, "contracts_weighted": seen.weighted_n,
        "up_for_renewal": major_number(seen.due, currency), "called": major_number(seen.called, currency),
        "expected": major_number(seen.called, currency), "weighted": major_number(seen.weighted, currency),
        "target": major_number(target, currency),
        "by_category": categories,
        "forecasts_kept": len(snapshot_days(workspace)),
        "accuracy": [_row(item, said, currency) for item in _items(past_accuracy(workspace, assessment))],
        "rows": [_row(item, money, currency) for item in _items(by_month(renewals))],
    }  # fmt: skip


def segments(workspace: Workspace, asked: Asked) -> list[Row]:
    """The three tiers with accounts, ARR and hours."""
    currency = workspace.policies.revenue.currency
    found = workspace.assessment(asked.as_of).segments
    return [_row(item, ("arr",), currency) | {"currency": currency} for item in _items(found)]


def capacity(workspace: Workspace, asked: Asked) -> list[Row]:
    """One row a CSM: accounts by tier, ARR, and the hours a month they need against those there are."""
    currency = workspace.policies.revenue.currency
    found = workspace.assessment(asked.as_of).capacity
    return [_row(item, ("arr",), currency) | {"currency": currency} for item in _items(found)]


def _items(frame: pd.DataFrame) -> Iterator[Mapping[str, Any]]:
    yield from frame.to_dict("records")


def _row(
    item: Mapping[str, Any], money: tuple[str, ...], currency: str, rename: Mapping[str, str] | None = None
) -> Row:
    """A row of a frame as plain data; absent is null."""
    named = rename or {}
    return {
        named.get(name, name): major_number(value, currency) if name in money else json_value(value)
        for name, value in item.items()
    }
