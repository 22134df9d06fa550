"""A timeline as a file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ExportFormat(StrEnum):
    """The formats of a timeline file."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    TIMELINEJS_CSV = "timelinejs-csv"


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What a file holds, and what it could not hold.

    ``undated`` events were left out because the format needs a date; ``rounded`` ones were written
    with a date less exact than their own because the format cannot say it.
    """

    written: int = 0
    undated: int = 0
    rounded: int = 0
