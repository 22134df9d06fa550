"""Stored documents: list them, date them anew, remove them."""

from __future__ import annotations

from datetime import datetime

import click

from ..errors import DatelineError
from ..v1.document_pb2 import Document, PublicationDateSource
from .connection import connect, server_option
from .output import Columns, counted, format_option, show, word


def _published(document: Document) -> str:
    day = document.publication_date
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}" if day.year else "unknown"


def _date_source(document: Document) -> str:
    if not document.publication_date_source:
        return ""
    return word(PublicationDateSource, document.publication_date_source)


_COLUMNS: Columns = {
    "Document": lambda document: document.name.removeprefix("documents/"),
    "Published": _published,
    "Date from": _date_source,
    "Language": lambda document: document.language_code,
    "Events": lambda document: str(document.event_mention_count),
    "Title": lambda document: document.title,
}


@click.command()
@server_option
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@format_option
def documents(limit: int | None, output_format: str) -> None:
    """List stored documents, the newest publication date first.

    \b
    dateline documents --limit 20
    dateline documents --format csv > documents.csv
    """  # noqa: D301 (click keeps the lines)
    with connect() as client:
        show(client.list_documents(limit=limit), _COLUMNS, output_format)


@click.command("set-date")
@server_option
@click.argument("name")
@click.argument("publication_date", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD")
def set_date(name: str, publication_date: datetime) -> None:
    """Correct when a stored document was published; its relative dates are counted from there.

    \b
    dateline set-date rules-1 2023-07-04
    """  # noqa: D301 (click keeps the lines)
    with connect() as client:
        document = client.set_publication_date(name, publication_date.date())
    events = counted(document.event_mention_count, "mention")
    click.echo(f"{name}: published {_published(document)}, {events} of events dated anew", err=True)


@click.command()
@server_option
@click.argument("names", nargs=-1, required=True)
def delete(names: tuple[str, ...]) -> None:
    """Remove documents and all that only they told.

    \b
    dateline delete rules-1
    dateline delete rules-1 rules-2
    """  # noqa: D301 (click keeps the lines)
    failed = 0
    with connect() as client:
        for name in names:
            try:
                client.delete_document(name)
            except DatelineError as problem:
                failed += 1
                click.echo(f"{name}: {problem}", err=True)
    if failed:
        raise SystemExit(1)
