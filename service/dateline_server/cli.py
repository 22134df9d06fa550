"""The command line ``dateline-server``: for operators."""

from __future__ import annotations

import asyncio
import datetime
import difflib
import os
import re
import secrets
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any, TypeVar

import click
import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from .api.server import AddressError, check_access, serve
from .api.tokens import Scope, token_entry
from .app.timeline import Timeline
from .config import Setting, Settings, all_settings
from .connection import Connection, connection_options
from .errors import DataFileError, DatelineError, SettingsError, StoreFileError
from .logs import FORMATS, configure
from .maintenance import backup, doctor, restore
from .nlp.recognizer import Recognizer

F = TypeVar("F", bound=Callable[..., Any])
_FAILURES = (AddressError, DataFileError, DatelineError, SettingsError, StoreFileError, OSError, RuntimeError)


def run() -> None:
    """Runs the command line; every failure is one line that says what to do, and a code that is not 0."""
    try:
        server(prog_name="dateline-server", auto_envvar_prefix=None)
    except _FAILURES as problem:
        sys.exit(f"dateline-server: {problem}")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def server() -> None:
    """Dated events from news, served over gRPC and kept in DuckDB."""


class DatabaseFile(click.Path):
    """The path of a DuckDB file, whose name is its catalog's and must not be that of the schema too."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path."""
        path = super().convert(value, param, ctx)
        if isinstance(path, Path) and path.stem.lower() == "timeline":
            self.fail(
                f"{path}: DuckDB mixes a file of this name up with the schema timeline; name it otherwise"
            )
        return path


_CHOICES = {
    "log_level": ("debug", "info", "warning", "error"),
    "log_format": FORMATS,
    "recognizer": tuple(recognizer.value for recognizer in Recognizer),
}


def _type_of(setting: Setting) -> Any:
    default, least = setting.default, setting.meaning.least
    if setting.name in _CHOICES:
        return click.Choice(_CHOICES[setting.name])
    if setting.name in ("database", "snapshot"):
        return DatabaseFile(path_type=Path, dir_okay=False)
    if setting.name == "snapshot_parquet":
        return click.Path(path_type=Path, file_okay=False)
    if setting.is_path:
        return click.Path(path_type=Path, exists=True, dir_okay=False)
    if isinstance(default, bool):
        return click.BOOL
    if isinstance(default, int):
        return click.IntRange(least)
    return click.FloatRange(least) if isinstance(default, float) else click.STRING


def _settings_options(*names: str) -> Callable[[F], F]:
    """An option for each setting named, or for every one that is no secret."""

    def decorate(command: F) -> F:
        for setting in reversed(tuple(all_settings())):
            if (not names or setting.name in names) and not setting.meaning.secret:
                command = click.option(
                    setting.flag,
                    envvar=setting.variable,
                    type=_type_of(setting),
                    is_flag=isinstance(setting.default, bool),
                    default=setting.default,
                    help=setting.meaning.text,
                    show_default=True,
                    show_envvar=True,
                )(command)
        return command

    return decorate


def _read_config(context: click.Context, option: click.Parameter, path: Path | None) -> None:
    """Makes what a file says the defaults of the flags."""
    if path is None:
        return
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise SettingsError(f"config: {path}: {problem}") from None
    known = {setting.name: setting for setting in all_settings() if not setting.meaning.secret}
    for name, value in table.items():
        if name not in known:
            close = difflib.get_close_matches(name, known, 1)
            raise SettingsError(
                f"config: {path}: unknown setting {name!r}" + (f": did you mean {close[0]}?" if close else "")
            )
        try:
            _type_of(known[name])(value, option, context)
        except click.BadParameter as problem:
            raise SettingsError(f"config: {path}: {name}: {problem.message}") from None
    context.default_map = table


@server.command("serve")
@click.option(
    "--config",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    envvar="DATELINE_CONFIG",
    show_envvar=True,
    is_eager=True,
    expose_value=False,
    callback=_read_config,
    help="TOML file of settings, named as the flags are: stream_window = 32.",
)
@_settings_options()
@click.option("--check-config", is_flag=True, help="Check the settings and everything they name, and end.")
def serve_command(*, check_config: bool, **values: Any) -> None:
    """Serve until SIGTERM or SIGINT; then finish what is under way and close the database.

    A bearer token that allows everything may be given in DATELINE_ADMIN_TOKEN.
    """
    for setting in all_settings():
        if setting.meaning.secret:
            values[setting.name] = os.environ.get(setting.variable, "")
    settings = Settings(**values)
    settings.check()
    if check_config:
        check_access(settings)
        click.echo("the settings are in order")
        return
    configure(settings.log_level, settings.log_format)
    asyncio.run(serve(settings, lambda address: click.echo(f"serving on {address}")))


