"""The client for asyncio; the twin of ``client``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping
from datetime import date
from functools import partial
from os import PathLike
from types import TracebackType
from typing import Any, Self, TypeVar, Unpack

import grpc

from . import requests
from .channel import OPTIONS, TIMEOUT, Tls, authorized
from .embedded import MEMORY, EmbeddedServer
from .errors import DatelineError, error_of_call
from .ingestion import Chunk, Chunker, IngestResult, NewDocument, Patience
from .query import QueryResult, query_request, query_result
from .v1 import admin_service_pb2 as admin
from .v1 import ingestion_service_pb2 as ingestion
from .v1 import timeline_service_pb2 as timeline
from .v1.actor_pb2 import Actor
from .v1.admin_service_pb2_grpc import AdminServiceStub
from .v1.document_pb2 import Document
from .v1.event_pb2 import Event, EventMention
from .v1.ingestion_service_pb2_grpc import IngestionServiceStub
from .v1.query_service_pb2_grpc import QueryServiceStub
from .v1.timeline_service_pb2_grpc import TimelineServiceStub
from .watching import EventChange, Watch

Q = TypeVar("Q")
A = TypeVar("A")


class AsyncClient:
    """As ``Client``, for asyncio. Use it with ``async with``, or close one that was connected.

    One with a database starts a server of its own where the block is entered, while the loop goes on.
    Every method raises ``DatelineError``, as those of ``Client`` do.
    """

    def __init__(
        self,
        database: str | PathLike[str] = MEMORY,
        *,
        timeout: float = TIMEOUT,
        workers: int = 0,
        recognizer: str = "accurate",
    ) -> None:
        """A timeline that ``async with`` opens or creates, and that no other process may have open.

        Args are those of ``Client``, and so are the errors, which come where the block is entered.
        """
        self._start: partial[EmbeddedServer] | None = partial(
            EmbeddedServer, database, workers=workers, recognizer=recognizer
        )
        self._timeout = timeout
        self._target = str(database)

    def __getattr__(self, name: str) -> Any:
        if name in ("_admin", "_channel", "_ingestion", "_query", "_timeline"):
            raise DatelineError("the server is not there yet: write async with AsyncClient(...) as client")
        raise AttributeError(name)

    def _attach(
        self, channel: grpc.aio.Channel, target: str, timeout: float, server: EmbeddedServer | None
    ) -> None:
        self._start = None
        self._server = server
        self._channel = channel
        self._target = target
        self._timeout = timeout
        self._admin = AdminServiceStub(channel)
        self._ingestion = IngestionServiceStub(channel)
        self._query = QueryServiceStub(channel)
        self._timeline = TimelineServiceStub(channel)

    @classmethod
    def connect(
        cls,
        target: str = "localhost:50051",
        *,
        timeout: float = TIMEOUT,
        token: str = "",
        tls: Tls | None = None,
    ) -> Self:
        """A client of the server at ``target``, HOST:PORT; call it where a loop runs.

        Args:
            target: the server's address.
            timeout: seconds that a call may take; streams have no limit.
            token: the bearer token that every call carries, where the server asks for one.
            tls: how the connection is encrypted; not at all when None.

        Raises:
            OSError: a file of ``tls`` cannot be read.

        """
        if tls is None:
            channel = grpc.aio.insecure_channel(target, OPTIONS)
        else:
            channel = grpc.aio.secure_channel(target, tls.credentials(), OPTIONS)
        client = cls.__new__(cls)
        client._attach(authorized(channel, token), target, timeout, None)
        return client

    async def close(self) -> None:
        """Closes the connection, and ends a server of its own."""
        if self._start is not None:
            return
        await self._channel.close()
        if self._server is not None:
            await asyncio.to_thread(self._server.close)

    async def __aenter__(self) -> Self:
        if self._start is not None:
            server = await asyncio.to_thread(self._start)
            channel = grpc.aio.insecure_channel(server.address, OPTIONS)
            self._attach(channel, self._target, self._timeout, server)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def create_document(self, document: Document, document_id: str = "") -> Document:
        """Stores a document and its events; the same document again changes nothing."""
        request = ingestion.CreateDocumentRequest(document=document, document_id=document_id)
        return await self._call(self._ingestion.CreateDocument, request)

    async def ingest_documents(
        self, documents: Iterable[NewDocument | Document] | AsyncIterable[NewDocument | Document]
    ) -> AsyncIterator[IngestResult]:
        """Stores many documents and gives each one's outcome as it is known, in any order.

        A document that was answered is safely on disk. A bad document does not stop the rest, and a
        connection that breaks is made again a few times.
        """
        patience = Patience()
        async for chunk in _chunks(documents):
            for result in chunk.too_large():
                yield result
            async for result in self._ingest_chunk(chunk, patience):
                yield result

    async def get_document(self, name: str) -> Document:
        """A document with its text, by name or id."""
        request = ingestion.GetDocumentRequest(name=requests.resource_name("documents", name))
        return await self._call(self._ingestion.GetDocument, request)

    def list_documents(self, *, limit: int | None = None) -> AsyncIterator[Document]:
        """Documents without their text, the newest publication date first."""
        request = ingestion.ListDocumentsRequest(page_size=requests.PAGE_SIZE)
        return self._pages(self._ingestion.ListDocuments, request, "documents", limit)

    async def delete_document(self, name: str) -> None:
        """Removes a document, by name or id, and all that only it told."""
        request = ingestion.DeleteDocumentRequest(name=requests.resource_name("documents", name))
        await self._call(self._ingestion.DeleteDocument, request)

    async def set_publication_date(self, name: str, publication_date: date | str) -> Document:
        """Dates a stored document and its events anew."""
        request = ingestion.SetPublicationDateRequest(
            name=requests.resource_name("documents", name),
            publication_date=requests.wire_date(publication_date),
        )
        return await self._call(self._ingestion.SetPublicationDate, request)

    async def reanalyze_documents(
        self, documents: Iterable[str] = (), *, apply: bool = False
    ) -> AsyncIterator[ingestion.DocumentReanalysis | ingestion.ReanalysisSummary]:
        """What the server's rules of today change in each stored document, and last the counts.

        With ``apply`` the new analyses are stored, and events keep their names. Documents go by name or
        id, all of them when none is given; those that these rules have analysed are passed over.
        """
        request = requests.reanalyze_request(documents, apply=apply)
        try:
            async for response in self._ingestion.ReanalyzeDocuments(request):
                yield response.summary if response.HasField("summary") else response.document
        except grpc.RpcError as error:
            raise error_of_call(error, self._target) from error

    async def analyze_text(self, document: Document) -> ingestion.AnalyzeTextResponse:
        """What can be read from a document; nothing is stored."""
        request = ingestion.AnalyzeTextRequest(document=document)
        return await self._call(self._ingestion.AnalyzeText, request)

    async def get_event(self, name: str) -> Event:
        """An event with all its mentions, by name or id, also one that it had before."""
        request = timeline.GetEventRequest(name=requests.resource_name("events", name))
        return await self._call(self._timeline.GetEvent, request)

    async def merge_events(self, names: Iterable[str]) -> admin.Decision:
        """Decides that events are one, by name or id: all that is told of any of them, now and later.

        The decision holds when documents are deleted and come back, until it is revoked.
        """
        return await self._call(self._admin.MergeEvents, requests.merge_request(names))

    async def split_event(self, name: str, documents: Iterable[str]) -> admin.Decision:
        """Decides that what some documents tell of an event is another event, until that is revoked."""
        return await self._call(self._admin.SplitEvent, requests.split_request(name, documents))

    async def list_decisions(self) -> list[admin.Decision]:
        """What was decided about events, the oldest first."""
        response = await self._call(self._admin.ListDecisions, admin.ListDecisionsRequest())
        return list(response.decisions)

    async def revoke_decision(self, name: str) -> None:
        """Takes a decision back, by name or id; events are then what they would be without it."""
        request = admin.RevokeDecisionRequest(name=requests.resource_name("decisions", name))
        await self._call(self._admin.RevokeDecision, request)

    async def back_up(self) -> AsyncIterator[bytes]:
        """A copy of the whole timeline in parts; joined they are a DuckDB file that a server can open."""
        try:
            async for response in self._admin.BackUp(admin.BackUpRequest()):
                if response.data:
                    yield response.data
        except grpc.RpcError as error:
            raise error_of_call(error, self._target) from error

    async def explain_event(self, name: str, language_code: str = "en") -> timeline.Explanation:
        """Why an event is what it is, step by step, in English ("en") or Chinese ("zh")."""
        request = timeline.ExplainEventRequest(
            name=requests.resource_name("events", name), language_code=language_code
        )
        return await self._call(self._timeline.ExplainEvent, request)

    def list_events(
        self,
        *,
        descending: bool = False,
        full: bool = False,
        limit: int | None = None,
        page_size: int = requests.PAGE_SIZE,
        **criteria: Unpack[requests.Criteria],
    ) -> AsyncIterator[Event]:
        """Events in time order, those that meet the criteria; ``full`` brings their mentions too."""
        request = requests.list_request(criteria, descending=descending, full=full, page_size=page_size)
        return self._pages(self._timeline.ListEvents, request, "events", limit)

    async def summarize_events(
        self,
        *,
        unit: str = "month",
        group_by: str = "none",
        max_groups: int = 10,
        **criteria: Unpack[requests.Criteria],
    ) -> timeline.SummarizeEventsResponse:
        """How many events each "day", "week", "month", "quarter" or "year" holds, by "type" or "actor"."""
        request = requests.summary_request(criteria, unit, group_by, max_groups)
        return await self._call(self._timeline.SummarizeEvents, request)

    async def get_actor(self, name: str) -> Actor:
        """An actor, by name or id."""
        request = timeline.GetActorRequest(name=requests.resource_name("actors", name))
        return await self._call(self._timeline.GetActor, request)

    def list_actors(self, query: str = "", *, limit: int | None = None) -> AsyncIterator[Actor]:
        """Actors with an alias that holds ``query``, those with the most events first."""
        request = timeline.ListActorsRequest(query=query, page_size=requests.PAGE_SIZE)
        return self._pages(self._timeline.ListActors, request, "actors", limit)

    def list_co_actors(
        self, actor: str, *, limit: int | None = None, **criteria: Unpack[requests.Criteria]
    ) -> AsyncIterator[Actor]:
        """Who takes part together with an actor, by id or any alias, the most often first.

        ``event_count`` of each is that of the events of both that meet the criteria.
        """
        request = requests.co_actors_request(criteria, actor)
        return self._pages(self._timeline.ListCoActors, request, "actors", limit)

    def list_mentions(self, document: str, *, limit: int | None = None) -> AsyncIterator[EventMention]:
        """What a document tells, by name or id, in the order of its text; each mention names its event."""
        request = requests.mentions_request(document)
        return self._pages(self._timeline.ListMentions, request, "mentions", limit)

    async def watch_events(
        self, *, resume_token: str = "", **criteria: Unpack[requests.Criteria]
    ) -> AsyncIterator[EventChange]:
        """Tells of events that meet the criteria as they come, change and go; it does not end by itself.

        From now on, or from where ``resume_token`` says. A connection that breaks is made again, and
        nothing is missed.

        Raises:
            ResumeTokenExpired: the changes since then are no longer kept.

        """
        listening, patience = Watch(resume_token, criteria), Patience()
        while True:
            try:
                async for response in self._timeline.WatchEvents(listening.request):
                    patience.answered()
                    change = listening.take(response)
                    if change is not None:
                        yield change
            except grpc.RpcError as error:
                await asyncio.sleep(patience.delay_after(error_of_call(error, self._target)))

    async def export_timeline(
        self,
        *,
        file_format: str = "csv",
        descending: bool = False,
        byte_order_mark: bool = False,
        **criteria: Unpack[requests.Criteria],
    ) -> AsyncIterator[bytes | timeline.ExportSummary]:
        """A file in parts, and last what it holds; formats are the names in ``EXPORT_FORMATS``."""
        request = requests.export_request(
            criteria, file_format, descending=descending, byte_order_mark=byte_order_mark
        )
        try:
            async for response in self._timeline.ExportTimeline(request):
                yield response.summary if response.HasField("summary") else response.data
        except grpc.RpcError as error:
            raise error_of_call(error, self._target) from error

    async def run_query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> QueryResult:
        """The result of one SELECT, in the SQL of DuckDB, where the server allows it.

        ``parameters`` are what ``$name`` stands for. The result is whole, or an error.
        """
        try:
            responses = [item async for item in self._query.RunQuery(query_request(sql, parameters or {}))]
        except grpc.RpcError as error:
            raise error_of_call(error, self._target) from error
        return query_result(responses)

    async def _call(self, method: grpc.aio.UnaryUnaryMultiCallable[Q, A], request: Q) -> A:
        try:
            return await method(request, timeout=self._timeout)
        except grpc.RpcError as error:
            raise error_of_call(error, self._target) from error

    async def _pages(self, method: Any, request: Any, field: str, limit: int | None) -> AsyncIterator[Any]:
        left = limit
        while left is None or left > 0:
            if left is not None:
                request.page_size = min(request.page_size, left)
            response = await self._call(method, request)
            items = getattr(response, field)
            for item in items:
                yield item
            left = None if left is None else left - len(items)
            request.page_token = response.next_page_token
            if not request.page_token:
                return

    async def _ingest_chunk(self, chunk: Chunk, patience: Patience) -> AsyncIterator[IngestResult]:
        while waiting := chunk.requests():
            try:
                async for response in self._ingestion.IngestDocuments(iter(waiting)):
                    patience.answered()
                    yield chunk.settle(response)
            except grpc.RpcError as error:
                await asyncio.sleep(patience.delay_after(error_of_call(error, self._target)))
            else:
                chunk.check_answered()


async def _chunks(
    documents: Iterable[NewDocument | Document] | AsyncIterable[NewDocument | Document],
) -> AsyncIterator[Chunk]:
    chunker = Chunker()
    async for item in _each(documents):
        if chunk := chunker.add(item):
            yield chunk
    if chunk := chunker.rest():
        yield chunk


async def _each(
    documents: Iterable[NewDocument | Document] | AsyncIterable[NewDocument | Document],
) -> AsyncIterator[NewDocument | Document]:
    if isinstance(documents, AsyncIterable):
        async for item in documents:
            yield item
    else:
        for item in documents:
            yield item
