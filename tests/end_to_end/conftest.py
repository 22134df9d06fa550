"""One server for the tests of a process that only add to it or only ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers import Server, running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with an empty database at the start of the session."""
    with running(tmp_path_factory.mktemp("server")) as server:
        yield server
