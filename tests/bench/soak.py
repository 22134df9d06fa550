"""A server under mixed load for a while: ``python -m tests.bench.soak --minutes 10``.

Producers send documents one by one and in streams, some are deleted again, readers ask at a steady
pace. It ends with a report and fails when an acknowledged document is missing, a file descriptor
leaked, or memory has grown: the median of the last quarter over that of the second, since the first
is warming up.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dateline import Client, DatelineError, NewDocument, new_document

from ..servers import Server, running

GROWTH_LIMIT = 1.15
"""How much larger memory may be at the end than after warming up."""
_PEOPLE = ("布雷顿", "黃仁勳", "西村康稔", "Janet Yellen")
_PLACES = ("欧盟", "荷蘭", "日本", "Nvidia", "美国商务部", "台積電")
_SENTENCES = (
    "{who}{year}年{month}月{day}日在东京会见了{other}的代表。双方次日签署了第{number}号合作协议。",
    "{other}{year}年{month}月{day}日宣布限制出口第{number}型设备，{who}表示欢迎。",
    "{other}於{year}年{month}月{day}日發布第{number}代晶片，預計下個月出貨。",
    "{who} met {other} on {year}-{month:02}-{day:02}. They signed agreement {number} the next day.",
)


@dataclass
class Load:
    """What all threads do, and what came of it."""

    address: str
    until: float
    acknowledged: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def goes_on(self) -> bool:
        """Whether there is time left."""
        return time.monotonic() < self.until

    def timed(self, name: str, call: Callable[[], object]) -> None:
        """Makes a call and remembers how long it took, or how it failed."""
        started = time.monotonic()
        try:
            call()
        except DatelineError as problem:
            with self.lock:
                self.failures[f"{name}: {type(problem).__name__}"] += 1
            return
        with self.lock:
            self.milliseconds.setdefault(name, []).append(1000 * (time.monotonic() - started))


def article(luck: random.Random, identifier: str) -> NewDocument:
    """A short article of one to eight sentences, never the same twice."""
    sentences = [
        luck.choice(_SENTENCES).format(
            who=luck.choice(_PEOPLE),
            other=luck.choice(_PLACES),
            year=luck.randrange(2015, 2026),
            month=luck.randrange(1, 13),
            day=luck.randrange(1, 29),
            number=luck.randrange(10**6),
        )
        for _ in range(luck.randrange(1, 9))
    ]
    return NewDocument(new_document("\n".join(sentences), publication_date="2026-01-05"), identifier)


def produce(load: Load, number: int) -> None:
    """Sends single documents and streams of thirty, and deletes one in ten."""
    luck = random.Random(number)
    sent = 0
    with Client.connect(load.address, timeout=120) as client:
        while load.goes_on():
            batch = [article(luck, f"soak-{number}-{sent + n}") for n in range(luck.choice((1, 1, 1, 30)))]
            sent += len(batch)
            load.timed(f"ingest {len(batch)}", lambda batch=batch: keep(load, client, batch))  # type: ignore[misc]
            if luck.random() < 0.3:
                load.timed("delete", lambda batch=batch: drop(load, client, batch[0].document_id))  # type: ignore[misc]


def keep(load: Load, client: Client, batch: list[NewDocument]) -> None:
    """Ingests, and remembers what was acknowledged."""
    for result in client.ingest_documents(batch):
        with load.lock:
            if result.document is not None:
                load.acknowledged.add(result.document_id)
            else:
                load.failures["a document was not stored"] += 1


def drop(load: Load, client: Client, identifier: str) -> None:
    """Deletes, and remembers it."""
    client.delete_document(identifier)
    with load.lock:
        load.deleted.add(identifier)


def ask(load: Load, number: int) -> None:
    """Asks twenty times a second."""
    luck = random.Random(-number)
    questions: dict[str, Callable[[Client], object]] = {
        "range page": lambda c: list(c.list_events(start=f"{luck.randrange(2015, 2026)}-03", limit=50)),
        "actor page": lambda c: list(
            c.list_events(any_actors=[luck.choice(_PLACES)], descending=True, limit=50)
        ),
        "actors": lambda c: list(c.list_actors(luck.choice("欧美荷N"), limit=20)),
    }
    with Client.connect(load.address, timeout=120) as client:
        while load.goes_on():
            name = luck.choice(sorted(questions))
            load.timed(name, lambda name=name: questions[name](client))  # type: ignore[misc]
            time.sleep(0.05)


def processes(root: int) -> Iterator[int]:
    """A process and all that it started."""
    yield root
    for listed in Path(f"/proc/{root}/task").glob("*/children"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # a thread has just ended
            for child in listed.read_text(encoding="ascii").split():
                yield from processes(int(child))


def footprint(root: int) -> tuple[float, int]:
    """Memory in MiB that belongs to these processes alone, and file descriptors."""
    memory, descriptors = 0, 0
    for process in processes(root):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
                memory += int(line.split()[1]) if line.startswith("Pss:") else 0
            descriptors += sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())
    return memory / 1024, descriptors


def run(server: Server, minutes: float, producers: int, readers: int) -> tuple[Load, list[tuple[float, int]]]:
    """The load, and the footprint every few seconds."""
    load = Load(server.address, time.monotonic() + 60 * minutes)
    threads = [threading.Thread(target=produce, args=(load, n)) for n in range(producers)]
    threads += [threading.Thread(target=ask, args=(load, n)) for n in range(readers)]
    for thread in threads:
        thread.start()
    footprints = []
    while load.goes_on():
        footprints.append(footprint(server.process.pid))
        time.sleep(max(1.0, 60 * minutes / 200))
    for thread in threads:
        thread.join()
    return load, footprints


def missing(server: Server, load: Load) -> set[str]:
    """Acknowledged documents that are not there, and deleted ones that are."""
    with Client.connect(server.address, timeout=120) as client:
        there = {document.name.removeprefix("documents/") for document in client.list_documents()}
    return (load.acknowledged - load.deleted) ^ there


def report(load: Load, footprints: list[tuple[float, int]], wrong: set[str]) -> list[str]:
    """Prints the figures; gives what is wrong."""
    quarter = max(1, len(footprints) // 4)
    early, late = footprints[quarter : 2 * quarter], footprints[-quarter:]
    growth = statistics.median(m for m, _ in late) / statistics.median(m for m, _ in early)
    descriptors = [statistics.median(d for _, d in part) for part in (early, late)]
    print(f"documents acknowledged {len(load.acknowledged)}, deleted {len(load.deleted)}, wrong {len(wrong)}")
    print(f"memory, last quarter over second: {growth:.3f}")
    print(f"file descriptors: {descriptors[0]:g}, at the end {descriptors[1]:g}")
    for name, times in sorted(load.milliseconds.items()):
        cuts = statistics.quantiles(times, n=20) if len(times) > 1 else [times[0]] * 19
        print(
            f"{name:12} {len(times):7} calls, p95 / p50 {cuts[18] / cuts[9]:.1f}, p50 {cuts[9]:.1f} ms here"
        )
    for name, count in load.failures.items():
        print(f"failed: {name} {count}")
    problems = [f"{len(wrong)} documents are not as acknowledged"] if wrong else []
    problems += [f"memory grew {growth:.3f} times"] if growth > GROWTH_LIMIT else []
    problems += ["file descriptors leaked"] if descriptors[1] > descriptors[0] + 8 else []
    problems += [f"{sum(load.failures.values())} calls failed"] if load.failures else []
    return problems


def main() -> int:
    """Runs it; 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--producers", type=int, default=4)
    parser.add_argument("--readers", type=int, default=4)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        load, footprints = run(server, given.minutes, given.producers, given.readers)
        problems = report(load, footprints, missing(server, load))
        stopped = server.stop()
    problems += [f"the server ended with {stopped}"] if stopped else []
    print("; ".join(problems) or "nothing is wrong")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
