"""Which event an id leads to, kept only where that differs from what the id's number says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .database import Cursor
from .rows import Row, append, marks

STILL = (1 << 63) - 1
"""The end of what goes on."""
GUEST = -1
"""Since when, for an id of an event that tells a mention as a guest: no claim to the id."""
Claim = tuple[int, int, int]
"""Until when, negated, since when, and which mention was told under an id: the least is the best."""
_CLAIMS = f"""(SELECT event_id, mention_id, since,
    lead(since, 1, {STILL}) OVER (PARTITION BY mention_id ORDER BY since) AS until
    FROM event_names WHERE mention_id IN (SELECT mention_id FROM event_names WHERE event_id IN (%s)))"""


@dataclass(frozen=True, slots=True)
class Name:
    """An event id under which a mention was told, as a number.

    ``since`` counts up over the whole store: when the mention last came to it, 0 for the id that it
    came to the store with, GUEST for one of another group that it is or was told with.
    """

    event_id: int
    since: int = 0


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Whether any event has another id than the plain one or had it, and whether anything was decided."""

    identities: bool
    decisions: bool


def exceptions(cursor: Cursor) -> Exceptions:
    """What there is beyond the plain case; asked once for a batch, so that the rest need not be."""
    rows = cursor.execute(
        "SELECT EXISTS (FROM event_identities) OR EXISTS (FROM event_names), EXISTS (FROM event_decisions)"
    ).fetchall()
    return Exceptions(*map(bool, rows[0]))


class Identities:
    """Reads and writes through one cursor, in one transaction.

    As long as every event has the ``plain`` id, that of its group's key, nothing is kept and nothing is
    asked of the database.
    """

    def __init__(self, cursor: Cursor, *, plain: bool) -> None:
        self._cursor = cursor
        self._plain = plain

    @property
    def plain(self) -> bool:
        """Whether nothing is kept."""
        return self._plain

    def holders(self, group_keys: Sequence[int]) -> dict[int, int]:
        """The id that the event of each group has, if there is that event.

        A group whose key is the id of another group's event has none, unless one was recorded.
        """
        found = self._pairs("group_key", group_keys)
        plain = [key for key in group_keys if key not in found]
        occupied = self.groups(plain)
        return {**found, **{key: key for key in plain if key not in occupied}}

    def groups(self, event_ids: Sequence[int]) -> dict[int, int]:
        """The group keys of those events that have another id than their group's key."""
        return self._pairs("event_id", event_ids)

    def _pairs(self, column: str, values: Sequence[int]) -> dict[int, int]:
        other = "event_id" if column == "group_key" else "group_key"
        return dict(self._rows(f"SELECT {column}, {other} FROM event_identities", column, values))

    def names(self, mention_ids: Sequence[int]) -> dict[int, tuple[Name, ...]]:
        """The names of those mentions of which any are kept, the current one last, or as a guest."""
        found = defaultdict(list)
        columns = "SELECT mention_id, event_id, since FROM event_names"
        for mention_id, *name in self._rows(columns, "mention_id", mention_ids):
            found[mention_id].append(Name(*name))
        return {
            mention_id: tuple(sorted(held, key=lambda name: (name.since, name.event_id)))
            for mention_id, held in found.items()
        }

    def bearers(self, event_ids: Sequence[int]) -> dict[int, list[Claim]]:
        """The claims to some ids of the mentions with more than one name, by id."""
        if self._plain or not event_ids:
            return {}
        rows = self._cursor.execute(
            f"SELECT event_id, until, since, mention_id FROM {_CLAIMS % marks(event_ids)} WHERE since >= 0",
            list(event_ids),
        ).fetchall()
        found = defaultdict(list)
        for event_id, until, since, mention_id in rows:
            found[event_id].append((-until, since, mention_id))
        return found

    def _rows(self, select: str, column: str, values: Sequence[int]) -> list[Row]:
        if self._plain or not values:
            return []
        where = f"WHERE {column} IN ({marks(values)})"
        return self._cursor.execute(f"{select} {where}", list(values)).fetchall()

    def next_number(self) -> int:
        """A number above every one that was given."""
        if self._plain:
            return 1
        statement = "SELECT greatest(coalesce(max(since), 0), 0) + 1 FROM event_names"
        rows = self._cursor.execute(statement).fetchall()
        return int(rows[0][0])

    def put_groups(self, changed: Sequence[int], groups: Mapping[int, int]) -> None:
        """Records the ids of groups' events, and forgets those of the events that changed."""
        self._delete("event_identities", "event_id", changed)
        self._append("event_identities", [(key, event) for key, event in groups.items() if key != event])

    def put_names(self, changed: Sequence[int], names: Mapping[int, tuple[Name, ...]]) -> None:
        """Records names of mentions, and forgets those of the mentions that changed."""
        self._delete("event_names", "mention_id", changed)
        self._append(
            "event_names",
            [(n.event_id, mention, n.since) for mention, held in names.items() for n in held],
        )

    def _delete(self, table: str, column: str, values: Sequence[int]) -> None:
        if values and not self._plain:
            self._cursor.execute(f"DELETE FROM {table} WHERE {column} IN ({marks(values)})", list(values))

    def _append(self, table: str, rows: Sequence[Row]) -> None:
        if rows:
            append(self._cursor, table, rows)


def leads_to(cursor: Cursor, event_id: int) -> int | None:
    """The event of the mention that was told under an id last, of a guest if there is no other, or None."""
    rows = cursor.execute(
        f"SELECT mentions.event_id FROM {_CLAIMS % '?'} AS claims JOIN mentions USING (mention_id) "
        "WHERE claims.event_id = ? ORDER BY since < 0, until DESC, since, mention_id LIMIT 1",
        [event_id, event_id],
    ).fetchall()
    return int(rows[0][0]) if rows else None
