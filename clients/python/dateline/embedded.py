"""A server of one's own: a process that serves one database and ends with the process that started it.

``python -m dateline.embedded ARGUMENTS`` is ``dateline-server ARGUMENTS`` that also ends when its
standard input does, which happens however its parent ends.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import queue
import re
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from os import PathLike
from pathlib import Path

from .errors import DatelineError

MEMORY = ":memory:"
START_TIMEOUT = 120.0
"""After how many seconds a server that does not serve is given up."""
STOP_TIMEOUT = 30.0
_READY = "serving on "
_NEEDED = "duckdb"
"""A package that only the server needs."""


class ServerExtraMissing(DatelineError):
    """The server extra is not installed; the message says what to type."""

    def __init__(self, purpose: str, problem: object = "") -> None:
        detail = f" ({problem})" if problem else ""
        super().__init__(
            f"{purpose} needs the server extra; in the checkout: pip install '.[server]'{detail}"
        )


class ServerFailed(DatelineError):
    """The server did not start, or not stop in peace; the message is its own."""


class EmbeddedServer:
    """A running server. ``address`` is for this user of this machine alone, where the system can do that.

    It answers questions in SQL too, on what was stored before. ":memory:" is a file in a folder that
    goes with the server.

    Raises:
        ServerExtraMissing: the server is not installed.
        ServerFailed: it does not start, e.g. since another process holds the file.

    """

    def __init__(
        self,
        database: str | PathLike[str] = MEMORY,
        *,
        listen: str = "",
        workers: int = 0,
        recognizer: str = "accurate",
    ) -> None:
        if importlib.util.find_spec(_NEEDED) is None:
            raise ServerExtraMissing("a client without a server")
        _check_location(str(database))
        self._folder = tempfile.TemporaryDirectory(prefix="dateline-")
        self._log = Path(self._folder.name, "server.log")
        socket = Path(self._folder.name, "socket")
        self.address = listen or (f"unix:{socket}" if os.name == "posix" else "127.0.0.1:0")
        try:
            held = Path(self._folder.name, "memory.duckdb") if str(database) == MEMORY else database
            self._process = self._start(
                "--database", str(held), "--workers", str(workers), "--recognizer", recognizer
            )
            self._wait_until_ready()
        except BaseException:
            self._folder.cleanup()
            raise

    def _start(self, *settings: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "dateline.embedded", "serve", "--listen", self.address]
        with self._log.open("wb") as log:
            return subprocess.Popen(  # noqa: S603 (the interpreter itself)
                [*command, *settings, "--sql", "--sql-max-age", "0"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=_environment(os.environ),
            )

    def _wait_until_ready(self) -> None:
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read_line, args=(lines,), daemon=True).start()
        try:
            line = lines.get(timeout=START_TIMEOUT)
        except queue.Empty:
            line = ""
        if not line.startswith(_READY):
            self._end()
            raise ServerFailed(f"the server did not start: {self._said()}")
        if not self.address.startswith("unix:"):
            self.address = line.removeprefix(_READY).strip()

    def _read_line(self, lines: queue.Queue[str]) -> None:
        if self._process.stdout is not None:
            lines.put(self._process.stdout.readline())

    def close(self) -> None:
        """Ends the server, which first stores what it has taken.

        Raises:
            ServerFailed: it did not end in peace.

        """
        if self._process.poll() is None:
            code = self._end()
            said = self._said()
            self._folder.cleanup()
            if code:
                raise ServerFailed(f"the server stopped with code {code}: {said}")

    def _end(self) -> int:
        self._process.terminate()
        try:
            code = self._process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        return code

    def _said(self) -> str:
        said = self._log.read_text(encoding="utf-8", errors="replace").strip()
        return said.splitlines()[-1].removeprefix("dateline-server: ") if said else "it said nothing"


def _check_location(database: str) -> None:
    if re.fullmatch(r"[\w.\[\]:-]+:\d{1,5}", database):
        raise ServerFailed(f"{database!r} is the address of a server, not a file: use Client.connect")


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Without the settings of another server, which may stand in the environment."""
    return {name: value for name, value in environment.items() if not name.startswith("DATELINE_")}


def main() -> None:
    """Runs ``dateline-server`` until it ends or standard input does."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    runpy.run_module("dateline_server", run_name="__main__", alter_sys=False)


def _end_with_parent() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
