"""A small frame of accounts with gaps."""

from __future__ import annotations

import pandas as pd


def accounts() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "key": [11, 12, 13, 14],
            "name": pd.array(["Beta", "alpha", "ﾂｷﾐ工業", None], dtype="string[pyarrow]"),
            "kana": pd.array([None, None, "ツキミ", None], dtype="string[pyarrow]"),
            "touch": pd.array(["low", "high", "tech", "high"], dtype="string[pyarrow]"),
            "arr": pd.array([1_540_000, 18_600_000, None, 0], dtype="Int64"),
            "health": pd.array([45, 72, None, 91], dtype="Int64"),
            "band": pd.array(["at_risk", "healthy", "no_data", "healthy"], dtype="string[pyarrow]"),
            "health_change": pd.array([-24, 3, None, 0], dtype="Int64"),
            "renewal_on": pd.to_datetime(["2026-12-07", None, "2027-01-31", "2026-11-30"]).astype("datetime64[s]"),
        }
    )
