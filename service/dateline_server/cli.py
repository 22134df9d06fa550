"""The command line ``dateline-server``: for operators."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any, TypeVar

import click
import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from .api.server import AddressError, serve
from .app.timeline import Timeline
from .config import Setting, Settings, all_settings
from .errors import DataFileError, DatelineError, StoreFileError

F = TypeVar("F", bound=Callable[..., Any])
_FAILURES = (AddressError, DataFileError, DatelineError, StoreFileError, OSError, RuntimeError)


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


def _type_of(setting: Setting) -> Any:
    default, least = setting.default, setting.meaning.least
    if setting.name == "log_level":
        return click.Choice(["debug", "info", "warning", "error"])
    if isinstance(default, Path) or setting.name == "snapshot":
        return DatabaseFile(path_type=Path, dir_okay=False)
    if isinstance(default, int):
        return click.IntRange(least)
    return click.FloatRange(least) if isinstance(default, float) else click.STRING


def _settings_options(*names: str) -> Callable[[F], F]:
    """An option for each setting named, or for every one."""

    def decorate(command: F) -> F:
        for setting in reversed(tuple(all_settings())):
            if not names or setting.name in names:
                command = click.option(
                    setting.flag,
                    envvar=setting.variable,
                    type=_type_of(setting),
                    default=setting.default,
                    help=setting.meaning.text,
                    show_default=True,
                    show_envvar=True,
                )(command)
        return command

    return decorate


@server.command("serve")
@_settings_options()
def serve_command(**values: Any) -> None:
    """Serve until SIGTERM or SIGINT; then finish what is under way and close the database."""
    settings = Settings(**values)
    logging.basicConfig(
        level=settings.log_level.upper(),
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )
    host = settings.listen.rpartition(":")[0]
    asyncio.run(serve(settings, lambda port: click.echo(f"serving on {host}:{port}")))


@server.command()
@_settings_options("database")
@click.argument("target", type=DatabaseFile(path_type=Path, dir_okay=False))
def snapshot(database: Path, target: Path) -> None:
    """Copy the timeline to TARGET, a DuckDB file, while no server has it open.

    A server makes such copies itself: serve --snapshot FILE.
    """
    with _existing(database, target.parent) as timeline:
        timeline.write_snapshot(target)
    click.echo(f"{target} is a copy of {database}")


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
@click.option(
    "--address",
    envvar="DATELINE_SERVER",
    default="127.0.0.1:50051",
    show_default=True,
    show_envvar=True,
    help="Server to ask, HOST:PORT.",
)
@click.option("--service", default="", help="One service, by its full name; the whole server otherwise.")
@click.option("--timeout", default=5.0, show_default=True, help="Seconds to wait for the answer.")
def health(address: str, service: str, timeout: float) -> None:
    """Ask a server whether it serves; exits with 0 when it does."""
    with grpc.insecure_channel(address) as channel:
        request = health_pb2.HealthCheckRequest(service=service)
        try:
            status = health_pb2_grpc.HealthStub(channel).Check(request, timeout=timeout).status
        except grpc.RpcError as error:
            code = error.code().name if isinstance(error, grpc.Call) else "UNKNOWN"
            raise click.ClickException(f"{address} does not answer: {code}") from None
    name = health_pb2.HealthCheckResponse.ServingStatus.Name(status)
    click.echo(name)
    sys.exit(0 if name == "SERVING" else 1)


@server.group()
def rules() -> None:
    """Rules and lexicons."""


@rules.command("check")
def rules_check() -> None:
    """Load every rule, lexicon and model as the server does, and say what is wrong."""
    from .nlp.resources import load_resources

    click.echo(f"rules, lexicons and models are in order, version {load_resources().version}")


@server.command()
def version() -> None:
    """Print the version of the program."""
    click.echo(installed_version("dateline"))
