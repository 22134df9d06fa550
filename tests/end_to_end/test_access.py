"""Who may call a real server: encryption, tokens, scopes, limits."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import dateline
import grpc
import pytest
from dateline import Client, Tls
from dateline_server.api.calls import OPEN, SCOPES
from dateline_server.api.server import SERVICES
from dateline_server.api.tokens import token_entry
from dateline_server.credentials import make_credentials
from google.protobuf.descriptor_pool import Default

from tests.servers import Server, eventually, run, run_server, running

from . import articles

TOKENS = {"reader": ("read",), "writer": ("ingest",), "analyst": ("sql",), "busy": ("read",)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("access")
    make_credentials(folder, ["localhost", "127.0.0.1"], datetime.datetime.now(datetime.UTC))
    with (folder / "tokens.toml").open("a", encoding="utf-8") as file:
        for name, scopes in TOKENS.items():
            file.write(token_entry(name, f"{name}-token", scopes))  # type: ignore[arg-type]
        file.write("calls_per_second = 1\n")
    return folder


def tls_flags(folder: Path) -> tuple[str, ...]:
    return ("--tls-certificate", str(folder / "server.pem"), "--tls-key", str(folder / "server.key"))


@pytest.fixture(scope="module")
def guarded(folder: Path) -> Iterator[Server]:
    with running(folder, *tls_flags(folder), "--tokens", str(folder / "tokens.toml"), "--sql") as server:
        yield server


def connect(server: Server, folder: Path, token: str = "") -> Client:
    return Client.connect(server.address, token=token, tls=Tls(folder / "ca.pem"), timeout=20)


def admin(folder: Path) -> str:
    return (folder / "admin.token").read_text(encoding="ascii").strip()


def every_method() -> list[str]:
    services = [Default().FindServiceByName(name) for name in SERVICES]
    return [f"/{method.containing_service.full_name}/{method.name}" for s in services for method in s.methods]


def status(server: Server, folder: Path, method: str, token: str) -> grpc.StatusCode:
    """What comes of a call with an empty message; every kind of call takes one."""
    metadata = (("authorization", f"Bearer {token}"),) if token else ()
    with grpc.secure_channel(server.address, Tls(folder / "ca.pem").credentials()) as channel:
        try:
            for _ in channel.stream_stream(method)(iter([b""]), timeout=30, metadata=metadata):
                pass
        except grpc.RpcError as error:
            return error.code()  # type: ignore[attr-defined,no-any-return]
    return grpc.StatusCode.OK


def test_every_method_says_what_it_takes():
    assert set(every_method()) == {method for method in SCOPES if method.startswith("/dateline.")}
    assert not any(method.startswith(OPEN) for method in SCOPES)


@pytest.mark.parametrize("method", every_method())
def test_no_method_answers_without_a_token(guarded: Server, folder: Path, method: str):
    assert status(guarded, folder, method, "") is grpc.StatusCode.UNAUTHENTICATED
    assert status(guarded, folder, method, "guess") is grpc.StatusCode.UNAUTHENTICATED


@pytest.mark.parametrize("method", every_method())
def test_every_method_wants_its_scope_and_no_other(guarded: Server, folder: Path, method: str):
    refused = (grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.UNAUTHENTICATED)
    for name, scopes in TOKENS.items():
        if name != "busy" and SCOPES[method].value not in scopes:
            assert status(guarded, folder, method, f"{name}-token") is grpc.StatusCode.PERMISSION_DENIED
    assert status(guarded, folder, method, admin(folder)) not in refused


def test_a_token_does_what_it_allows(guarded: Server, folder: Path):
    with connect(guarded, folder, "writer-token") as writer:
        stored = writer.create_document(articles.numbered(1)[0].document)
        with pytest.raises(dateline.ScopeMissing, match="lacks the scope 'read'"):
            writer.get_document(stored.name)
    with connect(guarded, folder, "reader-token") as reader:
        assert reader.get_document(stored.name).name == stored.name
        assert list(reader.list_events())
    with connect(guarded, folder) as nobody, pytest.raises(dateline.TokenInvalid, match="wants a token"):
        list(nobody.list_events())


def test_who_calls_too_often_is_told_to_wait(guarded: Server, folder: Path):
    def ask(client: Client, times: int) -> None:
        for _ in range(times):
            list(client.list_actors(limit=1))

    with connect(guarded, folder, "busy-token") as client, pytest.raises(dateline.RateExceeded) as refusal:
        ask(client, 50)
    with connect(guarded, folder, "reader-token") as other:
        ask(other, 5)
    assert "1 times a second" in refusal.value.message


def test_the_command_line_shows_its_token(guarded: Server, folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DATELINE_TOKEN", raising=False)
    address = ("--server", guarded.address, "--ca", str(folder / "ca.pem"))
    with_file = run(*address, "--token-file", str(folder / "admin.token"), "documents")
    without = run(*address, "documents")
    unencrypted = run("--server", guarded.address, "documents")

    assert with_file.returncode == 0
    assert (without.returncode, unencrypted.returncode) == (1, 1)
    assert "wants a token" in without.stderr
    assert "Traceback" not in unencrypted.stderr


def test_health_is_open_and_encrypted(guarded: Server, folder: Path):
    done = run_server("health", "--address", guarded.address, "--ca", str(folder / "ca.pem"))

    assert (done.returncode, done.stdout.strip()) == (0, "SERVING")


def test_nothing_secret_is_logged_or_listed(guarded: Server, folder: Path):
    with connect(guarded, folder, admin(folder)) as client:
        list(client.list_events())
    assert eventually(lambda: "event='call'" in guarded.log)
    told = guarded.log + Path(f"/proc/{guarded.process.pid}/cmdline").read_text(encoding="utf-8")

    assert admin(folder) not in told


def test_writes_are_audited(guarded: Server, folder: Path):
    with connect(guarded, folder, admin(folder)) as client:
        client.create_document(articles.numbered(1)[0].document, "audited")
        client.delete_document("audited")

    def audited() -> list[str]:
        told = guarded.log.splitlines()
        return [line for line in told if "event='audit'" in line and "audited" in line]

    assert eventually(lambda: any("DeleteDocument" in line for line in audited()))
    lines = audited()
    assert ["CreateDocument" in lines[0], "DeleteDocument" in lines[-1]] == [True, True]
    assert all("caller='admin'" in line and "code='OK'" in line for line in lines)


def test_tokens_and_certificates_change_without_a_restart(tmp_path: Path, folder: Path):
    other = tmp_path / "other"
    make_credentials(other, ["localhost", "127.0.0.1"], datetime.datetime.now(datetime.UTC))
    held = tmp_path / "held"
    shutil.copytree(folder, held, ignore=shutil.ignore_patterns("news*", "*.log"))

    def answers(ca: Path, token: str) -> bool:
        try:
            with Client.connect(server.address, token=token, tls=Tls(ca), timeout=20) as client:
                list(client.list_actors(limit=1))
        except dateline.DatelineError:
            return False
        return True

    with running(tmp_path, *tls_flags(held), "--tokens", str(held / "tokens.toml")) as server:
        assert answers(folder / "ca.pem", "reader-token")
        assert not answers(other / "ca.pem", "reader-token")

        for name in ("server.pem", "server.key", "tokens.toml"):
            shutil.copy(other / name, held / "new")
            (held / "new").replace(held / name)

        assert eventually(lambda: answers(other / "ca.pem", admin(other)))
        assert not answers(other / "ca.pem", "reader-token")

        (held / "tokens.toml").write_text("[broken]\n", encoding="utf-8")
        assert answers(other / "ca.pem", admin(other))
        assert eventually(lambda: "the old ones stay" in server.log)


def test_clients_may_have_to_show_a_certificate(tmp_path: Path, folder: Path):
    mutual = ("--tls-client-ca", str(folder / "ca.pem"))
    with running(tmp_path, *tls_flags(folder), *mutual) as server:
        shown = Tls(folder / "ca.pem", folder / "client.pem", folder / "client.key")
        hidden = Client.connect(server.address, tls=Tls(folder / "ca.pem"), timeout=20)
        with hidden as client, pytest.raises(dateline.Unavailable):
            list(client.list_actors())
        with Client.connect(server.address, tls=shown, timeout=20) as client:
            assert list(client.list_actors()) == []
        told = ("--address", server.address, "--ca", str(shown.ca))
        told = (*told, "--client-certificate", str(shown.certificate), "--client-key", str(shown.key))
        backup = run_server("backup", str(server.database), str(tmp_path / "backup.duckdb"), *told)
        assert backup.returncode == 0, backup.stderr


REFUSED = {
    "beyond loopback": (
        ["--listen", "0.0.0.0:0"],
        "no encryption (--tls-certificate, --tls-key) and no tokens",
    ),
    "a name": (["--listen", "example.invalid:0"], "can be reached from other machines"),
    "half a pair": (["--tls-key", "KEY"], "--tls-certificate and --tls-key go together"),
    "no such scope": (
        ["--tokens", "SCOPE"],
        "[x]: scopes must be a list of some of read, ingest, sql",
    ),
    "no digest": (["--tokens", "DIGEST"], "[x]: sha256 must be"),
    "no token": (["--tokens", "NONE"], "no token; add one with dateline-server token"),
    "an unknown key": (["--config", "UNKNOWN"], "unknown setting 'reader': did you mean readers?"),
    "a bad value": (["--config", "VALUE"], "readers: 'many' is not a valid integer"),
}
FILES = {
    "KEY": "",
    "SCOPE": f'[x]\nsha256 = "{"0" * 64}"\nscopes = ["write"]\n',
    "DIGEST": '[x]\nsha256 = "secret"\nscopes = ["read"]\n',
    "NONE": "",
    "UNKNOWN": "reader = 3\n",
    "VALUE": 'readers = "many"\n',
}


@pytest.mark.parametrize("name", REFUSED)
def test_settings_that_cannot_be_used_are_refused_at_the_start(tmp_path: Path, name: str):
    flags, said = REFUSED[name]
    for file, content in FILES.items():
        (tmp_path / file).write_text(content, encoding="utf-8")
    given = [str(tmp_path / flag) if flag in FILES else flag for flag in flags]

    done = run_server("serve", "--check-config", *given)

    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_what_can_be_used_is_said_to_be(tmp_path: Path, folder: Path):
    config = tmp_path / "dateline.toml"
    config.write_text(
        f'listen = "0.0.0.0:50051"\ntokens = "{folder}/tokens.toml"\ntls_key = "{folder}/server.key"\n'
        f'tls_certificate = "{folder}/server.pem"\nreaders = 2\n',
        encoding="utf-8",
    )
    checked = run_server("serve", "--check-config", "--config", str(config))
    by_flag = run_server("serve", "--check-config", "--config", str(config), "--readers", "0")
    open_to_all = run_server("serve", "--check-config", "--listen", "0.0.0.0:50051", "--insecure")

    assert [done.returncode for done in (checked, by_flag, open_to_all)] == [0, 2, 0]
    assert "in order" in checked.stdout


def test_credentials_are_made_once(tmp_path: Path):
    made = run_server("credentials", str(tmp_path / "new"), "--host", "dateline.example")
    again = run_server("credentials", str(tmp_path / "new"))
    kept = run_server("credentials", str(tmp_path / "new"), "--if-missing")

    assert [done.returncode for done in (made, again, kept)] == [0, 1, 0]
    assert "is there already" in again.stderr
    assert ((tmp_path / "new" / "server.key").stat().st_mode & 0o777) == 0o600


def test_a_made_token_is_one_that_the_file_of_tokens_takes(tmp_path: Path):
    done = run_server("token", "newsroom", "--scope", "read", "--scope", "ingest")
    path = tmp_path / "tokens.toml"
    path.write_text(done.stdout, encoding="utf-8")

    from dateline_server.api.tokens import read_tokens

    principal = read_tokens(path).holder(f"Bearer {done.stderr.strip()}")

    assert (principal.name, sorted(principal.scopes)) == ("newsroom", ["ingest", "read"])
