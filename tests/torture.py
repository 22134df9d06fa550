"""Kills a process that stores documents, damages its logs, and looks whether anything acknowledged is gone.

python -m tests.torture --runs 100
"""

from __future__ import annotations

import argparse
import contextlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from dateline_server.app.timeline import Timeline

ROOT = Path(__file__).resolve().parents[1]
DAMAGES = ("none", "none", "none", "cut", "flip", "zeros", "gone", "torn journal")

WRITE = """
import os, random, sys
from collections import deque
sys.path.insert(0, sys.argv[3])
from dateline_server.app.timeline import Timeline
from tests.builders import EU, JAPAN, analysis, telling

seed = sys.argv[4]
dice = random.Random(seed)
said = os.open(sys.argv[2], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
timeline = Timeline.open(sys.argv[1])
stored, waiting = [], deque()

def say(*words):
    os.write(said, (" ".join(words) + "\\n").encode())

def settle(least):
    while len(waiting) > least:
        future, words = waiting.popleft()
        future.result()
        say("done", *words)
        if words[0] == "put":
            stored.append(words[1])

say("try", "put", seed)
timeline.put(analysis(seed, telling(EU)))
say("done", "put", seed)
print("ready", flush=True)
for number in range(1_000_000):
    if stored and dice.random() < 0.2:
        settle(0)
        name = stored.pop(dice.randrange(len(stored)))
        if dice.random() < 0.5:
            say("try", "delete", name)
            timeline.delete(name)
            say("done", "delete", name)
        else:
            version = f"v{number}"
            say("try", "replace", name, version)
            timeline.replace(analysis(name, telling(JAPAN, kind=f"k{number % 7}"), version=version))
            say("done", "replace", name, version)
    else:
        name = f"{seed}-{number}"
        say("try", "put", name)
        told = telling(EU, JAPAN, kind=f"k{number % 7}", on=f"2023-{number % 12 + 1:02}-03")
        waiting.append((timeline.submit(analysis(name, told)), ("put", name)))
        settle(dice.choice((0, 3, 20)))
    if dice.random() < 0.01:
        timeline.database.checkpoint()
"""
"""Stores, replaces and deletes until it is killed, and says what it tries and what was acknowledged."""


def main() -> None:
    """Runs as often as the arguments say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=100, help="how often to kill")
    parser.add_argument("--seed", type=int, default=1, help="of the moments and damages")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for told in torture(Path(folder), arguments.runs, arguments.seed):
            print(told, flush=True)
    print(f"{arguments.runs} runs, nothing that was acknowledged is missing")


def torture(folder: Path, runs: int, seed: int) -> Iterator[str]:
    """Kills, damages and checks; gives a line for each run.

    Raises:
        AssertionError: something is missing, or not as it should be.

    """
    dice = random.Random(seed)
    path, said = folder / "t.duckdb", folder / "said"
    for run in range(runs):
        write_and_kill(path, said, f"s{seed}r{run}", dice.uniform(0.0, 1.5))
        damage = dice.choice(DAMAGES)
        spoil(path, damage, dice)
        started = time.monotonic()
        with Timeline.open(path) as timeline:
            seconds = time.monotonic() - started
            count = check(timeline, said.read_text("ascii").splitlines())
        yield f"run {run}: {damage}, {count} documents right, open after {seconds:.2f} s"


def write_and_kill(path: Path, said: Path, seed: str, seconds: float) -> None:
    """Lets a process write for a while, once it has stored its first document."""
    command = [sys.executable, "-c", WRITE, str(path), str(said), str(ROOT), seed]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE)
    with writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)
    assert writer.returncode == -signal.SIGKILL, "the writer ended by itself"


def spoil(path: Path, damage: str, dice: random.Random) -> None:
    """Damages the logs as power cuts and disks do."""
    log = path.with_name(f"{path.name}.wal")
    if damage == "torn journal":
        with path.with_name(f"{path.name}.journal").open("ab") as journal:
            journal.write(dice.randbytes(3) + b"\0" * dice.randrange(60))
    if not log.exists() or not log.stat().st_size:
        return
    data = bytearray(log.read_bytes())
    place = dice.randrange(len(data))
    if damage == "cut":
        log.write_bytes(data[:place])
    elif damage == "flip":
        data[place] ^= 1 << dice.randrange(8)
        log.write_bytes(data)
    elif damage == "zeros":
        log.write_bytes(data[:place] + bytes(len(data) - place))
    elif damage == "gone":
        log.unlink()


def check(timeline: Timeline, said: list[str]) -> int:
    """Compares a timeline with what was acknowledged; gives the number of documents."""
    possible: dict[str, set[str]] = {}
    for line in said:
        what, deed, name, *version = line.split()
        outcome = "absent" if deed == "delete" else version[0] if version else "1"
        if what == "done":
            possible[name] = {outcome}
        else:
            possible.setdefault(name, {"absent"}).add(outcome)
    names = sorted(possible)
    held = {
        name: record.analyzer_version
        for start in range(0, len(names), 500)
        for name, record in timeline.find_documents(names[start : start + 500]).items()
    }
    wrong = {
        name: held.get(name, "absent") for name in names if held.get(name, "absent") not in possible[name]
    }
    assert wrong == {}, f"{len(wrong)} documents are not as acknowledged, such as {list(wrong.items())[:3]}"
    assert timeline.examine() == []
    return len(held)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
