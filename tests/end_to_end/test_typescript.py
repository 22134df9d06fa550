"""The example in TypeScript: generated, compiled and run against a real server."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests import node
from tests.servers import Server

EXAMPLE = Path(__file__).resolve().parents[2] / "clients" / "typescript"


@pytest.mark.timeout(900)
def test_the_example_is_typed_and_runs(server: Server):
    folder = node.packages(EXAMPLE)
    subprocess.run(["npm", "run", "--silent", "generate"], cwd=folder, check=True, timeout=240)
    node.run(folder, "node_modules/typescript/bin/tsc")

    lines = node.run(folder, "dist/main.js", server.address).splitlines()

    stored = [line for line in lines if line.startswith("stored ")]
    told = [line for line in lines if line.startswith("2014-")]
    assert len(stored) == 2
    assert "refused: LANGUAGE_UNSUPPORTED" in lines
    assert told == sorted(told)
    assert any(line.startswith("2014-07-03 announce 欧盟") for line in told)
    assert lines[-1].startswith("FIELD_INVALID: filter.event_types[0] 'meeting' is no event type")
