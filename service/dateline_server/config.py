"""Every setting of the server, each with its meaning; flags and environment variables follow from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, get_type_hints


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a setting means, and its least value where it is a number."""

    text: str
    least: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of ``dateline-server serve``.

    A field ``stream_window`` is the flag ``--stream-window`` and the environment variable
    ``DATELINE_STREAM_WINDOW``; the flag wins over the variable, the variable over the default.
    """

    listen: Annotated[str, Meaning("Address to serve on, HOST:PORT; port 0 takes a free one.")] = (
        "127.0.0.1:50051"
    )
    database: Annotated[Path, Meaning("DuckDB file; made by serve if missing.")] = Path("dateline.duckdb")
    snapshot: Annotated[Path | None, Meaning("File for a copy that others may open while this serves.")] = (
        None
    )
    snapshot_interval: Annotated[float, Meaning("Seconds from one copy to the next.", 1)] = 300.0
    workers: Annotated[int, Meaning("Processes that analyse texts; 0 is one for each core.")] = 0
    batch_size: Annotated[int, Meaning("Most documents that a process analyses at a time.", 1)] = 8
    queue_size: Annotated[int, Meaning("Most documents that wait for analysis.", 1)] = 256
    stream_window: Annotated[int, Meaning("Most documents of one stream that are under way.", 1)] = 64
    readers: Annotated[int, Meaning("Queries that the database answers at the same time.", 1)] = 4
    analysis_timeout: Annotated[float, Meaning("Seconds that the analysis of a text may take.", 1)] = 120.0
    max_message_mib: Annotated[int, Meaning("Largest message that is taken, in MiB.", 1)] = 16
    max_streams: Annotated[int, Meaning("Most calls under way on one connection.", 1)] = 200
    grace: Annotated[float, Meaning("Seconds that calls under way are given at shutdown.")] = 20.0
    log_level: Annotated[str, Meaning("Least severe level that is logged.")] = "info"


@dataclass(frozen=True, slots=True)
class Setting:
    """One field of ``Settings``."""

    name: str
    default: object
    meaning: Meaning

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
        yield Setting(item.name, item.default, hints[item.name].__metadata__[0])
