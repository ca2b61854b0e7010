"""Contracts another list knows by a number or a product, in lists that say less: known again by customer and dates.

A second person's list may hold neither contract number nor product. Where exactly one contract of the
customer has the dates a row states, the row is about that one; else it would count twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, product

import numpy as np
import pandas as pd

from csdesk.intake.merging import RowFrame

_MAY_SAY = ("product", "start", "end")
_IDENTITY = ("account_key", "one_off", "external_id", *_MAY_SAY)


def complete_terms(known: pd.DataFrame, parts: Sequence[RowFrame]) -> None:
    """Give rows without a number the number, product and start of the only contract that has all they state.

    The frames of the parts are replaced. Rows of one table that would become the same contract stay as they are.

    Args:
        known: the contracts of the book, in frame form.
    """
    owns = [_identity(part.frame) for part in parts]
    if not any(_lacking(own).any() for own in owns):
        return
    of_book = _identity(known)[~known["archived"].isin([True]).to_numpy()] if len(known) else _identity(known)
    for part, own in zip(parts, owns, strict=True):
        if not _lacking(own).any():
            continue
        others = [of_book, *(other for other in owns if other is not own)]  # rows of one list are different contracts
        found = _matches(own, _unclaimed(pd.concat(others, ignore_index=True).drop_duplicates(ignore_index=True), own))
        found = found[~found["place"].duplicated(keep=False)] if len(found) else found
        if len(found):
            part.frame = _filled(part.frame, found)


def _identity(frame: pd.DataFrame) -> pd.DataFrame:
    """What contracts are known by, comparable between frames; blank where a frame lacks a column."""
    some = frame.reindex(columns=list(_IDENTITY)).reset_index(drop=True)
    days = {name: pd.to_datetime(some[name]).astype("datetime64[s]") for name in ("start", "end")}
    texts = {name: some[name].astype(object).where(some[name].notna(), None) for name in ("external_id", "product")}
    once = {"one_off": frame["basis"].isin(["one_off"]).to_numpy() if "basis" in frame.columns else False}
    whole = pd.DataFrame({"account_key": some["account_key"].astype("float64"), **texts, **days}).assign(**once)
    return whole[list(_IDENTITY)]  # a setup fee is not the subscription beside it


def _lacking(own: pd.DataFrame) -> pd.Series:
    """Which rows have no number and yet a date, and do not say all they are known by otherwise."""
    dated = own["start"].notna() | own["end"].notna()
    return own["external_id"].isna() & dated


def _unclaimed(pool: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """The contracts that no row of the list names outright, by number or by product and start."""
    named = ["account_key", "one_off", "product", "start"]
    outright = pool.merge(own[named].drop_duplicates(), on=named, how="left", indicator=True)["_merge"] == "both"
    numbered = pool["external_id"].notna()
    claimed = (numbered & pool["external_id"].isin(own["external_id"].dropna())) | (~numbered & outright.to_numpy())
    return pool[~claimed].reset_index(drop=True)


def _matches(own: pd.DataFrame, pool: pd.DataFrame) -> pd.DataFrame:
    """Rows with the only contract that says the same and more: columns row, place (in the pool), and what it is known by."""
    lacking = _lacking(own)
    pool = pool.assign(place=np.arange(len(pool)))
    found = []
    for says in product((True, False), repeat=len(_MAY_SAY)):
        stated = list(compress(_MAY_SAY, says))
        rows = lacking.copy()
        for name, said in zip(_MAY_SAY, says, strict=True):
            rows &= own[name].notna() if said else own[name].isna()
        if not rows.any():
            continue
        more = pool["external_id"].notna()
        for name in set(_MAY_SAY[:2]) - set(stated):
            more |= pool[name].notna()
        on = ["account_key", "one_off", *stated]
        only = pool[more & pool[stated].notna().all(axis=1)].drop_duplicates(on, keep=False)
        mine = own.loc[rows, on].assign(row=np.flatnonzero(rows))
        found.append(mine.merge(only, on=on)[["row", "place", "external_id", "product", "start"]])
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame({"row": [], "place": []})


def _filled(frame: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The frame with number, product and start of the contracts its rows were found to be about, where it has none."""
    rows = found["row"].to_numpy(dtype=np.int64)
    frame = frame.copy()
    for name, dtype in (("external_id", "string[pyarrow]"), ("product", "string[pyarrow]"), ("start", "datetime64[s]")):
        given = found[name].notna().to_numpy()
        if not given.any():
            continue
        if name not in frame.columns:
            frame[name] = pd.Series([pd.NaT if name == "start" else pd.NA] * len(frame), dtype=dtype)
        values = frame[name].array.copy()
        blank = given & pd.isna(values[rows])
        values[rows[blank]] = found[name].array[blank]
        frame[name] = values
    return frame
