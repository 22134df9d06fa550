"""The server: built, served until a signal, drained, closed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import grpc
from dateline.v1 import (
    admin_service_pb2,
    admin_service_pb2_grpc,
    ingestion_service_pb2,
    ingestion_service_pb2_grpc,
    query_service_pb2,
    query_service_pb2_grpc,
    timeline_service_pb2,
    timeline_service_pb2_grpc,
)
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from ..app.preparation import sealed
from ..app.text import load_dictionary
from ..app.timeline import Timeline
from ..config import Settings
from ..errors import DatelineError
from ..nlp.actors.own import read_own_actors
from ..nlp.recognizer import Recognizer
from .admin import AdminService
from .blocking import Threads
from .calls import CallLimits, Gate
from .ingestion import IngestionService
from .intake import Intake
from .limits import Limits
from .metrics import Metrics, published, watch_loop
from .query import query_service
from .renewal import keeping_current
from .timeline import TimelineService
from .tls import Certificates, server_credentials
from .tokens import TokenSource
from .tracing import Trace, tracing, untraced
from .watching import Commits
from .workers import AnalysisPool, default_worker_count

SERVICES = (
    admin_service_pb2.DESCRIPTOR.services_by_name["AdminService"].full_name,
    ingestion_service_pb2.DESCRIPTOR.services_by_name["IngestionService"].full_name,
    query_service_pb2.DESCRIPTOR.services_by_name["QueryService"].full_name,
    timeline_service_pb2.DESCRIPTOR.services_by_name["TimelineService"].full_name,
)
"""The full names of the services, as health and reflection give them."""

LIVENESS = "liveness"
"""The health service's name for the process itself, which answers while it still loads; the others
mean that calls are answered."""
_LOG = logging.getLogger(__name__)
_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class AddressError(Exception):
    """The address cannot be served on; the message says what to do."""


async def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serves until SIGTERM or SIGINT, then ends the calls under way within ``settings.grace``.

    Args:
        settings: all of them.
        ready: called with the address, its port in it, once calls are answered.

    Raises:
        AddressError: the address cannot be served on.
        SettingsError: a certificate or token cannot be used.
        StoreFileError: the database file cannot be used.
        RuntimeError: the resources of the analysis do not load.

    """
    stopping = asyncio.Event()
    for number in _STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    metrics = Metrics()
    with tracing(settings.traces) as trace:
        server, address = _bind(settings, _gate(settings, metrics, trace))
        _LOG.info("listening on %s, and loading", address)
        await _serve_on(server, settings, metrics, stopping, lambda: ready(address))


async def _serve_on(
    server: grpc.aio.Server,
    settings: Settings,
    metrics: Metrics,
    stopping: asyncio.Event,
    ready: Callable[[], None],
) -> None:
    async with (
        _pool(settings) as pool,
        _timeline(settings) as timeline,
        _threads(settings) as threads,
        query_service(timeline, threads, settings) as queries,
        _watched(metrics, settings),
        _commits(timeline, metrics) as commits,
    ):
        metrics.tell("dateline_analyzer", "The version of rules and lexicons.", lambda: pool.version)
        health_service = await _add_health(server)
        workers = settings.workers or default_worker_count()
        intake = Intake(pool, workers, settings.queue_size, settings.batch_size)
        metrics.ask(
            {
                "dateline_documents_waiting": ("Documents that wait for analysis.", lambda: intake.waiting),
                "dateline_documents": ("Documents stored.", lambda: timeline.size().documents),
                "dateline_events": ("Events stored.", lambda: timeline.size().events),
                "dateline_store_bytes": ("Size of the database file.", lambda: timeline.size().bytes),
            }
        )
        ingestion = IngestionService(timeline, intake, threads, settings.stream_window, stopping)
        ingestion_service_pb2_grpc.add_IngestionServiceServicer_to_server(ingestion, server)
        timeline_service = TimelineService(timeline, threads, commits, intake.analyze)
        timeline_service_pb2_grpc.add_TimelineServiceServicer_to_server(timeline_service, server)
        query_service_pb2_grpc.add_QueryServiceServicer_to_server(queries, server)
        admin_service_pb2_grpc.add_AdminServiceServicer_to_server(AdminService(timeline, threads), server)
        reflection.enable_server_reflection((*SERVICES, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
        await server.start()
        try:
            if await _warmed(pool, stopping):
                intake.start()
                await _report(health_service, health_pb2.HealthCheckResponse.SERVING)
                ready()
                async with keeping_current(pool, settings.actors):
                    await _serve_until(stopping, timeline, settings)
        finally:
            _LOG.info("shutting down")
            commits.end()
            await health_service.enter_graceful_shutdown()
            await server.stop(settings.grace)
            await intake.stop()
    _LOG.info("stopped")


async def _serve_until(stopping: asyncio.Event, timeline: Timeline, settings: Settings) -> None:
    """Waits for the end, and writes copies of the timeline now and then if some are wanted."""
    wanted = [
        (write, target)
        for write, target in (
            (timeline.write_snapshot, settings.snapshot),
            (timeline.write_parquet, settings.snapshot_parquet),
        )
        if target is not None
    ]
    while not stopping.is_set():
        for write, target in wanted:
            await _write_copy(write, target)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), settings.snapshot_interval if wanted else None)


