"""What a batch of documents changes in the store, carried out in one transaction.

The events that a document's mentions belonged to, and now belong to, are made anew from all their
mentions. So an addition, a new analysis and a deletion are the same operation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ..domain.decision import Decision
from ..domain.event import StoredMention
from ..domain.query import StoredDocument
from ..errors import DatelineError, DocumentConflict, NotFound
from ..store import actors, decisions, documents, mentions
from ..store.database import Cursor
from ..store.documents import DocumentRecord
from ..store.identities import Identities, exceptions
from .deliberation import UNDECIDED, DocumentChange, deliberate
from .grouping import MentionChange, regroup
from .mentions import content_hash, linked_actors, stored_mentions
from .preparation import Prepared
from .search import normalize_alias


@dataclass(frozen=True, slots=True)
class Put:
    """Stores a document, unless it is stored."""

    prepared: Prepared


@dataclass(frozen=True, slots=True)
class Replace:
    """Gives a stored document a new analysis.

    With ``as_of``, only if the document was last changed then: the analysis is of that state.
    """

    prepared: Prepared
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    """Removes a stored document."""

    document_id: str


@dataclass(frozen=True, slots=True)
class Decide:
    """Makes a decision, unless it is made; the groups of its mentions are found when it is carried out."""

    decision: Decision


@dataclass(frozen=True, slots=True)
class Revoke:
    """Takes a decision back."""

    decision_id: str


Ruling = Decide | Revoke
Change = Put | Replace | Delete | Ruling
Outcome = StoredDocument | Decision


@dataclass(slots=True)
class _Documents:
    """The documents that a batch names: as stored before it, and as they are after it.

    ``analyses`` are those to be stored; None stands for a removal. ``forgotten`` are the keys of
    documents that were removed, even if they came back since. ``ruled`` are the decisions that are made;
    None stands for one that is revoked.
    """

    before: dict[str, DocumentRecord]
    now: datetime
    after: dict[str, StoredDocument] = field(init=False)
    analyses: dict[str, Prepared | None] = field(default_factory=dict)
    forgotten: set[int] = field(default_factory=set)
    ruled: dict[str, Decision | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.after = {document_id: record.stored for document_id, record in self.before.items()}


def apply(cursor: Cursor, changes: Sequence[Change], now: datetime) -> list[Outcome | DatelineError]:
    """Carries out changes in order.

    Gives for each the document or decision as it is stored now (as it was, for one that is removed), or
    what is wrong.
    """
    names = {document_id_of(change) for change in changes if not isinstance(change, Ruling)}
    batch = _Documents(documents.find(cursor, sorted(names)), now)
    made = decisions.everything(cursor) if any(isinstance(change, Ruling) for change in changes) else {}
    outcomes = [
        _rule(batch, made, change) if isinstance(change, Ruling) else _decide(batch, change)
        for change in changes
    ]
    if batch.analyses or batch.ruled:
        _carry_out(cursor, batch)
    return outcomes


def document_id_of(change: Put | Replace | Delete) -> str:
    """The document that a change is about."""
    return change.document_id if isinstance(change, Delete) else change.prepared.analysis.document.id


def _rule(batch: _Documents, made: dict[str, Decision], change: Ruling) -> Decision | DatelineError:
    """Takes note of a decision; ``made`` are those in force."""
    if isinstance(change, Decide):
        if change.decision.id not in made:
            made[change.decision.id] = batch.ruled[change.decision.id] = change.decision
        return made[change.decision.id]
    if change.decision_id not in made:
        name = f"decisions/{change.decision_id}"
        return NotFound(f"there is no decision {change.decision_id!r}", name=name)
    batch.ruled[change.decision_id] = None
    return made.pop(change.decision_id)


def _decide(batch: _Documents, change: Put | Replace | Delete) -> StoredDocument | DatelineError:
    document_id = document_id_of(change)
    held = batch.after.get(document_id)
    if isinstance(change, Put):
        return _decide_put(batch, change.prepared, held)
    if held is None:
        return no_document(document_id)
    if isinstance(change, Delete):
        batch.analyses[document_id] = None
        if document_id in batch.before:
            batch.forgotten.add(batch.before[document_id].key)
        return batch.after.pop(document_id)
    if change.as_of not in (None, held.update_time):
        return overtaken(document_id)
    return _hold(batch, change.prepared, held.content_hash, held.create_time)


def no_document(document_id: str) -> NotFound:
    """Says that there is no such document."""
    return NotFound(f"there is no document {document_id!r}", name=f"documents/{document_id}")


def conflict(document_id: str) -> DocumentConflict:
    """Says that a document id is taken."""
    return DocumentConflict(
        f"document {document_id!r} is stored with another text, title, date, publisher or address; "
        "give this one another id, or delete the stored one first",
        name=f"documents/{document_id}",
    )


def overtaken(document_id: str) -> DocumentConflict:
    """Says that a document was changed while it was analysed anew."""
    return DocumentConflict(
        f"document {document_id!r} was changed meanwhile; ask again", name=f"documents/{document_id}"
    )


def _decide_put(
    batch: _Documents, prepared: Prepared, held: StoredDocument | None
) -> StoredDocument | DatelineError:
    document = prepared.analysis.document
    digest = content_hash(document)
    if held is None:
        return _hold(batch, prepared, digest, batch.now)
    if held.content_hash != digest:
        return conflict(document.id)
    return replace(held, document=replace(held.document, text=document.text))


def _hold(batch: _Documents, prepared: Prepared, digest: str, create_time: datetime) -> StoredDocument:
    analysis = prepared.analysis
    stored = StoredDocument(
        document=analysis.document,
        publication_date=analysis.publication_date,
        content_hash=digest,
        analyzer_version=analysis.analyzer_version,
        mention_count=len(analysis.title.mentions) + len(analysis.text.mentions),
        create_time=create_time,
        update_time=batch.now,
    )
    batch.after[analysis.document.id] = stored
    batch.analyses[analysis.document.id] = prepared
    return stored


def _carry_out(cursor: Cursor, batch: _Documents) -> None:
    gone = [batch.before[document_id] for document_id in batch.analyses if document_id in batch.before]
    descriptions = {
        actors.definition_key(actor): actor
        for prepared in batch.analyses.values()
        if prepared
        for actor in linked_actors(prepared.analysis)
    }
    added = _records(batch, documents.next_key(cursor))
    beyond = exceptions(cursor)
    change = _mention_change(cursor, batch, gone, added, decided=beyond.decisions or bool(batch.ruled))
    keys = [record.key for record in gone]
    result = regroup(cursor, Identities(cursor, plain=not beyond.identities), change, batch.now)
    documents.delete(cursor, keys)
    documents.insert(cursor, [record for record, _ in added])
    document_changes = Counter(key for record, _ in added for key in record.definitions)
    document_changes.subtract(key for record in gone for key in record.definitions)
    event_changes = Counter(actor for record in result.after for actor in record.actor_ids)
    event_changes.subtract(actor for record in result.before.values() for actor in record.actor_ids)
    actors.change(cursor, descriptions, document_changes, event_changes, normalize_alias)


def _mention_change(
    cursor: Cursor,
    batch: _Documents,
    gone: Sequence[DocumentRecord],
    added: Sequence[tuple[DocumentRecord, Prepared]],
    *,
    decided: bool,
) -> MentionChange:
    revised = {record.key for record in gone} & {record.key for record, _ in added} - batch.forgotten
    gained: dict[int, StoredMention] = {}
    known_terms: dict[str, tuple[int, ...]] = {}
    for record, prepared in added:
        told = stored_mentions(prepared.analysis)
        known_terms |= prepared.known_terms(told)
        gained |= {mentions.mention_id(record.key, number): mention for number, mention in enumerate(told)}
    contents = {name: batch.after[name].content_hash for name in batch.analyses if name in batch.after}
    change = DocumentChange(batch.analyses.keys(), contents, gained, frozenset(revised))
    return MentionChange(
        dict(mentions.of_documents(cursor, [record.key for record in gone])),
        gained,
        frozenset(revised),
        deliberate(cursor, batch.ruled, change) if decided else UNDECIDED,
        known_terms,
    )


def _records(batch: _Documents, next_key: int) -> list[tuple[DocumentRecord, Prepared]]:
    found = []
    for document_id, prepared in batch.analyses.items():
        if prepared is None:
            continue
        before = batch.before.get(document_id)
        definitions = tuple(actors.definition_key(actor) for actor in linked_actors(prepared.analysis))
        key = before.key if before else next_key
        next_key += before is None
        found.append((DocumentRecord(key, batch.after[document_id], definitions), prepared))
    return found
