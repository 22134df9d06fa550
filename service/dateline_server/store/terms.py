"""The inverted index of what is told about events.

An event is entered when it is made, under a version of its own. When it is made anew or goes, its
entries stay behind, and no longer count: so a change need not look for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from ..domain.event import Event
from ..domain.ids import stable_hash
from .database import Cursor
from .rows import marks

Terms = Callable[[Event], Sequence[int]]
"""The keys of the words by which an event with its mentions is found, each once."""
_VERSIONS = (1 << 31) - 1


@lru_cache(maxsize=1 << 16)
def term_key(word: str) -> int:
    """The number that stands for a word."""
    return stable_hash("term", word)


def version_of(event: Event) -> int:
    """A number that is another one, and not 0, each time that an event is made anew."""
    moment = event.update_time
    return 1 + (int(moment.timestamp()) * 1_000_000 + moment.microsecond) % _VERSIONS


def frequencies(cursor: Cursor, words: Iterable[str]) -> dict[int, int]:
    """The number of entries of some words by key, the rarest first; about that of their events."""
    keys = sorted({term_key(word) for word in words})
    rows = cursor.execute(
        f"SELECT term_key, count(*) FROM event_terms WHERE term_key IN ({marks(keys)}) GROUP BY term_key",
        keys,
    ).fetchall()
    found = {int(key): int(count) for key, count in rows}
    return dict(sorted(((key, found.get(key, 0)) for key in keys), key=lambda pair: (pair[1], pair[0])))


def not_entered(cursor: Cursor, limit: int) -> list[int]:
    """Events of a file from before there was this index, by key."""
    rows = cursor.execute("SELECT event_id FROM events WHERE version = 0 LIMIT ?", [limit]).fetchall()
    return [int(key) for (key,) in rows]
