"""Clients with a timeline of their own."""

from __future__ import annotations

import asyncio
import fcntl
import signal
import subprocess
import sys
from pathlib import Path

import dateline
import grpc
import pytest
from dateline import AsyncClient, Client, new_document

from tests.servers import eventually


def test_a_file_keeps_what_was_stored_and_is_held_by_one_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path, temporary = tmp_path / "news.duckdb", tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    with Client(path, workers=1) as client:
        for day in ("02", "03"):
            client.create_document(new_document(f"欧盟2023年7月{day}日宣布新规。"))
            assert list(client.run_query("SELECT max(edtf) FROM events").rows()) == [(f"2023-07-{day}",)]

        with pytest.raises(dateline.ServerFailed, match="holds it"):
            Client(path, workers=1)

    async def reopened() -> list[str]:
        waiting = asyncio.create_task(turns())
        async with AsyncClient(path, workers=1) as client:
            waiting.cancel()
            return [event.time.edtf async for event in client.list_events()]

    passed: list[None] = []

    async def turns() -> None:
        while True:
            await asyncio.sleep(0.01)
            passed.append(None)

    assert asyncio.run(reopened()) == ["2023-07-02", "2023-07-03"]
    assert len(passed) > 2, "the loop stood still while the server started"
    assert not list(temporary.iterdir())


async def test_an_asynchronous_client_that_was_not_opened_says_how_to(tmp_path: Path):
    client = AsyncClient(tmp_path / "news.duckdb")

    with pytest.raises(dateline.DatelineError, match="async with AsyncClient"):
        await client.get_event("e1")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("location", ["localhost:50051", "127.0.0.1:50051", "[::1]:50051"])
def test_an_address_is_not_taken_for_a_file(location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(dateline.ServerFailed, match=r"use Client\.connect"):
        Client(location)
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_made_says_why(tmp_path: Path):
    with pytest.raises(dateline.ServerFailed, match="give a path in a folder that exists"):
        Client(tmp_path / "nowhere" / "news.duckdb")


def test_a_server_of_ones_own_does_not_outlive_its_client(tmp_path: Path):
    program = (
        "import os, sys, dateline\n"
        "client = dateline.Client(sys.argv[1], workers=1)\n"
        "print(client._server.address, flush=True)\n"
        "sys.stdin.read()\n"
    )
    path = tmp_path / "news.duckdb"
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    assert child.stdin
    address = child.stdout.readline().strip()
    with grpc.insecure_channel(address) as channel:
        grpc.channel_ready_future(channel).result(120)

    child.send_signal(signal.SIGKILL)
    child.wait(60)
    child.stdin.close()
    child.stdout.close()

    until_free(path)


def until_free(path: Path) -> None:
    """Waits until nobody holds a database; its file of lock tells."""
    lock = next(path.parent.glob("*lock*"))
    with lock.open("r+") as held:
        assert eventually(lambda: is_free(held.fileno())), "the server is still there"


def is_free(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
