"""IngestionService: texts go in, and come out analysed."""

# ruff: noqa: ARG002, N802 (gRPC fixes the names and arguments of methods)

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from dateline.v1 import document_pb2, ingestion_service_pb2, ingestion_service_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from ..app.ingest import IngestService
from ..app.preparation import Prepared
from ..app.reanalysis import Reanalysis
from ..app.timeline import Timeline
from ..domain.document import Document
from ..domain.query import StoredDocument
from ..errors import DatelineError
from .analysis import analysis_to_wire, stored_document_to_wire
from .blocking import Threads
from .convert import id_of
from .intake import Intake, answer_each
from .paging import PageTokens, checked_page_size
from .reanalysis import reanalyze
from .status import error_to_status, streaming, unary, unexpected
from .validation import checked_date, checked_document, checked_name

Prepare = Callable[[Document], Awaitable[Prepared]]


class IngestionService(ingestion_service_pb2_grpc.IngestionServiceServicer):
    """Checks, analyses, stores; every method is one use case."""

    def __init__(
        self,
        timeline: Timeline,
        intake: Intake,
        threads: Threads,
        stream_window: int,
        stopping: asyncio.Event,
    ) -> None:
        self._timeline = timeline
        self._intake = intake
        self._threads = threads
        self._window = stream_window
        self._stopping = stopping
        self._tokens = PageTokens()
        loop = asyncio.get_running_loop()
        self._ingest = IngestService(
            timeline,
            lambda document: asyncio.run_coroutine_threadsafe(intake.prepare(document), loop).result(),
        )

    @unary
    async def CreateDocument(self, request: Any, context: Any) -> document_pb2.Document:
        """Stores a document and its events."""
        return await self._create(request, self._intake.prepare)

    @streaming
    async def IngestDocuments(self, request: Any, context: Any) -> AsyncIterator[Any]:
        """Stores a stream of documents."""
        async for response in answer_each(request, self._answer, self._window, self._stopping):
            yield response

    @unary
    async def GetDocument(self, request: Any, context: Any) -> document_pb2.Document:
        """A document with its text."""
        return await self._threads.run(self._get, request)

    @unary
    async def ListDocuments(self, request: Any, context: Any) -> Any:
        """Documents, the newest publication date first."""
        return await self._threads.run(self._list, request)

    @unary
    async def DeleteDocument(self, request: Any, context: Any) -> Empty:
        """Removes a document and all that only it told."""
        await self._threads.run(self._timeline.delete, checked_name("documents", request.name))
        return Empty()

    @unary
    async def SetPublicationDate(self, request: Any, context: Any) -> document_pb2.Document:
        """Dates a stored document anew."""
        identifier = checked_name("documents", request.name)
        published = checked_date(request.publication_date, "publication_date")
        stored = await self._threads.run(self._ingest.set_publication_date, identifier, published)
        return stored_document_to_wire(stored)

    @streaming
    async def ReanalyzeDocuments(self, request: Any, context: Any) -> AsyncIterator[Any]:
        """Analyses stored documents by the rules of today."""
        names = [checked_name("documents", name, "documents") for name in request.documents]
        task = await self._threads.run(
            Reanalysis, self._timeline, self._intake.version, names, apply=request.apply
        )
        async for response in reanalyze(task, self._intake.prepare_patiently, self._threads, self._stopping):
            yield response

    @unary
    async def AnalyzeText(self, request: Any, context: Any) -> Any:
        """An analysis that is not stored."""
        identifier = id_of("documents", request.document.name)
        document = await self._threads.run(checked_document, request.document, identifier)
        analysis = await self._intake.analyze(document)
        return await self._threads.run(analysis_to_wire, analysis)

    async def _create(
        self, request: Any, prepare: Prepare, *, patient: bool = False
    ) -> document_pb2.Document:
        document, stored = await self._threads.run(self._known, request)
        if stored is None:
            prepared = await prepare(document)
            # More of the stream come soon: these can share a commit, which costs more than a document.
            waits = patient and self._intake.under_way > 0
            stored = await asyncio.wrap_future(self._timeline.submit(prepared, patient=waits))
        return stored_document_to_wire(stored)

    async def _answer(self, request: Any) -> Any:
        response = ingestion_service_pb2.IngestDocumentsResponse(
            document_id=request.document_id, request_number=request.request_number
        )
        try:
            stored = await self._create(request, self._intake.prepare_patiently, patient=True)
            response.document_id = id_of("documents", stored.name)
            response.document.CopyFrom(stored)
            response.document.text = ""
        except DatelineError as error:
            response.error.CopyFrom(error_to_status(error))
        except Exception as problem:
            response.error.CopyFrom(unexpected("IngestDocuments", problem))
        return response

    def _known(self, request: Any) -> tuple[Document, StoredDocument | None]:
        document = checked_document(request.document, request.document_id)
        return document, self._ingest.known(document)

    def _get(self, request: Any) -> document_pb2.Document:
        return stored_document_to_wire(self._timeline.get_document(checked_name("documents", request.name)))

    def _list(self, request: Any) -> Any:
        size = checked_page_size(request.page_size)
        page = self._timeline.list_documents(size, self._tokens.read(request))
        return ingestion_service_pb2.ListDocumentsResponse(
            documents=map(stored_document_to_wire, page.items),
            next_page_token=self._tokens.write(request, page.next),
        )
