"""Ids that actors had before the lexicon knew them.

An id made from a name leads to the actor of the lexicon that has the name, and nowhere where several
have it. Only such ids lead, and only to ids of the lexicon, so no way has a second step.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ..domain.actor import Actor
from .database import Cursor
from .events import actor_key
from .rows import append, marks

_FAMILY = """WITH asked AS (SELECT DISTINCT unnest(?::BIGINT[]) AS actor_key), present AS (
        SELECT CASE count(led.actor_key) WHEN 1 THEN min(led.actor_key) ELSE asked.actor_key END AS actor_key
        FROM asked LEFT JOIN actor_redirects AS led ON led.former_key = asked.actor_key
        GROUP BY asked.actor_key
    )
    SELECT actor_key, actor_key FROM present
    UNION SELECT former_key, min(actor_key) FROM actor_redirects
    WHERE former_key IN (SELECT former_key FROM actor_redirects SEMI JOIN present USING (actor_key))
    GROUP BY former_key HAVING count(*) = 1"""

_LINKS = """(SELECT links.* REPLACE (coalesce(present.actor_key, links.actor_key) AS actor_key)
    FROM event_actors AS links LEFT JOIN current_actors AS present ON former_key = links.actor_key)"""


def put(cursor: Cursor, changed: Sequence[int], actors: Iterable[Actor]) -> None:
    """Records the former ids of actors in the place of those of all that changed, given by key."""
    if changed:
        cursor.execute(f"DELETE FROM actor_redirects WHERE actor_key IN ({marks(changed)})", list(changed))
    rows = [(actor_key(old), old, actor_key(actor.id)) for actor in actors for old in actor.former_ids]
    append(cursor, "actor_redirects", rows)


def family(cursor: Cursor, keys: Collection[int]) -> dict[int, int]:
    """What some actors are now and all that these were before, by key, each with what it is now."""
    if not keys:
        return {}
    return {int(key): int(now) for key, now in cursor.execute(_FAMILY, [list(keys)]).fetchall()}


def links(cursor: Cursor) -> str:
    """The index of the actors in events, for ``FROM``, by what each actor is now."""
    rows = cursor.execute(
        "SELECT EXISTS (FROM current_actors JOIN actors ON actors.actor_key = former_key)"
    ).fetchall()
    return _LINKS if rows[0][0] else "event_actors"
