"""A logistic scorecard: readable features, one weight each, one threshold."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...errors import DataFileError


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Weights by feature name, the bias, and what is decided with them.

    ``damping`` multiplies the probability of every candidate of a clause but the best;
    ``threshold`` is the probability from which on a candidate tells of an event.
    """

    weights: Mapping[str, float]
    bias: float
    threshold: float
    damping: float

    def probability(self, features: Iterable[str]) -> float:
        """The probability, in 0..1, that a candidate with these features tells of an event."""
        weight = self.weights.get
        total = self.bias + sum([weight(name, 0.0) for name in features])
        return 1.0 / (1.0 + math.exp(-total))


def load_scorecard(path: Path) -> Scorecard:
    """Reads a scorecard from TOML: ``bias``, ``threshold``, ``damping`` and a table ``weights``.

    Raises:
        DataFileError: a key is missing or unknown, or a value is no finite number.

    """
    with path.open("rb") as file:
        table = tomllib.load(file)
    if set(table) != {"bias", "threshold", "damping", "weights"}:
        raise DataFileError(path, "top level", "needs exactly bias, threshold, damping, weights")
    weights = table.pop("weights")
    for name, value in {**table, **weights}.items():
        if not isinstance(value, float) or not math.isfinite(value):
            raise DataFileError(path, name, f"{value!r} is no finite number")
    return Scorecard(weights, table["bias"], table["threshold"], table["damping"])
