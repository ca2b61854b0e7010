"""What ``csdesk show backtest`` gives: the book's health models held against its past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csdesk.app.listings import Row, json_value, major_number
from csdesk.i18n import Language
from csdesk.model.keys import written_key

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment
    from csdesk.rules.backtest import BackTest, Outcome

HORIZON = 90


def backtest_row(assessment: Assessment) -> Row:
    """The back-test over 90 days, and in short over 60 and 180; shares are fractions, null where not measured."""
    from csdesk.rules.backtest import backtest
    from csdesk.rules.backtest_ground import HORIZONS, ground_of

    found = {horizon: backtest(assessment, ground=ground_of(assessment, horizon), leave_out=horizon == HORIZON) for horizon in HORIZONS}  # fmt: skip
    main = found[HORIZON]
    return {
        "as_of": assessment.as_of.isoformat(),
        "models": [f"{model.name} {model.version}" for model in assessment.policies.health],
        **_short(main),
        "few_losses": main.few,
        "scores_lost": main.scores_lost.tolist(),
        "scores_kept": main.scores_kept.tolist(),
        "gains": _twentieths(main),
        "without": [
            {"model": model, "component": metric, **_rates(outcome)} for model, metric, outcome in main.without
        ],
        "other_horizons": [_short(one) for horizon, one in found.items() if horizon != HORIZON],
    }


def disagreement_rows(assessment: Assessment) -> list[Row]:
    """Whom the CSM sees differently from the model, opposite bands first, then by ARR; views in points."""
    from csdesk.rules.health_disagreement import disagreements

    currency = assessment.policies.revenue.currency
    spoken = Language("en")
    rows: list[Row] = []
    for item in disagreements(assessment).to_dict("records"):
        row: Row = {"account_key": written_key("account", int(item["account_key"]))}
        row |= {str(name): json_value(value, spoken) for name, value in item.items() if name != "account_key"}
        rows.append(row | {"arr": major_number(item["arr"], currency), "currency": currency})
    return rows


def history_rows(assessment: Assessment) -> list[Row]:
    """Health at the ends of the last 12 months and on the as-of date, by the version then in force."""
    from csdesk.rules.health_history import month_end_history

    return [
        {"account_key": written_key("account", int(item.pop("account_key")))}
        | {str(name): json_value(value) for name, value in item.items()}
        for item in month_end_history(assessment).to_dict("records")
    ]


def _twentieths(found: BackTest) -> list[Row]:
    """The gains curve at every twentieth of the units: losses among the first of them."""
    last = len(found.gains) - 1
    at = sorted({last * step // 20 for step in range(21)})
    return [{"units": n, "losses": int(found.gains[n])} for n in at]


def _short(found: BackTest) -> Row:
    return {
        "horizon_days": found.horizon,
        "quarter_ends": [day.isoformat() for day in found.days],
        "units": found.outcome.units,
        "losses": found.outcome.losses,
        "lost_accounts": found.lost_accounts,
        "losses_without_a_score": found.no_data_lost,
        "units_without_a_score": found.no_data,
        "losses_of_no_customers": found.others_lost,
        "source_churn_events": found.events,
        "source_churn_events_flagged": found.events_flagged,
        "median_warning_days": found.warning_days,
        **_rates(found.outcome),
    }


def _rates(outcome: Outcome) -> Row:
    return {
        "caught": outcome.caught,
        "missed": outcome.missed,
        "false_alarms": outcome.false_alarms,
        "quiet": outcome.quiet,
        "recall": outcome.recall,
        "recall_interval": _pair(outcome.recall_interval),
        "precision": outcome.precision,
        "precision_interval": _pair(outcome.precision_interval),
        "f1": outcome.f1,
    }


def _pair(interval: tuple[float, float] | None) -> list[float] | None:
    return None if interval is None else [round(interval[0], 4), round(interval[1], 4)]
