"""What of a record may be shown outside the house: the allow-list behind every customer-facing file."""

from __future__ import annotations

import pandas as pd

from csdesk.model.fields import Audience, record_type


def own_rows(record: str, frame: pd.DataFrame, account_key: int) -> pd.DataFrame:
    """The rows of one account, all columns."""
    column = "key" if record == "account" else "account_key"
    mine = (frame[column] == account_key).fillna(False).to_numpy(dtype=bool)
    return frame[mine].reset_index(drop=True)


def shareable(record: str, frame: pd.DataFrame, account_key: int) -> pd.DataFrame:
    """The rows of one account with the columns that may leave the house, and no others.

    The columns are those fields of the record that the catalogue calls shareable, stored or
    computed; ``key`` stays so that rows can refer to each other, and is never shown. Custom
    columns are internal: nobody has said what they hold.
    """
    allowed = [f.name for f in record_type(record).fields if f.audience is Audience.SHAREABLE]
    return own_rows(record, frame, account_key)[["key", *(name for name in allowed if name in frame.columns)]]
