"""Which group a mention is in when people have decided about it.

The rules give a mention a group. A split gives it another that only the mentions of that split are
in; merges make one group of several. All of that depends on the decisions and the mention alone, so
the order in which documents come changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ..domain.decision import Decision, DecisionKind, MentionPlace
from ..domain.event import Field, StoredMention
from ..domain.ids import stable_hash
from ..domain.text import Span
from .coreference import group_key

Place = tuple[str, Field, Span]


def place_of(told: StoredMention, content_hash: str) -> MentionPlace:
    """Where a mention stands."""
    return MentionPlace(told.document_id, content_hash, told.mention.field, told.mention.trigger)


@dataclass(frozen=True, slots=True)
class Rulings:
    """Decisions made ready for use, for documents of certain contents.

    ``apart`` is the latest split of each mention that was split off; ``united`` gives a group's key for
    every key that merges have joined with others.
    """

    apart: Mapping[Place, str]
    united: Mapping[int, int]

    def key(self, told: StoredMention) -> int:
        """The key of the group that a mention is in."""
        own = self.own_key(told)
        return self.united.get(own, own)

    def own_key(self, told: StoredMention) -> int:
        """The same before merges."""
        key = group_key(told)
        split = self.apart.get((told.document_id, told.mention.field, told.mention.trigger))
        return key if split is None else stable_hash("apart", split, f"{key:016x}")


NOTHING = Rulings({}, {})


def rulings(decisions: Iterable[Decision], contents: Mapping[str, str]) -> Rulings:
    """The rulings of decisions, the oldest first; ``contents`` are the documents' content hashes."""
    apart: dict[Place, str] = {}
    united: dict[int, int] = {}
    for decision in decisions:
        apart |= split_off(decision, contents)
        if decision.kind is DecisionKind.MERGE:
            _unite(united, {key for _, key in decision.mentions})
    return Rulings(apart, united)


def split_off(decision: Decision, contents: Mapping[str, str]) -> dict[Place, str]:
    """The mentions that a decision splits off, in documents that still have the content they had."""
    if decision.kind is not DecisionKind.SPLIT:
        return {}
    return {
        (place.document_id, place.field, place.trigger): decision.id
        for place, _ in decision.mentions
        if contents.get(place.document_id) == place.content_hash
    }


def _unite(united: dict[int, int], keys: set[int]) -> None:
    """Joins groups; the least of all their keys stands for each."""
    roots = {united.get(key, key) for key in keys}
    joined = keys | {key for key, root in united.items() if root in roots}
    root = min(joined | roots)
    united.update(dict.fromkeys(joined | roots, root))


def new_decision(kind: DecisionKind, places: Iterable[MentionPlace], now: datetime) -> Decision:
    """A decision with an id of its own; the groups of its mentions are not known yet."""
    ordered = sorted(set(places), key=repr)
    number = stable_hash("decision", kind, now.isoformat(), *map(repr, ordered))
    return Decision(f"c{number:016x}", kind, tuple((place, 0) for place in ordered), now)
