"""What was forecast, kept in the book once a week, and how right it was."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csdesk.app.clock import today
from csdesk.rules.forecast import CATEGORIES
from csdesk.rules.forecast_accuracy import USUAL_LEAD, Snapshot, accuracy, outcomes, said_before, snapshot_of
from csdesk.rules.months import dates, days
from csdesk.rules.renewals import renewal_list

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.rules.assessment import Assessment

PREFIX = "forecast:"
EVERY = timedelta(days=7)


def snapshot_days(workspace: Workspace) -> list[date]:
    """The days of which the book keeps the forecast, rising."""
    return sorted(date.fromisoformat(n.removeprefix(PREFIX)) for n in workspace.book.settings if n.startswith(PREFIX))


def is_own_day(workspace: Workspace, as_of: date) -> bool:
    """Whether a day is the book's own, pinned or today: what is seen of another was not forecast on it."""
    pinned = workspace.book.settings.get("as_of")
    return as_of == (date.fromisoformat(str(pinned)) if pinned else today())


def snapshot_due(workspace: Workspace, as_of: date) -> bool:
    """Whether the forecast of that day is to be kept: the book can be written, and none of the week before is there.

    A day before the latest one kept is the past seen with what is known now, which nobody forecast.
    """
    known = snapshot_days(workspace)
    return not workspace.read_only and (not known or as_of - known[-1] >= EVERY)


def due_snapshot(workspace: Workspace, assessment: Assessment) -> Snapshot | None:
    """The forecast to keep now; None where it is not due or nothing comes up."""
    if not snapshot_due(workspace, assessment.as_of):
        return None
    made = snapshot_of(assessment.renewals, assessment.as_of)
    return made if len(made.rows) else None


def keep_if_due(workspace: Workspace) -> bool:
    """Keep the forecast of the book's own day where the week has none yet; whether it was.

    Raises:
        CSDeskError: contracts cannot be compared for want of an exchange rate, or the disk refuses.
    """
    day = workspace.as_of
    if not is_own_day(workspace, day) or not snapshot_due(workspace, day):
        return False
    assessment, frame = workspace.assessment(), workspace.frame
    accounts = frame("account")
    # Without health and tiers, which no forecast needs: after an import nobody waits for them.
    renewals = renewal_list(
        assessment.states, assessment.ledger, accounts[~accounts["archived"].fillna(value=False).astype(bool)],
        frame("decision"), workspace.policies, day,
    )  # fmt: skip
    made = snapshot_of(renewals, day)
    if len(made.rows):
        keep_snapshot(workspace, made)
    return bool(len(made.rows))


def keep_snapshot(workspace: Workspace, snapshot: Snapshot) -> None:
    """Write a forecast to the book, beside its history: there is nothing to undo about it.

    Raises:
        BookError: the disk refuses.
    """
    workspace.book.settings[PREFIX + snapshot.on.isoformat()] = _packed(snapshot.rows)


def kept_snapshots(workspace: Workspace) -> list[Snapshot]:
    """Every forecast the book keeps, the oldest first."""
    settings = workspace.book.settings
    return [Snapshot(day, _unpacked(str(settings[PREFIX + day.isoformat()]))) for day in snapshot_days(workspace)]


def past_accuracy(workspace: Workspace, assessment: Assessment, lead: int = USUAL_LEAD) -> pd.DataFrame:
    """How right the forecasts kept in the book were; see ``forecast_accuracy.accuracy`` for the columns."""
    said = said_before(kept_snapshots(workspace), lead)
    return accuracy(outcomes(said, assessment.ledger, assessment.as_of), assessment.policies)


def _packed(rows: pd.DataFrame) -> str:
    codes = {code: place for place, code in enumerate(CATEGORIES)}
    held = {
        "contract": rows["contract_key"].tolist(),
        "on": days(rows["renewal_on"]).astype(np.int64).tolist(),
        "forecast": [codes[str(code)] for code in rows["forecast"].tolist()],
        "annual": [None if pd.isna(value) else int(value) for value in rows["annual"].tolist()],
        "expected": [None if pd.isna(value) else int(value) for value in rows["expected"].tolist()],
    }
    return base64.b64encode(zlib.compress(json.dumps(held, separators=(",", ":")).encode())).decode("ascii")


def _unpacked(text: str) -> pd.DataFrame:
    held = json.loads(zlib.decompress(base64.b64decode(text)))
    return pd.DataFrame(
        {
            "contract_key": np.asarray(held["contract"], dtype=np.int64),
            "renewal_on": dates(np.asarray(held["on"], dtype=np.int64).astype("datetime64[D]")),
            "forecast": pd.Series([CATEGORIES[place] for place in held["forecast"]], dtype="string[pyarrow]"),
            "annual": pd.array(held["annual"], dtype="Int64"),
            "expected": pd.array(held["expected"], dtype="Int64"),
        }
    )
