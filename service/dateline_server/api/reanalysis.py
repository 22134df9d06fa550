"""Reanalysis over the wire: documents in batches, each one's differences, and last the counts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from dateline.v1 import event_pb2, ingestion_service_pb2
from google.rpc.status_pb2 import Status

from ..app.preparation import Prepared
from ..app.reanalysis import Difference, Reanalysis, ReanalysisSummary, Revision
from ..domain.document import Document
from ..domain.query import StoredDocument
from ..errors import DatelineError, ShuttingDown
from . import convert, enums
from .blocking import Threads
from .status import error_to_status, unexpected

Prepare = Callable[[Document], Awaitable[Prepared]]
Response = ingestion_service_pb2.ReanalyzeDocumentsResponse


async def reanalyze(
    task: Reanalysis, prepare: Prepare, threads: Threads, stopping: asyncio.Event
) -> AsyncIterator[Response]:
    """A response for each document, in the order in which they were stored, and last the counts.

    Raises:
        ShuttingDown: the server is going down; what was answered is done.

    """
    for error in task.missing:
        yield _failure(task, error.metadata["name"], error_to_status(error))
    while batch := await threads.run(task.batch):
        if stopping.is_set():
            raise ShuttingDown("the server is going down: ask again, the rest is left to do")
        for response in await asyncio.gather(*(_one(task, prepare, threads, stored) for stored in batch)):
            yield response
    yield Response(summary=_summary_to_wire(task.summary()))


async def _one(task: Reanalysis, prepare: Prepare, threads: Threads, stored: StoredDocument) -> Response:
    try:
        prepared = await prepare(stored.document)
        return Response(document=_revision_to_wire(await threads.run(task.settle, stored, prepared)))
    except DatelineError as error:
        status = error_to_status(error)
    except Exception as problem:
        status = unexpected("ReanalyzeDocuments", problem)
    return _failure(task, convert.name_of("documents", stored.document.id), status)


def _failure(task: Reanalysis, name: str, status: Status) -> Response:
    task.failed()
    return Response(document=ingestion_service_pb2.DocumentReanalysis(name=name, error=status))


def _revision_to_wire(revision: Revision) -> ingestion_service_pb2.DocumentReanalysis:
    return ingestion_service_pb2.DocumentReanalysis(
        name=convert.name_of("documents", revision.document_id),
        old_analyzer_version=revision.old_version,
        new_analyzer_version=revision.new_version,
        differences=map(_difference_to_wire, revision.differences),
    )


def _difference_to_wire(found: Difference) -> ingestion_service_pb2.EventDifference:
    def mention(told: Any) -> event_pb2.EventMention | None:
        return None if told is None else convert.mention_to_wire(told)

    return ingestion_service_pb2.EventDifference(
        kinds=map(enums.DIFFERENCE.to_wire, found.kinds),
        event=convert.name_of("events", found.event_id),
        before=mention(found.before),
        after=mention(found.after),
    )


def _summary_to_wire(summary: ReanalysisSummary) -> ingestion_service_pb2.ReanalysisSummary:
    return ingestion_service_pb2.ReanalysisSummary(
        analyzer_version=summary.version,
        applied=summary.applied,
        analyzed_count=summary.analyzed,
        changed_count=summary.changed,
        current_count=summary.current,
        failed_count=summary.failed,
        differences=[
            ingestion_service_pb2.DifferenceCount(kind=enums.DIFFERENCE.to_wire(kind), count=count)
            for kind, count in summary.differences.items()
        ],
    )
