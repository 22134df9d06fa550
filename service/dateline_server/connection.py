"""How operators' commands reach a server that runs."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import grpc
from dateline.channel import Tls

_FILES = {
    "ca": "PEM file with the certificates that the server is known by.",
    "client_certificate": "PEM file with a certificate, where the server asks for one.",
    "client_key": "PEM file with its private key.",
}


@dataclass(frozen=True, slots=True)
class Connection:
    """A server's address, and the files by which it and its client know each other."""

    address: str
    ca: Path | None = None
    client_certificate: Path | None = None
    client_key: Path | None = None

    def channel(self) -> grpc.Channel:
        """A channel, encrypted where a file is given. Raises OSError when one cannot be read."""
        if self.ca or self.client_certificate:
            tls = Tls(self.ca, self.client_certificate, self.client_key)
            return grpc.secure_channel(self.address, tls.credentials())
        return grpc.insecure_channel(self.address)


def connection_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options for a server, which the command gets as ``connection``."""

    @functools.wraps(command)
    def connected(address: str, **values: Any) -> Any:
        files = {name: values.pop(name) for name in _FILES}
        return command(connection=Connection(address, **files), **values)

    for name, text in reversed(_FILES.items()):
        connected = click.option(
            f"--{name.replace('_', '-')}",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            envvar=f"DATELINE_{name.upper()}",
            show_envvar=True,
            help=text,
        )(connected)
    return click.option(
        "--address",
        envvar="DATELINE_SERVER",
        default="127.0.0.1:50051",
        show_default=True,
        show_envvar=True,
        help="The server, HOST:PORT.",
    )(connected)
