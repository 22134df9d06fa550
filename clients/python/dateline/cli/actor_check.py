"""``dateline actors check``: what a table of actors of one's own would change, before a server uses it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from ..inputs import InputProblem, read_inputs
from ..local import actor_conflicts, check_actors
from .output import counted, printable
from .recognizer import recognizer_option

KINDS = ("gained", "lost", "relinked")


@click.command("check")
@click.argument("table", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("inputs", nargs=-1)
@recognizer_option("as the server has it")
def check(table: Path, inputs: tuple[str, ...], recognizer: str) -> None:
    """Say what TABLE, actors of one's own, would change in the texts of INPUTS before a server uses it.

    First what it takes from the lexicon that ships with dateline, each with its line; then every mention
    that is gained, lost or linked to another actor, with its place in the text; last the counts. The
    texts are analysed here, without a server, which needs the server extra. INPUTS are those of dateline
    analyze; without any only the table is checked.

    \b
    dateline actors check own.tsv
    dateline actors check own.tsv news/
    """  # noqa: D301 (click keeps the lines)
    for conflict in actor_conflicts(table):
        click.echo(printable(f"{table}: {conflict}"))
    counts: Counter[str] = Counter()
    read = failed = 0
    for place, changes in check_actors(table, read_inputs(inputs, None), recognizer) if inputs else ():
        if isinstance(changes, InputProblem):
            failed += 1
            click.echo(f"{place}: {changes.message}", err=True)
            continue
        read += 1
        for change in changes:
            counts[change.kind] += 1
            click.echo(printable(f"{place}:{change}"))
    if inputs:
        click.echo(f"{counted(read, 'document')}: " + ", ".join(f"{counts[kind]} {kind}" for kind in KINDS))
    if failed:
        raise SystemExit(1)


class WithCheck(click.Command):
    """A command that is another one, ``check``, when its first argument says so."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of this command, or of the other one."""
        if args[:1] == [check.name]:
            return check.make_context(f"{info_name} {check.name}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)