@server.command("token")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    default=(Scope.READ.value,),
    show_default=True,
    help="What it allows; may be repeated.",
)
def token_command(name: str, scopes: tuple[str, ...]) -> None:
    """Make a bearer token for NAME: its entry for the file of tokens is printed, itself on standard error.

    dateline-server token newsroom --scope read --scope ingest >> tokens.toml
    """
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name):
        raise click.BadParameter("use letters, digits, _ and -", param_hint="NAME")
    token = secrets.token_urlsafe(32)
    click.echo(token_entry(name, token, [Scope(scope) for scope in dict.fromkeys(scopes)]))
    click.echo(token, err=True)


@server.command("credentials")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--host",
    "hosts",
    multiple=True,
    default=("localhost", "127.0.0.1"),
    show_default=True,
    help="Name or address that clients call the server by; may be repeated.",
)
@click.option("--if-missing", is_flag=True, help="Do nothing where they are there already.")
def credentials_command(directory: Path, hosts: tuple[str, ...], if_missing: bool) -> None:
    """Make certificates and a first token in DIRECTORY, for a server of one's own.

    Clients are given ca.pem and admin.token, and client.pem and client.key where the server asks for
    a certificate; server.key and tokens.toml are the server's alone.
    """
    from .credentials import FILES, make_credentials

    there = [name for name in FILES if (directory / name).exists()]
    if if_missing and len(there) == len(FILES):
        return
    if there:
        raise SettingsError(f"{directory / there[0]} is there already: remove it, or name another directory")
    make_credentials(directory, hosts, datetime.datetime.now(datetime.UTC))
    click.echo(f"{directory}: {', '.join(FILES)}")


@server.command()
@_settings_options("database")
@click.argument("target", type=DatabaseFile(path_type=Path, dir_okay=False), required=False)
@click.option(
    "--parquet",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the views as Parquet files; its link `latest` points to them.",
)
def snapshot(database: Path, target: Path | None, parquet: Path | None) -> None:
    """Copy the timeline to TARGET, a DuckDB file, or to Parquet files, while no server has it open.

    A server makes such copies itself: serve --snapshot FILE, serve --snapshot-parquet FOLDER.
    """
    if target is None and parquet is None:
        raise click.UsageError("give a file, or a folder with --parquet")
    folders = [folder.resolve() for folder in (target and target.parent, parquet) if folder is not None]
    with _existing(database, *folders) as timeline:
        if target is not None:
            timeline.write_snapshot(target)
            click.echo(f"{target} is a copy of {database}")
        if parquet is not None:
            click.echo(f"{timeline.write_parquet(parquet)} holds the views of {database}")


for command in (backup, restore, doctor):
    server.add_command(command)


@server.command()
@_settings_options("database")
def migrate(database: Path) -> None:
    """Bring a database file's schema up to this release, while no server has it open."""
    _existing(database).close()
    click.echo(f"{database} is up to date")


def _existing(database: Path, *snapshot_directories: Path) -> Timeline:
    if not database.is_file():
        raise StoreFileError(f"{database}: no such file; name the database with --database")
    return Timeline.open(database, snapshot_directories=snapshot_directories)


@server.command()
@connection_options
@click.option("--service", default="", help="One service, by its full name; the whole server otherwise.")
@click.option("--timeout", default=5.0, show_default=True, help="Seconds to wait for the answer.")
def health(connection: Connection, service: str, timeout: float) -> None:
    """Ask a server whether it serves; exits with 0 when it does.

    The service "liveness" is the process, which may still be loading.
    """
    with connection.channel() as channel:
        request = health_pb2.HealthCheckRequest(service=service)
        try:
            status = health_pb2_grpc.HealthStub(channel).Check(request, timeout=timeout).status
        except grpc.RpcError as error:
            code = error.code().name if isinstance(error, grpc.Call) else "UNKNOWN"
            raise click.ClickException(f"{connection.address} does not answer: {code}") from None
    name = health_pb2.HealthCheckResponse.ServingStatus.Name(status)
    click.echo(name)
    sys.exit(0 if name == "SERVING" else 1)


@server.group()
def rules() -> None:
    """Rules and lexicons."""


@rules.command("check")
@_settings_options("recognizer")
def rules_check(recognizer: str) -> None:
    """Load every rule, lexicon and model as the server does, and say what is wrong."""
    from .nlp.resources import load_resources

    resources = load_resources(recognizer=Recognizer(recognizer))
    click.echo(f"rules, lexicons and models are in order, version {resources.version}")


@server.command()
def version() -> None:
    """Print the version of the program."""
    click.echo(installed_version("dateline"))
