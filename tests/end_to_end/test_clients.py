"""Every client, of a server and with one of its own: the same cases, the same answers."""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import dateline
import duckdb
import pytest
from dateline import AsyncClient, Client, NewDocument, new_document

from tests.servers import Server

from . import articles


class Blocking:
    """The asyncio client with the face of the other one, so that the cases are written once."""

    def __init__(self, target: str, **options: Any) -> None:
        self._runner = asyncio.Runner()
        self._client = self._runner.run(self._connect(target, **options))

    @staticmethod
    async def _connect(target: str, **options: Any) -> AsyncClient:
        return AsyncClient.connect(target, **options)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._client, name)

        def call(*arguments: Any, **options: Any) -> Any:
            found = method(*arguments, **options)
            return self._iterate(found) if inspect.isasyncgen(found) else self._runner.run(found)

        return call

    def _iterate(self, items: AsyncIterator[Any]) -> Iterator[Any]:
        while True:
            try:
                yield self._runner.run(_next(items))
            except StopAsyncIteration:
                return

    def close(self) -> None:
        self._runner.run(self._client.close())
        self._runner.close()


async def _next(items: AsyncIterator[Any]) -> Any:
    return await anext(items)


COOKBOOK = Path(__file__).resolve().parents[2] / "clients" / "sql"
CLIENTS: dict[str, Callable[..., Any]] = {"blocking": Client.connect, "asyncio": Blocking}


@pytest.fixture(scope="module")
def memory() -> Iterator[Client]:
    """A client without a server."""
    with Client(":memory:", workers=1) as client:
        yield client


