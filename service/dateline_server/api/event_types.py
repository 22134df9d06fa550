"""Event types as clients write them, checked against the ontology."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from ..errors import InvalidInput
from ..nlp.events.ontology import Ontology, load_ontology


@cache
def _ontology() -> Ontology:
    return load_ontology()


def checked_type(name: str, field: str) -> str:
    """The type itself.

    Raises:
        InvalidInput: there is none of the name; the message has those that are near, or all.

    """
    if name in _ontology():
        return name
    near = _near(name.lower())
    hint = f"did you mean {' or '.join(near)}?" if near else f"use {', '.join(_ontology())}"
    raise InvalidInput(f"{field} {name[:40]!r} is no event type: {hint}", field=field)


def _near(name: str) -> list[str]:
    """At most three types that are spelled alike, or whose gloss in either language has the word."""
    spelled = get_close_matches(name, _ontology(), 3)
    glossed = [
        kind.id
        for kind in _ontology().values()
        if len(name) > 1 and (name in kind.gloss_en.split() or name in kind.gloss_zh)
    ]
    return list(dict.fromkeys([*spelled, *glossed]))[:3]
