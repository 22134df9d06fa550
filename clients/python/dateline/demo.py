"""The whole path on the sample articles: a real server, a real file, a timeline."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from .cli.export import describe_summary, write_parts
from .cli.ingest import ingest_all
from .cli.output import EVENT_COLUMNS, show_table
from .cli.timeline import STATUSES
from .client import Client
from .embedded import EmbeddedServer
from .errors import DatelineError
from .inputs import read_inputs

SAMPLES = Path(__file__).with_name("samples")


class DemoFailed(DatelineError):
    """A step did not do what it should; the message says which."""


@contextmanager
def running_server(folder: Path) -> Iterator[str]:
    """A server on a free loopback port with its database in a folder; gives its address.

    Raises:
        DatelineError: it did not start, or did not stop in peace.

    """
    server = EmbeddedServer(folder / "demo.duckdb", listen="127.0.0.1:0")
    try:
        yield server.address
    finally:
        server.close()


class Demo:
    """The steps of the demonstration."""

    def __init__(self, output: Path) -> None:
        self._output = output

    def run(self) -> None:
        """Runs every step.

        Raises:
            DatelineError: a step failed.

        """
        if not os.access(self._output.resolve().parent, os.W_OK):
            raise DemoFailed(f"{self._output} cannot be written: give another file with --output")
        with tempfile.TemporaryDirectory(prefix="dateline-demo-") as folder:
            click.secho("Starting a server with an empty database ...", bold=True)
            with running_server(Path(folder)) as address, Client.connect(address) as client:
                click.echo(f"It serves on {address}.")
                self._ingest(client)
                self._timeline(client)
                self._range(client)
                self._actor(client)
                self._export(client)
        click.echo("The server has stopped.")

    def _ingest(self, client: Client) -> None:
        samples = sorted(str(path) for path in SAMPLES.iterdir() if path.suffix in (".txt", ".md"))
        click.secho(f"\nIngesting {len(samples)} sample articles ...", bold=True)
        tally = ingest_all(client, read_inputs(samples), expected=len(samples))
        if tally.failed or tally.stored != len(samples):
            raise DemoFailed("not every sample article was ingested")

    def _timeline(self, client: Client) -> None:
        click.secho("\nThe timeline", bold=True)
        told = client.list_events(factualities=STATUSES)
        if not show_table((event for event in told if event.time.edtf), EVENT_COLUMNS):
            raise DemoFailed("the timeline is empty")

    def _range(self, client: Client) -> None:
        click.secho("\nJune to August 2023: dateline events --from 2023-06 --to 2023-08", bold=True)
        found = client.list_events(start="2023-06", end="2023-08")
        if not show_table(found, EVENT_COLUMNS):
            raise DemoFailed("the range query found nothing")

    def _actor(self, client: Client) -> None:
        click.secho("\nEvents of 英偉達, in every spelling: dateline events --actor 英偉達", bold=True)
        if not show_table(client.list_events(all_actors=["英偉達"]), EVENT_COLUMNS):
            raise DemoFailed("the actor query found nothing")

    def _export(self, client: Client) -> None:
        with self._output.open("wb") as stream:
            summary = write_parts(client.export_timeline(), stream)
        if not summary.written_count:
            raise DemoFailed("the exported file is empty")
        click.echo(f"\n{describe_summary(summary)} to {self._output.resolve()}")