async def _write_copy(write: Callable[[Path], object], target: Path) -> None:
    try:
        await asyncio.to_thread(write, target)
    except (DatelineError, OSError) as problem:
        _LOG.error("no snapshot: %s", problem)


async def _warmed(pool: AnalysisPool, stopping: asyncio.Event) -> bool:
    warming = asyncio.create_task(pool.start())
    stop = asyncio.create_task(stopping.wait())
    await asyncio.wait({warming, stop}, return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    if warming.done():
        warming.result()
        return True
    warming.cancel()
    return False


def check_access(settings: Settings) -> None:
    """Reads what decides who may call.

    Raises:
        SettingsError: a file cannot be read, or says what it may not.

    """
    _gate(settings, Metrics())
    _credentials(settings)


def _gate(settings: Settings, metrics: Metrics, trace: Trace = untraced) -> Gate:
    tokens = TokenSource(settings.admin_token, settings.tokens)
    return Gate(tokens, Limits(), CallLimits(settings.call_seconds, settings.idle_seconds), metrics, trace)


def _credentials(settings: Settings) -> grpc.ServerCredentials | None:
    if settings.tls_certificate is None or settings.tls_key is None:
        return None
    return server_credentials(
        Certificates(settings.tls_certificate, settings.tls_key, settings.tls_client_ca)
    )


def _bind(settings: Settings, gate: Gate) -> tuple[grpc.aio.Server, str]:
    credentials = _credentials(settings)
    server = grpc.aio.server(
        interceptors=[gate],
        options=[
            # Two servers on one port would share its calls and fight for the database.
            ("grpc.so_reuseport", 0),
            ("grpc.max_receive_message_length", settings.max_message_mib * 2**20),
            ("grpc.max_concurrent_streams", settings.max_streams),
            ("grpc.keepalive_time_ms", 60_000),
            ("grpc.keepalive_timeout_ms", 20_000),
            ("grpc.max_connection_idle_ms", 600_000),
            ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
        ],
    )
    try:
        if credentials is None:
            port = server.add_insecure_port(settings.listen)
        else:
            port = server.add_secure_port(settings.listen, credentials)
    except RuntimeError:
        port = 0
    if not port:
        raise AddressError(
            f"cannot listen on {settings.listen}: is the port in use, or the host not this machine's? "
            "Give another with --listen HOST:PORT"
        )
    unix = settings.listen.startswith(("unix:", "unix-abstract:"))
    return server, settings.listen if unix else f"{settings.listen.rpartition(':')[0]}:{port}"


async def _add_health(server: grpc.aio.Server) -> health.aio.HealthServicer:
    service = health.aio.HealthServicer()
    await _report(service, health_pb2.HealthCheckResponse.NOT_SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(service, server)
    return service


async def _report(service: health.aio.HealthServicer, status: int) -> None:
    await service.set(LIVENESS, health_pb2.HealthCheckResponse.SERVING)
    for name in (*SERVICES, health.OVERALL_HEALTH):
        await service.set(name, status)


@contextlib.asynccontextmanager
async def _commits(timeline: Timeline, metrics: Metrics) -> AsyncIterator[Commits]:
    commits = Commits()
    with timeline.listening(commits.announce), timeline.listening(metrics.commit_seconds.observe):
        yield commits


@contextlib.asynccontextmanager
async def _watched(metrics: Metrics, settings: Settings) -> AsyncIterator[None]:
    watching = asyncio.create_task(watch_loop(metrics))
    try:
        with published(metrics, settings.metrics):
            yield
    finally:
        watching.cancel()


@contextlib.asynccontextmanager
async def _pool(settings: Settings) -> AsyncIterator[AnalysisPool]:
    own = read_own_actors(settings.actors) if settings.actors else None
    workers = settings.workers or default_worker_count()
    pool = AnalysisPool(
        workers, settings.analysis_timeout, sealed, actors=own, recognizer=Recognizer(settings.recognizer)
    )
    try:
        yield pool
    finally:
        await pool.stop()


@contextlib.asynccontextmanager
async def _timeline(settings: Settings) -> AsyncIterator[Timeline]:
    copies = [settings.snapshot and settings.snapshot.parent, settings.snapshot_parquet]
    folders = [folder.resolve() for folder in copies if folder is not None]
    timeline = Timeline.open(settings.database, readers=settings.readers, snapshot_directories=folders)
    # Meanwhile, so that neither the first document nor the first question waits for the dictionary.
    loading = asyncio.create_task(asyncio.to_thread(load_dictionary))
    try:
        yield timeline
    finally:
        await loading
        await asyncio.to_thread(timeline.close)


@contextlib.asynccontextmanager
async def _threads(settings: Settings) -> AsyncIterator[Threads]:
    threads = Threads(settings.readers + 4)
    try:
        yield threads
    finally:
        await threads.stop()
