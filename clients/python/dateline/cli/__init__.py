"""The command line ``dateline``."""

from __future__ import annotations

import sys

import click

from ..errors import DatelineError
from .analyze import analyze
from .connection import access_options, server_option
from .counts import counts
from .demo import demo
from .documents import delete, documents, set_date
from .export import export
from .ingest import ingest
from .sql import sql
from .timeline import actors, event, events


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dateline")
@server_option
@access_options
def dateline() -> None:
    """Dated events from Chinese and English news."""


for command in (actors, analyze, counts, delete, demo, documents, event, events, export, ingest, set_date, sql):
    dateline.add_command(command)


def main() -> None:
    """Runs the command line; every failure is one line that says what to do, and a code that is not 0."""
    try:
        dateline()
    except DatelineError as problem:
        click.echo(f"dateline: {problem}", err=True)
        sys.exit(1)
