"""Actors as they are now: an id from before the lexicon knew a name leads to the lexicon's actor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..domain.actor import Actor
from ..domain.event import Event, Participant
from ..domain.query import StoredActor
from ..errors import NotFound
from ..nlp.actors.names import is_derived
from ..store import actors, redirects
from ..store.database import Cursor


def present_actor(cursor: Cursor, actor_id: str) -> StoredActor:
    """An actor, by its id or one that it had before.

    Raises:
        NotFound: no actor; or several are meant now, which the message names.

    """
    found = actors.present(cursor, actor_id)
    if found is None:
        known = actors.candidates(cursor, [actor_id]).get(actor_id, [])
        several = "; it may be any of " + ", ".join(actor.id for actor in known) if known else ""
        raise NotFound(f"there is no actor {actor_id!r}{several}", name=f"actors/{actor_id}")
    return found


def with_present_actors(cursor: Cursor, events: Sequence[Event]) -> list[Event]:
    """Events with the participants that theirs are now."""
    if not redirects.superseded(cursor):
        return list(events)
    old = {p.actor_id for event in events for p in event.participants if is_derived(p.actor_id)}
    known = actors.candidates(cursor, sorted(old))
    now = {actor_id: found[0] for actor_id, found in known.items() if len(found) == 1}
    return [_with_present(event, now) for event in events]


def _with_present(event: Event, now: Mapping[str, Actor]) -> Event:
    if not any(participant.actor_id in now for participant in event.participants):
        return event
    renamed = dict.fromkeys(_present(participant, now) for participant in event.participants)
    return replace(event, participants=tuple(renamed))


def _present(participant: Participant, now: Mapping[str, Actor]) -> Participant:
    actor = now.get(participant.actor_id)
    return Participant(actor.id, actor.display_name, participant.role) if actor else participant
