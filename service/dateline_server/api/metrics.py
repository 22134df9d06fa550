"""What the server counts, for Prometheus. A registry of its own: nothing is global."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from ..errors import SettingsError

_LOG = logging.getLogger(__name__)
_LOOP_INTERVAL = 0.25
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)


class Metrics:
    """The figures of one server. Every name begins with ``dateline_``."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._ended = Counter(
            "dateline_calls", "Calls that ended.", ("method", "code"), registry=self.registry
        )
        self._seconds = Histogram(
            "dateline_call_seconds",
            "How long calls took.",
            ("method",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._under_way = Gauge(
            "dateline_calls_under_way", "Calls that have not ended.", ("method",), registry=self.registry
        )
        self.commit_seconds = Histogram(
            "dateline_commit_seconds",
            "How long commits took, of one document or of many.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.loop_delay = Histogram(
            "dateline_event_loop_delay_seconds",
            "How late the event loop woke.",
            buckets=_SECONDS,
            registry=self.registry,
        )

    @contextmanager
    def under_way(self, method: str) -> Iterator[None]:
        """Counts a call as under way for as long as the block lasts."""
        gauge = self._under_way.labels(method)
        gauge.inc()
        try:
            yield
        finally:
            gauge.dec()

    def ended(self, method: str, code: str, seconds: float) -> None:
        """Counts a call that ended with a status code."""
        self._ended.labels(method, code).inc()
        self._seconds.labels(method).observe(seconds)

    def ask(self, figures: Mapping[str, tuple[str, Callable[[], float]]]) -> None:
        """Adds gauges that are asked for whenever somebody looks: name, meaning and source of each."""
        self.registry.register(_Asked(figures))

    def tell(self, name: str, meaning: str, version: Callable[[], str]) -> None:
        """Adds a gauge that is always 1 and whose label is a version, asked for whenever somebody looks."""
        self.registry.register(_Version(name, meaning, version))


@contextmanager
def published(metrics: Metrics, address: str) -> Iterator[None]:
    """Serves the figures over HTTP at HOST:PORT while the block lasts; nothing if there is no address.

    Raises:
        SettingsError: the address cannot be served on.

    """
    if not address:
        yield
        return
    host, _, port = address.rpartition(":")
    try:
        server, thread = start_http_server(int(port), host.strip("[]"), metrics.registry)
    except (OSError, ValueError, OverflowError) as problem:
        raise SettingsError(f"metrics: cannot listen on {address!r}: {problem}; give HOST:PORT") from None
    _LOG.info("metrics on http://%s:%s/metrics", host, server.server_port)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def watch_loop(metrics: Metrics) -> None:
    """Measures, until cancelled, how late the event loop wakes: what blocks it keeps every call waiting."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + _LOOP_INTERVAL
        await asyncio.sleep(_LOOP_INTERVAL)
        metrics.loop_delay.observe(max(0.0, loop.time() - due))


class _Asked(Collector):
    def __init__(self, figures: Mapping[str, tuple[str, Callable[[], float]]]) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        for name, (meaning, source) in self._figures.items():
            yield GaugeMetricFamily(name, meaning, value=source())


class _Version(Collector):
    def __init__(self, name: str, meaning: str, version: Callable[[], str]) -> None:
        self._name = name
        self._meaning = meaning
        self._version = version

    def collect(self) -> Iterable[Metric]:
        family = GaugeMetricFamily(self._name, self._meaning, labels=("version",))
        family.add_metric((self._version(),), 1)
        yield family
