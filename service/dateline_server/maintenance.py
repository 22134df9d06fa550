"""Commands for operators: a backup while the server goes on, its way back, and a doctor."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import click
import grpc
from dateline.channel import authorized
from dateline.errors import error_of_call
from dateline.v1 import admin_service_pb2, admin_service_pb2_grpc

from .app.examination import examine_file
from .app.timeline import Timeline, utc_now
from .connection import Connection, connection_options
from .errors import DatelineError, StoreFileError
from .store.database import Database
from .store.doctor import examine
from .store.lock import FileLock

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("database", type=FILE)
@click.argument("target", type=FILE)
@connection_options
def backup(database: Path, target: Path, connection: Connection) -> None:
    """Copy DATABASE to TARGET, whole and checked, while a server goes on with it or without one.

    A server that has it open is asked at its address, with the bearer token in DATELINE_TOKEN, which needs
    the scope admin. TARGET is another file, which appears under its name once it was read and found in order.
    """
    if not database.is_file():
        raise StoreFileError(f"{database}: no such file")
    with _new_file(target) as part:
        if _is_held(database):
            _ask_server(database, part, connection)
        else:
            with Timeline.open(database, snapshot_directories=[target.parent.resolve()]) as timeline:
                timeline.write_snapshot(part)
        told = verified(part)
    click.echo(f"{target} is a backup of {database}: {told}")


@click.command()
@click.argument("backup_file", metavar="BACKUP", type=FILE)
@click.argument("database", type=FILE)
def restore(backup_file: Path, database: Path) -> None:
    """Make DATABASE, a file that is not there yet, from BACKUP, and check it.

    A server can be started with it right away.
    """
    if not backup_file.is_file():
        raise StoreFileError(f"{backup_file}: no such file")
    for suffix in (".wal", ".journal", ".recovering"):
        beside = database.with_name(database.name + suffix)
        if beside.exists() and beside.stat().st_size:
            raise StoreFileError(f"{beside}: belongs to another file; move it away first")
    with _new_file(database) as part:
        shutil.copyfile(backup_file, part)
        told = verified(part)
    click.echo(f"{database} is restored: {told}")


@click.command()
@click.argument("database", type=FILE)
def doctor(database: Path) -> None:
    """Check DATABASE and its journal against each other, while no server has it open; change nothing.

    Says what is wrong and what to do about it. Needs free disk for a copy. Exits with 0 when all is
    in order, 1 when there is something to do, 3 when the file cannot be examined.
    """
    try:
        with _unlogged():
            found = examine_file(database, utc_now)
    except StoreFileError as problem:
        click.echo(f"dateline-server: {problem}", err=True)
        sys.exit(3)
    for diagnosis in found:
        click.echo(diagnosis.problem)
        click.echo(f"  to do: {diagnosis.remedy}" if diagnosis.remedy else "  nothing to do")
    if any(diagnosis.remedy for diagnosis in found):
        sys.exit(1)
    click.echo(f"{database} is in order")


@contextmanager
def _unlogged() -> Iterator[None]:
    """Without the log of what is only rehearsed, and told otherwise."""
    before = logging.root.manager.disable
    logging.disable()
    try:
        yield
    finally:
        logging.disable(before)


def verified(copy: Path) -> str:
    """Reads all of a copy, once its schema is this release's; gives what it holds, in words.

    Raises:
        StoreFileError: it is not in order.

    """
    database = Database(copy, readers=1)
    try:
        with database.read() as cursor:
            found = examine(cursor)
            ((documents, events),) = cursor.execute(
                "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM events)"
            ).fetchall()
    finally:
        database.close()
    if found:
        raise StoreFileError(
            f"the copy is not in order, and was removed: {found[0].problem}, for example {found[0].example}; "
            "run dateline-server doctor on the original"
        )
    return f"{documents} documents, {events} events"


def _is_held(database: Path) -> bool:
    try:
        FileLock(database).release()
    except StoreFileError:
        return True
    return False


def _ask_server(database: Path, part: Path, connection: Connection) -> None:
    token, address = os.environ.get("DATELINE_TOKEN", ""), connection.address
    with connection.channel() as channel, part.open("wb") as stream:
        stub = admin_service_pb2_grpc.AdminServiceStub(authorized(channel, token))
        try:
            for response in stub.BackUp(admin_service_pb2.BackUpRequest()):
                if response.database and Path(response.database) != database.resolve():
                    raise StoreFileError(
                        f"the server at {address} serves {response.database}, not {database}"
                    )
                stream.write(response.data)
        except grpc.RpcError as error:
            raise DatelineError(str(error_of_call(error, address))) from None


@contextmanager
def _new_file(target: Path) -> Iterator[Path]:
    """A file to write, which gets its name in the end, durably; nothing is overwritten."""
    if target.exists():
        raise StoreFileError(f"{target}: is there already; give another path, or move it away")
    part = target.resolve().with_name(f".{target.name}.{uuid4().hex}.part")
    try:
        yield part
        _flush(part)
        # Unlike a rename, a link does not replace what came to be there meanwhile.
        os.link(part, target)
        _flush(target.resolve().parent)
    except FileExistsError:
        raise StoreFileError(f"{target}: is there already; give another path, or move it away") from None
    finally:
        for suffix in ("", ".wal", ".lock"):
            part.with_name(part.name + suffix).unlink(missing_ok=True)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
