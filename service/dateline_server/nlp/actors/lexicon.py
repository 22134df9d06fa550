"""The actor lexicon: names, identities, relations."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActorLexicon:
    """Every known actor, and the way from a name to it."""


def load_actor_lexicon() -> ActorLexicon:
    """Loads the lexicon that ships with the service."""
    return ActorLexicon()
