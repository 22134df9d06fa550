"""Real servers for tests: a process on a free loopback port with a file of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue

READY = "serving on "
PATIENCE = 90.0


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something holds before patience ends: a server counts and logs a call after its answer."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return holds()


class Server:
    """A running ``dateline-server serve``."""

    def __init__(self, folder: Path, *flags: str, environment: dict[str, str] | None = None) -> None:
        self.database = folder / "news.duckdb"
        self._log = folder / "server.log"
        command = [sys.executable, "-m", "dateline_server", "serve", "--listen", "127.0.0.1:0"]
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--database", str(self.database), "--workers", "1", *flags],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, **(environment or {})},
            )
        self.address = self._wait_until_ready()

    @property
    def log(self) -> str:
        """What the server has said so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ends it in peace; gives its exit code."""
        self.process.send_signal(number)
        return self._reap()

    def kill(self) -> None:
        """Ends it at once."""
        self.process.kill()
        self._reap()

    def _reap(self) -> int:
        code = self.process.wait(2 * PATIENCE)
        assert self.process.stdout
        self.process.stdout.close()
        return code

    def _wait_until_ready(self) -> str:
        lines: Queue[str] = Queue()
        stdout = self.process.stdout
        assert stdout
        threading.Thread(target=lambda: lines.put(stdout.readline()), daemon=True).start()
        try:
            line = lines.get(timeout=240)
        except Empty:
            line = ""
        if not line.startswith(READY):
            self.kill()
            raise AssertionError(f"the server did not start: {self.log}")
        return line.removeprefix(READY).strip()


@contextmanager
def running(folder: Path, *flags: str, environment: dict[str, str] | None = None) -> Iterator[Server]:
    """A server that is ended with the block, one way or the other."""
    server = Server(folder, *flags, environment=environment)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def run(*command: str, server: Server | None = None, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs ``dateline`` with arguments as a process of its own."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    if server is not None:
        environment["DATELINE_SERVER"] = server.address
    return subprocess.run(
        [sys.executable, "-m", "dateline", *command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        timeout=240,
        **options,  # type: ignore[call-overload]
    )


def run_server(*command: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs ``dateline-server`` with arguments as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "dateline_server", *command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=240,
        **options,  # type: ignore[call-overload]
    )
