"""Which mention tells of the new date of what another one tells to be put off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from .database import Cursor
from .rows import append

_LINKED = """SELECT links.{here}, mentions.event_id FROM event_postponements AS links
    JOIN mentions ON mentions.mention_id = links.{there}
    WHERE links.{here} IN (SELECT unnest(?::BIGINT[])) ORDER BY ALL"""


def put(cursor: Cursor, lost: Collection[int], links: Sequence[tuple[int, int]]) -> None:
    """Adds links from mentions to those of the new date, and forgets those of mentions that are gone."""
    if lost:
        cursor.execute(
            "DELETE FROM event_postponements WHERE mention_id IN (SELECT unnest(?::BIGINT[]))", [list(lost)]
        )
    if links:
        append(cursor, "event_postponements", list(links))


def superseding(cursor: Cursor, mention_ids: Collection[int]) -> Mapping[int, list[int]]:
    """The keys of the events that tell of the new date of what some mentions tell to be put off."""
    return _linked(cursor, mention_ids, "mention_id", "new_mention_id")


def superseded(cursor: Cursor, mention_ids: Collection[int]) -> Mapping[int, list[int]]:
    """The keys of the events of the old date of what some mentions tell the new one of."""
    return _linked(cursor, mention_ids, "new_mention_id", "mention_id")


def _linked(cursor: Cursor, mention_ids: Collection[int], here: str, there: str) -> Mapping[int, list[int]]:
    statement = _LINKED.format(here=here, there=there)
    found = defaultdict(list)
    for mention, event in cursor.execute(statement, [list(mention_ids)]).fetchall():
        found[int(mention)].append(int(event))
    return found
