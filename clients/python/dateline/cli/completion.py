"""``dateline completion``: commands and options completed by the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

VARIABLE = "_DATELINE_COMPLETE"
"""The variable by which a shell asks for completions."""


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that teaches a shell to complete commands, options and their values.

    \b
    dateline completion bash > ~/.local/share/bash-completion/completions/dateline
    dateline completion zsh > "${fpath[1]}/_dateline"
    dateline completion fish > ~/.config/fish/completions/dateline.fish
    eval "$(dateline completion bash)"      # for this session alone
    """  # noqa: D301 (click keeps the lines)
    kind = get_completion_class(shell)
    if kind is None:
        raise click.ClickException(f"{shell} is not known to click")
    click.echo(kind(context.find_root().command, {}, "dateline", VARIABLE).source())
