"""Every setting of the server, each with its meaning; flags and environment variables follow from it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, get_type_hints

from .errors import SettingsError


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a setting means, and its least value where it is a number.

    A ``secret`` is read from the environment alone: flags and files are seen by others.
    """

    text: str
    least: int = 0
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of ``dateline-server serve``.

    A field ``stream_window`` is the flag ``--stream-window``, the environment variable
    ``DATELINE_STREAM_WINDOW`` and the key ``stream_window`` of the file that ``--config`` names. The
    flag wins over the variable, the variable over the file, the file over the default.
    """

    listen: Annotated[str, Meaning("Address to serve on, HOST:PORT; port 0 takes a free one.")] = (
        "127.0.0.1:50051"
    )
    tls_certificate: Annotated[Path | None, Meaning("PEM file with the server's certificate.")] = None
    tls_key: Annotated[Path | None, Meaning("PEM file with the certificate's private key.")] = None
    tls_client_ca: Annotated[
        Path | None, Meaning("PEM file; clients must show a certificate that is signed by one of these.")
    ] = None
    tokens: Annotated[Path | None, Meaning("TOML file of bearer tokens; read again when it changes.")] = None
    admin_token: Annotated[str, Meaning("A bearer token that allows everything.", secret=True)] = field(
        default="", repr=False
    )
    insecure: Annotated[
        bool, Meaning("Serve beyond this machine without encryption or tokens. Anybody can do anything.")
    ] = False
    actors: Annotated[
        Path | None, Meaning("Actors of one's own, a table that goes over ours; read again when it changes.")
    ] = None
    recognizer: Annotated[
        str, Meaning("What tags Chinese words: accurate, or fast, which misses more names.")
    ] = "accurate"
    database: Annotated[Path, Meaning("DuckDB file; made by serve if missing.")] = Path("dateline.duckdb")
    snapshot: Annotated[Path | None, Meaning("File for a copy that others may open while this serves.")] = (
        None
    )
    snapshot_parquet: Annotated[Path | None, Meaning("Folder for the same as Parquet files.")] = None
    snapshot_interval: Annotated[float, Meaning("Seconds from one copy to the next.", 1)] = 300.0
    workers: Annotated[int, Meaning("Processes that analyse texts; 0 is one for each core.")] = 0
    batch_size: Annotated[int, Meaning("Most documents that a process analyses at a time.", 1)] = 8
    queue_size: Annotated[int, Meaning("Most documents that wait for analysis.", 1)] = 256
    stream_window: Annotated[int, Meaning("Most documents of one stream that are under way.", 1)] = 64
    readers: Annotated[int, Meaning("Queries that the database answers at the same time.", 1)] = 4
    analysis_timeout: Annotated[float, Meaning("Seconds that the analysis of a text may take.", 1)] = 120.0
    max_message_mib: Annotated[int, Meaning("Largest message that is taken, in MiB.", 1)] = 16
    max_streams: Annotated[int, Meaning("Most calls under way on one connection.", 1)] = 200
    call_seconds: Annotated[float, Meaning("Seconds that a call with one answer may take.", 1)] = 300.0
    idle_seconds: Annotated[float, Meaning("Seconds until a stream's next request.", 1)] = 600.0
    metrics: Annotated[str, Meaning("Address for Prometheus metrics, as for --listen; none if empty.")] = ""
    sql: Annotated[bool, Meaning("Answer questions in SQL, in processes of their own, on a copy.")] = False
    sql_max_age: Annotated[float, Meaning("Seconds by which SQL may lag behind what is stored.")] = 60.0
    sql_seconds: Annotated[float, Meaning("Seconds that a query in SQL may take.", 1)] = 30.0
    sql_memory_mib: Annotated[int, Meaning("Memory that a query in SQL may use, in MiB.", 64)] = 512
    sql_rows: Annotated[int, Meaning("Most rows that a query in SQL may give.", 1)] = 1_000_000
    sql_result_mib: Annotated[int, Meaning("Most MiB that a query in SQL may give.", 1)] = 256
    sql_queries: Annotated[int, Meaning("Queries in SQL that run at the same time; others wait.", 1)] = 2
    traces: Annotated[str, Meaning("URL that takes spans by OTLP over HTTP; none if empty.")] = ""
    grace: Annotated[float, Meaning("Seconds that calls under way are given at shutdown.")] = 20.0
    log_level: Annotated[str, Meaning("Least severe level that is logged.")] = "info"
    log_format: Annotated[str, Meaning("How lines are logged: text or json.")] = "text"

    def check(self) -> None:
        """Raises SettingsError when they contradict one another, or would let anybody in unasked."""
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise SettingsError("--tls-certificate and --tls-key go together: set both or none")
        if self.tls_client_ca and not self.tls_certificate:
            raise SettingsError("--tls-client-ca needs --tls-certificate and --tls-key")
        if self.insecure or is_loopback(self.listen):
            return
        missing = [
            name
            for name, held in (
                ("encryption (--tls-certificate, --tls-key)", self.tls_certificate),
                ("tokens (--tokens, or DATELINE_ADMIN_TOKEN)", self.tokens or self.admin_token),
            )
            if not held
        ]
        if missing:
            raise SettingsError(
                f"--listen {self.listen} can be reached from other machines, and there is no "
                f"{' and no '.join(missing)}: set it, listen on 127.0.0.1, or say --insecure"
            )


def is_loopback(listen: str) -> bool:
    """Whether an address, HOST:PORT or a unix socket, can only be reached from this machine."""
    if listen.startswith(("unix:", "unix-abstract:")):
        return True
    host = listen.rpartition(":")[0].strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, slots=True)
class Setting:
    """One field of ``Settings``."""

    name: str
    default: object
    meaning: Meaning
    is_path: bool

    @property
    def flag(self) -> str:
        """The flag that sets it."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"DATELINE_{self.name.upper()}"


def all_settings() -> Iterator[Setting]:
    """Every setting, in order."""
    hints = get_type_hints(Settings, include_extras=True)
    for item in fields(Settings):
        kind, meaning = hints[item.name].__origin__, hints[item.name].__metadata__[0]
        yield Setting(item.name, item.default, meaning, kind in (Path, Path | None))
