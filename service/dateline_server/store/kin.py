"""What might be told more loosely elsewhere, and which groups of mentions joined others by it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from .database import Cursor
from .mentions import PER_DOCUMENT
from .rows import append, from_utc

NEAR = 31
"""Days around a loose date in which another exact one might be meant as well."""
_CANDIDATES = f"""SELECT affected.group_key, exact.group_key, coalesce(bool_and(
            exact.first_day BETWEEN loose.first_day AND loose.last_day
            AND (loose.figures = 0 OR exact.figures = 0 OR loose.figures = exact.figures)), false)
    FROM affected JOIN {{kin}} AS loose USING (group_key)
    LEFT JOIN {{kin}} AS exact ON exact.kin_key = loose.kin_key AND exact.first_day = exact.last_day
        AND exact.first_day BETWEEN loose.first_day - {NEAR} AND loose.last_day + {NEAR}
    GROUP BY affected.group_key, exact.group_key"""
_NOW = f"""WITH affected AS (
        SELECT DISTINCT group_key FROM event_kin WHERE last_day > first_day AND (
            kin_key IN (SELECT unnest(?::BIGINT[])) OR group_key IN (SELECT unnest(?::BIGINT[])))
    ) {_CANDIDATES.format(kin="event_kin")}"""
_STORED = f"""event_kin JOIN documents ON documents.document_key = mention_id // {PER_DOCUMENT}
    WHERE documents.create_time"""
_AFFECTED = f"""WITH later AS (SELECT DISTINCT kin_key FROM {_STORED} >= $moment), affected AS (
        SELECT DISTINCT group_key FROM event_kin SEMI JOIN later USING (kin_key) WHERE last_day > first_day
    )"""
_LATER = f"{_AFFECTED} SELECT group_key FROM affected"
_THEN = f"""{_AFFECTED}, known AS (SELECT event_kin.* FROM {_STORED} < $moment)
    {_CANDIDATES.format(kin="known")}"""


@dataclass(frozen=True, slots=True)
class Kin:
    """A mention that may be one with others of its key: of which group, when, and with which figures."""

    key: int
    mention_id: int
    group_key: int
    first: date
    last: date
    figures: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A group of an exact date near a loose one; ``fits`` says whether nothing contradicts."""

    loose: int
    exact: int
    fits: bool


def drop(cursor: Cursor, mention_ids: Collection[int]) -> list[tuple[int, int]]:
    """Forgets mentions; gives the keys of their kin and groups."""
    if not mention_ids:
        return []
    where = "WHERE mention_id IN (SELECT unnest(?::BIGINT[]))"
    rows = cursor.execute(
        f"SELECT DISTINCT kin_key, group_key FROM event_kin {where}", [list(mention_ids)]
    ).fetchall()
    if rows:
        cursor.execute(f"DELETE FROM event_kin {where}", [list(mention_ids)])
    return [(int(key), int(group)) for key, group in rows]


def put(cursor: Cursor, kin: Iterable[Kin]) -> None:
    """Remembers mentions."""
    rows = [(k.key, k.mention_id, k.group_key, k.first, k.last, k.figures) for k in kin]
    if rows:
        append(cursor, "event_kin", rows)


def candidates(
    cursor: Cursor, kin_keys: Collection[int], groups: Collection[int]
) -> tuple[set[int], list[Candidate]]:
    """The loose groups of some kin, and of some groups, and the exact ones near each."""
    rows = cursor.execute(_NOW, [list(kin_keys), list(groups)]).fetchall()
    found = [Candidate(int(loose), int(exact), fits) for loose, exact, fits in rows if exact is not None]
    return {int(loose) for loose, _, _ in rows}, found


def candidates_then(cursor: Cursor, moment: datetime) -> tuple[set[int], list[Candidate]]:
    """The loose groups with kin that was stored since a moment, and the exact ones near each before it."""
    asked = cursor.execute(_LATER, {"moment": from_utc(moment)}).fetchall()
    rows = cursor.execute(_THEN, {"moment": from_utc(moment)}).fetchall()
    found = [Candidate(int(loose), int(exact), fits) for loose, exact, fits in rows if exact is not None]
    return {int(loose) for (loose,) in asked}, found


def mentions_of(cursor: Cursor, groups: Collection[int]) -> list[int]:
    """The mentions of some groups, by id."""
    rows = cursor.execute(
        "SELECT DISTINCT mention_id FROM event_kin WHERE group_key IN (SELECT unnest(?::BIGINT[]))",
        [list(groups)],
    ).fetchall()
    return [int(mention) for (mention,) in rows]


def joined(cursor: Cursor, groups: Collection[int]) -> dict[int, int]:
    """The group that each of some groups joined, if any."""
    if not groups:
        return {}
    rows = cursor.execute(
        "SELECT group_key, host_key FROM event_guests WHERE group_key IN (SELECT unnest(?::BIGINT[]))",
        [list(groups)],
    ).fetchall()
    return {int(group): int(host) for group, host in rows}


def join(cursor: Cursor, changed: Mapping[int, int | None]) -> None:
    """Records which group some groups join from now on; None stands for none."""
    if not changed:
        return
    cursor.execute(
        "DELETE FROM event_guests WHERE group_key IN (SELECT unnest(?::BIGINT[]))", [list(changed)]
    )
    rows = [(group, host) for group, host in changed.items() if host is not None]
    if rows:
        append(cursor, "event_guests", rows)
