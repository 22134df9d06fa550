"""``dateline ingest``: files and lines into the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import click
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from ..client import Client
from ..ingestion import IngestResult, NewDocument
from ..inputs import Input, InputProblem, read_inputs
from .connection import connect, server_option
from .output import console, counted


@dataclass
class Tally:
    """What became of the inputs so far."""

    places: dict[int, str] = field(default_factory=dict)
    read: int = 0
    stored: int = 0
    mentions: int = 0
    failed: int = 0

    def documents(self, inputs: Iterable[Input]) -> Iterator[NewDocument]:
        """The inputs that can be sent; the others are reported."""
        for item in inputs:
            if isinstance(item, InputProblem):
                self.report(item.place, item.message)
                continue
            if item.note:
                click.echo(f"{item.place}: {item.note}", err=True)
            self.places[self.read] = item.place
            self.read += 1
            yield NewDocument(item.document, item.document_id)

    def settle(self, result: IngestResult) -> None:
        """Counts an outcome; a failure is reported with its place."""
        place = self.places.pop(result.index)
        if result.error is not None:
            self.report(place, str(result.error))
        elif result.document is not None:
            self.stored += 1
            self.mentions += result.document.event_mention_count

    def report(self, place: str, message: str) -> None:
        """Says what could not be ingested."""
        self.failed += 1
        click.echo(f"{place}: {message}", err=True)

    def summary(self) -> str:
        """One line for the end."""
        unanswered = f", {len(self.places)} without an answer" if self.places else ""
        return (
            f"{counted(self.stored, 'document')} stored with {counted(self.mentions, 'mention')} of events, "
            f"{self.failed} failed{unanswered}"
        )


def ingest_all(client: Client, inputs: Iterable[Input], *, expected: int | None = None) -> Tally:
    """Ingests with a progress bar on a terminal.

    Raises:
        DatelineError: the server cannot be reached; the summary was printed before.

    """
    tally = Tally()
    with _progress() as progress:
        task = progress.add_task("ingesting", total=expected)
        try:
            for result in client.ingest_documents(tally.documents(inputs)):
                tally.settle(result)
                progress.update(task, completed=tally.stored + tally.failed)
        finally:
            progress.update(task, total=tally.read + tally.failed, refresh=True)
            progress.stop()
            click.echo(tally.summary(), err=True)
    return tally


def _progress() -> Progress:
    screen = console(stderr=True)
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=screen,
        disable=not screen.is_terminal,
        transient=True,
    )


@click.command()
@server_option
@click.argument("inputs", nargs=-1, required=True)
@click.option(
    "--publication-date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="When plain files were published, where they do not say it; rows of .jsonl have their own.",
)
def ingest(inputs: tuple[str, ...], publication_date: datetime | None) -> None:
    """Store articles and the events that they tell of.

    INPUTS are files (text, Markdown, HTML), folders, patterns such as 'news/*.md', .jsonl files of
    documents, or - for such lines on standard input. What cannot be ingested is reported and does
    not stop the rest; the exit code is then 1. The same article again changes nothing.

    \b
    dateline ingest article.txt page.html
    dateline ingest news/ 'archive/*.md' --publication-date 2023-07-04
    dateline ingest rows.jsonl
    """  # noqa: D301 (click keeps the lines)
    published = None if publication_date is None else publication_date.date()
    with connect() as client:
        tally = ingest_all(client, read_inputs(inputs, published))
    if tally.failed:
        raise SystemExit(1)
    if not tally.stored:
        raise click.ClickException("there was no article in the inputs")
