"""Ids that actors had before the lexicon knew them.

An id made from a name leads to the actor of the lexicon that has the name, and nowhere where several
have it. Only such ids lead, and only to ids of the lexicon, so no way has a second step.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..domain.actor import Actor
from .database import Cursor
from .events import actor_key
from .rows import append, marks

_LINKS = """(SELECT links.* REPLACE (coalesce(present.actor_key, links.actor_key) AS actor_key)
    FROM event_actors AS links LEFT JOIN superseded_actors AS present ON former_key = links.actor_key)"""
_SUPERSEDED = """INSERT INTO superseded_actors
    SELECT former_key, min(redirects.actor_key) FROM actor_redirects AS redirects
    SEMI JOIN actors ON actors.actor_key = former_key
    WHERE former_key IN (SELECT unnest(?::BIGINT[])) GROUP BY former_key HAVING count(*) = 1"""


def put(cursor: Cursor, changed: Collection[int], actors: Iterable[Actor]) -> None:
    """Records the former ids of actors in the place of those of all that changed, given by key."""
    if not changed:
        return
    keys = list(changed)
    where = f"WHERE actor_key IN ({marks(keys)})"
    claimed = cursor.execute(f"SELECT former_key FROM actor_redirects {where}", keys).fetchall()
    if claimed:
        cursor.execute(f"DELETE FROM actor_redirects {where}", keys)
    rows = [(actor_key(old), old, actor_key(actor.id)) for actor in actors for old in actor.former_ids]
    append(cursor, "actor_redirects", rows)
    affected = {*keys, *(int(key) for (key,) in claimed), *(key for key, _, _ in rows)}
    cursor.execute(
        "DELETE FROM superseded_actors WHERE former_key IN (SELECT unnest(?::BIGINT[]))", [list(affected)]
    )
    cursor.execute(_SUPERSEDED, [list(affected)])


def superseded(cursor: Cursor) -> dict[int, int]:
    """The stored actors that are another one now, by key; none as a rule."""
    rows = cursor.execute("SELECT former_key, actor_key FROM superseded_actors").fetchall()
    return {int(former): int(now) for former, now in rows}


def family(cursor: Cursor, keys: Collection[int]) -> set[int]:
    """Some actors, what they are now, and all that these were before, by key."""
    now = superseded(cursor)
    present = {now.get(key, key) for key in keys}
    return {*keys, *present, *(former for former, key in now.items() if key in present)} if now else {*keys}


def links(cursor: Cursor) -> str:
    """The index of the actors in events, for ``FROM``, by what each actor is now."""
    rows = cursor.execute("SELECT EXISTS (FROM superseded_actors)").fetchall()
    return _LINKS if rows[0][0] else "event_actors"
