"""Who watches is told of every change, also over a restart of the server."""

from __future__ import annotations

import asyncio
import contextlib
import json
import queue
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

import dateline
import pytest
from dateline import AsyncClient, Client, EventChange, new_document

from tests.servers import Server, running

from . import articles


class Watcher:
    """Watches on a thread of its own."""

    def __init__(self, address: str, **criteria: object) -> None:
        self._changes: queue.Queue[EventChange | Exception] = queue.Queue()
        self._client = Client.connect(address)
        self._criteria = criteria
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        try:
            for change in self._client.watch_events(**self._criteria):  # type: ignore[arg-type]
                self._changes.put(change)
        except Exception as problem:
            self._changes.put(problem)

    def next(self) -> EventChange:
        found = self._changes.get(timeout=120)
        if isinstance(found, Exception):
            raise found
        return found

    def until(self, meant: Callable[[EventChange], bool]) -> EventChange:
        while not meant(change := self.next()):
            pass
        return change

    def close(self) -> None:
        self._client.close()


def now(client: Client) -> str:
    """A token for what comes from now on: that of the last change so far, which this makes."""
    changes = client.watch_events()
    tokens: list[str] = []
    thread = threading.Thread(target=lambda: tokens.append(next(changes).resume_token))
    thread.start()
    while thread.is_alive():  # documents that come before the watch has begun are not told
        told(client, "欧盟2011年7月5日在华沙宣布了新规。")
        thread.join(timeout=0.5)
    last = told(client, "日本2011年7月6日在大阪宣布了新规。")
    return next(client.watch_events(resume_token=tokens[0], documents=[last])).resume_token


def told(client: Client, text: str) -> str:
    """Stores a new document that tells of one event; gives its name."""
    return client.create_document(new_document(f"{text}（{uuid.uuid4()}）")).name


def test_events_are_told_as_they_come_change_and_go(server: Server):
    with Client.connect(server.address) as client:
        token = now(client)
        watcher = Watcher(server.address, resume_token=token, any_actors=["Nvidia"])
        text = "英伟达2031年5月6日发布了新的芯片。欧盟2031年5月7日宣布了新规。"
        client.create_document(new_document(text), "watched-1")
        came = watcher.until(lambda change: change.event is not None)
        again = new_document("據報道，輝達2031年5月6日發布了新的晶片。")
        client.create_document(again, "watched-2")
        changed = watcher.until(lambda c: c.event is not None and len(c.event.documents) == 2)
        client.delete_document("watched-1")
        client.delete_document("watched-2")
        gone = watcher.until(lambda c: c.event is None and c.name == came.name)
        watcher.close()

    assert came.event is not None
    assert came.event.time.edtf == "2031-05-06"
    assert changed.name == came.name == gone.name


def test_a_watch_goes_on_where_it_ended(server: Server):
    with Client.connect(server.address) as client:
        token = now(client)
        client.create_document(new_document("日本2032年5月6日宣布了新规。"), "resumed")
        first = next(client.watch_events(resume_token=token, documents=["resumed"]))
        second = next(client.watch_events(resume_token=token, documents=["resumed"]))

    assert first.event is not None
    assert first == second


def test_what_an_async_client_is_told_is_the_same(server: Server):
    async def first(token: str) -> EventChange:
        async with AsyncClient.connect(server.address) as client:
            async for change in client.watch_events(resume_token=token):
                return change
        raise AssertionError("the watch ended")

    with Client.connect(server.address) as client:
        token = now(client)
        client.create_document(new_document("韩国2033年5月6日宣布了新规。"), "async")
        change = next(client.watch_events(resume_token=token))

    assert asyncio.run(first(token)) == change


@pytest.mark.parametrize(
    ("token", "refusal"),
    [
        ("nonsense", dateline.InvalidInput),
        ("YTox", dateline.ResumeTokenExpired),  # a:1
    ],
)
def test_a_token_of_another_database_is_refused(server: Server, token: str, refusal: type[Exception]):
    with Client.connect(server.address) as client, pytest.raises(refusal):
        next(client.watch_events(resume_token=token))


def test_nothing_is_missed_over_a_restart(tmp_path: Path):
    seen = tmp_path / "seen"

    def watched(server: Server) -> str:
        command = ["watch", "--format", "jsonl", "--limit", "1", "--resume-file", str(seen)]
        done = subprocess.run(
            [sys.executable, "-m", "dateline", "--server", server.address, *command],
            capture_output=True,
            encoding="utf-8",
            timeout=240,
        )
        assert done.returncode == 0, done.stderr
        return str(json.loads(done.stdout)["event"]["time"]["edtf"])

    with running(tmp_path) as server, Client.connect(server.address) as client:
        seen.write_text(now(client), encoding="ascii")
        client.create_document(articles.CONTROLS)
        days = [watched(server)]
    with running(tmp_path) as server, Client.connect(server.address) as client:
        days.append(watched(server))

    assert sorted(day[:10] for day in days) == ["2023-06-30", "2023-09-01"]


def test_a_server_goes_down_although_somebody_watches(tmp_path: Path):
    def watch() -> None:
        with contextlib.suppress(dateline.DatelineError, ValueError):  # gone, or closed below
            for _ in watching.watch_events(resume_token=token):
                changed.set()

    changed = threading.Event()
    with running(tmp_path) as server:
        watching = Client.connect(server.address)
        with Client.connect(server.address) as client:
            token = now(client)
            client.create_document(articles.CONTROLS)
        thread = threading.Thread(target=watch)
        thread.start()
        assert changed.wait(timeout=120)
        assert server.stop() == 0
    watching.close()
    thread.join(timeout=120)
