"""Which contracts known so far the stretches of equal monthly revenue are, and which are new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from csdesk.intake.merging import RowFrame

_DAY = pd.Timedelta(days=1)
_NAMES = ["account_key", "product", "external_id", "amount", "basis", "currency", "start", "end", "seen_on", "archived"]
_TEXTS = ("product", "external_id", "basis", "currency")


@dataclass(slots=True)
class Entries:
    """The contracts known so far, with ``eff`` (the day one stands from), ``group`` and ``history``.

    ``history``: without a number and first seen on some day, as lists and months give them.
    """

    frame: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the stretches.

    Attributes:
        runs: those that are taken, with ``key``.
        ends: key, end and position of known contracts that end where a stretch begins.
        elsewhere: mask of the stretches whose customers have other contracts.
    """

    runs: pd.DataFrame
    ends: pd.DataFrame
    elsewhere: Any


def known_entries(book: pd.DataFrame, beside: Sequence[RowFrame]) -> Entries:
    """The contracts of the book and of this import so far."""
    frames = [_plain(book, book["key"].to_numpy())] + [_plain(part.frame, part.keys) for part in beside]
    filled = [frame for frame in frames if len(frame)]
    whole = pd.concat(filled, ignore_index=True) if filled else frames[0]
    # Of a contract the book knows and this import brings again, what the import says counts.
    return Entries(whole.drop_duplicates("key", keep="last").reset_index(drop=True))


def _plain(frame: pd.DataFrame, keys: Any) -> pd.DataFrame:
    found = pd.DataFrame({"key": np.asarray(keys, dtype=np.int64)})
    for name in _NAMES:
        values = frame[name] if name in frame.columns else pd.Series([None] * len(frame), dtype=object)
        if name in ("start", "end", "seen_on"):
            found[name] = pd.to_datetime(values).to_numpy(dtype="datetime64[s]")
        elif name in _TEXTS:
            found[name] = values.astype(object).where(values.notna(), "").to_numpy(dtype=object)
        else:
            found[name] = values.to_numpy(dtype=np.float64, na_value=np.nan)
    found["group"] = found["product"]
    found["eff"] = found["start"].fillna(found["seen_on"])
    found["history"] = (found["external_id"] == "") & (found["seen_on"].notna() | found["start"].isna())
    return found[(found["archived"] != 1) & (found["basis"] != "one_off")].reset_index(drop=True)


def settled(runs: pd.DataFrame, entries: Entries, next_key: int) -> Settled:
    """The stretches with their keys: of known contracts that they go on from or correct, else new ones.

    Args:
        runs: as ``monthly_revenue`` makes them.
        entries: what is known; the stretches that are taken are added.
    """
    runs = runs.assign(
        run=np.arange(len(runs)), account=runs["account_key"].to_numpy(dtype=np.float64),
        group=runs["product"].astype(object).where(runs["product"].notna(), "").to_numpy(dtype=object),
    )  # fmt: skip
    known = entries.frame[entries.frame["account_key"].isin(runs["account"])]
    pairs = known.merge(runs, left_on=["account_key", "group"], right_on=["account", "group"], suffixes=("", "_run"))
    pairs = pairs[pairs["history"]]
    eff = pairs["eff"].fillna(pairs["begin"])
    within = (eff >= pairs["begin"]) & (pairs["end_run"].isna() | (eff <= pairs["end_run"]))
    reaches = pairs["first"] & (eff < pairs["begin"]) & (pairs["end"].isna() | (pairs["end"] >= pairs["begin"]))
    same = (pairs["amount"] == pairs["amount_run"].astype(np.float64)) & (pairs["basis"] == pairs["basis_run"])
    same &= pairs["currency"] == pairs["currency_run"]
    taken = pairs[within | (reaches & same)].sort_values(["run", "eff"], kind="stable")
    cut = pairs[reaches & ~same]
    extra = taken[taken.duplicated("run")]
    taken = taken.drop_duplicates("run")
    elsewhere = runs["account"].isin(_beside(known, runs)) | runs["account"].isin(extra["account_key"])
    left_out = elsewhere.to_numpy()
    kept = _keyed(runs[~left_out], taken[~taken["run"].isin(runs["run"][left_out])], next_key)
    cut = cut[~cut["run"].isin(runs["run"][left_out])]
    ends = pd.DataFrame({"key": cut["key"], "end": cut["begin"] - _DAY, "position": cut["position"]})
    _remember(entries, kept, ends)
    return Settled(kept, ends.drop_duplicates("key"), left_out)


def _beside(known: pd.DataFrame, runs: pd.DataFrame) -> Any:
    """The customers with contracts of another kind or product that run in the months of the table."""
    first = runs["begin"].min()
    own = pd.MultiIndex.from_arrays([runs["account"], runs["group"]])
    mine = known["history"].to_numpy() & pd.MultiIndex.from_arrays([known["account_key"], known["group"]]).isin(own)
    runs_then = (known["end"].isna() | (known["end"] >= first)).to_numpy()
    return known["account_key"][~mine & runs_then & known["amount"].notna().to_numpy()]


def _keyed(runs: pd.DataFrame, taken: pd.DataFrame, next_key: int) -> pd.DataFrame:
    of = taken.set_index("run")[["key", "eff", "start"]].reindex(runs["run"])
    keys = of["key"].to_numpy(dtype=np.float64, na_value=np.nan).copy()
    new = np.isnan(keys)
    keys[new] = next_key + np.arange(int(new.sum()))
    eff = of["eff"].to_numpy(dtype="datetime64[s]")
    started = of["start"].to_numpy(dtype="datetime64[s]")
    begin = runs["begin"].to_numpy(dtype="datetime64[s]")
    nat = np.datetime64("NaT", "s")
    start = runs["start"].to_numpy(dtype="datetime64[s]")
    earlier = ~np.isnat(eff) & (eff < begin)  # the book knows it from before the first month
    start = np.where(earlier, nat, np.where(np.isnat(start) & (started > begin), begin, start))
    seen = np.where(earlier, nat, runs["seen_on"].to_numpy(dtype="datetime64[s]"))
    return runs.assign(
        key=keys.astype(np.int64), start=pd.array(start, dtype="datetime64[s]"),
        seen_on=pd.array(seen, dtype="datetime64[s]"), eff=np.where(earlier, eff, begin),
    )  # fmt: skip


def _remember(entries: Entries, kept: pd.DataFrame, ends: pd.DataFrame) -> None:
    """Add what was taken to what is known, so that a later table goes on from it."""
    old = entries.frame[~entries.frame["key"].isin(kept["key"])].copy()
    cut = ends.drop_duplicates("key").set_index("key")["end"].reindex(old["key"]).to_numpy(dtype="datetime64[s]")
    old["end"] = np.where(np.isnat(cut), old["end"].to_numpy(dtype="datetime64[s]"), cut)
    if not len(kept):
        entries.frame = old
        return
    new = _plain(kept, kept["key"].to_numpy())
    new["eff"] = kept["eff"].to_numpy(dtype="datetime64[s]")
    new["history"] = True
    entries.frame = pd.concat([old, new], ignore_index=True) if len(old) else new
