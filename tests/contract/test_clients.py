"""Both clients offer every call of the API, under the same names and with the same parameters."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest
from dateline import AsyncClient, Client
from dateline_server.api.server import SERVICES
from google.protobuf.descriptor_pool import Default

CALLS = [
    re.sub(r"(?<=[a-z])(?=[A-Z])", "_", method.name).lower()
    for service in SERVICES
    for method in Default().FindServiceByName(service).methods
]
"""The calls as methods in Python: ListEvents is list_events."""


@pytest.mark.parametrize("name", CALLS)
def test_both_clients_offer_every_call_with_the_same_parameters(name: str):
    def parameters(client: type) -> list[tuple[str, Any, Any]]:
        signature = inspect.signature(getattr(client, name))
        return [(p.name, p.kind, p.default) for p in signature.parameters.values()]

    assert parameters(Client) == parameters(AsyncClient)


def test_neither_client_offers_what_is_no_call():
    def offered(client: type) -> set[str]:
        return {name for name in vars(client) if not name.startswith("_")} - {"connect", "close"}

    assert offered(Client) == offered(AsyncClient) == set(CALLS)
