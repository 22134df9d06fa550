"""The process that runs analysts' statements: started, fed and killed by ``api.sql_process``.

It opens a copy of the database read-only, locks DuckDB, gives up what it does not need of the
machine, and then answers one request after the other. Frames on both pipes are a length (four
bytes, little-endian) and so many bytes; what it sends begins with one letter: ready, data, end or
failure.
"""

from __future__ import annotations

import json
import re
import resource
import signal
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

import duckdb
from nanoarrow.c_array_stream import CArrayStream, c_array_stream
from nanoarrow.c_schema import CSchema, c_schema_view
from nanoarrow.ipc import StreamWriter

from ..errors import InvalidInput
from .sql_check import Readable, check_statement, refused

READY, DATA, END, FAILURE = b"R", b"D", b"E", b"F"
LENGTH = struct.Struct("<I")
PIECE = 256 << 10
"""The most bytes of a data frame."""

_FAILURE_LIMIT = 1000
_OF_STREAM = re.compile(r"^ArrowArrayStream::\w+\(\) failed \(\d+\): ")
_NO_MEMORY = re.compile(r"^Out of Memory|errno 12\b|std::bad_alloc")
_SETTINGS = (
    "SET search_path = 'timeline'",
    "SET max_temp_directory_size = '0B'",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one statement may use: seconds, MiB of memory, and rows and MiB of its result."""

    seconds: float
    memory_mib: int
    rows: int
    result_mib: int


class TooMuch(Exception):
    """A result is larger than it may be. Arguments: which limit, and what it is."""


def main() -> None:
    """Serves the pipes; arguments are the copy's path and the limits as JSON."""
    path, limits = sys.argv[1], Limits(**json.loads(sys.argv[2]))
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        connection = open_copy(path, limits.memory_mib)
        readable = Readable.of(connection)
        _confine(limits)
    except Exception as error:
        send(replies, FAILURE, json.dumps({"kind": "start", "message": str(error)}).encode())
        return
    send(replies, READY, b"")
    with suppress(BrokenPipeError):
        while (request := receive(requests)) is not None:
            _renew_cpu(limits)
            with _reading(connection):
                answer(connection, readable, json.loads(request), limits, replies)


def open_copy(path: str, memory_mib: int) -> duckdb.DuckDBPyConnection:
    """A connection that reads ``path`` and can do nothing else."""
    config: dict[str, Any] = {
        "threads": 1,
        "memory_limit": f"{memory_mib}MiB",
        "temp_directory": "",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "allow_persistent_secrets": False,
        "python_enable_replacements": False,
    }
    connection = duckdb.connect(path, read_only=True, config=config)
    for setting in _SETTINGS:
        connection.execute(setting)
    return connection


def answer(
    connection: duckdb.DuckDBPyConnection,
    readable: Readable,
    request: dict[str, Any],
    limits: Limits,
    replies: BinaryIO,
) -> None:
    """Runs one statement and sends its result as an Arrow IPC stream in pieces, or what is wrong."""
    try:
        check_statement(connection, request["sql"], readable)
        rows = _run(connection, request, limits, replies)
        send(replies, END, json.dumps({"rows": rows}).encode())
    except BrokenPipeError:
        raise
    except BaseException as error:
        send(replies, FAILURE, json.dumps(_failure(error, limits)).encode())


def _run(
    connection: duckdb.DuckDBPyConnection, request: dict[str, Any], limits: Limits, replies: BinaryIO
) -> int:
    relation = connection.sql(request["sql"], params=request["parameters"] or None)
    out = _Pieces(replies, limits.result_mib << 20)
    rows = 0
    with c_array_stream(relation) as stream:
        schema = stream.get_schema()
        _check_columns(schema)
        writer = StreamWriter.from_writable(out)
        writer.write_stream(CArrayStream.from_c_arrays([], schema))
        for array in stream:
            rows += array.length
            if rows > limits.rows:
                raise TooMuch("rows", limits.rows)
            writer.write_array(array)
        writer.close()
    out.flush()
    return rows


def _check_columns(schema: CSchema) -> None:
    """Refuses types that are DuckDB's own, such as BIGNUM, and those that the format's writer lacks."""
    for column in schema.children:
        if column.dictionary is not None or c_schema_view(column).extension_name:
            raise refused(f"the type of column {column.name[:80]!r} has no name in Arrow: CAST it to VARCHAR")
        _check_columns(column)


class _Pieces:
    """A file that sends what is written to it as data frames, up to a limit."""

    def __init__(self, replies: BinaryIO, limit: int) -> None:
        self._replies = replies
        self._left = limit
        self._limit = limit
        self._held = bytearray()

    def write(self, data: bytes | memoryview) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise TooMuch("bytes", self._limit)
        self._held += data
        while len(self._held) >= PIECE:
            send(self._replies, DATA, bytes(self._held[:PIECE]))
            del self._held[:PIECE]
        return len(data)

    def flush(self) -> None:
        if self._held:
            send(self._replies, DATA, bytes(self._held))
            self._held.clear()


@contextmanager
def _reading(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    connection.execute("BEGIN TRANSACTION READ ONLY")
    yield
    connection.execute("ROLLBACK")


def _failure(error: BaseException, limits: Limits) -> dict[str, Any]:
    if isinstance(error, TooMuch):
        which, allowed = error.args
        return {"kind": "limit", "limit": which, "allowed": allowed}
    message = _OF_STREAM.sub("", str(error))[:_FAILURE_LIMIT]
    if isinstance(error, MemoryError) or _NO_MEMORY.search(message):
        return {"kind": "limit", "limit": "memory_mib", "allowed": limits.memory_mib}
    told = error if isinstance(error, InvalidInput) else refused(message)
    return {"kind": "failed", "message": told.message}


def send(stream: BinaryIO, kind: bytes, data: bytes) -> None:
    """Sends a frame."""
    stream.write(LENGTH.pack(len(data) + 1) + kind)
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """The next frame; None at the end."""
    length = stream.read(LENGTH.size)
    if len(length) < LENGTH.size:
        return None
    return stream.read(LENGTH.unpack(length)[0])


def arguments(path: str, limits: Limits) -> list[str]:
    """The command that starts this module as a process."""
    return [sys.executable, "-P", "-m", __name__, path, json.dumps(asdict(limits))]


def _confine(limits: Limits) -> None:
    """Gives up files, core dumps and most of the memory, and ends with the service."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    if sys.platform == "linux":
        pages = int(open("/proc/self/statm", encoding="ascii").read().split()[0])  # noqa: PTH123, SIM115
        room = (limits.memory_mib + 2 * limits.result_mib + 256) << 20
        most = pages * resource.getpagesize() + room
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        _die_with_parent()


def _die_with_parent() -> None:
    import ctypes

    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL, 0, 0, 0)


def _renew_cpu(limits: Limits) -> None:
    """Whatever becomes of the service, a statement ends this process some time after its deadline."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + limits.seconds) + 10
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main()
