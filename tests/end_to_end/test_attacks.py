"""What a hostile or broken client does to a real server: it is refused, and everybody else is served."""

from __future__ import annotations

import contextlib
import gzip
import random
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import dateline
import grpc
import pytest
from dateline import Client, new_document
from dateline.v1 import ingestion_service_pb2 as ingestion
from dateline.v1.ingestion_service_pb2_grpc import IngestionServiceStub

from tests.servers import Server, eventually, running

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
CREATE = "/dateline.v1.IngestionService/CreateDocument"
LIST = "/dateline.v1.TimelineService/ListActors"
NOISE = random.Random(2016).randbytes(4096)


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    flags = ("--idle-seconds", "6", "--max-message-mib", "4")
    with running(tmp_path_factory.mktemp("target"), *flags) as server:
        yield server
        assert server.process.poll() is None


@pytest.fixture
def client(target: Server) -> Iterator[Client]:
    with Client.connect(target.address, timeout=120) as client:
        yield client
        list(client.list_actors(limit=1))  # others are still served


def opened(server: Server) -> socket.socket:
    host, _, port = server.address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=20)


@pytest.mark.parametrize(
    "identifier",
    ["../../etc/passwd", "..", "/etc/passwd", "a/../b", "a\\..\\b", "C:", "x" * 500, "%2e%2e", "."],
)
def test_an_id_is_never_a_path(client: Client, identifier: str):
    document = new_document("欧盟2016年7月5日宣布新规。")

    with pytest.raises(dateline.InvalidInput):
        client.create_document(document, identifier)
    with pytest.raises(dateline.DatelineError):
        client.get_document(f"documents/{identifier}")


FORGED = "x\nlevel='error' event='audit' caller='admin'\r\n\x1b[31m"


def test_nothing_that_a_client_sends_begins_a_line_of_the_log(target: Server, client: Client):
    before = target.log.count(LIST)
    with pytest.raises(dateline.DatelineError):
        client.delete_document(f"documents/{FORGED}")
    with pytest.raises(dateline.DatelineError):
        client.create_document(new_document("欧盟宣布新规。", uri="https://example.org/"), FORGED)
    with grpc.insecure_channel(target.address) as channel:
        channel.unary_unary(LIST)(b"", metadata=(("x-request-id", "a'b event='forged'"),), timeout=20)

    assert eventually(lambda: target.log.count(LIST) > before)
    assert "event='forged'" not in target.log
    assert "\x1b" not in target.log
    assert all(line.startswith("timestamp=") for line in target.log.splitlines())


def test_a_request_id_comes_back(target: Server, client: Client):
    with grpc.insecure_channel(target.address) as channel:
        call = channel.unary_unary(LIST)
        _, mine = call.with_call(b"", metadata=(("x-request-id", "mine-1"),), timeout=20)
        _, none = call.with_call(b"", timeout=20)

    assert ("x-request-id", "mine-1") in [tuple(pair) for pair in mine.initial_metadata()]
    assert len(dict(none.initial_metadata())["x-request-id"]) == 32
    assert eventually(lambda: "request_id='mine-1'" in target.log)


@pytest.mark.parametrize("size", [4 * 2**20 + 1, 40 * 2**20])
def test_an_oversized_message_is_refused(target: Server, client: Client, size: int):
    options = (("grpc.max_send_message_length", -1),)
    with grpc.insecure_channel(target.address, options) as channel, pytest.raises(grpc.RpcError) as refusal:
        channel.unary_unary(CREATE)(b"\x0a" * size, timeout=60)

    assert refusal.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED  # type: ignore[attr-defined]


def test_a_message_that_grows_when_unpacked_is_refused(target: Server, client: Client):
    document = new_document("爆" * (40 * 2**20))
    request = ingestion.CreateDocumentRequest(document=document)
    packed = len(gzip.compress(request.SerializeToString()))
    options = (("grpc.max_send_message_length", -1),)
    packing = grpc.insecure_channel(target.address, options, compression=grpc.Compression.Gzip)
    with packing as channel, pytest.raises(grpc.RpcError) as refusal:
        IngestionServiceStub(channel).CreateDocument(request, timeout=60)

    assert packed < 2**20
    assert refusal.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED  # type: ignore[attr-defined]


