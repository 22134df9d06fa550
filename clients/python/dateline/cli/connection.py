"""Which server a command talks to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from ..client import Client

DEFAULT_SERVER = "localhost:50051"
_KEY = "dateline.server"


def server_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option ``--server``; it may stand before or behind the command's name."""
    return click.option(
        "--server",
        metavar="HOST:PORT",
        envvar="DATELINE_SERVER",
        show_envvar=True,
        help=f"The server's address; default: {DEFAULT_SERVER}.",
        expose_value=False,
        callback=_remember,
    )(command)


def _remember(context: click.Context, _option: click.Parameter, value: str | None) -> None:
    source = context.get_parameter_source("server")
    if value and (source is click.core.ParameterSource.COMMANDLINE or _KEY not in context.meta):
        context.meta[_KEY] = value


def connect() -> Client:
    """A client of the server that the options name."""
    return Client.connect(click.get_current_context().meta.get(_KEY, DEFAULT_SERVER))
