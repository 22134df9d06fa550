"""The strict loader of event rules: ontology, triggers, cues, weights."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventRules:
    """Everything that the event stage knows."""


def load_event_rules() -> EventRules:
    """Loads the rules that ship with the service."""
    return EventRules()
