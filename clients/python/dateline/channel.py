"""How both clients connect."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar, cast

import grpc

C = TypeVar("C")
TIMEOUT = 60.0
"""After how many seconds without an answer a call fails, unless another is given."""

_RETRY = {
    "methodConfig": [
        {
            "name": [{}],
            "retryPolicy": {
                "maxAttempts": 4,
                "initialBackoff": "0.1s",
                "maxBackoff": "2s",
                "backoffMultiplier": 2,
                "retryableStatusCodes": ["UNAVAILABLE"],
            },
        },
        {"name": [{"service": "dateline.v1.IngestionService", "method": "IngestDocuments"}]},
    ]
}
OPTIONS: tuple[tuple[str, str | int], ...] = (
    ("grpc.service_config", json.dumps(_RETRY)),
    ("grpc.enable_retries", 1),
    ("grpc.max_send_message_length", 16 * 2**20),
    ("grpc.max_receive_message_length", 256 * 2**20),
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
)
"""Channel options: retries on UNAVAILABLE only, messages up to what the server takes.

A stream of documents makes its connection again by itself: gRPC's own retries can leave one waiting forever
when its server dies.
"""


@dataclass(frozen=True, slots=True)
class Tls:
    """An encrypted connection. Every path is a PEM file.

    Args:
        ca: the certificates by which the server is known; the usual public ones when None.
        certificate: the client's own certificate, where the server asks for one.
        key: its private key.

    """

    ca: str | PathLike[str] | None = None
    certificate: str | PathLike[str] | None = None
    key: str | PathLike[str] | None = None

    def credentials(self) -> grpc.ChannelCredentials:
        """What gRPC makes of it. Raises OSError when a file cannot be read."""
        return grpc.ssl_channel_credentials(_bytes(self.ca), _bytes(self.key), _bytes(self.certificate))


def _bytes(path: str | PathLike[str] | None) -> bytes | None:
    return None if path is None else Path(path).read_bytes()


def authorized(channel: C, token: str) -> C:
    """A channel, of either kind, whose every call carries a bearer token; as it is without one."""
    return cast("C", _Authorized(channel, token)) if token else channel


class _Authorized:
    """Interceptors would do the same, four for each client; what a stub asks of a channel is less."""

    def __init__(self, channel: Any, token: str) -> None:
        self._channel = channel
        self._metadata = (("authorization", f"Bearer {token}"),)

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._channel, name)
        if name not in ("unary_unary", "unary_stream", "stream_unary", "stream_stream"):
            return member

        def make(*arguments: Any, **options: Any) -> Any:
            return functools.partial(member(*arguments, **options), metadata=self._metadata)

        return make
