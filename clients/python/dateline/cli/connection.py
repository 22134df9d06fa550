"""Which server a command talks to, and how it shows who asks."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ..channel import Tls
from ..client import Client

DEFAULT_SERVER = "localhost:50051"
_KEY = "dateline.server"
_ACCESS = "dateline.access"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


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


def access_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options for a server that asks who calls; they stand before the command's name."""
    for name, kind, text in (
        ("client-key", _FILE, "PEM file with the private key of --client-certificate."),
        ("client-certificate", _FILE, "PEM file with your own certificate, where the server asks for one."),
        ("ca", _FILE, "PEM file with the certificates that the server is known by; turns on --tls."),
        ("token-file", _FILE, "File that holds the bearer token; or DATELINE_TOKEN is the token."),
    ):
        variable = f"DATELINE_{name.upper().replace('-', '_')}"
        command = click.option(
            f"--{name}", type=kind, envvar=variable, show_envvar=True, help=text, expose_value=False,
            callback=_remember_access,
        )(command)  # fmt: skip
    return click.option(
        "--tls", is_flag=True, envvar="DATELINE_TLS", show_envvar=True, help="Encrypt the connection.",
        expose_value=False, callback=_remember_access,
    )(command)  # fmt: skip


def _remember(context: click.Context, _option: click.Parameter, value: str | None) -> None:
    source = context.get_parameter_source("server")
    if value and (source is click.core.ParameterSource.COMMANDLINE or _KEY not in context.meta):
        context.meta[_KEY] = value


def _remember_access(context: click.Context, option: click.Parameter, value: Any) -> None:
    context.meta.setdefault(_ACCESS, {})[option.name] = value


def connect() -> Client:
    """A client of the server that the options name."""
    meta = click.get_current_context().meta
    access = meta.get(_ACCESS, {})
    return Client.connect(
        meta.get(_KEY, DEFAULT_SERVER), token=_token(access.get("token_file")), tls=_tls(access)
    )


def _tls(access: dict[str, Any]) -> Tls | None:
    ca, certificate, key = (access.get(name) for name in ("ca", "client_certificate", "client_key"))
    if bool(certificate) != bool(key):
        raise click.UsageError("--client-certificate and --client-key go together")
    return Tls(ca, certificate, key) if ca or certificate or access.get("tls") else None


def _token(path: Path | None) -> str:
    """A token never stands on the command line, where every user of the machine could read it."""
    if path is not None:
        return path.read_text(encoding="utf-8").strip()
    return os.environ.get("DATELINE_TOKEN", "")
