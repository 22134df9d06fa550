"""Which groups of loose mentions are told with an exact one, brought up to date with a batch of changes.

A group that joins another is its guest. That follows from the mentions in the store and from what people
decided about them alone, so the order in which they came does not show: people's splits and merges come
first, and what they are about joins nothing by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ..domain.event import StoredMention
from ..store import documents, kin, mentions
from ..store.database import Cursor
from ..store.kin import Kin
from .deliberation import Deliberation
from .kinship import hosts
from .kinship import kin as kin_of


@dataclass(frozen=True, slots=True)
class Guests:
    """Groups that join others from now on, or did before, with these others: all that changes."""

    before: Mapping[int, int] = field(default_factory=dict)
    after: Mapping[int, int] = field(default_factory=dict)

    def groups(self) -> set[int]:
        """The keys of every group that gains or loses mentions by it."""
        return {*self.before, *self.before.values(), *self.after, *self.after.values()}


def receive(
    cursor: Cursor,
    lost: Collection[int],
    gained: Mapping[int, StoredMention],
    own: Mapping[int, int],
    decided: Deliberation,
) -> Guests:
    """Takes note of mentions that come and go, by id; gives what that changes.

    ``own`` are the group keys of those that come, each by itself.
    """
    parted = _parted(cursor, decided, lost)
    gone = kin.drop(cursor, [*lost, *parted])
    come = [one for m, told in parted.items() for one in _kin(m, told, decided.after.own_key(told), decided)]
    come += [one for m, told in gained.items() for one in _kin(m, told, own[m], decided)]
    kin.put(cursor, come)
    ruled = {key for key, _ in decided.before.united.items() ^ decided.after.united.items()}
    groups = {group for _, group in gone} | {one.group_key for one in come} | ruled
    if not groups:
        return Guests()
    return _settle(cursor, {key for key, _ in gone} | {one.key for one in come}, groups, decided)


def _settle(cursor: Cursor, keys: set[int], groups: set[int], decided: Deliberation) -> Guests:
    loose, candidates = kin.candidates(cursor, keys, groups)
    affected = loose | groups
    before = kin.joined(cursor, affected)
    found = hosts(candidates)
    after = {group: host for group, host in found.items() if group not in decided.after.united}
    changed = {group for group in affected if before.get(group) != after.get(group)}
    kin.join(cursor, {group: after.get(group) for group in changed})
    return Guests(
        {group: before[group] for group in changed if group in before},
        {group: after[group] for group in changed if group in after},
    )


def _parted(cursor: Cursor, decided: Deliberation, lost: Collection[int]) -> dict[int, StoredMention]:
    """The mentions that stay in documents of which something is split off, or no longer is."""
    changed = decided.before.apart.items() ^ decided.after.apart.items()
    if not changed:
        return {}
    named = documents.find(cursor, sorted({document_id for (document_id, _, _), _ in changed}))
    told_by = mentions.of_documents(cursor, [record.key for record in named.values()])
    return mentions.find(cursor, [mention for mention, _ in told_by if mention not in lost])


def _kin(mention: int, told: StoredMention, group: int, decided: Deliberation) -> Iterable[Kin]:
    """A mention as kin of others, unless it was split off."""
    apart = decided.after.apart
    if apart and (told.document_id, told.mention.field, told.mention.trigger) in apart:
        return ()
    return kin_of(mention, told, group)
