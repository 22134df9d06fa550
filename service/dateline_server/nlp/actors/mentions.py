"""What one field says before names are linked: places where an actor may be named."""

from __future__ import annotations

from dataclasses import dataclass

from ...domain.actor import ActorType
from ...domain.text import Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of a field that may name an actor.

    ``actor_id`` is set where the lexicon or a rule knows the actor, else empty. ``guarded`` tells
    that the name counts only where something else speaks for it. ``rule`` says how it was found.
    """

    span: Span
    type: ActorType
    rule: str
    actor_id: str = ""
    guarded: bool = False