@pytest.mark.parametrize("noise", [b"\xff" * 64, b"\x0a\xff\xff\xff\xff\x0f", NOISE[:512], b"\x08" * 9])
def test_a_message_that_is_none_is_refused(target: Server, client: Client, noise: bytes):
    with grpc.insecure_channel(target.address) as channel, pytest.raises(grpc.RpcError) as refusal:
        channel.unary_unary(CREATE)(noise, timeout=20)

    assert refusal.value.code() in (  # type: ignore[attr-defined]
        grpc.StatusCode.INTERNAL,
        grpc.StatusCode.INVALID_ARGUMENT,
        grpc.StatusCode.UNKNOWN,
    )


MALFORMED = {
    "noise": NOISE,
    "HTTP/1.1": b"GET /etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    "a preface and noise": PREFACE + NOISE,
    "a frame of 16 MiB": PREFACE + struct.pack(">I", 0xFFFFFF)[1:] + b"\x00\x00" + struct.pack(">I", 1),
    "headers that never end": PREFACE
    + b"\x00\x00\x00\x04\x00"
    + b"\x00" * 4
    + b"\x00\x40\x00\x01\x00\x00\x00\x00\x01",
    "ten thousand pings": PREFACE
    + b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"
    + (b"\x00\x00\x08\x06\x00\x00\x00\x00\x00" + b"p" * 8) * 10_000,
    "nothing": b"",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_frames_cost_one_connection(target: Server, client: Client, name: str):
    with opened(target) as connection:
        with contextlib.suppress(OSError):  # closed by the server while we were sending
            connection.sendall(MALFORMED[name])
        list(client.list_actors(limit=1))


def test_a_thousand_idle_connections_keep_nobody_out(target: Server, client: Client):
    connections = [opened(target) for _ in range(1000)]
    try:
        for connection in connections[::10]:
            connection.sendall(PREFACE)
        list(client.list_actors(limit=1))
    finally:
        for connection in connections:
            connection.close()


def test_a_stream_that_goes_silent_is_ended(target: Server, client: Client):
    def silent() -> Iterator[ingestion.IngestDocumentsRequest]:
        yield ingestion.IngestDocumentsRequest(document=new_document("欧盟2016年7月5日宣布新规。"))
        ended.wait(120)

    ended = threading.Event()
    with grpc.insecure_channel(target.address) as channel:
        call = IngestionServiceStub(channel).IngestDocuments(silent())
        answer = next(call)
        with pytest.raises(grpc.RpcError) as ending:
            next(call)
        ended.set()

    assert answer.document.name
    assert ending.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED  # type: ignore[attr-defined]


def test_an_endless_stream_is_taken_at_the_pace_of_the_analysis(target: Server, client: Client):
    sent = 0

    def endless() -> Iterator[ingestion.IngestDocumentsRequest]:
        nonlocal sent
        while True:
            sent += 1
            text = f"第{sent}次：{'欧盟宣布新规。' * 1000}"
            yield ingestion.IngestDocumentsRequest(document=new_document(text))

    with grpc.insecure_channel(target.address) as channel:
        call = IngestionServiceStub(channel).IngestDocuments(endless())
        for _ in range(20):
            next(call)
        list(client.list_actors(limit=1))
        call.cancel()

    assert sent < 2000  # what fits into the window and the buffers of the connection


def test_html_and_markdown_are_read_without_fetching_anything(client: Client, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.5)
        address = f"http://127.0.0.1:{trap.getsockname()[1]}"
        html = (
            f'<!DOCTYPE html [<!ENTITY x SYSTEM "{address}/entity">]><html><head><base href="{address}">'
            f'<link rel="stylesheet" href="{address}/css">'
            f'<meta http-equiv="refresh" content="0;url={address}">'
            f'</head><body><img src="{address}/picture"><iframe src="{address}/frame"></iframe>'
            "<p>&x;欧盟委员会2016年7月5日在布鲁塞尔宣布了新的规定。</p></body></html>"
        )
        for media_type, text in (
            ("text/html", html),
            ("text/markdown", f"![p]({address}/p) 欧盟2016年7月5日宣布新规。"),
        ):
            client.analyze_text(new_document(text, media_type=media_type))
        with pytest.raises(TimeoutError):
            trap.accept()


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000 + "欧盟2016年7月5日宣布新规。",
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
        + "]><p>&j;</p>",
        "<table>" + "<tr><td>" * 20_000,
        "<!--" * 40_000,
        "&#x110000;" * 2_000,
    ],
    ids=["deep", "a billion laughs", "tables", "comments", "characters that are none"],
)
def test_hostile_markup_is_read_or_refused_in_time(client: Client, html: str):
    with contextlib.suppress(dateline.InvalidInput):  # there is nothing to read in some
        client.analyze_text(new_document(html, media_type="text/html"))
