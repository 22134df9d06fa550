"""The strict loader of temporal rules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimexRules:
    """Every temporal rule, compiled."""


def load_timex_rules() -> TimexRules:
    """Loads the rules that ship with the service."""
    return TimexRules()
