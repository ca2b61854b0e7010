"""How large a number of a spreadsheet may be: beyond that it is a slip, and could not be added up or kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from csdesk.intake.values.cells import Fault, Reading
from csdesk.model.fields import Kind
from csdesk.model.messages import Message

# Amounts are kept as whole minor units of which up to 1,000 make one, twelve times the amount makes a year, and years
# are added up: all of it stays below 2**63. Whole numbers above 2**53 lose digits in a spreadsheet.
_MOST = {Kind.MONEY: 1e14, Kind.INTEGER: 2.0**53}
_MOST_OTHERWISE = 1e18
TOO_LARGE = Fault(
    "too_large",
    Message("This number is too large to be right."),
    Message("Check its digits; amounts go up to a hundred trillion."),
)


def within_sizes(found: Reading, kind: Kind) -> Reading:
    """The numbers (float64) without those that are infinite or beyond what a field of the kind may hold."""
    beyond = np.flatnonzero(np.abs(found.values) > _MOST.get(kind, _MOST_OTHERWISE))
    beyond = np.setdiff1d(beyond, found.positions)
    if not len(beyond):
        return found
    values = found.values.copy()
    values[beyond] = np.nan
    positions = np.concatenate([found.positions, beyond])
    return replace(found, values=values, positions=positions, faults=(*found.faults, *[TOO_LARGE] * len(beyond)))
