"""Stored documents under new rules: what would change, said before it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..domain.event import StoredMention
from ..domain.query import StoredDocument
from ..errors import DocumentConflict
from .changes import no_document
from .mentions import stored_mentions
from .preparation import Prepared
from .succession import successors
from .timeline import Timeline

BATCH = 32
"""How many documents are read at a time."""


class DifferenceKind(StrEnum):
    """What differs between two analyses of one mention, or that only one of them has it."""

    ADDED = "added"
    REMOVED = "removed"
    REDATED = "redated"
    RETYPED = "retyped"
    REASSESSED = "reassessed"
    RECAST = "recast"


@dataclass(frozen=True, slots=True)
class Difference:
    """A mention before and after; one is None where it was added or removed.

    ``event_id`` is the event that tells it: for one that was added, once that is stored.
    """

    kinds: tuple[DifferenceKind, ...]
    event_id: str
    before: StoredMention | None
    after: StoredMention | None


@dataclass(frozen=True, slots=True)
class Revision:
    """What a new analysis changes in a document, or has changed."""

    document_id: str
    old_version: str
    new_version: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ReanalysisSummary:
    """What became of all documents; ``current`` ones had been analysed by these rules before."""

    version: str
    applied: bool
    analyzed: int
    changed: int
    current: int
    failed: int
    differences: dict[DifferenceKind, int]


class Reanalysis:
    """Goes through the documents that other rules analysed, in the order in which they came.

    What was done stays done: another one goes on where this one was left.
    """

    def __init__(
        self, timeline: Timeline, version: str, document_ids: Sequence[str] = (), *, apply: bool
    ) -> None:
        self._timeline = timeline
        self._version = version
        self._chosen = tuple(document_ids)
        self._applies = apply
        self._after = 0
        self._analyzed = self._changed = self._failed = 0
        self._kinds: Counter[DifferenceKind] = Counter()
        there = timeline.find_documents(self._chosen)
        self._current = (
            sum(stored.analyzer_version == version for stored in there.values())
            if document_ids
            else timeline.count_documents(version)
        )
        self.missing = tuple(no_document(name) for name in self._chosen if name not in there)
        """Says of each document that was asked for and is not there that it is not."""

    def batch(self) -> list[StoredDocument]:
        """The next documents with their texts; none at the end."""
        found = self._timeline.outdated_documents(self._version, BATCH, self._after, self._chosen)
        if found:
            self._after = found[-1][0]
        return [stored for _, stored in found]

    def settle(self, stored: StoredDocument, prepared: Prepared) -> Revision:
        """Compares a document with its new analysis, and stores that one if that is wanted.

        A document that was changed since it was read is left as it is.

        Raises:
            NotFound: it was deleted meanwhile.

        """
        document_id, analysis = stored.document.id, prepared.analysis
        found = differences(self._timeline.mentions_of(document_id), stored_mentions(analysis))
        if self._applies:
            try:
                self._timeline.replace(prepared, as_of=stored.update_time)
            except DocumentConflict:
                found = ()
            found = self._with_events(document_id, found)
        self._analyzed += 1
        self._changed += bool(found)
        self._kinds.update(kind for difference in found for kind in difference.kinds)
        return Revision(document_id, stored.analyzer_version, analysis.analyzer_version, found)

    def failed(self) -> None:
        """Takes note of a document that cannot be analysed."""
        self._failed += 1

    def summary(self) -> ReanalysisSummary:
        """What became of the documents so far."""
        return ReanalysisSummary(
            self._version,
            self._applies,
            self._analyzed,
            self._changed,
            self._current,
            self._failed,
            {kind: self._kinds[kind] for kind in DifferenceKind if self._kinds[kind]},
        )

    def _with_events(self, document_id: str, found: tuple[Difference, ...]) -> tuple[Difference, ...]:
        told_by = {mention: event_id for event_id, mention in self._timeline.mentions_of(document_id)}
        return tuple(
            Difference(one.kinds, told_by.get(one.after, one.event_id), one.before, one.after)
            if one.after
            else one
            for one in found
        )


def differences(
    before: Sequence[tuple[str, StoredMention]], after: Sequence[StoredMention]
) -> tuple[Difference, ...]:
    """What differs between the stored mentions of a document, each with its event, and new ones."""
    old = {number: told.mention for number, (_, told) in enumerate(before)}
    new = {number: told.mention for number, told in enumerate(after)}
    follows = successors(old, new)
    found = []
    for number, told in enumerate(after):
        if number not in follows:
            found.append(Difference((DifferenceKind.ADDED,), "", None, told))
            continue
        event_id, was = before[follows[number]]
        if kinds := _kinds(was, told):
            found.append(Difference(kinds, event_id, was, told))
    gone = sorted(old.keys() - set(follows.values()))
    return (*found, *(Difference((DifferenceKind.REMOVED,), *before[number], None) for number in gone))


def _kinds(before: StoredMention, after: StoredMention) -> tuple[DifferenceKind, ...]:
    old, new = before.mention, after.mention
    differs = {
        DifferenceKind.REDATED: old.time != new.time,
        DifferenceKind.RETYPED: old.type != new.type,
        DifferenceKind.REASSESSED: old.factuality is not new.factuality,
        DifferenceKind.RECAST: _cast(before) != _cast(after),
    }
    return tuple(kind for kind, yes in differs.items() if yes)


def _cast(told: StoredMention) -> set[tuple[str, str]]:
    """Who or what fills which role."""
    arguments = zip(told.mention.arguments, told.argument_texts, strict=True)
    return {(argument.role, argument.actor_id or text) for argument, text in arguments}
