"""How both clients connect."""

from __future__ import annotations

import json

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
        }
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
"""Channel options: retries on UNAVAILABLE only, messages up to what the server takes."""
