from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from csdesk.model.policies import Policies
from csdesk.rules.figures import figures
from csdesk.rules.frames import MemoryFrames, frame_of
from csdesk.rules.ledger import make_ledger
from csdesk.rules.trend import trend

SINCE, AS_OF = date(2023, 12, 31), date(2024, 12, 31)


@pytest.fixture(scope="module")
def frames(shared_data: Path) -> MemoryFrames:
    """500 accounts and 5,000 contracts of a published data set, brought into frames by hand."""
    folder = shared_data / "A" / "ravenstack-saas"
    if not folder.is_dir():
        pytest.skip("the RavenStack files are not there")
    accounts = pd.read_csv(folder / "ravenstack_accounts.csv", encoding="utf-8-sig")
    rows = pd.read_csv(folder / "ravenstack_subscriptions.csv", encoding="utf-8-sig")
    keys = {text: key for key, text in enumerate(accounts["account_id"], 1)}

    def dates(name: str) -> pd.Series[Any]:
        return pd.to_datetime(rows[name], format="%d-%m-%Y").astype("datetime64[s]")

    contracts = frame_of("contract", [{}] * len(rows)).assign(
        account_key=rows["account_id"].map(keys).astype("Int64"),
        start=dates("start_date"),
        end=dates("end_date"),
        amount=(rows["arr_amount"] * 100).astype("Int64"),
        basis=pd.Series("annual", index=rows.index, dtype="string[pyarrow]"),
        currency=pd.Series("USD", index=rows.index, dtype="string[pyarrow]"),
        trial=rows["is_trial"].astype("boolean"),
        auto_renew=rows["auto_renew_flag"].astype("boolean"),
        status=rows["churn_flag"].map({True: "ended", False: "active"}).astype("string[pyarrow]"),
    )
    return MemoryFrames({"account": frame_of("account", [{"key": k} for k in keys.values()]), "contract": contracts})


@pytest.fixture(scope="module")
def ledger(frames: MemoryFrames) -> pd.DataFrame:
    frame = frames.frame
    return make_ledger(frame("contract"), frame("rate"), Policies(), AS_OF)


@pytest.mark.shared_data
def test_the_bridge_of_five_thousand_real_contracts_is_as_worked_out(
    frames: MemoryFrames, ledger: pd.DataFrame
) -> None:
    found = figures(ledger, frames, Policies(), SINCE, AS_OF)
    dollars = {
        name: getattr(found.bridge, name) / 100
        for name in ("opening", "new", "reactivation", "upsell", "cross_sell", "contraction", "churn", "fx", "closing")
    }
    assert dollars == {
        "opening": 15_145_356, "new": 78_411_720, "reactivation": 294_912, "upsell": 29_324_220, "cross_sell": 0,
        "contraction": 62_100, "churn": 0, "fx": 0, "closing": 123_114_108,
    }  # fmt: skip
    assert found["arr"].value == 12_311_410_800
    assert found["accounts"].value == 500
    assert len(ledger) == 5000
    assert ledger["final"].sum() == 486


@pytest.mark.shared_data
def test_retention_of_five_thousand_real_contracts_is_as_worked_out(frames: MemoryFrames, ledger: pd.DataFrame) -> None:
    found = figures(ledger, frames, Policies(), SINCE, AS_OF)
    nrr, grr = found["nrr"].value, found["grr"].value
    assert nrr is not None
    assert grr is not None
    assert (round(nrr, 3), round(grr, 4)) == (2.932, 0.9959)
    last = trend(ledger, Policies(), AS_OF).iloc[-1]
    assert (last["arr"], last["nrr"], last["grr"]) == (12_311_410_800, pytest.approx(nrr), pytest.approx(grr))
