"""Actors in the store.

Documents describe actors, and two may describe one differently. Each description is kept while
some document gives it, and the actor is made from all of them, so that neither the order of
ingestion nor what was deleted since shows in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ..domain.actor import Actor, ActorType
from ..domain.ids import stable_hash
from ..domain.query import StoredActor
from . import redirects
from .database import Cursor
from .events import actor_key
from .rows import Row, append, marks

_ACTOR = "actor_id, display_name, actor_type, aliases, parent_id, wikidata"

_NAMED = """SELECT coalesce(present.actor_key, named.actor_key) FROM actor_aliases AS named
    LEFT JOIN superseded_actors AS present ON present.former_key = named.actor_key WHERE contains(alias, ?)"""


@lru_cache(maxsize=1 << 13)
def definition_key(actor: Actor) -> int:
    """The number that stands for a description of an actor."""
    parts = (actor.id, actor.display_name, actor.type.value, actor.parent_id, actor.wikidata, *actor.aliases)
    return stable_hash("definition", *parts, *actor.former_ids)


def change(
    cursor: Cursor,
    descriptions: Mapping[int, Actor],
    document_changes: Mapping[int, int],
    event_changes: Mapping[str, int],
    normalize: Callable[[str], str],
) -> None:
    """Brings actors in line with the documents and events that came and went.

    ``descriptions`` holds at least the new ones, by key. ``document_changes`` says by how many
    documents each description was gained or lost, ``event_changes`` the same of each actor's
    events. ``normalize`` makes an alias comparable.
    """
    described_anew = _change_definitions(cursor, descriptions, document_changes)
    counts = _event_counts(cursor, described_anew)
    for actor_id in described_anew:
        counts[actor_id] = counts.get(actor_id, 0) + event_changes.get(actor_id, 0)
    _make_anew(cursor, described_anew, counts, normalize)
    _count_events(cursor, {a: n for a, n in event_changes.items() if n and a not in set(described_anew)})


def _change_definitions(
    cursor: Cursor, descriptions: Mapping[int, Actor], changes: Mapping[int, int]
) -> list[str]:
    """Counts the documents of each description; gives the actors that gained or lost one."""
    keys = [key for key, difference in changes.items() if difference]
    stored = _stored_definitions(cursor, keys)
    new = [key for key in keys if key not in stored]
    gone = [key for key in keys if key in stored and stored[key][1] + changes[key] <= 0]
    kept = [key for key in keys if key in stored and stored[key][1] + changes[key] > 0]
    append(
        cursor, "actor_definitions", [_definition_row(key, descriptions[key], changes[key]) for key in new]
    )
    if gone:
        cursor.execute(f"DELETE FROM actor_definitions WHERE definition_key IN ({marks(gone)})", gone)
    if kept:
        cursor.execute(
            "UPDATE actor_definitions SET document_count = document_count + changed.difference "
            "FROM (SELECT unnest(?::BIGINT[]) AS key, unnest(?::BIGINT[]) AS difference) AS changed "
            "WHERE definition_key = changed.key",
            [kept, [changes[key] for key in kept]],
        )
    return sorted({descriptions[key].id for key in new} | {stored[key][0] for key in gone})


def _stored_definitions(cursor: Cursor, keys: Sequence[int]) -> dict[int, tuple[str, int]]:
    if not keys:
        return {}
    rows = cursor.execute(
        "SELECT definition_key, actor_id, document_count FROM actor_definitions "
        f"WHERE definition_key IN ({marks(keys)})",
        list(keys),
    ).fetchall()
    return {int(key): (actor_id, int(count)) for key, actor_id, count in rows}


def _definition_row(key: int, actor: Actor, count: int) -> Row:
    return (key, actor_key(actor.id), *_columns(actor), count, list(actor.former_ids))


def _columns(actor: Actor) -> Row:
    return (
        actor.id,
        actor.display_name,
        actor.type.value,
        list(actor.aliases),
        actor.parent_id,
        actor.wikidata,
    )


def _event_counts(cursor: Cursor, actor_ids: Sequence[str]) -> dict[str, int]:
    return {actor_id: found.event_count for actor_id, found in find(cursor, actor_ids).items()}


def _make_anew(
    cursor: Cursor, actor_ids: Sequence[str], counts: Mapping[str, int], normalize: Callable[[str], str]
) -> None:
    if not actor_ids:
        return
    keys = [actor_key(actor_id) for actor_id in actor_ids]
    for table in ("actors", "actor_aliases"):
        cursor.execute(f"DELETE FROM {table} WHERE actor_key IN ({marks(keys)})", keys)
    merged = [merge(definitions) for definitions in _definitions(cursor, keys)]
    append(cursor, "actors", [(actor_key(a.id), *_columns(a), counts[a.id]) for a in merged])
    aliases = ((key, alias) for a in merged for key, alias in _aliases(a, normalize))
    append(cursor, "actor_aliases", [(alias, key) for key, alias in aliases])
    redirects.put(cursor, keys, merged)


def _aliases(actor: Actor, normalize: Callable[[str], str]) -> list[tuple[int, str]]:
    names = dict.fromkeys(normalize(name) for name in (actor.display_name, *actor.aliases))
    return [(actor_key(actor.id), name) for name in names if name]


def _definitions(cursor: Cursor, keys: Sequence[int]) -> Iterable[list[Actor]]:
    rows = cursor.execute(
        f"SELECT {_ACTOR}, former_ids FROM actor_definitions WHERE actor_key IN ({marks(keys)})", list(keys)
    ).fetchall()
    found: dict[str, list[Actor]] = {}
    for row in rows:
        described = replace(_to_actor(row), former_ids=tuple(row[6]))
        found.setdefault(row[0], []).append(described)
    return found.values()


def merge(definitions: Sequence[Actor]) -> Actor:
    """One actor from all its descriptions, in whatever order; the fullest gives the name.

    A name in Chinese is preferred, whichever language has more documents: it does not change with them.
    """
    ordered = sorted(
        definitions,
        key=lambda a: (
            not a.wikidata,
            not a.parent_id,
            a.display_name.isascii(),
            -len(a.aliases),
            a.display_name,
            definition_key(a),
        ),
    )
    best = ordered[0]
    aliases = dict.fromkeys(alias for actor in ordered for alias in (actor.display_name, *actor.aliases))
    former = sorted({former for actor in ordered for former in actor.former_ids})
    return replace(best, aliases=tuple(aliases), former_ids=tuple(former))


def _count_events(cursor: Cursor, changes: Mapping[str, int]) -> None:
    if changes:
        cursor.execute(
            "UPDATE actors SET event_count = event_count + changed.difference "
            "FROM (SELECT unnest(?::BIGINT[]) AS key, unnest(?::BIGINT[]) AS difference) AS changed "
            "WHERE actor_key = changed.key",
            [[actor_key(actor_id) for actor_id in changes], list(changes.values())],
        )


def find(cursor: Cursor, actor_ids: Sequence[str]) -> dict[str, StoredActor]:
    """Actors by id."""
    found = by_key(cursor, [actor_key(actor_id) for actor_id in actor_ids])
    return {stored.actor.id: stored for stored in found.values()}


def present(cursor: Cursor, actor_id: str) -> StoredActor | None:
    """What an actor is now, by its id or one that it had before."""
    known = candidates(cursor, [actor_id]).get(actor_id, [])
    key = actor_key(known[0].id if len(known) == 1 else actor_id)
    statement = f"SELECT {_ACTOR}, event_count FROM present_actors WHERE actor_key = ?"
    rows = cursor.execute(statement, [key]).fetchall()
    contested = tuple(actor.id for actor in known) if len(known) > 1 else ()
    return StoredActor(_to_actor(rows[0]), int(rows[0][6]), contested) if rows else None


def candidates(cursor: Cursor, actor_ids: Collection[str]) -> dict[str, list[Actor]]:
    """The actors of the lexicon that each of some ids may mean now: with one only, it is that one."""
    if not actor_ids:
        return {}
    keys = [actor_key(actor_id) for actor_id in actor_ids]
    rows = cursor.execute(
        f"SELECT former_id, {_ACTOR} FROM actor_redirects JOIN actors USING (actor_key) "
        f"WHERE former_key IN ({marks(keys)}) ORDER BY actor_id",
        keys,
    ).fetchall()
    found = defaultdict(list)
    for former_id, *row in rows:
        found[former_id].append(_to_actor(row))
    return found


def by_key(cursor: Cursor, keys: Sequence[int]) -> dict[int, StoredActor]:
    """Actors by the number that stands for each."""
    if not keys:
        return {}
    rows = cursor.execute(
        f"SELECT actor_key, {_ACTOR}, event_count FROM actors WHERE actor_key IN ({marks(keys)})", list(keys)
    ).fetchall()
    return {int(key): StoredActor(_to_actor(row), int(row[6])) for key, *row in rows}


def keys_of(cursor: Cursor, name: str, alias: str) -> dict[int, int]:
    """The actors that have a name as their id, or ``alias``, its comparable form, as an alias.

    Among them are those that they are now and that they were before. Gives for each the number of its
    events.
    """
    rows = cursor.execute(
        "SELECT actor_key, event_count FROM actors "
        "WHERE actor_key IN (SELECT actor_key FROM actor_aliases WHERE alias = ?) OR actor_key = ?",
        [alias, actor_key(name)],
    ).fetchall()
    found = {int(key): int(count) for key, count in rows}
    known = [] if found else candidates(cursor, [name]).get(name, [])
    asked = {actor_key(known[0].id)} if len(known) == 1 else found.keys()
    others = redirects.family(cursor, asked) - found.keys()
    return {**found, **{key: stored.event_count for key, stored in by_key(cursor, list(others)).items()}}


def most_active(
    cursor: Cursor, alias: str, limit: int, after: tuple[int, str] | None = None
) -> list[StoredActor]:
    """Actors with an alias that holds ``alias``, those with the most events first.

    An actor that is another one now counts as that one. ``after`` is event count and id of the actor
    that the last page ended with.
    """
    where, values = [], list[object]()
    if alias:
        where.append(f"actor_key IN ({_NAMED})")
        values.append(alias)
    if after is not None:
        where.append("event_count <= ? AND (event_count < ? OR actor_id > ?)")
        values += [after[0], after[0], after[1]]
    condition = f"WHERE {' AND '.join(where)}" if where else ""
    rows = cursor.execute(
        f"SELECT {_ACTOR}, event_count FROM present_actors {condition} "
        "ORDER BY event_count DESC, actor_id LIMIT ?",
        [*values, limit],
    ).fetchall()
    return [StoredActor(_to_actor(row), int(row[6])) for row in rows]


def _to_actor(row: Sequence[Any]) -> Actor:
    return Actor(row[0], row[1], ActorType(row[2]), tuple(row[3]), row[4], row[5])