@pytest.fixture(params=[*CLIENTS, "memory"])
def client(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "memory":
        client = request.getfixturevalue("memory")
    else:
        client = CLIENTS[request.param](request.getfixturevalue("server").address)
    for result in client.ingest_documents(articles.ALL):
        assert result.error is None
    yield client
    if request.param != "memory":
        client.close()


def names(events: Any) -> list[str]:
    return [event.name for event in events]


OURS: dict[str, Any] = {"documents": [item.document_id for item in articles.ALL]}


def test_a_stored_document_comes_back_whole(client: Any):
    stored = client.get_document("breton")

    assert stored.name == "documents/breton"
    assert (stored.title, stored.text) == (articles.BRETON.title, articles.BRETON.text)
    assert stored.language_code == "zh-Hans"
    assert stored.publication_date == articles.BRETON.publication_date
    assert stored.event_mention_count > 0


def test_the_same_document_again_changes_nothing(client: Any):
    before = client.get_document("chip")
    events = names(client.list_events(**OURS))

    again = client.create_document(articles.CHIP, "chip")

    assert again.create_time == before.create_time
    assert names(client.list_events(**OURS)) == events


def test_the_same_id_with_another_text_is_a_conflict(client: Any):
    with pytest.raises(dateline.DocumentConflict) as caught:
        client.create_document(new_document("另一篇文章。"), "chip")

    assert caught.value.metadata == {"name": "documents/chip"}
    assert client.get_document("chip").text == articles.CHIP.text


def test_a_bad_document_in_a_stream_does_not_stop_the_rest(client: Any):
    batch = [
        NewDocument(new_document("第一篇。2023年5月1日，欧盟宣布新规。"), "stream-1"),
        NewDocument(new_document(" "), "stream-2"),
        NewDocument(new_document("x", language_code="fr"), "stream-3"),
        NewDocument(new_document("字" * 200_001), "stream-4"),
        NewDocument(new_document("另一篇文章。"), "chip"),
        NewDocument(new_document("x" * 16_000_000), "stream-6"),
        NewDocument(new_document("第七篇。2023年5月2日，欧盟宣布新规。"), "stream-7"),
    ]

    results = {result.index: result for result in client.ingest_documents(batch)}

    assert [index for index in range(7) if results[index].document] == [0, 6]
    kinds = [type(results[index].error) for index in range(1, 6)]
    assert kinds == [
        dateline.InvalidInput,
        dateline.LanguageUnsupported,
        dateline.TextTooLong,
        dateline.DocumentConflict,
        dateline.InvalidInput,
    ]
    assert client.get_document("stream-7").text.startswith("第七篇")


def test_documents_without_an_id_get_one_from_their_content(client: Any):
    batch = [new_document(f"欧盟2023年5月{day}日宣布新规。") for day in range(1, 4)]

    first = {result.index: result.document_id for result in client.ingest_documents(batch)}
    second = {result.index: result.document_id for result in client.ingest_documents(batch)}

    assert first == second
    assert len(set(first.values())) == 3


def test_pages_of_any_size_joined_are_the_whole_list(client: Any):
    whole = names(client.list_events(**OURS))

    assert len(whole) >= 4
    assert len(set(whole)) == len(whole)
    for size in (1, 2, 3):
        assert names(client.list_events(page_size=size, **OURS)) == whole


def test_a_limit_is_kept_across_pages(client: Any):
    assert names(client.list_events(**OURS, page_size=2, limit=3)) == names(client.list_events(**OURS))[:3]


def test_the_order_can_be_turned(client: Any):
    dated = {"start": "2023", **OURS}

    first_days = [
        (d.year, d.month, d.day)
        for d in (e.time.first_date for e in client.list_events(**dated, descending=True))
    ]

    assert first_days == sorted(first_days, reverse=True)
    assert set(names(client.list_events(**dated))) == set(names(client.list_events(**dated, descending=True)))


def test_a_range_holds_its_days_and_no_others(client: Any):
    day = client.list_events(start="2023-07-03", end="2023-07-03", documents=["breton"])
    before = client.list_events(start="2023-07-01", end="2023-07-02", documents=["breton"])

    assert [event.time.edtf for event in day] == ["2023-07-03"]
    assert names(before) == []


def test_every_spelling_of_an_actor_finds_the_same_events(client: Any):
    found = [names(client.list_events(all_actors=[name])) for name in ("英偉達", "Nvidia", "英伟达", "輝達")]

    assert found[0]
    assert found[1:] == found[:1] * 3


def test_an_event_has_its_mentions_with_their_words(client: Any):
    event = next(iter(client.list_events(start="2023-07-03", end=date(2023, 7, 3), documents=["breton"])))

    whole = client.get_event(event.name)

    assert not event.mentions
    (mention,) = whole.mentions
    text = articles.BRETON.text
    for span in (mention.trigger, mention.evidence.sentence, mention.timex.span):
        assert span.text == text[span.start_offset : span.end_offset]
    assert mention.evidence.document == "documents/breton"


def test_a_full_list_has_the_mentions_too(client: Any):
    assert all(event.mentions for event in client.list_events(**OURS, full=True))


def test_counts_are_those_of_the_lists(client: Any):
    found = client.summarize_events(unit="year", group_by="type", **OURS)

    listed = list(client.list_events(**OURS))
    assert found.event_count == len(listed)
    assert {count.event_type for count in found.counts} <= {event.event_type for event in listed}
    for count in found.counts:
        year = str(count.start_date.year)
        assert count.count == len(
            list(client.list_events(start=year, end=year, event_types=[count.event_type], **OURS))
        )
    with pytest.raises(ValueError, match="no unit"):
        client.summarize_events(unit="decade")


def test_words_days_and_mentions_are_asked_for(client: Any):
    traditional, simplified = (names(client.list_events(**OURS, text=text)) for text in ("東京", "东京"))
    assert traditional == simplified != []
    assert list(client.list_events(**OURS, as_of="2001-01-01")) == []
    assert names(client.list_events(**OURS, as_of=date.max)) == names(client.list_events(**OURS))
    mentions = list(client.list_mentions("breton"))
    assert {m.event for m in mentions} == {*names(client.list_events(documents=["breton"]))}
    assert [m.event for m in client.list_mentions("breton", limit=1)] == [mentions[0].event]
    together = next(e for e in client.list_events(**OURS) if len({p.actor for p in e.participants}) > 1)
    one = together.participants[0].actor
    for other in client.list_co_actors(one, **OURS):
        both = client.list_events(**OURS, all_actors=[one, other.name])
        assert other.event_count == len(list(both)) > 0


def test_actors_are_found_by_a_part_of_a_name(client: Any):
    (actor,) = [a for a in client.list_actors("輝達") if a.name == "actors/nvidia"]

    assert actor == client.get_actor("nvidia")
    assert "Nvidia" in actor.aliases
    assert actor.event_count > 0


def test_documents_are_listed_without_their_text(client: Any):
    listed = {document.name: document for document in client.list_documents()}

    assert {"documents/breton", "documents/chip"} <= set(listed)
    assert not listed["documents/breton"].text


def test_a_deleted_document_is_gone_with_its_events(client: Any):
    client.create_document(new_document("瑞士2019年2月3日宣布新规。"), "short-lived")
    there = names(client.list_events(start="2019", end="2019"))

    client.delete_document("short-lived")

    assert there
    assert names(client.list_events(start="2019", end="2019")) == []
    with pytest.raises(dateline.NotFound) as caught:
        client.get_document("short-lived")
    assert caught.value.metadata == {"name": "documents/short-lived"}


def test_a_new_publication_date_moves_relative_dates(client: Any):
    client.create_document(new_document("7月3日，欧盟宣布新规。", publication_date="2021-07-04"), "redated")

    moved = client.set_publication_date("redated", "2022-07-04")

    assert moved.publication_date.year == 2022
    assert [e.time.edtf for e in client.list_events(documents=["redated"])] == ["2022-07-03"]
    client.delete_document("redated")


def test_an_analysis_stores_nothing(client: Any):
    before = [document.name for document in client.list_documents()]

    response = client.analyze_text(articles.BRETON)

    assert [timex.value for timex in response.timexes] == ["2023-07-03", "2023-07-04"]
    assert [document.name for document in client.list_documents()] == before


@pytest.mark.parametrize("file_format", ["csv", "jsonl", "timelinejs"])
def test_a_file_comes_in_parts_and_says_what_it_holds(client: Any, file_format: str):
    *parts, summary = client.export_timeline(**OURS, file_format=file_format)

    rows = b"".join(parts).count(b"\n") - (file_format != "jsonl")
    assert rows >= summary.written_count > 0
    assert summary.written_count + summary.undated_count == len(names(client.list_events(**OURS)))


def test_a_backup_is_the_whole_timeline(client: Any, tmp_path: Path):
    copy = tmp_path / "copy.duckdb"

    copy.write_bytes(b"".join(client.back_up()))

    with duckdb.connect(str(copy), read_only=True) as timeline:
        held = {name for (name,) in timeline.execute("SELECT document_id FROM timeline.documents").fetchall()}
    assert {f"documents/{name}" for name in held} == {document.name for document in client.list_documents()}


BAD_CALLS: dict[str, tuple[Callable[[Any], Any], type[dateline.DatelineError], str]] = {
    "empty text": (lambda c: c.create_document(new_document("")), dateline.InvalidInput, "document.text"),
    "bad id": (lambda c: c.create_document(new_document("x"), "../x"), dateline.InvalidInput, "document_id"),
    "language": (
        lambda c: c.create_document(new_document("x", language_code="fr")),
        dateline.LanguageUnsupported,
        "document.language_code",
    ),
    "too long": (
        lambda c: c.analyze_text(new_document("字" * 200_001)),
        dateline.TextTooLong,
        "document.text",
    ),
    "ten megabytes": (
        lambda c: c.create_document(new_document("a" * 10**7)),
        dateline.TextTooLong,
        "document.text",
    ),
    "bad name": (lambda c: c.get_document("a b"), dateline.InvalidInput, "name"),
    "no event": (lambda c: c.get_event("e0000000000000000"), dateline.NotFound, ""),
    "no actor": (lambda c: c.get_actor("nobody-at-all"), dateline.NotFound, ""),
    "no document": (lambda c: c.delete_document("nothing"), dateline.NotFound, ""),
    "range": (
        lambda c: list(c.list_events(start="2024", end="2022")),
        dateline.InvalidInput,
        "filter.end_date",
    ),
    "range of a file": (
        lambda c: list(c.export_timeline(start="2024", end="2022")),
        dateline.InvalidInput,
        "filter.end_date",
    ),
}


@pytest.mark.parametrize("name", BAD_CALLS)
def test_what_is_refused_names_the_field(client: Any, name: str):
    call, kind, field = BAD_CALLS[name]

    with pytest.raises(kind) as caught:
        call(client)

    assert type(caught.value) is kind
    assert [violation.field for violation in caught.value.violations] == ([field] if field else [])


def test_a_message_beyond_the_limit_is_refused_in_words(client: Any):
    with pytest.raises(dateline.TransportError, match="too much for the server or for one message"):
        client.create_document(new_document("x" * 17 * 2**20))


@pytest.mark.parametrize("make", CLIENTS.values(), ids=CLIENTS)
def test_nobody_at_the_address_is_unavailable(make: Callable[..., Any]):
    client = make("127.0.0.1:1")

    with pytest.raises(dateline.Unavailable, match=r"127\.0\.0\.1:1: no server answers"):
        client.get_event("e1")
    client.close()


@pytest.mark.parametrize("make", CLIENTS.values(), ids=CLIENTS)
def test_an_answer_that_takes_too_long_is_given_up(make: Callable[..., Any], server: Server):
    client = make(server.address, timeout=0.05)
    long = dateline.new_document("欧盟2023年7月3日宣布新规。" * 10_000)  # seconds of work, before any answer

    with pytest.raises(dateline.DeadlineExceeded, match="raise the timeout"):
        client.analyze_text(long)
    client.close()


ASKED = {
    "name": "欧盟",
    "start_date": "2023-01-01",
    "end_date": "2024-01-01",
    "today": "2023-10-01",
    "days": "30",
    "event_id": "e0000000000000000",
    "event_type": "meet",
}


@pytest.mark.parametrize("path", sorted(COOKBOOK.glob("*.sql")), ids=lambda path: path.stem)
def test_the_cookbook_is_answered_over_the_wire(memory: Client, path: Path):
    sql = path.read_text(encoding="utf-8")

    found = memory.run_query(sql, {name: ASKED[name] for name in set(re.findall(r"\$(\w+)", sql))})

    assert found.column_names()
    assert len(list(found.rows())) == found.row_count
