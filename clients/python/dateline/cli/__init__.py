"""The command line ``dateline``."""

from __future__ import annotations

import os
import sys

import click

from ..errors import DatelineError
from .analyze import analyze
from .completion import VARIABLE, completion
from .connection import access_options, server_option
from .counts import counts
from .decisions import decisions, merge, revoke, split
from .demo import demo
from .documents import delete, documents, set_date
from .explain import explain
from .export import export
from .ingest import ingest
from .profile import profile
from .reanalyze import reanalyze
from .sql import sql
from .timeline import actors, co_actors, event, events, mentions
from .watch import watch

SECTIONS: dict[str, tuple[click.Command, ...]] = {
    "Articles": (ingest, documents, analyze, set_date, reanalyze, delete),
    "Questions": (events, event, explain, actors, co_actors, counts, mentions, sql, watch, export),
    "Corrections": (merge, split, decisions, revoke),
    "Around": (demo, profile, completion),
}
"""Every command under the heading that help shows it with."""
COMMANDS = tuple(command for commands in SECTIONS.values() for command in commands)


class Sections(click.Group):
    """A group whose help shows the commands by what they are about, each with its whole first sentence."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Writes the sections."""
        for heading, commands in SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl(
                    [(command.name or "", command.get_short_help_str(200)) for command in commands]
                )


@click.group(cls=Sections, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="dateline")
@server_option
@access_options
@click.pass_context
def dateline(context: click.Context) -> None:
    """Dated events from Chinese and English news.

    \b
    dateline demo                                   see the whole path on sample articles
    dateline-server serve                           start a server here
    dateline ingest news/                           store articles and what they tell of
    dateline events --from 2024-01 --actor Nvidia   ask what happened
    dateline export -o timeline.csv                 take it elsewhere

    Each command explains itself: dateline COMMAND --help. Results go to standard output, all else to
    standard error; the exit code is 0 when everything went well, 2 when the command line is wrong, and
    1 when anything else is.
    """  # noqa: D301 (click keeps the lines)
    if os.environ.get("NO_COLOR"):
        context.color = False


for command in COMMANDS:
    dateline.add_command(command)


def main() -> None:
    """Runs the command line; every failure is one line that says what to do, and a code that is not 0."""
    try:
        dateline(complete_var=VARIABLE)
    except DatelineError as problem:
        click.echo(f"dateline: {problem}", err=True)
        sys.exit(1)
