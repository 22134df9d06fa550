"""The timeline: documents go in, events come out. Thread-safe and synchronous."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ..domain.actor import Actor
from ..domain.decision import Decision, DecisionKind
from ..domain.document import Analysis
from ..domain.event import Event, StoredMention, ToldMention
from ..domain.query import EventQuery, Page, PageToken, StoredActor, StoredDocument
from ..domain.summary import CoActor, Grouping, Summary, TimeUnit
from ..errors import InvalidInput, NotFound
from ..store import actors, decisions, documents, events, identities, mentions, queries
from ..store.cards import EventRecord
from ..store.database import MEMORY, Cursor, Database
from ..store.doctor import Finding, examine
from ..store.documents import DocumentRecord
from ..store.parquet import write_parquet
from ..store.size import Size, size
from ..store.snapshot import write_snapshot
from .changes import Decide, Delete, Put, Replace, Revoke, no_document
from .export import ExportFormat, ExportSummary, write
from .formats.parquet import remove_stale
from .formats.rows import ExportRow
from .keys import keys_of
from .known import events_as_of
from .preparation import Prepared, prepare
from .present import present_actor
from .recorder import Recorder
from .rulings import new_decision, place_of
from .search import (
    check_countable,
    check_page_size,
    check_query,
    day_text,
    event_position,
    normalize_alias,
    page,
    position_of,
    query_digest,
    text_day,
    text_number,
)
from .showing import shown
from .summaries import check_groups, co_actors, summarize
from .text import enter_all
from .watching import Changes, Position, changes_since, current


def utc_now() -> datetime:
    """The time, to the microsecond that the database keeps."""
    return datetime.now(UTC)


class Timeline:
    """Everything that is known, in one DuckDB file.

    Every method may be called from any thread of the process that opened it, and never from a
    forked one. Raises ``StoreUnavailable`` when the file cannot be read or written now and
    ``ShuttingDown`` after ``close``.
    """

    def __init__(
        self, database: Database, *, queue_size: int = 10_000, clock: Callable[[], datetime] = utc_now
    ):
        self._database = database
        self._recorder = Recorder(database, clock, queue_size)
        enter_all(database)

    @classmethod
    def open(
        cls,
        path: Path | str = MEMORY,
        *,
        readers: int = 4,
        queue_size: int = 10_000,
        snapshot_directories: Sequence[Path | str] = (),
    ) -> Timeline:
        """Opens or creates a file; ":memory:" is a timeline that goes with the process.

        Snapshots may be written beside the file and into ``snapshot_directories``.

        Raises:
            StoreFileError: the file is another program's, newer, damaged, or held by a process.

        """
        database = Database(path, readers=readers, writable_directories=snapshot_directories)
        if database.path != MEMORY:
            remove_stale(Path(database.path).resolve())
        try:
            return cls(database, queue_size=queue_size)
        except BaseException:
            database.close()
            raise

    def close(self) -> None:
        """Writes what waits, then closes the file."""
        self._recorder.close()
        self._database.close()

    def __enter__(self) -> Timeline:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def database(self) -> Database:
        """The file, for maintenance."""
        return self._database

    def submit(self, analysis: Analysis | Prepared, *, patient: bool = False) -> Future[StoredDocument]:
        """Queues a document; the future is done once it is safely on disk.

        The same id with the same content gives the stored document. The future raises
        DocumentConflict when the id holds other content. A document that is ``patient`` waits a
        moment for others to be written with.

        Raises:
            QueueFull: too many documents wait.

        """
        return self._recorder.submit(Put(_prepared(analysis)), patient=patient)

    def put(self, analysis: Analysis | Prepared) -> StoredDocument:
        """As ``submit``, and waits."""
        return self.submit(analysis).result()

    def replace(self, analysis: Analysis | Prepared, *, as_of: datetime | None = None) -> StoredDocument:
        """Stores a new analysis of a stored document, with its id, hash and creation time kept.

        Raises:
            NotFound: no such document.
            DocumentConflict: it was last changed at another time than ``as_of``, where that is given.

        """
        return self._recorder.submit(Replace(_prepared(analysis), as_of)).result()

    def delete(self, document_id: str) -> None:
        """Removes a document, and all that only it told. Raises NotFound."""
        self._recorder.submit(Delete(document_id)).result()

    def merge_events(self, event_ids: Sequence[str]) -> Decision:
        """Decides that events are one: all that is told of any of them, now and later.

        Raises:
            InvalidInput: they are fewer than two.
            NotFound: no such event.

        """
        with self._database.read() as cursor:
            records = [_event_record(cursor, event_id) for event_id in event_ids]
            found = shown(cursor, records, with_mentions=True)
        told = {mention: event.id for event in found for mention in event.mentions}
        if len(set(told.values())) < 2:
            raise InvalidInput("name two events or more that are not one already", field="events")
        return self._rule(DecisionKind.MERGE, list(told))

    def split_event(self, event_id: str, document_ids: Sequence[str]) -> Decision:
        """Decides that what some documents tell of an event is another event.

        Raises:
            InvalidInput: they tell nothing of it, or nothing else does.
            NotFound: no such event.

        """
        told = self.get_event(event_id).mentions
        chosen = [mention for mention in told if mention.document_id in document_ids]
        if not 0 < len(chosen) < len(told):
            problem = "tell nothing of the event" if not chosen else "are all that tell of the event"
            raise InvalidInput(f"the documents {problem}: nothing can be split off", field="documents")
        return self._rule(DecisionKind.SPLIT, chosen)

    def _rule(self, kind: DecisionKind, told: Sequence[StoredMention]) -> Decision:
        stored = self.find_documents(sorted({mention.document_id for mention in told}))
        places = [
            place_of(mention, stored[mention.document_id].content_hash)
            for mention in told
            if mention.document_id in stored
        ]
        made = self._recorder.rule(Decide(new_decision(kind, places, utc_now()))).result()
        with self._database.read() as cursor:
            return decisions.everything(cursor).get(made.id, made)

    def list_decisions(self) -> list[Decision]:
        """Every decision about events, the oldest first."""
        with self._database.read() as cursor:
            return list(decisions.everything(cursor).values())

    def events_of(self, decision: Decision) -> list[str]:
        """The ids of the events that tell of a decision's mentions now."""
        places = {(place.document_id, place.field, place.trigger) for place, _ in decision.mentions}
        told = {
            event_id: None
            for document_id in sorted({document_id for document_id, _, _ in places})
            for event_id, mention in self.mentions_of(document_id)
            if (document_id, mention.mention.field, mention.mention.trigger) in places
        }
        return list(told)

    def revoke_decision(self, decision_id: str) -> Decision:
        """Takes a decision back; the events are what they would be without it. Raises NotFound."""
        return self._recorder.rule(Revoke(decision_id)).result()

    def get_document(self, document_id: str) -> StoredDocument:
        """A document with its text. Raises NotFound."""
        found = self.find_documents([document_id], with_text=True)
        if document_id not in found:
            raise no_document(document_id)
        return found[document_id]

    def find_documents(
        self, document_ids: Sequence[str], *, with_text: bool = False
    ) -> dict[str, StoredDocument]:
        """Those of some documents that are stored, by id."""
        with self._database.read() as cursor:
            found = documents.find(cursor, document_ids, with_text=with_text)
        return {document_id: record.stored for document_id, record in found.items()}

    def list_documents(self, page_size: int, token: PageToken | None = None) -> Page[StoredDocument]:
        """Documents without their text, the newest publication date first."""
        page_size = check_page_size(page_size)
        digest = query_digest("documents")
        position = position_of(token, digest, 2)
        after = None if position is None else (text_day(position[0]), text_number(position[1]))
        with self._database.read() as cursor:
            records = documents.newest(cursor, page_size + 1, after)
        found = page(records, page_size, digest, _document_position)
        return Page(tuple(record.stored for record in found.items), found.next)

    def count_documents(self, analyzer_version: str) -> int:
        """How many documents were analysed by one version of the rules."""
        with self._database.read() as cursor:
            return documents.count(cursor, analyzer_version)

    def outdated_documents(
        self, analyzer_version: str, limit: int, after: int = 0, document_ids: Sequence[str] = ()
    ) -> list[tuple[int, StoredDocument]]:
        """Documents with their texts that another version analysed, in the order in which they came.

        Each with its number, those behind ``after``; only some ids where any are given.
        """
        with self._database.read() as cursor:
            records = documents.outdated(cursor, analyzer_version, limit, after, document_ids)
        return [(record.key, record.stored) for record in records]

    def mentions_of(self, document_id: str) -> list[tuple[str, StoredMention]]:
        """The mentions of a document, each with the id of the event that tells it; none without it."""
        with self._database.read() as cursor:
            found = documents.find(cursor, [document_id])
            told_by = dict(mentions.of_documents(cursor, [record.key for record in found.values()]))
            stored = mentions.find(cursor, list(told_by))
        return [(events.event_id(told_by[mention]), stored[mention]) for mention in sorted(stored)]

    def get_event(self, event_id: str) -> Event:
        """An event with all its mentions, by its id or one that it or its mentions had before.

        Raises:
            NotFound: no event, or none any more.

        """
        with self._database.read() as cursor:
            return shown(cursor, [_event_record(cursor, event_id)], with_mentions=True)[0]

    def list_events(
        self,
        query: EventQuery,
        page_size: int,
        token: PageToken | None = None,
        *,
        with_mentions: bool = False,
    ) -> Page[Event]:
        """Events in the query's order.

        Raises:
            InvalidInput: the query contradicts itself.
            PageTokenInvalid: the token is another query's.

        """
        page_size = check_page_size(page_size)
        checked = check_query(query)
        digest = query_digest("events", checked)
        after = event_position(token, digest)
        with self._database.read() as cursor:
            ask = queries.events if checked.as_of is None else events_as_of
            records = ask(cursor, checked, keys_of(cursor, checked), page_size + 1, after)
            found = page(records, page_size, digest, _event_position)
            return Page(tuple(shown(cursor, found.items, with_mentions=with_mentions)), found.next)

    def summarize_events(
        self, query: EventQuery, unit: TimeUnit, grouping: Grouping = Grouping.NONE, groups: int = 10
    ) -> Summary:
        """How many events each stretch of the calendar holds, for at most ``groups`` groups.

        Raises:
            InvalidInput: the query contradicts itself, or there would be too many counts.

        """
        checked = check_countable(check_query(query))
        with self._database.read() as cursor:
            keys = keys_of(cursor, checked)
            return summarize(cursor, checked, keys, unit, grouping, check_groups(groups))

    def list_co_actors(
        self, actor: str, query: EventQuery, page_size: int, token: PageToken | None = None
    ) -> Page[CoActor]:
        """Who takes part in the query's events together with an actor, the most often first.

        Raises:
            InvalidInput: the query contradicts itself.
            PageTokenInvalid: the token is another query's.

        """
        page_size = check_page_size(page_size)
        checked = check_countable(check_query(replace(query, all_actors=(*query.all_actors, actor))))
        digest = query_digest("co-actors", actor, checked)
        position = position_of(token, digest, 2)
        after = None if position is None else (text_number(position[0]), position[1])
        with self._database.read() as cursor:
            found = co_actors(cursor, checked, keys_of(cursor, checked), page_size + 1, after)
        return page(found, page_size, digest, lambda held: (str(held.event_count), held.actor.id))

    def list_mentions(
        self, document_id: str, page_size: int, token: PageToken | None = None
    ) -> Page[ToldMention]:
        """A document's mentions, those of the title first, then as they stand in the text.

        Raises:
            NotFound: no such document.
            PageTokenInvalid: the token is another document's.

        """
        page_size = check_page_size(page_size)
        digest = query_digest("mentions", document_id)
        position = position_of(token, digest, 1)
        after = -1 if position is None else text_number(position[0])
        with self._database.read() as cursor:
            record = documents.find(cursor, [document_id]).get(document_id)
            if record is None:
                raise no_document(document_id)
            told = dict(mentions.of_documents(cursor, [record.key]))
            keys = [mention for mention in told if mention > after][: page_size + 1]
            stored = mentions.find(cursor, keys)
        found = page(keys, page_size, digest, lambda mention: (str(mention),))
        items = tuple(ToldMention(events.event_id(told[key]), stored[key]) for key in found.items)
        return Page(items, found.next)

    def watch_from_now(self) -> Position:
        """The position behind every change of an event so far."""
        with self._database.read() as cursor:
            return current(cursor)

    def changes_since(self, query: EventQuery, position: Position, limit: int = 500) -> Changes:
        """How the events that a query means have changed behind a position.

        Raises:
            InvalidInput: the query contradicts itself.
            ResumeTokenExpired: the position is another database's, or changes behind it are forgotten.

        """
        checked = check_countable(check_query(query))
        with self._database.read() as cursor:
            return changes_since(cursor, checked, keys_of(cursor, checked), position, limit)

    @contextmanager
    def listening(self, listener: Callable[[float], None]) -> Iterator[None]:
        """Calls ``listener``, on the writer's thread, after each commit while the block lasts.

        It is told how many seconds the commit took.
        """
        self._recorder.listeners.add(listener)
        try:
            yield
        finally:
            self._recorder.listeners.discard(listener)

    def get_actor(self, actor_id: str) -> StoredActor:
        """An actor, by its id or one that it had before the lexicon knew it.

        Raises:
            NotFound: no actor; or several are meant now, which the message names.

        """
        with self._database.read() as cursor:
            return present_actor(cursor, actor_id)

    def list_actors(self, query: str, page_size: int, token: PageToken | None = None) -> Page[StoredActor]:
        """Actors with an alias that holds ``query``, those with the most events first."""
        page_size = check_page_size(page_size)
        alias = normalize_alias(query)
        digest = query_digest("actors", alias)
        position = position_of(token, digest, 2)
        after = None if position is None else (text_number(position[0]), position[1])
        with self._database.read() as cursor:
            found = actors.most_active(cursor, alias, page_size + 1, after)
        return page(found, page_size, digest, lambda held: (str(held.event_count), held.actor.id))

    def size(self) -> Size:
        """How much is stored."""
        with self._database.read() as cursor:
            return size(cursor, self._database.path)

    def examine(self) -> list[Finding]:
        """What is wrong with the file, if anything; reads all of it."""
        with self._database.read() as cursor:
            return examine(cursor)

    def write_snapshot(self, path: Path) -> None:
        """Writes a copy that any DuckDB may open, whole or not at all.

        Raises:
            InvalidInput: the path is the timeline's own.
            StoreUnavailable: the copy cannot be written there.

        """
        write_snapshot(self._database, path)

    def write_parquet(self, folder: Path) -> Path:
        """Writes the views as Parquet files into a folder of their own in ``folder``, which is given.

        Raises:
            StoreUnavailable: they cannot be written there.

        """
        return write_parquet(self._database, folder)

    def export(
        self, query: EventQuery, file_format: ExportFormat, *, byte_order_mark: bool = False
    ) -> Iterator[bytes | ExportSummary]:
        """A file in chunks of at most 64 KiB, which end where a row of text does, and last its summary.

        Raises:
            InvalidInput: the query contradicts itself.

        """
        check_query(query)
        rows = self._rows(query, with_actors=file_format.needs_actors)
        path = self._database.path
        beside = None if path == MEMORY else Path(path).resolve()
        return write(rows, file_format, byte_order_mark=byte_order_mark, database=beside)

    def _rows(self, query: EventQuery, *, with_actors: bool) -> Iterator[ExportRow]:
        token = None
        while True:
            found = self.list_events(query, 1000, token)
            sources = self.find_documents(sorted({event.quote_document_id for event in found.items}))
            known = self._actors_of(found.items) if with_actors else {}
            for event in found.items:
                yield ExportRow(event, sources.get(event.quote_document_id), known)
            token = found.next
            if token is None:
                return

    def _actors_of(self, found: Sequence[Event]) -> dict[str, Actor]:
        ids = sorted({participant.actor_id for event in found for participant in event.participants})
        with self._database.read() as cursor:
            return {actor_id: stored.actor for actor_id, stored in actors.find(cursor, ids).items()}


def _event_record(cursor: Cursor, event_id: str) -> EventRecord:
    key = events.event_key(event_id)
    found = events.find(cursor, [key])
    if not found:
        other = identities.leads_to(cursor, key)
        found = {} if other is None else events.find(cursor, [other])
    if not found:
        raise NotFound(f"there is no event {event_id!r}", name=f"events/{event_id}")
    return next(iter(found.values()))


def _document_position(record: DocumentRecord) -> tuple[str, str]:
    return day_text(record.stored.publication_date.date), str(record.key)


def _event_position(record: EventRecord) -> tuple[str, str]:
    return day_text(record.event.time.first), str(events.event_key(record.event.id))


def _prepared(analysis: Analysis | Prepared) -> Prepared:
    return analysis if isinstance(analysis, Prepared) else prepare(analysis)
