"""The clients offer every call of the API under its name, and nothing that is none."""

from __future__ import annotations

import re

import pytest
from dateline import AsyncClient, Client
from dateline_server.api.server import SERVICES
from google.protobuf.descriptor_pool import Default

CALLS = {
    re.sub(r"(?<=[a-z])(?=[A-Z])", "_", method.name).lower()
    for service in SERVICES
    for method in Default().FindServiceByName(service).methods
}
"""The calls as methods in Python: ListEvents is list_events."""


@pytest.mark.parametrize("client", [Client, AsyncClient])
def test_a_client_offers_every_call(client: type):
    assert {name for name in vars(client) if not name.startswith("_")} - {"connect", "close"} == CALLS
