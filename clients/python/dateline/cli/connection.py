"""Which server a command talks to, and how it shows who asks.

An option wins over an environment variable, that over the profile, the profile over the default.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ..channel import Tls
from ..client import Client
from .profiles import config_path, load_profiles

DEFAULT_SERVER = "localhost:50051"
TOKEN_VARIABLE = "DATELINE_TOKEN"  # noqa: S105 (a name, not a token)
_GIVEN = "dateline.given"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class Setting:
    """A value and where it comes from: an option, a variable, a profile or the default."""

    value: Any
    origin: str


def server_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option ``--server``; it may stand before or behind the command's name."""
    return click.option(
        "--server",
        metavar="HOST:PORT",
        envvar="DATELINE_SERVER",
        show_envvar=True,
        help=f"The server's address; default: that of the profile, or {DEFAULT_SERVER}.",
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
        ("profile", str, "Profile of the file of settings; see dateline profile."),
    ):
        variable = f"DATELINE_{name.upper().replace('-', '_')}"
        command = click.option(
            f"--{name}", type=kind, envvar=variable, show_envvar=True, help=text, expose_value=False,
            callback=_remember,
        )(command)  # fmt: skip
    return click.option(
        "--tls", is_flag=True, envvar="DATELINE_TLS", show_envvar=True, help="Encrypt the connection.",
        expose_value=False, callback=_remember,
    )(command)  # fmt: skip


def _remember(context: click.Context, option: click.Parameter, value: Any) -> None:
    given = context.meta.setdefault(_GIVEN, {})
    name = option.name or ""
    on_line = context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    if value and (on_line or name not in given):
        given[name] = Setting(value, option.opts[0] if on_line else str(option.envvar))


def settings() -> dict[str, Setting]:
    """What applies to this call, by name.

    The credentials of a profile go to its server alone: where another is named, they are left out.

    Raises:
        ClickException: the file of profiles cannot be read, or has none of the name.

    """
    given: dict[str, Setting] = dict(click.get_current_context().meta.get(_GIVEN, {}))
    profiles = load_profiles(config_path())
    wanted = given.pop("profile", Setting("", "")).value
    held = {"server": DEFAULT_SERVER, **profiles.choose(wanted)} if wanted or profiles.default else {}
    found = {name: Setting(value, f"profile {wanted or profiles.default}") for name, value in held.items()}
    if "server" in given and given["server"].value != held.get("server"):
        found = {}
    if os.environ.get(TOKEN_VARIABLE) and "token_file" not in given:
        found.pop("token_file", None)
        found["token"] = Setting(os.environ[TOKEN_VARIABLE], TOKEN_VARIABLE)
    return {"server": Setting(DEFAULT_SERVER, "default"), **found, **given}


def connect() -> Client:
    """A client of the server that options, environment or profile name."""
    values = {name: setting.value for name, setting in settings().items()}
    return Client.connect(values["server"], token=_token(values), tls=_tls(values))


def _tls(values: dict[str, Any]) -> Tls | None:
    ca, certificate, key = (values.get(name) for name in ("ca", "client_certificate", "client_key"))
    if bool(certificate) != bool(key):
        raise click.UsageError("--client-certificate and --client-key go together")
    return Tls(ca, certificate, key) if ca or certificate or values.get("tls") else None


def _token(values: dict[str, Any]) -> str:
    """A token never stands on the command line, where every user of the machine could read it."""
    path = values.get("token_file")
    if path is None:
        return str(values.get("token", ""))
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise click.ClickException(f"token file {path}: {problem.strerror}") from None
