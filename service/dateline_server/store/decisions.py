"""Decisions in the store. People make them one by one, so they are read all together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..domain.decision import Decision, DecisionKind, MentionPlace
from ..domain.event import Field
from ..domain.text import Span
from .database import Cursor
from .rows import append, from_utc, marks, to_utc


def decision_key(decision_id: str) -> int:
    """The number that a decision id stands for; -1, which no decision has, for anything else."""
    digits = decision_id[1:]
    if decision_id[:1] != "c" or len(digits) != 16 or not digits.isascii():
        return -1
    try:
        key = int(digits, 16)
    except ValueError:
        return -1
    return key if digits == f"{key:016x}" and key < 1 << 63 else -1


def everything(cursor: Cursor) -> dict[str, Decision]:
    """Every decision by id, the oldest first."""
    rows = cursor.execute("SELECT * FROM event_decisions ORDER BY create_time, decision_id").fetchall()
    if not rows:
        return {}
    mentions = defaultdict(list)
    for key, document_id, digest, field, start, end, group in cursor.execute(
        "SELECT * FROM event_decision_mentions "
    ).fetchall():
        place = MentionPlace(document_id, digest, Field(field), Span(start, end))
        mentions[int(key)].append((place, int(group)))
    found = (
        Decision(
            f"c{key:016x}", DecisionKind(kind), tuple(sorted(mentions[int(key)], key=repr)), to_utc(time)
        )
        for key, kind, time in rows
    )
    return {decision.id: decision for decision in found}


def insert(cursor: Cursor, decisions: Iterable[Decision]) -> None:
    """Adds decisions."""
    added = list(decisions)
    if not added:
        return
    rows = [(decision_key(one.id), one.kind.value, from_utc(one.create_time)) for one in added]
    append(cursor, "event_decisions", rows)
    append(
        cursor,
        "event_decision_mentions",
        [
            (
                decision_key(one.id),
                place.document_id,
                place.content_hash,
                place.field.value,
                place.trigger.start,
                place.trigger.end,
                group,
            )
            for one in added
            for place, group in one.mentions
        ],
    )


def delete(cursor: Cursor, decision_ids: Sequence[str]) -> None:
    """Removes decisions."""
    if not decision_ids:
        return
    keys = [decision_key(decision_id) for decision_id in decision_ids]
    for table in ("event_decisions", "event_decision_mentions"):
        cursor.execute(f"DELETE FROM {table} WHERE decision_id IN ({marks(keys)})", keys)
