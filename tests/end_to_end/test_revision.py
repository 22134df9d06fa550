"""Corrections of what is stored, through a server: new rules and who decides what."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dateline import Client, InvalidInput, LanguageUnsupported, NotFound, new_document
from dateline.v1 import ingestion_service_pb2 as ingestion
from dateline.v1 import timeline_service_pb2 as questions
from dateline_server.app.timeline import Timeline

from tests.builders import EU, JAPAN, analysis, telling
from tests.servers import Server, run, running


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on documents that other rules have analysed."""
    folder = tmp_path_factory.mktemp("old")
    with Timeline.open(folder / "news.duckdb") as timeline:
        timeline.put(analysis("a", telling(EU, JAPAN, on="2023-07-03")))
        timeline.put(analysis("b"))
    with running(folder) as server:
        yield server


@pytest.fixture
def client(old: Server) -> Iterator[Client]:
    with Client.connect(old.address) as connected:
        yield connected


def test_new_rules_say_what_they_change_and_then_change_it(old: Server, client: Client):
    *documents, summary = client.reanalyze_documents()
    assert [document.name for document in documents] == ["documents/a", "documents/b"]
    assert (summary.analyzed_count, summary.applied, summary.current_count) == (2, False, 0)
    assert client.get_document("a").analyzer_version == "1"

    told = run("reanalyze", "--document", "a", server=old)
    assert told.returncode == 0
    assert "1 document analysed by" in told.stderr
    assert "nothing was stored" in told.stderr

    done = run("reanalyze", "--apply", server=old)
    assert done.returncode == 0, done.stderr
    assert client.get_document("a").analyzer_version == documents[0].new_analyzer_version
    again = list(client.reanalyze_documents(apply=True))
    assert [(type(part), part.current_count) for part in again] == [(ingestion.ReanalysisSummary, 2)]


def test_a_document_that_is_not_there_is_said_so_and_does_not_stop_the_rest(old: Server, client: Client):
    nobody, summary = client.reanalyze_documents(["nobody"])
    assert nobody.error.message == "there is no document 'nobody'"
    assert summary.failed_count == 1
    assert run("reanalyze", "--document", "nobody", server=old).returncode == 1
    with pytest.raises(NotFound):
        client.get_document("nobody")


def test_an_event_is_explained_in_both_languages(old: Server, client: Client):
    text = "欧盟官员昨天在东京会见日本首相。"
    client.create_document(new_document(text, publication_date="2019-05-08"), "explained")
    (event,) = client.list_events(documents=["explained"])

    found = client.explain_event(event.name)

    assert (found.event, found.language_code) == (event.name, "en")
    aspects = {step.aspect for step in found.steps}
    assert aspects >= {questions.EXPLANATION_ASPECT_ANCHOR, questions.EXPLANATION_ASPECT_PARTICIPANT}
    for step in found.steps:
        assert step.span.text == text[step.span.start_offset : step.span.end_offset]
    assert any("2019-05-08, the publication date" in step.explanation for step in found.steps)
    assert any("lexicon of actors" in step.explanation for step in found.steps)
    done = run("explain", event.name.removeprefix("events/"), "--language", "zh", server=old)
    assert done.returncode == 0
    assert "从文档的发布日期 2019-05-08 推算" in done.stdout
    with pytest.raises(LanguageUnsupported):
        client.explain_event(event.name, "fr")
    client.delete_document("explained")


def test_events_are_merged_and_split_by_decisions_that_can_be_revoked(old: Server, client: Client):
    for name, words in (("m1", "2018年5月7日"), ("m2", "2018年5月8日")):
        client.create_document(new_document(f"{words}，欧盟与日本签署协议。"), name)
    first, second = (event for name in ("m1", "m2") for event in client.list_events(documents=[name]))

    done = run("merge", first.name, second.name.removeprefix("events/"), server=old)

    assert done.returncode == 0, done.stderr
    assert f"merge, now {first.name.removeprefix('events/')}" in done.stdout
    assert client.get_event(second.name).documents == ["documents/m1", "documents/m2"]
    split = client.split_event(first.name, ["m2"])
    assert [mention.document for mention in split.mentions] == ["documents/m2"]
    assert client.get_event(first.name).documents == ["documents/m1"]
    listed = run("decisions", "--format", "csv", server=old)
    assert [row.split(",")[1] for row in listed.stdout.splitlines()] == ["kind", "merge", "split"]
    for decision in client.list_decisions():
        assert run("revoke", decision.name.removeprefix("decisions/"), server=old).returncode == 0
    assert client.list_decisions() == []
    assert client.get_event(second.name).documents == ["documents/m2"]
    assert run("split", first.name, "--document", "m1", server=old).returncode == 1
    with pytest.raises(NotFound):
        client.revoke_decision(split.name)
    with pytest.raises(InvalidInput):
        client.merge_events([first.name])
    for name in ("m1", "m2"):
        client.delete_document(name)
