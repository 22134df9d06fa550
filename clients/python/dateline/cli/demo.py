"""``dateline demo``: the whole path, from articles to a timeline."""

from __future__ import annotations

from pathlib import Path

import click

from ..demo import Demo


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("timeline.csv"),
    show_default=True,
    help="The file that the timeline is written to.",
)
def demo(output: Path) -> None:
    """Start a server, ingest the sample articles, show and write their timeline, stop the server.

    \b
    dateline demo
    dateline demo -o sample.csv
    """  # noqa: D301 (click keeps the lines)
    Demo(output).run()
