"""Whatever is wrong is told with its place and the fix, ends with a code, and loses nothing."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import duckdb
import pytest

from tests.servers import Server, run, run_server, running

GOOD = {"text": "欧盟2016年7月5日宣布新规。"}


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(path: Path, *lines: str) -> Path:
    return write(path, "\n".join(lines) + "\n")


BAD_ROWS = {
    "broken JSON": ('{"text": "x"', "is not JSON"),
    "an unknown field": ('{"text": "x", "txet": "y"}', "unknown field 'txet': did you mean text?"),
    "an unknown language": ('{"text": "x", "language_code": "fr"}', "use zh-Hans, zh-Hant, en"),
    "an empty text": ('{"text": " "}', "document.text"),
    "no text": ('{"title": "x"}', "document.text"),
    "NUL": ('{"text": "a\\u0000b"}', "NUL"),
    "a lone surrogate": ('{"text": "a\\ud800b"}', "lone surrogate at character 1"),
    "a date that is none": (
        '{"text": "x", "publication_date": "2023-02-30"}',
        "publication_date '2023-02-30'",
    ),
    "a number for a text": ('{"text": 3}', "text is not a string"),
    "no object": ("[]", "is not a JSON object"),
    "a bad id": ('{"text": "x", "document_id": "a/b"}', "document_id"),
    "a media type": ('{"text": "x", "media_type": "image/png"}', "document.media_type"),
    "ten megabytes": (json.dumps({"text": "a" * 10**7}), "200000"),
    "deep nesting": ("[" * 100_000, "nested too deeply"),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_one_bad_line_of_five_is_named_and_four_are_stored(server: Server, tmp_path: Path, name: str):
    bad, said = BAD_ROWS[name]
    good = [json.dumps({"text": f"第{n}篇。{GOOD['text']}", "title": name}) for n in range(4)]
    path = rows(tmp_path / "five.jsonl", *good[:2], bad, *good[2:])

    done = run("ingest", str(path), server=server)

    assert done.returncode == 1
    assert "4 documents stored" in done.stderr
    (complaint,) = [line for line in done.stderr.splitlines() if line.startswith(f"{path}:")]
    assert complaint.startswith(f"{path}:3: ")
    assert said in complaint


def test_the_same_is_told_without_a_server(tmp_path: Path):
    path = rows(
        tmp_path / "all.jsonl", json.dumps(GOOD), *(bad for bad, _ in BAD_ROWS.values()), json.dumps(GOOD)
    )

    done = run("analyze", "--local", "--workers", "1", str(path))

    complaints = done.stderr.splitlines()
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    assert len(complaints) == len(BAD_ROWS)
    for number, (complaint, (_, said)) in enumerate(zip(complaints, BAD_ROWS.values(), strict=True), 2):
        assert complaint.startswith(f"{path}:{number}: ")
        assert said in complaint


BAD_FILES = {
    "binary": (b"\x7fELF\x00\x01\x02" * 50, "binary file"),
    "nothing at all": (b"", "document.text"),
    "broken UTF-8": ("欧盟宣布新规。".encode()[:-1] + b"\xff\xfe\xfa\x80\x81", ""),
    "cut UTF-16": ("欧盟".encode("utf-16") + b"\x00", "UTF-16"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_text_is_named_and_the_rest_is_stored(server: Server, tmp_path: Path, name: str):
    content, said = BAD_FILES[name]
    bad = write(tmp_path / "bad.txt", content)
    good = write(tmp_path / "good.txt", f"{name}。{GOOD['text']}")

    done = run("ingest", str(bad), str(good), str(tmp_path / "missing.txt"), server=server)

    assert done.returncode == 1
    assert "1 document stored" in done.stderr
    assert f"{bad}: " in done.stderr
    assert said in done.stderr
    assert f"{tmp_path / 'missing.txt'}: no such file" in done.stderr


@pytest.mark.parametrize(
    ("encoding", "told"), [("gb18030", "GB18030"), ("big5", "BIG5"), ("utf-16", "UTF-16")]
)
def test_other_encodings_are_read_and_told(server: Server, tmp_path: Path, encoding: str, told: str):
    text = "歐盟執行委員會七月三日在布魯塞爾宣布新的規定，各國官員表示歡迎，並將於明年實施這項計畫。" * 3
    path = write(tmp_path / "old.txt", text.encode(encoding))

    done = run("ingest", str(path), server=server)

    assert done.returncode == 0
    assert f"{path}: read as {told}" in done.stderr
    listed = run("documents", "--format", "jsonl", server=server).stdout
    assert listed


def test_an_html_bomb_is_survived(server: Server, tmp_path: Path):
    bomb = write(tmp_path / "bomb.html", "<div>" * 30_000 + "欧盟2016年7月5日宣布新规。")
    entity = write(
        tmp_path / "entity.html",
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>"
        + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
        + "]><html><body><p>&j;</p><p>欧盟2016年7月6日宣布新规。</p></body></html>",
    )

    done = run("ingest", str(bomb), str(entity), server=server)

    assert "Traceback" not in done.stderr
    assert server.process.poll() is None


def test_a_range_that_ends_before_it_begins(server: Server):
    done = run("events", "--from", "2024", "--to", "2023", server=server)

    assert done.returncode == 1
    assert "filter.end_date" in done.stderr


@pytest.mark.parametrize(
    "value", ["2023-13", "2023-02-30", "July", "23-07-01", "0000-01", "2023-00", "2023-01-00"]
)
def test_a_day_that_is_none(server: Server, value: str):
    done = run("events", "--from", value, server=server)

    assert done.returncode == 2
    assert "--from" in done.stderr
    assert value in done.stderr


def test_nobody_at_the_address():
    done = run("--server", "127.0.0.1:1", "events")

    assert done.returncode == 1
    assert "127.0.0.1:1: no server answers; start one with dateline-server serve" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"

        done = run_server("serve", "--listen", address, "--database", str(tmp_path / "x.duckdb"))

    assert done.returncode == 1
    assert f"cannot listen on {address}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_of_another_server(server: Server, tmp_path: Path):
    done = run_server("serve", "--listen", server.address, "--database", str(tmp_path / "x.duckdb"))

    assert done.returncode == 1
    assert f"cannot listen on {server.address}" in done.stderr


def serve(database: Path) -> tuple[int, str]:
    done = run_server("serve", "--listen", "127.0.0.1:0", "--database", str(database))
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def test_a_database_in_a_folder_that_is_not_there(tmp_path: Path):
    code, said = serve(tmp_path / "nowhere" / "x.duckdb")

    assert code == 1
    assert "nowhere" in said


def test_a_database_that_another_server_holds(server: Server):
    code, said = serve(server.database)

    assert code == 1
    assert str(server.database) in said
    assert server.process.poll() is None


def test_a_file_of_another_program(tmp_path: Path):
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE mine AS SELECT 42 AS answer")

    code, said = serve(path)

    assert code == 1
    assert "belongs to another program" in said
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("SELECT answer FROM mine").fetchall() == [(42,)]


def test_a_file_of_a_newer_release(tmp_path: Path):
    with running(tmp_path) as server:
        path = server.database
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO schema_migrations VALUES (9999, 'later', now()::TIMESTAMP)")

    code, said = serve(path)

    assert code == 1
    assert str(path) in said
    assert "newer release" in said
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("SELECT max(version) FROM schema_migrations").fetchall() == [(9999,)]


def test_a_file_that_is_no_database(tmp_path: Path):
    path = write(tmp_path / "notes.duckdb", "these are my notes\n" * 500)

    code, said = serve(path)

    assert code == 1
    assert str(path) in said
    assert path.read_text(encoding="utf-8").startswith("these are my notes")


@pytest.mark.parametrize(
    ("variable", "value"),
    [("DATELINE_WORKERS", "many"), ("DATELINE_QUEUE_SIZE", "0"), ("DATELINE_LOG_LEVEL", "loud")],
)
def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, value: str):
    monkeypatch.setenv(variable, value)

    done = run_server("serve")

    assert done.returncode == 2
    assert variable in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unwritable_export_is_told(server: Server, tmp_path: Path):
    done = run("export", "-o", str(tmp_path / "nowhere" / "x.csv"), server=server)

    assert done.returncode == 1
    assert "nowhere" in done.stderr


def test_the_database_may_have_an_odd_name(tmp_path: Path):
    with running(tmp_path, "--database", str(tmp_path / "naïve 名 '.duckdb")) as server:
        assert run("events", server=server).returncode == 0


def test_the_database_may_not_be_named_as_its_schema(tmp_path: Path):
    done = run_server("serve", "--database", str(tmp_path / "timeline.duckdb"))

    assert done.returncode == 2
    assert "name it otherwise" in done.stderr
